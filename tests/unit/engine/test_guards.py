"""Guards one by one: a course that is lawful but for one thing is refused for that thing alone.

The features tell the guards a reviewer would ask about; here stand the others, each with the rule
it carries out.
"""

from dataclasses import replace

import pytest

from engine.machine import possible
from tests.bureau import Bureau, told, unmet
from tests.playbook import by_name, fields_of, input_for, law, ready, script
from tests.variants import fine, joined, payment

HEARD = joined(fine("50000"), {"record_statement": {"waiver_scope": "要求听证的权利"}})
NOT_SHOWN = {"certificate_shown": "否"}
REVIEW = ready()["review_fail"].raw["复查证据"][0]


def review(**change):
    return {"evidence": [by_name(law().records["evidence_item"], REVIEW) | change]}


def opinion(**change):
    item = ready()["receive_opinion"].raw["意见文件"][0]
    return {"evidence": [by_name(law().records["evidence_item"], item) | change]}


def at(until, *moves, changes=None, before=False, example="m11"):
    """A course up to a step, and moves after it as (trigger, moment, changes)."""

    def begin():
        bureau = Bureau().play(example, until=until, before=before, changes=changes)
        for trigger, *rest in moves:
            when = rest[0] if rest else None
            give = rest[1] if len(rest) > 1 else {}
            bureau.must(trigger, at=when, give=give)
        return bureau

    return begin


DUE = at("due")
FAILED = at("due")
ORDERED = at("order_correction", before=True)
STATED = at("signed#2")
TOLD_OF_HEARING = at("signed#2", changes=HEARD)
NOTIFIED_HEARING = at(
    "signed#2",
    ("request_hearing",),
    ("appoint_chair",),
    ("notify_hearing", "2026-03-16 09:00"),
    changes=HEARD,
)
REVIEWED = at("under_legal_review")
FEWER_HEADS = {"review_heads": [{"head": "程序", "finding": "合法"}]}
ATTEMPTED = at("attempt_direct#2")

ROWS = [
    # -- field acts
    (
        "I3",
        "act_times_in_order",
        DUE,
        "review_ok",
        "2026-03-06 15:00",
        {"reviewed_at": "2026-03-06 09:00"},
    ),
    ("R021", "stated", DUE, "review_ok", "2026-03-06 15:00", NOT_SHOWN),
    (
        "R031",
        "evidence_verified",
        DUE,
        "review_ok",
        "2026-03-06 15:00",
        review(verified="否", taken_at="2026-03-06 10:05"),
    ),
    (
        "R030",
        "evidence_elements_known",
        DUE,
        "review_ok",
        "2026-03-06 15:00",
        review(elements=["别的要件"], taken_at="2026-03-06 10:05"),
    ),
    (
        "I3",
        "act_times_in_order",
        FAILED,
        "review_fail",
        "2026-03-09 15:00",
        {"reviewed_at": "2026-03-08 10:00"},
    ),
    ("R021", "stated", FAILED, "review_fail", "2026-03-09 15:00", NOT_SHOWN),
    ("R031", "evidence_verified", FAILED, "review_fail", "2026-03-09 15:00", review(verified="否")),
    (
        "R030",
        "evidence_elements_known",
        FAILED,
        "review_fail",
        "2026-03-09 15:00",
        review(elements=["别的要件"]),
    ),
    (
        "R030",
        "evidence_elements_known",
        at("approve_filing"),
        "record_evidence#1",
        "2026-03-03 11:00",
        {"covers": ["别的要件"]},
    ),
    (
        "R031",
        "evidence_verified",
        at("approve_filing", ("request_opinion",)),
        "receive_opinion",
        "2026-03-11 09:00",
        opinion(verified="否"),
    ),
    (
        "R030",
        "evidence_elements_known",
        at("approve_filing", ("request_opinion",)),
        "receive_opinion",
        "2026-03-11 09:00",
        opinion(elements=["别的要件"]),
    ),
    # -- approvals of the lead and the filing
    (
        "R050",
        "checklist_item",
        at("verifying"),
        "extend_verification",
        "2026-03-20 10:00",
        {"核对": {"延长理由具体且属案情复杂等客观原因": "否"}},
    ),
    (
        "R052",
        "checklist_item",
        at("verifying"),
        "decline_filing",
        None,
        {"核对": {"已答复具名举报人（无具名举报人时选不适用）": "否"}},
    ),
    (
        "R009",
        "checklist_item",
        at("verifying"),
        "request_filing",
        None,
        {"核对": {"已查询同一当事人同一行为有无处罚记录": "否"}},
    ),
    (
        "R051",
        "deadline_open",
        at("start_verification", changes={"register_lead": {"act_on": "2024-03-03"}}),
        "request_filing",
        "2026-03-04 10:00",
        {},
    ),
    # -- statement and hearing
    ("R021", "stated", STATED, "record_statement", "2026-03-13 10:00", NOT_SHOWN),
    (
        "I3",
        "act_times_in_order",
        STATED,
        "record_statement",
        "2026-03-13 10:00",
        {"stated_at": "2026-03-12 10:00"},
    ),
    (
        "R060",
        "document_served",
        at("notified", changes=HEARD),
        "hear_statement",
        "2026-03-10 17:00",
        {},
    ),
    ("R060", "document_served", STATED, "hear_statement", "2026-03-12 10:00", {}),
    ("R061", "statement_in_time", TOLD_OF_HEARING, "hear_statement", "2026-03-18 10:00", {}),
    ("R021", "stated", TOLD_OF_HEARING, "hear_statement", "2026-03-12 10:00", NOT_SHOWN),
    (
        "I3",
        "act_times_in_order",
        TOLD_OF_HEARING,
        "hear_statement",
        "2026-03-12 10:00",
        {"stated_at": "2026-03-11 10:00"},
    ),
    ("R063", "document_served", at("notified"), "request_hearing", "2026-03-10 12:00", {}),
    ("R068", "document_served", NOTIFIED_HEARING, "default", "2026-03-27 10:00", {}),
    (
        "R061",
        "points_answered",
        at("rechecking"),
        "facts_changed",
        None,
        {
            "point_answers": [
                {"point": "别的意见", "checking": "查", "adopted": "采纳", "reason": "由"}
            ]
        },
    ),
    ("R014", "amount_in_range", at("rechecking"), "submit_review", None, {"final_fine": "4999"}),
    # -- review
    ("R076", "review_heads_answered", REVIEWED, "review_return", None, FEWER_HEADS),
    ("R076", "review_heads_answered", REVIEWED, "review_transfer", None, FEWER_HEADS),
    ("R024", "reviewer_qualified", REVIEWED, "review_transfer", None, {"reviewed_by": "罗征"}),
    ("R076", "review_heads_answered", REVIEWED, "require_deliberation", None, FEWER_HEADS),
    # -- closing
    (
        "R174",
        "closing_ground_matches",
        at("investigating", ("withdraw_filing",)),
        "request_closing",
        None,
        {"closing_ground": "移送并被接收"},
    ),
    (
        "R152",
        "stated_choice",
        at("closed", ("self_correct", None, {"outcome": "redo", "redo_ground": "facts"})),
        "redo_by_remedy",
        "2026-05-06 09:00",
        {"outcome": "变更"},
    ),
    # -- service
    ("R020", "two_servers", ATTEMPTED, "signed", "2026-03-10 11:00", {"second_server": "陈志远"}),
    (
        "I3",
        "service_day_valid",
        ATTEMPTED,
        "refused",
        "2026-03-10 11:00",
        {
            "left_on": "2026-03-09",
            "service_place": "工业路9号",
            "media": "录像.mp4",
            "second_server": "陈志远",
        },
    ),
    (
        "R020",
        "two_servers",
        ATTEMPTED,
        "refused",
        "2026-03-10 11:00",
        {"second_server": "许安", "service_place": "工业路9号", "media": "录像.mp4"},
    ),
    (
        "R020",
        "two_servers",
        at("attempt_direct#2", ("post",)),
        "return_slip",
        None,
        {"second_server": "陈志远"},
    ),
    (
        "I3",
        "service_day_valid",
        at("attempt_direct#2", ("entrust",)),
        "entrusted_done",
        None,
        {"received_on": "2026-03-09"},
    ),
    (
        "R020",
        "two_servers",
        at("attempt_direct#2", ("entrust",)),
        "entrusted_done",
        None,
        {"second_server": "周岚"},
    ),
    (
        "I3",
        "service_day_valid",
        at("notified", ("send_e",)),
        "e_arrived",
        None,
        {"arrived_on": "2026-03-09"},
    ),
    (
        "R020",
        "two_servers",
        at("notified", ("send_e",)),
        "e_arrived",
        None,
        {"second_server": "陈志远"},
    ),
    (
        "I3",
        "day_is_today",
        at(
            "attempt_direct#2",
            ("refused", "2026-03-10 11:00", {"service_place": "路", "media": "录像.mp4"}),
        ),
        "announce",
        "2026-03-11 16:00",
        {"announced_on": "2026-03-10"},
    ),
    (
        "R020",
        "two_servers",
        at("attempt_direct#2", ("announce",)),
        "announcement_expired",
        "2026-04-10 09:00",
        {"second_server": "陈志远"},
    ),
    # -- money
    (
        "R110",
        "payments_equal_fine",
        at("start_performance", ("become_overdue",)),
        "pay_overdue",
        "2026-04-20 09:00",
        {"payments": [payment("7999", "2026-04-20")]},
    ),
]


def name(row):
    return f"{row[3]}-{row[1]}"


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_one_fault_is_refused_for_that_fault_alone(row):
    rule, code, begin, trigger, when, give = row
    bureau = begin()
    version, state = bureau.case.version, bureau.state
    refused = bureau.do(trigger, at=when, give=give)
    assert hasattr(refused, "unmet"), told(refused)
    assert not refused.problems, told(refused)
    assert unmet(refused) == [(rule, code)]
    assert (bureau.case.version, bureau.state) == (version, state)


@pytest.mark.parametrize(
    ("trigger", "begin", "when"),
    [
        ("review_fail", FAILED, "2026-03-09 15:00"),
        ("order_correction", ORDERED, "2026-03-09 15:00"),
        ("record_statement", STATED, "2026-03-13 10:00"),
        ("hear_statement", TOLD_OF_HEARING, "2026-03-12 10:00"),
    ],
)
def test_every_field_act_asks_for_two_certificates_valid_that_day(trigger, begin, when):
    bureau = begin()
    assert bureau.do(trigger, at=when).event.trigger == trigger
    bureau = begin()
    bureau.change("林晓雯", certificate=None)
    assert unmet(bureau.do(trigger, at=when)) == [("R020", "officers_qualified")]


def test_filing_is_not_approved_for_an_officer_whose_certificate_has_run_out():
    bureau = Bureau().play(until="approve_filing", before=True)
    bureau.change("林晓雯", certificate=None)
    assert unmet(bureau.do("approve_filing")) == [("R020", "officers_qualified")]


def test_filing_needs_a_benchmark():
    bureau = Bureau(rules=replace(law(), benchmark=replace(law().benchmark)))
    object.__setattr__(bureau.law.benchmark, "tiers", ())
    bureau.play(until="approve_filing", before=True)
    assert unmet(bureau.do("approve_filing")) == [("R014", "benchmark_available")]


def test_no_notice_before_the_bureau_has_set_its_hearing_threshold():
    bureau = Bureau().play(until="serve_prior_notice", before=True)
    settings = {k: v for k, v in bureau.agency.settings.items() if not k.startswith("hearing.")}
    bureau.agency = replace(bureau.agency, settings=settings)
    assert unmet(bureau.do("serve_prior_notice")) == [("R063", "checklist_item")]


def test_a_reviewer_without_qualification_does_not_return_a_case_either():
    bureau = Bureau().play(until="under_legal_review")
    bureau.change("孙静怡", legal_qualification="")
    assert unmet(bureau.do("review_return")) == [("R024", "reviewer_qualified")]


def test_a_hearing_does_not_open_before_its_day():
    bureau = NOTIFIED_HEARING()
    bureau.must("attempt_direct", at="2026-03-16 10:00")
    bureau.must("signed", at="2026-03-16 11:00")
    assert unmet(bureau.do("open_hearing", at="2026-03-26 09:00")) == [
        ("R069", "hearing_day_reached")
    ]
    assert unmet(bureau.do("open_hearing", at="2026-03-28 09:00")) == [
        ("R069", "hearing_day_reached")
    ]


def test_an_extended_order_falls_due_on_its_new_day():
    bureau = Bureau().play(until="serve_order")
    bureau.must("extend_order", at="2026-03-05 09:00")
    assert unmet(bureau.do("due", at="2026-03-09 09:00")) == [("R007", "deadline_reached")]
    bureau.must("due", at="2026-03-10 09:00")


def test_every_state_can_be_left_or_ends_the_case():
    for workflow in law().workflows.values():
        for state in workflow.states.values():
            ends = state.kind.value == "terminal"
            assert ends or possible(workflow, state.id), (workflow.id, state.id)


def test_the_ready_inputs_hold_nothing_their_move_does_not_ask_for():
    for trigger, step in ready().items():
        known = {s.name for s in fields_of(trigger)}
        raw = input_for(step, step.at, {}, ())
        assert set(raw) - known <= {"核对", "意见"}, trigger
    assert script("m07")


#: A refusal to sign that neither a witness nor a recording proves.
UNPROVED = {"mode": "refused", "signer": None, "file": None, "reason": "拒绝签名"}


@pytest.mark.parametrize(
    ("rule", "trigger", "begin", "when"),
    [
        ("R033", "record_evidence#3", at("approve_filing"), "2026-03-03 15:00"),
        ("R033", "record_statement", STATED, "2026-03-13 10:00"),
        ("R033", "hear_statement", TOLD_OF_HEARING, "2026-03-12 10:00"),
        ("R069", "request_hearing", TOLD_OF_HEARING, "2026-03-12 10:00"),
        ("R033", "approve_no_penalty", at("decision_pending"), None),
        (
            "R033",
            "decide_no_penalty",
            at("decide_no_penalty", before=True, example="m07"),
            None,
        ),
    ],
)
def test_a_refused_signature_needs_a_witness_or_a_recording(rule, trigger, begin, when):
    refused = begin().do(trigger, at=when, give={"party_signature": UNPROVED})
    assert unmet(refused) == [(rule, "party_signature_valid")]
    seen = UNPROVED | {"witnesses": [{"name": "柳青", "unit": "听涛社区居民委员会"}]}
    bureau = begin()
    bureau.must(trigger, at=when, give={"party_signature": seen})


def test_a_refused_signature_of_a_re_check_is_proved_by_its_own_photos():
    bureau = DUE()
    bureau.must("review_ok", at="2026-03-06 15:00", give={"party_signature": UNPROVED})
