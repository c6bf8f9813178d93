"""Fields to sign in and the buttons of the seam seal, as objects and as their signer reads them.

ISO 32000-1, 12.5.6.19 and 12.7.4.5. Refuses to know pages; who draws them gives them numbers.
"""

from functools import lru_cache

from documents.layout.sheet import FieldMark, Rect, SeamMark
from documents.pdf.metadata import text_string
from documents.pdf.objects import Objects, number_of
from documents.signing.pdf import EMPTY
from documents.signing.seam import button_bytes, button_head, seam_name
from documents.signing.syntax import Dictionary, Entry, Name, Reference
from documents.signing.written import Blank, FormFields, Seam, SignatureField

PRINTED_AND_LOCKED = 4 + 128  # annotation flags; PDF/A demands Print


@lru_cache(maxsize=1024)
def box(rect: Rect) -> bytes:
    """A rectangle as it is written; documents of a form have theirs in the same places."""
    left, bottom, right, top = rect
    return f"[{left:.2f} {bottom:.2f} {right:.2f} {top:.2f}]".encode()


class Fields:
    """The fields of one document in the order of its pages."""

    def __init__(self, objects: Objects) -> None:
        """`objects` are those of the file."""
        self._objects = objects
        self.references: list[bytes] = []
        self._signatures: dict[str, SignatureField] = {}
        self._seams: dict[str, list[Seam]] = {}

    def signature(self, mark: FieldMark, key: bytes) -> bytes:
        """An unsigned signature field with an empty appearance; `key` tells its part."""
        left, bottom, right, top = mark.rect
        look = self._empty(box((0.0, 0.0, right - left, top - bottom)))
        entries = _entries(mark, look, int(key))
        body = b" ".join([b"/%s %s" % (name, entry.raw) for name, entry in entries.items()])
        reference = self._kept(b"<< %s >>" % body)
        self._signatures[mark.slot] = SignatureField(
            name=mark.slot,
            number=number_of(reference),
            entries=entries,
            box=_corners(box(mark.rect)),
        )
        return reference

    def seam(self, mark: SeamMark, page: int, key: bytes) -> bytes:
        """A read-only button that will show a slice of the seal; pages count from 1."""
        name, label = seam_name(mark.slot, page).encode("ascii"), text_string(mark.label)
        head, part = (
            button_head(name, label, box(mark.rect), b"/StructParent " + key),
            box(mark.part),
        )
        reference = self._kept(button_bytes(head, EMPTY, number_of(self._empty(part))))
        seam = Seam(number=number_of(reference), head=head, part=part)
        self._seams.setdefault(mark.slot, []).append(seam)
        return reference

    def known(self) -> FormFields:
        """What the document's signers need not read."""
        return FormFields(
            numbers=tuple(map(number_of, self.references)),
            signatures={name: field.number for name, field in self._signatures.items()},
            blanks={
                name: Blank(field=field, seams=tuple(self._seams.get(name, ())))
                for name, field in self._signatures.items()
            },
        )

    def _kept(self, body: bytes) -> bytes:
        reference = self._objects.add(body)
        self.references.append(reference)
        return reference

    def _empty(self, extent: bytes) -> bytes:
        """An appearance that shows nothing yet."""
        return self._objects.add(
            b"<< /Type /XObject /Subtype /Form /BBox %s /Resources << >> /Length 0 >>"
            b"\nstream\n\nendstream" % extent
        )


def _entries(mark: FieldMark, look: bytes, key: int) -> Dictionary:
    """The entries of a field in the order they are written."""
    label, rect = text_string(mark.label), box(mark.rect)
    slot, looks = mark.slot.encode("ascii"), b"<< /N %s >>" % look
    shown: Dictionary = {b"N": Entry(Reference(number_of(look), 0), look, 0)}
    return {
        b"Type": Entry(Name(b"Annot"), b"/Annot", 0),
        b"Subtype": Entry(Name(b"Widget"), b"/Widget", 0),
        b"FT": Entry(Name(b"Sig"), b"/Sig", 0),
        b"T": Entry(slot, b"(%s)" % slot, 0),
        b"TU": Entry(b"\xfe\xff" + mark.label.encode("utf-16-be"), label, 0),
        b"F": Entry(PRINTED_AND_LOCKED, b"%d" % PRINTED_AND_LOCKED, 0),
        b"Rect": Entry(list(_corners(rect)), rect, 0),
        b"AP": Entry(shown, looks, 0),
        b"StructParent": Entry(key, b"%d" % key, 0),
    }


@lru_cache(maxsize=1024)
def _corners(rect: bytes) -> Rect:
    """What a rectangle will be read as."""
    left, bottom, right, top = map(float, rect[1:-1].split())
    return left, bottom, right, top
