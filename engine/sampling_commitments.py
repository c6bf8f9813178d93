"""Committing to a month's secret before anybody can know the month, and revealing it at the draw.

A commitment counts when it stands in the ledger before the first dossier of the month was closed;
a later one only with an outside value published after it and after the month. Whoever chose a
secret knowing the population is refused. Knows positions and moments; refuses to know the journal.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.errors import InputError
from engine.legal_time import LEGAL_ZONE
from engine.sampling import FORMAT, Population, Rules

_SECRET = re.compile(r"[0-9a-f]{64}")
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Beacon:
    """A value nobody in the bureau can know before it is published, such as a lottery draw."""

    source: str
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """A promise to use one secret for one month."""

    month: str
    #: Person id of whoever keeps the secret.
    person: str
    at: datetime
    #: Digest of the secret, hex; see `commitment_of`.
    digest: str
    #: Position in the ledger.
    leaf: int
    rules: Rules
    beacon: Beacon | None = None


def commitment_of(month: str, person: str, secret: str) -> str:
    """Return the digest (hex) that commits `person` to a secret for a month.

    Raises InputError `sampling.bad_secret` for anything but 32 bytes in lower-case hex.
    """
    if not _SECRET.fullmatch(secret):
        raise InputError("sampling.bad_secret")
    lines = f"{FORMAT} secret\n{month}\n{person}\n{secret}\n"
    return hashlib.sha256(lines.encode()).hexdigest()


def month_span(month: str) -> tuple[datetime, datetime]:
    """Return the first moment of a month and that of the next, on the legal clock.

    Raises InputError `sampling.bad_month`.
    """
    found = _MONTH.fullmatch(month)
    if not found or not int(found[1]):
        raise InputError("sampling.bad_month", given=month)
    year, number = int(found[1]), int(found[2])
    after = (year + number // 12, number % 12 + 1)
    return datetime(year, number, 1, tzinfo=LEGAL_ZONE), datetime(*after, 1, tzinfo=LEGAL_ZONE)


def check_new(wanted: Commitment, known: Sequence[Commitment], first_closing: int | None) -> None:
    """Refuse a commitment that would never count.

    `first_closing` is the ledger position of the month's first closed dossier, if there is one.
    Raises InputError `sampling.committed_late`, `sampling.committed_twice`,
    `sampling.rules_differ`, `sampling.beacon_differs` or `sampling.beacon_published`.
    """
    if any(one.person == wanted.person and one.digest == wanted.digest for one in known):
        raise InputError("sampling.committed_twice", month=wanted.month, person=wanted.person)
    late = first_closing is not None and first_closing < wanted.leaf
    if not _counts(wanted, late=late):
        raise InputError("sampling.committed_late", month=wanted.month)
    fellows = [one for one in known if _late(one, first_closing) == late]
    for one in fellows:
        if late and one.beacon is not None and one.beacon.published_at <= wanted.at:
            raise InputError("sampling.beacon_published", source=one.beacon.source)
        if one.beacon != wanted.beacon:
            raise InputError("sampling.beacon_differs", month=wanted.month)
        if one.rules != wanted.rules:
            raise InputError("sampling.rules_differ", month=wanted.month)
        if one.person == wanted.person:
            raise InputError("sampling.committed_twice", month=wanted.month, person=one.person)


def standing(
    population: Population, commitments: Sequence[Commitment]
) -> tuple[tuple[Commitment, ...], tuple[Commitment, ...]]:
    """Return the commitments the draw rests on, oldest first, and those that were passed over.

    Late ones with an outside value take the place of all made in time: the way out where a secret
    was lost or none was promised. Raises InputError `sampling.uncommitted` when nobody committed,
    `sampling.committed_late` when everybody did so knowing the month.
    """
    mine = sorted((c for c in commitments if c.month == population.month), key=lambda c: c.leaf)
    first = min((one.leaf for one in population.dossiers), default=None)
    timely = [one for one in mine if not _late(one, first)]
    late = [one for one in mine if _late(one, first) and _counts(one, late=True)]
    found = tuple(late or timely)
    if not mine:
        raise InputError("sampling.uncommitted", month=population.month)
    if not found:
        raise InputError("sampling.committed_late", month=population.month)
    for one in found:
        if one.rules != found[0].rules:
            raise InputError("sampling.rules_differ", month=population.month)
        if one.beacon != found[0].beacon:
            raise InputError("sampling.beacon_differs", month=population.month)
    return found, tuple(one for one in mine if one not in found)


def revealed(commitments: Sequence[Commitment], secrets: Mapping[str, str]) -> tuple[str, ...]:
    """Return the secrets (by person id) in the order they were promised.

    Raises InputError `sampling.secret_missing` or `sampling.secret_wrong` naming whose it is.
    """
    found = []
    for one in commitments:
        secret = secrets.get(one.person, "")
        if not secret:
            raise InputError("sampling.secret_missing", month=one.month, person=one.person)
        if commitment_of(one.month, one.person, secret) != one.digest:
            raise InputError("sampling.secret_wrong", month=one.month, person=one.person)
        found.append(secret)
    return tuple(found)


def _late(one: Commitment, first_closing: int | None) -> bool:
    return first_closing is not None and first_closing < one.leaf


def _counts(one: Commitment, *, late: bool) -> bool:
    """Whether a commitment holds: in time, or with a value that comes after it and the month."""
    if not late:
        return True
    if one.beacon is None:
        return False
    return one.beacon.published_at > one.at and one.beacon.published_at >= month_span(one.month)[1]
