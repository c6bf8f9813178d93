"""Moves made on a kept case: whatever others did meanwhile, the answer is as after reading."""

from functools import cached_property

import pytest

from engine.errors import InputError
from engine.planning import Refusal
from engine.reading import load
from engine.road import Done
from tests.bureau import SOON, Bureau, unmet


class Serving(Bureau):
    """A bureau whose road lives on from command to command and keeps what it read."""

    @cached_property
    def road(self):
        return Bureau.road.fget(self)


def elsewhere(bureau):
    """Another program on the same store, at the same hour."""
    other = Bureau()
    other.__dict__.update({k: v for k, v in bureau.__dict__.items() if k != "road"})
    return other


def stored(bureau):
    with bureau.store.read() as view:
        return load(view, bureau.case_id)


@pytest.fixture
def bureau():
    """The decision has reached the party; recording that makes no document."""
    ready = Serving().play(until="serve_decision", before=True)
    assert ready.road.case(ready.case_id) == stored(ready)
    return ready


def test_a_move_without_documents_is_made_without_reading_the_case_again(bureau):
    opened, read = [], bureau.store.read
    bureau.store.read = lambda: opened.append(1) or read()
    done = bureau.must("serve_decision", track="main")
    assert opened == []
    bureau.store.read = read
    assert done.case == stored(bureau) == bureau.case


@pytest.mark.parametrize("maker", [elsewhere, lambda bureau: bureau])
def test_the_same_command_sent_again_is_recognised(bureau, maker):
    at = str((bureau.clock + SOON).replace(tzinfo=None))
    first = maker(bureau).must("serve_decision", at=at)
    again = bureau.must("serve_decision", at=at)
    assert (again.event, again.repeated) == (first.event, True)
    assert stored(bureau).version == first.case.version


def test_a_case_moved_elsewhere_is_moved_on_from_where_it_stands():
    bureau = Serving().play(until="signed#1")
    kept = bureau.case.version
    elsewhere(bureau).must("record_evidence#4")
    done = bureau.must("serve_order", at=str((bureau.clock + 2 * SOON).replace(tzinfo=None)))
    assert done.event.seq == kept + 2
    assert done.case == stored(bureau) == bureau.case


def test_what_is_no_longer_permitted_is_refused_and_leaves_nothing(bureau):
    gone = elsewhere(bureau)
    gone.must("serve_decision")
    gone.must("start_performance")
    before = stored(bureau)
    bureau.clock = gone.clock
    refused = bureau.do("serve_decision", as_="林晓雯")
    assert isinstance(refused, Refusal)
    assert unmet(refused) == [("I6", "wrong_state")]
    assert stored(bureau) == before


def test_a_track_opened_elsewhere_is_known(bureau):
    gone = elsewhere(bureau)
    gone.must("serve_decision")
    with pytest.raises(InputError) as wrong:
        bureau.do("pay_full", track="service-9")
    assert wrong.value.code == "command.unknown_trigger"
    gone.must("start_performance")
    bureau.clock = gone.clock
    assert isinstance(bureau.do("pay_full", track="collection-1"), Done)
    assert bureau.case == stored(bureau)
