"""One file out of many, to read from front to back: bookmarks, page numbers, signatures painted in.

A copy for the eye: no signature survives joining. What proves anything are the files joined, which
stay as they are. The same parts give the same bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby

import pikepdf
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

#: Page numbers of a bound dossier stand in the outer upper corner (DA/T 22, 案卷页号).
_NUMBER_FROM_EDGE = 15 * mm
_NUMBER_SIZE = 10
#: White around a picture that fills a page.
_MARGIN = 20 * mm


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file to be joined."""

    #: What the bookmark says, and the bookmark it stands under.
    name: str
    section: str
    #: A PDF file, or with `picture` a JPEG or PNG that gets a page of its own.
    data: bytes
    picture: bool = False
    #: Number of its first page in the dossier; None where pages bear no number.
    first_page: int | None = None


def join(parts: Sequence[Part], *, title: str) -> bytes:
    """Return one PDF of all parts in order, with a bookmark for each section and part.

    Raises `pikepdf.PdfError` for a part that is no PDF, OSError for a picture that is none.
    """
    whole = pikepdf.new()
    with whole.open_outline() as outline:
        for section, members in groupby(parts, key=lambda part: part.section):
            heading = pikepdf.OutlineItem(section, len(whole.pages))
            outline.root.append(heading)
            for part in members:
                heading.children.append(pikepdf.OutlineItem(part.name, len(whole.pages)))
                _append(whole, part)
    whole.docinfo[pikepdf.Name.Title] = title
    whole.Root.PageMode = pikepdf.Name.UseOutlines
    written = BytesIO()
    whole.save(written, min_version="1.7", deterministic_id=True)
    return written.getvalue()


def _append(whole: pikepdf.Pdf, part: Part) -> None:
    with pikepdf.open(BytesIO(_page_of(part.data) if part.picture else part.data)) as file:
        # What a viewer paints over a page - signatures, the seal - becomes part of the page.
        file.flatten_annotations("all")
        begin = len(whole.pages)
        whole.pages.extend(file.pages)
    if part.first_page is not None:
        _number(whole, begin, part.first_page)


def _number(whole: pikepdf.Pdf, begin: int, first: int) -> None:
    """Write page numbers from `first` on over the pages from `begin` to the end."""
    pages = list(whole.pages)[begin:]
    drawn = BytesIO()
    canvas = Canvas(drawn, pagesize=A4, invariant=1)
    for number in range(first, first + len(pages)):
        canvas.setFont("Helvetica", _NUMBER_SIZE)
        right, top = A4[0] - _NUMBER_FROM_EDGE, A4[1] - _NUMBER_FROM_EDGE
        canvas.drawRightString(right, top, str(number))
        canvas.showPage()
    canvas.save()
    with pikepdf.open(drawn) as numbers:
        for page, sheet in zip(pages, numbers.pages, strict=True):
            # Under a name of ours: `add_overlay` would make one up that differs every time.
            drawing = whole.copy_foreign(sheet.as_form_xobject())
            page.add_resource(drawing, pikepdf.Name.XObject, pikepdf.Name.PageNumber)
            page.contents_add(b"q", prepend=True)
            page.contents_add(b"Q q /PageNumber Do Q")


def _page_of(picture: bytes) -> bytes:
    """Return a PDF of one page that a picture fills, upright and whole."""
    image = ImageReader(BytesIO(picture))
    width, height = image.getSize()
    room = A4[0] - 2 * _MARGIN, A4[1] - 2 * _MARGIN
    scale = min(room[0] / width, room[1] / height)
    written = BytesIO()
    canvas = Canvas(written, pagesize=A4, invariant=1)
    left, below = (A4[0] - width * scale) / 2, (A4[1] - height * scale) / 2
    canvas.drawImage(image, left, below, width * scale, height * scale)
    canvas.showPage()
    canvas.save()
    return written.getvalue()
