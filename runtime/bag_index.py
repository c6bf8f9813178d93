"""Whether the index of a bag, its files and its events tell the same dossier.

What the events say is what counts: every filed document, every piece of evidence and every file
handed in is listed once, with its digest and its pages. Refuses to know the order of the volumes.
"""

from collections.abc import Iterator, Mapping, Sequence

from engine.case import Case
from engine.dossier import FILED, Section
from engine.errors import AnjuanError
from engine.event import DocumentMade
from engine.projection import files_of
from engine.record import Json
from engine.storage_rows import StoredEvent
from runtime import bag_format as bag
from runtime.bag_faults import BagFault
from runtime.bag_folder import BagFolder
from runtime.dossier import replayed
from runtime.dossier_contents import names

Obj = dict[str, Json]


def index_faults(
    index: Mapping[str, Json], events: Sequence[StoredEvent], folder: BagFolder
) -> Iterator[BagFault]:
    """Everything in which index, files and events differ.

    Codes: `bag.index_head`, `bag.document_unlisted`, `bag.document_foreign`,
    `bag.document_differs`, `bag.file_elsewhere`, `bag.evidence_unlisted`, `bag.pages`.
    Says nothing where the events cannot be replayed: that is told by `ledger_faults`.
    """
    try:
        case = replayed(list(events))
    except (AnjuanError, KeyError, IndexError, ValueError, TypeError, AttributeError):
        return
    listed = index.get("files")
    entries = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    yield from _head(index, case)
    yield from _documents(entries, case)
    yield from _handed_in(entries, case)
    yield from _elsewhere(entries, folder)
    yield from _pages(entries)


def _about(code: str, document: str = "", **facts: str | int) -> BagFault:
    return BagFault(code=code, path=f"{bag.PAYLOAD}{names().index}", document=document, facts=facts)


def _head(index: Mapping[str, Json], case: Case) -> Iterator[BagFault]:
    told = {name: index.get(name) for name in ("case", "number", "events", "head")}
    found = {"case": case.id, "number": case.number, "events": case.version, "head": case.head}
    for name, value in told.items():
        if value != found[name]:
            facts = {"name": name, "recorded": str(found[name]), "found": str(value)}
            yield _about("bag.index_head", **facts)


def _documents(entries: Sequence[Obj], case: Case) -> Iterator[BagFault]:
    filed = {d.id: d for d in case.documents.values() if d.status in FILED}
    listed = [str(one["document"]) for one in entries if "document" in one]
    for document in filed.keys() - set(listed):
        yield _about("bag.document_unlisted", document)
    for entry in entries:
        document = str(entry.get("document", ""))
        if "document" not in entry:
            continue
        if document not in filed or listed.count(document) > 1:
            yield _about("bag.document_foreign", document)
        elif _differs(entry, filed[document]):
            yield _about("bag.document_differs", document)


def _differs(entry: Obj, made: DocumentMade) -> bool:
    wanted: dict[str, Json] = {
        "sha256": made.digest,
        "form": made.form,
        "status": made.status,
        "pages": made.pages,
        "signers": [
            {"slot": s.slot, "role": s.role, "person": s.person, "at": s.at.isoformat()}
            for s in made.signed
        ],
    }
    return any(entry.get(name) != value for name, value in wanted.items()) or (
        entry.get("number", "") != made.number
    )


def _handed_in(entries: Sequence[Obj], case: Case) -> Iterator[BagFault]:
    """Whether every file an act brought in is there, as evidence or as attachment, and no other."""
    brought = {digest for event in case.events for digest in files_of(event.inputs)}
    listed = {str(one.get("sha256")) for one in entries if "document" not in one}
    for digest in sorted(brought - listed):
        yield _about("bag.evidence_unlisted", digest=digest[:16])
    for digest in sorted(listed - brought):
        yield _about("bag.evidence_foreign", digest=digest[:16])


def _elsewhere(entries: Sequence[Obj], folder: BagFolder) -> Iterator[BagFault]:
    """Whether every file the index names is there with its digest, and there is no other."""
    named = {f"{bag.PAYLOAD}{one.get('file')}": str(one.get("sha256")) for one in entries}
    inside = {path for path in folder.files if path.startswith(bag.PAYLOAD)}
    for path in sorted(named.keys() | inside - {f"{bag.PAYLOAD}{names().index}"}):
        if path not in inside or path not in named or folder.digests[path] != named[path]:
            yield BagFault(code="bag.file_elsewhere", path=path)


def _pages(entries: Sequence[Obj]) -> Iterator[BagFault]:
    """Whether pages run on through the volumes without gap, each file by its own number."""
    page = 1
    numbered = [*_by_page([one for one in entries if "first_page" in one])]
    order = [s.value for s in Section]
    places = [order.index(v) for one in numbered if (v := str(one.get("volume"))) in order]
    if places != sorted(places):
        yield _about("bag.pages", name=names().index)
    for one in numbered:
        first, last, pages = one.get("first_page"), one.get("last_page"), one.get("pages")
        if (first, last) != (page, page + pages - 1 if isinstance(pages, int) else None):
            yield _about("bag.pages", str(one.get("document", "")), name=str(one.get("file")))
        page = last + 1 if isinstance(last, int) else page


def _by_page(numbered: Sequence[Obj]) -> Iterator[Obj]:
    """Yield documents as they are listed, and originals among them where their pages begin."""
    waiting = sorted((one for one in numbered if "document" not in one), key=_first)
    for one in (one for one in numbered if "document" in one):
        while waiting and _first(waiting[0]) < _first(one):
            yield waiting.pop(0)
        yield one
    yield from waiting


def _first(entry: Obj) -> int:
    page = entry.get("first_page")
    return page if isinstance(page, int) else 0
