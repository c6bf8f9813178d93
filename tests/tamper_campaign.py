"""Tamper with copies of a workspace in thousands of random ways, and see what an audit says.

Run from the project folder: `python -m tests.tamper_campaign [--count N] [--seed S] [--hand HAND]
[--minutes M] [--only NUMBER]`. Bytes of any file, rows under renewed seals, history rewritten with
every key, and whole folders put back: edits, deletions, reorderings, truncations, clock changes.
Each must be found and its place named: file, page, table, case, or the sizes between which the
ledger parts from heads an auditor kept. A copy that opening lays down again byte by byte counts as
mended. The exit code is 1 when something went unnoticed or was not placed.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from tests.tampers import files, history, rows
from tests.tampers.bureau import audited, copied, counted, remember_signatures, set_up

PROCESSES, SEED, COUNT = 2, 20261122, 10_000
#: How often each hand is tried.
HANDS = {"files": 50, "rows": 30, "history": 18, "rollback": 2}
OUTCOMES = ("named", "mended", "found", "missed", "broke")
SCENE = None


@dataclass
class Tried:
    """What came of one number."""

    number: int
    hand: str
    kind: str
    what: str
    #: `named`, `mended`, `found` without its place, `missed`, or `broke` the audit.
    outcome: str
    codes: Counter = field(default_factory=Counter)
    findings: tuple = ()


def tried(number, scene, seed, scratch, hand=None):
    """Carry out one tampering; the same number and seed give the same one."""
    chance = random.Random(f"{seed} {number}")
    hand = hand or chance.choices(list(HANDS), weights=HANDS.values())[0]
    while True:
        with copied(scene.root, scratch / f"try-{number}") as root:
            tamper = _tamper(hand, root, chance, scene)
            if tamper is None:
                continue
            before = _bytes_of(scene.root)
            try:
                findings = audited(root, scene.kept)
            except Exception as error:  # noqa: BLE001 - an audit that breaks is what is looked for
                told = f"{tamper.what}: {type(error).__name__} {error}"
                return Tried(number, hand, tamper.kind, told, "broke")
            outcome = _outcome(tamper, findings, root, before)
        return Tried(
            number, hand, tamper.kind, tamper.what, outcome, counted(findings), findings[:6]
        )


def _tamper(hand, root, chance, scene):
    if hand == "rollback":
        return history.rolled_back(root, chance, scene.past)
    ways = {"files": files, "rows": rows, "history": history}[hand].WAYS
    return ways[chance.choice(sorted(ways))](root, chance)


def _outcome(tamper, findings, root, before):
    if any(tamper.names(finding) for finding in findings):
        return "named"
    if findings:
        return "found"
    return "mended" if tamper.hand == "files" and _bytes(root) == before else "missed"


@cache
def _bytes_of(root):
    """The same of the sound workspace, which nobody changes."""
    return _bytes(root)


def _bytes(root):
    """What of a workspace is not rewritten in place, by path."""
    return {
        p.relative_to(root).as_posix(): p.read_bytes()
        for p in root.rglob("*")
        if p.is_file() and not p.name.startswith("case.db")
    }


def _work(given):
    number, seed, scratch, hand, until = given
    late = time.monotonic() > until
    return None if late else tried(number, SCENE, seed, Path(scratch), hand)


def table(found):
    """The lines of the report."""
    heads = "".join(f"{word:>8}" for word in ("tried", *OUTCOMES))
    yield f"{'hand':<10}{'kind':<10}{heads}"
    groups = sorted({(one.hand, one.kind) for one in found})
    for hand, kind in [*groups, ("all", "")]:
        mine = [t for t in found if (t.hand, t.kind) == (hand, kind) or hand == "all"]
        n = Counter(t.outcome for t in mine)
        numbers = "".join(f"{n[outcome]:>8}" for outcome in OUTCOMES)
        yield f"{hand:<10}{kind:<10}{len(mine):>8}{numbers}"
    codes = sum((one.codes for one in found), Counter())
    yield "findings: " + ", ".join(f"{code} {n}" for code, n in codes.most_common())


def campaign(count, seed, *, hand=None, numbers=None, processes=PROCESSES, minutes=1e6):
    """Run the campaign; returns what came of every number until the time was up."""
    global SCENE  # noqa: PLW0603 - forked processes share what was set up once
    remember_signatures()
    with tempfile.TemporaryDirectory(prefix="anjuan-tampers-") as scratch:
        SCENE = set_up(Path(scratch) / "scene")
        if findings := audited(SCENE.root, SCENE.kept):
            raise AssertionError(findings)
        until = time.monotonic() + minutes * 60
        works = [(n, seed, scratch, hand, until) for n in (numbers or range(count))]
        found = []
        with get_context("fork").Pool(processes) as pool:
            for one in pool.imap_unordered(_work, works, chunksize=4):
                if one is None:
                    continue
                found.append(one)
                print(f"\r{len(found)}/{len(works)}", end="", file=sys.stderr)
    print(file=sys.stderr)
    return sorted(found, key=lambda one: one.number)


def main(arguments):
    """Run the campaign; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.tamper_campaign", description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT, metavar="N")
    parser.add_argument("--seed", type=int, default=SEED, metavar="S")
    parser.add_argument("--hand", choices=list(HANDS), default=None)
    parser.add_argument("--minutes", type=float, default=1e6, metavar="M")
    parser.add_argument("--only", type=int, nargs="*", metavar="NUMBER")
    asked = parser.parse_args(arguments)
    begun = time.perf_counter()
    found = campaign(
        asked.count, asked.seed, hand=asked.hand, numbers=asked.only, minutes=asked.minutes
    )
    print(*table(found), sep="\n")
    print(f"seed {asked.seed}, {time.perf_counter() - begun:.0f} s")
    amiss = [one for one in found if one.outcome in {"missed", "found", "broke"}]
    for one in amiss:
        print(f"{one.outcome.upper()} {one.number} {one.hand} {one.kind}: {one.what}")
        for finding in one.findings:
            print(f"    {finding.code} {finding.place} {dict(finding.facts)}")
    return 1 if amiss else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
