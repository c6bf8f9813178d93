"""What must hold of a bureau whatever its officers try: told as a list of what does not.

Knows the ledger, the rows and a second way of counting periods; refuses to know what was tried.
"""

import datetime as dt
from functools import cache

from engine.case import replay
from engine.ledger_audit import audit_ledger
from engine.periods import Unit
from engine.projection import case_row
from engine.storage_rows import CaseFilter
from storage.logkey import verify_ed25519
from tests import second_counting as second
from tests.bureau import SIGNER
from tests.playbook import law


def kept(bureau):
    """Everything a refusal leaves alone: all rows but numbers that were taken and given up."""
    state = bureau.store._state.copy()
    state.numbers = {k: row for k, row in state.numbers.items() if row.status != "voided"}
    return state, dict(bureau.blobs._kept)


def amiss(bureau):
    """What is wrong with the ledger, the case and its periods."""
    case = bureau.case
    with bureau.store.read() as now:
        yield from audit_ledger(now, key=SIGNER.key, check=verify_ed25519)
        [row] = [r for r in now.cases(CaseFilter(limit=1000)) if r.case_id == case.id]
        periods = {r.instance_id: r for r in now.deadlines(case.id)}
    if row != case_row(case):
        yield "the list shows the case otherwise", row
    again = replay(case.id, case.events)
    if (again.tracks, again.documents) != (case.tracks, case.documents):
        yield "the events make another case", again.tracks
    for running in case.deadlines.values():
        shown = periods[running.instance]
        if (shown.due, shown.track) != (running.computed.due or dt.date.max, running.track):
            yield "the list shows the period otherwise", shown
        yield from miscounted(running)


def miscounted(running):
    """A period that the second way of counting gives another last day, if it is one."""
    rule, found = law().rules[running.rule], running.computed
    if running.status == "stopped" or not (rule.unit.counted or rule.unit is Unit.NAMED_DATE):
        return
    own = second.answer(asked(running, rule), years())
    said = [d.toordinal() for d in second.shown(found)] if found.due else found.status.value
    if found.due_at is not None:
        said.append(found.due_at.hour * 60 + found.due_at.minute)
    own = "calendar_missing" if str(own).startswith("no calendar") else own
    if said != (own if isinstance(own, str) else list(own)):
        yield f"{running.instance} is counted twice with two results", running, said, own


def asked(running, rule):
    """The question a running period answers, in plain words and numbers."""
    start = running.start
    return second.Asked(
        rule=rule.id,
        length=rule.length,
        unit=rule.unit.value,
        rollover=rule.rollover.value,
        backward=rule.direction.value == "backward",
        start=(start.date() if isinstance(start, dt.datetime) else start).toordinal(),
        minute=start.hour * 60 + start.minute if isinstance(start, dt.datetime) else 0,
        pauses=tuple(
            (p.first.toordinal(), p.last.toordinal() if p.last else None) for p in running.pauses
        ),
        extensions=tuple(
            (e.length, e.unit.value, e.granted_on.toordinal()) for e in running.extensions
        ),
        named=running.computed.raw_due.toordinal() if rule.unit is Unit.NAMED_DATE else 0,
    )


@cache
def years():
    """The calendar of the law, laid out for the second way of counting."""
    tables = law().calendar.tables
    return second.Years(
        off=frozenset(day.toordinal() for t in tables.values() for day in t.holidays),
        made_up=frozenset(day.toordinal() for t in tables.values() for day in t.make_up),
        closed=frozenset(day.toordinal() for day in law().calendar.closures),
        begin=second.ordinal(min(tables), 1, 1),
        end=second.ordinal(max(tables), 12, 31),
    )
