"""Puts a small sheet of text into an update as a form XObject with its own embedded faces.

The faces' subsets are kept by face and characters: the same words cost their compression once.
Refuses to know what the text says.
"""

from dataclasses import dataclass
from functools import lru_cache

from documents.fonts import FontBook
from documents.layout.sheet import Sheet
from documents.pdf.content import Resources, contents
from documents.pdf.deflate import deflate_closely
from documents.pdf.embed import EmbeddedFace
from documents.signing.update import Update
from documents.truetype import TrueType


def stream(data: bytes, entries: bytes) -> bytes:
    """A deflated stream object's body with these dictionary entries."""
    return packed_stream(deflate_closely(data), entries)


def packed_stream(data: bytes, entries: bytes) -> bytes:
    """The same of data that are deflated already."""
    head = b"<< %s /Filter /FlateDecode /Length %d >>" % (entries, len(data))
    return head + b"\nstream\n" + data + b"\nendstream"


def form(data: bytes, size: tuple[float, float], resources: bytes) -> bytes:
    """A form XObject's body of this width and height."""
    box = f"[0 0 {size[0]:.2f} {size[1]:.2f}]".encode()
    entries = b"/Type /XObject /Subtype /Form /BBox %s /Resources << %s >>" % (box, resources)
    return stream(data, entries)


def place_sheet(update: Update, sheet: Sheet, book: FontBook, size: tuple[float, float]) -> int:
    """Add the sheet's text to the update; the number of the form XObject.

    Raises MissingCharacter for a character no face has.
    """
    resources = Resources()
    (page,) = contents([sheet], book, resources)
    placed = {
        face: _place_face(update, face, embedded.used) for face, embedded in resources.faces.items()
    }
    fonts = b" ".join(
        b"/%s %d 0 R" % (name.encode(), placed[face]) for name, face in resources.names.items()
    )
    return update.add(form(page.stream, size, b"/Font << %s >>" % fonts))


@dataclass(frozen=True, slots=True, kw_only=True)
class _FaceObjects:
    """The bodies of a face's objects, references left out."""

    name: bytes
    program: bytes
    descriptor: bytes
    widths: bytes
    mapping: bytes
    unicode: bytes


@lru_cache(maxsize=512)
def _face_objects(face: TrueType, used: int) -> _FaceObjects:
    subset = EmbeddedFace(face, used).packed()
    box = b" ".join(b"%d" % value for value in face.box)
    descriptor = b"/Flags 4 /FontBBox [%s] /ItalicAngle 0 /Ascent %d /Descent %d /CapHeight %d" % (
        box, face.ascent, face.descent, face.ascent,
    )  # fmt: skip
    return _FaceObjects(
        name=subset.base_font.encode("ascii"),
        program=packed_stream(subset.program, b"/Length1 %d" % subset.length),
        descriptor=descriptor,
        widths=subset.widths.encode("ascii"),
        mapping=packed_stream(subset.mapping, b""),
        unicode=packed_stream(subset.unicode, b""),
    )


def _place_face(update: Update, face: TrueType, used: int) -> int:
    """Add a Type 0 font (ISO 32000-1, 9.7) for these characters; its object number."""
    ready = _face_objects(face, used)
    program, mapping = update.add(ready.program), update.add(ready.mapping)
    descriptor = update.add(
        b"<< /Type /FontDescriptor /FontName /%s %s /StemV 80 /FontFile2 %d 0 R >>"
        % (ready.name, ready.descriptor, program)
    )
    descendant = update.add(
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo"
        b" << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        b" /FontDescriptor %d 0 R /DW 1000 /W [%s] /CIDToGIDMap %d 0 R >>"
        % (ready.name, descriptor, ready.widths, mapping)
    )
    return update.add(
        b"<< /Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H"
        b" /DescendantFonts [%d 0 R] /ToUnicode %d 0 R >>"
        % (ready.name, descendant, update.add(ready.unicode))
    )
