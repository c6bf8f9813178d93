"""Every finished life graded: whatever is found is a defect of the life, or a false alarm.

Run as `python -m tests.grading_lives [NAME …]`; `--all` also shows the lives without findings.
"""

import sys
from collections import Counter

from engine.grading.scoring import prechecked
from runtime.grading_words import reason
from runtime.languages import Language
from runtime.messages import Messages
from tests.graded import dossier_of, graded, profiles
from tests.lives import live, names
from workflows.grading_data import profile_for


def lived(name):
    """The findings of a life and its score; None where no profile grades it."""
    bureau = live(name)
    dossier = dossier_of(bureau)
    profile = profile_for(profiles(), dossier.procedure, dossier.now.date())
    if profile is None:
        return None
    found = graded(dossier, profile.id)
    return found, prechecked(found)


def main(argv):
    """Print every finding of every life asked for."""
    messages = Messages(Language.ZH)
    wanted = [a for a in argv if not a.startswith("-")] or list(names())
    counted, seen = Counter(), 0
    for name in wanted:
        result = lived(name)
        if result is None:
            continue
        seen += 1
        found, score = result
        if found.findings or "--all" in argv:
            total = f"{score.scaled / 2:g}"
            print(f"{name} [{found.outcome or '-'} {found.stage.value}] {total} {score.grade}")
        for one in found.findings:
            counted[one.head, one.code] += 1
            place = f"{one.form or '-'} p{one.dossier_page}"
            print(f"   {one.head:4} {one.code:24} {place:34} {reason(messages, one, found.case)}")
    print(f"{seen} lives graded; findings by item and code:")
    for (head, code), times in sorted(counted.items()):
        print(f"   {head:4} {code:28} {times}")


if __name__ == "__main__":
    main(sys.argv[1:])
