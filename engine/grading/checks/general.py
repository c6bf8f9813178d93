"""Checks that serve many items: documents there, fields filled, periods kept, requirements met."""

from collections.abc import Iterator
from dataclasses import replace

from engine.event import Event
from engine.facts.law_text import holds_power
from engine.grading.dossier import Dossier
from engine.grading.finding import Hit, check, on
from engine.grading.profile import Asked
from engine.grading.reading import broken
from engine.judging import judge
from engine.record import Record, Value
from engine.verdict import Term, Verdict


@check
def document_missing(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """At least one of `forms` stands in the dossier."""
    if not dossier.of(*asked.forms):
        yield Hit(details={"forms": tuple(Term("form", f) for f in asked.forms)})


@check
def each_document_missing(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Every one of `forms` stands in the dossier; each that does not is a finding."""
    for form in asked.forms:
        if not dossier.of(form):
            yield Hit(details={"forms": (Term("form", form),)})


@check
def fields_empty(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """In every document of `forms` each of `fields` says something (`a.b` looks into records).

    A text shorter than `number` characters, or one of `words`, says nothing.
    """
    for paper in dossier.of(*asked.forms):
        for field in asked.fields:
            if not _says(paper.inputs, field, asked):
                yield on(paper, field=Term("input", field.rpartition(".")[2]))


def _says(inputs: Record, field: str, asked: Asked) -> bool:
    outer, _, inner = field.partition(".")
    if inner:
        one, many = inputs.record(outer), inputs.records(outer)
        rows = (one,) if one else many
        return bool(rows) and all(_says(row, inner, asked) for row in rows)
    return _written(inputs.get(outer), asked)


def _written(value: Value, asked: Asked) -> bool:
    if isinstance(value, str):
        bare = value.strip()
        return bool(bare) and len(bare) >= asked.number and bare not in asked.words
    return value is not None and value != ()


@check
def requirement_unmet(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Whatever the definitions demanded of an act by one of the facts `names`, judged again.

    `words` as for `fact_unmet`.
    """
    for event in dossier.acts:
        transition = dossier.transition(event)
        wanted = [r for r in (transition.requires if transition else ()) if r.fact in asked.names]
        facts = dossier.facts(event) if wanted else None
        if facts is None or transition is None or _untold(dossier, event, asked):
            continue
        for verdict in judge(wanted, facts, event.inputs):
            if not verdict.ok:
                yield _unmet(dossier, event, verdict, transition.name)


@check
def fact_unmet(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Each fact of `names`, asked with `args` of the act behind every document of `forms`.

    Whatever the definition asked for then: the law is held against the act itself. `words` are
    when it cannot be asked: `no_text` of a matter that only had no text on the day, `no_matter` of
    one without any; both are told of once, as a penalty without a basis.
    """
    for paper in dossier.of(*asked.forms):
        facts = dossier.facts(paper.act)
        if _untold(dossier, paper.act, asked):
            continue
        for name in asked.names if facts is not None else ():
            fact = facts.ask(name, asked.args) if facts is not None else None
            if fact is None or fact.value is asked.wanted:
                continue
            verdict = Verdict(
                ok=False, code=name, rule="", law=asked.law, details=fact.details, value=fact.value
            )
            yield replace(on(paper), verdict=verdict, details={"act": Term("form", paper.form)})


def _untold(dossier: Dossier, event: Event, asked: Asked) -> bool:
    """Whether the text of the matter is missing in a way that `words` leave to other checks."""
    situation = dossier.situation(event) if asked.words else None
    if situation is None or situation.matter is not None:
        return False
    held = holds_power(situation, situation.data.text("matter"))
    return "no_matter" in asked.words or ("no_text" in asked.words and held)


def _unmet(dossier: Dossier, event: Event, verdict: Verdict, act: str) -> Hit:
    paper = next((p for p in dossier.papers if p.act.seq == event.seq), None)
    return replace(on(paper), verdict=verdict, details={"act": act})


@check
def reasoning_rule(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The rules of `engine.reasoning` in `names`, asked again of the decision as it was made.

    `words` and `fields` as for `broken`.
    """
    for found in broken(dossier, asked):
        yield on(dossier.decision, remark=found.remark())
