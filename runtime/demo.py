"""The demonstration: whole cases from the example input files, on a fresh training workspace.

Every step goes down the one road with the files an officer would write; what it prints is told by
the caller.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import yaml

from engine.case import MAIN, Case
from engine.command import Command
from engine.errors import ConfigurationError, NotFoundError
from engine.event import Event
from engine.legal_time import LEGAL_ZONE
from engine.planning import Refusal
from engine.road import Done
from runtime.creation import create
from runtime.examples import example_folder
from runtime.keyring import Keyring
from runtime.workspace import Workspace

SCRIPT = "剧本.yaml"
#: Played in this order; the first is the main job.
CASES = ("m11-construction-waste", "m07-shop-front")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of a script."""

    at: datetime
    actor: str
    trigger: str
    track: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A case to be played."""

    title: str
    folder: Path
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """One step that happened."""

    number: int
    total: int
    step: Step
    event: Event
    case: Case


Report = Callable[[Script, Played], None]


def read_script(folder: Path) -> Script:
    """Return the script in `folder`; raises NotFoundError where there is none."""
    path = folder / SCRIPT
    if not path.is_file():
        raise NotFoundError("demo.no_script", path=str(path))
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    steps = tuple(
        Step(
            at=_moment(line["at"]),
            actor=line["as"],
            trigger=line["do"],
            track=line.get("track", MAIN),
            file=line.get("file", ""),
        )
        for line in raw["steps"]
    )
    return Script(title=raw["title"], folder=folder, steps=steps)


def _moment(written: object) -> datetime:
    moment = written if isinstance(written, datetime) else datetime.fromisoformat(str(written))
    return moment.replace(tzinfo=LEGAL_ZONE)


def prepare(folder: Path) -> Mapping[str, str]:
    """Make a fresh training workspace in `folder`; return the training PINs."""
    examples = example_folder()
    pins: dict[str, str] = yaml.safe_load((examples / "pins.yaml").read_text(encoding="utf-8"))
    first = read_script(examples / CASES[0]).steps[0].at
    create(folder, agency_file=examples / "agency.yaml", training=True, pins=pins, at=first)
    return pins


def scripts() -> tuple[Script, ...]:
    """Return the cases of the demonstration."""
    return tuple(read_script(example_folder() / name) for name in CASES)


def play(
    workspace: Workspace, script: Script, keys: Keyring, *, until: str = ""
) -> Iterator[Played]:
    """Play a script step by step; stop after the step whose trigger is `until`.

    Raises ConfigurationError `demo.refused` when a step is refused: then the example is wrong.
    """
    case_id = ""
    for number, step in enumerate(script.steps, 1):
        workspace.set_clock(step.at)
        command = Command(
            id="",
            case=case_id,
            track=step.track,
            trigger=step.trigger,
            actor=step.actor,
            at=workspace.now(),
            raw=_input(script, step),
        )
        outcome = workspace.road.advance(command, workspace.intake(script.folder).intake(), keys)
        if not isinstance(outcome, Done):
            unmet = [v.code for v in outcome.unmet] if isinstance(outcome, Refusal) else ["waiting"]
            raise ConfigurationError("demo.refused", step=step.trigger, unmet="、".join(unmet))
        case_id = outcome.case.id
        yield Played(
            number=number,
            total=len(script.steps),
            step=step,
            event=outcome.event,
            case=outcome.case,
        )
        if step.trigger == until:
            return


def _input(script: Script, step: Step) -> Mapping[str, object]:
    if not step.file:
        return {}
    loaded = yaml.safe_load((script.folder / step.file).read_text(encoding="utf-8"))
    return loaded if isinstance(loaded, dict) else {}
