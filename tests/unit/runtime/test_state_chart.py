"""Drawings of procedures: complete, well-formed, on the page, no boxes on each other."""

from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.layering import lay_out
from runtime.state_chart import Namer, mermaid, svg
from workflows.definition_data import load_workflows

WORKFLOWS = sorted(load_workflows().values(), key=lambda w: w.id)
EACH = pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda w: w.id)
SVG = "{http://www.w3.org/2000/svg}"


def namer(workflow):
    return Namer(state=lambda s: workflow.states[s].name, transition=lambda t: t.name)


@EACH
def test_a_drawing_names_every_state_and_every_step(workflow):
    root = ET.fromstring(svg(workflow, namer(workflow), workflow.name))
    said = {"".join(t.itertext()).removeprefix("↻ ") for t in root.iter(f"{SVG}text")}
    assert {s.name for s in workflow.states.values()} <= said
    assert {t.name for t in workflow.transitions if t.sources} <= said


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
