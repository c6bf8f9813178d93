"""Every written life can be lived and ends where it says; together they come to every end."""

import pytest

from engine.definition import StateKind
from tests import lives
from tests.playbook import law


def endings():
    """Every transition of every machine that leads into a terminal state."""
    return [
        transition
        for machine in law().workflows.values()
        for transition in machine.transitions
        if transition.target in machine.states
        and machine.states[transition.target].kind is StateKind.TERMINAL
    ]


def ways_lived():
    """Pairs of terminal state and the trigger by which some life comes to it."""
    ways = set()
    for name in lives.names():
        ends, moves = lives.life(name)["ends"], lives.moves(name)
        ways |= {(ends["state"], trigger) for trigger in moves[-1:]}
        ways |= {(ends["through"], trigger) for trigger in moves if "through" in ends}
    return ways


@pytest.mark.parametrize("name", lives.names())
def test_a_life_ends_where_it_says(name):
    bureau, ends = lives.live(name), lives.life(name)["ends"]
    assert lives.end(bureau, name) == ends["state"]
    came_by = {e.target for e in bureau.case.events if e.track == ends["track"]}
    assert ends.get("through", ends["state"]) in came_by


def test_some_life_comes_to_every_terminal_state():
    named = {lives.life(name)["ends"].get("through") for name in lives.names()}
    named |= {lives.life(name)["ends"]["state"] for name in lives.names()}
    wanted = {
        (machine.id, state.id)
        for machine in law().workflows.values()
        for state in machine.states.values()
        if state.kind is StateKind.TERMINAL
    }
    assert len({state for _, state in wanted}) == len(wanted), "two machines share an end"
    assert {w for w in wanted if w[1] not in named} == set()


def test_every_way_into_a_terminal_state_is_lived():
    """Each mode of service, each outcome of a hearing, each way a debt or a measure can end."""
    ways = ways_lived()
    assert {t.id for t in endings() if (t.target, t.trigger) not in ways} == set()


def test_a_case_is_archived_on_every_ground_of_closing():
    (ordinary,) = [m for m in law().workflows.values() if m.id == "ordinary"]
    grounds = set()
    for name in lives.names():
        if lives.life(name)["ends"]["state"] == "archived" and name.startswith("ordinary-"):
            grounds.add(lives.live(name).case.main.data["closing_ground"])
    asked = [t for t in ordinary.transitions if t.trigger == "request_closing"]
    offered = {c for t in asked for s in t.inputs if s.name == "closing_ground" for c in s.choices}
    assert grounds == offered
