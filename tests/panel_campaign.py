"""How well planted graders are found, and how often honest ones are suspected.

`python -m tests.panel_campaign [PANELS]` simulates panels of several sizes with graders planted at
several strengths and prints recall and false alarms by kind.
"""

import sys
from collections import Counter

from engine.rater_quality import Kind, judge
from tests.panels import panel
from workflows.rater_data import load_raters

SIZES = (5, 8, 12, 25)
PANELS = (2, 3, 10)
STRENGTHS = {
    "lenient": (4, 6, 8, 12),
    "harsh": (4, 6, 8, 12),
    "identical": (0.4, 0.6, 0.8, 1.0),
    "no_deductions": (0.4, 0.6, 0.8, 1.0),
    "copied_scores": (0.4, 0.6, 0.8, 1.0),
    "copied_reasons": (0.2, 0.4, 0.6, 1.0),
}
#: Any of these answers a planted grader: one who gives full marks is lenient as well.
ANSWERS = {
    "lenient": {Kind.LENIENT, Kind.NO_DEDUCTIONS},
    "harsh": {Kind.HARSH},
    "identical": {Kind.IDENTICAL, Kind.LOW_SPREAD},
    "no_deductions": {Kind.NO_DEDUCTIONS, Kind.LENIENT, Kind.IDENTICAL},
    "copied_scores": {Kind.COPIED_SCORES},
    "copied_reasons": {Kind.COPIED_REASONS},
}


def recall(kind, strength, size, panels, *, raters=6):
    """In how many panels the planted grader is found, and who else is suspected, by kind."""
    limits, found, others = load_raters(), 0, Counter()
    for seed in range(panels):
        made = panel((kind, strength, size, seed).__repr__(), raters=raters, dossiers=size,
                     planted=((kind, strength),))  # fmt: skip
        signals = [s for s in judge(made.gradings, limits).signals if s.rater in made.raters]
        found += any(s.rater == "r0" and s.kind in ANSWERS[kind] for s in signals)
        others.update({(s.rater, s.kind) for s in signals if s.rater != "r0"})
    return found, sum(others.values())


def honest(size, panels, *, raters=6):
    """Suspected reviewers by kind in panels without anybody planted."""
    limits, found = load_raters(), Counter()
    for seed in range(panels):
        made = panel(f"honest {size} {seed}", raters=raters, dossiers=size)
        signals = judge(made.gradings, limits).signals
        found.update(k for _, k in {(s.rater, s.kind) for s in signals if s.rater in made.raters})
    return found


def other_panels(panels):
    """Small and large panels, twelve dossiers each, the second strongest of every kind planted."""
    print("planted in panels of   " + "".join(f"{raters:>9}" for raters in PANELS))
    for kind, strengths in STRENGTHS.items():
        found = [recall(kind, strengths[2], 12, panels, raters=raters)[0] for raters in PANELS]
        row = "".join(f"{100 * one / panels:8.0f}%" for one in found)
        print(f"{kind:16}{strengths[2]:>7}" + row)


def main(panels):
    print(f"{panels} panels of 6 reviewers each; dossiers per reviewer across")
    print(f"{'planted':16}{'strength':>9}" + "".join(f"{size:>9}" for size in SIZES))
    beside = Counter()
    for kind, strengths in STRENGTHS.items():
        for strength in strengths:
            row = []
            for size in SIZES:
                found, others = recall(kind, strength, size, panels)
                beside[size] += others
                row.append(f"{100 * found / panels:8.0f}%")
            print(f"{kind:16}{strength:>9}" + "".join(row))
    planted = panels * sum(map(len, STRENGTHS.values()))
    row = "".join(f"{100 * beside[size] / (5 * planted):8.2f}%" for size in SIZES)
    print(f"{'colleagues of one planted':25}" + row)
    other_panels(panels)
    print("honest panels: reviewers suspected, by kind")
    counts = {size: honest(size, panels) for size in SIZES}
    for kind in Kind:
        row = "".join(f"{100 * counts[size][kind] / (6 * panels):8.2f}%" for size in SIZES)
        print(f"{kind.value:25}" + row)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
