"""The bureau an exploration happens in: one person for every role, and one who holds them all.

The calendar has weekends and nothing else, for as many years as the longest period runs.
"""

from dataclasses import replace
from datetime import date

from engine.calendar import WorkingCalendar, YearTable
from engine.definition import Workflow
from engine.people import Agency, Certificate, Person, Squad

SQUAD = "s1"
#: Who holds every role at once.
EVERYBODY = "x"
_FIRST_YEAR, _YEARS = 2020, 40
#: Who sits at the window enforces the law there, so is an officer as well.
_ALSO = {"window_clerk": frozenset({"case_officer"})}
#: Roles with three holders: two officers work on a case, and a third checks their records.
PAIRED = ("case_officer",)


def model_agency(agency: Agency, workflows: tuple[Workflow, ...], *, hats: bool) -> Agency:
    """Return `agency` with the people of an exploration instead of its own."""
    roles = sorted({a.role for w in workflows for t in w.transitions for a in t.actors})
    people = [
        _person(role, frozenset({role}) | _ALSO.get(role, frozenset()))
        for role in roles
        if role != "system"
    ]
    people += [_person(f"{role}-{n}", frozenset({role})) for role in PAIRED for n in (2, 3)]
    if hats:
        people.append(_person(EVERYBODY, frozenset(roles) - {"auditor", "system"}))
    squads = (Squad(id=SQUAD, name=SQUAD),)
    return replace(agency, people=tuple(people), squads=squads, digest="")


def _person(person: str, roles: frozenset[str]) -> Person:
    certificate = Certificate(
        number=person, valid_from=date(_FIRST_YEAR, 1, 1), valid_to=date(_FIRST_YEAR + _YEARS, 1, 1)
    )
    return Person(
        id=person,
        name=person,
        roles=roles,
        squad=SQUAD,
        certificate=certificate,
        legal_qualification=person,
    )


def model_calendar() -> WorkingCalendar:
    """Return a calendar of plain weeks."""
    years = range(_FIRST_YEAR, _FIRST_YEAR + _YEARS)
    return WorkingCalendar(
        tables={y: YearTable(year=y, source="model", holidays={}, make_up={}) for y in years},
        weekend=("六", "日"),
    )
