"""Any case at any past moment: exactly what was recorded by that second, and known by then."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner

from cli import anjuan
from commands.office import NO_FILES
from engine.looking_back import look_back
from engine.reading import load
from runtime.workspace import Workspace
from tests.demo_case import CASE


@pytest.fixture(scope="module")
def workspace(home):
    with Workspace.open(home) as opened:
        yield opened


def told(root, *arguments):
    result = CliRunner().invoke(anjuan, ["-w", str(root), *arguments, "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def test_the_second_of_an_event_has_it_and_the_second_before_does_not(workspace):
    events = workspace.road.case(CASE).events
    for event in events[1:]:
        at_once = sum(other.at <= event.at for other in events)
        before = sum(other.at <= event.at - timedelta(seconds=1) for other in events)
        assert workspace.road.case(CASE, until=event.at).version == at_once >= event.seq
        a_second_before = workspace.road.case(CASE, until=event.at - timedelta(seconds=1))
        assert a_second_before.version == before < event.seq
        almost = event.at - timedelta(microseconds=1)
        assert workspace.road.case(CASE, until=almost).version == before


def test_a_replay_up_to_a_moment_is_the_case_as_it_was_recorded_then(workspace):
    """The hash of the last act by then is the head the ledger had of the case."""
    with workspace.store.read() as view:
        stored = view.events(CASE)
        for upto in (1, 5, 17, len(stored)):
            moment = stored[upto - 1].moment
            past = load(view, CASE, until=moment)
            assert past.head == stored[past.version - 1].hash.hex()
            assert past.version == max(s.seq for s in stored if s.moment <= moment)


def test_what_came_later_was_not_known_then(workspace):
    whole = workspace.road.case(CASE)
    filed = next(e for e in whole.events if e.trigger == "approve_filing")
    past = look_back(workspace.road, CASE, filed.at, NO_FILES, workspace.profile_of)
    assert len(past.case.evidence) < len(whole.evidence)
    assert set(past.case.documents) < set(whole.documents)
    assert past.desk.agency.digest == filed.basis["agency"]
    for made in past.case.documents.values():
        assert all(signed.at <= filed.at for signed in made.signed)


def test_the_steps_that_could_be_taken_then_are_those_that_were_taken(home, workspace):
    """The step taken next was possible a second before, as seen from then."""
    events = [e for e in workspace.road.case(CASE).events if e.track == "main"]
    for event in (events[3], events[8], events[-1]):
        before = (event.at - timedelta(seconds=1)).isoformat(sep=" ")
        found = told(home, "case", "next", CASE, "--as-of", before, "--all")
        steps = {m["trigger"] for m in [*found["possible"], *found["not_yet"]]}
        assert event.trigger in steps
        assert found["as_of"]
        shown = told(home, "case", "show", CASE, "--as-of", before)
        assert shown["version"] == event.seq - 1 == found["version"]


def test_before_its_first_event_there_is_no_case(home, workspace):
    first = workspace.road.case(CASE).events[0]
    early = (first.at - timedelta(seconds=1)).isoformat(sep=" ")
    asked = ["-w", str(home), "case", "show", CASE, "--as-of", early, "--json"]
    refused = json.loads(CliRunner().invoke(anjuan, asked).output)
    assert refused["error"]["code"] == "case.unknown"
    late = first.at.isoformat(sep=" ")
    assert told(home, "case", "show", CASE, "--as-of", late)["version"] == 1
