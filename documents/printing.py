"""Documents laid out for paper: each begins on a front, numbers stand in the outer upper corner.

Backs mirror the margins, so that both sides of a leaf keep the binding margin. Signatures and seals
become part of the page, within what every printer prints. The same parts give the same bytes. A
copy for the shelf; what proves anything are the files laid out, which stay as they are.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from itertools import groupby

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, String

from documents.fonts import Role, vendored_book
from documents.joining import Part
from documents.layout.sheet import HEIGHT, LEFT, MM, RIGHT, WIDTH, Sheet, TextMark
from documents.pdf.container import write_pdf

#: What printers leave white at the edges of a sheet at most.
SAFE = 3 * MM
#: A back is bound at its right edge: everything moves until the text area is as far from there as
#: it is from the left edge of a front (GB/T 9704-2012, 5.2.1).
MIRRORED = WIDTH - RIGHT - LEFT
#: Page numbers of a bound dossier stand in the outer upper corner (DA/T 22, 案卷页号).
NUMBER_FROM_EDGE, NUMBER_SIZE = 15 * MM, 12.0
#: Dates a file of numbers that is taken apart at once.
_ANY_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


def imposed(parts: Sequence[Part], *, title: str, duplex: bool, blank: str) -> bytes:
    """Return one PDF of all parts, to be printed on A4 at its own size.

    `duplex` leaves the back of a leaf empty where the next document would begin on it; `blank` is
    what page lists call such a side. Raises `pikepdf.PdfError` for a part that is no PDF.
    """
    press = _Press(duplex=duplex, blank=blank)
    with press.whole.open_outline() as outline:
        for section, members in groupby(parts, key=lambda part: part.section):
            for index, part in enumerate(members):
                press.turn()
                if index == 0:
                    heading = OutlineItem(section, press.sides)
                    outline.root.append(heading)
                heading.children.append(OutlineItem(part.name, press.sides))
                press.add(part)
    return press.finish(title)


class _Press:
    """The sides of paper printed so far."""

    def __init__(self, *, duplex: bool, blank: str) -> None:
        self.whole = pikepdf.new()
        self._duplex, self._blank = duplex, blank
        #: Dossier page numbers by side, from 0.
        self._numbers: dict[int, int] = {}
        #: How page lists call the sides from here on (ISO 32000-1, 12.4.2).
        self._labels: dict[int, Dictionary] = {}

    @property
    def sides(self) -> int:
        """How many sides there are."""
        return len(self.whole.pages)

    def _is_back(self, side: int) -> bool:
        return self._duplex and side % 2 == 1

    def turn(self) -> None:
        """Go on to a front."""
        if self._is_back(self.sides):
            self._labels[self.sides] = Dictionary(P=String(self._blank))
            self.whole.add_blank_page(page_size=(WIDTH, HEIGHT))

    def add(self, part: Part) -> None:
        """Print a document from here on."""
        begin = self.sides
        with pikepdf.open(BytesIO(part.data)) as file:
            for side, page in enumerate(file.pages, begin):
                _keep_inside(page, back=self._is_back(side))
            # What a viewer paints over a page - signatures, the seal - becomes part of the page.
            file.flatten_annotations("all")
            self.whole.pages.extend(file.pages)
        for side in range(begin, self.sides):
            if self._is_back(side):
                _move(self.whole.pages[side], MIRRORED)
        self._name(part, begin)

    def _name(self, part: Part, begin: int) -> None:
        if part.first_page is not None:
            self._labels[begin] = Dictionary(S=Name.D, St=part.first_page)
            for side in range(begin, self.sides):
                self._numbers[side] = part.first_page + side - begin
        elif self.sides - begin == 1:
            self._labels[begin] = Dictionary(P=String(part.name))
        else:
            self._labels[begin] = Dictionary(P=String(f"{part.name} "), S=Name.D, St=1)

    def finish(self, title: str) -> bytes:
        """The whole file."""
        if self._numbers:
            self._write_numbers()
        nums = [entry for side in sorted(self._labels) for entry in (side, self._labels[side])]
        root = self.whole.Root
        root.PageLabels = Dictionary(Nums=Array(nums))
        root.PageMode = Name.UseOutlines
        sides = Name.DuplexFlipLongEdge if self._duplex else Name.Simplex
        root.ViewerPreferences = Dictionary(PrintScaling=Name("/None"), Duplex=sides)
        self.whole.docinfo[Name.Title] = title
        written = BytesIO()
        self.whole.save(written, min_version="1.7", deterministic_id=True)
        return written.getvalue()

    def _write_numbers(self) -> None:
        """Draw every number over its side, in a face the file brings along."""
        sheets = [self._numbered(side, number) for side, number in self._numbers.items()]
        book = vendored_book()
        drawn = write_pdf(sheets, book, title="", moment=_ANY_MOMENT, attachment=None).pdf
        with pikepdf.open(BytesIO(drawn)) as numbers:
            for side, sheet in zip(self._numbers, numbers.pages, strict=True):
                page = self.whole.pages[side]
                # Under a name of ours: a name made up would differ every time.
                name = Name(f"/PageNumber{self._numbers[side]}")
                page.add_resource(
                    self.whole.copy_foreign(sheet.as_form_xobject()), Name.XObject, name
                )
                page.contents_add(b"q", prepend=True)
                page.contents_add(f"Q q {name} Do Q".encode())

    def _numbered(self, side: int, number: int) -> Sheet:
        text = str(number)
        wide = vendored_book().typeface(Role.SONGTI).width(text, NUMBER_SIZE)
        x = NUMBER_FROM_EDGE if self._is_back(side) else WIDTH - NUMBER_FROM_EDGE - wide
        y = HEIGHT - NUMBER_FROM_EDGE
        return Sheet(marks=[TextMark(x=x, y=y, role=Role.SONGTI, size=NUMBER_SIZE, text=text)])


def _move(page: pikepdf.Page, across: float) -> None:
    page.contents_add(f"q 1 0 0 1 {across:.3f} 0 cm".encode(), prepend=True)
    page.contents_add(b"Q")


def _keep_inside(page: pikepdf.Page, *, back: bool) -> None:
    """Move in what lies at the right edge, a slice of the seam seal: all the way from the binding.

    On a front it stays at that edge, within what is printed; on a back it goes to the other one.
    """
    for annotation in page.obj.get("/Annots", Array()):
        left, low, right, high = (float(edge) for edge in annotation.Rect)
        if right > WIDTH - SAFE:
            inward = SAFE - MIRRORED - left if back else WIDTH - SAFE - right
            annotation.Rect = Array([left + inward, low, right + inward, high])
