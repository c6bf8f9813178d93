"""A machine drawn for people: as Mermaid text, or as an SVG with its states in layers.

Names are handed in, so that the drawing speaks the reader's language. Needs no other program.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape

from engine.definition import State, StateKind, Transition, Workflow
from runtime.layering import Layout, lay_out

BOX_WIDTH, BOX_HEIGHT = 168, 38
GAP_X, GAP_Y = 44, 88
WAY_WIDTH = 96
LINE = 14
MARGIN = 40
#: Where along an arrow's stretch its name stands: nearer the end, where arrows have parted.
LABEL_AT = 0.62
FONTS = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, sans-serif"
FILL = {StateKind.INITIAL: "#e8f1fb", StateKind.TERMINAL: "#eee", StateKind.PAUSED: "#fdf6e3"}
FORWARD, BACK = "#456", "#a64"


@dataclass(frozen=True, slots=True, kw_only=True)
class Namer:
    """How states and transitions are called."""

    state: Callable[[str], str]
    transition: Callable[[Transition], str]


def arrows_of(workflow: Workflow, namer: Namer) -> dict[tuple[str, str], list[str]]:
    """Return every pair of states with the names of what leads from one to the other."""
    found: dict[tuple[str, str], list[str]] = {}
    for transition in workflow.transitions:
        for source in transition.sources:
            pair = (source, transition.target_from(source))
            names = found.setdefault(pair, [])
            name = namer.transition(transition)
            if name not in names:
                names.append(name)
    return found


def mermaid(workflow: Workflow, namer: Namer) -> str:
    """Return a Mermaid state diagram."""
    lines = ["stateDiagram-v2"]
    lines += [f'  state "{namer.state(s)}" as {s}' for s in workflow.states]
    lines.append(f"  [*] --> {workflow.initial}")
    for (source, target), names in arrows_of(workflow, namer).items():
        lines.append(f"  {source} --> {target} : {' / '.join(names)}")
    ends = [s.id for s in workflow.states.values() if s.kind is StateKind.TERMINAL]
    lines += [f"  {end} --> [*]" for end in ends]
    return "\n".join(lines) + "\n"


def svg(workflow: Workflow, namer: Namer, title: str) -> str:
    """Return an SVG drawing, 1 unit a pixel, that needs no style sheet."""
    arrows = arrows_of(workflow, namer)
    own = {a: names for (a, b), names in arrows.items() if a == b}
    between = {pair: names for pair, names in arrows.items() if pair[0] != pair[1]}
    chart = _Chart(lay_out(list(workflow.states), between), own)
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {chart.width} {chart.height}" '
            f'width="{chart.width}" height="{chart.height}" role="img" font-family="{FONTS}">'
        ),
        f"<title>{escape(title)}</title>",
        f'<rect width="{chart.width}" height="{chart.height}" fill="#fff"/>',
    ]
    parts += [chart.arrow(pair) for pair in between]
    parts += [chart.box(s, namer.state(s.id)) for s in workflow.states.values()]
    parts += [chart.labels(pair, names) for pair, names in between.items()]
    return "\n".join([*parts, "</svg>"]) + "\n"


Spot = tuple[float, float]


class _Chart:
    """Turns a layout into places on paper and shapes."""

    def __init__(self, layout: Layout, own: Mapping[str, Sequence[str]]) -> None:
        """`own` are the names of what leads from a state to itself; they stand in its box."""
        self._layout = layout
        self._own = own
        self._spots: dict[str, Spot] = {}
        sizes = [[self._size(n) for n in row] for row in layout.layers]
        total = max(_row_width(row) for row in sizes)
        y = float(MARGIN)
        for row, boxes in zip(layout.layers, sizes, strict=True):
            tall = max((h for _, h in boxes), default=0)
            x = MARGIN + (total - _row_width(boxes)) / 2
            for node, (wide, _) in zip(row, boxes, strict=True):
                self._spots[node] = (x + wide / 2, y + tall / 2)
                x += wide + GAP_X
            y += tall + GAP_Y
        self.width = int(total + MARGIN * 2)
        self.height = int(y - GAP_Y + MARGIN)

    def _size(self, node: str) -> tuple[float, float]:
        if node in {a for pair in self._layout.ways for a in pair} or "@" not in node:
            return BOX_WIDTH, BOX_HEIGHT + LINE * len(self._own.get(node, ()))
        return WAY_WIDTH, BOX_HEIGHT

    def _points(self, pair: tuple[str, str]) -> list[Spot]:
        """Return the way of an arrow, from the edge of one box to the edge of the other."""
        down = -1 if pair in self._layout.backward else 1
        (x0, y0), (x1, y1) = self._spots[pair[0]], self._spots[pair[1]]
        half0, half1 = (self._size(state)[1] / 2 * down for state in pair)
        ways = [self._spots[p] for p in self._layout.ways[pair]]
        shift = BOX_WIDTH / 5 * down
        return [(x0 + shift, y0 + half0), *ways, (x1 + shift, y1 - half1)]

    def arrow(self, pair: tuple[str, str]) -> str:
        """Return an arrow."""
        points = self._points(pair)
        path = f"M{points[0][0]:.0f},{points[0][1]:.0f}"
        for (x0, y0), (x1, y1) in pairwise(points):
            bend = (y1 - y0) / 2
            path += f" C{x0:.0f},{y0 + bend:.0f} {x1:.0f},{y1 - bend:.0f} {x1:.0f},{y1:.0f}"
        back = pair in self._layout.backward
        colour, (x, y), side = BACK if back else FORWARD, points[-1], -7 if not back else 7
        return (
            f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.2"/>'
            f'<path d="M{x:.0f},{y:.0f} l-4,{side} l8,0 z" fill="{colour}"/>'
        )

    def box(self, state: State, name: str) -> str:
        """Return a state with its name, and below it what leads back to itself."""
        x, y = self._spots[state.id]
        wide, tall = self._size(state.id)
        heavy = 2.6 if state.kind is StateKind.TERMINAL else 1.3
        left, top = x - wide / 2, y - tall / 2
        fill = FILL.get(state.kind, "#fff")
        place = f'x="{left:.0f}" y="{top:.0f}" width="{wide:.0f}" height="{tall:.0f}" rx="8"'
        shapes = [
            f'<rect {place} fill="{fill}" stroke="#234" stroke-width="{heavy}"/>',
            _text(x, top + 24, name, size=14),
        ]
        for number, own in enumerate(self._own.get(state.id, ())):
            shapes.append(_text(x, top + 38 + number * LINE, f"↻ {own}", size=11))
        return "".join(shapes)

    def labels(self, pair: tuple[str, str], names: Sequence[str]) -> str:
        """Return the names along an arrow."""
        points = self._points(pair)
        middle = (len(points) - 1) // 2
        (x0, y0), (x1, y1) = points[middle], points[middle + 1]
        t = LABEL_AT
        x = x0 * (1 - t) ** 2 * (1 + 2 * t) + x1 * t**2 * (3 - 2 * t)
        y = y0 + (y1 - y0) * t - LINE * (len(names) - 1) / 2
        back = pair in self._layout.backward
        colour, anchor, aside = (BACK, "end", -4) if back else (FORWARD, "start", 4)
        return "".join(
            _text(x + aside, y + n * LINE, name, size=11, anchor=anchor, colour=colour)
            for n, name in enumerate(names)
        )


def _row_width(boxes: Sequence[tuple[float, float]]) -> float:
    return sum(wide for wide, _ in boxes) + GAP_X * max(len(boxes) - 1, 0)


def _text(
    x: float, y: float, text: str, *, size: int, anchor: str = "middle", colour: str = "#123"
) -> str:
    """Return a text with a white rim, so that arrows do not strike it through."""
    where = f'x="{x:.0f}" y="{y:.0f}" font-size="{size}" text-anchor="{anchor}"'
    words = escape(text)
    return (
        f'<text {where} stroke="#fff" stroke-width="4" fill="#fff">{words}</text>'
        f'<text {where} fill="{colour}">{words}</text>'
    )
