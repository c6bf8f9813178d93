"""A legal diff tells what a case is asked more, less or in other words; layout is no law."""

import pytest

from engine.definition_diff import Burden, compare
from tests.versions import sample

HEAVIER, LIGHTER, SAME = Burden.HEAVIER, Burden.LIGHTER, Burden.SAME
ACTOR = "    actors: [{role: case_officer, relation: assigned}]\n"
CERTAIN = "      - {fact: stated, with: {input: certain}, rule: R030, law: APL 46(2)}\n"
VERIFIED = "{fact: evidence_verified, when: {input: kind, is: [photo]}, rule: R031, law: APL 46(2)}"
KIND = "type: choice, required: true, choices: {photo: 照片, paper: 纸质}"
HEARD = "blocking: true, rule: R060, law: APL 44"
ENDED = "  ended:   {name: 已结束, name_en: Ended, kind: terminal}\n"

#: What is edited, and the one change it is: area, word, where, burden.
CASES = {
    "a guard dropped": (CERTAIN, "", ("guard", "removed", "X01", LIGHTER)),
    "a guard added": (
        CERTAIN,
        CERTAIN + "      - {fact: party_identified, rule: R030, law: APL 40}\n",
        ("guard", "added", "X01", HEAVIER),
    ),
    "another article": (
        "rule: R043, law: M55 20",
        "rule: R043, law: M55 21",
        ("guard", "changed", "X02", SAME),
    ),
    "asked always": (
        VERIFIED,
        "{fact: evidence_verified, rule: R031, law: APL 46(2)}",
        ("guard", "widened", "X01", HEAVIER),
    ),
    "asked for less": (
        "{fact: stated, with: {input: certain}, rule",
        "{fact: stated, with: {input: certain}, when: {input: kind, is: [photo]}, rule",
        ("guard", "narrowed", "X01", LIGHTER),
    ),
    "another argument": (
        "states: [v_served]",
        "states: [v_cancelled]",
        ("guard", "changed", "X02", HEAVIER),
    ),
    "either answer will do": (
        "{fact: mark_is, with",
        "{fact: mark_is, is: [true, false], with",
        ("guard", "widened", "X02", LIGHTER),
    ),
    "the other answer": (
        "{fact: mark_is, with",
        "{fact: mark_is, is: false, with",
        ("guard", "narrowed", "X02", HEAVIER),
    ),
    "anybody of the role": (
        ACTOR,
        "    actors: [{role: case_officer}]\n",
        ("actor", "widened", "X01", LIGHTER),
    ),
    "a second role": (
        "    actors: [{role: agency_head}]\n",
        "    actors: [{role: agency_head}, {role: chief}]\n",
        ("actor", "widened", "X02", LIGHTER),
    ),
    "the squad's own only": (
        "actors: [{role: case_officer}]",
        "actors: [{role: case_officer, relation: own_squad}]",
        ("actor", "narrowed", "X03", HEAVIER),
    ),
    "a field more": (
        "      - {name: proofs",
        "      - {name: place, label: 地点, type: text, required: true}\n      - {name: proofs",
        ("input", "added", "X01", HEAVIER),
    ),
    "a field that may be left out": (
        "      - {name: proofs",
        "      - {name: place, label: 地点, type: text}\n      - {name: proofs",
        ("input", "added", "X01", SAME),
    ),
    "a choice less": (
        KIND,
        KIND.replace(", paper: 纸质", ""),
        ("input", "narrowed", "X01", HEAVIER),
    ),
    "a choice more": (
        KIND,
        KIND.replace("}", ", film: 录像}"),
        ("input", "widened", "X01", LIGHTER),
    ),
    "another label": ("label: 证据", "label: 证据材料", ("input", "changed", "X01", SAME)),
    "no document": (
        "      - {form: rectification_order, serve: true}\n",
        "      []\n",
        ("document", "removed", "X02", LIGHTER),
    ),
    "not served": (
        "{form: rectification_order, serve: true}",
        "{form: rectification_order}",
        ("document", "changed", "X02", HEAVIER),
    ),
    "another clock": ("start: D01", "start: D11", None),
    "another day": (
        "{start: D01, from: taken_on}",
        "{start: D01}",
        ("deadline", "changed", "X01", HEAVIER),
    ),
    "a question that blocks no more": (
        HEARD,
        HEARD.replace("true", "false"),
        ("checklist", "changed", "X02", SAME),
    ),
    "a question in other words": (
        "ask: 已听取意见",
        "ask: 已当面听取意见",
        ("checklist", "changed", "X02", SAME),
    ),
    "another track": (
        "transition: T1401",
        "transition: T1402",
        ("track", "changed", "X02", HEAVIER),
    ),
    "another mark": (
        "{opinion_open: true}",
        "{opinion_open: false}",
        ("effect", "changed", "X01", HEAVIER),
    ),
    "another goal": (
        "    from: waiting\n    to: decided\n",
        "    from: waiting\n    to: ended\n",
        ("way", "changed", "X02", HEAVIER),
    ),
    "another way in": (
        "    from: decided\n",
        "    from: [decided, waiting]\n",
        ("way", "widened", "X03", LIGHTER),
    ),
    "another trigger": (
        "trigger: finish",
        "trigger: conclude",
        ("wording", "changed", "X03", HEAVIER),
    ),
    "another name": ("name: 起草", "name: 拟稿", ("wording", "changed", "X01", SAME)),
    "another basis": ("law: [APL 57]", "law: [APL 57, APL 58]", ("basis", "changed", "X02", SAME)),
    "a state's name": ("name: 等待中,", "name: 待批,", ("state", "changed", "waiting", SAME)),
    "a state's kind": ("kind: paused", "kind: normal", ("state", "changed", "waiting", HEAVIER)),
    "a state more": (
        ENDED,
        ENDED + "  lost: {name: 迷路, name_en: Lost}\n",
        ("state", "added", "lost", SAME),
    ),
    "a version": ('"2026.1"', '"2027.1"', ("head", "changed", "", SAME)),
    "its first day": ("valid_from: 2026", "valid_from: 2027", ("head", "changed", "", SAME)),
}


@pytest.mark.parametrize("name", [n for n, (_, _, change) in CASES.items() if change])
def test_one_edit_is_one_change_of_the_right_burden(tmp_path, name):
    before, after, expected = CASES[name]
    changes = compare(sample(tmp_path), sample(tmp_path, (before, after)))
    assert [(c.area, c.change, c.at, c.burden) for c in changes] == [expected]


def test_another_clock_is_one_dropped_and_one_added(tmp_path):
    changes = compare(sample(tmp_path), sample(tmp_path, CASES["another clock"][:2]))
    found = [(c.area, c.change, c.burden) for c in changes]
    assert found == [("deadline", "removed", LIGHTER), ("deadline", "added", HEAVIER)]


def test_a_step_that_came_or_went_is_told_whole(tmp_path):
    last = "  - id: X03\n"
    more = last.replace("X03", "X04")
    old, new = sample(tmp_path), sample(tmp_path, (last, more))
    found = [(c.area, c.change, c.at, c.burden) for c in compare(old, new)]
    assert found == [
        ("transition", "removed", "X03", HEAVIER),
        ("transition", "added", "X04", LIGHTER),
    ]


def test_order_spacing_and_comments_are_no_change_of_law(tmp_path):
    pair = CERTAIN + f"      - {VERIFIED}\n"
    swapped = f"      - {VERIFIED}\n" + CERTAIN
    old = sample(tmp_path)
    new = sample(tmp_path, (pair, swapped), ("states:\n", "# another comment\nstates:\n\n"))
    assert old.digest != new.digest
    assert compare(old, new) == ()
    assert compare(old, old) == ()


def test_a_change_there_and_back_has_the_opposite_burden(tmp_path):
    opposite = {HEAVIER: LIGHTER, LIGHTER: HEAVIER}
    for name in ("a guard dropped", "a guard added", "anybody of the role", "a second role"):
        new = sample(tmp_path, CASES[name][:2])
        there, back = compare(sample(tmp_path), new), compare(new, sample(tmp_path))
        assert [opposite[c.burden] for c in there] == [c.burden for c in back]
