"""How much of grading the program does: every item and veto of every standard with its checks.

Run as `python -m tests.grading_share`; `--write` also writes docs/grading-table.md.
"""

import sys

from engine.grading.finding import check_named
from engine.grading.profile import HALVES, Kind
from engine.grading.sheet import points
from tests.playbook import ROOT
from workflows.grading_data import load_profiles

PAGE = ROOT / "docs" / "grading-table.md"
HEAD = """# What each item of a grading standard is checked by

Made by `tests/grading_share.py`; do not edit. A: the program decides; S: it writes the finding and
a person confirms; H: a person decides, and the program shows what it can. What one finding costs
stands beside its check.
"""


def fed(heads):
    """The heads that at least one check feeds."""
    return [h for h in heads if h.checks]


def share(profile):
    """One line: how many items, vetoes and points of a standard the program does or prefills."""
    done = fed(profile.items)
    own = [i for i in done if i.kind is not Kind.HUMAN]
    worth = sum(i.halves for i in own) / HALVES
    vetoes = fed(profile.vetoes)
    total = len(profile.items) + len(profile.vetoes)
    alone = [h for h in (*own, *vetoes) if h.kind is not Kind.HUMAN]
    return (
        f"{profile.id}: {len(own)} of {len(profile.items)} items ({worth:g} of 100 points) and"
        f" {len([v for v in vetoes if v.kind is not Kind.HUMAN])} of {len(profile.vetoes)} vetoes"
        f" decided or prefilled ({len(alone) * 100 / total:.0f} %);"
        f" {len(done) - len(own)} human items and"
        f" {len([v for v in vetoes if v.kind is Kind.HUMAN])} human vetoes also show findings;"
        f" {sum(len(h.checks) for h in profile.heads())} checks asked"
    )


def page(profiles):
    """The whole page."""
    lines = [HEAD]
    for profile in profiles:
        lines += [
            f"\n## {profile.name} (`{profile.id}`, version {profile.version})\n",
            share(profile),
        ]
        for title, heads in (("Vetoes", profile.vetoes), ("Items", profile.items)):
            lines += [
                f"\n### {title}\n",
                "| Id | What | Points | Kind | Checks |",
                "|---|---|---|---|---|",
            ]
            lines += [_row(head) for head in heads]
    return "\n".join(lines) + "\n"


def _row(head):
    worth = points(head.halves) if hasattr(head, "halves") else "—"
    checks = "<br>".join(_asked(c) for c in head.checks) or "—"
    return f"| {head.id} | {head.name} | {worth} | {head.kind.value} | {checks} |"


def _asked(asked):
    said = (check_named(asked.check).__doc__ or "").split("\n")[0]
    cost = f" −{points(asked.halves)}" if asked.halves else ""
    named = f" ({'、'.join(asked.names)})" if asked.names and asked.check in _PASSING else ""
    return f"`{asked.check}`{named}{cost}: {said} [{asked.law}]"


#: Checks that pass on what others find: the names say what.
_PASSING = frozenset(
    {"fact_unmet", "requirement_unmet", "reasoning_rule", "checklist_denied", "rules_broken"}
)


def main(argv):
    """Print the share of every standard; write the page where asked."""
    profiles = load_profiles().values()
    for profile in profiles:
        print(share(profile))
    if "--write" in argv:
        PAGE.write_text(page(profiles), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
