"""What acts leave behind: their papers and fields, days that fit, people who are not the same."""

import datetime as dt

import pytest

from tests.defects import (
    act,
    archived,
    dated,
    findings,
    inputs,
    lived,
    new_in,
    rows,
    signed_by,
    without,
    without_paper,
)
from tests.playbook import moment

HEARD, PLAN = "hearing-h_reported", "collection-e_fulfilled-plan"
POSTED, ANNOUNCED = "service-v_served-posted", "service-v_served-announced"
#: Where the sheet of photos and the interview come among the records of evidence.
PHOTOGRAPHED, INTERVIEWED = 1, 2


def asked(played, events, head, code, **how):
    """Whether an item finds, under one code, what it did not find before."""
    return code in new_in(played, events, head, **how)


# -- papers and fields ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("life", "head", "trigger", "form"),
    [
        (HEARD, "E5", "finish_hearing", "hearing_record"),
        (HEARD, "E5", "report_hearing", "hearing_report"),
        (PLAN, "H2", "grant_deferral", "deferral_application"),
        (PLAN, "H2", "grant_deferral", "deferral_approval"),
        (PLAN, "H4", "decide_scope", "publication_form"),
    ],
)
def test_an_act_leaves_its_paper_in_the_dossier(life, head, trigger, form):
    """APL 64(8), 65, 66(2), 48: a hearing is recorded, a deferral applied for and approved."""
    base = lived(life)
    lost = without_paper(base.events, form)
    assert asked(base, lost, head, "act_paperless")
    assert not asked(base, without(lost, trigger), head, "act_paperless")


@pytest.mark.parametrize("empty", [None, "", "　"])
@pytest.mark.parametrize(
    ("life", "head", "trigger", "field"),
    [
        (POSTED, "E10", "post", "tracking_number"),
        (ANNOUNCED, "E10", "announce", "announced_where"),
        (PLAN, "H4", "publish", "published_url"),
    ],
)
def test_an_act_states_how_and_where_it_was_done(life, head, trigger, field, empty):
    """CPL 91, APL 48(1): an item posted has a number, what is announced or published a place."""
    base = lived(life)
    assert asked(base, inputs(base.events, trigger, **{field: empty}), head, "act_field_empty")
    assert not asked(base, inputs(base.events, trigger, **{field: "某处"}), head, "act_field_empty")


def test_photos_taken_are_described_on_a_sheet_and_other_evidence_needs_none():
    """APL 46: a photograph without who, when and where proves nothing."""
    lost = without_paper(archived().events, "evidence_photo_sheet")
    assert asked(archived(), lost, "B5", "sheet_missing")
    copied = inputs(lost, "record_evidence", nth=PHOTOGRAPHED, record="material")
    assert not asked(archived(), copied, "B5", "sheet_missing")


@pytest.mark.parametrize(("day", "found"), [("2026-03-12", True), ("2026-03-13", False)])
def test_a_recheck_is_not_older_than_the_statement_it_answers(day, found):
    """M55 22(1): the party spoke on 13 March; on that very day the answer may be written."""
    events = dated(archived().events, "recheck_opinion", day)
    assert asked(archived(), events, "E4", "recheck_early") is found


@pytest.mark.parametrize(("checker", "found"), [("p02", True), ("p03", False)])
def test_whoever_compiled_a_dossier_does_not_check_it(checker, found):
    events = signed_by(archived().events, "dossier_backnote", "checker", checker)
    assert asked(archived(), events, "G2", "same_hand") is found


# -- records ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("signature", "found"),
    [
        ({"mode": "paper", "signer": "冯小满"}, True),
        ({"mode": "pad", "signer": "冯小满"}, True),
        ({"mode": "paper", "signer": "沈国强"}, False),
        ({"mode": "refused", "signer": "冯小满"}, False),
    ],
)
def test_whoever_was_asked_signs_the_record(signature, found):
    """APL 55(2): another's name below the answers is not his; a refusal is noted, not signed."""
    changes = {f"party_signature__{name}": value for name, value in signature.items()}
    events = inputs(archived().events, "record_evidence", nth=INTERVIEWED, **changes)
    assert asked(archived(), events, "B4", "another_signed") is found


@pytest.mark.parametrize(("clock", "found"), [("10:09", True), ("10:10", False)])
def test_nobody_is_in_two_places_at_one_time(clock, found):
    """APL 55(2): the inspection by the road ended at 10:10; the interview was at the office."""
    begun = {"started_at": moment(f"2026-03-03 {clock}")}
    events = inputs(archived().events, "record_evidence", nth=INTERVIEWED, **begun)
    assert asked(archived(), events, "B4", "records_overlap") is found


def test_two_records_at_one_time_are_possible_in_one_place_or_by_other_people():
    """APL 55(2), 42(1): what one pair cannot do apart, it can do there, and another pair apart."""
    began = {"started_at": moment("2026-03-03 10:00")}
    both = inputs(archived().events, "record_evidence", nth=INTERVIEWED, **began)
    there = inputs(both, "record_evidence", nth=INTERVIEWED, place="听涛路望海桥至工业路段")
    assert not asked(archived(), there, "B4", "records_overlap")
    for slot, other in (("officer_lead", "p12"), ("officer_second", "p13")):
        assert asked(archived(), both, "B4", "records_overlap")
        both = signed_by(both, "interview_record", slot, other)
    assert not asked(archived(), both, "B4", "records_overlap")


# -- money ------------------------------------------------------------------------------------


def test_every_payment_says_when_it_came_in():
    """FSR 10."""
    undated = inputs(archived().events, "pay_full", payments__paid_on=None)
    assert new_in(archived(), undated, "H1")["payment_undated"] == 4


def planned(*amounts):
    """The deferral with these instalments of the fine of 8,000 yuan, in fen."""
    base = lived(PLAN)

    def changed(plan):
        return [row.merged({"amount": fen}) for row, fen in zip(plan, amounts, strict=False)]

    return rows(base.events, "grant_deferral", "plan", changed)


@pytest.mark.parametrize(
    ("amounts", "found"),
    [((400_000, 400_000), False), ((400_000, 399_999), True), ((800_000,), False)],
)
def test_a_plan_of_payment_comes_to_the_fine(amounts, found):
    """APL 66(2): the fine is put off or divided, not lowered."""
    assert asked(lived(PLAN), planned(*amounts), "H2", "plan_unbalanced") is found


@pytest.mark.parametrize(("day", "found"), [(24, False), (25, True)])
def test_what_was_paid_before_a_plan_need_not_be_planned(day, found):
    """The plan of 25 March is of the rest."""
    paid = {"payments__paid_on": dt.date(2026, 3, day)}
    events = inputs(planned(400_000), "pay_instalment", **paid)
    assert asked(lived(PLAN), events, "H2", "plan_unbalanced") is found


@pytest.mark.parametrize(
    ("trigger", "day", "found"),
    [
        ("pay_instalment", "2026-04-15", False),
        ("pay_instalment", "2026-04-16", True),
        ("plan_completed", "2026-05-15", False),
        ("plan_completed", "2026-05-16", True),
    ],
)
def test_an_instalment_is_paid_by_its_day(trigger, day, found):
    """APL 66(2): on 15 April and 15 May; a plan declared broken is enforced instead."""
    base, now = lived(PLAN), moment("2026-06-01 09:00")
    events = inputs(base.events, trigger, payments__paid_on=dt.date.fromisoformat(day))
    assert asked(base, events, "H2", "instalment_late", now=now) is found
    broken = act(events, "confirm_payment", trigger="plan_broken")
    assert not asked(base, broken, "H2", "instalment_late", now=now)


@pytest.mark.parametrize(
    ("now", "found"), [("2026-04-15 23:59", False), ("2026-04-16 00:00", True)]
)
def test_an_instalment_nobody_paid_is_late_only_when_its_day_is_over(now, found):
    base = lived(PLAN)
    unpaid = without(base.events, "pay_instalment", "plan_completed")
    codes = [code for code, _, _ in findings(base, unpaid, "H2", now=moment(now))]
    assert ("instalment_late" in codes) is found


@pytest.mark.parametrize(
    ("ground", "day", "found"),
    [("performed", 3, False), ("performed", 4, True), ("withdrawn", 4, False)],
)
def test_a_case_is_closed_as_performed_when_its_fine_is_in(ground, day, found):
    """M55 31: the closing was approved on 3 April."""
    paid = inputs(archived().events, "pay_full", payments__paid_on=dt.date(2026, 4, day))
    events = inputs(paid, "request_closing", closing_ground=ground)
    assert asked(archived(), events, "H5", "closed_early") is found


# -- publication ------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "found"), [(18, True), (19, False)])
def test_nothing_is_published_before_it_is_decided(day, found):
    """APL 48(1): a decision is published; there was one from 19 March on."""
    events = inputs(archived().events, "publish", published_on=dt.date(2026, 3, day))
    assert asked(archived(), events, "H4", "published_early") is found


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("99990019900101001X", True),
        ("999900199001010010", True),
        ("99990019900101001", False),
        ("9999001990010100100", False),
        ("91999900MA0000001X", False),
    ],
)
def test_no_identity_number_is_published(number, found):
    """APL 50, GB 11643: eighteen characters, the last perhaps an X; a firm's code is public."""
    events = inputs(archived().events, "decide_scope", published_text=f"某人（{number}）受到警告。")
    assert asked(archived(), events, "H4", "identity_published") is found


# -- hearing ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "found"), [("2026-03-26", True), ("2026-03-27", False)])
def test_a_hearing_is_reported_once_it_was_held(day, found):
    """APL 65: the record of 27 March is what the decision rests on."""
    events = dated(lived(HEARD).events, "hearing_report", day)
    assert asked(lived(HEARD), events, "E5", "hearing_report_unfit") is found


def test_a_hearing_is_reported_by_who_chaired_it():
    """APL 65."""
    events = signed_by(lived(HEARD).events, "hearing_report", "chair", "p13")
    assert asked(lived(HEARD), events, "E5", "hearing_report_unfit")


@pytest.mark.parametrize(("at", "found"), [("2026-03-27 16:00", False), ("2026-03-28 09:00", True)])
def test_a_hearing_is_opened_on_the_day_the_party_was_told(at, found):
    """APL 64(2): time and place are told; later on that day it is still this hearing."""
    events = act(lived(HEARD).events, "open_hearing", at=moment(at))
    assert asked(lived(HEARD), events, "E5", "hearing_opened_apart") is found


@pytest.mark.parametrize(("recorder", "found"), [("p12", True), ("p13", False)])
def test_whoever_chairs_a_hearing_does_not_record_it(recorder, found):
    """APL 64(4), (8)."""
    events = inputs(lived(HEARD).events, "appoint_chair", recorder=recorder)
    assert asked(lived(HEARD), events, "E5", "recorder_chairs") is found
