"""What a transition does to statutory periods, each change with the date it leads to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from engine.arrears import overdue_since
from engine.awaited import due, recounted
from engine.calendar import CalendarMissing
from engine.case import MAIN, Case, RunningDeadline, changed
from engine.contested import served_on
from engine.deadlines import schedule
from engine.definition import DeadlineMove
from engine.errors import ConfigurationError, InputError
from engine.event import DeadlineChanged, Served
from engine.facts import CaseFacts
from engine.facts.enforcement import remedies_over
from engine.facts.service import served_day
from engine.judging import holds
from engine.law import Law
from engine.periods import Deadline, DeadlineRule, Direction, Unit
from engine.situation import Situation

AGENCY, ALL, ANY = "agency", "all", "any"
#: This track alone, and the track on which the decision contested was served.
HERE, CONTESTED = "here", "contested"


def plan_deadlines(situation: Situation, facts: CaseFacts, law: Law) -> tuple[DeadlineChanged, ...]:
    """Return every change to a period this transition brings."""
    del law
    changes: list[DeadlineChanged] = []
    for move in situation.transition.deadlines:
        if not holds(move.when, facts, situation.inputs):
            continue
        if move.move == "start":
            started = _started(situation, move)
            changes += [replace(c, track=move.track or c.track) for c in started]
        else:
            by = situation.inputs.number(move.by) or 0
            changes += [_moved(situation, move.move, d, by) for d in _meant(situation, move)]
    return tuple(changes)


def foreseen(situation: Situation, move: DeadlineMove) -> tuple[tuple[str, date | None], ...]:
    """Return the periods one change would touch if made now, each with its new last day.

    None where the last day depends on more than this moment, or lies in a year whose holidays are
    not announced.
    """
    if move.move != "start":
        return tuple((d.rule, _last_day(situation, move.move, d)) for d in _meant(situation, move))
    rule = situation.rules[move.deadline]
    if move.start_from != "now" or not rule.unit.counted:
        return ((rule.id, None),)
    try:
        return ((rule.id, schedule(rule, situation.now, situation.calendar).due),)
    except CalendarMissing:
        return ((rule.id, None),)


def _last_day(situation: Situation, move: str, old: RunningDeadline) -> date | None:
    if move not in {"extend", "resume"}:
        return None
    try:
        computed = _moved(situation, move, old).computed
    except (CalendarMissing, InputError):  # nobody can know yet, or it is too late by now
        return None
    return Deadline.from_plain(computed).due if isinstance(computed, dict) else None


def served_deadlines(
    situation: Situation, served: Served | None, law: Law
) -> tuple[DeadlineChanged, ...]:
    """Return the periods that the service of a document sets running.

    Periods the main procedure starts by name from the same service are left to it.
    """
    made = situation.case.documents.get(served.document) if served is not None else None
    if served is None or made is None or made.status != "issued":
        return ()
    main = law.pinned(situation.case.main.definition)
    by_name = {m.deadline for t in main.transitions for m in t.deadlines if _from(m, made.form)}
    return tuple(
        start(situation, rule, served.on)
        for rule in situation.rules.values()
        if made.form in rule.starts_when_served and rule.id not in by_name and _runs_on(rule)
    )


def rebinding(situation: Situation, law: Law) -> tuple[DeadlineChanged, ...]:
    """Return the period for binding the dossier anew, begun by an act after it was bound (APL 47).

    What opens the dossier again happens on the main procedure, and is left to the definitions.
    """
    rule = situation.rules[law.dossier.rebinding]
    if situation.place == MAIN or not _bound(situation.case, law):
        return ()
    found = situation.case.deadline(rule.id)
    if found is not None and found.status == "running":
        return ()
    return (replace(start(situation, rule, situation.now), track=MAIN),)


def _bound(case: Case, law: Law) -> bool:
    """Whether the main procedure stands where the dossier was bound."""
    main = case.tracks.get(MAIN)
    if main is None or not main.last_event:
        return False
    last = case.events[main.last_event - 1]
    moved = law.pinned(last.definition).by_id(last.transition)
    return moved is not None and moved.binds_dossier


def _from(move: DeadlineMove, form: str) -> bool:
    source, _, forms = move.start_from.partition(":")
    return move.move == "start" and source == "served" and form in forms.split("|")


def _runs_on(rule: DeadlineRule) -> bool:
    """Whether service alone fixes the period: counted, and counted forward."""
    return rule.unit.counted and rule.direction is Direction.FORWARD


def start(
    situation: Situation, rule: DeadlineRule, day: date | datetime, named: date | None = None
) -> DeadlineChanged:
    """Return the start of one period on `day`."""
    count = sum(1 for d in situation.case.deadlines.values() if d.rule == rule.id)
    computed = schedule(rule, day, situation.calendar, named=named)
    return DeadlineChanged(
        move="start",
        instance=f"{rule.id}#{count + 1}",
        rule=rule.id,
        track=situation.place,
        computed=computed.to_plain(),  # type: ignore[arg-type] # plain JSON values by contract
    )


def _started(situation: Situation, move: DeadlineMove) -> list[DeadlineChanged]:
    rule = situation.rules[move.deadline]
    if not rule.unit.counted and rule.unit is not Unit.NAMED_DATE:
        return []  # a surcharge or exclusion has no date; its effect is worked out when asked
    source = move.start_from
    if source == "now":
        return [start(situation, rule, situation.now)]
    known = _known_day(situation, source)
    if known is not None:
        return [start(situation, rule, day) for day in known]
    name = source.removeprefix("input:")
    if rule.unit is Unit.HOURS:
        return [start(situation, rule, situation.inputs.moment(name) or situation.now)]
    named = _named(situation, name)
    if rule.unit is Unit.NAMED_DATE:
        return [start(situation, rule, situation.today, named)]
    return [start(situation, rule, named or situation.today)]


def _known_day(situation: Situation, source: str) -> tuple[date, ...] | None:
    """Return the day the case itself knows, none if it is not known yet; None for an input."""
    days: dict[str, Callable[[str], date | None]] = {
        "served": lambda forms: served_day(situation, *forms.split("|")),
        "deadline": lambda rule: _ends(situation, rule),
        "overdue": lambda _: overdue_since(situation),
        "remedies_over": lambda _: remedies_over(situation),
    }
    kind, _, name = source.partition(":")
    if kind not in days:
        return None
    day = days[kind](name)
    return (day,) if day is not None else ()


def _ends(situation: Situation, rule: str) -> date | None:
    found = situation.case.deadline(rule)
    return due(situation, found) if found is not None else None


def _named(situation: Situation, name: str) -> date | None:
    track = situation.track.data if situation.track is not None else situation.data
    return situation.inputs.day(name) or track.day(name) or situation.data.day(name)


def _meant(situation: Situation, move: DeadlineMove) -> list[RunningDeadline]:
    live = [d for d in situation.case.deadlines.values() if d.status != "stopped"]
    wanted = {"pause": "running", "resume": "paused"}.get(move.move)
    if wanted is not None:
        live = [d for d in live if d.status == wanted]
    if move.deadline == ALL:
        return live
    if move.deadline == AGENCY:
        mine = [d for d in live if situation.rules[d.rule].who != "party"]
        return [d for d in mine if move.move != "pause" or _pausable(d)]
    if move.track:
        named = _track_meant(situation, move.track)
        return [d for d in live if d.rule == move.deadline and named in (d.track, ANY)]
    all_of_rule = [d for d in situation.case.deadlines.values() if d.rule == move.deadline]
    own = any(d.track == situation.place for d in all_of_rule)
    meant = [d for d in live if d.rule == move.deadline]
    return [d for d in meant if d.track == situation.place] if own else meant


def _track_meant(situation: Situation, named: str) -> str:
    if named == CONTESTED:
        return served_on(situation.case, situation.inputs.text("contested"))
    return situation.place if named == HERE else named


def _pausable(deadline: RunningDeadline) -> bool:
    """Ceilings on state power run on whatever the agency does (statute facts §0.2); so do hours."""
    return deadline.computed.rollover.value != "agency_cap" and deadline.computed.due_at is None


def _moved(situation: Situation, move: str, old: RunningDeadline, by: int = 0) -> DeadlineChanged:
    """Return one change; an extension is as long as `by` says, else as the next one may be."""
    rule = situation.rules[old.rule]
    reason = situation.transition.id
    change = DeadlineChanged(
        move=move, instance=old.instance, rule=old.rule, track=old.track, reason=reason
    )
    if move == "stop":
        return change
    if move == "extend":
        allowed = rule.prolongations()
        if len(old.extensions) >= len(allowed):
            raise ConfigurationError(
                "definition.extended_too_often", rule=rule.id, transition=reason, most=len(allowed)
            )
        granted = allowed[len(old.extensions)]
        change = replace(change, length=by or granted.length, unit=granted.unit.value)
    new = changed(old, change, situation.today)
    computed = recounted(new, rule, situation.calendar)
    return replace(change, computed=computed.to_plain())  # type: ignore[arg-type] # plain JSON
