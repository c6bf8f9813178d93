"""What documents carry of their act: tied to the ledger, without inputs, told the same again."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from engine.audit import bench_over
from engine.event import EventKind, body_of, read_event
from engine.reading import decode
from engine.replaying import Outcome, replay_documents
from tests.bureau import Bureau

ROOT = Path(__file__).parents[3]
HEAD, OFFICER, SECOND, LEADER, REVIEWER = "郑文博", "陈志远", "林晓雯", "赵国栋", "何鸿"


@pytest.fixture(scope="module")
def bureau():
    """A case decided in turn: the decision is composed by the act of the last person to sign."""
    bureau = Bureau().play(until="approve_penalty", before=True)
    bureau.present(HEAD, OFFICER, SECOND)
    bureau.do("approve_penalty")
    approval = [d for d in bureau.case.documents.values() if d.form == "decision_approval"][-1]
    for who in (LEADER, REVIEWER, HEAD):
        bureau.sign(approval.id, who)
    return bureau


@pytest.fixture(scope="module")
def stored(bureau):
    with bureau.store.read() as view:
        return list(view.events(bureau.case_id))


@pytest.fixture(scope="module")
def carried(bureau, stored):
    """By document, the event that made it and what it carries."""
    found = {}
    for one in stored:
        for made in decode(one).documents:
            if made.id not in found:
                pdf = bureau.blobs.get(made.digest).decode()
                told, _ = json.JSONDecoder().raw_decode(pdf[pdf.index("{") :])
                found[made.id] = (one, decode(one), made, told)
    return found


def test_every_document_names_its_act_and_where_the_log_stood_before_it(carried, bureau):
    assert len(carried) > 8
    for one, event, made, told in carried.values():
        assert told["schema"] == "anjuan.act/1"
        assert told["case"]["id"] == bureau.case_id
        assert told["case"]["head"] == one.prev_hash.hex()
        act = told["act"]
        assert (act["seq"], act["kind"]) == (event.seq, event.kind.value)
        assert act["at"] == event.at.isoformat() == made.composed_at.isoformat()
        assert (act["machine"], act["transition"]) == (event.machine, event.transition)
        assert act["definition"] == event.definition
        assert (act["from"] or "") == event.source
        assert told["document"] == {
            "id": made.id,
            "form": made.form,
            "form_digest": made.form_digest,
            "number": made.number or None,
        }
        assert told["agency"]["profile"] == event.basis["agency"] == bureau.agency.digest


def test_a_paper_of_a_proposal_names_the_state_it_leads_to_and_no_period_yet(carried):
    _, event, _, told = carried["penalty_decision-1"]
    assert event.kind is EventKind.PROPOSAL
    assert (event.source, event.target) == ("decision_pending", "decision_pending")
    assert (told["act"]["from"], told["act"]["to"]) == ("decision_pending", "decided")
    assert told["deadlines"] == []


def test_periods_an_act_begins_are_told_with_their_days(carried):
    begun = [(event, told) for _, event, _, told in carried.values() if told["deadlines"]]
    assert begun
    for event, told in begun:
        started = {d.instance: d.computed for d in event.deadlines if d.move == "start"}
        assert {d["id"] for d in told["deadlines"]} == set(started)
        for one in told["deadlines"]:
            known = started[one["id"]]
            assert one["name"] == known["name_zh"]
            assert one["due"] == (known["due_at"] or known["due"])


def test_who_acted_is_named_as_the_paper_names_him(carried, bureau):
    named = {told["act"]["actor"]["name"]: told["act"]["actor"] for *_, told in carried.values()}
    officer = next(p for p in bureau.agency.people if p.name == OFFICER)
    assert named[OFFICER] == {"name": OFFICER, "certificate": officer.certificate.number}


def test_every_guard_stands_with_its_rule_and_article_and_no_answer(carried):
    for _, event, _, told in carried.values():
        assert [(v["rule"], v["question"], v["article"]) for v in told["verdicts"]] == [
            (j.rule, j.fact, j.law) for j in event.judged
        ]
        assert all(v.keys() == {"rule", "question", "article", "met"} for v in told["verdicts"])
        assert all(v["met"] for v in told["verdicts"])


def test_no_input_of_the_case_is_repeated(carried, bureau):
    party = bureau.case.data.record("party")
    private = {text for text in party.values() if isinstance(text, str) and len(text) > 3}
    assert len(private) > 3
    for *_, told in carried.values():
        assert not [text for text in private if text in json.dumps(told, ensure_ascii=False)]


def shape(value):
    """The keys of a value, without what stands under them."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    return [shape(value[0])] if isinstance(value, list) and value else None


def test_the_shape_is_the_documented_one(carried):
    page = (ROOT / "docs" / "event-json.md").read_text("utf-8")
    example = shape(json.loads(page.partition("```json\n")[2].partition("```")[0]))
    known = [shape(told) for *_, told in carried.values()]
    assert example in known
    for one in known:
        assert one.keys() == example.keys()
        assert one["act"].keys() == example["act"].keys()
        assert one["document"] == example["document"]


def again(bureau, stored, composer):
    with bureau.store.read() as view:
        bench = bench_over(view, bureau.case_id, bureau.law, lambda _: bureau.agency)
        return list(replay_documents(stored, bench, composer, bureau.blobs, lambda _: ""))


def test_the_ledger_tells_every_statement_again(bureau, stored, carried):
    found = again(bureau, stored, bureau.composer)
    assert len(found) == len(carried)
    assert {r.outcome for r in found} == {Outcome.SAME}


class Otherwise:
    """A composer of another version."""

    def __init__(self, composer, layout):
        self._composer, self._layout = composer, layout

    def compose(self, *args, **given):
        composed = self._composer.compose(*args, **given)
        return replace(composed, pdf=b"%" + composed.pdf, layout=self._layout)


@pytest.mark.parametrize(("layout", "outcome"), [(1, "differs"), (2, "layout_changed")])
def test_what_another_version_sets_otherwise_is_told_as_such(bureau, stored, layout, outcome):
    found = again(bureau, stored, Otherwise(bureau.composer, layout))
    assert {(r.outcome.value, r.made.layout, r.layout) for r in found} == {(outcome, 1, layout)}


def test_events_of_before_there_were_versions_keep_their_bytes(stored):
    one = next(s for s in stored if decode(s).documents)
    assert b'"layout":1' in one.body
    old = one.body.replace(b'"layout":1,', b"")
    event = read_event(json.loads(old), json.loads(one.private))
    assert {d.layout for d in event.documents} == {0}
    assert body_of(event, one.prev_hash.hex()) == old
    assert hashlib.sha256(old).digest() != one.hash
