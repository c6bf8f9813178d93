"""Every transition of every definition is carried out at least once, by somebody who may.

Each journey is a course a real case can take; together they leave no transition out. A definition
that gains a transition nobody can reach or nobody tries fails here by name.
"""

import pytest

from tests import journeys_lived, journeys_measures, journeys_staffing, lives
from tests.bureau import Bureau
from tests.playbook import law
from tests.several import merge, several, split_up
from tests.variants import fine, joined, payment

#: What a case with a hearing needs: the fine at the threshold for entities.
HEARD = joined(fine("50000"), {"record_statement": {"waiver_scope": "要求听证的权利"}})


def played(until, changes=None, **more):
    return Bureau().play("m11", until=until, changes=changes, **more)


def drafted(bureau, *moves):
    for move in moves:
        trigger, *rest = move if isinstance(move, tuple) else (move,)
        give = rest[0] if rest else {}
        bureau.must(trigger, give=give)
    return bureau


def closed(bureau, ground):
    """From any state that ends a case to the archive."""
    give = {"closing_ground": ground}
    if ground == "transferred":
        give |= {"receipt_file": "附件/回执.pdf", "receipt_note": "已接收。"}
    bureau.must("request_closing", give=give)
    bureau.must("compile")
    bureau.must("submit_self_review")
    bureau.must("approve_closing")
    bureau.must("waive_second_review")
    bureau.must("archive")
    assert bureau.state == "archived"
    return bureau


# -- before filing --------------------------------------------------------------------------------


def the_example():
    return Bureau().play("m11", until="archived")


def correction_first_without_penalty():
    return Bureau().play("m07", until="archived")


def extended_and_declined():
    b = played("verifying")
    b.must("extend_verification", at="2026-03-20 10:00")
    return drafted(b, "decline_filing")


def returned_and_filed():
    b = played("filing_pending")
    b.must("return_filing")
    b.must("request_filing")
    b.must("approve_filing")
    return b


# -- investigation --------------------------------------------------------------------------------


def opinion_and_suspension():
    b = played("end_investigation", before=True)
    return drafted(
        b,
        "call_interview",
        "request_opinion",
        "receive_opinion",
        "suspend",
        "resume",
        "extend_decision",
        "extend_decision_again",
    )


def filing_withdrawn():
    return closed(drafted(played("investigating"), "withdraw_filing"), "withdrawn")


def transferred_and_closed():
    return closed(journeys_measures.accepted(), "transferred")


def order_extended_and_failed():
    b = played("serve_order")
    b.must("extend_order")
    b.serve()
    b.must("due", at="2026-03-10 09:00")
    b.must("extend_order", give={"correct_by": "2026-03-13"})
    b.must("due", at="2026-03-13 09:00")
    b.must("review_fail", at="2026-03-16 10:00")
    return b


def investigated_again():
    return drafted(played("investigation_ended"), "reinvestigate")


# -- notice, statement, hearing -------------------------------------------------------------------


def notified_again_and_waited_out():
    b = played("signed#2")
    b.must("renotify")
    return lapsed(b)


def lapsed(b):
    b.serve()
    b.must("record_waiver_or_lapse", at="2026-03-25 09:00")
    return b


def first_notice_never_served():
    b = played("notified")
    b.must("renotify", at="2026-03-10 11:00")
    b.must("cancel_service", track="service-2")
    return b


def hearing_asked():
    return drafted(played("signed#2", HEARD), "hear_statement", "request_hearing")


def hearing_rejected():
    b = played("signed#2", HEARD)
    late = {"requested_on": "2026-03-18"}
    b.must("request_hearing", at="2026-03-18 10:00", give=late)
    return drafted(b, "reject_request", "hearing_concluded")


def hearing_not_due():
    b = drafted(played("signed#2"), "request_hearing")
    b.must("reject_request", at="2026-03-12 14:00", give={"ground": "out_of_scope"})
    b.serve()
    return drafted(b, "resume_notice")


def hearing_held():
    b = drafted(hearing_asked(), "appoint_chair", "notify_hearing")
    b.serve()
    b.must("adjourn")
    b.must("reschedule")
    b.serve()
    b.must("open_hearing", at="2026-04-08 09:00")
    return drafted(b, "finish_hearing", "report_hearing", "hearing_concluded")


def hearing_missed():
    b = drafted(hearing_asked(), "appoint_chair", "notify_hearing")
    b.serve()
    return drafted(b, "default", "hearing_concluded")


# -- review, deliberation, decision ---------------------------------------------------------------


def facts_changed():
    return drafted(played("rechecking"), "facts_changed")


def review_returned():
    return drafted(played("under_legal_review"), "review_return")


def review_transferred():
    return drafted(played("under_legal_review"), "review_transfer")


def deliberated():
    b = played("under_legal_review", HEARD)
    b.must("require_deliberation")
    b.must("deliberate", give={"conclusion_fine": "50000"})
    b.must("approve_penalty", give={"decision_fine": "50000"})
    return b


def no_penalty_after_review():
    return drafted(played("decision_pending"), "approve_no_penalty")


def crime_transferred():
    return closed(journeys_measures.decided_on_transfer(), "transferred")


# -- service --------------------------------------------------------------------------------------


def posted():
    b = played("attempt_direct#2")
    return drafted(b, "post", "return_slip")


def post_fails():
    b = played("attempt_direct#2")
    return drafted(b, "post", "attempt_direct", "signed")


def entrusted():
    return drafted(played("attempt_direct#2"), "entrust", "entrusted_done")


def electronic():
    return drafted(played("notified"), "send_e", "e_arrived")


def announced():
    return drafted(played("attempt_direct#2"), "announce", "announcement_expired")


def left_and_announced():
    b = played("attempt_direct#2")
    left = {"service_place": "工业路9号", "media": "附件/录像.mp4"}
    b.must("refused", give=left)
    b.must("announce")
    return b


# -- money ----------------------------------------------------------------------------------------


def instalments_paid():
    b = drafted(played("start_performance"), "grant_deferral", "pay_instalment")
    return drafted(b, ("plan_completed", {"payments": [payment("4000", "2026-05-12", "2")]}))


def instalments_broken():
    b = drafted(played("start_performance"), "grant_deferral", "plan_broken")
    b.must("pay_overdue", give={"payments": [payment("8000", "2026-04-18", "3")]})
    return b


def overdue_and_demanded():
    b = drafted(played("start_performance"), "become_overdue", "enter_enforcement")
    b.must("pay_overdue", give={"payments": [payment("8000", "2026-04-18", "4")]})
    return drafted(b, "enforcement_done")


def enforcement_ended():
    b = drafted(played("start_performance"), "become_overdue", "enter_enforcement", "terminate")
    return closed(drafted(b, "terminate_enforcement"), "terminated")


# -- closing and after ----------------------------------------------------------------------------


def closing_returned():
    return drafted(played("closing_pending"), "return_closing")


def changed_by_remedy():
    b = drafted(played("closed"), "self_correct", "change_by_remedy")
    b.serve()
    return drafted(b, "serve_decision")


def redone():
    b = played("closed")
    b.must("self_correct", give={"outcome": "redo", "redo_ground": "facts"})
    return drafted(b, "redo_by_remedy")


def unsealed():
    return drafted(played("archived"), "unseal")


# -- publication and review -----------------------------------------------------------------------


def withdrawn_from_the_public():
    b = drafted(played("closed"), "self_correct", "change_by_remedy")
    b.must("withdraw", track="publication-1")
    return b


def dropped():
    return drafted(played("serve_decision"), "self_correct", "drop")


def withheld():
    b = drafted(withdrawn_from_the_public())
    b.serve()
    return drafted(b, "serve_decision", "withhold")


def major_withheld_and_filed():
    b = deliberated()
    b.serve()
    b.must("withhold", give={"withhold_ground": "secret"})
    return drafted(b, "file_major")


def major_and_filed():
    b = drafted(deliberated(), "decide_scope", "publish")
    b.serve()
    return drafted(b, "file_major")


def taken_off(**points):
    """A sheet that takes points off some items, in a way that can be put right."""
    faults = [
        {
            "item": item,
            "points": taken,
            "document": "site_inspection_record-1",
            "page": "7",
            "reason": "缺示意图。",
            "fixable": True,
        }
        for item, taken in points.items()
    ]
    return {"profile": "chengguan-default-1", "deductions": faults}


def second_reviewed(**points):
    b = drafted(played("approve_closing"), "start_second_review")
    b.must("score_dossier", give={"second_sheet": taken_off(**points)})
    return b


def reviewed_and_put_right():
    b = drafted(second_reviewed(B3=2), "accept_score", "order_rectification")
    b = drafted(b, "acknowledge_rectification", "report_rectified", "return_rectification")
    return drafted(b, "report_rectified", "verify_rectification", "finish_review", "nominate")


def reviewed_and_nominated():
    return drafted(second_reviewed(), "accept_score", "nominate")


def reviewed():
    return drafted(second_reviewed(), "accept_score", "finish_review")


def reviewed_a_third_time():
    b = drafted(second_reviewed(B1=4, B2=4, E3=4, C1=3), "appoint_third_reviewer", "score_third")
    return drafted(b, "accept_score", "finish_review")


def objected_and_arbitrated():
    b = drafted(second_reviewed(B3=2), "object_to_score", "appoint_arbiter", "arbitrate")
    return drafted(b, "finish_review")


def drawn_on_the_spot():
    return lives.live("dossier_review-q_done-spot")


# -- merging and splitting ------------------------------------------------------------------------


def merged_twice_and_split():
    bureau, ids = several(3)
    merge(bureau, ids[:2])
    merge(bureau, [ids[0], ids[2]])
    return split_up(bureau)


JOURNEYS = [
    the_example,
    correction_first_without_penalty,
    extended_and_declined,
    returned_and_filed,
    opinion_and_suspension,
    filing_withdrawn,
    transferred_and_closed,
    order_extended_and_failed,
    investigated_again,
    notified_again_and_waited_out,
    first_notice_never_served,
    hearing_rejected,
    hearing_not_due,
    hearing_held,
    hearing_missed,
    facts_changed,
    review_returned,
    review_transferred,
    deliberated,
    no_penalty_after_review,
    crime_transferred,
    posted,
    post_fails,
    entrusted,
    electronic,
    announced,
    left_and_announced,
    instalments_paid,
    instalments_broken,
    overdue_and_demanded,
    enforcement_ended,
    closing_returned,
    changed_by_remedy,
    redone,
    unsealed,
    *journeys_lived.JOURNEYS,
    *journeys_measures.JOURNEYS,
    *journeys_staffing.JOURNEYS,
    withdrawn_from_the_public,
    dropped,
    withheld,
    major_withheld_and_filed,
    major_and_filed,
    reviewed_and_put_right,
    reviewed_and_nominated,
    reviewed,
    reviewed_a_third_time,
    objected_and_arbitrated,
    drawn_on_the_spot,
    merged_twice_and_split,
]


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda j: j.__name__)
def test_the_journey_can_be_made(journey):
    assert journey().fired()


def test_no_transition_is_left_untried():
    fired = {t for journey in JOURNEYS for t in journey().fired()}
    known = {t.id for w in law().workflows.values() for t in w.transitions}
    assert known - fired == set()
    assert fired <= known
