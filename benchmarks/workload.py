"""The twelve moves every contender makes, and the loop that measures one contender.

Each move is one unit of work and one commit: load the case, see that it stands where the move
begins, move it, keep who did what and when. Breadth first over the cases, as in an office.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from workflows.definition_data import load_workflow

DEFINITION = Path(__file__).with_name("penalty_12.yaml")
#: Who moves; a case officer of the example agency.
OFFICER = "p02"
#: Cases moved before anything is measured, in every process.
WARM_UP = 4
#: PRAGMA synchronous: 2 is FULL, one fsync per commit.
FULL = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One of the twelve."""

    trigger: str
    source: str
    target: str


@cache
def moves() -> tuple[Move, ...]:
    """The moves after the one that opens the case, in order."""
    return tuple(
        Move(trigger=t.trigger, source=t.sources[0], target=t.target)
        for t in load_workflow(DEFINITION).transitions
        if t.sources
    )


class Contender(Protocol):
    """What is measured."""

    #: Name and versions.
    name: str

    def open_case(self):
        """Open a case in the first state and return its id; not measured."""

    def advance(self, case, move: Move) -> None:
        """Make one move, durably."""

    def verify(self, case) -> int:
        """See that the case is archived; return how many records of its history are kept."""

    def durability(self) -> tuple[str, int]:
        """PRAGMA journal_mode and PRAGMA synchronous of the connection that writes."""

    def close(self) -> None:
        """Let go of the database."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One contender's round."""

    transitions: int
    seconds: float
    cpu_seconds: float
    p50_ms: float
    p99_ms: float
    history_per_case: int


def walk(contender: Contender, cases: Sequence, took: list[float]) -> None:
    """Take every case through the twelve moves, all cases one move at a time."""
    clock = time.perf_counter
    for move in moves():
        for case in cases:
            start = clock()
            contender.advance(case, move)
            took.append(clock() - start)


def measure(contender: Contender, count: int) -> Round:
    """One round over `count` fresh cases."""
    cases = [contender.open_case() for _ in range(count)]
    took: list[float] = []
    cpu, start = time.process_time(), time.perf_counter()
    walk(contender, cases, took)
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu
    took.sort()
    return Round(
        transitions=len(took),
        seconds=seconds,
        cpu_seconds=cpu_seconds,
        p50_ms=took[len(took) // 2] * 1000,
        p99_ms=took[len(took) * 99 // 100] * 1000,
        history_per_case=min(contender.verify(case) for case in cases),
    )


def serve(build: Callable[[Path], Contender]) -> None:
    """Measure one round for every number of cases on standard input, until it ends."""
    contender = build(Path(sys.argv[1]))
    mode, synchronous = contender.durability()
    if (mode.lower(), synchronous) != ("wal", FULL):
        raise SystemExit(f"{contender.name}: journal_mode={mode}, synchronous={synchronous}")
    walk(contender, [contender.open_case() for _ in range(WARM_UP)], [])
    answer({"name": contender.name})
    for line in sys.stdin:
        answer(asdict(measure(contender, int(line))))
    contender.close()


def answer(values: dict[str, object]) -> None:
    """Hand one JSON line to the process that drives the rounds."""
    os.write(1, (json.dumps(values) + "\n").encode())
