"""Linting: every shipped file is clean, and every kind of mistake is told with line and cure."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.languages import Language
from runtime.linting import lint_files, spoken_terms
from runtime.messages import texts
from runtime.versions import known_versions
from tests.versions import SAMPLE, edited
from workflows.calendar_data import SHIPPED as CALENDARS
from workflows.deadline_data import load_deadlines
from workflows.definition_data import SHIPPED, load_workflow, load_workflows
from workflows.lint import shipped_files
from workflows.lint_finding import Level


def linted(tmp_path, *edits, also=()):
    """Errors about the sample machine with its text edited, as (line of the text, finding)."""
    path = tmp_path / "sample.yaml"
    path.write_text(edited(SAMPLE, edits), encoding="utf-8")
    rows = path.read_text("utf-8").splitlines()
    found = lint_files([path, *also], tmp_path).findings
    mine = [f for f in found if f.level is Level.ERROR and f.file == str(path)]
    return [(rows[f.line - 1].strip(), f) for f in mine]


def only(found):
    assert len(found) == 1, [(f.line, f.code, dict(f.facts)) for _, f in found]
    return found[0]


@pytest.mark.parametrize("path", shipped_files(), ids=lambda p: p.name)
def test_no_shipped_file_has_an_error(path, tmp_path):
    found = [f for f in lint_files([path], tmp_path).findings if f.level is Level.ERROR]
    assert found == []


def test_all_shipped_files_together_have_no_error(tmp_path):
    linted_all = lint_files([], tmp_path)
    assert len(linted_all.files) == len(shipped_files())
    assert [f for f in linted_all.findings if f.level is Level.ERROR] == []


def test_the_sample_is_clean(tmp_path):
    assert linted(tmp_path) == []


ORDER = "rectification_order"
#: A mistake, the code of its finding, the word it is about and the one that was meant.
WORDS = [
    ("fact: evidence_verified", "fact: evidence_verifeid", "unknown_fact", "evidence_verified"),
    ("law: M55 20", "law: N55 20", "unknown_law", "M55"),
    ("law: M55 20", "law: M55 第20条", "bad_citation", ""),
    ("{mark: opinion_open}", "{mark: opinion_opened}", "unknown_mark", "opinion_open"),
    ("{mark: opinion_open}", "{marc: opinion_open}", "unknown_argument", "mark"),
    ("{machine: service,", "{machine: servise,", "unknown_machine", "service"),
    ("states: [v_served]", "states: [v_serve]", "unknown_state", "v_served"),
    ("    to: decided\n", "    to: decide\n", "unknown_state", "decided"),
    ("relation: assigned", "relation: asigned", "unknown_relation", "assigned"),
    ("[{role: case_officer, ", "[{role: case_oficer, ", "unknown_role", "case_officer"),
    ("human, role: agency_head", "human, role: agency_hed", "unknown_role", "agency_head"),
    ("{form: filing_approval", "{form: filing_aproval", "unknown_form", "filing_approval"),
    ("stage: draft", "stage: drafts", "unknown_stage", "draft"),
    ("sign: [officer_lead]", "sign: [officer_leed]", "unknown_slot", "officer_lead"),
    ("- {stop: D01}", "- {stop: D01x}", "unknown_deadline", "D01"),
    ("from: taken_on}", "from: taken_no}", "unknown_input", "taken_on"),
    ("from: taken_on}", "from: 'sent:filing_approval'}", "bad_start", ""),
    ("from: taken_on}", "from: 'served:filing_aproval'}", "unknown_form", "filing_approval"),
    ("type: date", "type: dat", "unknown_kind", "date"),
    ("of: evidence_item", "of: evidence_itm", "unknown_kind", "evidence_item"),
    ("required_when: {kind: [photo]}", "required_when: {kind: [foto]}", "unknown_choice", "photo"),
    ("required_when: {kind: [photo]}", "required_when: {kin: [photo]}", "unknown_input", "kind"),
    ("{input: kind, is: [photo]}", "{input: kind, is: [photos]}", "unknown_choice", "photo"),
    ("{input: kind, is: [photo]}", "{input: kinds, is: [photo]}", "unknown_input", "kind"),
    ("{input: certain}", "{input: certian}", "unknown_input", "certain"),
    ("{machine: correction,", "{machine: corection,", "unknown_machine", "correction"),
    ("transition: T1401", "transition: T14O1", "unknown_transition", "T1401"),
    ("subject: rectification_order", "subject: rectification", "unknown_subject", ORDER),
    (
        "    trigger: finish\n",
        "    trigger: finish\n    serves: {on: now, mode: direct, form: filing_approval}\n",
        "unknown_subject",
        "",
    ),
    ("role: track", "role: trac", "unknown_word", "track"),
]


@pytest.mark.parametrize(("before", "after", "code", "meant"), WORDS, ids=lambda w: str(w)[:40])
def test_an_unknown_word_is_told_with_its_line_and_the_nearest_known_one(
    tmp_path, before, after, code, meant
):
    found = linted(tmp_path, (before, after))
    line, finding = next((line, f) for line, f in found if f.code == code)
    assert finding.facts["word"] in line
    assert finding.facts.get("near", "") == meant
    assert {f.code for _, f in found} <= {code, *FOLLOWING.get(after, ())}


#: What follows from a mistake besides the mistake.
FOLLOWING = {
    "    to: decide\n": {"unreachable", "no_end", "no_exit", "never_fires"},
    "- {stop: D01x}": {"never_stopped"},
}
WAITING = "  waiting: {name: 等待中, name_en: Waiting, kind: paused}\n"
DRAFT = "{form: filing_approval, stage: draft, sign: [officer_lead]}"
SHAPES = [
    (WAITING, WAITING + "  lost: {name: 迷路, name_en: Lost}\n", {"unreachable", "no_exit"}),
    ("    to: decided\n", "    to: waiting\n", {"unreachable", "no_end", "no_exit", "never_fires"}),
    (", kind: initial}", "}", {"no_initial", "unreachable", "never_fires"}),
    ("kind: paused", "kind: initial", {"two_initial"}),
    ("id: X02\n", "id: X01\n", {"duplicate_id"}),
    (
        "    from: decided\n    to: ended\n    trigger: finish",
        "    from: [decided, waiting]\n    to: ended\n    trigger: decide",
        {"duplicate_trigger"},
    ),
    ("    name_en: Draft\n", "    name_en: 起草\n", {"not_english"}),
    ("ask_en: Somebody was heard", "ask_en: 已听取意见", {"not_english"}),
    ("name_en: Waiting", "name_en: 等待", {"not_english"}),
    ("name_en: Sample procedure", "name_en: 示例", {"not_english"}),
    ("{name: 等待中,", "{name: 已决定,", {"duplicate_label"}),
    ("label: 日期", "label: 类型", {"duplicate_label"}),
    (DRAFT, "{form: filing_approval, serve: true}", {"serve_unsealed"}),
    ("valid_to: null", "valid_to: 2025-01-01", {"dates_reversed"}),
    ("    actors: [{role: agency_head}]\n", "", {"no_actor"}),
    (", choices: {photo: 照片, paper: 纸质}", "", {"choices_missing"}),
    ("role: track", "role: main", {"no_opening"}),
]


def named(word) -> str:
    """A name for a parameter; sets sorted, so that every process names its tests alike."""
    return str(sorted(word) if isinstance(word, set) else word)[:40]


@pytest.mark.parametrize(("before", "after", "codes"), SHAPES, ids=named)
def test_a_shape_that_cannot_work_is_told(tmp_path, before, after, codes):
    assert {f.code for _, f in linted(tmp_path, (before, after))} == codes


def test_versions_in_force_at_once_are_told_at_the_later_one(tmp_path):
    other = tmp_path / "earlier.yaml"
    later = (('"2026.1"', '"2027.1"'), ("valid_from: 2026-01-01", "valid_from: 2027-01-01"))
    other.write_text(SAMPLE, encoding="utf-8")
    assert linted(tmp_path, *later, also=[other]) == []  # an open end lasts until the next begins
    line, found = only(linted(tmp_path, later[1], also=[other]))
    assert (line, found.code) == ('version: "2026.1"', "same_version")
    line, found = only(linted(tmp_path, later[0], also=[other]))
    assert (line, found.code) == ('version: "2027.1"', "overlap")
    other.write_text(SAMPLE.replace("valid_to: null", "valid_to: 2027-01-01"), encoding="utf-8")
    assert only(linted(tmp_path, *later, also=[other]))[1].code == "overlap"
    other.write_text(SAMPLE.replace("valid_to: null", "valid_to: 2026-12-31"), encoding="utf-8")
    assert linted(tmp_path, *later, also=[other]) == []


def test_a_state_may_not_end_a_case_in_one_version_only(tmp_path):
    other = tmp_path / "earlier.yaml"
    other.write_text(SAMPLE, encoding="utf-8")
    later = (('"2026.1"', '"2027.1"'), ("valid_from: 2026-01-01", "valid_from: 2027-01-01"))
    ending = (WAITING, WAITING.replace("paused", "terminal"))
    assert {f.code for _, f in linted(tmp_path, *later, ending, also=[other])} == {"state_kind"}


def never_stopped():
    """A period no shipped machine stops."""
    moves = [m for w in load_workflows().values() for t in w.transitions for m in t.deadlines]
    stopped = {m.deadline for m in moves if m.move == "stop"}
    party = [r.id for r in load_deadlines().rules if r.unit.counted and r.who == "party"]
    return next(r for r in party if r not in stopped)


def test_a_period_nobody_stops_and_a_mark_nobody_names_are_warnings(tmp_path):
    path = tmp_path / "sample.yaml"
    endless = (("start: D01, from: taken_on", f"start: {never_stopped()}"),)
    edits = (*endless, ("mark: opinion_open", "mark: unsaid"))
    edits += (("{opinion_open: true}", "{unsaid: true}"),)
    path.write_text(edited(SAMPLE, edits), encoding="utf-8")
    warned = {f.code for f in lint_files([path], tmp_path).findings if f.level is Level.WARNING}
    assert warned == {"never_stopped", "mark_untold"}


# -- what cannot be read --------------------------------------------------------------------------

UNREADABLE = [
    (
        "{name: taken_on, label: 日期",
        "{nam: taken_on, label: 日期",
        "data.missing_field",
        {"field": "name", "near": "nam"},
    ),
    (
        "label: 日期",
        "label: 日期, requird: true",
        "data.unknown_field",
        {"field": "requird", "near": "required"},
    ),
    ("rule: R043, law: M55 20", "rule: R043", "data.missing_field", {"field": "law"}),
    ("kind: paused", "kind: pausd", "data.unknown_word", {"value": "pausd"}),
    ("serve: true", "serve: yes", "data.not_true_or_false", {"value": "yes"}),
    ("{stop: D01}", "{finish: D01}", "definition.one_move", {}),
    ("valid_to: null", "valid_to: 明年", "data.not_a_date", {"value": "明年"}),
    ("    name: 起草\n", "    name: 起草\n    name: 起草\n", "data.twice", {"field": "name"}),
    ("    law: [APL 57]", "    law: APL 57", "data.not_a_list", {"field": "law"}),
    ("kind: human, role", "kind: auto, role", "definition.item_kind", {"kind": "auto"}),
    ("when: {input: kind, is: [photo]}", "when: {is: [photo]}", "definition.fact_or_input", {}),
    (
        "required: true, choices: {photo: 照片, paper: 纸质}",
        "required: true, minimum: 一",
        "data.not_a_number",
        {"value": "一"},
    ),
    (
        "{mark: opinion_open}",
        "{mark: opinion_open, is: on}",
        "data.not_true_or_false",
        {"value": "on"},
    ),
]


@pytest.mark.parametrize(("before", "after", "code", "facts"), UNREADABLE, ids=str)
def test_what_a_loader_refuses_is_told_by_lint(tmp_path, before, after, code, facts):
    found = next(f for _, f in linted(tmp_path, (before, after)) if f.code == code)
    assert {k: found.facts.get(k) for k in facts} == facts
    text = edited(SAMPLE, [(before, after)])
    changed = text[: text.index(after)].count("\n") + 1
    assert abs(found.line - changed) <= after.count("\n") + 8


def test_several_mistakes_are_told_at_once_and_in_order(tmp_path):
    edits = [(before, after) for before, after, *_ in UNREADABLE[2:6]]
    found = [f for _, f in linted(tmp_path, *edits, WORDS[0][:2], WORDS[-1][:2])]
    lines = SAMPLE.splitlines()
    assert [f.line for f in found] == sorted(f.line for f in found)
    assert [f.code for f in found] == [
        "data.unknown_word",
        "unknown_fact",
        "data.missing_field",
        "data.not_true_or_false",
        "definition.one_move",
    ]
    assert "kind: paused" in lines[found[0].line - 1]


BROKEN = [
    ("states:\n\t- {}", "data.not_yaml", 2),
    ("id: [", "data.not_yaml", None),
    ("transitions: *nowhere\n", "data.not_yaml", 1),
    ("", "data.empty_file", 1),
    ("id: a\x07b\n", "data.not_yaml", 1),
    ("- a\n- b\n", "data.not_a_mapping", 1),
    ("? [a]\n: b\n", "data.not_a_value", 1),
    ("some: thing\n", "unknown_file", 1),
    ("[" * 500, "data.not_yaml", None),
]


@pytest.mark.parametrize(("text", "code", "line"), BROKEN, ids=lambda w: str(w)[:15])
def test_a_file_that_is_no_yaml_is_told_and_never_crashes(tmp_path, text, code, line):
    path = tmp_path / "bad.yaml"
    path.write_text(text, encoding="utf-8")
    (found,) = lint_files([path], tmp_path).findings
    assert found.code == code
    assert line in (None, found.line)


def test_bytes_that_are_no_text_are_told_with_their_line(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_bytes(b"id: a\nname: " + "普通".encode("gbk"))
    (found,) = lint_files([path], tmp_path).findings
    assert (found.code, found.line) == ("data.not_utf8", 2)


@given(
    places=st.lists(st.integers(0, len(SAMPLE) - 1), min_size=1, max_size=3),
    slip=st.sampled_from([*"{}[]:,-*&!?|>'\"%@`#\t\n 是", "", "- ", "}: ", "null", "true", "yes"]),
)
@settings(max_examples=25, deadline=None)
def test_no_slip_of_the_pen_makes_the_linter_fail(tmp_path_factory, places, slip):
    text = SAMPLE
    for place in places:
        text = text[:place] + slip + text[place + 1 :]
    path = tmp_path_factory.mktemp("slip") / "sample.yaml"
    path.write_text(text, encoding="utf-8")
    found = lint_files([path], path.parent)
    last = len(text.splitlines())
    assert all(1 <= f.line <= last + 1 for f in found.findings if f.file == str(path))
    assert found.findings or load_workflow(path).transitions


# -- the other files ------------------------------------------------------------------------------

DATA = SHIPPED.parent
FIRST = "    law: [M55 15(1)]\n    if_missed: 线索"
OTHERS = [
    ("deadlines.yaml", FIRST, FIRST.replace("M55", "M5"), "data.unknown_law"),
    ("calendar/cn-2026.yaml", "working_days: ", "working_days: 1", "calendar.wrong_total"),
    ("reasoning.yaml", "check: time_stated", "check: time_told", "reasoning.unknown_check"),
]


@pytest.mark.parametrize(("name", "before", "after", "code"), OTHERS, ids=lambda w: str(w)[:30])
def test_other_data_files_are_linted_too(tmp_path, name, before, after, code):
    text = (DATA / name).read_text("utf-8")
    path = tmp_path / name.rsplit("/", 1)[-1]
    path.write_text(edited(text, ((before, after),)), encoding="utf-8")
    found = lint_files([path], tmp_path).findings
    assert code in {f.code for f in found}
    assert all(f.line >= 1 for f in found)


def test_every_wrong_matter_is_told(tmp_path):
    text = (DATA / "matters" / "air.yaml").read_text("utf-8")
    path = tmp_path / "air.yaml"
    path.write_text(text.replace("        mode: ", "        mode: x"), encoding="utf-8")
    found = lint_files([path], tmp_path).findings
    rows = [n for n, row in enumerate(text.splitlines(), 1) if row.startswith("        mode: ")]
    assert [f.line for f in found] == rows
    assert {f.code for f in found} == {"data.unknown_word"}


def test_a_folder_is_linted_file_by_file_and_nothing_is_not_a_file(tmp_path):
    linted_all = lint_files([CALENDARS], tmp_path)
    assert len(linted_all.files) == len(list(CALENDARS.glob("*.yaml")))


# -- the sentences --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", list(Language))
def test_every_finding_has_its_sentence_and_no_other(language):
    sources = (SHIPPED.parents[1]).glob("lint*.py")
    text = "".join(p.read_text("utf-8") for p in sources)
    codes = set(re.findall(r'\.(?:error|warning|word)\(\s*"([a-z_]+)"', text))
    codes |= set(re.findall(r'code="([a-z_]+)"', text)) | {"no_end", "no_exit"}
    codes |= set(re.findall(r'"(unknown_[a-z]+)"', text))
    assert codes == set(texts(language, "lint"))


def test_terms_are_those_every_language_says():
    terms = spoken_terms()
    assert "case_officer" in terms["role"]
    assert known_versions(SHIPPED)
