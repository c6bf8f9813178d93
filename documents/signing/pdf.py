"""Our own PDF files as a chain of revisions: cross-reference tables, objects, signature fields.

Reads files with classic cross-reference tables, as our writer makes them, and nothing cleverer:
object streams, hybrid files and encryption are refused. All failures are MalformedErrors. Refuses
to know signatures' contents.
"""

import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from documents.signing.errors import MalformedError
from documents.signing.shapes import Resting, resting
from documents.signing.syntax import (
    Dictionary,
    Entry,
    Name,
    Reference,
    Value,
    read_value,
    skip_blank,
    text_of,
)
from documents.signing.written import Blank, FormFields, Revision, SignatureField, Written

MAX_SIZE = 128 * 1024 * 1024
MAX_REVISIONS = 256
MAX_OBJECTS = 1_000_000
MAX_FIELDS = 2048
MAX_VALUE = 128 * 1024  # bytes of one object's value, streams not counted
USUAL_VALUE = 16 * 1024  # bytes looked at first, enough for most signatures
LONGEST_ATOM = 64  # bytes of a number or reference, which may end anywhere
MAX_READ = 8 * 1024 * 1024  # bytes of values read from one file
MAX_REMEMBERED = 512 * 1024  # bytes of values kept for other revisions of the file
VIEWS = 2  # states of a file kept: what an update changed is seen from before and after
ENDING = re.compile(rb"startxref\r?\n(\d{1,10})\r?\n%%EOF(?:\r\n|\r|\n)?\Z")
TABLE_END = re.compile(rb"\s*startxref\r?\n(\d{1,10})\r?\n%%EOF(?:\r\n|\r|\n)?")
SECTION = re.compile(rb"(\d{1,8}) (\d{1,8}) ?\r?\n")
OBJECT = re.compile(rb"(\d{1,8}) (\d{1,5}) obj\b")
#: A button of the seam seal as our writer makes it: read only (bit 1), a push button (bit 17;
#: ISO 32000-1, tables 221 and 226), with states, as PDF/A demands of buttons (ISO 19005-3, 6.3.3).
EMPTY, SEALED = b"Off", b"Seal"
SEAM_BUTTON = re.compile(
    rb"(\d+) 0 obj\n(<< /Type /Annot /Subtype /Widget /FT /Btn /Ff 65537 /T \((\w+)-seam-\d+\)"
    rb" /TU <[0-9A-F]+> /F 132 /Rect \[[\d. ]+\] /StructParent \d+)"
    rb" /AS /(Off|Seal) /AP << /N << /\4 (\d{1,8}) 0 R >> >> >>\nendobj\n"
)
FREE = -1
ENTRY = 20  # bytes of a cross-reference entry (ISO 32000-1, 7.5.4)
#: Entries as writers make them: one in use after another, and what stands behind each offset.
USED = re.compile(rb"(?:\d{10} 00000 n \n)*+\Z")
USED_END = b" 00000 n \n"
ENTRY_PARTS = struct.Struct("10sx5sxc2x")  # offset, generation, kind


@dataclass(frozen=True, slots=True, kw_only=True)
class IndirectObject:
    """An object as defined at one place of the file."""

    value: Value
    #: Positions of the value's first byte and behind its last; a stream may follow.
    start: int
    end: int
    #: Position that entries of the value count from.
    base: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SeamButton:
    """A button of the seam seal: the signature field it belongs to, its state and appearance."""

    field: bytes
    state: bytes
    #: Object number of the appearance.
    look: int
    #: Its other entries as they stand in the file.
    head: bytes


class _Remembered:
    """Objects read from one file, by number and place, for every revision that is looked at."""

    __slots__ = ("_room", "objects", "resting")

    def __init__(self) -> None:
        self.objects: dict[tuple[int, int], IndirectObject] = {}
        #: By the place of a revision's table.
        self.resting: dict[int, Resting] = {}
        self._room = MAX_REMEMBERED

    def keep(self, number: int, offset: int, found: IndirectObject) -> None:
        """Keep an object while there is room: a hostile file must not fill the memory."""
        size = found.end - found.start
        if size <= self._room:
            self._room -= size
            self.objects[number, offset] = found


class Document:
    """A file as of its last revision, or of an earlier one."""

    def __init__(
        self, data: bytes, revisions: tuple[Revision, ...], fields: FormFields | None = None
    ) -> None:
        self.data = data
        self.revisions = revisions
        self._fields_known = fields
        self._objects: dict[int, IndirectObject] = {}
        self._views: dict[int, Document] = {}
        self._remembered = _Remembered()
        self._budget = MAX_READ

    @classmethod
    def open(cls, data: bytes) -> "Document":
        """Read the chain of cross-reference sections from the file's end."""
        if isinstance(data, Written):
            return cls(data, data.revisions, data.fields)
        if len(data) > MAX_SIZE:
            raise MalformedError("malformed.too_large", size=len(data), limit=MAX_SIZE)
        ending = ENDING.search(data, max(0, len(data) - 64))
        if ending is None or not data.startswith(b"%PDF-1."):
            raise MalformedError("malformed.pdf", at=len(data))
        return cls(data, tuple(_revisions(data, int(ending[1]))))

    def at_revision(self, index: int) -> "Document":
        """The file as it was after revision `index` (0 is the one first written)."""
        if index == len(self.revisions) - 1 and self._fields_known is None:
            return self
        if index not in self._views:
            if len(self._views) >= VIEWS:
                del self._views[next(iter(self._views))]
            self._views[index] = self.view(index)
        return self._views[index]

    def view(self, index: int) -> "Document":
        """The same, with a count of its own of what it reads."""
        earlier = Document(self.data, self.revisions[: index + 1])
        earlier._remembered = self._remembered
        return earlier

    @property
    def last(self) -> Revision:
        """The newest revision."""
        return self.revisions[-1]

    @property
    def size(self) -> int:
        """One more than the highest object number."""
        return _whole(self.last.trailer.get(b"Size"))

    @property
    def root(self) -> Reference:
        """The catalogue."""
        entry = self.last.trailer.get(b"Root")
        if entry is None or not isinstance(entry.value, Reference):
            raise MalformedError("malformed.pdf", at=self.last.table)
        return entry.value

    def object(self, number: int) -> IndirectObject:
        """The current definition of an object."""
        found = self._objects.get(number)
        if found is None:
            found = self._objects[number] = self._read(number)
        return found

    def position(self, number: int) -> int:
        """Where the current definition of an object starts."""
        for revision in reversed(self.revisions):
            if number in revision.offsets:
                return revision.offsets[number]
        raise MalformedError("malformed.pdf_object", number=number)

    def _read(self, number: int) -> IndirectObject:
        found = self.defined_at(number, self.position(number))
        if not self.affords(found.end - found.start):
            raise MalformedError("malformed.too_large", number=number)
        return found

    def affords(self, size: int) -> bool:
        """Whether so many bytes may still be read; if so they count as read."""
        enough = self._budget >= size
        self._budget -= size if enough else 0
        return enough

    def defined_at(self, number: int, offset: int) -> IndirectObject:
        """The object defined at `offset`, whichever revision it is of; read only once."""
        found = self._remembered.objects.get((number, offset))
        if found is None:
            found = object_at(self.data, number, offset)
            self._remembered.keep(number, offset, found)
        return found

    @property
    def resting(self) -> Resting:
        """The objects of the newest revision that are known to do nothing."""
        kept, last = self._remembered.resting, self.last
        if last.table not in kept:
            kept[last.table] = resting(self.data, last.offsets, last.table)
        return kept[last.table]

    def seam_button(self, number: int) -> SeamButton | None:
        """The button of the seam seal that an object is, or None when it is anything else."""
        found = SEAM_BUTTON.match(self.data, max(self.position(number), 0))
        if found is None or int(found[1]) != number:
            return None
        return SeamButton(field=found[3], state=found[4], look=int(found[5]), head=found[2])

    def resolve(self, value: Value) -> Value:
        """The value itself, or what a reference points at."""
        return self.object(value.number).value if isinstance(value, Reference) else value

    def dictionary(self, value: Value) -> Dictionary:
        """A dictionary, directly or by reference."""
        found = self.resolve(value)
        if not isinstance(found, dict):
            raise MalformedError("malformed.pdf", at=self.last.table)
        return found

    @cached_property
    def field_numbers(self) -> tuple[int, ...]:
        """Object numbers of the form's fields, in order."""
        if self._fields_known is not None:
            return self._fields_known.numbers
        form = self.dictionary(self.root).get(b"AcroForm")
        fields = self.dictionary(form.value).get(b"Fields") if form else None
        members = self.resolve(fields.value) if fields else []
        if not isinstance(members, list) or len(members) > MAX_FIELDS:
            raise MalformedError("malformed.pdf_form")
        numbers = tuple(member.number for member in members if isinstance(member, Reference))
        if len(numbers) != len(members):
            raise MalformedError("malformed.pdf_form")
        return numbers

    @property
    def fields(self) -> FormFields:
        """The numbers of all fields."""
        if self._fields_known is not None:
            return self._fields_known
        signatures = {name: field.number for name, field in self.signature_fields.items()}
        return FormFields(numbers=self.field_numbers, signatures=signatures)

    def signature_field(self, name: str) -> SignatureField | None:
        """The signature field of this name, or None."""
        if self._fields_known is None:
            return self.signature_fields.get(name)
        if (blank := self.blank(name)) is not None:
            return blank.field
        number = self._fields_known.signatures.get(name)
        return None if number is None else self._field(number)

    def blank(self, name: str) -> Blank | None:
        """What a writer told of a field that is not signed yet; None where the file is read."""
        return self._fields_known.blanks.get(name) if self._fields_known is not None else None

    @cached_property
    def signature_fields(self) -> Mapping[str, SignatureField]:
        """The signature fields by name, in order of the form."""
        found: dict[str, SignatureField] = {}
        for field in self._fields():
            if field.name in found:
                raise MalformedError("malformed.pdf_form", field=field.name)
            found[field.name] = field
        return found

    def _fields(self) -> Iterator[SignatureField]:
        for number in self.field_numbers:
            if self.seam_button(number) is None and (field := self._field(number)):
                yield field

    def _field(self, number: int) -> SignatureField | None:
        """The signature field an object is, or None for a field of another kind."""
        entries = self.dictionary(Reference(number, 0))
        kind, name, box = (entries.get(key) for key in (b"FT", b"T", b"Rect"))
        if kind is None or b"Kids" in entries or b"Parent" in entries:
            # A signature could hide below a field that is none; our writer nests none.
            raise MalformedError("malformed.pdf_form", number=number)
        if kind.value != Name(b"Sig"):
            return None
        text = text_of(self.resolve(name.value)) if name else None
        corners = self.resolve(box.value) if box else None
        if text is None:
            raise MalformedError("malformed.pdf_form", number=number)
        return SignatureField(name=text, number=number, entries=entries, box=_box(corners))


def object_at(data: bytes, number: int, offset: int) -> IndirectObject:
    """The object defined at `offset`, which must bear this number."""
    head = OBJECT.match(data, offset) if offset >= 0 else None
    if head is None or int(head[1]) != number:
        raise MalformedError("malformed.pdf_object", number=number)
    base = head.end()
    window = data[base : base + USUAL_VALUE]
    try:
        value, length = read_value(window, 0)
        cut = length > USUAL_VALUE - LONGEST_ATOM
    except MalformedError:
        cut = True
    if cut:
        window = data[base : base + MAX_VALUE]
        value, length = read_value(window, 0)
    start = base + skip_blank(window, 0)
    return IndirectObject(value=value, start=start, end=base + length, base=base)


def _box(value: Value) -> tuple[float, float, float, float]:
    if isinstance(value, list) and len(value) == 4:
        a, b, c, d = value
        if (
            isinstance(a, int | float)
            and isinstance(b, int | float)
            and isinstance(c, int | float)
            and isinstance(d, int | float)
        ):
            return (min(a, c), min(b, d), max(a, c), max(b, d))
    raise MalformedError("malformed.pdf_form")


def _whole(entry: Entry | None) -> int:
    value = entry.value if entry else None
    if not isinstance(value, int) or not 0 < value <= MAX_OBJECTS:
        raise MalformedError("malformed.pdf_trailer")
    return value


def _revisions(data: bytes, table: int) -> list[Revision]:
    """All revisions, oldest first; sections must follow each other in the file."""
    found: list[Revision] = []
    limit = len(data)
    while True:
        revision = _revision(data, table)
        if revision.end > limit or len(found) >= MAX_REVISIONS:
            raise MalformedError("malformed.pdf", at=table)
        found.append(revision)
        previous = revision.trailer.get(b"Prev")
        if previous is None:
            return found[::-1]
        if not isinstance(previous.value, int) or not 0 < previous.value < table:
            raise MalformedError("malformed.pdf", at=table)
        limit, table = table, previous.value


def _revision(data: bytes, table: int) -> Revision:
    offsets, at = _section(data, table)
    if data[at : at + 7] != b"trailer":
        raise MalformedError("malformed.pdf", at=at)
    trailer, length = read_value(data[at + 7 : at + 7 + MAX_VALUE], 0)
    at += 7 + length
    ending = TABLE_END.match(data, at)
    if ending is None or int(ending[1]) != table or not isinstance(trailer, dict):
        raise MalformedError("malformed.pdf", at=at)
    if b"Encrypt" in trailer or b"XRefStm" in trailer:
        raise MalformedError("malformed.pdf_trailer", at=at)
    return Revision(table=table, end=ending.end(), offsets=offsets, trailer=trailer)


def _section(data: bytes, table: int) -> tuple[dict[int, int], int]:
    """A cross-reference section: offsets by number, and the position of its trailer."""
    offsets: dict[int, int] = {}
    if data[table : table + 4] != b"xref":
        raise MalformedError("malformed.pdf", at=table)
    at = skip_blank(data, table + 4)
    while head := SECTION.match(data, at):
        first, count, start = int(head[1]), int(head[2]), head.end()
        if count > MAX_OBJECTS or start + ENTRY * count > len(data):
            raise MalformedError("malformed.pdf", at=at)
        at = start + ENTRY * count
        for number, offset in enumerate(_offsets(data, start, at), first):
            if number in offsets:
                raise MalformedError("malformed.pdf", at=start)
            offsets[number] = offset
    return offsets, at


def _offsets(data: bytes, start: int, end: int) -> Iterable[int]:
    """The offsets in the rows of a subsection; FREE for a number that is not in use."""
    second = start + ENTRY  # the first row of all is that of number 0, which is never in use
    if second < end and USED.match(data, second, end):
        used = map(int, data[second:end].split(USED_END)[:-1])
        return chain((_offset(data, start),), used)
    return [_offset(data, at) for at in range(start, end, ENTRY)]


def _offset(data: bytes, at: int) -> int:
    offset, generation, kind = ENTRY_PARTS.unpack_from(data, at)
    if not (offset + generation).isdigit():
        raise MalformedError("malformed.pdf", at=at)
    return int(offset) if kind == b"n" else FREE
