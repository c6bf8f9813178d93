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
from documents.layout.places import FIELD_HEIGHT, dateline_height, draw_dateline, draw_signatures
from documents.layout.sheet import Sheet
from documents.layout.table import draw_table

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
        _block(flow, block, _tail(flow, filled.body[at + 1 :]))
    draw_furniture(flow, filled, training=training, preview=preview)
    return flow.sheets


def _tail(flow: Flow, following: Sequence[FilledBlock]) -> float:
    """What must stand on one page with the end of a paragraph: no page bears a seal alone."""
    match following[0] if following else None:
        case FilledDateline():
            return dateline_height(flow)
        case FilledSignatures():
            return FIELD_HEIGHT
        case _:
            return 0.0


def _block(flow: Flow, block: FilledBlock, tail: float) -> None:
    match block:
        case FilledHeading(text=text):
            role = next((r for level, r in LEVELS if level.match(text)), Role.FANGSONG)
            flow.paragraph(text, role, tail=2 * flow.family.lead)
        case FilledParas(texts=texts):
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
