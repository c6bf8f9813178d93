"""Originals as they are bound: a sheet that tells of one, then its own pages fitted onto A4.

A picture fills a page, a PDF keeps its pages; both stay within the margins a bound leaf leaves. The
same input gives the same bytes. Refuses to know where originals come from.
"""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO

import pikepdf
from pikepdf import Name, Rectangle
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from documents.compose import compose
from documents.fonts import FontBook
from documents.forms import load_bound_sheets
from documents.layout.sheet import HEIGHT, LEFT, MM, RIGHT, WIDTH

#: What an original may fill: below the page number, clear of the binding.
BOX = Rectangle(LEFT, 25 * MM, RIGHT, HEIGHT - 25 * MM)
_FORM = "original_sheet"


def told_sheet(
    values: Mapping[str, object], *, moment: datetime, training: bool, book: FontBook | None
) -> bytes:
    """Return the sheet that tells of an original as a PDF of one page.

    Raises what `compose` raises.
    """
    return compose(
        load_bound_sheets()[_FORM],
        values,
        moment=moment,
        number=None,
        slots=(),
        training=training,
        preview=False,
        attachment=None,
        book=book,
    ).pdf


def behind(sheet: bytes, original: bytes, *, picture: bool) -> bytes:
    """Return a sheet with the pages of an original behind it, each fitted into `BOX`.

    Raises `pikepdf.PdfError` for an original that is no PDF, OSError for a picture that is none.
    """
    with pikepdf.open(BytesIO(sheet)) as whole:
        with pikepdf.open(BytesIO(_page_of(original) if picture else original)) as file:
            file.flatten_annotations("all")
            for page in file.pages:
                if picture:
                    _bare(file, page)
                _fit(whole, page)
        written = BytesIO()
        whole.save(written, min_version="1.7", deterministic_id=True)
    return written.getvalue()


def _bare(file: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Leave nothing on a page but its picture: what drew it names a face nothing is written in."""
    (image,) = page.Resources.XObject.keys()
    _, _, width, height = (float(edge) for edge in page.mediabox)
    page.Contents = file.make_stream(f"q {width} 0 0 {height} 0 0 cm {image} Do Q".encode())
    del page.Resources.Font


def _fit(whole: pikepdf.Pdf, page: pikepdf.Page) -> None:
    drawing = whole.copy_foreign(page.as_form_xobject())
    name = Name("/Original")
    fitted = whole.add_blank_page(page_size=(WIDTH, HEIGHT))
    fitted.add_resource(drawing, Name.XObject, name)
    placed = fitted.calc_form_xobject_placement(
        drawing, name, BOX, invert_transformations=True, allow_shrink=True, allow_expand=True
    )
    fitted.contents_add(placed)


def _page_of(picture: bytes) -> bytes:
    """Return a PDF of one page that is the picture and nothing else."""
    image = ImageReader(BytesIO(picture))
    width, height = image.getSize()
    written = BytesIO()
    canvas = Canvas(written, pagesize=(width, height), invariant=1)
    canvas.drawImage(image, 0, 0, width, height)
    canvas.showPage()
    canvas.save()
    return written.getvalue()
