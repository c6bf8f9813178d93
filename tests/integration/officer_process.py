"""One of several officers at work in one workspace at once. Run as a module.

`python -m tests.integration.officer_process FOLDER NUMBER` plays the first steps of the example
case as a case of its own, then joins a race for one step of a shared case, and prints the shared
outcome and the longest wait for the write gate in milliseconds.
"""

import sys
import time
from contextlib import contextmanager
from pathlib import Path

import yaml

from engine.command import Command
from engine.errors import ConflictError
from engine.road import Done
from runtime.workspace import Workspace
from tests.demo_case import CASE
from tests.integration import road_scenario
from tests.pins import training_pins

STEPS = 5


class TimedStore:
    """The store, with the wait for its gate measured."""

    def __init__(self, store):
        self._store = store
        self.longest = 0.0

    def __getattr__(self, name):
        return getattr(self._store, name)

    @contextmanager
    def write(self):
        began = time.perf_counter()
        with self._store.write() as unit:
            self.longest = max(self.longest, time.perf_counter() - began)
            yield unit


def own_case(workspace, keys, number):
    """Take a case of one's own from lead to its first evidence."""
    script, case = road_scenario.script(), ""
    for step in script.steps[:STEPS]:
        workspace.set_clock(step.at)
        raw = yaml.safe_load((script.folder / step.file).read_text("utf-8"))
        if step.trigger == "register_lead":
            raw["案发地点"] = f"听涛路{number}号"
        command = Command(
            id="",
            case=case,
            track=step.track,
            trigger=step.trigger,
            actor=step.actor,
            at=step.at,
            raw=raw,
        )
        files = workspace.intake(script.folder).intake()
        outcome = workspace.road.advance(command, files, keys)
        assert isinstance(outcome, Done), outcome
        case = outcome.case.id


def shared_step(workspace, keys):
    """Everybody issues the same order; one is first, the others learn of it."""
    step, script = road_scenario.step(), road_scenario.script()
    workspace.set_clock(step.at)
    raw = yaml.safe_load((script.folder / step.file).read_text("utf-8"))
    command = Command(
        id="",
        case=CASE,
        track="main",
        trigger=step.trigger,
        actor=step.actor,
        at=step.at,
        raw=raw,
    )
    try:
        outcome = workspace.road.advance(command, workspace.intake(script.folder).intake(), keys)
    except ConflictError:
        return "conflict"
    return "repeated" if outcome.repeated else "first"


def main(folder, number):
    pins = training_pins()
    with Workspace.open(folder, at=road_scenario.script().steps[0].at) as workspace:
        timed = TimedStore(workspace.store)
        object.__setattr__(workspace.road, "store", timed)
        keys = workspace.keyring({o: p for o, p in pins.items() if o != "root"})
        own_case(workspace, keys, number)
        print(shared_step(workspace, keys), round(timed.longest * 1000))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
