"""The record of a draw as a file anybody can repeat it from, and the repeating.

The file holds what was drawn from, what was promised and revealed, and what came of it; repeating
works out everything anew from the first two. Refuses to ask whether the file is the bureau's own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from engine.errors import InputError
from engine.record import Json
from engine.sampling import FORMAT, Drawing, Eligible, Population, Rules, draw, freeze, seed_of
from engine.sampling_commitments import Beacon, Commitment, revealed, standing
from engine.sampling_reviewers import Reviewer, assign


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Everything a draw rests on."""

    #: Code and name of the agency.
    agency: str
    agency_name: str
    drawn_at: datetime
    drawn_by: str
    population: Population
    commitments: tuple[Commitment, ...]
    #: Secrets by person id.
    secrets: Mapping[str, str]
    #: The outside value, where the commitments name one.
    beacon: str
    reviewers: tuple[Reviewer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A draw with its outcome."""

    occasion: Occasion
    rules: Rules
    #: The commitments that count, and those passed over.
    counted: tuple[Commitment, ...]
    passed_over: tuple[Commitment, ...]
    drawing: Drawing
    #: Reviewer by case.
    reviewers: Mapping[str, str]


def sample(occasion: Occasion) -> Sample:
    """Draw a month's sample and assign its reviewers.

    Raises InputError: what `standing`, `revealed` and `assign` refuse, `sampling.beacon_missing`,
    `sampling.beacon_unasked`, and `sampling.beacon_early` before an outside value is published.
    """
    counted, over = standing(occasion.population, occasion.commitments)
    secrets = revealed(counted, occasion.secrets)
    beacon = counted[0].beacon
    if (beacon is not None) != bool(occasion.beacon):
        code = "sampling.beacon_missing" if beacon is not None else "sampling.beacon_unasked"
        raise InputError(code, source=beacon.source if beacon is not None else "")
    if beacon is not None and occasion.drawn_at < beacon.published_at:
        raise InputError("sampling.beacon_early", source=beacon.source, at=beacon.published_at)
    rules = counted[0].rules
    seed = seed_of(occasion.agency, occasion.population, rules, secrets, occasion.beacon)
    drawing = draw(occasion.population, rules, seed)
    return Sample(
        occasion=occasion,
        rules=rules,
        counted=counted,
        passed_over=over,
        drawing=drawing,
        reviewers=assign(drawing, occasion.reviewers),
    )


def to_plain(found: Sample) -> dict[str, Json]:
    """Return the record of a draw in JSON shapes."""
    occasion, drawing = found.occasion, found.drawing
    return {
        "format": FORMAT,
        "agency": {"code": occasion.agency, "name": occasion.agency_name},
        "month": occasion.population.month,
        "drawn_at": occasion.drawn_at.isoformat(),
        "drawn_by": occasion.drawn_by,
        "rules": {"size": found.rules.size, "always": [*sorted(found.rules.always)]},
        "commitments": [
            {**promise_plain(one), "secret": occasion.secrets.get(one.person)}
            for one in occasion.commitments
        ],
        "beacon": occasion.beacon or None,
        "population": {
            "count": len(occasion.population.dossiers),
            "root": occasion.population.root,
            "dossiers": [_eligible(one) for one in occasion.population.dossiers],
        },
        "reviewers": [{"id": one.id, "squad": one.squad} for one in occasion.reviewers],
        "seed": drawing.seed,
        "reason": drawing.reason,
        "strata": [
            {
                "squad": seat.squad,
                "procedure": seat.procedure,
                "outcome": seat.outcome,
                "dossiers": seat.dossiers,
                "drawn": seat.drawn,
            }
            for seat in drawing.seats
        ],
        "drawn": [
            {
                "case": pick.dossier.case,
                "ticket": pick.ticket,
                "flagged": pick.flagged,
                "reviewer": found.reviewers[pick.dossier.case],
            }
            for pick in drawing.picks
        ],
    }


def promise_plain(one: Commitment) -> dict[str, Json]:
    """Return a commitment as a record shows it, without its secret."""
    beacon = one.beacon
    return {
        "person": one.person,
        "at": one.at.isoformat(),
        "leaf": one.leaf,
        "digest": one.digest,
        "size": one.rules.size,
        "always": [*sorted(one.rules.always)],
        "beacon": None
        if beacon is None
        else {"source": beacon.source, "published_at": beacon.published_at.isoformat()},
    }


def _eligible(one: Eligible) -> Json:
    return {
        "case": one.case,
        "squad": one.squad,
        "procedure": one.procedure,
        "outcome": one.outcome,
        "closed_on": one.closed_on.isoformat(),
        "leaf": one.leaf,
        "flags": [*sorted(one.flags)],
        "people": [*sorted(one.people)],
    }


def from_plain(plain: Mapping[str, Json]) -> Occasion:
    """Return what a recorded draw rests on; raises InputError `sampling.unreadable`."""
    try:
        if plain["format"] != FORMAT:
            raise InputError("sampling.unreadable", problem="format")
        return _occasion(plain)
    except (KeyError, TypeError, ValueError) as wrong:
        raise InputError("sampling.unreadable", problem=str(wrong)) from wrong


def _occasion(plain: Mapping[str, Json]) -> Occasion:
    month = str(plain["month"])
    agency = _mapping(plain["agency"])
    population = _mapping(plain["population"])
    commitments = [(_promise(one, month), one.get("secret")) for one in _list(plain["commitments"])]
    dossiers = [_dossier(one) for one in _list(population["dossiers"])]
    return Occasion(
        agency=str(agency["code"]),
        agency_name=str(agency["name"]),
        drawn_at=datetime.fromisoformat(str(plain["drawn_at"])),
        drawn_by=str(plain["drawn_by"]),
        population=freeze(month, dossiers),
        commitments=tuple(one for one, _ in commitments),
        secrets={one.person: str(secret) for one, secret in commitments if secret},
        beacon=str(plain["beacon"] or ""),
        reviewers=tuple(
            Reviewer(id=str(one["id"]), squad=str(one["squad"]))
            for one in _list(plain["reviewers"])
        ),
    )


def _promise(plain: Mapping[str, Json], month: str) -> Commitment:
    named = plain["beacon"]
    beacon = _mapping(named) if named is not None else None
    return Commitment(
        month=month,
        person=str(plain["person"]),
        at=datetime.fromisoformat(str(plain["at"])),
        digest=str(plain["digest"]),
        leaf=int(str(plain["leaf"])),
        rules=Rules(size=int(str(plain["size"])), always=_texts(plain["always"])),
        beacon=None
        if beacon is None
        else Beacon(
            source=str(beacon["source"]),
            published_at=datetime.fromisoformat(str(beacon["published_at"])),
        ),
    )


def _dossier(plain: Mapping[str, Json]) -> Eligible:
    return Eligible(
        case=str(plain["case"]),
        squad=str(plain["squad"]),
        procedure=str(plain["procedure"]),
        outcome=str(plain["outcome"]),
        closed_on=date.fromisoformat(str(plain["closed_on"])),
        leaf=int(str(plain["leaf"])),
        flags=_texts(plain["flags"]),
        people=frozenset(_texts(plain["people"])),
    )


def differences(plain: Mapping[str, Json]) -> tuple[str, ...]:
    """Repeat a recorded draw; return the parts (dotted) in which the record differs from it.

    Raises InputError for a record nothing can be drawn from.
    """
    anew = to_plain(sample(from_plain(plain)))
    return tuple(_different(dict(plain), anew, ""))


def _different(told: Json, anew: Json, path: str) -> Iterator[str]:
    if isinstance(told, Mapping) and isinstance(anew, Mapping):
        for name in sorted(told.keys() | anew.keys()):
            below = f"{path}.{name}" if path else name
            yield from _different(told.get(name), anew.get(name), below)
    elif isinstance(told, list) and isinstance(anew, list) and len(told) == len(anew):
        for number, (one, other) in enumerate(zip(told, anew, strict=True)):
            yield from _different(one, other, f"{path}[{number}]")
    elif told != anew:
        yield path


def _mapping(value: Json) -> Mapping[str, Json]:
    if not isinstance(value, dict):
        raise TypeError(value)
    return cast("Mapping[str, Json]", value)  # JSON objects have texts for keys


def _list(value: Json) -> Sequence[Mapping[str, Json]]:
    if not isinstance(value, list):
        raise TypeError(value)
    return [_mapping(one) for one in value]


def _texts(value: Json) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(value)
    return tuple(str(one) for one in value)
