"""What the corpus showed at its first run and shows now, as a page: docs/grading-recall.md."""

import json
from collections import Counter

from tests.corpus.clean import alarms
from tests.corpus.defect import KNOWN
from tests.corpus.judged import judged_lines
from tests.playbook import ROOT
from workflows.grading_data import load_profiles

PAGE = ROOT / "docs" / "grading-recall.md"
FIRST = ROOT / "tests" / "corpus" / "first_run.json"
HEAD = """# What automatic grading finds, and what it misses

Made by `python -m tests.corpus --clean --write`; do not edit.

Each seeded dossier is a copy of an exported bag in which one thing was made wrong, as squads get
it wrong: by editing its events, documents, evidence, roster or index, never by calling a check.
The item or veto it must be found under was written down from the law before the checks were looked
at. It is then graded as `anjuan review precheck BAG` grades it. A way counts as found when that
head shows something the clean dossier does not show. *First* is the outcome before any check was
mended for it.
The first run already counts the corrected heads of all but one of the defects listed under
*Expectations that were wrong*; with their first heads it would stand some 27 lower. Their authors
had seen the names of checks in the standard's file, not how they are written.
Checks were mended with these very defects in view, so *now* says what is covered, not how many
unseen defects would be found. For that, 24 defects were said anew in other words after the checks
of texts and pages stood (tests/corpus/wordings.py): 12 were found at once, all 7 that compare
pages, numbers or amounts, all 3 of place or time, but 2 of 14 that read wording. Only then were the
lists of words widened.
"""


def first():
    """The outcome of the first run by defect: heads expected and missed then."""
    return json.loads(FIRST.read_text("utf-8")) if FIRST.exists() else {}


def keep_first(outcomes):
    """Keep outcomes as those of the first run; what is kept already stays."""
    kept = first()
    for one in outcomes:
        if not one.failed:
            plain = {
                "heads": KNOWN[one.id].heads,
                "missed": one.missed,
                "beside": [f"{head}:{code}" for head, code in one.beside],
            }
            kept.setdefault(one.id, plain)
    FIRST.write_text(json.dumps(kept, ensure_ascii=False, indent=0, sort_keys=True) + "\n", "utf-8")


def write_page(outcomes):
    """Write the page from the outcomes of a whole run."""
    PAGE.write_text("\n".join([HEAD, *_table(outcomes), *_lists(outcomes)]) + "\n", "utf-8")


def _count(rows):
    ways, missed = Counter(), Counter()
    for heads, lost in rows:
        ways.update(heads)
        missed.update(lost)
    return ways, missed


def _rate(ways, missed):
    total, hits = sum(ways.values()), sum(ways.values()) - sum(missed.values())
    return f"{hits} of {total} ({100 * hits / max(total, 1):.1f} %)"


def _table(outcomes):
    before = _count((one["heads"], one["missed"]) for one in first().values())
    now = _count((KNOWN[o.id].heads, o.missed) for o in outcomes)
    names = {h.id: h.name for h in load_profiles()["chengguan-default-1"].heads()}
    yield f"Recall: first run {_rate(*before)}, now {_rate(*now)}."
    yield ""
    yield "| Head | What | Ways | Found first | Found now |"
    yield "|---|---|---|---|---|"
    for head in sorted(now[0]):
        then = f"{before[0][head] - before[1][head]} of {before[0][head]}"
        ways = now[0][head]
        yield f"| {head} | {names.get(head, '')} | {ways} | {then} | {ways - now[1][head]} |"


def _lists(outcomes):
    yield "\n## Missed now\n"
    yield from _named(o for o in outcomes if o.missed)
    yield "\n## Missed at the first run\n"
    for name, one in sorted(first().items()):
        if one["missed"] and name in KNOWN:
            yield f"- {name} {KNOWN[name].title}：{'、'.join(one['missed'])}"
    yield "\n## Expectations that were wrong\n"
    yield "Where the author of a defect had named a head that is not the one it belongs under."
    yield ""
    for one in KNOWN.values():
        if one.was:
            yield f"- {one.id} {one.title}：{one.was} → {'、'.join(one.heads)}"
    yield "\n## Seedings that were wrong\n"
    yield "Where the dossier first seeded did not have the defect its title names."
    yield ""
    yield from (f"- {o.id} {o.title}：{o.mended}" for o in KNOWN.values() if o.mended)
    yield "\n## Found besides, and not excused\n"
    yield from judged_lines(outcomes)
    yield "\n## Clean dossiers\n"
    yield from alarms()


def _named(outcomes):
    for one in outcomes:
        defect = KNOWN[one.id]
        reason = f" — {defect.reason}" if defect.reason else ""
        yield f"- {one.id} {defect.title}：{'、'.join(one.missed)}{reason}"
