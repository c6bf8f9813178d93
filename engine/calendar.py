"""Which days are working days: weekends, the State Council's yearly table, the agency's closures.

Make-up days (调休) cannot be derived from any formula, so a year without a published table is
refused. How the tables are written down and where they come from is not known here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from engine.errors import ConfigurationError

SATURDAY = 5
ONE_DAY = timedelta(days=1)


class CalendarMissing(ConfigurationError):  # noqa: N818  the calendar is what is missing
    """A computation touched a year whose working-day table has not been imported."""

    code = "calendar.missing_year"

    def __init__(self, year: int) -> None:
        """`year` is the calendar year without a table."""
        super().__init__(year=year)
        self.year = year


@dataclass(frozen=True, slots=True, kw_only=True)
class YearTable:
    """The published arrangement of one calendar year."""

    year: int
    #: State Council notice the table was taken from.
    source: str
    #: Every day off the notice lists, with the name of its holiday.
    holidays: Mapping[date, str]
    #: Weekend days that are worked instead, with the name to show for them.
    make_up: Mapping[date, str]

    def __post_init__(self) -> None:
        """Refuse days of other years, make-up days on weekdays, and days both off and on."""
        for day in (*self.holidays, *self.make_up):
            if day.year != self.year:
                raise ConfigurationError("calendar.foreign_day", year=self.year, day=day)
        for day in self.make_up:
            if day.weekday() < SATURDAY:
                raise ConfigurationError("calendar.make_up_on_weekday", day=day)
            if day in self.holidays:
                raise ConfigurationError("calendar.off_and_on", day=day)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingCalendar:
    """Answers whether a day is worked and, if not, why not."""

    tables: Mapping[int, YearTable]
    #: Names shown for a plain Saturday and a plain Sunday.
    weekend: tuple[str, str]
    #: Extra days the agency does not work, with the reason (local holiday, storm).
    closures: Mapping[date, str] = field(default_factory=dict)

    def is_working(self, day: date) -> bool:
        """Whether `day` counts as a working day; a make-up Saturday does (CC 203(2)).

        Raises CalendarMissing when the year of `day` has no table.
        """
        table = self._table(day)
        if day in self.closures or day in table.holidays:
            return False
        return day.weekday() < SATURDAY or day in table.make_up

    def name(self, day: date) -> str:
        """Why `day` is special: holiday, closure, weekend day or make-up day; "" for a plain day.

        Raises CalendarMissing when the year of `day` has no table.
        """
        table = self._table(day)
        named = self.closures.get(day) or table.holidays.get(day) or table.make_up.get(day)
        if named:
            return named
        return self.weekend[day.weekday() - SATURDAY] if day.weekday() >= SATURDAY else ""

    def next_working(self, day: date) -> date:
        """`day` itself if worked, else the first working day after it."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def _table(self, day: date) -> YearTable:
        table = self.tables.get(day.year)
        if table is None:
            raise CalendarMissing(day.year)
        return table
