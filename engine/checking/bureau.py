"""The bureau an exploration happens in: one person for every role, and those who hold them all.

The calendar has weekends and nothing else, for as many years as the longest period runs.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from engine.calendar import WorkingCalendar, YearTable
from engine.checking.claims import Staff
from engine.definition import Workflow
from engine.people import Agency, Certificate, Person, Squad

SQUAD = "s1"
_FIRST_YEAR, _YEARS = 2020, 40
_SYSTEM = "system"


def model_agency(
    agency: Agency, workflows: Iterable[Workflow], staff: Staff, hats: Iterable[str]
) -> Agency:
    """Return `agency` with the people of an exploration, those of `hats` among them."""
    acting = {a.role for w in workflows for t in w.transitions for a in t.actors} - {_SYSTEM}
    people = [
        _person(
            r,
            staff.also.get(r, frozenset()) | {r},
            squad="" if r in staff.outside else SQUAD,
        )
        for r in sorted(acting)
    ]
    people += [
        _person(beside(r, n), frozenset({r})) for r in sorted(staff.threefold) for n in (2, 3)
    ]
    people += [_person(name, staff.hats[name] | acting) for name in sorted(hats)]
    squads = (Squad(id=SQUAD, name=SQUAD),)
    return replace(agency, people=tuple(people), squads=squads, digest="")


def beside(role: str, number: int) -> str:
    """Return who holds a role as the second or third."""
    return f"{role}-{number}"


def _person(person: str, roles: frozenset[str], squad: str = SQUAD) -> Person:
    certificate = Certificate(
        number=person, valid_from=date(_FIRST_YEAR, 1, 1), valid_to=date(_FIRST_YEAR + _YEARS, 1, 1)
    )
    return Person(
        id=person,
        name=person,
        roles=roles,
        squad=squad,
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
