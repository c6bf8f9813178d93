"""The campaign: `python -m tests.mutations [--kinds …] [--machines …] [--limit N] [--out FILE]`.

With `--out`, verdicts already in the file that were given on this same law are kept, so that a
campaign cut short goes on where it stopped. Exits with 1 where a mutant survives that
`survivors.yaml` does not explain, or is explained there and caught.
"""

import argparse
import multiprocessing
import random
import sys
from pathlib import Path

from tests.bureau import agency
from tests.mutations.catalogue import SEED, chosen, every_mutant
from tests.mutations.keeping import fingerprint, kept, written
from tests.mutations.reporting import told
from tests.mutations.survivors import explained, stale
from tests.mutations.trial import Bench, tried
from tests.playbook import law
from workflows.claim_data import load_claims

#: What the workers inherit: the bench and the mutants it is to try.
_SHARED = {}


def main():
    """Try the chosen mutants and print what became of them."""
    asked = _arguments()
    bench = Bench(law=law(), agency=agency(), claims=load_claims())
    mutants = _asked_for(bench.law, asked)
    known = kept(asked.out, fingerprint()) if asked.out else {}
    verdicts = {m.id: known[m.id] for m in mutants if m.id in known}
    left = [m for m in mutants if m.id not in verdicts]
    _SHARED.update(bench=bench, mutants=left)
    print(f"{len(mutants)} mutants, {len(verdicts)} tried before", file=sys.stderr, flush=True)
    for number, verdict in enumerate(_verdicts(len(left), asked.processes), 1):
        verdicts[verdict.mutant] = verdict
        if asked.out:
            written(asked.out, fingerprint(), verdict)
        print(f"\rmutants {number}/{len(left)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    given = [verdicts[m.id] for m in mutants]
    print("\n".join(told(given, explained())))
    new = [v for v in given if not v.means and v.mutant not in explained()]
    return 1 if new or stale(given) else 0


def _asked_for(shipped, asked):
    made = every_mutant(shipped)
    if asked.machines:
        made = [m for m in made if (m.machine or "law") in asked.machines]
    if asked.all:
        return tuple(m for m in made if not asked.kinds or m.kind in asked.kinds)
    return chosen(made, seed=asked.seed, kinds=asked.kinds, limit=asked.limit)


def _arguments():
    parser = argparse.ArgumentParser(prog="python -m tests.mutations")
    parser.add_argument("--kinds", nargs="*", default=())
    parser.add_argument("--machines", nargs="*", default=(), help="`law` for periods and duties")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--all", action="store_true", help="every mutant there is")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--out", type=Path, help="file to keep every verdict in, a line each")
    return parser.parse_args()


def _verdicts(count, processes):
    """The verdicts on the mutants left, kinds mixed, so that a campaign cut short shows of each."""
    _SHARED["bench"].proofs()
    numbers = random.Random(SEED).sample(range(count), count)
    if processes == 1:
        yield from map(_try, numbers)
        return
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        yield from pool.imap(_try, numbers, chunksize=1)


def _try(number):
    return tried(_SHARED["bench"], _SHARED["mutants"][number])


if __name__ == "__main__":
    sys.exit(main())
