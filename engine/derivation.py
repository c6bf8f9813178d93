"""How the date of a deadline was found, day by day.

A derivation is a list of steps. Tiles cover the days between start and end, each day exactly once
and in order; markers say what happened on the day reached. It can be replayed without any
calendar, and it turns into plain JSON values and back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from engine.errors import IntegrityError

ONE_DAY = timedelta(days=1)


class StepKind(StrEnum):
    """One line of a derivation; see `TILES` for those that cover days."""

    START = "start"
    COUNTED = "counted"
    MAKE_UP = "make_up"
    SKIPPED = "skipped"
    PAUSED = "paused"
    MONTHS = "months"
    #: Paused days inside the months just covered; as many follow as counted days.
    LEFT_OUT = "left_out"
    NAMED = "named"
    HOURS = "hours"
    EXTENDED = "extended"
    RAW_DUE = "raw_due"
    #: The day to act on when whole days must lie between two events; not counted itself.
    CLEAR_OF = "clear_of"
    ROLLED = "rolled"
    #: The last day is not worked, and the period does not roll over all the same.
    KEPT = "kept"
    DUE = "due"
    BREACH_AFTER = "breach_after"
    AWAITS = "awaits"


#: Steps that cover the days from start to end, each day exactly once, in order.
TILES = frozenset(
    {
        StepKind.COUNTED,
        StepKind.MAKE_UP,
        StepKind.SKIPPED,
        StepKind.PAUSED,
        StepKind.MONTHS,
        StepKind.NAMED,
        StepKind.HOURS,
        StepKind.CLEAR_OF,
        StepKind.ROLLED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a derivation: which days, how many of them counted, and why."""

    kind: StepKind
    first: date
    last: date
    #: Units counted by this step (working days, days, months or hours).
    counted: int = 0
    reason: str = ""

    def to_plain(self) -> dict[str, object]:
        """Plain JSON values; `from_plain` reads them back."""
        return {
            "kind": self.kind.value,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "counted": self.counted,
            "reason": self.reason,
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, object]) -> "Step":
        """The step that `to_plain` wrote."""
        return cls(
            kind=StepKind(str(plain["kind"])),
            first=date.fromisoformat(str(plain["first"])),
            last=date.fromisoformat(str(plain["last"])),
            counted=int(str(plain["counted"])),
            reason=str(plain["reason"]),
        )


def replay(start: date, steps: Iterable[Step]) -> dict[StepKind, date]:
    """Walk the tiles on from `start` and tell on which day each marker stands.

    Raises IntegrityError "deadline.derivation_gap" where a tile does not begin on the day after
    the last one (for periods counted back: end on the day before it), or a marker is misplaced.
    """
    reached = start
    marks: dict[StepKind, date] = {}
    for step in steps:
        if step.kind in TILES:
            if step.first == reached + ONE_DAY:
                reached = step.last
            elif step.last == reached - ONE_DAY:
                reached = step.first
            else:
                raise IntegrityError("deadline.derivation_gap", at=reached, step=step.first)
        elif step.first != reached:
            raise IntegrityError("deadline.derivation_gap", at=reached, step=step.first)
        else:
            marks[step.kind] = reached
    return marks
