"""Durable transitions per second: this program beside its peers, in one run on one folder.

Every contender runs in a process of its own that lives through all rounds; rounds take turns, so
that a busy neighbour hits all alike. SQLite is in WAL mode with synchronous=FULL for everybody.
Run from the repository root, with the `bench` extra: `python -m benchmarks.transitions`.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.report import documents_table, peers_table

#: Module of every contender; the first is the one the others are compared with.
CONTENDERS = (
    ("benchmarks.ours",),
    ("benchmarks.ours", "--forgetful"),
    ("benchmarks.peers.event_sourcing",),
    ("benchmarks.peers.event_sourcing", "--cached"),
    ("benchmarks.peers.django_fsm",),
    ("benchmarks.peers.naive_transitions",),
    ("benchmarks.peers.floor",),
)
DOCUMENTS = ("benchmarks.played_case",)


@dataclass(slots=True)
class Runner:
    """One contender's process."""

    process: subprocess.Popen
    name: str = ""
    rounds: list[dict] = field(default_factory=list)

    @classmethod
    def start(cls, command: tuple[str, ...], folder: Path) -> "Runner":
        """Start it, and wait until it is warm."""
        module, *options = command
        folder.mkdir()
        process = subprocess.Popen(
            [sys.executable, "-m", module, str(folder), *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        runner = cls(process)
        runner.name = runner.read()["name"]
        return runner

    def round(self, cases: int) -> None:
        """Measure one round."""
        self.process.stdin.write(f"{cases}\n")
        self.process.stdin.flush()
        self.rounds.append(self.read())

    def read(self) -> dict:
        """Return the next answer."""
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.process.args[2]} ended early; its error stands above")
        return json.loads(line)

    def close(self) -> None:
        """Let it end."""
        self.process.communicate()


def take_turns(runners: list[Runner], rounds: int, cases: int) -> None:
    """Run every round, beginning with another contender each time."""
    for number in range(rounds):
        start = number % len(runners)
        for runner in (*runners[start:], *runners[:start]):
            runner.round(cases)


def surroundings() -> dict[str, object]:
    """What the figures depend on besides the programs."""
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()}",
        "cores": os.cpu_count(),
        "load_average": [round(load, 2) for load in os.getloadavg()],
        "statistic": statistics.median.__name__,
    }


def run(options: argparse.Namespace, folder: Path) -> dict[str, object]:
    """Measure everybody and return all rounds."""
    with ExitStack() as stack:
        before = surroundings()
        runners = []
        for number, command in enumerate(CONTENDERS):
            runners.append(Runner.start(command, folder / f"contender{number}"))
            stack.callback(runners[-1].close)
        take_turns(runners, options.rounds, options.cases)
    plays = Runner.start(DOCUMENTS, folder / "documents")
    take_turns([plays], options.plays, 1)
    plays.close()
    return {
        "cases": options.cases,
        "before": before,
        "after": surroundings(),
        "bookkeeping": [{"name": r.name, "rounds": r.rounds} for r in runners],
        "documents": {"name": plays.name, "rounds": plays.rounds},
    }


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=60, help="cases of twelve moves in a round")
    parser.add_argument("--rounds", type=int, default=9, help="rounds of every contender")
    parser.add_argument("--plays", type=int, default=3, help="plays of the case with documents")
    parser.add_argument("--folder", type=Path, help="where the databases go (a local disk)")
    parser.add_argument("--json", type=Path, help="write every round to this file")
    return parser.parse_args()


def main() -> None:
    """Measure, print the tables, and keep the rounds if asked to."""
    asked = options()
    with tempfile.TemporaryDirectory(prefix="transitions-", dir=asked.folder) as folder:
        result = run(asked, Path(folder))
    print(peers_table(result))
    print(documents_table(result))
    if asked.json:
        asked.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
