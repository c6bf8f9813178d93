"""Signed decisions per second: this program beside its peers, in one run on one folder.

The same decision of three pages, the same faces, key and timestamps for all; each made, sealed,
signed B-T, written and fsynced. Every contender lives through all rounds in processes of its own;
rounds take turns. Run from the repository root, with the `bench` extra:
`python -m benchmarks.documents`. LibreOffice needs Debian's libreoffice-writer.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.seal_keys import make_keys
from benchmarks.transitions import surroundings

OURS = "benchmarks.our_decisions"
OFFICE = "benchmarks.peers.office"
#: Module, options, and how many processes make documents at once.
CONTENDERS = (
    (OURS, (), 1),
    (OURS, ("--batch",), 1),
    (OURS, (), 2),
    (OURS, ("--batch",), 2),
    ("benchmarks.peers.platypus", (), 1),
    ("benchmarks.peers.platypus", (), 2),
    ("benchmarks.peers.typst_page", (), 1),
    ("benchmarks.peers.typst_page", (), 2),
    ("benchmarks.peers.weasy", (), 1),
    ("benchmarks.peers.weasy", (), 2),
    (OFFICE, (), 1),
)
INTERACTIVE = "benchmarks.interactive"
COLUMNS = (
    "contender",
    "processes",
    "fsync",
    "documents/s",
    "range of rounds",
    "CPU ms/document",
    "ours is faster by",
    "by CPU",
    "kB",
    "peak MB",
)
MISSING = """
!!! SKIPPED: docxtpl + LibreOffice + pyHanko. `soffice` is not installed;
!!! install Debian's libreoffice-writer (apt-get install libreoffice-writer) to measure it.
"""


@dataclass(slots=True)
class Contender:
    """The processes that make one contender's documents."""

    module: str
    options: tuple[str, ...]
    processes: list[subprocess.Popen]
    name: str = ""
    rounds: list[dict] = field(default_factory=list)

    @classmethod
    def start(cls, module: str, options: tuple[str, ...], count: int, where: Path, *more):
        """Start them one after the other, and wait until each is warm."""
        started = cls(module, options, [])
        for number in range(count):
            folder = where / f"{module}{''.join(options)}-{count}-{number}"
            folder.mkdir()
            command = [sys.executable, "-m", module, str(folder), *map(str, more), *options]
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
            started.processes.append(subprocess.Popen(command, **pipes))
            started.name = started.read(number)["name"]
        return started

    def ask(self, first: int, seconds: float) -> None:
        """Measure one round, all processes at once and with different numbers."""
        for number, process in enumerate(self.processes):
            process.stdin.write(f"{first + 50_000 * number} {seconds}\n")
            process.stdin.flush()
        self.rounds.append(together([self.read(at) for at in range(len(self.processes))]))

    def read(self, number: int) -> dict:
        """Return the next answer of one process."""
        line = self.processes[number].stdout.readline()
        if not line:
            raise SystemExit(f"{self.module} ended early; its error stands above")
        return json.loads(line)

    def close(self) -> None:
        """Let them end."""
        for process in self.processes:
            process.communicate()


def together(answers: list[dict]) -> dict:
    """What several processes made at once: the longest time, everything else summed."""
    if "documents" not in answers[0]:
        return answers[0]
    summed = {n: sum(a[n] for a in answers) for n in ("documents", "cpu_seconds", "peak_mb")}
    longest = max(a["seconds"] for a in answers)
    return {**summed, "seconds": longest, "bytes": answers[0]["bytes"]}


def rate(measured: dict) -> float:
    """Documents per second."""
    return measured["documents"] / measured["seconds"]


def cpu_ms(measured: dict) -> float:
    """CPU of one document, in milliseconds."""
    return measured["cpu_seconds"] / measured["documents"] * 1000


def line_of(contender: Contender, ours: Contender) -> str:
    """One Markdown line; ratios are medians over rounds, to ours with as many processes."""
    rounds = contender.rounds
    pairs = list(zip(ours.rounds, rounds, strict=True))
    faster = statistics.median(rate(our) / rate(one) for our, one in pairs)
    leaner = statistics.median(cpu_ms(one) / cpu_ms(our) for our, one in pairs)
    rates = [rate(one) for one in rounds]
    return (
        f"| {contender.name} | {len(contender.processes)} "
        f"| {'32 at once' if contender.options else 'each'} "
        f"| {statistics.median(rates):.1f} | {min(rates):.1f}-{max(rates):.1f} "
        f"| {statistics.median(map(cpu_ms, rounds)):.2f} | {faster:.1f}x | {leaner:.1f}x "
        f"| {rounds[0]['bytes'] / 1000:.0f} | {max(one['peak_mb'] for one in rounds):.0f} |"
    )


def moves_of(rounds: list[dict]) -> str:
    """What the move with most documents costs, and the moves with one."""
    moves = rounds[0]["moves"]
    most = max(range(len(moves)), key=lambda at: moves[at]["documents"])
    told = moves[most]
    spent = [one["moves"][most]["cpu_ms"] for one in rounds]
    single = [m["cpu_ms"] for one in rounds for m in one["moves"] if m["documents"] == 1]
    return (
        f"\none interactive move with {told['documents']} documents and {told['signatures']} "
        f"signatures ({told['trigger']}): {statistics.median(spent):.1f} ms CPU "
        f"(rounds {min(spent):.1f}-{max(spent):.1f}); with one document: "
        f"{statistics.median(single):.1f} ms"
    )


def run(asked: argparse.Namespace, where: Path) -> tuple[list[Contender], dict]:
    """Measure everybody."""
    keys = where / "keys"
    keys.mkdir()
    make_keys(keys)
    listed = [c for c in CONTENDERS if not asked.ours or c[0] == OURS]
    if not shutil.which("soffice"):
        print(MISSING, file=sys.stderr, flush=True)
        listed = [c for c in listed if c[0] != OFFICE]
    before = surroundings()
    started = [Contender.start(*one, where, keys) for one in listed]
    moving = Contender.start(INTERACTIVE, (), 1, where)
    for number in range(asked.rounds):
        turn = number % len(started)
        for contender in (*started[turn:], *started[:turn], moving):
            contender.ask(100_000 * (number + 1), asked.seconds)
    for contender in (*started, moving):
        contender.close()
    return [*started, moving], {"before": before, "after": surroundings()}


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="rounds of every contender")
    parser.add_argument("--seconds", type=float, default=2.0, help="how long a round lasts")
    parser.add_argument("--ours", action="store_true", help="leave the others out")
    parser.add_argument("--folder", type=Path, help="where the documents go (a local disk)")
    parser.add_argument("--json", type=Path, help="write every round to this file")
    return parser.parse_args()


def main() -> None:
    """Measure, print the table, and keep the rounds if asked to."""
    asked = options()
    with tempfile.TemporaryDirectory(prefix="documents-", dir=asked.folder) as folder:
        measured, around = run(asked, Path(folder))
    *made, moving = measured
    ours = {len(c.processes): c for c in reversed(made) if c.module == OURS and not c.options}
    load = [around[when]["load_average"][0] for when in ("before", "after")]
    before = around["before"]
    print(f"Python {before['python']}, {before['system']}, {before['cores']} cores, load", *load)
    print(f"{asked.rounds} rounds of {asked.seconds:g} s in turn; medians\n")
    print(f"| {' | '.join(COLUMNS)} |\n|---|{'---:|' * (len(COLUMNS) - 1)}")
    for contender in made:
        print(line_of(contender, ours[len(contender.processes)]))
    print(moves_of(moving.rounds))
    if asked.json:
        kept = [{"name": c.name, "rounds": c.rounds} for c in measured]
        told = json.dumps({**around, "contenders": kept}, indent=1)
        asked.json.write_text(told + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
