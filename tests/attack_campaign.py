"""Forge every signed document of the catalogue in every way known, and see who notices.

Run from the project folder: `python -m tests.attack_campaign [--only PATTERN] [--random N]
[--foreign N] [--seed S]`. Every attack is tried on every specimen somebody signs, then `--random`
structural edits on each; on `--foreign` specimens pdfsig and pyHanko are asked as well. The exit
code is 1 when a forgery passed, was refused for another reason than the attack's own, or broke the
verifier.
"""

import argparse
import os
import random
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from fnmatch import fnmatch
from itertools import islice
from multiprocessing import get_context

from tests.attacks import opinions
from tests.attacks.attack import Forgery
from tests.attacks.catalogue import attacks
from tests.attacks.judging import ours
from tests.attacks.random_edits import edited
from tests.attacks.targets import TRUST, Target, catalogue

PROCESSES, SEED = 2, 20261122
RANDOM = "random"
HEAD = f"{'attack':<52}{'files':>6}{'refused':>9}  {'finding':<26}{'pdfsig':<16}pyHanko"


@dataclass
class Tally:
    """One attack on all specimens."""

    code: str
    tried: int = 0
    refused: int = 0
    pdfsig: Counter = field(default_factory=Counter)
    pyhanko: Counter = field(default_factory=Counter)
    #: Specimens on which it passed, was refused for another reason, or broke something.
    amiss: list[str] = field(default_factory=list)

    def add(self, other):
        self.tried += other.tried
        self.refused += other.refused
        self.pdfsig += other.pdfsig
        self.pyhanko += other.pyhanko
        self.amiss += other.amiss


def tried(work):
    """Try everything on one specimen; returns tallies by attack."""
    target, randoms, seed, foreign = work
    found = defaultdict(lambda: Tally(""))
    with opinions.Poppler(TRUST.roots[0]) as poppler:
        for name, attack in attacks().items():
            forgery = attack.on(target)
            if forgery is not None:
                tally = found[name] = Tally(attack.code)
                _judge(tally, forgery, target, {attack.code})
                if foreign:
                    tally.pdfsig[poppler.says(forgery.pdf)] += 1
                    tally.pyhanko[opinions.pyhanko_says(forgery)] += 1
    chance = random.Random(f"{seed} {target.name}")
    for _ in range(randoms):
        name, pdf = edited(target, chance)
        if pdf != target.signed:
            tally = found[f"{RANDOM}: {name}"]
            _judge(tally, Forgery(pdf), target, set())
    return target.name, {name: tally for name, tally in found.items() if tally.tried}


def _judge(tally, forgery, target, wanted):
    tally.tried += 1
    try:
        codes = set(ours(forgery, target))
    except Exception as error:  # noqa: BLE001 - a verifier that breaks is what is looked for
        tally.amiss.append(f"{target.name}: {type(error).__name__}: {error}")
        return
    tally.refused += bool(codes)
    if not codes:
        tally.amiss.append(f"{target.name}: passed")
    elif not wanted <= codes:
        tally.amiss.append(f"{target.name}: {sorted(codes)}")


def table(tallies):
    """The lines of the table: ours, pdfsig, pyHanko."""
    yield HEAD
    for name, one in tallies.items():
        poppler, pyhanko = _said(one.pdfsig), _said(one.pyhanko)
        row = f"{name:<52}{one.tried:>6}{one.refused:>9}  {one.code:<26}{poppler:<16}{pyhanko}"
        yield row.rstrip()
    whole = Tally("")
    for one in tallies.values():
        whole.add(one)
    yield f"{'all':<52}{whole.tried:>6}{whole.refused:>9}"
    for name, counted in (("pdfsig", whole.pdfsig), ("pyHanko", whole.pyhanko)):
        if counted:
            yield f"{name}: " + ", ".join(f"{word} {n}" for word, n in counted.most_common())
    for name, one in tallies.items():
        for line in one.amiss:
            yield f"AMISS {name}: {line}"


def _said(words):
    """What another verifier said; how often only where it was asked more than once."""
    many = words.total() > 1
    return " ".join(f"{word} {n}" if many else word for word, n in words.most_common())


def main(arguments):
    """Run the campaign; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.attack_campaign", description=__doc__)
    parser.add_argument("--only", default="*", metavar="PATTERN")
    parser.add_argument("--limit", type=int, default=None, metavar="N")
    parser.add_argument("--random", type=int, default=50, metavar="N")
    parser.add_argument("--foreign", type=int, default=1, metavar="N")
    parser.add_argument("--seed", type=int, default=SEED, metavar="S")
    asked = parser.parse_args(arguments)
    begun = time.perf_counter()
    chosen = (one for one in catalogue() if fnmatch(one.name, asked.only))
    targets: list[Target] = list(islice(chosen, asked.limit))
    works = [(t, asked.random, asked.seed, at < asked.foreign) for at, t in enumerate(targets)]
    tallies = {name: Tally(attack.code) for name, attack in attacks().items()}
    os.environ["PYTHONWARNINGS"] = "ignore"
    with get_context("fork").Pool(PROCESSES) as pool:
        for done, (name, found) in enumerate(pool.imap_unordered(tried, works), 1):
            print(f"\r{done}/{len(works)} {name:<60}", end="", file=sys.stderr)
            for key, tally in found.items():
                tallies.setdefault(key, Tally(tally.code)).add(tally)
    print(file=sys.stderr)
    print(*table(tallies), sep="\n")
    print(f"{len(targets)} specimens, seed {asked.seed}, {time.perf_counter() - begun:.0f} s")
    return 1 if any(one.amiss for one in tallies.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
