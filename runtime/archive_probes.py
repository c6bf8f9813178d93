"""Questions an archive asks of a dossier beside its signatures: formats, numbers, pages, content.

Each probe looks at one bag and answers with what it found wrong, by file. Opens files only with
readers that do not run what is in them. Refuses to know which item of the standard a probe serves.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from io import BytesIO
from pathlib import PurePosixPath

import pikepdf
from PIL import Image, UnidentifiedImageError

from documents.attachment import ATTACHMENT, INCLUSION
from engine.case import Case
from engine.definition import StateKind
from engine.errors import AnjuanError
from runtime import bag_format as bag
from runtime.bag_parts import Obj
from runtime.bag_reading import Bag
from runtime.dossier_contents import names
from runtime.known_agencies import Standing

#: How files of programs begin: DOS and Windows, ELF, Mach-O, Java, scripts, batch files.
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!", b"@echo off")
_HEX = re.compile(r"[0-9a-f]{64}")
#: Keys of a PDF through which a reader may be made to do something (ISO 32000-1, 12.6.4).
_ACTIVE = ("/JavaScript", "/JS", "/Launch", "/OpenAction", "/AA", "/RichMedia", "/XFA")
#: The files a document of ours carries: its act, and in a published copy the ledger's proof.
_CARRIED = frozenset({ATTACHMENT, INCLUSION})
_PICTURE = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "tif": "TIFF", "tiff": "TIFF"}
_UNREADABLE = (pikepdf.PdfError, ValueError, OSError, KeyError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """One thing an archive would not accept; the sentence is `archiving.problem.<code>`."""

    code: str
    path: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict)
    #: Whether a person can settle it by asking; it does not fail the item.
    askable: bool = False


@dataclass(frozen=True, kw_only=True)
class Looked:
    """A dossier being looked at."""

    bag: Bag
    standing: Standing
    #: Suffixes allowed, by kind.
    formats: Mapping[str, tuple[str, ...]]
    #: Forms one of which must be filed, line by line.
    filed: tuple[tuple[str, ...], ...]

    @cached_property
    def entries(self) -> tuple[Obj, ...]:
        """Return what the index says of each file."""
        return self.bag.entries()

    @cached_property
    def documents(self) -> tuple[Obj, ...]:
        """Return what the index says of each document."""
        return tuple(one for one in self.entries if "document" in one)

    @cached_property
    def case(self) -> Case | None:
        """Return the case, or None where its events cannot be replayed."""
        try:
            return self.bag.case()
        except AnjuanError:
            return None

    def data(self, entry: Obj) -> bytes:
        """Return the file of an entry; empty where there is none."""
        path = f"{bag.PAYLOAD}{entry.get('file')}"
        return self.bag.folder.read(path) if path in self.bag.folder.files else b""

    def pdfs(self) -> Iterator[tuple[Obj, pikepdf.Pdf | None]]:
        """Yield every document with its file opened, or None where it does not open."""
        for entry in self.documents:
            try:
                with pikepdf.open(BytesIO(self.data(entry))) as opened:
                    yield entry, opened
            except _UNREADABLE:
                yield entry, None


Probe = Callable[[Looked], Iterator[Objection]]


def _about(entry: Obj, code: str, **facts: str | int) -> Objection:
    return Objection(code=code, path=f"{bag.PAYLOAD}{entry.get('file')}", facts=facts)


def known_origin(seen: Looked) -> Iterator[Objection]:
    """The bureau is one whose keys are known by another way than the dossier."""
    if seen.standing is Standing.FOREIGN:
        yield Objection(code="foreign", facts={"origin": seen.bag.origin}, askable=True)


def metadata_shape(seen: Looked) -> Iterator[Objection]:
    """Digests are digests, pages numbers, moments moments."""
    for entry in seen.entries:
        if not _HEX.fullmatch(str(entry.get("sha256"))):
            yield _about(entry, "shape", name="sha256")
    for entry in seen.documents:
        for name in ("pages", "first_page", "last_page"):
            value = entry.get(name, 1)
            if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                yield _about(entry, "shape", name=name)
        if _moment(entry.get("composed_at")) is None:
            yield _about(entry, "shape", name="composed_at")


def dates_in_order(seen: Looked) -> Iterator[Objection]:
    """Nobody signed a document before it was made."""
    for entry in seen.documents:
        made = _moment(entry.get("composed_at"))
        signers = entry.get("signers")
        for one in signers if isinstance(signers, list) else ():
            signed = _moment(one.get("at")) if isinstance(one, dict) else None
            if made is not None and (signed is None or signed < made):
                yield _about(entry, "signed_before", at=str(signed))


def _moment(value: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(value))
    except ValueError:
        return None


def numbered(seen: Looked) -> Iterator[Objection]:
    """The dossier has a number, and so has every document whose series is numbered."""
    covers = [one for one in seen.documents if one.get("form") == "dossier_cover"]
    if not any(one.get("number") for one in covers):
        yield Objection(code="no_dossier_number")
    made = seen.case.documents if seen.case is not None else {}
    for entry in seen.documents:
        found = made.get(str(entry["document"]))
        if found is not None and found.series and not entry.get("number"):
            yield _about(entry, "no_number")


def no_repeats(seen: Looked) -> Iterator[Objection]:
    """No number, no file and no document is there twice."""
    for name in ("number", "file", "document"):
        values = [str(one[name]) for one in seen.entries if one.get(name)]
        for value in sorted({v for v in values if values.count(v) > 1}):
            yield Objection(code="repeated", facts={"name": name, "value": value})


def counted(seen: Looked) -> Iterator[Objection]:
    """The index lists as many files as there are, beside itself."""
    found = len(seen.bag.folder.under(bag.PAYLOAD)) - 1
    if found != len(seen.entries):
        facts = {"recorded": len(seen.entries), "found": found}
        yield Objection(code="count", path=f"{bag.PAYLOAD}{names().index}", facts=facts)


def metadata_complete(seen: Looked) -> Iterator[Objection]:
    """What must be said of dossier and documents is said."""
    index = seen.bag.index
    for name in ("case", "title", "origin", "head"):
        if not index.get(name):
            yield Objection(
                code="missing", path=f"{bag.PAYLOAD}{names().index}", facts={"name": name}
            )
    if seen.bag.agency is None:
        yield Objection(code="missing", path=bag.PEOPLE, facts={"name": "agency"})
    for entry in seen.documents:
        for name in ("name", "form", "volume", "pages", "sha256", "status"):
            if not entry.get(name):
                yield _about(entry, "missing", name=name)


def course_ended(seen: Looked) -> Iterator[Objection]:
    """The main procedure has come to an end."""
    if seen.case is None or not seen.case.tracks:
        return  # told by the checks of the ledger
    track = seen.case.main
    workflow = seen.bag.workflows.get(track.definition)
    state = workflow.states.get(track.state) if workflow is not None else None
    if state is None or state.kind is not StateKind.TERMINAL:
        facts = {"state": state.name if state is not None else track.state}
        yield Objection(code="not_ended", facts=facts)


def file_numbers(seen: Looked) -> Iterator[Objection]:
    """The files of each volume are numbered from 1 without a gap."""
    places = [PurePosixPath(str(one.get("file"))) for one in seen.documents]
    for volume in sorted({place.parent.name for place in places}):
        mine = [place.name[:3] for place in places if place.parent.name == volume]
        if mine != [f"{n:03}" for n in range(1, len(mine) + 1)]:
            yield Objection(code="gap", path=f"{bag.PAYLOAD}{volume}")


def pages_there(seen: Looked) -> Iterator[Objection]:
    """Every document has as many pages as is said of it."""
    for entry, pdf in seen.pdfs():
        if pdf is not None and len(pdf.pages) != entry.get("pages"):
            told, found = str(entry.get("pages")), len(pdf.pages)
            yield _about(entry, "pages", recorded=told, found=found)


def filed_range(seen: Looked) -> Iterator[Objection]:
    """What makes a dossier one is filed."""
    forms = {str(one.get("form")) for one in seen.documents}
    for line in seen.filed:
        if not forms & set(line):
            yield Objection(code="not_filed", facts={"form": line[0]})


def formats(seen: Looked) -> Iterator[Objection]:
    """Every file has a format that may be filed."""
    allowed = {suffix for suffixes in seen.formats.values() for suffix in suffixes}
    for entry in seen.entries:
        suffix = PurePosixPath(str(entry.get("file"))).suffix.removeprefix(".").lower()
        if suffix not in allowed:
            yield _about(entry, "format", suffix=suffix or "—")


def readable(seen: Looked) -> Iterator[Objection]:
    """Documents and pictures open, and are what their names say."""
    for entry, pdf in seen.pdfs():
        if pdf is None:
            yield _about(entry, "unreadable")
    for entry in seen.entries:
        suffix = PurePosixPath(str(entry.get("file"))).suffix.removeprefix(".").lower()
        if suffix in _PICTURE and not _opens(seen.data(entry), _PICTURE[suffix]):
            yield _about(entry, "unreadable")


def _opens(data: bytes, kind: str) -> bool:
    try:
        with Image.open(BytesIO(data), formats=[kind]) as picture:
            picture.verify()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return False
    return True


def archival_format(seen: Looked) -> Iterator[Objection]:
    """Documents say that they are PDF/A, with every face embedded."""
    for entry, pdf in seen.pdfs():
        if pdf is None:
            continue
        told = _claimed(pdf)
        if not told:
            yield _about(entry, "not_pdfa")


def _claimed(pdf: pikepdf.Pdf) -> str:
    try:
        with pdf.open_metadata() as metadata:
            return str(metadata.pdfa_status)
    except _UNREADABLE:
        return ""


def not_encrypted(seen: Looked) -> Iterator[Objection]:
    """No document is encrypted, and nothing is packed."""
    for entry, pdf in seen.pdfs():
        if pdf is not None and pdf.is_encrypted:
            yield _about(entry, "encrypted")
    for entry in seen.entries:
        if seen.data(entry)[:4] in (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf"):
            yield _about(entry, "packed")


def verifier_there(seen: Looked) -> Iterator[Objection]:
    """What checks the dossier without our software lies in it."""
    for name in (names().verifier, names().guide):
        if name not in seen.bag.folder.files:
            yield Objection(code="no_verifier", path=name)


def no_programs(seen: Looked) -> Iterator[Objection]:
    """Nothing in the payload is a program."""
    for path in seen.bag.folder.under(bag.PAYLOAD):
        if seen.bag.folder.read(path)[:16].lower().startswith(tuple(p.lower() for p in _PROGRAMS)):
            yield Objection(code="program", path=path)


def no_active_content(seen: Looked) -> Iterator[Objection]:
    """No document makes a reader do something, or carries more than its statement."""
    for entry, pdf in seen.pdfs():
        if pdf is None:
            continue
        found = {key for one in pdf.objects for key in _active(one)}
        if found:
            yield _about(entry, "active", keys="、".join(sorted(found)))
        others = [name for name in pdf.attachments if name not in _CARRIED]
        if others:
            yield _about(entry, "carries", files="、".join(others))


def _active(one: pikepdf.Object) -> Iterator[str]:
    if isinstance(one, pikepdf.Stream):
        one = one.stream_dict
    if not isinstance(one, pikepdf.Dictionary):
        return
    kind = str(one.get("/S", ""))
    for key in _ACTIVE:
        if key in one or (kind == key and key in {"/JavaScript", "/Launch"}):
            yield key


PROBES: Mapping[str, Probe] = {
    probe.__name__: probe
    for probe in (
        *(known_origin, metadata_shape, dates_in_order, numbered, no_repeats, counted),
        *(metadata_complete, course_ended, file_numbers, pages_there, filed_range, formats),
        *(readable, archival_format, not_encrypted, verifier_there, no_programs),
        *(no_active_content,),
    )
}
