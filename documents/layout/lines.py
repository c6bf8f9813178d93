"""Texts cut to lines in a face: kept by text, face and measure, whatever document they stand in.

The words of a form are the same in all its documents, and a table is measured before it is drawn.
"""

from functools import lru_cache

from documents.fonts import Typeface
from documents.linebreak import Line, Paragraph


@lru_cache(maxsize=8192)
def cut_lines(
    typeface: Typeface,
    text: str,
    size: float,
    measure: float,
    indent: float,
    justify: bool,
    tracking: float,
) -> tuple[Line, ...]:
    """The lines of one paragraph; see `Paragraph.lines`.

    To look kept lines up takes longer where arguments are given by name.
    """
    paragraph = Paragraph(text, typeface.advances(text, size, tracking), size, tracking=tracking)
    return tuple(paragraph.lines(measure, indent=indent, justify=justify))


@lru_cache(maxsize=8192)
def cut_whole(
    typeface: Typeface, text: str, size: float, measure: float, *, justify: bool
) -> tuple[bool, tuple[Line, ...]]:
    """The same, and whether no run of figures or letters is wider than the measure."""
    paragraph = Paragraph(text, typeface.advances(text, size), size)
    whole = paragraph.widest_run() <= measure
    return whole, tuple(paragraph.lines(measure, justify=justify))
