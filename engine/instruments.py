"""Instruments of law by short code, and citations written out in full.

`APL 57(1)(4)` reads 《中华人民共和国行政处罚法》第五十七条第一款第四项.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from engine.citation import Citation

_CITED = re.compile(
    r"(?P<code>[A-Z0-9]+)(?: (?P<article>\d+)(?:\((?P<para>\d+)\))?(?:\((?P<item>\d+)\))?)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """One law, regulation or rule."""

    code: str
    name: str
    name_en: str


def spelled(short: str, instruments: Mapping[str, Instrument], *, english: bool = False) -> str:
    """Return a short citation in full; an unknown code is returned as it is."""
    found = _CITED.fullmatch(short)
    instrument = instruments.get(found["code"]) if found else None
    if found is None or instrument is None:
        return short
    numbers = [int(found[n]) if found[n] else None for n in ("article", "para", "item")]
    if english:
        tail = "".join(f"({n})" for n in numbers[1:] if n is not None)
        return (
            f"{instrument.name_en}, art. {numbers[0]}{tail}" if numbers[0] else instrument.name_en
        )
    return Citation(
        law=instrument.name, article=numbers[0], paragraph=numbers[1], item=numbers[2]
    ).text()
