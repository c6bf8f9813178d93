"""One real transition with a signed document, two tracks and a checklist. Run as a module.

`python -m tests.integration.road_scenario FOLDER` issues the correction order of the example case
and prints ACK with the event, or the code of the refusal and exit status 8.
"""

import sys
from pathlib import Path

import yaml

from engine.command import Command
from engine.errors import AnjuanError
from engine.road import Done
from runtime.demo import read_script
from runtime.examples import example_folder
from runtime.workspace import Workspace
from tests.demo_case import CASE, EXAMPLE, carried_out
from tests.pins import training_pins

BEFORE, TRIGGER = "record_evidence", "order_correction"
REFUSED = 8


def script():
    return read_script(example_folder() / EXAMPLE)


def step():
    return next(s for s in script().steps if s.trigger == TRIGGER)


def prepare(folder):
    """The example case just after its first evidence, before its correction order."""
    return carried_out(folder, until=BEFORE)


def advance(folder, case=CASE, at=None):
    """Issue the order, or be told that it has been issued."""
    with Workspace.open(folder, at=at or step().at) as workspace:
        keys = {o: p for o, p in training_pins().items() if o in {"p02", "p09", "seal"}}
        command = Command(
            id="",
            case=case,
            track="main",
            trigger=TRIGGER,
            actor=step().actor,
            at=workspace.now(),
            raw=yaml.safe_load((script().folder / step().file).read_text("utf-8")),
        )
        files = workspace.intake(script().folder).intake()
        outcome = workspace.road.advance(command, files, workspace.keyring(keys))
        assert isinstance(outcome, Done), outcome
        return outcome


def main(folder):
    try:
        outcome = advance(folder)
    except AnjuanError as refused:
        print(refused.code)
        raise SystemExit(REFUSED) from refused
    print("ACK", outcome.event.seq, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
