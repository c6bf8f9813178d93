"""The surcharge a fine has grown by after some days in a row, counted as the product counts it.

`plain` and `days_between` are the second way, by the formula of the law alone.
"""

from datetime import date, timedelta
from fractions import Fraction

from engine.surcharge import ledger

DUE = date(2026, 4, 7)


def grown(fine, days, rate, cap):
    """What the ledger says of a fine unpaid for `days` days without a pause."""
    lines = ledger(((DUE + timedelta(days=n), fine) for n in range(1, days + 1)), rate, cap)
    return lines[-1].total if lines else 0


def plain(fine, days, rate, cap):
    """The daily share times the days, rounded once, half a fen upwards, at most the cap."""
    return min(int(Fraction(fine) * days * rate / 1000 + Fraction(1, 2)), cap)


def days_between(due, until, pauses=()):
    """Days after `due` up to and including `until` that no pause leaves out."""
    days = (due + timedelta(days=n) for n in range(1, (until - due).days + 1))
    return sum(not any(pause.covers(day) for pause in pauses) for day in days)
