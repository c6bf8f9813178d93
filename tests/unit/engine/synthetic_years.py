"""Made-up working-day tables for tests: any years, any days off, any worked weekend days."""

from datetime import date, timedelta

from hypothesis import strategies as st

from engine.calendar import WorkingCalendar, YearTable
from engine.citation import Citation
from engine.periods import DeadlineRule, Pause, Rollover, Tag, Unit

FIRST_YEAR, LAST_YEAR = 2030, 2049
DAY = timedelta(1)


def calendar_of(off=(), worked=(), years=range(FIRST_YEAR, LAST_YEAR + 1)):
    """A calendar where `off` are holidays and `worked` weekend days are worked."""
    tables = {
        year: YearTable(
            year=year,
            source="made up",
            holidays={day: "假日" for day in off if day.year == year},
            make_up={day: "调休" for day in worked if day.year == year},
        )
        for year in years
    }
    return WorkingCalendar(tables=tables, weekend=("周六", "周日"))


def rule_of(length, unit, rollover=Rollover.NONE, **more):
    """A rule with nothing but what counting needs."""
    return DeadlineRule(
        id="X01",
        name_zh="期限",
        name_en="period",
        length=length,
        unit=unit,
        rollover=rollover,
        who="party",
        runs_from="起算日",
        law=(Citation(law="法", article=1),),
        if_missed="无",
        tag=Tag.CONFIRMED,
        valid_from=date(2000, 1, 1),
        **more,
    )


@st.composite
def calendars(draw):
    """Twenty years with clusters of holidays and make-up days scattered about."""
    epoch, span = date(FIRST_YEAR, 1, 1), 365 * 20 - 10
    off = set()
    for begin in draw(st.lists(st.integers(0, span), max_size=40)):
        length = draw(st.integers(1, 9))
        off |= {epoch + DAY * (begin + n) for n in range(length)}
    picks = (epoch + DAY * n for n in draw(st.lists(st.integers(0, span), max_size=60)))
    worked = {day for day in picks if day.weekday() >= 5 and day not in off}
    return calendar_of(off, worked)


#: Starts leave room for the period to end inside the twenty years.
starts = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR - 6, 12, 31))
day_rules = st.builds(
    rule_of,
    st.integers(1, 120),
    st.sampled_from([Unit.WORKING_DAYS, Unit.CALENDAR_DAYS]),
    st.sampled_from(Rollover),
)
month_rules = st.builds(
    rule_of, st.integers(1, 24), st.just(Unit.MONTHS), st.sampled_from(Rollover)
)
rules = st.one_of(day_rules, month_rules)


@st.composite
def periods(draw):
    """A start with pauses that lie near it."""
    start = draw(starts)
    pauses = []
    for _ in range(draw(st.integers(0, 3))):
        first = start + DAY * draw(st.integers(-20, 200))
        pauses.append(
            Pause(first=first, last=first + DAY * draw(st.integers(0, 40)), reason="听证")
        )
    return start, tuple(pauses)
