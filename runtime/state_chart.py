"""A machine drawn for people: as Mermaid text, or as an SVG of cards.

Every state is a numbered card that lists the steps leaving it and where they lead; arrows are
drawn only to the next row, so that a big machine stays legible. Names are handed in; the drawing
needs no style sheet and no other program.
"""

from collections.abc import Callable
from dataclasses import dataclass
from xml.sax.saxutils import escape

from engine.definition import State, StateKind, Transition, Workflow
from runtime.card_places import CARD, MARGIN, place_cards
from runtime.layering import Layout, lay_out
from runtime.svg_text import INK, fitting, text_at, width_of, wrapped

HEAD, ROW = 34, 34
TITLE, LEGEND = 52, 46
PAD = 10
FONTS = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, sans-serif"
#: By kind: the card's head, its rim, and the words on the head.
COLOURS = {
    StateKind.INITIAL: ("#1f6f54", "#1f6f54", "#ffffff"),
    StateKind.NORMAL: ("#e4ecf5", "#6d87a6", "#16304f"),
    StateKind.PAUSED: ("#fbe9c6", "#c69739", "#5a430f"),
    StateKind.TERMINAL: ("#3d4650", "#3d4650", "#ffffff"),
}
GREY = "#6b7783"
ONWARD, BACK, STAYS = "#2b5f9e", "#b0562a", "#7a7f86"
SIGNS = {ONWARD: "→", BACK: "↩", STAYS: "↻"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Namer:
    """How states and transitions are called."""

    state: Callable[[str], str]
    transition: Callable[[Transition], str]
    #: Who takes a step, in a few words.
    actors: Callable[[Transition], str] = lambda _: ""
    #: What stands behind a step: its articles and conditions.
    tip: Callable[[Transition], str] = lambda _: ""
    #: The words of the legend, by the name of a kind or sign.
    word: Callable[[str], str] = lambda name: name


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
    """Return a Mermaid state diagram, its states coloured by kind."""
    lines = ["stateDiagram-v2", "  direction TB"]
    lines += [f'  state "{namer.state(s)}" as {s}' for s in workflow.states]
    lines.append(f"  [*] --> {workflow.initial}")
    for (source, target), names in arrows_of(workflow, namer).items():
        lines.append(f"  {source} --> {target} : {' / '.join(names)}")
    lines += [f"  {s.id} --> [*]" for s in workflow.states.values() if s.kind in ENDS]
    for kind, (fill, rim, ink) in COLOURS.items():
        mine = [s.id for s in workflow.states.values() if s.kind is kind]
        if mine:
            lines.append(f"  classDef {kind.value} fill:{fill},stroke:{rim},color:{ink}")
            lines.append(f"  class {','.join(mine)} {kind.value}")
    return "\n".join(lines) + "\n"


ENDS = frozenset({StateKind.TERMINAL})


def svg(workflow: Workflow, namer: Namer, title: str) -> str:
    """Return an SVG drawing, 1 unit a pixel; pointing at a step tells its articles."""
    chart = _Chart(workflow, namer)
    width, height = chart.width, chart.height
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" role="img" font-family="{FONTS}">'
        ),
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        text_at(MARGIN, MARGIN + 18, fitting(title, width - MARGIN, 22), size=22, weight="bold"),
        *chart.arrows(),
        *(chart.card(state) for state in workflow.states.values()),
        chart.legend(),
    ]
    return "\n".join([*parts, "</svg>"]) + "\n"


class _Chart:
    """Turns a machine into places on paper and shapes."""

    def __init__(self, workflow: Workflow, namer: Namer) -> None:
        self._workflow = workflow
        self._namer = namer
        self._numbers = {s: n for n, s in enumerate(workflow.states, 1)}
        self._steps = {s: _leaving(workflow, s) for s in workflow.states}
        pairs = [
            (a, b) for a, b in arrows_of(workflow, namer) if self._numbers[a] < self._numbers[b]
        ]
        whole = lay_out(list(workflow.states), pairs)
        self._near = [p for p in pairs if _rows_down(whole, p) == 1]
        layers = lay_out(list(workflow.states), self._near).layers
        rows = [[s for s in row if s in self._numbers] for row in layers]
        self._placed = place_cards(rows, self._tall, MARGIN + TITLE)
        self.width = self._placed.width
        self._reading = wrapped(namer.word("reading"), self.width - 2 * MARGIN, 11)
        self.height = self._placed.depth + MARGIN + LEGEND + 16 * len(self._reading)

    def _tall(self, state: str) -> int:
        return HEAD + ROW * len(self._steps[state]) + (4 if self._steps[state] else 0)

    # -- arrows -----------------------------------------------------------------------------

    def arrows(self) -> list[str]:
        """Return the arrows to the next row, spread along the edges they leave and reach."""
        leaving, reaching = (self._placed.shares(self._near, end) for end in (0, 1))
        return [self._arrow(pair, leaving[pair], reaching[pair]) for pair in self._near]

    def _arrow(self, pair: tuple[str, str], out: float, into: float) -> str:
        path, (x, y) = self._placed.way(pair, out, into)
        return (
            f'<path d="{path}" fill="none" stroke="{ONWARD}" stroke-width="1.6"/>'
            f'<path d="M{x:.0f},{y:.0f} l-5,-8 l10,0 z" fill="{ONWARD}"/>'
        )

    # -- cards ------------------------------------------------------------------------------

    def card(self, state: State) -> str:
        """Return a state: its number and name, and below it every step that leaves it."""
        x, y = self._placed.spots[state.id]
        fill, rim, ink = COLOURS[state.kind]
        tall = self._tall(state.id)
        heavy = 2.4 if state.kind in ENDS else 1.3
        frame = f'width="{CARD}" height="{tall}" rx="7" stroke="{rim}" stroke-width="{heavy}"'
        name = fitting(self._namer.state(state.id), CARD - 64, 15)
        parts = [
            f'<rect x="{x:.0f}" y="{y:.0f}" {frame} fill="#ffffff"/>',
            f'<path d="{_head(x, y, rounded=not self._steps[state.id])}" fill="{fill}"/>',
            text_at(x + 22, y + 22, str(self._numbers[state.id]), size=12, middle=True, colour=ink),
            f'<circle cx="{x + 22:.0f}" cy="{y + 17:.0f}" r="11" fill="none" stroke="{ink}"/>',
            text_at(x + 42, y + 22, name, size=15, weight="bold", colour=ink),
        ]
        if state.kind is not StateKind.NORMAL:
            word = self._namer.word(state.kind.value)
            right = x + CARD - PAD
            parts.append(text_at(right, y + 22, word, size=11, end=True, colour=ink))
        for number, (step, target) in enumerate(self._steps[state.id]):
            parts.append(self._row(state.id, step, target, x, y + HEAD + ROW * number))
        return "<g>" + "".join(parts) + "</g>"

    def _row(self, source: str, step: Transition, target: str, x: float, y: float) -> str:
        """Return one step: what it is called, where it leads, its trigger and who takes it."""
        colour = self._colour(source, target)
        goal = "" if target == source else f"{self._numbers[target]} {self._namer.state(target)}"
        goal = fitting(goal, CARD * 0.42, 11)
        room = CARD - 2 * PAD - 16 - width_of(goal, 11) - 12
        name = fitting(self._namer.transition(step), room, 13)
        below = " · ".join(t for t in (step.trigger, self._namer.actors(step)) if t)
        right = x + CARD - PAD
        tip = f"{step.id} {self._namer.transition(step)}\n{self._namer.tip(step)}".strip()
        return "".join(
            (
                f"<g><title>{escape(tip)}</title>",
                f'<rect x="{x + 1:.0f}" y="{y:.0f}" width="{CARD - 2}" height="{ROW}" fill="#fff" ',
                'fill-opacity="0"/>',
                text_at(x + PAD, y + 16, SIGNS[colour], size=13, colour=colour),
                text_at(x + PAD + 18, y + 16, name, size=13, colour=INK),
                text_at(right, y + 16, goal, size=11, end=True, colour=colour) if goal else "",
                text_at(
                    x + PAD + 18,
                    y + 29,
                    fitting(below, CARD - 2 * PAD - 18, 10),
                    size=10,
                    colour=GREY,
                ),
                "</g>",
            )
        )

    def _colour(self, source: str, target: str) -> str:
        if source == target:
            return STAYS
        return BACK if self._numbers[target] < self._numbers[source] else ONWARD

    def legend(self) -> str:
        """Return what colours and signs mean."""
        y = self._placed.depth + MARGIN
        x = float(MARGIN)
        parts: list[str] = []
        for kind, (fill, rim, _) in COLOURS.items():
            word = self._namer.word(kind.value)
            box = f'width="22" height="14" fill="{fill}" stroke="{rim}"'
            parts.append(f'<rect x="{x:.0f}" y="{y + 10}" {box}/>')
            parts.append(text_at(x + 28, y + 22, word, size=12, colour=INK))
            x += 28 + width_of(word, 12) + 24
        for colour, sign in SIGNS.items():
            word = self._namer.word({ONWARD: "onward", BACK: "back", STAYS: "stays"}[colour])
            parts.append(text_at(x, y + 22, sign, size=14, colour=colour))
            parts.append(text_at(x + 20, y + 22, word, size=12, colour=INK))
            x += 20 + width_of(word, 12) + 24
        for number, line in enumerate(self._reading):
            parts.append(text_at(MARGIN, y + 46 + 16 * number, line, size=11, colour=GREY))
        return "<g>" + "".join(parts) + "</g>"


def _leaving(workflow: Workflow, state: str) -> list[tuple[Transition, str]]:
    """Return the steps that leave a state with where they lead, those that stay last."""
    found = [(t, t.target_from(state)) for t in workflow.transitions if state in t.sources]
    return sorted(found, key=lambda pair: pair[1] == state)


def _rows_down(layout: Layout, pair: tuple[str, str]) -> int:
    return layout.places[pair[1]][0] - layout.places[pair[0]][0]


def _head(x: float, y: float, *, rounded: bool) -> str:
    """Return the outline of a card's head: round above, and below when nothing follows."""
    low = f"v{HEAD - 7} " if not rounded else f"v{HEAD - 14} q0,7 -7,7 "
    back = f"h-{CARD} " if not rounded else f"h-{CARD - 14} q-7,0 -7,-7 "
    up = f"v-{HEAD - 7} " if not rounded else f"v-{HEAD - 14} "
    return f"M{x:.0f},{y + 7:.0f} q0,-7 7,-7 h{CARD - 14} q7,0 7,7 {low}{back}{up}z"
