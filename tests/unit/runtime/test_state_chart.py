"""Drawings of procedures: complete, well-formed, on the page, no boxes on each other."""

from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.layering import lay_out
from runtime.state_chart import Namer, mermaid, svg
from runtime.svg_text import width_of
from workflows.definition_data import load_workflows

WORKFLOWS = sorted(load_workflows().values(), key=lambda w: w.id)
EACH = pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda w: w.id)
SVG = "{http://www.w3.org/2000/svg}"


def namer(workflow):
    return Namer(
        state=lambda s: workflow.states[s].name,
        transition=lambda t: t.name,
        actors=lambda t: "、".join(a.role for a in t.actors),
        tip=lambda t: "依据" + "、".join(t.law),
    )


def rows(root):
    """What every card says, line by line, without what is only shown on pointing."""
    return [
        [t.text for t in card.iter(f"{SVG}text")]
        for card in root.iter(f"{SVG}g")
        if card.find(f"{SVG}circle") is not None
    ]


@EACH
def test_a_drawing_has_a_card_for_every_state_with_every_step_that_leaves_it(workflow):
    root = ET.fromstring(svg(workflow, namer(workflow), workflow.name))
    cards = rows(root)
    assert [card[1] for card in cards] == [s.name for s in workflow.states.values()]
    for state, card in zip(workflow.states.values(), cards, strict=True):
        leaving = [t for t in workflow.transitions if state.id in t.sources]
        below = {text.split(" · ")[0].rstrip("…") for text in card}
        assert [t.trigger for t in leaving if t.trigger not in below] == []
        assert sum(text in {"→", "↩", "↻"} for text in card) == len(leaving)


@EACH
def test_every_step_says_where_it_leads_by_number_and_tells_more_on_pointing(workflow):
    root = ET.fromstring(svg(workflow, namer(workflow), workflow.name))
    numbers = {s: n for n, s in enumerate(workflow.states, 1)}
    said = [text for card in rows(root) for text in card]
    for transition in workflow.transitions:
        for source in transition.sources:
            target = transition.target_from(source)
            if target != source:
                assert any(t.startswith(f"{numbers[target]} ") for t in said)
    tips = "".join(t.text or "" for t in root.iter(f"{SVG}title"))
    for transition in workflow.transitions:
        assert not transition.sources or transition.id in tips
        assert not transition.sources or "依据" + transition.law[0] in tips


@EACH
def test_no_text_leaves_its_card(workflow):
    root = ET.fromstring(svg(workflow, namer(workflow), workflow.name))
    for card in root.iter(f"{SVG}g"):
        frame = card.find(f"{SVG}rect")
        if card.find(f"{SVG}circle") is None:
            continue
        left, width = float(frame.get("x")), float(frame.get("width"))
        for text in card.iter(f"{SVG}text"):
            wide = width_of(text.text or "", float(text.get("font-size")))
            shift = {"start": 0, "middle": wide / 2, "end": wide}[text.get("text-anchor")]
            begin = float(text.get("x")) - shift
            assert left <= begin
            assert begin + wide <= left + width


@EACH
def test_a_drawing_is_no_ribbon(workflow):
    root = ET.fromstring(svg(workflow, namer(workflow), workflow.name))
    width, height = float(root.get("width")), float(root.get("height"))
    assert height <= 2.2 * width
    assert width <= 3 * height


@EACH
def test_boxes_lie_on_the_page_and_never_on_each_other(workflow):
    root = ET.fromstring(svg(workflow, namer(workflow), workflow.name))
    width, height = float(root.get("width")), float(root.get("height"))
    boxes = [
        tuple(float(r.get(k)) for k in ("x", "y", "width", "height"))
        for r in root.iter(f"{SVG}rect")
        if r.get("rx")
    ]
    assert len(boxes) == len(workflow.states)
    for x, y, w, h in boxes:
        assert x >= 0
        assert y >= 0
        assert x + w <= width
        assert y + h <= height
    for (ax, ay, aw, ah), (bx, by, bw, bh) in combinations(boxes, 2):
        assert ax + aw <= bx or bx + bw <= ax or ay + ah <= by or by + bh <= ay


@EACH
def test_mermaid_text_has_every_arrow_once(workflow):
    lines = mermaid(workflow, namer(workflow)).splitlines()
    assert lines[0] == "stateDiagram-v2"
    pairs = {(s, t.target_from(s)) for t in workflow.transitions for s in t.sources}
    drawn = [line.split(" : ")[0].strip() for line in lines if " : " in line]
    assert sorted(drawn) == sorted(f"{a} --> {b}" for a, b in pairs)


NODES = [f"s{n}" for n in range(8)]
ARROWS = st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)), max_size=20)


@given(ARROWS)
def test_every_node_has_one_place_and_every_arrow_crosses_layer_by_layer(arrows):
    layout = lay_out(NODES, arrows)
    spots = list(layout.places.values())
    assert len(spots) == len(set(spots))
    assert set(NODES) <= layout.places.keys()
    for (a, b), way in layout.ways.items():
        levels = [layout.places[n][0] for n in (a, *way, b)]
        steps = {y - x for x, y in pairwise(levels)}
        assert steps == ({-1} if (a, b) in layout.backward else {1})
