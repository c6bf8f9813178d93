"""Change one random byte of a workspace, again and again, and count what `audit verify` misses.

Run from the project folder: `python -m benchmarks.byte_flips [TRIES] [SEED]` (300 tries take a
few minutes). Every try works on a fresh copy; the exit code is 1 when a change went unnoticed or
was not named with its file (and page, for the database).
"""

import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from runtime.audit import verify_root
from tests.byte_flips import found_after, random_flip
from tests.demo_case import carried_out


def main(tries: int, seed: int) -> int:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="anjuan-flips-") as scratch:
        root = Path(scratch) / "workspace"
        carried_out(root, bound=True)
        if findings := verify_root(root).findings:
            print("the untouched workspace is not sound:", *findings, sep="\n  ")
            return 1
        parts: Counter[str] = Counter()
        codes: Counter[str] = Counter()
        missed = []
        begun = time.perf_counter()
        for _ in range(tries):
            flip = random_flip(root, chance)
            findings = found_after(flip, root, Path(scratch))
            parts[flip.path.split("/")[0]] += 1
            codes.update({f.code for f in findings})
            if not flip.named_by(findings):
                missed.append((flip, findings))
        took = time.perf_counter() - begun
    print(f"{tries - len(missed)} of {tries} changes found and named, seed {seed}, {took:.0f} s")
    print("changed:", ", ".join(f"{part} {n}" for part, n in parts.most_common()))
    print("findings:", ", ".join(f"{code} {n}" for code, n in codes.most_common()))
    for flip, findings in missed:
        print("MISSED", flip, *findings, sep="\n  ")
    return 1 if missed else 0


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*(given + [300, 20260301][len(given) :])))
