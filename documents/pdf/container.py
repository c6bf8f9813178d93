"""The PDF file around the pages: catalogue, pages, fonts, fields and attachment.

Shaped as PDF/A-3u (ISO 19005-3): XMP, sRGB output intent, every face embedded, every field with an
appearance; tagged, so that it can be read aloud. Same input, same bytes.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from importlib.resources import files

from documents.attachment import ATTACHMENT, INCLUSION
from documents.fonts import FontBook
from documents.form import SEAL_SLOT
from documents.layout.sheet import HEIGHT, WIDTH, Sheet
from documents.pdf.content import Resources, contents
from documents.pdf.deflate import deflate, deflate_closely
from documents.pdf.embed import EmbeddedFace
from documents.pdf.fields import Fields
from documents.pdf.metadata import PRODUCER, text_string, time_string, xmp_packet
from documents.pdf.objects import File, Objects
from documents.pdf.structure import StructureTree
from documents.pictures import Picture
from documents.signing.pdf import FREE
from documents.signing.syntax import Entry
from documents.signing.written import Revision, Written
from engine.legal_time import legal_moment

APPEND_ONLY = 3  # SigFlags: signatures exist, append only
SEEN_THROUGH = b"/Group << /Type /Group /S /Transparency /CS /DeviceRGB >> "


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A finished file and the faces in it."""

    pdf: Written
    faces: tuple[EmbeddedFace, ...]


def write_pdf(
    sheets: Sequence[Sheet],
    book: FontBook,
    *,
    title: str,
    moment: datetime,
    attachment: bytes | None,
    inclusion: bytes | None = None,
) -> Made:
    """The file; `moment` is its creation date.

    `attachment` is embedded as event.json, `inclusion` as ledger.tlog-proof (C2SP tlog-proof).
    """
    resources = Resources()
    pages = contents(sheets, book, resources)
    structure = StructureTree(sheets[0].structure, [page.owners for page in pages])
    writer = _Writer(title, legal_moment(moment), structure)
    shared = writer.resources(resources)
    for sheet, page in zip(sheets, pages, strict=True):
        writer.page(sheet, page.stream, shared)
    for name, media, data in (  # in the order of their names, as a name tree asks
        (ATTACHMENT, b"application#2Fjson", attachment),
        (INCLUSION, b"text#2Fplain", inclusion),
    ):
        if data is not None:
            writer.enclose(name, media, data)
    return Made(pdf=writer.finish(), faces=tuple(resources.faces.values()))


class _Writer:
    """One document being written."""

    def __init__(self, title: str, moment: datetime, structure: StructureTree) -> None:
        self._objects = Objects()
        self._identity = hashlib.sha256()
        self._fields = Fields(self._objects)
        self._pages: list[bytes] = []
        self._tree = self._objects.reserve()  # of the pages
        self._enclosed: list[tuple[bytes, bytes]] = []  # names and specifications
        self._title, self._moment = title, moment
        self._structure = structure

    def _add(self, data: bytes) -> bytes:
        """Store an object; its reference `12 0 R`."""
        return self._objects.add(data)

    def _stream(self, data: bytes, entries: bytes = b"", *, packed: bool = True) -> bytes:
        """Store a stream, with the line end before `endstream` that PDF/A demands (6.1.7.1)."""
        if packed:
            data, entries = deflate(data), entries + b" /Filter /FlateDecode"
        head = b"<<%s /Length %d >>\nstream\n" % (entries, len(data))
        return self._add(b"".join((head, data, b"\nendstream")))

    def _packed(self, data: bytes, entries: bytes = b"") -> bytes:
        """Store a stream that is deflated already."""
        return self._stream(data, entries + b" /Filter /FlateDecode", packed=False)

    def resources(self, resources: Resources) -> bytes:
        """Store all faces and pictures; the resource dictionary every page shares."""
        stored = {face: self._face(embedded) for face, embedded in resources.faces.items()}
        faces = b" ".join(
            b"/%s %s" % (name.encode(), stored[face]) for name, face in resources.names.items()
        )
        pictures = b" ".join(
            b"/%s %s" % (name.encode(), self._picture(picture))
            for name, picture in resources.pictures.values()
        )
        return self._add(b"<< /Font << %s >> /XObject << %s >> >>" % (faces, pictures))

    def _face(self, embedded: EmbeddedFace) -> bytes:
        subset, face = embedded.packed(), embedded.face
        name = b"/" + subset.base_font.encode("ascii")
        program = self._packed(subset.program, b" /Length1 %d" % subset.length)
        box = b" ".join(b"%d" % value for value in face.box)
        descriptor = self._add(
            b"<< /Type /FontDescriptor /FontName %s /Flags 4 /FontBBox [%s] /ItalicAngle 0"
            b" /Ascent %d /Descent %d /CapHeight %d /StemV 80 /FontFile2 %s >>"
            % (name, box, face.ascent, face.descent, face.ascent, program)
        )
        descendant = self._add(
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont %s"
            b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
            b" /FontDescriptor %s /DW 1000 /W [%s]"
            b" /CIDToGIDMap %s >>"
            % (name, descriptor, subset.widths.encode(), self._packed(subset.mapping))
        )
        return self._add(
            b"<< /Type /Font /Subtype /Type0 /BaseFont %s /Encoding /Identity-H"
            b" /DescendantFonts [%s] /ToUnicode %s >>"
            % (name, descendant, self._packed(subset.unicode))
        )

    def _picture(self, picture: Picture) -> bytes:
        space = b"/DeviceGray" if picture.grey else b"/DeviceRGB"
        entries = (
            b" /Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8"
            b" /ColorSpace %s /Filter /%s"
            % (picture.width, picture.height, space, picture.encoding.encode())
        )
        return self._stream(picture.data, entries, packed=False)

    def page(self, sheet: Sheet, stream: bytes, resources: bytes) -> None:
        """One page with its fields and the place of its slice of the seal."""
        at, fields = len(self._pages), list[bytes]()
        for field in sheet.fields:
            fields.append(self._fields.signature(field, self._structure.next_key()))
            self._structure.widget(at, fields[-1], field.element)
        if sheet.seam is not None:
            fields.append(self._fields.seam(sheet.seam, at + 1, self._structure.next_key()))
            self._structure.widget(at, fields[-1], None)
        annotations = b"/Annots [%s] " % b" ".join(fields) if fields else b""
        page = b"<< /Type /Page /Parent %s /MediaBox [0 0 %s] /Resources %s %s%s/Contents %s >>" % (
            self._tree,
            f"{WIDTH:.3f} {HEIGHT:.3f}".encode(),
            resources,
            annotations + (SEEN_THROUGH if _sealed(sheet) else b""),
            self._structure.page_entries(at),
            self._stream(stream),
        )
        self._identity.update(page + stream)
        self._pages.append(self._add(page))

    def enclose(self, name: str, media: bytes, data: bytes) -> None:
        """Embed a file as an associated file of the document (ISO 19005-3, 6.8).

        `media` is its MIME type, written as a PDF name.
        """
        when = time_string(self._moment)
        entries = b" /Type /EmbeddedFile /Subtype /%s /Params << /Size %d /ModDate %s >>"
        stream = self._stream(data, entries % (media, len(data), when))
        self._identity.update(data)
        told = text_string(name)
        specification = self._add(
            b"<< /Type /Filespec /F (%s) /UF %s /AFRelationship /Data /EF << /F %s /UF %s >> >>"
            % (name.encode(), told, stream, stream)
        )
        self._enclosed.append((told, specification))

    def finish(self) -> Written:
        """The whole file, and what is known of it."""
        pages = b"<< /Type /Pages /Count %d /Kids [%s] >>"
        self._objects.fill(self._tree, pages % (len(self._pages), b" ".join(self._pages)))
        when = time_string(self._moment)
        information = self._add(
            b"<< /Title %s /Producer %s /CreationDate %s /ModDate %s >>"
            % (text_string(self._title), text_string(PRODUCER), when, when)
        )
        file = self._objects.file(
            root=self._add(self._catalog()),
            information=information,
            identity=self._identity.hexdigest()[:32].encode(),
        )
        return Written.of(file.data, (_revision(file),), self._fields.known())

    def _catalog(self) -> bytes:
        """The document catalog: pages, metadata, output intent, form fields, attachment."""
        xmp = xmp_packet(self._title, self._moment)
        self._identity.update(xmp)
        metadata = self._stream(xmp, b" /Type /Metadata /Subtype /XML", packed=False)
        profile = self._packed(_srgb(), b" /N 3")
        entries = [
            b"/Type /Catalog /Lang (zh-CN) /Pages %s" % self._tree,
            b"/Metadata %s" % metadata,
            b"/OutputIntents [<< /Type /OutputIntent /S /GTS_PDFA1"
            b" /OutputConditionIdentifier (sRGB) /Info (sRGB IEC61966-2.1)"
            b" /DestOutputProfile %s >>]" % profile,
            b"/ViewerPreferences << /DisplayDocTitle true >>",
            self._structure.write(self._objects, self._pages),
        ]
        if self._enclosed:
            associated = b" ".join(specification for _, specification in self._enclosed)
            names = b" ".join(b"%s %s" % one for one in self._enclosed)
            entries.append(b"/AF [%s]" % associated)
            entries.append(b"/Names << /EmbeddedFiles << /Names [%s] >> >>" % names)
        if self._fields.references:
            fields = b" ".join(self._fields.references)
            entries.append(b"/AcroForm << /SigFlags %d /Fields [%s] >>" % (APPEND_ONLY, fields))
        return b"<< %s >>" % b" ".join(entries)


def _revision(file: File) -> Revision:
    """What the file will be read as."""
    return Revision(
        table=file.table,
        end=len(file.data),
        offsets=dict(enumerate((FREE, *file.offsets))),
        trailer={key: Entry(value, raw, 0) for key, (value, raw) in file.trailer.items()},
    )


def _sealed(sheet: Sheet) -> bool:
    """Whether a seal will let what is below it through: pages say in which colours (6.2.10)."""
    return sheet.seam is not None or any(field.slot == SEAL_SLOT for field in sheet.fields)


@lru_cache(maxsize=1)
def _srgb() -> bytes:
    """The sRGB profile of the output intent (IEC 61966-2-1), made with Little CMS; deflated."""
    return deflate_closely((files("documents") / "pdf" / "srgb.icc").read_bytes())
