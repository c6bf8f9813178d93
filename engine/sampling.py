"""The monthly sample of closed dossiers, drawn so that nobody can steer it.

The month's dossiers are frozen under a Merkle root, the seed mixes that root with secrets committed
to beforehand, and every dossier's turn follows from a hash of seed and case (docs/sampling.md).
Refuses to know cases, files and clocks: it is handed what was closed and what was committed to.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from engine.errors import InputError
from engine.merkle import leaf_hash, root
from engine.record import canonical
from engine.sampling_seats import by_largest_remainder, by_lot

FORMAT = "anjuan-sample/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How many dossiers a month are drawn, and which are taken without being drawn."""

    size: int
    #: Flags (`remedy`, `veto`) whose dossiers are always reviewed; they count among `size`.
    always: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligible:
    """A dossier closed in the month, as it stood when the month ended."""

    case: str
    squad: str
    procedure: str
    outcome: str
    closed_on: date
    #: Position of the closing event in the ledger.
    leaf: int
    flags: tuple[str, ...] = ()
    #: Everybody who acted in the case or signed one of its documents.
    people: frozenset[str] = frozenset()

    @property
    def stratum(self) -> tuple[str, str, str]:
        """Return squad, procedure and outcome."""
        return self.squad, self.procedure, self.outcome

    def line(self) -> bytes:
        """Return what is hashed of it: nothing that could be varied at will."""
        return canonical(
            {
                "case": self.case,
                "closed_on": self.closed_on.isoformat(),
                "flags": [*sorted(self.flags)],
                "outcome": self.outcome,
                "procedure": self.procedure,
                "squad": self.squad,
            }
        )


@dataclass(frozen=True, kw_only=True)
class Population:
    """The dossiers of a month under their root; make one with `freeze`."""

    #: Year and month, such as `2026-03`.
    month: str
    #: By case id.
    dossiers: tuple[Eligible, ...]

    @cached_property
    def root(self) -> str:
        """Return the Merkle root (RFC 9162) over the lines of all dossiers, hex."""
        return root([leaf_hash(one.line()) for one in self.dossiers]).hex()


def freeze(month: str, dossiers: Iterable[Eligible]) -> Population:
    """Freeze the dossiers closed in `month`, in whatever order they come.

    Raises InputError `sampling.other_month` and `sampling.twice`.
    """
    ordered = sorted(dossiers, key=lambda one: one.case.encode())
    for one in ordered:
        if one.closed_on.isoformat()[: len(month)] != month:
            raise InputError("sampling.other_month", case=one.case, month=month)
    known = [one.case for one in ordered]
    twice = sorted({case for case in known if known.count(case) > 1})
    if twice:
        raise InputError("sampling.twice", case=twice[0])
    return Population(month=month, dossiers=tuple(ordered))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """What one stratum gives: how many dossiers it has and how many of them were drawn."""

    squad: str
    procedure: str
    outcome: str
    dossiers: int
    drawn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """One dossier of the sample."""

    dossier: Eligible
    #: Its ticket (hex): lower tickets are drawn first.
    ticket: str
    #: Taken for a flag, not drawn.
    flagged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """The sample of a month."""

    seed: str
    #: Why it has as many dossiers as it has: `number`, `all`, `flagged` or `squads`.
    reason: str
    seats: tuple[Seat, ...]
    #: By ticket.
    picks: tuple[Pick, ...] = field(default=())


def seed_of(
    agency: str, population: Population, rules: Rules, secrets: Sequence[str], beacon: str = ""
) -> str:
    """Return the seed (hex) of a draw: population, rules, secrets in order, outside value."""
    lines = [
        FORMAT,
        f"agency {agency}",
        f"month {population.month}",
        f"population {population.root}",
        f"size {rules.size}",
        f"always {' '.join(sorted(rules.always))}".rstrip(),
        *(f"secret {secret}" for secret in secrets),
    ]
    if beacon:
        lines.append(f"beacon {beacon}")
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def ticket(seed: str, purpose: str, *names: str) -> str:
    """Return the ticket (hex) of something: SHA-256 over seed, purpose and names, line by line."""
    lines = "".join(f"{line}\n" for line in (seed, purpose, *names))
    return hashlib.sha256(lines.encode()).hexdigest()


def draw(population: Population, rules: Rules, seed: str) -> Drawing:
    """Draw the sample; the same population, rules and seed always give the same.

    A population no larger than the sample is taken whole. Else flagged dossiers come first, then
    every squad without one has a seat, the other seats go to squads by largest remainder, and
    within a squad to its strata by lot, so that no rare outcome is safe from being looked at.
    """
    always = frozenset(rules.always)
    tickets = {one.case: ticket(seed, "dossier", one.case) for one in population.dossiers}
    if len(population.dossiers) <= rules.size:
        taken, reason = {one.case for one in population.dossiers}, "all"
    else:
        flagged = [one for one in population.dossiers if always & set(one.flags)]
        rest = [one for one in population.dossiers if not always & set(one.flags)]
        served = {one.squad for one in flagged}
        seats, reason = _squads(rest, served, rules.size - len(flagged), seed)
        taken = {one.case for one in flagged}
        for squad, count in seats.items():
            mine = [one for one in rest if one.squad == squad]
            taken |= _within(mine, count, seed, tickets)
    picks = [
        Pick(dossier=one, ticket=tickets[one.case], flagged=bool(always & set(one.flags)))
        for one in population.dossiers
        if one.case in taken
    ]
    return Drawing(
        seed=seed,
        reason=reason,
        seats=_seats(population.dossiers, taken),
        picks=tuple(sorted(picks, key=lambda pick: pick.ticket)),
    )


def _squads(
    rest: Sequence[Eligible], served: set[str], free: int, seed: str
) -> tuple[dict[str, int], str]:
    """Return how many seats every squad has among those drawn, and what decided how many."""
    found = _counted(one.squad for one in rest)
    order = sorted(found, key=lambda squad: ticket(seed, "squad", squad))
    counts = {squad: found[squad] for squad in order}
    first = {squad: int(squad not in served) for squad in counts}
    left = free - sum(first.values())
    if left < 0:
        return first, "flagged" if not any(first.values()) else "squads"
    more = by_largest_remainder({s: n - first[s] for s, n in counts.items()}, left)
    return {squad: first[squad] + more[squad] for squad in counts}, "number"


def _within(
    mine: Sequence[Eligible], count: int, seed: str, tickets: Mapping[str, str]
) -> set[str]:
    """Draw `count` of a squad's dossiers."""
    counts = _counted("\n".join(one.stratum) for one in mine)
    order = sorted(counts, key=lambda name: ticket(seed, "stratum", *name.split("\n")))
    start = int(ticket(seed, "start", mine[0].squad), 16) if mine else 0
    seats = by_lot({name: counts[name] for name in order}, count, start)
    taken: set[str] = set()
    for name, number in seats.items():
        inside = [one.case for one in mine if "\n".join(one.stratum) == name]
        taken.update(sorted(inside, key=lambda case: tickets[case])[:number])
    return taken


def _seats(dossiers: Sequence[Eligible], taken: set[str]) -> tuple[Seat, ...]:
    strata = sorted({one.stratum for one in dossiers})
    return tuple(
        Seat(
            squad=squad,
            procedure=procedure,
            outcome=outcome,
            dossiers=sum(one.stratum == (squad, procedure, outcome) for one in dossiers),
            drawn=sum(
                one.stratum == (squad, procedure, outcome) and one.case in taken for one in dossiers
            ),
        )
        for squad, procedure, outcome in strata
    )


def _counted(names: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    return counts
