"""A machine drawn for people: as Mermaid text, or as an SVG with its states in layers.

Names are handed in, so that the drawing speaks the reader's language. Needs no other program.
"""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from engine.definition import StateKind, Transition, Workflow
from runtime.layering import Layout, lay_out

BOX_WIDTH, BOX_HEIGHT = 150, 40
GAP_X, GAP_Y = 36, 96
WAY_WIDTH = 86
LINE = 14
MARGIN = 40
STYLE = """
text { font-family: "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", sans-serif; }
.state { fill: #fff; stroke: #234; stroke-width: 1.4; }
.initial { fill: #e8f1fb; } .terminal { stroke-width: 3; } .paused { stroke-dasharray: 5 3; }
.name { font-size: 14px; text-anchor: middle; } .label { font-size: 11px; text-anchor: middle; }
.arrow { fill: none; stroke: #567; stroke-width: 1.1; } .back { stroke: #a64; }
.halo { stroke: #fff; stroke-width: 4; paint-order: stroke; }
"""


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
    """Return an SVG drawing, 1 unit a pixel."""
    arrows = arrows_of(workflow, namer)
    layout = lay_out(list(workflow.states), arrows)
    spots, width = _spots(layout)
    height = MARGIN * 2 + len(layout.layers) * (BOX_HEIGHT + GAP_Y)
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" role="img">'
        ),
        f"<title>{escape(title)}</title><style>{STYLE}</style>",
        (
            '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
            'markerHeight="7" orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="#567"/></marker></defs>'
        ),
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    parts += [_arrow(layout, spots, pair) for pair in arrows if pair[0] != pair[1]]
    parts += [_box(workflow, namer, state, spots[state]) for state in workflow.states]
    parts += [_labels(layout, spots, pair, names) for pair, names in arrows.items()]
    return "\n".join([*parts, "</svg>"]) + "\n"


Spot = tuple[float, float]


def _spots(layout: Layout) -> tuple[dict[str, Spot], int]:
    """Return the middle of every state and way point, and the drawing's width."""
    nodes = {a for pair in layout.ways for a in pair}
    widths = [
        [BOX_WIDTH if n in nodes or "@" not in n else WAY_WIDTH for n in row]
        for row in layout.layers
    ]
    total = max(sum(w) + GAP_X * (len(w) - 1) for w in widths if w)
    spots: dict[str, Spot] = {}
    for y, (row, sizes) in enumerate(zip(layout.layers, widths, strict=True)):
        x = MARGIN + (total - sum(sizes) - GAP_X * (len(sizes) - 1)) / 2
        for node, size in zip(row, sizes, strict=True):
            spots[node] = (x + size / 2, MARGIN + y * (BOX_HEIGHT + GAP_Y) + BOX_HEIGHT / 2)
            x += size + GAP_X
    return spots, int(total + MARGIN * 2)


def _points(layout: Layout, spots: Mapping[str, Spot], pair: tuple[str, str]) -> list[Spot]:
    """Return the way of an arrow, from the edge of one box to the edge of the other."""
    down = -1 if pair in layout.backward else 1
    start, end = spots[pair[0]], spots[pair[1]]
    shift = 14 * down
    half = BOX_HEIGHT / 2 * down
    ways = [spots[p] for p in layout.ways[pair]]
    return [(start[0] + shift, start[1] + half), *ways, (end[0] + shift, end[1] - half)]


def _arrow(layout: Layout, spots: Mapping[str, Spot], pair: tuple[str, str]) -> str:
    points = _points(layout, spots, pair)
    path = f"M{points[0][0]:.0f},{points[0][1]:.0f}"
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        bend = (y1 - y0) / 2
        path += f" C{x0:.0f},{y0 + bend:.0f} {x1:.0f},{y1 - bend:.0f} {x1:.0f},{y1:.0f}"
    kind = "arrow back" if pair in layout.backward else "arrow"
    return f'<path class="{kind}" d="{path}" marker-end="url(#tip)"/>'


def _box(workflow: Workflow, namer: Namer, state: str, spot: Spot) -> str:
    x, y = spot[0] - BOX_WIDTH / 2, spot[1] - BOX_HEIGHT / 2
    kind = workflow.states[state].kind.value
    return (
        f'<rect class="state {kind}" x="{x:.0f}" y="{y:.0f}" width="{BOX_WIDTH}" '
        f'height="{BOX_HEIGHT}" rx="8"/>'
        f'<text class="name" x="{spot[0]:.0f}" y="{spot[1] + 5:.0f}">'
        f"{escape(namer.state(state))}</text>"
    )


def _labels(
    layout: Layout, spots: Mapping[str, Spot], pair: tuple[str, str], names: Sequence[str]
) -> str:
    """Return the names along an arrow, or under the box of a state that leads to itself."""
    if pair[0] == pair[1]:
        x, y = spots[pair[0]][0], spots[pair[0]][1] + BOX_HEIGHT / 2 + LINE
        names = [f"↻ {' / '.join(names)}"]
    else:
        points = _points(layout, spots, pair)
        middle = len(points) // 2
        x = (points[middle - 1][0] + points[middle][0]) / 2
        y = (points[middle - 1][1] + points[middle][1]) / 2 - LINE * (len(names) - 1) / 2
    return "".join(
        f'<text class="label halo" x="{x:.0f}" y="{y + n * LINE:.0f}">{escape(name)}</text>'
        for n, name in enumerate(names)
    )
