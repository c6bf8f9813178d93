"""Checks of a decision against the other documents of its case, value by value."""

from collections.abc import Callable, Container, Iterable, Iterator
from typing import TypeAlias

from engine.reasoning.amounts import amounts, called, contradicting
from engine.reasoning.brief import Brief
from engine.reasoning.finding import Details, check, quote
from engine.reasoning.numerals import whole_number
from engine.reasoning.rules import ReasoningRule
from engine.reasoning.spans import spans
from engine.reasoning.wording import (
    clauses,
    days,
    document_numbers,
    identities,
    near_misses,
    plain,
    plates,
    quantities,
    without,
)
from engine.verdict import Term

#: Finds what a text names: what each comes to, and as it is written.
Reading: TypeAlias = Callable[[str], Iterable[tuple[object, str]]]


@check
def days_known(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """Every day written is a day of the case, and there is such a day."""
    for passage in brief.said(rule.reads):
        for written in days(passage.text, brief.known.year):
            if written.day is None or written.day not in brief.known.days:
                yield {"where": Term("input", passage.input), "quote": written.text}


@check
def days_past(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """No fact is dated after the day of the decision."""
    for passage in brief.said(rule.reads):
        for written in days(passage.text, brief.known.year):
            if written.day is not None and written.day > brief.situation.today:
                yield {"where": Term("input", passage.input), "quote": written.text}


def _strange(
    brief: Brief, rule: ReasoningRule, read: Reading, known: Container[object]
) -> Iterator[Details]:
    """What is `read` in a text, as (what it comes to, as it is written), and not `known`."""
    for passage in brief.said(rule.reads):
        for meant, text in read(passage.text):
            if meant not in known:
                yield {"where": Term("input", passage.input), "quote": text}


@check
def quantities_known(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """Every measured quantity stands in another document of the case."""
    units = brief.edition.units
    return _strange(
        brief, rule, lambda t: [(q, q.text()) for q in quantities(t, units)], brief.known.quantities
    )


@check
def plates_known(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """Every number plate stands in another document of the case."""
    return _strange(brief, rule, lambda t: [(p, p) for p in plates(t)], brief.known.plates)


@check
def identities_known(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """Every identity number and credit code stands in another document of the case."""
    return _strange(brief, rule, lambda t: [(i, i) for i in identities(t)], brief.known.identities)


@check
def numbers_known(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """Every document number is one of the case, or stands in one of its documents."""
    return _strange(
        brief, rule, lambda t: [(tail, n) for n, tail in document_numbers(t)], brief.known.tails
    )


@check
def names_agree(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """The party, who represents it and its address are written as everywhere else."""
    party = brief.data.record("party")
    names = (party.text("name"), party.text("legal_representative"), party.text("address"))
    for passage in brief.said(rule.reads):
        for name in names:
            for miss in near_misses(passage.text, name, brief.known.whole):
                yield {"where": Term("input", passage.input), "quote": miss, "name": name}


@check
def places_agree(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """The place of the act is written as everywhere else, whatever marks stand in it."""
    known = plain(brief.known.whole)
    for passage in brief.said(rule.reads):
        for place in dict.fromkeys(brief.places):
            for miss in near_misses(plain(passage.text), plain(place), known):
                yield {"where": Term("input", passage.input), "quote": miss, "name": place}


@check
def amounts_known(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """Every amount is the fine, a limit of its range, or stands in another document."""
    found = brief.situation.lawful_range
    mine = {brief.fine, *((found.low, found.high) if found is not None else ())}
    for passage in brief.said(rule.reads):
        for amount in amounts(passage.text):
            if amount.fen not in mine and amount.fen not in brief.known.amounts:
                yield {"where": Term("input", passage.input), "quote": amount.text}


@check
def fine_agrees(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """What a text calls the fine (`words` right before an amount) is the fine decided."""
    for passage in brief.said(rule.reads):
        for amount in called(passage.text, rule.words):
            if amount.fen != brief.fine:
                yield {
                    "where": Term("input", passage.input),
                    "quote": amount.text,
                    "amount_fen": brief.fine,
                }


@check
def fine_written(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """The content names the fine decided."""
    if brief.fine and brief.fine not in {a.fen for a in amounts(brief.text(rule.part))}:
        yield {"amount_fen": brief.fine}


@check
def capitals_agree(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """An amount in capitals and the figures behind it are the same."""
    for passage in brief.said(rule.reads):
        for one, other in contradicting(passage.text):
            yield {"where": Term("input", passage.input), "quote": one.text, "other": other.text}


@check
def kinds_agree(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """The content names every kind of penalty proposed, and no other; `words` name none."""
    text = without(brief.text(rule.part), rule.words)
    proposed = set(brief.data.texts("penalty_kinds"))
    for kind, ways in brief.edition.kinds.items():
        others = (w for k, words in brief.edition.kinds.items() if k != kind for w in words)
        rest = without(text, [w for w in others if any(way in w for way in ways)])
        if (kind in proposed) != any(way in rest for way in ways):
            there = "proposed" if kind in proposed else "unproposed"
            yield {"kind": ways[0], "proposed": Term("kind_proposed", there)}


@check
def period_agrees(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """A clause with one of `words` names no other length than the statute's."""
    statute = brief.situation.rules.get(rule.deadline)
    for passage in brief.said(rule.reads):
        for clause in clauses(passage.text):
            if statute is None or not any(word in clause for word in rule.words):
                continue
            for span in spans(clause):
                if (whole_number(span.number), span.unit) != (statute.length, statute.unit):
                    yield {
                        "where": Term("input", passage.input),
                        "quote": quote(span.text),
                        "deadline": Term("deadline", rule.deadline),
                    }
