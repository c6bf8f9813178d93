"""Statutory periods counted anew from the register and the working days in `audit/law/`.

The day of the event is not counted; months end on the corresponding day; the last day of a
party's period rolls to the next working day (CPL 85, CC 201 to 203).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import partial
from typing import NamedTuple, Optional, Tuple

from runtime.verifier.bag import Bag, Told
from runtime.verifier.finding import NOWHERE, Findings, Place
from runtime.verifier.ledger import Event
from runtime.verifier.papers import ORDER, Papers
from runtime.verifier.replay import Case, Period, day_of, given_in
from runtime.verifier.words import SAID

DEADLINES, CALENDAR = "audit/law/deadlines.json", "audit/law/calendar.json"
DAY = timedelta(days=1)
#: First and last day left out; None while it still lasts.
Pause = Tuple[date, Optional[date]]
COUNTED_UNITS = ("working_days", "calendar_days", "months", "years", "hours")


class YearUnknownError(LookupError):
    """A day of a year whose working days the bag does not hold."""


class WorkingDays:
    """Which days are worked."""

    def __init__(self, told: object) -> None:
        """Reads calendar.json."""
        top = told if isinstance(told, dict) else {}
        self.off: set[str] = set(top.get("closures", {}))
        self.on: set[str] = set()
        self.years: set[int] = set()
        for year in top.get("years", []):
            self.years.add(year["year"])
            self.off |= set(year["days_off"])
            self.on |= set(year["worked_weekends"])

    def works(self, day: date) -> bool:
        """Whether a day is worked; raises YearUnknownError."""
        if day.year not in self.years:
            raise YearUnknownError(day.year)
        text = day.isoformat()
        return text not in self.off and (day.weekday() < 5 or text in self.on)

    def next(self, day: date, stride: timedelta = DAY) -> date:
        """The day itself when worked, else the nearest worked one."""
        while not self.works(day):
            day += stride
        return day


class Due(NamedTuple):
    """A period's end: the day reached, the day to keep, the last lawful day."""

    raw: date
    due: date
    breach: date


class Counting:
    """Counts periods by the register of a bag."""

    def __init__(self, bag: Bag) -> None:
        """Reads register and calendar."""
        rules = bag.json(DEADLINES)
        self.rules: Told = rules if isinstance(rules, dict) else {}
        self.calendar = WorkingDays(bag.json(CALENDAR))

        order = bag.json(ORDER)
        #: Period that begins when something is done after the dossier was bound.
        self.rebinding = order.get("rebinding") if isinstance(order, dict) else None

    def counted(self, rule: str) -> bool:
        """Whether a period has a length that leads to a date."""
        return self.rules.get(rule, {}).get("unit") in COUNTED_UNITS

    def named(self, rule: str) -> bool:
        """Whether a document names the day of a period."""
        return bool(self.rules.get(rule, {}).get("unit") == "named_date")

    def law(self, rule: str) -> str:
        """The article a period rests on, as a reader knows it."""
        cited = self.rules.get(rule, {}).get("law") or []
        return cited[0]["text"] if cited else ""

    def name(self, rule: str) -> str:
        """The period's name."""
        return str(self.rules.get(rule, {}).get("name_zh", rule))

    def due(self, period: Period, named: date | None = None) -> Due | None:
        """A period's end with its pauses and extensions; None while a pause is open.

        Raises YearUnknownError.
        """
        rule = self.rules[period.rule]
        start = date.fromisoformat(period.computed["start"])
        if rule["unit"] == "hours":
            begun = datetime.fromisoformat(period.computed["start_at"])
            end = (begun + timedelta(hours=rule["length"])).date()
            return Due(end, end, end)
        if rule["unit"] == "named_date":
            reached = named or start
        else:
            walked = self._walk(
                start, rule["length"], rule["unit"], period.pauses, rule["direction"]
            )
            if walked is None:
                return None
            reached = walked
        for length, unit, _ in period.extensions:
            further = self._walk(reached, length, unit, period.pauses, "forward")
            if further is None:
                return None
            reached = further
        return self._settled(rule, reached)

    def _settled(self, rule: Told, reached: date) -> Due:
        if rule["direction"] == "backward":
            clear = reached - DAY
            return Due(clear, self.calendar.next(clear, -DAY), clear)
        if rule["rollover"] in ("agency_cap", "none"):
            return Due(reached, reached, reached)
        rolled = self.calendar.next(reached)
        return Due(reached, reached if rule["rollover"] == "agency" else rolled, rolled)

    def ends(self, rule: str, start: date) -> date:
        """The last lawful day of a period that nothing moved; raises YearUnknownError."""
        told = self.rules[rule]
        reached = self._walk(start, told["length"], told["unit"], [], told["direction"])
        return self._settled(told, reached or start).breach

    def _walk(
        self, start: date, length: int, unit: str, pauses: list[Pause], direction: str
    ) -> date | None:
        if unit in ("months", "years"):
            target = months_later(start, length * (12 if unit == "years" else 1))
            span = (target - start).days
            held = (
                [_covering(pauses, start + DAY * n) for n in range(1, span + 1)] if pauses else []
            )
            if any(h and h[1] is None for h in held):
                return None
            return self._days(target, sum(map(bool, held)), pauses, worked=False, stride=DAY)
        stride = -DAY if direction == "backward" else DAY
        return self._days(start, length, pauses, worked=unit == "working_days", stride=stride)

    def _days(
        self, day: date, length: int, pauses: list[Pause], *, worked: bool, stride: timedelta
    ) -> date | None:
        counted = 0
        while counted < length:
            day += stride
            pause = _covering(pauses, day)
            if pause and pause[1] is None:
                return None
            if not pause and (not worked or self.calendar.works(day)):
                counted += 1
        return day


def _covering(pauses: list[Pause], day: date) -> Pause | None:
    for first, last in pauses:
        if first <= day and (last is None or day <= last):
            return first, last
    return None


def months_later(day: date, months: int) -> date:
    """The corresponding day, or that month's last day if there is none (CC 202)."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def check_periods(bag: Bag, case: Case, papers: Papers, out: Findings) -> Counting:
    """Every period's end, counted again after each change; and whether it was kept."""
    counting = Counting(bag)
    again, what = Case(), SAID["part_period"]
    for event in case.events:
        out.attempt(what, partial(again.apply, event), event=event.seq)
        out.attempt(what, partial(_counted_again, counting, again, event, papers, out))
    for period in case.periods.values():
        out.attempt(what, partial(_kept, counting, case, period, papers, out))
    return counting


def _counted_again(
    counting: Counting, case: Case, event: Event, papers: Papers, out: Findings
) -> None:
    """Every period that an event began or moved; `case` is after the event."""
    for change in event.body["deadlines"] if event.body["kind"] == "transition" else ():
        period = case.periods.get(change["instance"])
        if period is not None and change["move"] != "stop" and change.get("computed"):
            place = papers.of_event(case, event.seq)
            _compare_due(counting, period, change["computed"], event.seq, place, out)
            out.count("periods")


def _compare_due(
    counting: Counting, period: Period, told: Told, event: int, place: Place, out: Findings
) -> None:
    facts = {"name": counting.name(period.rule), "instance": period.instance}
    law = counting.law(period.rule)
    if period.rule not in counting.rules:
        out.add("period_unknown", NOWHERE, event=event, law="APL 85", **facts)
        return
    if told.get("awaits_year") is not None:
        return
    named = told.get("raw_due")
    try:
        due = counting.due(period, date.fromisoformat(named) if named else None)
    except YearUnknownError as year:
        out.could_not("year_unknown", year=year.args[0], name=facts["name"])
        return
    counted = [None, None] if due is None else [due.due.isoformat(), due.breach.isoformat()]
    if [told.get("due"), told.get("breach_after")] != counted:
        out.add(
            "period_differs",
            place,
            event=event,
            law=law,
            recorded=told.get("due") or "无",
            counted=counted[0] or "无",
            **facts,
        )


def _kept(counting: Counting, case: Case, period: Period, papers: Papers, out: Findings) -> None:
    """A period of the agency that was ended, ended in time."""
    rule = counting.rules.get(period.rule, {})
    if period.stopped is None or rule.get("expiry") != "breach" or rule.get("who") == "party":
        return
    breach = period.computed.get("breach_after")
    ended = _day_of_end(case, period, period.stopped.seq)
    if breach and ended.isoformat() > breach:
        out.add(
            "period_missed",
            papers.of_event(case, period.stopped.seq),
            event=period.stopped.seq,
            law=counting.law(period.rule),
            name=counting.name(period.rule),
            due=breach,
            ended=ended.isoformat(),
        )


def _day_of_end(case: Case, period: Period, ended_by: int) -> date:
    """The day the act was done that the period waited for: service, or the event itself."""
    stopped = case.by_number[ended_by]
    if period.rule == "D12":
        decided = {d["id"] for d in case.by_number[period.event].documents}
        days = [case.served[one][0] for one in decided if one in case.served]
        return min(days) if days else stopped.at.date()
    return stopped.at.date()


def started_from(move: Told, event: Event, case: Case) -> date | None:
    """The day a period must start from by its definition; None where only more facts tell."""
    source = str(move["start_from"])
    if source == "now":
        return event.at.date()
    kind, _, names = source.partition(":")
    if kind == "served":
        forms = names.split("|")
        issued = [d for d in case.by_form(*forms) if d["status"] == "issued"]
        served = case.served.get(issued[-1]["id"]) if issued else None
        return served[0] if served else None
    if kind in ("deadline", "overdue", "remedies_over"):
        return None
    name = names if kind == "input" else source
    track = case.tracks.get(event.body["track"])
    known = (given_in(event), track.data if track else {}, case.data)
    return next((day for day in (day_of(one.get(name)) for one in known) if day), None)
