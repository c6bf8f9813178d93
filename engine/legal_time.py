"""The one clock of the law: China standard time.

Statutory periods are counted in days as they fall in Asia/Shanghai. The zone is the fixed offset
of eight hours, so that no time-zone database is needed; it refuses moments without a zone.
"""

from datetime import date, datetime, timedelta, timezone

from engine.errors import InputError

#: Asia/Shanghai; without daylight saving since 1991-09-15.
LEGAL_ZONE = timezone(timedelta(hours=8), "Asia/Shanghai")


def legal_moment(moment: datetime) -> datetime:
    """The same instant on the legal clock.

    Raises InputError "time.naive" for a moment without a zone.
    """
    if moment.utcoffset() is None:
        raise InputError("time.naive", moment=moment.isoformat())
    return moment.astimezone(LEGAL_ZONE)


def legal_minute(moment: datetime) -> datetime:
    """The minute `moment` falls in, on the legal clock."""
    return legal_moment(moment).replace(second=0, microsecond=0)


def legal_date(moment: date | datetime) -> date:
    """The day on which `moment` falls for the law; a plain date is taken as it is."""
    return legal_moment(moment).date() if isinstance(moment, datetime) else moment


def fourteen_digits(moment: datetime) -> str:
    """Year to second on the clock of `moment` itself, as PDF and ASN.1 write it: 20260105093000."""
    told = moment.isoformat("T", "seconds")  # formatting by directives takes ten times as long
    return f"{told[:4]}{told[5:7]}{told[8:10]}{told[11:13]}{told[14:16]}{told[17:19]}"
