"""The dossier's papers: the catalogue against files, events and the order the bureau files by.

Every document and every piece of evidence is the one its event names; pages are counted in the
files themselves; page numbers run through both volumes without a gap, cover, index and back note
have none.
"""

from __future__ import annotations

from collections.abc import Iterator

from runtime.verifier.bag import CATALOGUE, Bag, Told
from runtime.verifier.der import UnreadableError
from runtime.verifier.finding import NOWHERE, Findings, Place
from runtime.verifier.ledger import KEPT, RELIABLE
from runtime.verifier.pdf import Reader
from runtime.verifier.replay import FILED, Case, files_in

ORDER = "audit/law/dossier.json"
NUMBERED = "ARCH 37"
AT = Place(CATALOGUE)


class Paper:
    """A document of the dossier with its file."""

    def __init__(self, entry: Told, made: Told, data: bytes) -> None:
        """Reads the file; `reader` is None when it is no PDF."""
        self.entry, self.made, self.data = entry, made, data
        self.file = "data/" + str(entry["file"])
        self.reader: Reader | None = None
        try:
            self.reader = Reader(data)
            self.pages = self.reader.pages()
        except (UnreadableError, ValueError, RecursionError):
            self.pages = []

    def place(self, inside: int = 0) -> Place:
        """Where it stands in the dossier; `inside` is a page within the file."""
        first, last = self.entry.get("first_page", 0), self.entry.get("last_page", 0)
        whole = isinstance(first, int) and isinstance(last, int)
        return Place(self.file, first if whole else 0, last if whole else 0, inside)


class Papers:
    """The documents of the dossier, by id."""

    def __init__(self) -> None:
        """Nothing read yet."""
        self.by_id: dict[str, Paper] = {}
        #: By document id, the page of each signature field within the file.
        self.fields: dict[str, dict[str, int]] = {}

    def place(self, document: str) -> Place:
        """Where a document's date and seal stand: the page of its last signature field."""
        paper = self.by_id.get(document)
        if paper is None:
            return NOWHERE
        places = self.fields.get(document, {})
        return paper.place(max(places.values()) if places else 1)

    def of_event(self, case: Case, number: int) -> Place:
        """The first document an event made or changed; else its track's subject, or its newest."""
        event = case.by_number.get(number)
        if event is None:
            return NOWHERE
        body = event.body
        track = case.tracks.get(body["track"])
        found = [made["id"] for made in body["documents"]]
        found += [track.subject] if track and track.subject else []
        same = [d["id"] for d in case.documents.values() if d["track"] == body["track"]]
        found += reversed([one for one in same if case.made_by[one] <= number])
        return next((self.place(one) for one in found if one in self.by_id), NOWHERE)


def check_papers(bag: Bag, case: Case, out: Findings) -> Papers:
    """Compare the catalogue with files, events and order; returns the papers that were found."""
    papers = Papers()
    index = bag.json(CATALOGUE)
    entries = index.get("files") if isinstance(index, dict) else None
    if not isinstance(index, dict) or not isinstance(entries, list):
        out.add("catalogue_unreadable", AT, law=KEPT)
        return papers
    _head(index, case, out)
    listed = [e for e in entries if isinstance(e, dict) and isinstance(e.get("file"), str)]
    for entry in listed:
        if "document" in entry:
            _document(bag, case, entry, papers, out)
    _files(bag, case, listed, out)
    _listed(bag, case, listed, out)
    _order(bag, case, listed, out)
    _numbers(listed, papers, out)
    return papers


def _head(index: Told, case: Case, out: Findings) -> None:
    last = case.events[-1] if case.events else None
    told = (index.get("events"), index.get("head"), index.get("number"))
    found = (len(case.events), last.hash if last else "", case.number)
    for name, said, known in zip(("events", "head", "number"), told, found):
        if said != known:
            out.add("catalogue_head", AT, law=KEPT, name=name, said=said, known=known)


def _document(bag: Bag, case: Case, entry: Told, papers: Papers, out: Findings) -> None:
    made = case.documents.get(entry["document"])
    file = "data/" + entry["file"]
    if made is None:
        out.add("document_foreign", Place(file), law=KEPT, name=entry.get("name"))
        return
    event = case.changed_by[made["id"]]
    paper = Paper(entry, made, bag.bytes(file))
    papers.by_id[made["id"]] = paper
    if made["status"] not in FILED:
        out.add("document_foreign", paper.place(), event=event, law=KEPT, name=entry.get("name"))
    if file not in bag.files:
        out.add("document_missing", paper.place(), event=event, law=KEPT, name=entry.get("name"))
        return
    if bag.digest(file) != made["digest"]:
        inside = damaged_page(paper)
        out.add(
            "document_changed",
            paper.place(inside),
            event=event,
            law=RELIABLE,
            name=entry.get("name"),
        )
    for name, said, known in (
        ("sha256", entry.get("sha256"), made["digest"]),
        ("number", entry.get("number", ""), made["number"]),
        ("pages", entry.get("pages"), made["pages"]),
        ("form", entry.get("form"), made["form"]),
        ("status", entry.get("status"), made["status"]),
    ):
        if said != known:
            out.add("catalogue_differs", paper.place(), event=event, law=KEPT, name=name)
    _pages(paper, event, out)
    out.count("documents")


def _pages(paper: Paper, event: int, out: Findings) -> None:
    """Pages as recorded, in the order they were tagged."""
    made, name = paper.made, paper.entry.get("name")
    if paper.reader is None or not paper.pages:
        out.add("pdf_unreadable", paper.place(), event=event, law=RELIABLE, name=name)
        return
    out.count("pages", len(paper.pages))
    if len(paper.pages) != made["pages"]:
        out.add(
            "page_count",
            paper.place(),
            event=event,
            law=NUMBERED,
            name=name,
            found=len(paper.pages),
            recorded=made["pages"],
        )
    for number, page in enumerate(paper.pages, 1):
        told = page.entries.get(b"/StructParents")
        if isinstance(told, float) and int(told) != number - 1:
            out.add(
                "page_swapped",
                paper.place(number),
                event=event,
                law=NUMBERED,
                name=name,
                was=int(told) + 1,
                now=number,
            )


def damaged_page(paper: Paper) -> int:
    """The page (from 1) whose content does not inflate any more; 0 when none shows damage."""
    reader = paper.reader
    for number, page in enumerate(paper.pages, 1):
        content = page.entries.get(b"/Contents")
        for one in content if isinstance(content, list) else [content]:
            try:
                if reader is not None and one is not None:
                    reader.stream(one.number)  # type: ignore[union-attr]  # AttributeError is caught
            except (UnreadableError, AttributeError):
                return number
    return 0


def _files(bag: Bag, case: Case, listed: list[Told], out: Findings) -> None:
    """Evidence and attachments: each the file its event took in."""
    known = {f["digest"]: e.seq for e in reversed(case.events) for f in files_in(e.inputs)}
    for entry in listed:
        if "document" in entry:
            continue
        file = "data/" + entry["file"]
        digest, event = bag.digest(file), known.get(entry.get("sha256"), 0)
        if not digest:
            out.add("evidence_missing", Place(file), event=event, law="APL 46(2)")
        elif digest != entry.get("sha256") or digest not in known:
            out.add("evidence_changed", Place(file), event=event, law="APL 46(2)")
        out.count("evidence")
    held = {entry.get("sha256") for entry in listed}
    for digest, event in known.items():
        if digest not in held:
            out.add("evidence_left_out", AT, event=event, law="APL 46(2)", digest=digest[:12])
    numbers = [e["evidence"] for e in listed if "evidence" in e]
    wanted = [f"证{n}" for n, (item, _) in enumerate(case.evidence, 1) if item.get("file")]
    if numbers != wanted:
        out.add("evidence_numbers", AT, law="APL 46(2)", found="、".join(map(str, numbers)))


def _listed(bag: Bag, case: Case, listed: list[Told], out: Findings) -> None:
    """Nothing in the data that the catalogue does not list, nothing issued left out of it."""
    files = ["data/" + entry["file"] for entry in listed]
    for name in bag.below("data/"):
        if name != CATALOGUE and name not in files:
            out.add("catalogue_lacks", Place(name), law=KEPT)
    for name in sorted({name for name in files if files.count(name) > 1}):
        out.add("catalogue_twice", _listed_place(listed, name), law=KEPT)
    ids = {entry.get("document") for entry in listed}
    for made in case.documents.values():
        if made["status"] in FILED and made["id"] not in ids:
            event = case.changed_by[made["id"]]
            out.add("document_left_out", AT, event=event, law=KEPT, id=made["id"])


def _listed_place(listed: list[Told], file: str) -> Place:
    """Where the catalogue says a file stands."""
    entry = next((e for e in listed if "data/" + e["file"] == file), {})
    return Place(file, entry.get("first_page", 0) or 0, entry.get("last_page", 0) or 0)


def _order(bag: Bag, case: Case, listed: list[Told], out: Findings) -> None:
    """Each volume in the order of its forms, receipts behind what they are for."""
    order = bag.json(ORDER)
    if not isinstance(order, dict):
        out.could_not("no_order")
        return
    known = [e["document"] for e in listed if e.get("document") in case.documents]
    for volume, wanted in arranged(case, order).items():
        found = [d for d in known if _volume(listed, d) == volume]
        for at, (is_there, should) in enumerate(zip(found, wanted), 1):
            if is_there != should:
                entry = next(e for e in listed if e.get("document") == is_there)
                place = _listed_place(listed, "data/" + entry["file"])
                out.add("order_differs", place, law=NUMBERED, at=at, should=should)
                break
        folder = order.get("folders", {}).get(volume)
        for number, document in enumerate(found, 1):
            entry = next(e for e in listed if e.get("document") == document)
            if not entry["file"].startswith(f"{folder}/{number:03}-"):
                out.add("file_number", Place("data/" + entry["file"]), law=NUMBERED, at=number)


def _volume(listed: list[Told], document: str) -> object:
    return next((e.get("volume") for e in listed if e.get("document") == document), "")


def arranged(case: Case, order: Told) -> dict[str, list[str]]:
    """Ids of the documents by volume, as the bureau's order files them."""
    filed = [d for d in case.documents.values() if d["status"] in FILED]
    front = [d["id"] for form in order["unnumbered"] for d in filed if d["form"] == form]
    volumes = {"front": front}
    for volume in ("principal", "supplementary"):
        found: list[str] = []
        for form in order[volume]:
            for made in (d for d in filed if d["form"] == form and d["id"] not in found):
                found.append(made["id"])
                found += [r for r in _receipts(case, made, order) if r not in found]
        volumes[volume] = found
    known = {one for members in volumes.values() for one in members}
    volumes["supplementary"] += [d["id"] for d in filed if d["id"] not in known]
    return volumes


def _receipts(case: Case, made: Told, order: Told) -> list[str]:
    tracks = {name for name, track in case.tracks.items() if track.subject == made["id"]}
    receipt = order.get("receipt", "service_receipt")
    return [
        d["id"]
        for d in case.documents.values()
        if d["form"] == receipt and d["track"] in tracks and d["status"] in FILED
    ]


def _by_page(listed: list[Told]) -> Iterator[Told]:
    """Documents as they are listed, and numbered originals among them where their pages begin."""
    numbered = [entry for entry in listed if "document" not in entry and "first_page" in entry]
    waiting = sorted(numbered, key=_first)
    for entry in (entry for entry in listed if "document" in entry):
        while waiting and _first(waiting[0]) < _first(entry):
            yield waiting.pop(0)
        yield entry
    yield from waiting


def _first(entry: Told) -> int:
    page = entry.get("first_page")
    return page if isinstance(page, int) else 0


def _count(entry: Told, paper: Paper | None) -> int:
    """Pages of a document as its file has them; of an original, with its sheet, as listed."""
    if paper is None:
        pages = entry.get("pages")
        return pages if isinstance(pages, int) else 0
    return len(paper.pages) or int(paper.made["pages"])


def _numbers(listed: list[Told], papers: Papers, out: Findings) -> None:
    """Page numbers: from 1, without gap, as many as the files have pages."""
    expected = 1
    for entry in _by_page(listed):
        paper = papers.by_id.get(entry.get("document", ""))
        if paper is None and "document" in entry:
            continue
        place = (
            paper.place() if paper is not None else _listed_place(listed, "data/" + entry["file"])
        )
        first, last = entry.get("first_page"), entry.get("last_page")
        if entry.get("volume") == "front":
            if first is not None or last is not None:
                out.add("front_numbered", place, law=NUMBERED)
            continue
        if first is None:  # a form the order does not know stands unnumbered at the end
            continue
        count = _count(entry, paper)
        if (first, last) != (expected, expected + count - 1):
            out.add(
                "page_numbers",
                place,
                event=0,
                law=NUMBERED,
                first=first,
                last=last,
                expected=expected,
                until=expected + count - 1,
            )
        expected = (last if isinstance(last, int) else expected + count - 1) + 1
