"""The values of statutory periods: rules, pauses, extensions and the deadlines made from them.

Lengths and articles come from data; how a period is counted is told in `engine.deadlines`.
Everything that is stored in an event turns into plain JSON values and back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from engine.citation import Citation
from engine.derivation import Step
from engine.errors import ConfigurationError
from engine.quick_values import quickly_made


class Unit(StrEnum):
    """What a length counts."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"
    YEARS = "years"
    HOURS = "hours"
    #: The day is set by a document (a correction order, a return slip).
    NAMED_DATE = "named_date"
    #: The law says "及时" and gives no number.
    PROMPTLY = "promptly"
    #: Not a period of its own: time that another period leaves out.
    EXCLUSION = "exclusion"
    #: Not a period but a daily charge; see `engine.surcharge`.
    SURCHARGE = "surcharge"

    @property
    def counted(self) -> bool:
        """Whether a length in this unit leads to a date."""
        return self in COUNTED


COUNTED = frozenset({Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.MONTHS, Unit.YEARS, Unit.HOURS})


class Rollover(StrEnum):
    """What happens when the last day is not a working day."""

    #: Right of the party: rolls to the next working day (CPL 85(3)).
    PARTY = "party"
    #: Ceiling on state power: never extended.
    AGENCY_CAP = "agency_cap"
    #: Housekeeping of the agency: shown unrolled, breached only after the rolled day.
    AGENCY = "agency"
    #: The day is what it is (deemed service, hours).
    NONE = "none"


class Direction(StrEnum):
    """Whether a period runs on from its event or back from it."""

    FORWARD = "forward"
    BACKWARD = "backward"


class Tag(StrEnum):
    """Whether the legal office still has to confirm a figure."""

    CONFIRMED = "confirmed"
    TO_CONFIRM = "to_confirm"


class Expiry(StrEnum):
    """What it means that a period is over."""

    #: Somebody is late.
    BREACH = "breach"
    #: Nobody is late: a right of the party has ended, or a time to wait is over.
    LAPSE = "lapse"


class Status(StrEnum):
    """Whether a deadline has a date."""

    RUNNING = "running"
    #: A pause is still open, so there is no date yet.
    PAUSED = "paused"
    #: The period reaches into a year without a working-day table.
    CALENDAR_MISSING = "calendar_missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionRule:
    """An extension the law allows: how long, how often, who grants it."""

    length: int
    unit: Unit
    times: int
    granted_by: str
    law: tuple[Citation, ...]
    tag: Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class WarnAt:
    """From how much left on a period is warned of: working days, calendar days or hours."""

    yellow: int
    red: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRule:
    """One statutory period, as the register of deadlines lists it."""

    id: str
    name_zh: str
    name_en: str
    #: Number of `unit`s; 0 for units that are not counted.
    length: int
    unit: Unit
    rollover: Rollover
    direction: Direction = Direction.FORWARD
    #: Whose period it is: party, agency, or an officer's role.
    who: str
    #: The event the period runs from, in words.
    runs_from: str
    law: tuple[Citation, ...]
    #: What follows when the period is missed, in words.
    if_missed: str
    tag: Tag
    #: What the legal office has to confirm, in words; "" when confirmed.
    doubt: str = ""
    #: Form ids whose service starts the period.
    starts_when_served: tuple[str, ...] = ()
    #: Deadline ids from whose end this period runs on.
    starts_after: tuple[str, ...] = ()
    #: Deadline ids that this exclusion suspends (unit "exclusion" only).
    excludes_from: tuple[str, ...] = ()
    extensions: tuple[ExtensionRule, ...] = ()
    expiry: Expiry = Expiry.BREACH
    #: Share of the fine charged per day, and the ceiling, in thousandths (unit "surcharge" only).
    rate_permille_per_day: int = 0
    cap_permille: int = 0
    #: When to warn that it ends; None: never.
    warn_at: WarnAt | None = None
    valid_from: date
    #: Last day on which the rule is in force; None while it is.
    valid_to: date | None = None

    def __post_init__(self) -> None:
        """Refuse a counted unit without a length and an uncounted one with it."""
        if self.unit.counted != (self.length > 0):
            raise ConfigurationError("deadline.bad_length", rule=self.id, length=self.length)

    def prolongations(self) -> tuple[ExtensionRule, ...]:
        """Return every extension the law allows, each as often as it may be granted, in order."""
        return tuple(e for e in self.extensions for _ in range(e.times))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Days that a period leaves out, both ends included."""

    first: date
    #: Last day left out; None while the pause is still running.
    last: date | None
    reason: str
    #: Number or id of the document that shows the pause.
    document: str = ""

    def __post_init__(self) -> None:
        """Refuse a pause that ends before it begins."""
        if self.last is not None and self.last < self.first:
            raise ConfigurationError("deadline.pause_reversed", first=self.first, last=self.last)

    def covers(self, day: date) -> bool:
        """Whether `day` is left out."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """A granted prolongation: a further length, or a new named day."""

    length: int = 0
    unit: Unit = Unit.CALENDAR_DAYS
    #: New last day, for periods whose day is set by a document.
    until: date | None = None
    granted_on: date
    reason: str
    document: str = ""

    def __post_init__(self) -> None:
        """Refuse an extension that says neither how long nor until when, or both."""
        if (self.until is None) != (self.length > 0):
            raise ConfigurationError("deadline.bad_extension", length=self.length)


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A period that runs in a case, with the way its date was found."""

    rule_id: str
    name_zh: str
    status: Status
    rollover: Rollover
    direction: Direction
    #: Day of the starting event, which is not counted.
    start: date
    #: Minute of the starting event, for periods counted in hours.
    start_at: datetime | None = None
    #: Last day before any roll-over.
    raw_due: date | None
    #: The day to show.
    due: date | None
    #: The minute to show, for periods counted in hours.
    due_at: datetime | None = None
    #: The last lawful day.
    breach_after: date | None
    #: The year whose working-day table is needed (status calendar_missing).
    awaits_year: int | None = None
    derivation: tuple[Step, ...] = field(default=(), repr=False)

    def to_plain(self) -> dict[str, object]:
        """Plain JSON values; `from_plain` reads them back."""
        return {
            "rule_id": self.rule_id,
            "name_zh": self.name_zh,
            "status": self.status.value,
            "rollover": self.rollover.value,
            "direction": self.direction.value,
            "start": self.start.isoformat(),
            "start_at": _iso(self.start_at),
            "raw_due": _iso(self.raw_due),
            "due": _iso(self.due),
            "due_at": _iso(self.due_at),
            "breach_after": _iso(self.breach_after),
            "awaits_year": self.awaits_year,
            "derivation": [step.to_plain() for step in self.derivation],
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, object]) -> "Deadline":
        """The deadline that `to_plain` wrote."""
        year = plain["awaits_year"]
        return cls(
            rule_id=str(plain["rule_id"]),
            name_zh=str(plain["name_zh"]),
            status=Status(str(plain["status"])),
            rollover=Rollover(str(plain["rollover"])),
            direction=Direction(str(plain["direction"])),
            start=date.fromisoformat(str(plain["start"])),
            start_at=_moment(plain["start_at"]),
            raw_due=_day(plain["raw_due"]),
            due=_day(plain["due"]),
            due_at=_moment(plain["due_at"]),
            breach_after=_day(plain["breach_after"]),
            awaits_year=None if year is None else int(str(year)),
            derivation=_steps(plain["derivation"]),
        )


def _iso(value: date | datetime | None) -> str | None:
    return None if value is None else value.isoformat()


def _day(value: object) -> date | None:
    return None if value is None else date.fromisoformat(str(value))


def _moment(value: object) -> datetime | None:
    return None if value is None else datetime.fromisoformat(str(value))


def _steps(value: object) -> tuple[Step, ...]:
    if not isinstance(value, Sequence):
        raise TypeError(value)
    return tuple(Step.from_plain(step) for step in value)
