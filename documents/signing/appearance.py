"""What a person's signature looks like in its field: opinion, name, date and a small mark.

Everything is set as large as fits, down to a floor, and refused below it; nothing is clipped.
Refuses to know forms and keys.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from documents.fonts import FontBook, Role
from documents.layout.sheet import DESCENT, Sheet, TextMark, line_mark
from documents.linebreak import Line, Paragraph
from documents.signing.act import SignatureAct
from documents.signing.embedding import place_sheet
from documents.signing.errors import AppearanceError
from documents.signing.terms import terms
from documents.signing.update import Update

# Sizes in points at full scale; a form's own text is set at 10.5 to 16 points.
OPINION, NAME, DATE, MARK = 12.0, 16.0, 10.0, 6.0
LEAD = 1.25
SCALES = tuple(step / 100 for step in range(100, 54, -5))
PADDING = 2.0
GAP = 5.0  # points between name and date
MARK_GREY = 0.35

Size = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLook:
    """A person's visible signature, set in the faces of `book`."""

    book: FontBook

    def place(self, update: Update, size: Size, act: SignatureAct) -> int:
        """Add the appearance to the update; the number of its form XObject.

        Raises AppearanceError `signing.opinion_too_long` (with how many characters fit) or
        `signing.field_too_small`, and MissingCharacter for a character no face has.
        """
        return place_sheet(update, self.sheet(size, act), self.book, size)

    def sheet(self, size: Size, act: SignatureAct) -> Sheet:
        """The marks of the appearance, from the field's lower left corner."""
        setting = self._setting(size, act, act.opinion or "")
        if setting is not None:
            return setting.sheet()
        if self._setting(size, act, "") is None:
            raise AppearanceError("signing.field_too_small", width=size[0], height=size[1])
        raise AppearanceError(
            "signing.opinion_too_long",
            characters=len(act.opinion or ""),
            fitting=self._fitting(size, act),
        )

    def _setting(self, size: Size, act: SignatureAct, opinion: str) -> "_Setting | None":
        """The largest setting that fits, or None."""
        for scale in SCALES:
            for rows in (1, 2):
                setting = _Setting(self.book, size, act, opinion, scale=scale, rows=rows)
                if setting.fits():
                    return setting
        return None

    def _fitting(self, size: Size, act: SignatureAct) -> int:
        """How many characters of the opinion the field holds."""
        text = act.opinion or ""
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            if self._setting(size, act, text[:middle]):
                low = middle
            else:
                high = middle - 1
        return low


class _Setting:
    """One attempt: a scale, and name and date on one row or on two."""

    def __init__(
        self,
        book: FontBook,
        size: Size,
        act: SignatureAct,
        opinion: str,
        *,
        scale: float,
        rows: int,
    ) -> None:
        self._book, self._rows = book, rows
        self._width, self._height = size[0] - 2 * PADDING, size[1] - 2 * PADDING
        self._opinion, self._name, self._date, self._mark = (
            scale * points for points in (OPINION, NAME, DATE, MARK)
        )
        self._act, self._day = act, terms().date(act.date)
        self._lines = list(self._broken(opinion)) if opinion else []

    def _broken(self, opinion: str) -> Iterator[Line]:
        typeface = self._book.typeface(Role.FANGSONG)
        for text in opinion.strip().splitlines():
            advances = typeface.advances(text, self._opinion)
            paragraph = Paragraph(text, advances, self._opinion)
            yield from paragraph.lines(self._width, justify=False)

    def _measure(self, role: Role, text: str, size: float) -> float:
        return self._book.typeface(role).width(text, size)

    @property
    def _name_width(self) -> float:
        return self._measure(Role.KAITI, self._act.name, self._name)

    @property
    def _day_width(self) -> float:
        mark = self._measure(Role.SONGTI, terms().mark, self._mark)
        return max(mark, self._measure(Role.FANGSONG, self._day, self._date))

    @property
    def _row_width(self) -> float:
        if self._rows == 1:
            return self._name_width + GAP + self._day_width
        return max(self._name_width, self._day_width)

    @property
    def _row_height(self) -> float:
        beside = self._date * 1.1 + self._mark
        return max(self._name * 1.1, beside) if self._rows == 1 else self._name * 1.1 + beside

    def fits(self) -> bool:
        """Whether nothing stands outside the field."""
        opinion = len(self._lines) * self._opinion * LEAD
        widest = max((line.width for line in self._lines), default=0.0)
        return (
            self._row_height + opinion <= self._height
            and max(self._row_width, widest) <= self._width
        )

    def sheet(self) -> Sheet:
        """The opinion above, name and date below to the right; alone they stand in the middle."""
        sheet = Sheet()
        y = PADDING + self._height
        for line in self._lines:
            at = y - self._opinion * (LEAD + 1) / 2 + self._opinion * DESCENT
            mark = line_mark(line, x=PADDING, y=at, role=Role.FANGSONG, size=self._opinion)
            sheet.marks.append(mark)
            y -= self._opinion * LEAD
        spare = (self._width - self._row_width, self._height - self._row_height)
        if self._lines:
            self._row(sheet, PADDING + spare[0], PADDING)
        else:
            self._row(sheet, PADDING + spare[0] / 2, PADDING + spare[1] / 2)
        return sheet

    def _row(self, sheet: Sheet, left: float, low: float) -> None:
        """Name, and beside or below it the date under the mark."""
        right = left + self._row_width
        day_low = low + self._date * DESCENT
        name_low = low + self._name * DESCENT
        if self._rows == 2:
            name_low += self._date * 1.1 + self._mark
        name_left = left if self._rows == 1 else right - self._name_width
        day_left = right - self._day_width
        mark_low = low + self._date * 1.1 + self._mark * DESCENT
        self._text(sheet, Role.KAITI, self._act.name, (name_left, name_low), self._name)
        self._text(sheet, Role.FANGSONG, self._day, (day_left, day_low), self._date)
        self._text(
            sheet, Role.SONGTI, terms().mark, (day_left, mark_low), self._mark, grey=MARK_GREY
        )

    def _text(
        self, sheet: Sheet, role: Role, text: str, at: Size, size: float, *, grey: float = 0.0
    ) -> None:
        mark = TextMark(x=at[0], y=at[1], role=role, size=size, text=text, grey=grey)
        sheet.marks.append(mark)
