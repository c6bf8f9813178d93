"""Where the cards of a machine stand on paper, and the ways of the arrows between them.

Cards of one height after another in rows, the rows in columns like a newspaper. Pure geometry in
pixels; knows neither names nor colours.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

CARD = 292
GAP_X, GAP_Y = 30, 46
MARGIN = 32
#: Between columns, and how tall a drawing may be for its width.
GUTTER, TALLEST = 64, 1.5
#: Cards a drawing is wide at least, so that its legend fits.
LEAST = 2
#: Height of an arrow's head.
TIP = 6

Spot = tuple[float, float]
Pair = tuple[str, str]


@dataclass(slots=True, kw_only=True)
class PlacedCards:
    """Cards with their places."""

    tall: Callable[[str], int]
    #: Upper left corner of each card.
    spots: dict[str, Spot] = field(default_factory=dict)
    column: dict[str, int] = field(default_factory=dict)
    width: int = 0
    #: Where the lowest card ends.
    depth: int = 0

    def way(self, pair: Pair, out: float, into: float) -> tuple[str, Spot]:
        """Return the path of an arrow and its end; `out` and `into` are shares of the edges."""
        (x0, top), (x1, y1) = self.spots[pair[0]], self.spots[pair[1]]
        x0, x1, y0 = x0 + CARD * out, x1 + CARD * into, top + self.tall(pair[0])
        if self.column[pair[0]] != self.column[pair[1]]:
            return self._over(pair[1], (x0, y0), (x1, y1)), (x1, y1)
        start = max(y0, y1 - GAP_Y)  # straight down to the gap, then across it
        bend = (y1 - start) / 2
        path = (
            f"M{x0:.0f},{y0:.0f} L{x0:.0f},{start:.0f} C{x0:.0f},{start + bend:.0f} "
            f"{x1:.0f},{y1 - bend:.0f} {x1:.0f},{y1 - TIP:.0f}"
        )
        return path, (x1, y1)

    def _over(self, target: str, leave: Spot, reach: Spot) -> str:
        """Return the way from the foot of one column to the head of the next."""
        mine = [x for s, (x, _) in self.spots.items() if self.column[s] == self.column[target]]
        gutter, (x0, y0), (x1, y1) = min(mine) - GUTTER / 2, leave, reach
        low, high = y0 + GAP_Y / 2, y1 - GAP_Y / 2
        return (
            f"M{x0:.0f},{y0:.0f} L{x0:.0f},{low:.0f} L{gutter:.0f},{low:.0f} "
            f"L{gutter:.0f},{high:.0f} L{x1:.0f},{high:.0f} L{x1:.0f},{y1 - TIP:.0f}"
        )

    def shares(self, pairs: Sequence[Pair], end: int) -> dict[Pair, float]:
        """Return where along a card's edge each arrow stands, in the order of its other ends.

        `end` is 0 for the edge an arrow leaves, 1 for the one it reaches.
        """
        found: dict[Pair, float] = {}
        for state in {pair[end] for pair in pairs}:
            mine = [p for p in pairs if p[end] == state]
            mine.sort(key=lambda p: self.spots[p[1 - end]][0])
            for number, pair in enumerate(mine, 1):
                found[pair] = number / (len(mine) + 1)
        return found


def place_cards(rows: Sequence[Sequence[str]], tall: Callable[[str], int], top: int) -> PlacedCards:
    """Place rows of cards below `top`, in the fewest columns that are not too tall."""
    placed = PlacedCards(tall=tall)
    heights = [max(tall(card) for card in row) + GAP_Y for row in rows]
    x = float(MARGIN)
    for number, column in enumerate(_columns(rows, heights)):
        room, y = _room([rows[n] for n in column]), float(top)
        for row in column:
            left = x + (room - _room([rows[row]])) / 2
            for place, card in enumerate(rows[row]):
                placed.spots[card] = (left + place * (CARD + GAP_X), y)
                placed.column[card] = number
            y += heights[row]
        x += room + GUTTER
    placed.depth = int(max(y + tall(card) for card, (_, y) in placed.spots.items()))
    placed.width = int(max(x - GUTTER, MARGIN + LEAST * (CARD + GAP_X)) + MARGIN)
    return placed


def _room(rows: Sequence[Sequence[str]]) -> float:
    """Return how wide the widest of some rows is."""
    return max(len(row) for row in rows) * (CARD + GAP_X) - GAP_X


def _columns(rows: Sequence[Sequence[str]], heights: Sequence[int]) -> list[list[int]]:
    """Cut rows into the fewest columns that give a drawing not much taller than wide."""
    columns: list[list[int]] = []
    for count in range(1, len(rows) + 1):
        columns = _cut(heights, count)
        width = sum(_room([rows[n] for n in column]) + GUTTER for column in columns)
        if max(sum(heights[n] for n in column) for column in columns) <= TALLEST * width:
            break
    return columns


def _cut(heights: Sequence[int], count: int) -> list[list[int]]:
    """Return the numbers of the rows, cut where about a share of the whole is full."""
    share, filled = sum(heights) / count, 0.0
    columns: list[list[int]] = [[]]
    for number, height in enumerate(heights):
        if columns[-1] and filled + height / 2 > share * len(columns):
            columns.append([])
        columns[-1].append(number)
        filled += height
    return columns
