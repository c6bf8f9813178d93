"""Checks of a decision against what the party was told before: no new facts, no new kinds."""

from collections.abc import Iterator

from engine.reasoning.brief import Brief
from engine.reasoning.finding import Details, check
from engine.reasoning.rules import ReasoningRule
from engine.reasoning.wording import days, plates, quantities, without
from engine.verdict import Term


@check
def facts_told(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """What the notice measured, dated or named by its plate, the decision finds the same.

    Where both write quantities in one unit, days or plates, they share at least one.
    """
    told = brief.data.text("notice_facts")
    for passage in brief.said(rule.reads):
        for mine, theirs in _pairs(brief, passage.text, told):
            if mine and theirs and not set(mine) & set(theirs):
                yield {
                    "where": Term("input", passage.input),
                    "quote": tuple(dict.fromkeys(mine.values())),
                    "told": tuple(dict.fromkeys(theirs.values())),
                }


def _pairs(
    brief: Brief, said: str, told: str
) -> Iterator[tuple[dict[object, str], dict[object, str]]]:
    """What both texts write, kind by kind: each value with how it is written."""
    year = brief.known.year
    yield {d.day: d.text for d in days(said, year)}, {d.day: d.text for d in days(told, year)}
    yield {p: p for p in plates(said)}, {p: p for p in plates(told)}
    units = brief.edition.units
    mine, theirs = quantities(said, units), quantities(told, units)
    for unit in dict.fromkeys(q.unit for q in theirs):
        yield (
            {q.number: q.text() for q in mine if q.unit == unit},
            {q.number: q.text() for q in theirs if q.unit == unit},
        )


@check
def kinds_told(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """No kind of penalty is decided that the notice did not tell of."""
    told = brief.data.text("notice_content")
    decided = without(brief.text(rule.part), rule.words)
    for ways in brief.edition.kinds.values():
        if told and any(w in decided for w in ways) and not any(w in told for w in ways):
            yield {"kind": ways[0]}
