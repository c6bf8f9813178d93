"""Chinese lines: where they may break, how they fill the measure, how punctuation is squeezed.

Refuses to know faces and pages: it is given the advance of each character. Rules: GB/T 15834-2011
(5.1: which marks may not begin or end a line), JIS X 4051 for squeezing neighbouring marks.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
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
#: Kept on one line as well: figures with their unit, years in brackets, one choice with its box.
KEPT = re.compile(r"[0-9]{1,4}[年月日时分元号天条]|〔[0-9]{4}〕|[□■][^\u3000，。；]{1,16}")
NUMBER = re.compile(r"第[0-9]+号")  # of a document, kept whole in cells
NARROW = 20  # characters; a shorter measure is that of a cell
SQUEEZED = re.compile(f"[{CLOSING}](?=[{CLOSING}{OPENING}])|[{OPENING}](?=[{OPENING}])")
SLACK = 0.01  # points; absorbs rounding of sums
STRETCH = 0.25  # ems between two characters; beyond it a line is left ragged


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: its text, offset and the space to add or take after its characters (points)."""

    text: str
    indent: float
    tracking: float  # after every character
    spacing: float  # besides, after every character except inside a run of figures or letters
    squeezed: tuple[int, ...]  # characters after which half an em is taken away
    width: float  # as set, without a hanging half em


class Paragraph:
    """A text with advances, ready to be cut to a measure; text holds no line feed."""

    def __init__(
        self, text: str, advances: Sequence[float], size: float, *, tracking: float = 0
    ) -> None:
        """`advances` in points at `size` points; `tracking` is added after every character."""
        self._text, self._size, self._tracking = text, size, tracking
        self._squeezed = frozenset(
            found.start()
            for found in SQUEEZED.finditer(text)
            if min(advances[found.start() : found.start() + 2]) > 0.9 * size
        )
        self._advances = [advance + tracking for advance in advances]
        for index in self._squeezed:
            self._advances[index] -= size / 2
        self._ends = [0.0, *accumulate(self._advances)]
        self._kept: tuple[float, list[tuple[int, int]]] | None = None

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
        spans = [found.span() for found in RUN.finditer(self._text)]
        return max((self._ends[after] - self._ends[first] for first, after in spans), default=0.0)

    def _permitted(self, first: int, reach: int, measure: float, *, whole: bool) -> int | None:
        """The last position up to `reach` where a line begun at `first` may end.

        Punctuation permits it, and no run is broken where they are to stay `whole`.
        """
        text, runs = self._text, self._runs(measure) if whole else ()
        for at in range(reach, first, -1):
            after, before = text[at], text[at - 1]
            barred = (
                after in NEVER_FIRST
                or before in NEVER_LAST
                or (after in PAIRED and before == after)
                or any(start < at < end for start, end in runs)
            )
            if not barred:
                return at
        return None

    def _runs(self, measure: float) -> list[tuple[int, int]]:
        """What stays on one line because a line can hold it."""
        if self._kept is None or self._kept[0] != measure:
            patterns = (RUN, KEPT, NUMBER) if measure < NARROW * self._size else (RUN, KEPT)
            spans = [one.span() for pattern in patterns for one in pattern.finditer(self._text)]
            ends = self._ends
            self._kept = measure, [s for s in spans if ends[s[1]] - ends[s[0]] <= measure]
        return self._kept[1]

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
        text = self._text[first:after]
        squeezed = [at for at in self._squeezed if first <= at < after - 1]
        width = self._ends[after] - self._ends[first] - self._tracking
        if after - 1 in self._squeezed:
            width += self._size / 2
        if text[-1] in BLANKS:
            width -= self._advances[after - 1]
        room = measure - indent
        if width > room and text[-1] in CLOSING:
            width -= self._size / 2
        gaps = stretchable(text.rstrip(BLANKS))
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
            squeezed=tuple(sorted(at - first for at in squeezed)) if squeezed else (),
            width=width + spacing * gaps,
        )


def stretchable(text: str) -> int:
    """How many gaps of a line take extra space: all but those inside runs of figures."""
    runs = RUN.findall(text)
    return len(text) - 1 - sum(map(len, runs)) + len(runs)
