"""How values are written in official text: dates, moments, money, choices, struck-out blanks.

Each filter refuses a value of the wrong kind; none guesses. Date form: GB/T 9704-2012, 7.3.5.4
(Arabic figures, full year, no leading zeros).
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from jinja2 import Undefined

from documents.phrases import phrase
from engine.calendar import CalendarMissing
from engine.errors import InputError
from engine.legal_time import legal_date, legal_moment
from engine.money import capital_text, checked, yuan_text


def date_text(value: object) -> str:
    """A day: 2026年1月5日. Takes a date or an aware datetime.

    Raises the CalendarMissing that stands for a day nobody can know yet.
    """
    if isinstance(value, CalendarMissing):
        raise value
    if not isinstance(value, date):
        raise _wrong("date", value)
    day = legal_date(value)
    return phrase("date", year=day.year, month=day.month, day=day.day)


def moment_text(value: object) -> str:
    """A minute: 2026年1月5日9时05分. Takes an aware datetime."""
    if not isinstance(value, datetime):
        raise _wrong("moment", value)
    at = legal_moment(value)
    minute = f"{at.minute:02d}"
    return phrase("moment", year=at.year, month=at.month, day=at.day, hour=at.hour, minute=minute)


def yuan(value: object) -> str:
    """Fen as yuan in figures: 150.00."""
    return yuan_text(_fen("yuan", value))


def capital(value: object) -> str:
    """Fen as yuan in capitals: 人民币壹佰伍拾元整."""
    return capital_text(_fen("capital", value))


def amount(value: object) -> str:
    """Fen as decisions and receipts write it: 人民币壹佰伍拾元整（¥150.00）."""
    fen = _fen("amount", value)
    return phrase("amount", capital=capital_text(fen), yuan=yuan_text(fen))


def blank(value: object, instead: str = "") -> object:
    """A value that may be missing: struck out, or the words given, when it is."""
    if isinstance(value, Undefined) or value is None or not str(value).strip():
        return instead or phrase("struck")
    return value


def choose(value: object, *choices: str) -> str:
    """All choices in a row, the ones that apply marked; refuses a value that is none of them."""
    chosen = {str(item) for item in value} if isinstance(value, list | tuple) else {str(value)}
    if isinstance(value, Undefined) or chosen - set(choices):
        raise InputError("document.unknown_choice", value=str(value), known=" ".join(choices))
    marks = (phrase("chosen" if item in chosen else "unchosen") + item for item in choices)
    return phrase("choice_gap").join(marks)


FILTERS: Mapping[str, Callable[..., object]] = {
    "date": date_text,
    "moment": moment_text,
    "yuan": yuan,
    "capital": capital,
    "amount": amount,
    "blank": blank,
    "choose": choose,
}


def _fen(name: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong(name, value)
    return checked(value)


def _wrong(name: str, value: object) -> Exception:
    """The error for a filter given the wrong kind; an undefined value names itself."""
    if isinstance(value, Undefined):
        return value._undefined_exception(value._undefined_message)  # noqa: SLF001 - jinja's way
    return InputError("document.wrong_kind", filter=name, kind=type(value).__name__)
