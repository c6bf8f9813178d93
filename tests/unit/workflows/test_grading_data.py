"""Grading standards as data: whole, add up, every check there, every mistake told with its line."""

import re
from pathlib import Path

import pytest

from engine.errors import ConfigurationError
from engine.grading.finding import check_names
from engine.grading.profile import HALVES, Kind
from engine.instruments import spelled
from runtime.languages import Language
from runtime.messages import texts
from tests.grading_share import PAGE, page
from tests.playbook import law
from workflows.grading_data import SHIPPED, keep_profiles, load_profile, load_profiles, profile_for

PROFILES = load_profiles()
DEFAULT = PROFILES["chengguan-default-1"]
#: Points by group and kind, as the standard adds them up (dossier-grading 4).
GROUPS = {"A": 10, "B": 20, "C": 12, "D": 10, "E": 24, "F": 12, "G": 6, "H": 6}
AUTO = ("V01", "V02", "V03", "V04", "V09", "V10", "V11", "V13", "V14", "V15", "V16", "V18", "V19")
LATE_AUTO = ("V20", "V21", "V22")


def test_the_standard_has_its_items_and_vetoes():
    assert len(DEFAULT.items) == 48
    assert [v.id for v in DEFAULT.vetoes] == [f"V{n:02}" for n in range(1, 23)]
    auto = {v.id for v in DEFAULT.vetoes if v.kind is Kind.AUTO}
    assert auto == {*AUTO, *LATE_AUTO}


def test_the_points_are_those_of_the_standard():
    by_group = dict.fromkeys(GROUPS, 0)
    for item in DEFAULT.items:
        by_group[item.group] += item.halves
    assert {g: h / HALVES for g, h in by_group.items()} == GROUPS


def test_automatic_assisted_and_human_points_are_those_of_the_standard():
    """62 automatic, 32 assisted, 6 human."""
    kinds = {k: sum(i.halves for i in DEFAULT.items if i.kind is k) / HALVES for k in Kind}
    assert kinds == {Kind.AUTO: 62, Kind.ASSISTED: 32, Kind.HUMAN: 6}


@pytest.mark.parametrize("profile", PROFILES.values(), ids=list(PROFILES))
def test_every_standard_adds_up_to_a_hundred(profile):
    assert sum(i.halves for i in profile.items) == 200


@pytest.mark.parametrize("profile", PROFILES.values(), ids=list(PROFILES))
def test_everything_automatic_or_assisted_has_a_check(profile):
    """An item the program is said to decide, or to prefill, is fed by something."""
    bare = [h.id for h in profile.heads() if h.kind is not Kind.HUMAN and not h.checks]
    assert bare == []


@pytest.mark.parametrize("profile", PROFILES.values(), ids=list(PROFILES))
def test_every_check_costs_points_or_points_something_out(profile):
    """An item's checks take points off; one that takes none says why there are others that do."""
    for item in profile.items:
        if item.kind is not Kind.HUMAN:
            assert any(c.halves for c in item.checks), item.id
        assert all(c.halves <= item.halves for c in item.checks), item.id


@pytest.mark.parametrize("profile", PROFILES.values(), ids=list(PROFILES))
def test_every_finding_is_explained_and_cured_in_both_languages(profile):
    for language in Language:
        told = {
            **texts(language, "grading")["finding"],
            **texts(language, "grading_steps")["finding"],
        }
        for head in profile.heads():
            for asked in head.checks:
                said = told.get(asked.explained)
                assert said is not None, (head.id, asked.explained)
                assert set(said) == {"found", "cure"}, asked.explained


@pytest.mark.parametrize("profile", PROFILES.values(), ids=list(PROFILES))
def test_forms_deadlines_and_articles_named_exist(profile):
    forms, rules = set(law().forms.forms()), set(law().rules)
    for head in profile.heads():
        assert set(head.evidence) <= forms, head.id
        assert all(spelled(one, law().instruments) for one in head.law), head.id
        for asked in head.checks:
            assert set(asked.forms) <= forms, (head.id, asked.check)
            assert not asked.deadline or asked.deadline in rules, (head.id, asked.check)
            assert spelled(asked.law, law().instruments), (head.id, asked.check)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=list(PROFILES))
def test_triggers_and_checklist_items_named_exist(profile):
    """What acts are called comes from the procedures; a name nobody fires would never be found."""
    transitions = [t for w in law().workflows.values() for t in w.transitions]
    triggers = {t.trigger for t in transitions}
    answers = {i.id for t in transitions for i in t.checklist}
    by_acts = {"act_missing", "act_late", "act_not_affirmed", "act_field_wrong", "points_unheard"}
    for head in profile.heads():
        for asked in head.checks:
            if asked.check in by_acts:
                assert set(asked.names) <= triggers, (head.id, asked.check)
            if asked.check == "checklist_denied":
                assert set(asked.names) <= answers, head.id


def test_every_registered_check_is_asked_by_some_standard():
    asked = {c.check for p in PROFILES.values() for h in p.heads() for c in h.checks}
    spare = check_names() - asked
    assert spare == set()


@pytest.mark.parametrize(
    ("procedure", "profile"),
    [
        ("ordinary", "chengguan-default-1"),
        ("simple", "chengguan-spot-1"),
        ("parking", "chengguan-parking-1"),
        ("hearing", None),
    ],
)
def test_a_procedure_has_its_standard(procedure, profile):
    found = profile_for(PROFILES, procedure, DEFAULT.valid_from)
    assert (found.id if found else None) == profile


# -- a bureau's own -------------------------------------------------------------------------------


def edited(tmp_path, old, new, name="own.yaml"):
    """The default standard with one stretch changed, in a folder of its own."""
    text = (SHIPPED / "chengguan-default-1.yaml").read_text("utf-8")
    assert old in text
    path = tmp_path / name
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


MISTAKES = [
    ("points: 3\n    type: A", "points: 4\n    type: A", "grading.points"),
    ("points: 3\n    type: A", "points: 3.2\n    type: A", "grading.half_points"),
    ("points: 3\n    type: A", "points: -3\n    type: A", "grading.half_points"),
    ("    group: A\n", "    group: Q\n", "grading.unknown_group"),
    ("- id: A2\n", "- id: A1\n", "grading.twice"),
    ("check: seal_missing", "check: seal_misplaced", "grading.unknown_check"),
    ("outcomes: [penalty]}", "outcomes: [prize]}", "grading.unknown_outcome"),
    ("question: party_known", "question: party_famous", "grading.unknown_question"),
    ("expected: penalty", "expected: prize", "grading.unknown_outcome"),
    ("best: excellent", "best: splendid", "grading.unknown_grade"),
    ("name: 优秀, least: 90", "name: 优秀, least: 70", "grading.bands"),
    ("    type: A\n", "    type: X\n", "data.unknown_word"),
    ("veto_zeroes_score: false", "veto_zeroes_scores: false", "data.missing_field"),
]


@pytest.mark.parametrize(("old", "new", "code"), MISTAKES)
def test_a_mistake_is_told_with_file_and_line(tmp_path, old, new, code):
    path = edited(tmp_path, old, new)
    with pytest.raises(ConfigurationError) as refused:
        load_profile(path)
    assert refused.value.code == code
    assert refused.value.facts["file"] == "own.yaml"
    assert refused.value.facts["line"] >= 1


def test_a_bureau_edits_points_and_is_graded_by_its_own_version(tmp_path):
    """Two points moved from C1 to C2: another digest, the same id, and it comes first."""
    text = (SHIPPED / "chengguan-default-1.yaml").read_text("utf-8")
    c1, c2 = (re.search(rf"- id: {i}\n(?:.*\n)+?    points: (\d)", text) for i in ("C1", "C2"))
    text = text[: c1.start(1)] + "3" + text[c1.end(1) : c2.start(1)] + "4" + text[c2.end(1) :]
    (tmp_path / "ours.yaml").write_text(text, "utf-8")
    present, *earlier = keep_profiles(tmp_path)
    assert present.id == DEFAULT.id
    assert present.digest != DEFAULT.digest
    assert present.item("C1").halves == 6
    assert DEFAULT.digest in {p.digest for p in earlier}


def test_a_standard_once_graded_by_is_never_lost(tmp_path):
    """Sheets name a standard by digest; one taken away again is still found by it."""
    own = edited(tmp_path, 'version: "1"', 'version: "2"')
    digest = keep_profiles(tmp_path)[0].digest
    own.unlink()
    kept = keep_profiles(tmp_path)
    assert digest in {p.digest for p in kept}
    assert kept[0].digest == DEFAULT.digest


def test_the_table_of_checks_is_current():
    """docs/grading-table.md is written by `python -m tests.grading_share --write`."""
    assert PAGE.read_text("utf-8") == page(PROFILES.values())


def test_the_shipped_files_are_standards_and_nothing_else():
    assert {p.stem for p in Path(SHIPPED).glob("chengguan-*.yaml")} == set(PROFILES)
