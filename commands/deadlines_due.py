"""What is due in the whole bureau, a squad or one officer's cases; read from the kept rows.

Of the cases shown only the events that name the party are read: it is kept nowhere in clear.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.office import Office
from commands.reading_log import Reader, named_in, reads_like_a_person
from commands.screen import put, table
from commands.session import Session
from commands.urgency import (
    STYLES,
    left_text,
    level_text,
    standing_payload,
    stands,
    unknown_years,
)
from engine.awaited import dated
from engine.deadlines import schedule
from engine.errors import InputError
from engine.periods import Deadline, DeadlineRule, Expiry, Unit
from engine.projection import deadline_of, recountable
from engine.reading import party_name
from engine.standing import Level, Standing
from engine.storage_ports import Snapshot
from engine.storage_rows import CaseRow, DeadlineRow
from engine.unknown import nearest

if TYPE_CHECKING:
    from rich.console import Console

#: In this order the parts of the list stand; a level belongs to the first that names it.
PARTS: tuple[tuple[str, frozenset[Level]], ...] = (
    ("unknown", frozenset({Level.UNKNOWN})),
    ("overdue", frozenset({Level.OVERDUE})),
    ("coming", frozenset({Level.RED, Level.YELLOW, Level.OK})),
    ("lapsed", frozenset({Level.LAPSED})),
)
WAITING = "calendar_missing"
#: A last day shortly before an unknown year may hang on it too: it rolls over days off.
MARGIN = timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which periods are wanted; "" does not filter."""

    within: int
    squad: str = ""
    officer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One period of the list."""

    row: DeadlineRow
    case: CaseRow
    rule: DeadlineRule
    deadline: Deadline
    standing: Standing
    party: str

    @property
    def number(self) -> str:
        """Return the case's number, or its id before it has one."""
        return str(json.loads(self.case.extra).get("number") or self.case.case_id)


def show_due(session: Session, asked: Asked, who: Reader) -> ExitCode:
    """Give every running period of open cases that is due soon, or over.

    A year without a table is named on stderr, and the exit status says so.
    """
    with session.open() as office:
        until = office.workspace.now().date() + timedelta(days=asked.within)
        found = listed(office, asked, until)
        people = (d.row.case_id for d in found if reads_like_a_person(office, d.party))
        named_in(office, who, people)
        years = [d.deadline.awaits_year for d in found if d.deadline.awaits_year is not None]
        status, said = unknown_years(office, years)
        payload = said | {
            "today": office.workspace.now().date(),
            "until": until,
            "deadlines": [_payload(office, d) for d in found],
        }
        office.screen.result(payload, lambda console: _show(office, console, found, until))
    return status


# -- finding --------------------------------------------------------------------------------------


def listed(office: Office, asked: Asked, until: date) -> list[Due]:
    """Return every running period of open cases that ends by `until`, the most urgent first."""
    rules = office.workspace.law.rules
    squad = _squad(office, asked.squad) if asked.squad else None
    officer = office.person_id(asked.officer) if asked.officer else None
    lapsing = [rule.id for rule in rules.values() if rule.expiry is Expiry.LAPSE]
    with office.workspace.store.read() as view:
        running = view.deadlines_due(
            until=until, squad=squad, officer=officer, closed_without=lapsing
        )
        waiting = view.deadlines_due(
            until=date.max, status=WAITING, squad=squad, officer=officer, closed_without=lapsing
        )
        dates = [(row, deadline_of(row, rules[row.rule])) for row in running]
        dates += _counted_now(office, waiting, until)
        found = list(_joined(office, view, dates))
    order = {level: n for n, (_, levels) in enumerate(PARTS) for level in levels}
    return sorted(
        found,
        key=lambda d: (
            order[d.standing.level],
            d.deadline.due or date.min,
            d.number,
            d.row.instance_id,
        ),
    )


def _squad(office: Office, text: str) -> str:
    """Return the id of a squad given by id or name; raises InputError `command.unknown_squad`."""
    squads = office.workspace.agency.squads
    found = next((s for s in squads if text in {s.id, s.name}), None)
    if found is None:
        known = "、".join(f"{s.id} {s.name}" for s in squads)
        near = nearest(text, [s.name for s in squads])
        raise InputError("command.unknown_squad", squad=text, near=near, known=known)
    return found.id


def _counted_now(
    office: Office, waiting: Sequence[DeadlineRow], until: date
) -> Iterator[tuple[DeadlineRow, Deadline]]:
    """Yield the periods on record without a date that are due by now, or may be for all we know."""
    calendar = office.workspace.law.calendar
    for row in waiting:
        rule = office.workspace.law.rules[row.rule]
        kept = deadline_of(row, rule)
        if kept.awaits_year in calendar.tables:
            kept = _recounted(office, row, rule, kept)
        due = kept.due or date(kept.awaits_year or until.year, 1, 1) - MARGIN
        if due <= until:
            yield row, kept


def _recounted(office: Office, row: DeadlineRow, rule: DeadlineRule, kept: Deadline) -> Deadline:
    calendar = office.workspace.law.calendar
    if not recountable(row):
        running = office.case(row.case_id).deadlines[row.instance_id]
        return dated(running, rule, calendar)
    named = kept.raw_due if rule.unit is Unit.NAMED_DATE else None
    return schedule(rule, kept.start, calendar, named=named)


def _joined(
    office: Office, view: Snapshot, dates: Sequence[tuple[DeadlineRow, Deadline]]
) -> Iterator[Due]:
    cases: dict[str, tuple[CaseRow, str]] = {}
    for row, deadline in dates:
        if row.case_id not in cases:
            case = view.case(row.case_id)
            if case is None:
                continue  # derived rows of a case that is gone; the audit names them
            cases[row.case_id] = case, party_name(view, row.case_id)
        rule = office.workspace.law.rules[row.rule]
        case, party = cases[row.case_id]
        found = stands(office, deadline, rule)
        yield Due(row=row, case=case, rule=rule, deadline=deadline, standing=found, party=party)


# -- telling --------------------------------------------------------------------------------------


def _payload(office: Office, due: Due) -> dict[str, object]:
    deadline = due.deadline
    return {
        "case": due.case.case_id,
        "number": json.loads(due.case.extra).get("number") or None,
        "party": due.party or None,
        "squad": due.case.squad or None,
        "officers": due.case.officers,
        "instance": due.row.instance_id,
        "rule": due.rule.id,
        "name": office.names.rule(due.rule),
        "articles": [c.text() for c in due.rule.law],
        "who": due.rule.who,
        "track": due.row.track,
        "start": deadline.start,
        "due": deadline.due,
        "due_at": deadline.due_at,
        "breach_after": deadline.breach_after,
        "awaits_year": deadline.awaits_year,
        **standing_payload(due.standing),
    }


def _show(office: Office, console: "Console", found: Sequence[Due], until: date) -> None:
    keys = ("case", "party", "name", "article", "due", "left", "level", "who")
    heads = tuple(office.say(f"deadlines.{key}") for key in keys)
    for part, levels in PARTS:
        shown = [due for due in found if due.standing.level in levels]
        table(
            console,
            heads,
            [_row(office, due) for due in shown],
            title=office.say(f"due.{part}", until=until, count=len(shown)),
            whole=(0,),
            styles=[STYLES[due.standing.level] for due in shown],
        )
    if not found:
        put(console, office.say("due.none", until=until))


def _row(office: Office, due: Due) -> tuple[str, ...]:
    messages, deadline = office.messages, due.deadline
    people = tuple(office.person(p) for p in due.case.officers)
    who = messages.named("role", due.rule.who)
    return (
        due.number,
        due.party,
        f"{due.rule.id} {office.names.rule(due.rule)}",
        due.rule.law[0].text(),
        messages.value(deadline.due_at or deadline.due),
        left_text(office, due.standing),
        level_text(office, due.standing),
        office.say("due.who", who=who, people=people),
    )
