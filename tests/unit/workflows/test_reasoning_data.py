"""The rules of reasoned decisions as data: complete, in force, each with its article and words."""

import datetime as dt
from dataclasses import replace

import pytest

from engine.errors import ConfigurationError
from engine.instruments import spelled
from engine.reasoning.early import kind_of
from engine.reasoning.linting import lint
from engine.reasoning.rules import Part, edition_on
from runtime.languages import Language
from runtime.linting import lint_files
from runtime.messages import texts
from tests.bureau import Bureau
from tests.playbook import law
from tests.reasoned import situated
from workflows.reasoning_data import SHIPPED, load_reasoning

#: The five blocks of a reasoned decision.
BLOCKS = {Part.FACTS, Part.EVIDENCE, Part.LAW, Part.DISCRETION, Part.ANSWER}


@pytest.fixture(scope="module")
def edition():
    (only,) = load_reasoning()
    return only


def deciding():
    """Every transition that makes a decision, with the kind of it."""
    found = [t for w in law().workflows.values() for t in w.transitions]
    return [(t, kind_of(t)) for t in found if kind_of(t)]


def test_every_block_is_asked_of_a_penalty_and_may_stop_it(edition):
    """APL 40, 59: none of the five blocks may be empty."""
    stopping = {r.part for r in edition.asked("penalty") if r.blocks}
    assert stopping == BLOCKS | {Part.CONTENT, Part.AGREEMENT}


def test_the_procedure_asks_every_part_of_a_penalty(edition):
    penalty = next(t for t, kind in deciding() if kind == "penalty")
    asked = {r.args.text("part") for r in penalty.requires if r.fact == "decision_reasoned"}
    assert asked == {r.part.value for r in edition.asked("penalty") if r.blocks}


def test_every_decision_of_the_procedures_is_described_and_writes_where_it_says(edition):
    """The texts a rule reads are inputs of the very transition that asks it."""
    kinds = {kind for _, kind in deciding()}
    assert kinds == set(edition.decisions)
    for transition, kind in deciding():
        inputs = {s.name for s in transition.inputs}
        described = edition.decisions[kind]
        assert {n for names in described.texts.values() for n in names} <= inputs, transition.id
        assert described.fine in inputs | {""}, transition.id


def test_every_form_that_decides_is_made_by_a_transition_that_is_asked():
    """A penalty, a change, or a decision not to penalise is never made unlooked at."""
    forms = {"penalty_decision", "no_penalty_decision", "spot_penalty_decision"}
    forms |= {"revocation_decision"}
    asked = {t.id for t, _ in deciding()}
    makes = {
        t.id
        for w in law().workflows.values()
        for t in w.transitions
        if forms & {d.form for d in t.documents}
    }
    assert makes == asked


def test_every_rule_has_its_article_its_words_and_no_other(edition):
    for rule in edition.rules:
        assert spelled(rule.law, law().instruments) != rule.law, rule.id
        assert rule.deadline in law().rules or not rule.deadline, rule.id
    for language in Language:
        assert set(texts(language, "reasoning")["rule"]) == {r.id for r in edition.rules}


def test_records_that_prove_facts_are_forms_of_the_catalogue(edition):
    forms = law().forms.forms()
    for record in edition.records:
        assert forms[record.form].name == record.name
        assert record.name in record.calls


def test_an_edition_holds_between_its_days(edition):
    first, last = edition.valid_from, dt.date(2026, 6, 30)
    ended = replace(edition, valid_to=last)
    assert edition_on((ended,), first) is ended
    assert edition_on((ended,), first - dt.timedelta(days=1)) is None
    assert edition_on((ended,), last) is ended
    assert edition_on((ended,), last + dt.timedelta(days=1)) is None
    assert edition_on((edition,), dt.date(2999, 1, 1)) is edition


WRONG = [
    ("check: sentences_proved", "check: sentences_prooved", "reasoning.unknown_check"),
    ("decisions: [no_penalty]}", "decisions: [nothing]}", "reasoning.unknown_decision"),
    ("id: time_stated", "id: facts_written", "reasoning.twice"),
    ("part: answer, check: written", "part: reply, check: written", "data.unknown_word"),
    ("blocks: false", "blocks: perhaps", "data.not_true_or_false"),
    ("texts: {law: [reason], content", "texts: {laws: [reason], content", "data.unknown_word"),
    ("units: [", "metres: [", "data.unknown_field"),
]


@pytest.mark.parametrize(("old", "new", "code"), WRONG)
def test_a_rule_that_cannot_be_right_is_refused_with_its_line(tmp_path, old, new, code):
    text = SHIPPED.read_text("utf-8")
    assert old in text
    path = tmp_path / "reasoning.yaml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ConfigurationError) as wrong:
        load_reasoning(path)
    assert wrong.value.code == code
    assert wrong.value.facts["file"] == "reasoning.yaml"
    assert int(str(wrong.value.facts["line"])) > 1


def test_editions_may_not_overlap(tmp_path):
    text = SHIPPED.read_text("utf-8")
    begin = text.index('  - id: "2026.1"')
    path = tmp_path / "reasoning.yaml"
    again = text[begin:].replace("2026.1", "2027.1", 1)
    again = again.replace("&general ", "").replace("&fines ", "")
    path.write_text(text + again, "utf-8")
    with pytest.raises(ConfigurationError) as wrong:
        load_reasoning(path)
    assert wrong.value.code == "reasoning.overlap"


@pytest.mark.parametrize(
    ("old", "new", "near"),
    [
        ("part: discretion}", "part: discretoin}", "discretion"),
        ("decision: change", "decision: chnage", "change"),
    ],
)
def test_a_guard_that_names_no_part_or_kind_is_told_before_it_is_used(tmp_path, old, new, near):
    shipped = (SHIPPED.parent / "procedures" / "ordinary.yaml").read_text("utf-8")
    assert old in shipped
    path = tmp_path / "ordinary.yaml"
    path.write_text(shipped.replace(old, new, 1), "utf-8")
    found = [f for f in lint_files([path], tmp_path).findings if f.code == "unknown_choice"]
    assert [f.facts["near"] for f in found] == [near]


def test_a_decision_no_edition_knows_is_never_made(edition):
    """A kind of decision without rules must not slip through for want of them."""
    bureau = Bureau().play(until="decision_pending")
    situation, kind = situated(bureau, bureau.command("approve_penalty"))
    past = replace(situation, reasoning=(replace(edition, valid_to=dt.date(2022, 5, 2)),))
    for case, decision in ((past, kind), (situation, "reprieve")):
        with pytest.raises(ConfigurationError) as wrong:
            lint(case, decision)
        assert wrong.value.code == "reasoning.not_in_force"
