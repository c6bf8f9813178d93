"""Sets a whole filled document: title, blocks in order, then what every page carries."""

import re
from collections.abc import Sequence

from documents.filled import (
    Filled,
    FilledBlock,
    FilledBreak,
    FilledDateline,
    FilledHeading,
    FilledLines,
    FilledParas,
    FilledPhotos,
    FilledSignatures,
    FilledTable,
)
from documents.fonts import FontBook, Role
from documents.layout.families import FAMILIES
from documents.layout.flow import Flow
from documents.layout.furniture import draw_furniture, draw_title
from documents.layout.labelled import draw_lines
from documents.layout.photos import draw_photos
from documents.layout.places import (
    dateline_height,
    draw_dateline,
    draw_signatures,
    signatures_height,
)
from documents.layout.sheet import MEASURE, Sheet
from documents.layout.table import draw_table

AFTER_TABLE = 6.0  # points
# GB/T 9704-2012, 7.3.3: first level 黑体, second level 楷体, further levels as text
LEVELS = (
    (re.compile("[一二三四五六七八九十]+、"), Role.HEITI),
    (re.compile("（[一二三四五六七八九十]+）"), Role.KAITI),
)


def set_document(filled: Filled, book: FontBook, *, training: bool, preview: bool) -> list[Sheet]:
    """All pages of a document; raises MissingCharacter and InputError `document.*`."""
    flow = Flow(book, FAMILIES[filled.form.layout])
    draw_title(flow, filled)
    for at, block in enumerate(filled.body):
        _block(flow, block, filled.body[at + 1 :])
    draw_furniture(flow, filled, training=training, preview=preview)
    return flow.sheets


def _tail(flow: Flow, following: Sequence[FilledBlock]) -> float:
    """What must stand on one page with the end of a paragraph: no page bears a seal alone."""
    match following[0] if following else None:
        case FilledDateline():
            return dateline_height(flow)
        case FilledSignatures() as signatures:
            return signatures_height(flow, signatures)
        case _:
            return 0.0


def _kept(flow: Flow, following: Sequence[FilledBlock]) -> float:
    """How much of what follows a heading must stand on the same page."""
    lead = flow.family.lead
    match following[0] if following else None:
        case FilledHeading():
            return lead + _kept(flow, following[1:])
        case FilledParas(texts=(text,)) if _short(flow, text):
            return 2 * lead + _tail(flow, following[1:])
        case FilledTable():
            return 3 * flow.family.row
        case _:
            return max(2 * lead, _tail(flow, following))


def _short(flow: Flow, text: str) -> bool:
    """Whether a paragraph is so short that it moves whole."""
    width = flow.book.typeface(Role.FANGSONG).width(text, flow.family.size)
    return width < 2 * (MEASURE - flow.family.size)


def _block(flow: Flow, block: FilledBlock, following: Sequence[FilledBlock]) -> None:
    match block:
        case FilledHeading(text=text):
            role = next((r for level, r in LEVELS if level.match(text)), Role.FANGSONG)
            flow.paragraph(text, role, tail=_kept(flow, following))
        case FilledParas(texts=texts):
            tail = _tail(flow, following)
            for index, text in enumerate(texts, 1):
                flow.paragraph(
                    text,
                    Role.FANGSONG,
                    indent=block.indent,
                    align=block.align,
                    small=block.small,
                    tail=tail if index == len(texts) else 0,
                )
        case FilledTable():
            draw_table(flow, block)
            flow.down(AFTER_TABLE)
            flow.snap()
        case FilledLines():
            draw_lines(flow, block)
        case FilledPhotos():
            draw_photos(flow, block)
        case FilledSignatures():
            draw_signatures(flow, block)
        case FilledDateline():
            draw_dateline(flow, block)
        case FilledBreak():
            flow.new_page()
