"""Chinese lines: where they may break, how they fill the measure, how punctuation is squeezed.

Refuses to know faces and pages: it is given the advance of each character. Rules: GB/T 15834-2011
(5.1: which marks may not begin or end a line), JIS X 4051 for squeezing neighbouring marks.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

CLOSING = "，。、；：）》〉】〕」』”’"  # ink in the left half of the em
OPENING = "（《〈【〔「『“‘"  # ink in the right half of the em
BLANKS = " \u3000"
NEVER_FIRST = frozenset(CLOSING + "？！％‰℃°…—·～,.;:?!)]}%" + BLANKS)
NEVER_LAST = frozenset(OPENING + "￥¥$([{№□■")
PAIRED = frozenset("…—")  # two of them are one mark
TRAILING = CLOSING + "？！…—"  # what does not keep a character company
RUN = re.compile(r"[0-9A-Za-z\u00C0-\u024F.,:/%#@_&+=~*'\-]+")
#: Kept on one line as well: up to four figures with their unit, years in brackets, one choice with
#: its box, the account number of a bank.
DIGITS, LONGEST, UNITS = "0123456789", 4, frozenset("年月日时分元号天条")
KEPT = re.compile(r"〔[0-9]{4}〕|[□■][^\u3000，。；]{1,16}")
KEPT_BY = "〔□■"
ACCOUNT = re.compile(r"[0-9]{4}(?: [0-9]{4}){2,4}(?: [0-9]{1,3})?")  # of a bank, in groups
NUMBER = re.compile(r"第[0-9]+号")  # of a document, kept whole in cells
NARROW = 20  # characters; a shorter measure is that of a cell
SQUEEZED = re.compile(f"[{CLOSING}](?=[{CLOSING}{OPENING}])|[{OPENING}](?=[{OPENING}])")
TWO_MARKS = re.compile(f"[{CLOSING}{OPENING}][{CLOSING}{OPENING}]")  # a text without is common
SLACK = 0.01  # points; absorbs rounding of sums
STRETCH = 0.15  # ems between two characters; beyond it a line stays on the grid and ends early


@dataclass(slots=True, kw_only=True, eq=False)  # not frozen: that takes three times as long
class Line:
    """One line: its text, offset and the space to add or take after its characters (points).

    Told apart by identity: lines that are kept are asked again what they come to on a page.
    """

    text: str
    indent: float
    tracking: float  # after every character
    spacing: float  # besides, after every character except inside a run of figures or letters
    squeezed: tuple[int, ...]  # characters after which half an em is taken away
    runs: tuple[tuple[int, int], ...]  # of figures or letters: first, and behind the last
    width: float  # as set, without a hanging half em


class Paragraph:
    """A text with advances, ready to be cut to a measure; text holds no line feed."""

    def __init__(
        self, text: str, advances: Sequence[float], size: float, *, tracking: float = 0
    ) -> None:
        """`advances` in points at `size` points, each with the `tracking` added after it."""
        self._text, self._size, self._tracking = text, size, tracking
        self._figures = [found.span() for found in RUN.finditer(text)]
        wide = 0.9 * size + tracking
        self._squeezed = [
            found.start()
            for found in (SQUEEZED.finditer(text) if TWO_MARKS.search(text) else ())
            if min(advances[found.start() : found.start() + 2]) > wide
        ]
        if self._squeezed:
            advances = list(advances)
            for index in self._squeezed:
                advances[index] -= size / 2
        self._advances = advances
        self._ends = list(accumulate(advances, initial=0.0))
        self._kept: tuple[float, Sequence[tuple[int, int]]] | None = None

    def lines(self, measure: float, *, indent: float = 0, justify: bool = True) -> list[Line]:
        """Cut into lines of at most `measure` points, the first one indented.

        No line begins with a closing or ends with an opening mark, runs of figures and letters
        stay whole where a line can hold them, and no last line holds one character alone where
        the line before can lend one.
        """
        if not self._text:
            return []
        cuts = self._cuts(measure, indent)
        self._mend_orphan(cuts, measure)
        edges = [0, *cuts]
        return [
            self._line(first, after, measure, 0 if first else indent, justify=justify)
            for first, after in zip(edges, cuts, strict=False)
        ]

    def widest_run(self) -> float:
        """The width of the widest run that should not be broken, in points."""
        ends = self._ends
        return max((ends[after] - ends[first] for first, after in self._figures), default=0.0)

    def _permitted(self, first: int, reach: int, measure: float, *, whole: bool) -> int | None:
        """The last position up to `reach` where a line begun at `first` may end.

        Punctuation permits it, and no run is broken where they are to stay `whole`.
        """
        text, kept = self._text, self._kept_whole(measure) if whole else ()
        for at in range(reach, first, -1):
            after, before = text[at], text[at - 1]
            barred = (
                after in NEVER_FIRST
                or before in NEVER_LAST
                or (before == after and after in PAIRED)
            )
            if not barred and not [1 for begin, end in kept if begin < at < end]:
                return at
        return None

    def _kept_whole(self, measure: float) -> Sequence[tuple[int, int]]:
        """What stays on one line because a line can hold it."""
        if self._kept is None or self._kept[0] != measure:
            ends = self._ends
            self._kept = (
                measure,
                [s for s in self._spans(measure) if ends[s[1]] - ends[s[0]] <= measure],
            )
        return self._kept[1]

    def _spans(self, measure: float) -> Iterator[tuple[int, int]]:
        """What should stay on one line."""
        text = self._text
        yield from self._figures
        for first, after in self._figures:
            if text[after : after + 1] in UNITS and text[after - 1] in DIGITS:
                digits = len(text[first:after]) - len(text[first:after].rstrip(DIGITS))
                yield after - min(digits, LONGEST), after + 1
        if any(mark in text for mark in KEPT_BY):
            yield from [found.span() for found in KEPT.finditer(text)]
        if " " in text:
            yield from [found.span() for found in ACCOUNT.finditer(text)]
        if measure < NARROW * self._size:
            yield from [found.span() for found in NUMBER.finditer(text)]

    def _cuts(self, measure: float, indent: float) -> list[int]:
        cuts: list[int] = []
        first, room, total = 0, measure - indent, len(self._text)
        while first < total:
            reach = self._reach(first, room)
            after: int | None = total
            if reach < total:
                after = self._permitted(first, reach, measure, whole=True)
                after = after or self._permitted(first, reach, measure, whole=False)
            cuts.append(after or max(reach, first + 1))
            first, room = cuts[-1], measure
        return cuts

    def _reach(self, first: int, room: float) -> int:
        """The furthest position whose text still fits, its last mark hanging half an em."""
        limit = self._ends[first] + room + SLACK
        reach = max(bisect_right(self._ends, limit) - 1, first)
        while reach < len(self._text):
            hidden = self._trailing(reach)
            if not hidden or self._ends[reach + 1] - hidden > limit:
                break
            reach += 1
        return reach

    def _trailing(self, at: int) -> float:
        """The empty part of the character at a line's end, which may stand past the measure."""
        char = self._text[at]
        if char in BLANKS:
            return self._advances[at]
        wide = self._advances[at] > 0.9 * self._size
        return self._size / 2 + self._tracking if char in CLOSING and wide else self._tracking

    def _mend_orphan(self, cuts: list[int], measure: float) -> None:
        """Let the last but one line lend characters to a last line of one, even if left ragged."""
        if len(cuts) < 2 or len(self._text[cuts[-2] :].rstrip(TRAILING)) > 1:
            return
        first = cuts[-3] if len(cuts) > 2 else 0
        last = cuts[-2] - 1
        after = self._permitted(first, last, measure, whole=True)
        if after is None:  # a run too long for its line is broken already
            after = self._permitted(first, last, measure, whole=False)
        if after is None or after - first < 2:
            return
        if self._ends[-1] - self._ends[after] <= measure + SLACK:
            cuts[-2] = after

    def _line(
        self, first: int, after: int, measure: float, indent: float, *, justify: bool
    ) -> Line:
        text, ends = self._text[first:after], self._ends
        width = ends[after] - ends[first] - self._tracking
        squeezed: tuple[int, ...] = ()
        if self._squeezed:
            squeezed = tuple([at - first for at in self._squeezed if first <= at < after - 1])
            if after - 1 in self._squeezed:
                width += self._size / 2
        end = after
        if text[-1] in BLANKS:
            width -= self._advances[after - 1]
            end = first + len(text.rstrip(BLANKS))
        room = measure - indent
        if width > room and text[-1] in CLOSING:
            width -= self._size / 2
        runs = self._runs(first, end)
        gaps = end - first - 1 - sum([last - begin - 1 for begin, last in runs])
        spacing = 0.0
        if gaps and (width > room or (justify and after < len(self._text))):
            spacing = (room - width) / gaps
        if spacing > STRETCH * self._size or len(text) == 1:
            spacing = 0.0
        return Line(
            text=text,
            indent=indent,
            tracking=self._tracking,
            spacing=spacing,
            squeezed=squeezed,
            runs=runs,
            width=width + spacing * gaps,
        )

    def _runs(self, first: int, after: int) -> tuple[tuple[int, int], ...]:
        """The runs of figures and letters in a line, or their parts, from its beginning."""
        return tuple(
            [
                (max(begin - first, 0), min(end, after) - first)
                for begin, end in self._figures
                if begin < after and end > first
            ]
        )
