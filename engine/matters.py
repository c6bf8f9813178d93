"""Penalty matters (权力事项): what may be punished, by which article, within which range.

A matter keeps every version of its basis; the date of the act chooses (APL 37). Which matters an
agency holds is data. What a matter is graded with is offered here too, so that those who judge a
fine import one module.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from engine.benchmarks import Benchmark, Tier, score, suggest, tier_of, tier_range
from engine.citation import Citation
from engine.errors import ConfigurationError, InputError, NotFoundError
from engine.fine_ranges import Measure, Mode, Range
from engine.periods import Tag

__all__ = [
    "Benchmark",
    "Element",
    "Extra",
    "FineRange",
    "Matter",
    "MatterVersion",
    "Measure",
    "Mode",
    "PartyKind",
    "PenaltyKind",
    "Range",
    "Tier",
    "choose",
    "higher_of",
    "score",
    "suggest",
    "tier_of",
    "tier_range",
    "to_compare",
]


class PartyKind(StrEnum):
    """Who is punished; thresholds and ranges differ."""

    CITIZEN = "citizen"
    ENTITY = "entity"


class PenaltyKind(StrEnum):
    """Kinds of penalty a matter can end in (APL 9); detention is not the bureau's."""

    WARNING = "warning"
    CRITICISM = "criticism"
    FINE = "fine"
    CONFISCATE_GAINS = "confiscate_gains"
    CONFISCATE_PROPERTY = "confiscate_property"
    SUSPEND_LICENCE = "suspend_licence"
    LOWER_QUALIFICATION = "lower_qualification"
    REVOKE_LICENCE = "revoke_licence"
    LIMIT_BUSINESS = "limit_business"
    HALT_BUSINESS = "halt_business"
    CLOSE_BUSINESS = "close_business"
    RESTRICT_PRACTICE = "restrict_practice"


class Extra(StrEnum):
    """Orders and consequences beside the penalty."""

    DEMOLISH = "demolish"
    SUSPEND_WORKS = "suspend_works"
    OFF_ROAD = "off_road"
    DAILY_FINE = "daily_fine"
    COMPENSATE = "compensate"
    RESTORE = "restore"
    SUBSTITUTE = "substitute"


@dataclass(frozen=True, slots=True, kw_only=True)
class FineRange:
    """A range with the situation it is for."""

    #: Unique within the version, e.g. "entity" or "large_billboard".
    id: str
    party: PartyKind
    #: The situation in the words of the article; "" when the party alone decides.
    situation: str = ""
    range: Range
    mode: Mode
    #: The fine needs an order to correct that was served and not obeyed (逾期不改正, 拒不改正).
    correction_first: bool
    #: A price the agency has published within the range, in the same measure.
    fixed: int | None = None
    #: The range a higher law sets for the same act; the lower norm may only narrow it (APL 12-14).
    higher: Range | None = None

    def __post_init__(self) -> None:
        """Refuse a fixed price outside the range, and a range that leaves the higher law's."""
        if self.fixed is not None and not self.range.holds(self.fixed):
            raise ConfigurationError("matter.fixed_outside", id=self.id, fixed=self.fixed)
        if self.higher is not None and not self.range.within(self.higher):
            raise ConfigurationError(
                "matter.outside_higher",
                low_fen=self.range.low,
                high_fen=self.range.high,
                higher_low_fen=self.higher.low,
                higher_high_fen=self.higher.high,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One element of the violation (要件) that evidence must cover."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterVersion:
    """A matter as the law stood between two dates."""

    matter_id: str
    valid_from: date
    #: Last day on which this text applies; None while it does.
    valid_to: date | None = None
    breached: tuple[Citation, ...]
    penalty: tuple[Citation, ...]
    kinds: tuple[PenaltyKind, ...]
    #: Those of `kinds` that the article imposes on everyone punished by it (给予警告，处……罚款); to
    #: leave one out is to go below the least the law allows.
    always: tuple[PenaltyKind, ...] = ()
    ranges: tuple[FineRange, ...]
    extra: tuple[Extra, ...] = ()
    #: Articles that allow seizure or another coercive measure; none means it is not allowed.
    seizure_basis: tuple[Citation, ...] = ()
    elements: tuple[Element, ...]
    #: Parts the legal office has to check, e.g. "dates", "breached".
    to_confirm: tuple[str, ...] = ()
    note: str = ""
    #: Id of the matter under which a later law carries this text on; "" if none does.
    continued_by: str = ""
    #: Ids of matters of a higher law that may cover the same act and then go first.
    yields_to: tuple[str, ...] = ()
    #: Ids of matters the same act often breaks as well (APL 29).
    competes: tuple[str, ...] = ()

    @property
    def tag(self) -> Tag:
        """Confirmed when nothing is left to check."""
        return Tag.TO_CONFIRM if self.to_confirm else Tag.CONFIRMED

    @property
    def correction_first(self) -> bool:
        """Whether every fine of this version needs an unmet order first."""
        return bool(self.ranges) and all(fine.correction_first for fine in self.ranges)

    @property
    def party_kinds(self) -> frozenset[PartyKind]:
        """Whom this version can fine."""
        return frozenset(fine.party for fine in self.ranges)

    def omitted(self, kinds: Iterable[str]) -> tuple[PenaltyKind, ...]:
        """What this version always imposes and a penalty of `kinds` leaves out."""
        given = frozenset(kinds)
        return tuple(kind for kind in self.always if kind not in given)

    def in_force(self, day: date) -> bool:
        """Whether this text applies to an act of `day`."""
        return self.valid_from <= day <= (self.valid_to or date.max)

    def ranges_for(self, party: str) -> tuple[FineRange, ...]:
        """The ranges open for `party`, in the order of the article.

        Whoever is not an entity is fined as a citizen, a sole trader (个体工商户) too.
        """
        kind = PartyKind.ENTITY if party == PartyKind.ENTITY else PartyKind.CITIZEN
        return tuple(fine for fine in self.ranges if fine.party is kind)

    def range_for(self, party: str, range_id: str = "", quantity: int = 0) -> Range | None:
        """The range in fen for `party`, or None when the facts do not settle it.

        `range_id` chooses where the article knows several situations; `quantity` is what was
        assessed (cost or value in fen, area in cm²) for ranges that are not in yuan.
        """
        open_ranges = [fine for fine in self.ranges_for(party) if range_id in {"", fine.id}]
        if len(open_ranges) != 1:
            return None
        bounds = open_ranges[0].range
        if bounds.measure is not Measure.YUAN and quantity <= 0:
            return None
        return bounds.in_fen(quantity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One entry of the list of powers, with all its versions."""

    id: str
    #: The cause of action (案由).
    name: str
    #: Field of city management it belongs to.
    field: str
    #: Id of the benchmark that grades it.
    benchmark: str
    #: Id of the limitation period in the register of deadlines.
    limitation: str
    versions: tuple[MatterVersion, ...]
    #: Whether it stands in the bureau's own list, which makes it one of the bureau's powers.
    own: bool = False

    def __post_init__(self) -> None:
        """Refuse a matter two of whose versions apply to one act."""
        ordered = sorted(self.versions, key=lambda version: version.valid_from)
        for earlier, later in pairwise(ordered):
            if later.valid_from <= (earlier.valid_to or date.max):
                raise ConfigurationError("matter.versions_overlap", id=self.id)

    def version_on(self, day: date) -> MatterVersion | None:
        """The version that applies to an act of `day`, if the matter had a basis then."""
        return next((version for version in self.versions if version.in_force(day)), None)


def choose(matter: Matter, act_date: date) -> MatterVersion:
    """The version that applies to an act of `act_date` (APL 37, first half).

    Raises NotFoundError "matter.not_in_force" when the matter had no basis on that day.
    """
    version = matter.version_on(act_date)
    if version is None:
        raise NotFoundError("matter.not_in_force", matter=matter.id, on=act_date)
    return version


def to_compare(
    matter: Matter, act_date: date, decided_on: date
) -> tuple[MatterVersion, MatterVersion | None]:
    """The version at the act and the one at the decision, which may be the same.

    Whoever decides compares them and applies the lighter (从旧兼从轻, APL 37). None at the decision
    means that the matter has lost its basis, so the act may no longer be punishable.
    """
    return choose(matter, act_date), matter.version_on(decided_on)


def higher_of(candidates: Iterable[tuple[str, Range]]) -> str:
    """The id whose range fines higher when one act breaks several norms (APL 29).

    Compares the upper bounds, then the lower ones; between equals the first named stays. Raises
    InputError "matter.not_comparable" for ranges that are not all in fen: assess them first.
    """
    compared = list(candidates)
    if not compared or any(bounds.measure is not Measure.YUAN for _, bounds in compared):
        raise InputError("matter.not_comparable", ids=[name for name, _ in compared])
    return max(compared, key=lambda pair: (pair[1].high, pair[1].low))[0]
