"""How long grading takes: one complete dossier again and again, and many of them in one command.

`python -m benchmarks.grading` measures the first; `--many 10000` also copies the dossier that often
into a workspace of its own, grades all of them with `review precheck --all`, kills that half way,
and starts it again.
"""

import argparse
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from engine.case import Case
from engine.event import DocumentMade, Event
from runtime.demo import CASES, play, prepare, read_script
from runtime.examples import example_folder
from runtime.grading import Grader, shelf_of
from runtime.workspace import Workspace

ROUNDS = 60
_SERIAL = re.compile(r"第\d+号")
_ROOT = Path(__file__).parent.parent


def played(folder: Path) -> str:
    """Play the example case of construction waste in a new workspace and return its id."""
    pins = prepare(folder)
    script = read_script(example_folder() / CASES[0])
    with Workspace.open(folder, at=script.steps[0].at) as workspace:
        keys = workspace.keyring({owner: pin for owner, pin in pins.items() if owner != "root"})
        return [step.event for step in play(workspace, script, keys)][-1].case


def measured(folder: Path, case_id: str, *, rounds: int) -> list[float]:
    """Return the CPU seconds of each grading, everything but the open workspace made anew."""
    taken: list[float] = []
    with Workspace.open(folder) as workspace, shelf_of(workspace) as shelf:
        grader = Grader(workspace, shelf)
        grader.seals.eager = True  # verified once, and looked up from then on
        for _ in range(rounds + 1):
            began = time.process_time()
            grader.grade(grader.dossier(workspace.road.case(case_id)))
            taken.append(time.process_time() - began)
    return taken


def copied(folder: Path, case_id: str, count: int) -> None:
    """Copy a closed case `count` times; every copy shares its files and has numbers of its own."""
    with Workspace.open(folder) as workspace:
        events = workspace.road.case(case_id).events
        for number in range(1, count + 1):
            name = f"2026-C{number:05}"
            case = Case(id=name)
            workspace.road.commit(case, list(_renamed(events, name, number)), ())


def _renamed(events: list[Event], name: str, number: int) -> Iterator[Event]:
    for event in events:
        yield replace(
            event,
            case=name,
            command=f"{name}-{event.seq}",
            case_number=_numbered(event.case_number, number),
            documents=tuple(_copy(made, number) for made in event.documents),
        )


def _copy(made: DocumentMade, number: int) -> DocumentMade:
    serial = 1000 * number + made.serial
    return replace(made, number=_numbered(made.number, serial), serial=serial)


def _numbered(text: str, serial: int) -> str:
    return _SERIAL.sub(f"第{serial:09}号", text)


def many(folder: Path) -> None:
    """Grade everything in one command, killed half way and started again."""
    command = [sys.executable, "cli.py", "review", "precheck", "--all", "--json"]
    environment = {**os.environ, "ANJUAN_WORKSPACE": str(folder)}
    began = time.perf_counter()
    first = subprocess.Popen(
        command, cwd=_ROOT, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    )
    total = _count(folder)
    while first.poll() is None and _graded(folder) * 2 < total:
        time.sleep(0.5)
    if first.poll() is None:
        os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    half, at = _graded(folder), time.perf_counter() - began
    print(f"killed after {at:.0f} s with {half} of {total} graded")
    again = time.perf_counter()
    done = subprocess.run(
        command, cwd=_ROOT, env=environment, check=True, capture_output=True, text=True
    )
    told = json.loads(done.stdout)
    taken = time.perf_counter() - again
    print(f"second run: {told['graded']} graded, {told['unchanged']} kept, {taken:.0f} s")
    rate = told["graded"] / taken
    print(f"{rate:.1f} dossiers a second; {total} dossiers take {total / rate / 60:.1f} minutes")


def _graded(folder: Path) -> int:
    with Workspace.open(folder) as workspace, shelf_of(workspace) as shelf:
        return len(shelf.states("precheck"))


def _count(folder: Path) -> int:
    with Workspace.open(folder) as workspace:
        return len(Grader(workspace).rows)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--many", type=int, default=0, metavar="NUMBER")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "workspace"
        case_id = played(folder)
        first, *rest = measured(folder, case_id, rounds=ROUNDS)
        slowest = max(rest)
        print(f"first time, every signature verified: {first:.2f} s of CPU")
        print(
            f"then: median {statistics.median(rest) * 1000:.0f} ms, slowest {slowest * 1000:.0f} ms"
        )
        if wanted.many:
            began = time.perf_counter()
            copied(folder, case_id, wanted.many)
            print(f"{wanted.many} copies made in {time.perf_counter() - began:.0f} s")
            many(folder)


if __name__ == "__main__":
    main()
