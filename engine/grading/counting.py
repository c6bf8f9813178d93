"""Periods of a dossier counted anew, from the acts and papers that start, pause and extend them.

What the events recorded of a period is not believed: its start is the day of the paper, a pause
or an extension counts only with its paper signed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from engine.calendar import CalendarMissing
from engine.case import ended
from engine.deadlines import schedule
from engine.definition import DeadlineMove
from engine.errors import InputError
from engine.event import Event
from engine.facts import CaseFacts
from engine.grading.dossier import Dossier
from engine.grading.papers import Paper
from engine.judging import holds
from engine.periods import Deadline, DeadlineRule, Extension, Pause, Unit

#: What a period that belongs to the bureau is called where one act moves all of them.
_AGENCY = "agency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One run of a period."""

    rule: DeadlineRule
    #: The act it runs from, and the day.
    act: Event
    start: date | datetime
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()

    def deadline(self, dossier: Dossier) -> Deadline:
        """Return the period with every extension that was granted in time."""
        kept = self.extensions
        while True:
            try:
                return schedule(
                    self.rule,
                    self.start,
                    dossier.law.calendar,
                    pauses=self.pauses,
                    extensions=kept,
                )
            except InputError:
                kept = kept[:-1]  # granted after the period was over: void

    def last_day(self, dossier: Dossier) -> date | None:
        """Return the last lawful day; None while nobody can know it."""
        return self.deadline(dossier).breach_after


def finished(paper: Paper) -> datetime:
    """Return when a paper had its last signature; when it was composed if nobody signs it."""
    return max((s.at for s in paper.signed), default=paper.at)


def last_day(dossier: Dossier, rule: str, start: date | datetime) -> date | None:
    """Return the last lawful day of a period from `start`; None where nobody can know it."""
    found = dossier.law.rules.get(rule)
    if found is None:
        return None
    try:
        return schedule(found, start, dossier.law.calendar).breach_after
    except CalendarMissing:
        return None


def runs(dossier: Dossier, rule: str) -> tuple[Counted, ...]:
    """Return every run of a period, in the order they began."""
    found: list[Counted] = []
    for act in dossier.acts:
        for move in _moves(dossier, act, rule):
            if move.move == "start":
                found.append(_started(dossier, act, move))
            elif found:
                found[-1] = _moved(dossier, found[-1], act, move)
    return tuple(found)


def _moves(dossier: Dossier, act: Event, rule: str) -> Iterator[DeadlineMove]:
    """What an act does to a period by its definition."""
    transition = dossier.transition(act)
    named = (rule, _AGENCY) if dossier.law.rules[rule].who != "party" else (rule,)
    moves = [m for m in (transition.deadlines if transition else ()) if m.deadline in named]
    situation = dossier.situation(act) if any(m.when for m in moves) else None
    for move in moves:
        if move.when is None or (
            situation is not None and holds(move.when, CaseFacts(situation), act.inputs)
        ):
            yield move


def _started(dossier: Dossier, act: Event, move: DeadlineMove) -> Counted:
    name = move.start_from.removeprefix("input:")
    data = act.inputs if name in act.inputs else dossier.data
    start: date | datetime = data.day(name) or _day_of(act)
    rule = dossier.law.rules[move.deadline]
    if rule.unit is Unit.HOURS:
        start = data.moment(name) or act.at
    return Counted(rule=rule, act=act, start=start)


def _day_of(act: Event) -> date:
    """Return the day an act's finished papers were signed, of the act where it has none."""
    signed = [s.at for d in act.documents if d.status == "issued" for s in d.signed]
    return max(signed, default=act.at).date()


def _moved(dossier: Dossier, counted: Counted, act: Event, move: DeadlineMove) -> Counted:
    day = act.at.date()
    if move.move == "pause" and _papers_signed(dossier, act):
        pause = Pause(first=day, last=None, reason=act.transition)
        return replace(counted, pauses=(*counted.pauses, pause))
    if move.move == "resume" and counted.pauses:
        return replace(counted, pauses=ended(counted.pauses, day))
    if move.move == "extend" and _papers_signed(dossier, act):
        granted = _granted(counted, act, move, _day_of(act))
        return replace(counted, extensions=(*counted.extensions, *granted))
    return counted


def _granted(counted: Counted, act: Event, move: DeadlineMove, day: date) -> tuple[Extension, ...]:
    """Return what an act adds to a period: nothing once it was extended as often as may be."""
    allowed = counted.rule.prolongations()[len(counted.extensions) :]
    if not allowed:
        return ()
    length = min(act.inputs.number(move.by) or allowed[0].length, allowed[0].length)
    return (Extension(length=length, unit=allowed[0].unit, granted_on=day, reason=act.transition),)


def _papers_signed(dossier: Dossier, act: Event) -> bool:
    """Whether every paper an act must have made stands in the dossier, signed."""
    transition = dossier.transition(act)
    wanted = {u.form for u in transition.documents if u.when is None} if transition else set()
    made = {d.id for d in act.documents}
    filed = {p.form for p in dossier.papers if p.id in made and p.signed}
    return wanted <= filed
