"""The campaign: `python -m tests.mutations [--kinds …] [--machines …] [--limit N] [--seed S]`.

Exits with 1 where a mutant survives that `survivors.yaml` does not explain.
"""

import argparse
import json
import multiprocessing
import os
import random
import sys
from dataclasses import asdict
from pathlib import Path

from engine.checking.proving import prove
from tests.bureau import agency
from tests.mutations.catalogue import SEED, chosen, every_mutant
from tests.mutations.reporting import told
from tests.mutations.survivors import explained
from tests.mutations.trial import Bench, tried
from tests.playbook import law
from workflows.claim_data import load_claims

PROCESSES = 2
#: What the workers inherit: the bench and the mutants it is to try.
_SHARED = {}


def main():
    """Try the chosen mutants and print what became of them."""
    asked = _arguments()
    bench = Bench(law=law(), agency=agency(), claims=load_claims())
    mutants = chosen(
        [m for m in every_mutant(bench.law) if not asked.machines or m.machine in asked.machines],
        seed=asked.seed,
        kinds=asked.kinds,
        limit=asked.limit,
    )
    _SHARED.update(bench=bench, mutants=mutants)
    bench.proofs.update(_over(_prove, range(len(bench.claims.scopes)), "shipped law"))
    with asked.out.open("w", encoding="utf-8") as kept:
        first = _over(_try, _mixed(len(mutants)), "mutants", kept)
        numbers = {m.id: n for n, m in enumerate(mutants)}
        left = [numbers[v.mutant] for v in first if not v.means and not v.untried]
        again = {v.mutant: v for v in _over(_try_whole, left, "survivors again", kept)}
    verdicts = [again.get(v.mutant, v) for v in first]
    print("\n".join(told(verdicts, explained())))
    survived = [v for v in verdicts if not v.means and v.mutant not in explained()]
    return 1 if survived else 0


def _arguments():
    parser = argparse.ArgumentParser(prog="python -m tests.mutations")
    parser.add_argument("--kinds", nargs="*", default=())
    parser.add_argument("--machines", nargs="*", default=())
    parser.add_argument("--limit", type=int)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument(
        "--out",
        type=Path,
        default=Path(os.devnull),
        help="file for every verdict, a line of JSON each",
    )
    return parser.parse_args()


def _mixed(count):
    """Every number once, kinds mixed, so that a campaign cut short has tried some of each."""
    return random.Random(SEED).sample(range(count), count)


def _over(work, numbers, title, kept=None):
    """Do `work` for every number in two processes, with a progress line."""
    results = []
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
        for result in pool.imap(work, numbers, chunksize=1):
            results.append(result)
            if kept is not None:
                print(json.dumps(asdict(result), ensure_ascii=False), file=kept, flush=True)
            print(f"\r{title} {len(results)}/{len(numbers)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return results


def _prove(number):
    bench = _SHARED["bench"]
    scope = bench.claims.scopes[number]
    return scope.id, prove(bench.law, bench.agency, bench.claims, scope)


def _try(number):
    return tried(_SHARED["bench"], _SHARED["mutants"][number])


def _try_whole(number):
    return tried(_SHARED["bench"], _SHARED["mutants"][number], whole=True)


if __name__ == "__main__":
    sys.exit(main())
