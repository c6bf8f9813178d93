"""An act is held to the duties of its own day: when it is done, signed, and judged again."""

import datetime as dt
from dataclasses import replace

import pytest

from engine.audit_law import Bench, rejudge
from engine.elsewhere import Elsewhere
from engine.errors import InputError
from engine.reading import load
from engine.record import Record
from tests.bureau import Bureau, unmet
from tests.playbook import law

#: The day of the decision in the example.
DECIDED = dt.date(2026, 3, 19)
EVE = DECIDED - dt.timedelta(days=1)


def barring(role, *parts):
    """The bars of today, with these parts for one role."""
    old = law().barred[role]
    return {**law().barred, role: replace(old, args=Record({"not": parts}))}


def stricter_from(day, role="agency_head", part="decider"):
    """The law with a later edition in which whoever had a part may not act in a role."""
    first = law().duties[0]
    later = replace(first, valid_from=day, barred=barring(role, part), digest="2" * 64)
    return replace(law(), duties=(first, later))


def judged_again(bureau, rules):
    """What an audit under `rules` says of the case's last event."""
    events = bureau.case.events
    bench = Bench(
        law=rules,
        agency_of=lambda *_: bureau.agency,
        elsewhere=lambda _: Elsewhere(case_id=bureau.case_id, read=bureau.store.read, load=load),
        drawn_for=lambda _: "",
    )
    before = bureau.road.case(bureau.case_id, until=events[-2].at)
    return [finding.code for finding in rejudge(before, events[-1], 0, bench)]


def test_the_example_decides_on_the_day_the_tests_are_about():
    bureau = Bureau().play(until="approve_penalty")
    assert bureau.case.events[-1].at.date() == DECIDED


def test_an_edition_binds_from_its_day_on():
    """Whoever approved the filing took a decision, and may then not take the second one."""
    bureau = Bureau(rules=stricter_from(DECIDED)).play(until="approve_penalty", before=True)
    assert ("R110", "duties_separate") in unmet(bureau.do("approve_penalty"))


def test_the_day_before_nothing_is_barred_yet():
    bureau = Bureau(rules=stricter_from(DECIDED + dt.timedelta(days=1)))
    bureau.play(until="approve_penalty")
    assert bureau.state == "decided"


def test_an_old_act_is_judged_by_the_bars_of_its_day():
    bureau = Bureau().play(until="approve_penalty")
    later = DECIDED + dt.timedelta(days=1)
    assert judged_again(bureau, stricter_from(later)) == []
    # also where the program has long since started under the later edition
    assert judged_again(bureau, stricter_from(later).on(dt.date(2027, 1, 4))) == []


def test_an_act_that_broke_the_bars_of_its_day_is_found_whatever_holds_now():
    bureau = Bureau().play(until="approve_penalty")
    assert "transition_unlawful" in judged_again(bureau, stricter_from(DECIDED))
    softer = replace(
        law(),
        duties=(
            replace(law().duties[0], barred=barring("agency_head", "decider")),
            replace(law().duties[0], valid_from=dt.date(2026, 6, 1)),
        ),
    )
    assert "transition_unlawful" in judged_again(bureau, softer.on(dt.date(2027, 1, 4)).on(EVE))


def test_a_law_before_its_first_edition_is_that_of_the_first():
    assert law().on(dt.date(2000, 1, 1)) is law()


def test_a_law_spoilt_on_purpose_is_not_put_right_again():
    spoilt = replace(law(), barred={})
    assert spoilt.on(DECIDED) is spoilt


def begun(rules):
    """The decision begun on the 19th, and its approval, which waits for the leader of the squad."""
    bureau = Bureau(rules=rules).play(until="approve_penalty", before=True)
    bureau.present("郑文博", "陈志远", "林晓雯")
    bureau.do("approve_penalty")
    (approval,) = [d for d in bureau.case.documents.values() if d.form == "decision_approval"]
    return bureau, approval.id


def test_a_signature_is_held_to_the_bars_of_its_own_day():
    """From the 20th on nobody signs as leader for the squad he or she belongs to."""
    rules = stricter_from(dt.date(2026, 3, 20), "squad_leader", "own_squad")
    bureau, approval = begun(rules)
    with pytest.raises(InputError, match=r"sign\.barred"):
        bureau.sign(approval, "赵国栋", at="2026-03-20 09:00")
    bureau, approval = begun(rules)
    bureau.sign(approval, "赵国栋", at="2026-03-19 16:00")
    assert judged_again(bureau, rules.on(dt.date(2027, 1, 4))) == []


def test_an_act_begun_is_completed_under_the_bars_of_the_day_it_is_completed():
    bureau, approval = begun(stricter_from(dt.date(2026, 3, 20)))
    late = bureau.sign(approval, "赵国栋", at="2026-03-20 09:00")
    assert ("R110", "duties_separate") in unmet(late)
