"""Minutes of a case conference (通案会议纪要): a month's figures, and what was said of cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.errors import InputError
from engine.reporting.quality import Quality
from runtime.reports.report import Report, cells, heads_of, month_name, number, word
from runtime.reports.reviewed import Drawn, Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """What the recorder hands in."""

    held_at: str
    place: str
    chair: str
    recorder: str
    present: tuple[str, ...]
    #: Case and what was said of it.
    cases: tuple[tuple[str, str], ...]
    problems: str
    #: What was resolved: matter, who is responsible, until when.
    decisions: tuple[tuple[str, str, str], ...]


#: The fields of a meeting's input file, by name, with the labels people write.
TEXTS = ("held_at", "place", "chair", "recorder", "problems")


def read_meeting(fields: Mapping[str, object]) -> Meeting:
    """Return a meeting from the fields of an input file, Chinese labels or English names.

    Raises InputError `report.meeting_field` naming what is missing or of the wrong shape.
    """
    given = {_name(label): value for label, value in fields.items()}
    texts = {name: _text(given, name) for name in TEXTS}
    present = tuple(str(one) for one in _listed(given, "present"))
    cases = tuple(_parts(one, ("case", "opinion"), "cases") for one in _listed(given, "cases"))
    keys = ("matter", "responsible", "due")
    decisions = tuple(_parts(one, keys, "decisions") for one in _listed(given, "decisions"))
    return Meeting(
        **texts,
        present=present,
        cases=tuple((case, opinion) for case, opinion in cases),
        decisions=tuple((matter, who, due) for matter, who, due in decisions),
    )


def _name(label: str) -> str:
    known = {word(f"conference.fields.{n}"): n for n in _FIELDS}
    return known.get(label, label)


_FIELDS = (
    *TEXTS,
    "present",
    "cases",
    "decisions",
    "case",
    "opinion",
    "matter",
    "responsible",
    "due",
)


def _text(given: Mapping[str, object], name: str) -> str:
    value = given.get(name)
    if value in (None, "") or isinstance(value, list | dict):
        raise InputError("report.meeting_field", field=word(f"conference.fields.{name}"))
    return str(value)


def _listed(given: Mapping[str, object], name: str) -> Sequence[object]:
    value = given.get(name, [])
    if not isinstance(value, list):
        raise InputError("report.meeting_field", field=word(f"conference.fields.{name}"))
    return value


def _parts(one: object, keys: Sequence[str], within: str) -> tuple[str, ...]:
    if not isinstance(one, dict):
        raise InputError("report.meeting_field", field=word(f"conference.fields.{within}"))
    given = {_name(str(label)): value for label, value in one.items()}
    return tuple(_text(given, key) for key in keys)


def conference_report(drawn: Drawn, figures: Quality, meeting: Meeting, names: Names) -> Report:
    """Return the minutes; every case spoken of must be among those reviewed in the month.

    Raises InputError `report.case_not_reviewed`.
    """
    values = {
        "held_at": meeting.held_at,
        "place": meeting.place,
        "chair": meeting.chair,
        "recorder": meeting.recorder,
        "present": word("comma").join(meeting.present),
        "month_name": month_name(drawn.month),
        "closed_in": month_name(drawn.closed_in or drawn.month),
        "population": drawn.population,
        "sampled": drawn.sampled,
        "mean": number(figures.mean),
        "vetoed": len({case for case, _ in figures.vetoes}),
        "grade_line": word("comma").join(
            word("conference.grade", name=names.grades.get(grade, grade), count=str(count))
            for grade, count in figures.grades
        ),
        "squads": [
            {"name": names.squad(one.name), "mean_number": one.mean} for one in figures.squads
        ],
        "cases": [_case(case, opinion, figures, names) for case, opinion in meeting.cases],
        "problems": meeting.problems,
        "decisions": [
            {"matter": matter, "responsible": who, "due": due}
            for matter, who, due in meeting.decisions
        ],
    }
    return Report(
        form="conference_minutes",
        month=drawn.month,
        values=values,
        heads=heads_of("conference", "matter", "responsible", "due"),
        rows=cells(meeting.decisions),
        payload={"month": drawn.month, "minutes": values},
    )


def _case(case: str, opinion: str, figures: Quality, names: Names) -> dict[str, object]:
    found = next((one for one in figures.reviewed if one.case == case), None)
    if found is None:
        raise InputError("report.case_not_reviewed", case=case)
    vetoes = [f"{veto} {names.item(veto)}" for veto in found.vetoes]
    taken = sorted(found.deductions, key=lambda one: -one.points)
    problems = vetoes or [f"{one.item} {one.reason or names.item(one.item)}" for one in taken[:2]]
    return {
        "case": case,
        "squad": names.squad(found.squad),
        "total": number(found.total),
        "problem": word("semicolon").join(problems) or word("none"),
        "opinion": opinion,
    }
