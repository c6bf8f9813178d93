"""Grade every seeded dossier: how much is found, and what is found besides.

Run from the project folder: `python -m tests.corpus [--only HEAD …] [--base NAME …] [--keep DIR]`
grades the seeded dossiers; `--clean` also every clean life; `--write` also writes
docs/grading-recall.md; `--first` keeps the outcome as that of the first run. The exit code is 1
when a miss, a false alarm or a failed edit is not among those explained in explained.yaml.
"""

import argparse
import sys
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import gettempdir

from tests.corpus import catalogue  # noqa: F401 - it makes every defect known
from tests.corpus.bases import base
from tests.corpus.defect import KNOWN
from tests.corpus.grading import graded
from tests.corpus.recall import keep_first, write_page

WORKERS = 2


def main(arguments):
    """Grade what is asked for; return the exit code."""
    reader = argparse.ArgumentParser(prog="python -m tests.corpus")
    reader.add_argument("--only", nargs="*", default=())
    reader.add_argument("--base", nargs="*", default=())
    reader.add_argument("--keep", type=Path, default=Path(gettempdir()) / "anjuan-corpus")
    for flag in ("clean", "write", "first"):
        reader.add_argument(f"--{flag}", action="store_true")
    asked = reader.parse_args(arguments)
    wanted = [d for d in KNOWN.values() if _asked(d, asked)]
    outcomes = run(wanted, asked.keep)
    for one in outcomes:
        _tell(KNOWN[one.id], one)
    _sum(outcomes)
    if asked.first:
        keep_first(outcomes)
    if asked.write:
        write_page(outcomes)
    return 1 if any(o.missed or o.beside or o.failed for o in outcomes) else 0


def _asked(defect, asked):
    heads = not asked.only or any(
        h == o or (len(o) == 1 and h[0] == o) for h in defect.heads for o in asked.only
    )
    return heads and (not asked.base or defect.base in asked.base)


def run(wanted, place):
    """Grade defects in two processes, all of one base in one of them."""
    place.mkdir(exist_ok=True)
    by_base = defaultdict(list)
    for one in wanted:
        by_base[one.base].append(one.id)
    parts = []
    for name, ids in by_base.items():
        half = len(ids) // 2 if len(ids) > 40 else len(ids)
        parts += [(name, part) for part in (ids[:half], ids[half:]) if part]
    with ProcessPoolExecutor(WORKERS) as pool:
        list(pool.map(_prepare, list(by_base), [place] * len(by_base)))
        done = pool.map(_part, [ids for _, ids in parts], [place] * len(parts))
        found = {one.id: one for outcomes in done for one in outcomes}
    return [found[one.id] for one in wanted]


def _prepare(name, place):
    base(name, place)


def _part(ids, place):
    return [graded(KNOWN[name], place) for name in ids]


def _tell(defect, one):
    mark = "失败" if one.failed else "漏" if one.missed else "中"
    print(f"{mark} {defect.id:7} {defect.title} [{defect.base}]", one.failed)
    if one.missed:
        print(f"      expected {'、'.join(one.missed)}; found {one.found}")
    if one.beside:
        print(f"      besides {' '.join(f'{h}:{c}' for h, c in one.beside)}")


def _sum(outcomes):
    """Ways seeded and found for each head, and in all."""
    ways, found = defaultdict(int), defaultdict(int)
    for one in outcomes:
        for head in KNOWN[one.id].heads:
            ways[head] += 1
            found[head] += head not in one.missed
    for head in sorted(ways):
        print(f"{head:5} {found[head]:3} of {ways[head]:3}")
    total, hits = sum(ways.values()), sum(found.values())
    besides = sum(len(o.beside) for o in outcomes)
    print(f"recall {hits} of {total} ({100 * hits / max(total, 1):.1f} %); besides {besides}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
