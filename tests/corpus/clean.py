"""Every finished life graded as it is: whatever costs a point there is explained, or a false alarm.

explained.yaml names what is a real defect of a life.
"""

from collections import defaultdict
from functools import cache
from pathlib import Path

import yaml

from tests.grading_lives import lived
from tests.lives import names

EXPLAINED = Path(__file__).with_name("explained.yaml")


@cache
def explained():
    """By head and code, why a finding in some lives is right."""
    rows = yaml.safe_load(EXPLAINED.read_text("utf-8"))
    return {(r["head"], r["code"]): (tuple(r["lives"]), r["why"]) for r in rows}


def findings():
    """By head and code: whether it costs anything, and the lives it is found in."""
    found, graded = defaultdict(set), 0
    for name in names():
        result = lived(name)
        if result is None:
            continue
        graded += 1
        for one in result[0].findings:
            found[one.head, one.code, one.halves > 0 or one.head[0] == "V"].add(name)
    return graded, found


def alarms():
    """Lines: how many lives, what is right in them, and what is a false alarm."""
    graded, found = findings()
    false = {k: sorted(v - set(_right(k))) for k, v in found.items() if k[2]}
    wrong = {life for lives in false.values() for life in lives}
    yield f"{graded} finished lives graded; {len(wrong)} with a false alarm that costs points."
    yield ""
    for (head, code, costs), lives in sorted(found.items()):
        why = explained().get((head, code), ((), ""))[1]
        told = "costs nothing" if not costs else why
        lost = false.get((head, code, costs))
        yield f"- {head}:{code} in {len(lives)}" + (f" — {told}" if told else "")
        if lost:
            yield f"  - FALSE: {'、'.join(lost)}"


def _right(key):
    lives = explained().get(key[:2], ((), ""))[0]
    return names() if "*" in lives else lives
