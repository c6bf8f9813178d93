"""Marked content: which operators of a page belong to which part of the document.

ISO 32000-1, 14.6 and 14.7.4.2. What belongs to none is an artifact: rules, page numbers, marks of
training, heads repeated on a further page.
"""

from collections.abc import Iterator, Sequence

from documents.layout.sheet import LinesMark, Sheet, TextMark
from documents.layout.structure import Element, Kind

OPENINGS = {kind: f"/{kind} <</MCID " for kind in Kind}
END = "EMC"
ORNAMENT = "/Artifact <</Type /Layout>> BDC"
FURNITURE = "/Artifact <</Type /Pagination>> BDC"


def owners(sheet: Sheet) -> tuple[Element, ...]:
    """The parts of the document on a page; the position of each is its MCID."""
    return tuple([element for _, _, element in _runs(sheet) if element is not None])


def bracketed(sheet: Sheet, drawn: Sequence[str], boxes: str) -> str:
    """The operators of a page, one text for each mark, with the parts they belong to.

    The `boxes` come last and are ornament. A sheet that knows no parts stays as it is: the
    appearance of a signature.
    """
    if not sheet.turns:
        return "\n".join((*drawn, boxes) if boxes else drawn)
    lines: list[str] = []
    number = 0
    for start, end, element in _runs(sheet):
        if element is not None:
            lines.append(f"{OPENINGS[element.kind]}{number}>> BDC")
            number += 1
        else:
            told = any(isinstance(mark, TextMark | LinesMark) for mark in sheet.marks[start:end])
            lines.append(FURNITURE if told else ORNAMENT)
        lines += drawn[start:end]
        lines.append(END)
    if boxes:
        lines += (ORNAMENT, boxes, END)
    return "\n".join(lines)


def _runs(sheet: Sheet) -> Iterator[tuple[int, int, Element | None]]:
    """Marks in a row with one owner: first, behind the last, and whose they are."""
    first, owner, whole = 0, None, len(sheet.marks)
    starts = [at for at, _ in sheet.turns]
    for (at, element), after in zip(sheet.turns, (*starts[1:], whole), strict=False):
        if at == after or element is owner:
            continue
        if at > first:
            yield first, at, owner
        first, owner = at, element
    if whole > first:
        yield first, whole, owner
