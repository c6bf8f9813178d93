"""The seam seal in a file: a read-only button on each page, empty until the seal's field is signed.

Each button says which part of the seal it shows (the /BBox of its empty appearance). The update
that signs the field gives each an appearance that draws the one form XObject of the seal, cut to
that part. A signature field may have one widget only (ISO 32000-2, 12.7.5.5), and annotations added
to a signed file count as tampering; a field of the form may be filled in.
"""

import re
from collections.abc import Iterator

from documents.signing.errors import MalformedError
from documents.signing.pdf import EMPTY, SEALED, Document, SeamButton
from documents.signing.syntax import Reference
from documents.signing.update import Update, object_bytes
from documents.signing.written import Seam

DRAW = b"/S Do"
#: The empty appearance of a button; what it is cut to is the part of the seal.
LOOK = re.compile(
    rb"\d+ 0 obj\n<< /Type /XObject /Subtype /Form /BBox (\[[\d. ]+\]) /Resources << >>"
    rb" /Length 0 >>\nstream\n\nendstream\nendobj\n"
)


def seam_name(field: str, number: int) -> str:
    """What the button of the page `number` is called that belongs to a signature field."""
    return f"{field}-seam-{number}"


def seams(document: Document, field: str) -> tuple[Seam, ...]:
    """The buttons that belong to a signature field, in order of the form.

    Raises MalformedError `malformed.seam` for one that is not empty or not as our writer makes it.
    """
    blank = document.blank(field)
    return tuple(_seams(document, field.encode())) if blank is None else blank.seams


def _seams(document: Document, field: bytes) -> Iterator[Seam]:
    for number in document.field_numbers:
        button = document.seam_button(number)
        if button is None:
            name = document.dictionary(Reference(number, 0)).get(b"T")
            if name and isinstance(name.value, bytes) and name.value.startswith(field + b"-seam-"):
                raise MalformedError("malformed.seam", number=number)
        elif button.field == field:
            look = LOOK.match(document.data, document.position(button.look))
            if button.state != EMPTY or look is None:
                raise MalformedError("malformed.seam", number=number)
            yield Seam(number=number, head=button.head, part=look[1])


def sealed_fields(document: Document) -> frozenset[str]:
    """The signature fields whose buttons show slices of the seal."""
    buttons = (document.seam_button(number) for number in document.field_numbers)
    return frozenset(one.field.decode() for one in buttons if one and one.state == SEALED)


def fill(update: Update, found: tuple[Seam, ...], seal: int) -> None:
    """Let each button show its part of the form XObject `seal`; equal parts share an appearance."""
    slices: dict[bytes, int] = {}
    for seam in found:
        if seam.part not in slices:
            slices[seam.part] = update.add(slice_bytes(seam.part, seal))
        update.put(seam.number, button_bytes(seam.head, SEALED, slices[seam.part]))


def slice_bytes(part: bytes, seal: int) -> bytes:
    """A form XObject that draws the seal and shows one part of it."""
    return (
        b"<< /Type /XObject /Subtype /Form /BBox %s /Resources << /XObject << /S %d 0 R >> >>"
        b" /Length %d >>\nstream\n%s\nendstream" % (part, seal, len(DRAW), DRAW)
    )


def button_head(name: bytes, label: bytes, rect: bytes, key: bytes) -> bytes:
    """A button's entries without its state and appearance.

    `label` and `rect` as they stand in the file; `key` tells its part of the document's structure.
    """
    return (
        b"<< /Type /Annot /Subtype /Widget /FT /Btn /Ff 65537 /T (%s) /TU %s /F 132 /Rect %s %s"
        % (name, label, rect, key)
    )


def button_bytes(head: bytes, state: bytes, look: int) -> bytes:
    """A button that shows the form XObject `look` in this state and knows no other."""
    return b"%s /AS /%s /AP << /N << /%s %d 0 R >> >> >>" % (head, state, state, look)


def check_filled(
    after: Document, found: tuple[Seam, ...], seal: int, offsets: dict[int, int]
) -> None:
    """Every button was filled by the update at `offsets` exactly as `fill` does it.

    Raises MalformedError `malformed.update_seam` with the number of the button.
    """
    for seam in found:
        button = after.seam_button(seam.number)
        if button is None or not _shows(after, button, seam, seal, offsets):
            raise MalformedError("malformed.update_seam", number=seam.number)


def _shows(
    after: Document, button: SeamButton, seam: Seam, seal: int, offsets: dict[int, int]
) -> bool:
    """Whether a button gained its slice of the seal in a new object, and nothing else."""
    drawn = object_bytes(button.look, slice_bytes(seam.part, seal))
    at = offsets.get(button.look, -1)
    same = (button.head, button.state) == (seam.head, SEALED)
    return same and at >= 0 and after.data.startswith(drawn, at)
