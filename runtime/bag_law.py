"""The law a case was pinned to, and the people it names, as the plain JSON of a bag.

Written for a stranger's script: no digest, no YAML and no class of ours is needed to read it.
Refuses to decide what of it applies.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from engine.audit_law import law_of
from engine.case import Case
from engine.definition import Transition, Workflow
from engine.dossier import DossierOrder
from engine.event import Event
from engine.law import Law
from engine.people import Agency, Person
from engine.record import Json, to_json
from runtime.plain_values import Plain, plain_of

Profiles = Callable[[Event], Agency | None]
#: Fields of the profile told apart, person by person and squad by squad.
_APART = frozenset({"people", "digest"})
#: As events call them (`engine.event.body_of`).
_AS_IN_EVENTS = {"sources": "from", "target": "to"}


def as_file(value: Plain) -> bytes:
    """Return a value as a JSON file people can read."""
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def pinned_digests(case: Case) -> tuple[str, ...]:
    """Return the digests of every definition the events name, in order of first use."""
    named = (d for e in case.events for d in (e.definition, *(t.definition for t in e.tracks)))
    return tuple(dict.fromkeys(digest for digest in named if digest))


def definition(workflow: Workflow) -> Plain:
    """Return a definition; its transitions call their ends `from` and `to`, as events do."""
    plain = plain_of(replace(workflow, transitions=()))
    return {**_object(plain), "transitions": [_transition(t) for t in workflow.transitions]}


def _transition(transition: Transition) -> Plain:
    plain = _object(plain_of(transition))
    return {_AS_IN_EVENTS.get(name, name): value for name, value in plain.items()}


def deadlines(law: Law) -> Plain:
    """Return the register of periods, by id."""
    return {key: plain_of(law.rules[key]) for key in sorted(law.rules)}


def articles(law: Law) -> Plain:
    """Return the names of laws by the short codes citations use."""
    return {code: plain_of(law.instruments[code]) for code in sorted(law.instruments)}


def order(order: DossierOrder, folders: Mapping[str, str]) -> Plain:
    """Return the order of the volumes, with the names of their folders."""
    return {**_object(plain_of(order)), "folders": {k: folders[k] for k in sorted(folders)}}


def duties(law: Law) -> Plain:
    """Return the editions of the duties: what every act is asked, and what bars a role."""
    return [plain_of(edition) for edition in law.duties]


def calendar(law: Law, case: Case) -> Plain:
    """Return the working days of every year the case's dates lie in, and of the next one."""
    years = _years(case)
    known = law.calendar.tables
    return {
        "weekend": list(law.calendar.weekend),
        "years": [
            {
                "year": year,
                "source": known[year].source,
                "days_off": _days(known[year].holidays, years),
                "worked_weekends": _days(known[year].make_up, years),
            }
            for year in sorted(years & known.keys())
        ],
        "closures": _days(law.calendar.closures, years),
    }


def _years(case: Case) -> set[int]:
    days = [e.at.year for e in case.events]
    ends = (d.computed.due for d in case.deadlines.values())
    days += [day.year for day in ends if day is not None]
    return set(range(min(days) - 1, max(days) + 2))


def _days(named: Mapping[date, str], years: set[int]) -> Plain:
    return {day.isoformat(): named[day] for day in sorted(named) if day.year in years}


def matter(law: Law, case: Case) -> Plain:
    """Return the matter and the benchmark of the last act that names a matter; None without one."""
    naming = [e for e in case.events if e.basis.get("matter")]
    if not naming:
        return None
    pinned = law_of(law, naming[-1])
    key = naming[-1].basis["matter"]
    found = pinned.matters.get(key)
    if found is None:
        return None
    return {
        "event": naming[-1].seq,
        "matter": plain_of(found),
        "benchmark": plain_of(pinned.benchmark_for(key)),
    }


def people(case: Case, profile_of: Profiles) -> Plain:
    """Return the bureau and those of its people the events name, as the profiles had them.

    A profile is what an event was judged under; one that is lost is named without its content.
    """
    profiles = _profiles(case, profile_of)
    named = _named(case)
    return {
        "profiles": [
            {
                "digest": digest,
                "agency": None if agency is None else _agency(agency),
            }
            for digest, agency in profiles.items()
        ],
        "people": list(_people(profiles, named)),
    }


def _profiles(case: Case, profile_of: Profiles) -> dict[str, Agency | None]:
    first = {e.basis["agency"]: e for e in reversed(case.events) if e.basis.get("agency")}
    ordered = sorted(first.items(), key=lambda pair: pair[1].seq)
    return {digest: profile_of(event) for digest, event in ordered}


def _agency(agency: Agency) -> Plain:
    plain = _object(plain_of(replace(agency, people=())))
    return {name: value for name, value in plain.items() if name not in _APART}


def _people(profiles: Mapping[str, Agency | None], named: set[str]) -> Iterator[Plain]:
    """Each person once for every way the profiles describe him or her."""
    ways: dict[Person, list[str]] = {}
    for digest, agency in profiles.items():
        for person in agency.people if agency is not None else ():
            if person.id in named:
                ways.setdefault(person, []).append(digest)
    for person in sorted(ways, key=lambda one: (one.id, ways[one])):
        yield {**_object(plain_of(person)), "profiles": list(ways[person])}


def _named(case: Case) -> set[str]:
    """Return every text in the events that may be somebody's id."""
    found: set[str] = set()
    for event in case.events:
        found.add(event.actor)
        found |= {s.person for d in event.documents for s in d.signed}
        found |= {w[2] for d in event.documents for w in d.waiting}
        found |= {item.by for item in event.checklist}
        found |= set(_texts(to_json(event.inputs)))
    return found


def _texts(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _all_texts(value.values())
    elif isinstance(value, list):
        yield from _all_texts(value)


def _all_texts(values: Iterable[Json]) -> Iterator[str]:
    for value in values:
        yield from _texts(value)


def _object(value: Plain) -> dict[str, Plain]:
    if not isinstance(value, dict):
        raise TypeError(type(value))
    return value
