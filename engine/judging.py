"""Judging requirements and settling checklists: all of them, every time, each with its reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from engine.definition import ChecklistItem, Condition, Requirement
from engine.event import ItemSettled
from engine.facts import Facts
from engine.record import Record
from engine.verdict import Term, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A person's answer to a checklist item."""

    result: str
    note: str = ""


def holds(condition: Condition | None, facts: Facts, inputs: Record) -> bool:
    """Whether a condition holds; no condition always does."""
    if condition is None:
        return True
    if condition.input:
        value = inputs.get(condition.input)
        return value in condition.expect
    return facts.ask(condition.fact, condition.args).value in condition.expect


def judge_one(requirement: Requirement, facts: Facts) -> Verdict:
    """Judge one requirement."""
    fact = facts.ask(requirement.fact, requirement.args)
    if fact.value is True and not fact.details and True in requirement.expect:
        return _plainly_met(requirement.fact, requirement.rule, requirement.law)
    return Verdict(
        ok=fact.value in requirement.expect,
        code=requirement.fact,
        rule=requirement.rule,
        law=requirement.law,
        details=fact.details,
        value=fact.value,
    )


@lru_cache(maxsize=4096)
def _plainly_met(fact: str, rule: str, law: str) -> Verdict:
    """Return the verdict most requirements get, of which nothing more is to be said."""
    return Verdict(ok=True, code=fact, rule=rule, law=law, value=True)


def judge(requirements: Iterable[Requirement], facts: Facts, inputs: Record) -> tuple[Verdict, ...]:
    """Judge every requirement that applies; none is skipped because another failed."""
    return tuple(judge_one(r, facts) for r in requirements if holds(r.when, facts, inputs))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A transition's checklist, settled."""

    items: tuple[ItemSettled, ...]
    #: One verdict for each item that blocks.
    verdicts: tuple[Verdict, ...]


def settle(
    checklist: Iterable[ChecklistItem], facts: Facts, answers: Mapping[str, Answer], actor: str
) -> Settled:
    """Settle a checklist from facts and answers; blocking items without a yes are refusals."""
    items: list[ItemSettled] = []
    verdicts: list[Verdict] = []
    for item in checklist:
        settled = _settle_one(item, facts, answers.get(item.id), actor)
        if settled is not None:
            items.append(settled)
        if item.blocking:
            verdicts.append(_verdict(item, settled))
    return Settled(items=tuple(items), verdicts=tuple(verdicts))


def _settle_one(
    item: ChecklistItem, facts: Facts, answer: Answer | None, actor: str
) -> ItemSettled | None:
    found: str | None = None
    if item.requirement is not None:
        found = "yes" if judge_one(item.requirement, facts).ok else "no"
    if item.kind == "auto":
        return ItemSettled(id=item.id, result=found or "no", by="system")
    if answer is None:
        return None
    note = answer.note
    if found is not None and found != answer.result:
        note = f"{note} [auto: {found}]".strip()
    return ItemSettled(id=item.id, result=answer.result, by=actor, note=note)


def _verdict(item: ChecklistItem, settled: ItemSettled | None) -> Verdict:
    result = settled.result if settled is not None else "unanswered"
    ok = result == "yes" or (result == "not_applicable" and item.kind != "auto")
    return Verdict(
        ok=ok,
        code="checklist_unanswered" if result == "unanswered" else "checklist_item",
        rule=item.rule,
        law=item.law,
        details={"item": Term("checklist", item.id)},
        value=result,
    )
