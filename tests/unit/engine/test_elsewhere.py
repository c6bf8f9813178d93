"""What one case may know of others: every case about its party, place or vehicle, however many."""

import datetime as dt

from engine.audit import bench_over
from engine.elsewhere import Elsewhere, neighbour
from engine.reading import load
from engine.record import Record
from engine.road import Done
from tests import lives
from tests.bureau import Bureau, moment

#: More than any list shows on one page, and than are fetched at a time elsewhere.
MANY = 60
FIRST = moment("2026-01-05 09:00")


def elsewhere(bureau, case_id=""):
    return Elsewhere(case_id=case_id, read=bureau.store.read, load=load)


def lead(bureau, received):
    """Register one more lead of the example's place and party."""
    bureau.case_id = ""
    return bureau.do(
        "register_lead",
        at=f"{received + dt.timedelta(minutes=30):%Y-%m-%d %H:%M}",
        give={"收到时间": f"{received:%Y-%m-%d %H:%M}"},
    )


def hot_spot():
    """A place where a lead of the same party came in every 25 hours; returns the last moment."""
    bureau = Bureau()
    bureau.steps = Bureau().play(until="register_lead").steps
    moments = [FIRST + dt.timedelta(hours=25 * n) for n in range(MANY)]
    for received in moments:
        assert isinstance(lead(bureau, received), Done)
    return bureau, moments[-1]


def test_the_sixtieth_lead_of_a_place_is_known_when_the_next_comes_in():
    """APL 29: within 24 hours it is the same act, on a busy street as on a quiet one."""
    bureau, last = hot_spot()
    newest = bureau.case_id
    refused = lead(bureau, last + dt.timedelta(hours=24))
    assert [(v.rule, v.details["case"]) for v in refused.unmet] == [("R009", newest)]
    later = lead(bureau, last + dt.timedelta(hours=24, minutes=1))
    assert isinstance(later, Done)


def test_only_cases_that_moved_since_are_asked():
    bureau = Bureau().play(until="register_lead")
    case = bureau.case
    about = Record({"lead_place": case.data.text("lead_place")})
    second = dt.timedelta(seconds=1)
    for since, found in (
        (case.last_at - second, [case.id]),
        (case.last_at, [case.id]),
        (case.last_at + second, []),
    ):
        told = elsewhere(bureau).neighbours(about, since)
        assert [n.case for n in told] == found


def test_a_case_does_not_speak_to_itself_and_knows_others_by_id_and_number():
    bureau = Bureau().play(until="approve_filing")
    case = bureau.case
    own = elsewhere(bureau, case.id)
    assert own.neighbours(case.data, case.opened_at) == ()
    assert own.other(case.number).id == own.other(case.id).id == case.id
    assert own.other("2026-999999") is None


def test_an_audit_knows_other_records_of_a_vehicle_as_the_desk_did():
    bureau = lives.live("parking-p_closed", until="capture")
    case = bureau.case
    about = Record({"plate": case.data.text("plate")})
    with bureau.store.read() as view:
        bench = bench_over(view, "", bureau.law, lambda _: bureau.agency)
        leaves = view.ledger_head().size
        now = bench.elsewhere(leaves).neighbours(about, case.opened_at)
        before = bench.elsewhere(0).neighbours(about, case.opened_at)
    assert now == elsewhere(bureau).neighbours(about, case.opened_at) == (neighbour(case),)
    assert before == ()
