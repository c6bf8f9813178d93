"""What a bound dossier holds: every file with its name and digest, worked out from the ledger.

The same events give the same files, to the byte. Refuses to write and to look at folders.
"""

import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import groupby
from pathlib import Path, PurePosixPath

from engine.case import Case
from engine.dossier import Filed, Leaf, Section, leaves, shelved, title_of
from engine.event import DocumentMade
from engine.interventions import interventions
from engine.law import Law
from engine.originals import attached
from engine.storage_rows import StoredEvent
from workflows.lined_yaml import read_fields

NAMES = Path(__file__).parent / "data" / "dossier.yaml"
EVENTS, CHECKPOINT, ROOT = "events.jsonl", "checkpoint", "root.pem"
#: Longest part of a name taken from a case, in bytes of UTF-8; file systems allow 255 in all.
_LONGEST = 150
_SUFFIX = 8
_UNSAFE = frozenset('/\\:*?"<>|')


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """How folders and files of a dossier are called."""

    front: str
    principal: str
    supplementary: str
    evidence: str
    attachments: str
    ledger: str
    #: What files for the printer are called, and the empty back of a printed leaf.
    paper: str
    blank: str
    index: str
    manifest: str
    #: In an exported dossier, the script and the page that say how to check it.
    verifier: str
    guide: str
    #: On the sheet of an original: which act brought it in, and how it was held against its source.
    brought: str
    digital: str
    unchecked: str

    def folder(self, section: Section) -> str:
        """Return the name of the folder that holds a section."""
        match section:
            case Section.FRONT:
                return self.front
            case Section.PRINCIPAL:
                return self.principal
            case Section.SUPPLEMENTARY:
                return self.supplementary


@lru_cache(maxsize=1)
def names() -> Names:
    """Return the names that come with the program."""
    top = read_fields(NAMES)
    found = Names(
        front=top.text("front"),
        principal=top.text("principal"),
        supplementary=top.text("supplementary"),
        evidence=top.text("evidence"),
        attachments=top.text("attachments"),
        ledger=top.text("ledger"),
        paper=top.text("paper"),
        blank=top.text("blank"),
        index=top.text("index"),
        manifest=top.text("manifest"),
        verifier=top.text("verifier"),
        guide=top.text("guide"),
        brought=top.text("brought"),
        digital=top.text("digital"),
        unchecked=top.text("unchecked"),
    )
    top.done()
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One file of a dossier; `data` is None for bytes kept in the blob store."""

    path: str
    digest: str
    data: bytes | None = None
    #: Document id, for files that are documents of the case.
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledgered:
    """The parts of a dossier that come from the ledger and not from the case."""

    events: Sequence[StoredEvent]
    #: Signed note over a ledger that holds these events.
    checkpoint: bytes
    #: The workspace's root certificate, PEM.
    root: bytes


def folder_name(case: Case, law: Law) -> str:
    """Return the name of the case's dossier folder: case id and title."""
    return f"{case.id}_{safe(title_of(case.data, law.dossier))}"


def safe(text: str, suffix: str = "") -> str:
    """Return a text as a file name on any system: no separators, not too long."""
    kept = "".join(
        "_" if c in _UNSAFE or unicodedata.category(c).startswith("C") else c for c in text
    )
    while len(kept.encode()) > _LONGEST:
        kept = kept[:-1]
    return (kept.strip(" .") or "_") + _suffix(suffix)


def _suffix(suffix: str) -> str:
    plain = suffix.removeprefix(".").lower()
    return f".{plain}" if plain.isascii() and plain.isalnum() and len(plain) <= _SUFFIX else ""


def contents(case: Case, law: Law, ledgered: Ledgered) -> tuple[Piece, ...]:
    """Return every file of the dossier, the index and the manifest last."""
    files = placed(case, law)
    pieces = [piece for piece, _ in files]
    pieces += _ledger(ledgered)
    index = _index(case, ledgered, files)
    pieces.append(_text(names().index, index))
    pieces.sort(key=lambda piece: piece.path)
    listed = "".join(f"{piece.digest}  {piece.path}\n" for piece in pieces)
    return (*pieces, _text(names().manifest, listed.encode()))


Entry = dict[str, str | int]


def placed(case: Case, law: Law) -> list[tuple[Piece, Entry]]:
    """Return documents, evidence and attachments in order, each with what the index says of it."""
    places = {_key(x): x for x in leaves(case, law.dossier)}
    brought = [*_evidence(case), *_attachments(case)]
    paged = [(p, e | _place(places.get(str(e.get("evidence", p.digest))))) for p, e in brought]
    return [*_documents(case, law), *paged]


def _key(leaf: Leaf) -> str:
    """By what an original is known: a piece of evidence by its number, others by their digest."""
    one = leaf.original
    return one.number if one.piece is not None else one.file.text("digest")


def _place(leaf: Leaf | None) -> Entry:
    """What the index says of where an original is bound; nothing of one that is not."""
    if leaf is None:
        return {}
    return {
        "volume": leaf.volume,
        "pages": leaf.original.pages,
        "first_page": leaf.first_page,
        "last_page": leaf.last_page,
    }


def _documents(case: Case, law: Law) -> Iterator[tuple[Piece, Entry]]:
    """Documents in the order of the volumes, counted within their folder."""
    for section, members in groupby(shelved(case, law.dossier), key=lambda one: one.section):
        folder = names().folder(section)
        for number, one in enumerate(members, 1):
            yield _document(law, one.made, f"{folder}/{number:03}", one.place)


def _document(
    law: Law, made: DocumentMade, prefix: str, place: Filed | None
) -> tuple[Piece, Entry]:
    name = law.forms.form(made.form).name
    path = f"{prefix}-{safe(name)}.pdf"
    entry: Entry = {"file": path, "document": made.id, "name": name, "sha256": made.digest}
    if made.number:
        entry["number"] = made.number
    if place is not None:
        entry |= {"first_page": place.first_page, "last_page": place.last_page}
    return Piece(path=path, digest=made.digest, document=made.id), entry


def _evidence(case: Case) -> Iterator[tuple[Piece, Entry]]:
    for piece in case.evidence:
        file = piece.item.record("file")
        digest = file.text("digest")
        if not digest:
            continue
        name = piece.item.text("name") or file.text("name")
        suffix = PurePosixPath(file.text("name")).suffix
        path = f"{names().evidence}/{piece.number}-{safe(name, suffix)}"
        entry: Entry = {"file": path, "evidence": piece.number, "name": name, "sha256": digest}
        yield Piece(path=path, digest=digest), entry


def _attachments(case: Case) -> Iterator[tuple[Piece, Entry]]:
    """Return every other file an act brought in, in order of the acts."""
    for number, (event, _, _, file) in enumerate(attached(case), 1):
        digest = file.text("digest")
        name = file.text("name") or digest
        whole = PurePosixPath(name)
        path = f"{names().attachments}/{number:03}-{safe(whole.stem, whole.suffix)}"
        entry: Entry = {"file": path, "event": event.seq, "name": name, "sha256": digest}
        yield Piece(path=path, digest=digest), entry


def _ledger(ledgered: Ledgered) -> Iterator[Piece]:
    here = names().ledger
    bodies = b"".join(event.body + b"\n" for event in ledgered.events)
    yield _text(f"{here}/{EVENTS}", bodies)
    yield _text(f"{here}/{CHECKPOINT}", ledgered.checkpoint)
    yield _text(f"{here}/{ROOT}", ledgered.root)


def _index(case: Case, ledgered: Ledgered, files: list[tuple[Piece, Entry]]) -> bytes:
    value: dict[str, object] = {
        "case": case.id,
        "number": case.number,
        "events": len(ledgered.events),
        "head": case.head,
        "files": [entry for _, entry in files],
    }
    if interventions := _interventions(case):
        value["interventions"] = interventions
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def _interventions(case: Case) -> list[dict[str, str | int]]:
    """Return what was done to the case outside the steps of its procedure, by whom and why."""
    return [
        {
            "event": event.seq,
            "kind": event.kind.value,
            "at": event.at.isoformat(),
            "person": event.actor,
            "second": event.basis.get("second", ""),
            "reason": event.inputs.text("reason"),
            "from": event.basis.get("from", ""),
            "to": event.definition,
        }
        for event in interventions(case)
    ]


def _text(path: str, data: bytes) -> Piece:
    return Piece(path=path, digest=sha256(data).hexdigest(), data=data)
