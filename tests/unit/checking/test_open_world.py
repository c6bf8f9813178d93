"""What an explored act may look at, and what happens where nothing is written."""

from dataclasses import fields

import pytest

from engine.checking.open_world import Looks, OpenEvidence, Unwritten, opened
from engine.open_record import AllBut, OpenRecord
from engine.planning import situate
from engine.record import Record
from engine.situation import Situation
from tests.bureau import Bureau

#: What an exploration leaves open of a situation.
OPEN = {"inputs", "neighbours", "other", "drawn_for"}


@pytest.fixture(scope="module")
def situation() -> Situation:
    bureau = Bureau()
    bureau.play(until="approve_filing")
    case, command = bureau.case, bureau.command("record_evidence")
    workflow = bureau.law.pinned(case.main.definition)
    transition = next(t for t in workflow.transitions if t.trigger == command.trigger)
    desk = bureau.road.desk(case, bureau.intake(command))
    return situate(command, desk, workflow, case.main, transition, Record())


def test_everything_else_of_a_situation_stays_as_it_is(situation):
    there = opened(situation, Record(), Looks())
    for name in {f.name for f in fields(Situation)} - OPEN:
        assert getattr(there, name) is getattr(situation, name), name


def test_the_first_look_at_what_is_not_written_ends_a_question_and_nothing_else():
    looks = Looks()
    data = OpenRecord(Record({"matter": "M-01"}), AllBut(frozenset({"matter"})), looks)
    evidence = OpenEvidence(looks)
    assert (data.text("matter"), data.text("party"), list(evidence)) == ("M-01", "", [])
    looks.asking = True
    assert data.text("matter") == "M-01"
    for look in (lambda: data.text("party"), lambda: list(evidence), lambda: "party" in data):
        with pytest.raises(Unwritten):
            look()
