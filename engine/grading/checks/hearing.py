"""Checks of a hearing: notified in time, led by nobody who investigated, recorded and reported."""

from collections.abc import Iterator

from engine.calendar import CalendarMissing
from engine.deadlines import earliest
from engine.grading.counting import finished
from engine.grading.dossier import Dossier
from engine.grading.finding import Hit, check, on
from engine.grading.papers import Paper
from engine.grading.profile import Asked
from engine.grading.reading import officers
from engine.verdict import Term

_NOTICE, _RECORD, _REPORT = "hearing_notice", "hearing_record", "hearing_report"


def _notice_for(dossier: Dossier, record: Paper) -> Paper | None:
    """The notice a hearing followed: the newest before its record, on its track."""
    mine = [p for p in dossier.of(_NOTICE) if p.made.track == record.made.track]
    before = [p for p in mine if p.act.seq < record.act.seq]
    return before[-1] if before else None


@check
def hearing_notified_late(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The notice was served the whole of `deadline` before the hearing."""
    rule = dossier.law.rules[asked.deadline]
    for record in dossier.of(_RECORD):
        notice = _notice_for(dossier, record)
        served = dossier.case.served.get(notice.id) if notice is not None else None
        if notice is None or served is None:
            yield on(notice or record, deadline=Term("deadline", asked.deadline))
            continue
        try:
            first = earliest(rule, served[0], dossier.law.calendar).due
        except CalendarMissing:
            continue  # nobody can count days of a year that was never announced
        if first is not None and record.day < first:
            yield on(notice, deadline=Term("deadline", asked.deadline), due=first, on=record.day)


@check
def hearing_moved(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The hearing was held on the day the party was told of."""
    del asked
    for record in dossier.of(_RECORD):
        notice = _notice_for(dossier, record)
        told = notice.inputs.day("hearing_at") if notice is not None else None
        if told is not None and told != record.day:
            yield on(record, due=told, on=record.day)


@check
def chair_unfit(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Chair and recorder (slots in `names`) are two people, and neither investigated."""
    involved = officers(dossier)
    for record in dossier.of(_RECORD):
        people = record.signers(*asked.names)
        if len(set(people)) < len(people) or involved & {*people}:
            yield on(record, persons=tuple(_name(dossier, p) for p in dict.fromkeys(people)))


def _name(dossier: Dossier, person: str) -> str:
    found = dossier.person(person)
    return found.name if found is not None else person


@check
def closed_unreasoned(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """A hearing closed to the public says why."""
    del asked
    for notice in dossier.of(_NOTICE):
        if not notice.inputs.flag("open_to_public") and not notice.inputs.text("closed_reason"):
            yield on(notice)


@check
def agents_many(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The party was represented by `number` agents at most."""
    for paper in dossier.of("hearing_application"):
        if len(paper.inputs.records("agents")) > asked.number:
            yield on(paper, found=len(paper.inputs.records("agents")), needed=asked.number)


@check
def hearing_unreported(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """A hearing held (not defaulted) was reported, before the decision."""
    del asked
    decision = dossier.last("penalty_decision")
    for record in dossier.of(_RECORD):
        if record.inputs.text("default_kind"):
            continue
        mine = [p for p in dossier.of(_REPORT) if p.act.seq > record.act.seq]
        late = bool(mine) and decision is not None and finished(mine[0]) > finished(decision)
        if not mine or late:
            yield on(mine[0] if mine else record)


@check
def hearing_unanswered(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """A request for a hearing was answered: by a notice of it, or by a refusal (`forms`)."""
    for paper in dossier.of("hearing_application"):
        if not any(p.act.seq > paper.act.seq for p in dossier.of(*asked.forms)):
            yield on(paper)
