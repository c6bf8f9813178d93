"""What an update to a signed file may be: one more signature, exactly as our writer makes it.

The update is rebuilt from its parts and must come out byte for byte the same; so no page, no other
field and no hidden object can change between signatures (the "shadow attacks" on PDF). Refuses to
know whether the signature in it is any good.
"""

from dataclasses import dataclass

from documents.signing.errors import MalformedError
from documents.signing.pdf import OBJECT, Document, IndirectObject
from documents.signing.seam import check_filled, seams
from documents.signing.syntax import Dictionary, Reference
from documents.signing.update import table_bytes, widget_bytes
from documents.signing.written import SignatureField

SIGNATURE_KEYS = frozenset(
    (b"Type", b"Filter", b"SubFilter", b"M", b"Name", b"Reason", b"Location")
) | {b"ByteRange", b"Contents"}
MAX_UPDATE_OBJECTS = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureUpdate:
    """An update that signs one field: where the signature dictionary and its parts stand."""

    field: str
    signature: Dictionary
    #: Span of the hexadecimal string of /Contents with its angle brackets.
    contents: tuple[int, int]
    #: Where the update ends.
    end: int


def signature_update(document: Document, index: int) -> SignatureUpdate:
    """Revision `index` as a signature update; MalformedError when it is anything else."""
    before, after = document.at_revision(index - 1), document.at_revision(index)
    start, table = before.last.end, after.last.table
    if before.data[start - 1 : start] != b"\n":
        start += 1
    offsets = _walk(after, start, table)
    expected = table_bytes(before, offsets, size=after.size, at=table)
    if after.data[table : after.last.end] != expected:
        raise MalformedError("malformed.update", at=table)
    fresh = range(before.size, after.size)
    changed = {number for number in offsets if number not in fresh}
    if not changed or len(offsets) != len(fresh) + len(changed):
        raise MalformedError("malformed.update_objects", numbers=str(sorted(changed)))
    field = _signed_field(before, changed)
    found = _update(after, field, offsets)
    _check_seams(before, after, field, changed - {field.number}, offsets)
    return found


def _walk(document: Document, at: int, table: int) -> dict[int, int]:
    """Offsets of the update's objects, which must fill it without a gap."""
    offsets: dict[int, int] = {}
    places, ends = document.last.offsets, document.resting.ends
    while at < table:
        head = OBJECT.match(document.data, at)
        if head is None or int(head[1]) in offsets or len(offsets) >= MAX_UPDATE_OBJECTS:
            raise MalformedError("malformed.update", at=at)
        number = int(head[1])
        offsets[number] = at
        if number in ends and places[number] == at:
            at = ends[number]
        else:
            at = _object_end(document.data, document.defined_at(number, at))
    if at != table:
        raise MalformedError("malformed.update", at=at)
    return offsets


def _object_end(data: bytes, found: IndirectObject) -> int:
    """The position behind `endobj`, over a stream whose length stands in its dictionary."""
    at = found.end
    if data.startswith(b"\nstream\n", at) and isinstance(found.value, dict):
        length = found.value.get(b"Length")
        if length is None or not isinstance(length.value, int) or length.value < 0:
            raise MalformedError("malformed.update", at=at)
        at += len(b"\nstream\n") + length.value
        if not data.startswith(b"\nendstream", at):
            raise MalformedError("malformed.update", at=at)
        at += len(b"\nendstream")
    if not data.startswith(b"\nendobj\n", at):
        raise MalformedError("malformed.update", at=at)
    return at + len(b"\nendobj\n")


def _signed_field(before: Document, changed: set[int]) -> SignatureField:
    """The one field touched, which was still empty before."""
    fields = [field for field in before.signature_fields.values() if field.number in changed]
    if len(fields) != 1 or b"V" in fields[0].entries:
        raise MalformedError("malformed.update_objects", numbers=str(sorted(changed)))
    return fields[0]


def _check_seams(
    before: Document,
    after: Document,
    field: SignatureField,
    others: set[int],
    offsets: dict[int, int],
) -> None:
    """With an appearance of the field come its slices on all pages; nothing else was touched."""
    appearance = _appearance(after.signature_fields[field.name], field)
    found = seams(before, field.name) if appearance is not None else ()
    if others != {seam.number for seam in found}:
        raise MalformedError("malformed.update_objects", numbers=str(sorted(others)))
    if appearance is not None:
        check_filled(after, found, appearance, offsets)


def _update(after: Document, field: SignatureField, offsets: dict[int, int]) -> SignatureUpdate:
    """Check that the field gained a signature and an appearance and nothing else."""
    now = after.signature_fields.get(field.name)
    signature = now.signature if now else None
    if (
        now is None
        or signature is None
        or signature.number != max(offsets, key=offsets.__getitem__)
    ):
        raise MalformedError("malformed.update_field", field=field.name)
    expected = widget_bytes(field.entries, signature.number, _appearance(now, field))
    widget = after.object(field.number)
    if after.data[widget.start : widget.end] != expected:
        raise MalformedError("malformed.update_field", field=field.name)
    found = after.object(signature.number)
    if not isinstance(found.value, dict) or not found.value.keys() <= SIGNATURE_KEYS:
        raise MalformedError("malformed.update_field", field=field.name)
    contents = found.value.get(b"Contents")
    if contents is None:
        raise MalformedError("malformed.update_field", field=field.name)
    start = found.base + contents.at
    return SignatureUpdate(
        field=field.name,
        signature=found.value,
        contents=(start, start + len(contents.raw)),
        end=after.last.end,
    )


def _appearance(now: SignatureField, before: SignatureField) -> int | None:
    """The object number of a new appearance, or None when the old one stayed."""
    entry, old = now.entries.get(b"AP"), before.entries.get(b"AP")
    if entry is None or (old is not None and entry.raw == old.raw):
        return None
    normal = entry.value.get(b"N") if isinstance(entry.value, dict) else None
    if normal is None or not isinstance(normal.value, Reference):
        raise MalformedError("malformed.update_field", field=now.name)
    return normal.value.number
