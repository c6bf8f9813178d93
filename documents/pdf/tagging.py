"""Marked content: which operators of a page belong to which part of the document.

ISO 32000-1, 14.6 and 14.7.4.2. What belongs to none is an artifact: rules, page numbers, marks of
training, heads repeated on a further page.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from documents.layout.sheet import LinesMark, Sheet, TextMark
from documents.layout.structure import Element, Kind

OPENINGS = {kind: f"/{kind} <</MCID " for kind in Kind}
END = "EMC"
ORNAMENT = "/Artifact <</Type /Layout>> BDC"
FURNITURE = "/Artifact <</Type /Pagination>> BDC"


class Bracketed(NamedTuple):
    """A page with its parts."""

    operators: str
    owners: tuple[Element, ...]  # the part of each marked content, by MCID


def bracketed(sheet: Sheet, drawn: Sequence[str], boxes: str) -> Bracketed:
    """The operators of a page, one text for each mark, with the parts they belong to.

    The `boxes` come last and are ornament. A sheet that knows no parts stays as it is: the
    appearance of a signature.
    """
    if not sheet.turns:
        return Bracketed("\n".join((*drawn, boxes) if boxes else drawn), ())
    lines: list[str] = []
    owners: list[Element] = []
    for start, end, element in _runs(sheet):
        if element is not None:
            lines.append(f"{OPENINGS[element.kind]}{len(owners)}>> BDC")
            owners.append(element)
        else:
            told = any(isinstance(mark, TextMark | LinesMark) for mark in sheet.marks[start:end])
            lines.append(FURNITURE if told else ORNAMENT)
        lines += drawn[start:end]
        lines.append(END)
    if boxes:
        lines += (ORNAMENT, boxes, END)
    return Bracketed("\n".join(lines), tuple(owners))


def _runs(sheet: Sheet) -> list[tuple[int, int, Element | None]]:
    """Marks in a row with one owner: first, behind the last, and whose they are."""
    found: list[tuple[int, int, Element | None]] = []
    first, owner, whole = 0, None, len(sheet.marks)
    for (at, element), (after, _) in pairwise((*sheet.turns, (whole, None))):
        if at == after or element is owner:
            continue
        if at > first:
            found.append((first, at, owner))
        first, owner = at, element
    if whole > first:
        found.append((first, whole, owner))
    return found
