"""The numbers of the bureau's own yearly reports, carried out case by case on the real road.

Names are invented; the amounts of single cases are chosen so that their sums are the reported ones.
"""

import datetime as dt
from functools import cache

from engine.accounting import account
from engine.identity import credit_code_valid
from engine.storage_rows import CaseFilter
from tests.bureau import Bureau
from tests.playbook import law, moment, ordinals, ready, script
from tests.several import merge, turn_to
from tests.variants import ACT, fine, joined, matter, payment

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
#: The owners of construction-waste vehicles: seven with two vehicles seized, nineteen with one.
OWNERS_OF_TWO, OWNERS_OF_ONE = 7, 19
DUMPING = "100000"
#: What the other twenty-six were fined; with the dumping case it makes 271,801 yuan.
FINES = ("6600",) * 25 + ("6801",)
MERGED_AT = "2026-03-03 09:20"


def credit_code(serial):
    """An invented unified social credit code with its check character (GB 32100)."""
    body = f"91330299MA3{serial:06d}"
    return next(body + sign for sign in SIGNS if credit_code_valid(body + sign))


def owner(serial, business="渣土运输"):
    name = f"海岚市示例{serial}号{business}有限公司"
    party = {"姓名或名称": name, "统一社会信用代码": credit_code(serial)}
    return {"request_filing": {"party": party}}


def lead(place, serial):
    return {"register_lead": {"lead_place": place, "suspected_party": f"示例{serial}号"}}


def go_on(bureau, after, until, changes=None, example="m11", skip=()):
    """Carry the case the bureau stands at on along the example, between two of its steps."""
    begun, changes = False, changes or {}
    for step, names in ordinals(script(example)):
        if begun and step.trigger not in skip:
            give = next((changes[n] for n in reversed(names) if n in changes), {})
            track = bureau.place(step.trigger) if step.track != "main" else "main"
            bureau.must(step.trigger, step=step, give=give, track=track)
        if begun and until in names:
            return
        begun = begun or after in names
    raise AssertionError((after, until))


def file_cases(bureau, count, serial, changes):
    """File one case for each object of an owner; the objects stand at different places."""
    return [
        bureau.begin(
            until="approve_filing",
            changes=joined(lead(f"示例路{serial}-{n}号", serial), owner(serial), changes),
        )
        for n in range(1, count + 1)
    ]


# -- vehicles -------------------------------------------------------------------------------------


@cache
def vehicles():
    """Thirty-four seized vehicles, filed one by one and merged by owner, each case to payment."""
    bureau, leading = Bureau(), []
    owners = [2] * OWNERS_OF_TWO + [1] * OWNERS_OF_ONE
    for serial, (count, amount) in enumerate(zip(owners, FINES, strict=True), start=1):
        changes = fine(amount)
        ids = file_cases(bureau, count, serial, changes)
        if count > 1:
            merge(bureau, ids, at=MERGED_AT)
        turn_to(bureau, ids[0])
        go_on(bureau, "approve_filing", "confirm_payment", changes)
        leading.append(ids[0])
    leading.append(dumped_before(bureau))
    return bureau, tuple(leading)


def dumped_before(bureau):
    """The dumping of the year before: decided then, paid by a plan in June of this year."""
    bureau.shift = dt.date(2025, 9, 9) - dt.date(2026, 3, 3)
    waived = {"record_statement": {"waiver_scope": "要求听证的权利"}}
    proving = earlier(matter("M-14"), bureau.shift)
    changes = joined(fine(DUMPING, "M-14"), proving, waived)
    case = bureau.begin(
        until="submit_review", changes=joined(lead("示例路空地", 99), owner(99), changes)
    )
    bureau.must("require_deliberation")
    bureau.must("deliberate", give={"conclusion_fine": DUMPING})
    bureau.must("approve_penalty", give={"decision_fine": DUMPING})
    bureau.serve()
    for trigger in ("serve_decision", "decide_scope", "publish", "file_major", "start_performance"):
        bureau.must(trigger)
    bureau.must("grant_deferral", give={"plan": [{"due": "2026-06-15", "amount": DUMPING}]})
    bureau.serve()
    paid = payment(DUMPING, "2026-06-10", "HL-0099")
    bureau.must("plan_completed", at="2026-06-11 09:00", give={"payments": [paid]})
    bureau.must("confirm_payment")
    bureau.shift = dt.timedelta(0)
    return case


def earlier(value, shift):
    """Evidence as it would have been taken then: its moments moved along with the case."""
    if isinstance(value, list):
        return [earlier(v, shift) for v in value]
    if isinstance(value, dict):
        return {
            k: str(moment(v) + shift) if k in ("taken_at", "制作时间") else earlier(v, shift)
            for k, v in value.items()
        }
    return value


def cases_of(bureau):
    with bureau.store.read() as view:
        return [bureau.road.case(row.case_id) for row in view.cases(CaseFilter(limit=1000))]


def accounted(bureau, year, by):
    """The account of a year by payment or by decision, in yuan."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    return account(cases_of(bureau), first, last, by=by).total / 100


# -- billboards -----------------------------------------------------------------------------------

BILLBOARD = joined(
    fine("2000", "M-11"),
    matter("M-06"),
    {"end_investigation": {"fine_situation": "其他户外广告设施", "fine": "2000", "tier": "从轻"}},
    {"serve_prior_notice": {"notice_fine": "2000"}},
)


@cache
def billboards():
    """Twenty-eight billboards: ten taken down, one promised, seventeen in nine cases."""
    bureau, removed, leading = Bureau(), [], []
    for n in range(1, 11):
        found = bureau.begin(
            until="start_verification",
            changes=joined(lead(f"广告路{n}号", n), {"start_verification": {"matter": "M-06"}}),
        )
        give = {
            "ground": "轻微并及时改正，没有危害后果",
            "reason": "业主收到告知后已自行拆除，没有危害后果。",
        }
        bureau.must("decline_filing", give=give)
        removed.append(found)
    promised = bureau.begin(
        until="start_verification",
        changes=joined(lead("广告路11号", 11), {"start_verification": {"matter": "M-06"}}),
    )
    for serial, count in enumerate([2] * 8 + [1], start=201):
        ids = file_cases(bureau, count, serial, joined(BILLBOARD, owner(serial, "广告")))
        if count > 1:
            merge(bureau, ids, at=MERGED_AT)
            notified(bureau, ids[0])
        leading.append(ids[0])
    return bureau, tuple(removed), promised, tuple(leading)


def notified(bureau, case):
    """Order the removal in vain, ask for the planning opinion, end and notify."""
    turn_to(bureau, case)
    go_on(bureau, "approve_filing", "due", BILLBOARD)
    elements = [e.text for e in law().matters["M-06"].version_on(ACT).elements]

    def proving(trigger, field):
        raw = ready()[trigger].raw[field]
        return {"evidence": [{**item, "对应要件": elements} for item in raw]}

    bureau.must("review_fail", give=proving("review_fail", "复查证据"))
    bureau.must("request_opinion", give={"institution": "海岚市自然资源和规划局望潮分局"})
    waiting = bureau.do("end_investigation", give=BILLBOARD["end_investigation"])
    assert [(v.rule, v.code) for v in waiting.unmet] == [("R043", "mark_is")]
    bureau.must("receive_opinion", give=proving("receive_opinion", "意见文件"))
    bureau.must("end_investigation", give=BILLBOARD["end_investigation"])
    bureau.must("serve_prior_notice", give=BILLBOARD["serve_prior_notice"])
    bureau.serve()
