"""The seam seal in a file: a read-only button on each page, empty until the seal's field is signed.

Each button says which part of the seal it shows (the /BBox of its empty appearance). The update
that signs the field gives each an appearance that draws the one form XObject of the seal, cut to
that part. A signature field may have one widget only (ISO 32000-2, 12.7.5.5), and annotations added
to a signed file count as tampering; a field of the form may be filled in.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from documents.signing.errors import MalformedError
from documents.signing.pdf import Document
from documents.signing.syntax import Dictionary, Name, Reference
from documents.signing.update import Update, object_bytes, rewritten

#: Push button (bit 17), read only (bit 1) (ISO 32000-1, tables 221 and 226).
BUTTON = 65537
#: States of a button; PDF/A demands them of buttons (ISO 19005-3, 6.3.3).
EMPTY, SEALED = b"Off", b"Seal"
DRAW = b"/S Do"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seam:
    """The empty button of one page."""

    number: int
    entries: Dictionary
    #: Left, bottom, right and top of its part of the seal, as they stand in the file.
    part: bytes


def seam_name(field: str, number: int) -> str:
    """What the button of the page `number` is called that belongs to a signature field."""
    return f"{field}-seam-{number}"


def seams(document: Document, field: str) -> tuple[Seam, ...]:
    """The buttons that belong to a signature field, in order of the form.

    Raises MalformedError `malformed.seam` for one that is not empty or not as our writer makes it.
    """
    wanted = seam_name(field, 0).removesuffix("0").encode()
    found = []
    for number in document.field_numbers:
        entries = document.dictionary(Reference(number, 0))
        name = entries.get(b"T")
        if name and isinstance(name.value, bytes) and name.value.startswith(wanted):
            found.append(_seam(document, number, entries))
    return tuple(found)


def _seam(document: Document, number: int, entries: Dictionary) -> Seam:
    empty = appearance_of(entries, EMPTY)
    if empty is None or _text(entries, b"FT") != b"/Btn" or _text(entries, b"Ff") != b"%d" % BUTTON:
        raise MalformedError("malformed.seam", number=number)
    form = document.dictionary(Reference(empty, 0))
    if _text(form, b"Length") != b"0" or b"BBox" not in form:
        raise MalformedError("malformed.seam", number=number)
    return Seam(number=number, entries=entries, part=form[b"BBox"].raw)


def _text(entries: Dictionary, key: bytes) -> bytes:
    entry = entries.get(key)
    return entry.raw if entry else b""


def appearance_of(entries: Dictionary, state: bytes) -> int | None:
    """The object number of a button's appearance when it is in this state and knows no other."""
    now, looks = entries.get(b"AS"), entries.get(b"AP")
    normal = looks.value.get(b"N") if looks and isinstance(looks.value, dict) else None
    if now is None or now.value != Name(state) or normal is None:
        return None
    if not isinstance(normal.value, dict) or normal.value.keys() != {state}:
        return None
    value = normal.value[state].value
    return value.number if isinstance(value, Reference) else None


def fill(update: Update, found: tuple[Seam, ...], seal: int) -> None:
    """Let each button show its part of the form XObject `seal`; equal parts share an appearance."""
    slices: dict[bytes, int] = {}
    for seam in found:
        if seam.part not in slices:
            slices[seam.part] = update.add(slice_bytes(seam.part, seal))
        update.put(seam.number, button_bytes(seam, slices[seam.part]))


def slice_bytes(part: bytes, seal: int) -> bytes:
    """A form XObject that draws the seal and shows one part of it."""
    return (
        b"<< /Type /XObject /Subtype /Form /BBox %s /Resources << /XObject << /S %d 0 R >> >>"
        b" /Length %d >>\nstream\n%s\nendstream" % (part, seal, len(DRAW), DRAW)
    )


def button_bytes(seam: Seam, appearance: int) -> bytes:
    """The button's dictionary with its slice of the seal."""
    fresh = b"/AS /%s /AP << /N << /%s %d 0 R >> >>" % (SEALED, SEALED, appearance)
    return rewritten(seam.entries, fresh, replaced=frozenset((b"AS", b"AP")))


def check_filled(
    after: Document, found: tuple[Seam, ...], seal: int, offsets: dict[int, int]
) -> None:
    """Every button was filled by the update at `offsets` exactly as `fill` does it.

    Raises MalformedError `malformed.update_seam` with the number of the button.
    """
    for seam in found:
        for number, body in _expected(after, seam, seal):
            at = offsets.get(number, -1)
            if at < 0 or not after.data.startswith(object_bytes(number, body), at):
                raise MalformedError("malformed.update_seam", number=seam.number)


def _expected(after: Document, seam: Seam, seal: int) -> Iterator[tuple[int, bytes]]:
    """The objects of one filled button: itself and its appearance, a new object."""
    number = appearance_of(after.dictionary(Reference(seam.number, 0)), SEALED)
    if number is None:
        raise MalformedError("malformed.update_seam", number=seam.number)
    yield seam.number, button_bytes(seam, number)
    yield number, slice_bytes(seam.part, seal)
