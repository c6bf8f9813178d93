"""What is done on a case after its dossier was bound starts the time to bind it anew (APL 47)."""

import datetime as dt

from engine.advice import advise
from tests import lives
from tests.bureau import SOON, Bureau, intake


def sued_after_archiving():
    """Archived, and then sued on 20 May."""
    bureau = Bureau().play(until="archived")
    bureau.must("receive_suit", at="2026-05-20 09:00")
    return bureau


def running(bureau, rule):
    return [d for d in bureau.case.deadlines.values() if d.rule == rule and d.status == "running"]


def test_an_archived_case_owes_nothing_to_its_dossier():
    assert running(Bureau().play(until="archived"), "D34a") == []


def test_the_first_act_after_archiving_starts_thirty_days_to_bind_the_dossier_anew():
    (period,) = running(sued_after_archiving(), "D34a")
    assert (period.track, period.computed.due) == ("main", dt.date(2026, 6, 19))


def test_further_acts_do_not_begin_the_period_again():
    bureau = sued_after_archiving()
    bureau.must("submit_defence", at="2026-05-25 09:00")
    assert [d.computed.start for d in running(bureau, "D34a")] == [dt.date(2026, 5, 20)]


def test_opening_the_dossier_leaves_the_time_to_archive_it_again():
    bureau = sued_after_archiving()
    found = advise(bureau.case, bureau.road.desk(bureau.case, intake()), bureau.clock + SOON)
    assert "unseal" in {a.transition.trigger for a in found if a.possible}
    bureau.must("unseal", at="2026-05-21 09:00")
    assert running(bureau, "D34a") == []
    (archiving,) = running(bureau, "D34")
    assert archiving.computed.due == dt.date(2026, 6, 20)
    bureau.must("archive", at="2026-05-22 09:00")
    assert running(bureau, "D34") == []


def test_a_case_not_bound_yet_has_no_such_period():
    bureau = Bureau().play(until="closed")
    bureau.must("receive_suit", at="2026-05-20 09:00")
    assert bureau.case.deadline("D34a") is None


def test_a_reconsideration_of_an_archived_case_starts_the_period_with_its_notice():
    """Notice of it came on 13 April; the case was archived before."""
    bureau = lives.live("remedies-r_final-revoke", until="recon_outcome")
    (period,) = running(bureau, "D34a")
    assert (period.computed.start, period.computed.due) == (
        dt.date(2026, 4, 13),
        dt.date(2026, 5, 13),
    )
