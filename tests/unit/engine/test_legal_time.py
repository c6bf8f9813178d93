"""The fourteen digits PDF and ASN.1 write a moment with."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from engine.legal_time import LEGAL_ZONE, fourteen_digits

ZONES = st.sampled_from((UTC, LEGAL_ZONE, timezone(timedelta(hours=-3, minutes=-30))))
MOMENTS = st.datetimes(min_value=datetime(1000, 1, 1), timezones=ZONES)  # noqa: DTZ001 - given a zone beside


@given(moment=MOMENTS)
def test_fourteen_digits_are_what_directives_write(moment: datetime) -> None:
    assert fourteen_digits(moment) == moment.strftime("%Y%m%d%H%M%S")


def test_fourteen_digits_leave_fractions_and_zone_out() -> None:
    moment = datetime(2026, 1, 5, 9, 30, 0, 999_999, tzinfo=LEGAL_ZONE)
    assert fourteen_digits(moment) == "20260105093000"
    assert fourteen_digits(moment.astimezone(UTC)) == "20260105013000"
