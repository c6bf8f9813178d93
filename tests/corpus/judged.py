"""Findings on heads nobody expected, judged: judged.yaml says which are right and which are not."""

from collections import defaultdict
from functools import cache
from pathlib import Path

import yaml

from tests.corpus.defect import KNOWN

JUDGED = Path(__file__).with_name("judged.yaml")
HEAD = "Findings on other heads that are no consequence of the defect its author had foreseen."


@cache
def judgements():
    """By head, code and defect: whether the finding is right, and why."""
    rows = yaml.safe_load(JUDGED.read_text("utf-8"))
    return {
        (*one.split(":"), defect): (row["right"], row["why"])
        for row in rows
        for one in row["found"]
        for defect in row["in"]
    }


def judged_lines(outcomes):
    """Lines: how many there are, then each with its judgement, by what was judged alike."""
    by_verdict = defaultdict(lambda: defaultdict(list))
    for one in outcomes:
        for head, code in one.beside:
            verdict = judgements().get((head, code, one.id), (None, ""))
            by_verdict[verdict][one.id].append(f"{head}:{code}")
    counts = dict.fromkeys((True, False, None), 0)
    for (right, _), rows in by_verdict.items():
        counts[right] += sum(map(len, rows.values()))
    yield HEAD
    yield (
        f"Judged one by one: {counts[True]} right, {counts[False]} false alarms, "
        f"{counts[None]} not judged."
    )
    for (right, why), rows in sorted(by_verdict.items(), key=lambda x: (x[0][0] is True, x[0][1])):
        yield f"\n{ {True: 'Right', False: 'FALSE', None: 'Not judged'}[right] }: {why}\n"
        for name, found in rows.items():
            yield f"- {name} {KNOWN[name].title}：{' '.join(found)}"
