"""A report before it is set: its form with values, its table for CSV, its figures for programs.

Official text is Chinese, whatever the reader's language; its words come from the catalogue.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from io import StringIO

from engine.errors import InputError
from engine.sampling_commitments import month_span
from engine.shares import Share
from runtime.languages import Language
from runtime.messages import Messages

#: Spreadsheets take a file for UTF-8 by this mark.
_MARK = "\ufeff"
#: A cell that begins with one of these would be run as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report."""

    form: str
    month: str
    values: Mapping[str, object]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    payload: Mapping[str, object]

    def csv(self) -> bytes:
        """Return the report's table as CSV (RFC 4180), as spreadsheets take it."""
        out = StringIO()
        writer = csv.writer(out)
        writer.writerow(self.heads)
        writer.writerows([_harmless(cell) for cell in row] for row in self.rows)
        return (_MARK + out.getvalue()).encode()


def _harmless(cell: str) -> str:
    """Return a cell that no spreadsheet runs; a figure below nought stays one."""
    figure = cell.removeprefix("-").removeprefix("+").replace(".", "", 1).isdecimal()
    return f"'{cell}" if cell.startswith(_FORMULA) and not figure else cell


@lru_cache(maxsize=1)
def _chinese() -> Messages:
    return Messages(Language.ZH)


def mark_of(procedure: str) -> str:
    """Return what marks the items of a procedure's standard; nothing for the ordinary one."""
    return _chinese().template("reports", "mark", procedure) or ""


def word(key: str, /, **details: object) -> str:
    """Return a text of the reports' catalogue; `key` is dotted."""
    template = _chinese().template("reports", *key.split("."))
    if template is None:
        raise KeyError(key)
    return _chinese().fill(template, details)


def named(kind: str, name: str) -> str:
    """Return the Chinese word for something the terms of the catalogue name."""
    return _chinese().named(kind, name)


def heads_of(report: str, *keys: str) -> tuple[str, ...]:
    """Return the heads of a report's table."""
    return tuple(word(f"{report}.heads.{key}") for key in keys)


def month_name(month: str) -> str:
    """Return 2026年3月; raises InputError `sampling.bad_month`."""
    begin, _ = month_span(month)
    return word("month", year=str(begin.year), month=str(begin.month))


def months_until(month: str, count: int) -> tuple[str, ...]:
    """Return `count` months up to this one, the oldest first; raises as `month_name`."""
    begin, _ = month_span(month)
    if begin.year * 12 + begin.month <= count:
        raise InputError("sampling.bad_month", given=month)
    last = begin.year * 12 + begin.month - 1
    return tuple(f"{at // 12}-{at % 12 + 1:02d}" for at in range(last - count + 1, last + 1))


def day_text(day: date | None) -> str:
    """Return a day as tables write it; nothing for none."""
    return f"{day.month}.{day.day}" if day is not None else ""


def number(value: float | None, digits: int = 1) -> str:
    """Return a number with so many decimals at most; a dash for none."""
    if value is None:
        return word("none")
    text = f"{value:.{digits}f}"
    short = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if short == "-0" else short


def signed(value: float | None, digits: int = 1) -> str:
    """Return a difference with its sign."""
    text = number(value, digits)
    return f"+{text}" if value is not None and value > 0 and text != "0" else text


def share_text(share: Share) -> str:
    """Return a share as `62.00%（11826/19075）`, never without its parts."""
    if share.percent is None:
        return word("none")
    return word("share", percent=str(share.percent), part=str(share.part), whole=str(share.whole))


def cells(rows: Sequence[Sequence[object]]) -> tuple[tuple[str, ...], ...]:
    """Return rows of texts."""
    return tuple(tuple(str(cell) for cell in row) for row in rows)
