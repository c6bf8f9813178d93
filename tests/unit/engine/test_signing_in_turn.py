"""People sign one after another: each signature an act, the last one completes the transition."""

import pytest

from engine.errors import InputError
from engine.event import EventKind
from engine.road import Done, Waiting
from tests.bureau import Bureau

OFFICER, SECOND, LEADER, HEAD, KEEPER = "陈志远", "林晓雯", "赵国栋", "郑文博", "吴小敏"


def case_before(step):
    return Bureau().play(until=step, before=True)


def newest(bureau, form):
    return [d for d in bureau.case.documents.values() if d.form == form][-1]


def test_an_approval_drafted_by_officers_is_signed_up_the_chain():
    bureau = case_before("approve_filing")
    bureau.present(HEAD)
    waiting = bureau.do("approve_filing")
    assert isinstance(waiting, Waiting)
    assert bureau.state == "filing_pending"
    form = newest(bureau, "filing_approval")
    assert form.waiting[0][0] == "squad_leader"
    assert isinstance(bureau.sign(form.id, LEADER), Waiting)
    done = bureau.sign(form.id, HEAD)
    assert isinstance(done, Done)
    assert bureau.state == "investigating"
    assert newest(bureau, "filing_approval").status == "issued"
    assert bureau.case.number


def test_a_level_signs_a_draft_before_the_head_acts_but_never_the_last_field():
    bureau = case_before("approve_filing")
    form = newest(bureau, "filing_approval")
    assert isinstance(bureau.sign(form.id, LEADER), Waiting)
    with pytest.raises(InputError, match="finish_by_transition"):
        bureau.sign(form.id, HEAD)
    bureau.present(HEAD)
    assert isinstance(bureau.do("approve_filing"), Done)


def test_nobody_signs_out_of_turn():
    bureau = case_before("approve_filing")
    with pytest.raises(InputError, match="not_your_turn"):
        bureau.sign(newest(bureau, "filing_approval").id, HEAD)


def test_a_sealed_document_waits_for_the_seal_alone():
    bureau = case_before("order_correction")
    bureau.present(OFFICER)
    assert isinstance(bureau.do("order_correction"), Waiting)
    order = newest(bureau, "rectification_order")
    assert [slot for slot, _, _ in order.waiting] == ["seal"]
    with pytest.raises(InputError, match="locked"):
        bureau.sign(order.id, KEEPER)  # the keeper's own key does not unlock the seal
    done = bureau.sign(order.id, KEEPER, keys=["seal"])
    assert isinstance(done, Done)
    assert [t.machine for t in done.event.tracks] == ["correction", "service"]
    assert newest(bureau, "rectification_order").status == "issued"


def test_a_sealed_document_is_not_sealed_on_another_day():
    bureau = case_before("order_correction")
    bureau.present(OFFICER)
    bureau.do("order_correction")
    order = newest(bureau, "rectification_order")
    refused = bureau.sign(order.id, KEEPER, keys=["seal"], at="2026-03-04 09:00")
    assert "document_date_stale" in {v.code for v in refused.unmet}
    assert newest(bureau, "rectification_order").waiting


def test_the_decision_is_composed_only_when_every_person_has_signed():
    bureau = case_before("approve_penalty")
    bureau.present(HEAD, OFFICER, SECOND)
    assert isinstance(bureau.do("approve_penalty"), Waiting)
    assert not [d for d in bureau.case.documents.values() if d.form == "penalty_decision"]
    approval = newest(bureau, "decision_approval").id
    bureau.sign(approval, LEADER)
    bureau.sign(approval, "何鸿")
    assert isinstance(bureau.sign(approval, HEAD), Waiting)
    assert bureau.state == "decision_pending"
    decision = newest(bureau, "penalty_decision")
    assert [slot for slot, _, _ in decision.waiting] == ["seal"]
    done = bureau.sign(decision.id, KEEPER, keys=["seal"])
    assert isinstance(done, Done)
    assert bureau.state == "decided"
    assert {d.status for d in done.event.documents} == {"issued"}
    kinds = [e.kind for e in bureau.case.events]
    assert kinds.count(EventKind.SIGNATURE) == 4


def test_the_first_document_of_a_case_can_wait_for_the_squad_leader():
    bureau = Bureau()
    bureau.present("周岚")
    waiting = bureau.do("register_lead")
    assert isinstance(waiting, Waiting)
    bureau.case_id = waiting.case.id
    done = bureau.sign("lead_register-1", LEADER)
    assert isinstance(done, Done)
    assert bureau.state == "lead_registered"


def test_after_a_withdrawal_the_same_wish_is_a_new_proposal():
    bureau = case_before("order_correction")
    bureau.present(OFFICER)
    first = bureau.do("order_correction")
    bureau.withdraw(first.event.seq, OFFICER, "文字需要修改")
    assert newest(bureau, "rectification_order").status == "void"
    again = bureau.do("order_correction")
    assert again.event.seq > first.event.seq
    assert newest(bureau, "rectification_order").id == "rectification_order-2"


def test_an_officer_never_seals_the_papers_of_his_own_case():
    bureau = case_before("order_correction")
    bureau.change(OFFICER, roles=frozenset({"case_officer", "service_officer", "seal_keeper"}))
    bureau.present(OFFICER, "seal")
    assert isinstance(bureau.do("order_correction"), Waiting)
    with pytest.raises(InputError, match="barred"):
        bureau.sign(newest(bureau, "rectification_order").id, OFFICER, keys=["seal"])


def test_the_dossier_is_archived_by_one_signature_after_another():
    """What waits with the archiving itself does not keep it from being finished (APL 47)."""
    bureau = case_before("archive")
    bureau.present("冯楠")
    assert isinstance(bureau.do("archive"), Waiting)
    note = newest(bureau, "dossier_backnote")
    assert isinstance(bureau.sign(note.id, OFFICER), Waiting)
    assert isinstance(bureau.sign(note.id, "冯楠"), Done)
    assert bureau.state == "archived"
