"""What the monthly reports compare with, from `grading/reports.yaml`.

Complaints name file and line; what a report says is decided elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workflows.lined_yaml import read_fields

SHIPPED = Path(__file__).parent / "data" / "grading" / "reports.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPlan:
    """A bureau's settings for its reports."""

    #: On-time per cent that is aimed at.
    target: float
    months: int
    #: Name of each group with its units.
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    #: Name of the group of all others.
    rest: str

    def grouped(self, units: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return the groups, with one more of the units that none names."""
        named = {unit for _, members in self.groups for unit in members}
        left = tuple(unit for unit in units if unit not in named)
        return (*self.groups, (self.rest, left)) if left else self.groups


def load_reports(path: Path = SHIPPED) -> ReportPlan:
    """Return the settings in a file; raises ConfigurationError with the line."""
    top = read_fields(path)
    top.scalar("confirmed").truth()
    months = top.scalar("months")
    if not 2 <= months.whole() <= 24:
        months.place.refuse("data.not_a_number", field="months", value=months.value)
    groups = []
    for entry in top.children("groups"):
        groups.append((entry.text("name"), entry.texts("units")))
        entry.done()
    plan = ReportPlan(
        target=float(top.scalar("target").decimal()),
        months=months.whole(),
        groups=tuple(groups),
        rest=top.text("rest"),
    )
    top.done()
    return plan
