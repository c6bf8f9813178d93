"""Sets a whole filled document: title, blocks in order, then what every page carries."""

import re
from collections.abc import Sequence

from documents.chart import FilledChart
from documents.filled import (
    Filled,
    FilledBlock,
    FilledBreak,
    FilledCode,
    FilledDateline,
    FilledHeading,
    FilledLines,
    FilledParas,
    FilledPhotos,
    FilledSignatures,
    FilledTable,
)
from documents.fonts import FontBook, Role
from documents.form import Align
from documents.layout.charts import chart_height, draw_chart
from documents.layout.codes import code_height, draw_code
from documents.layout.families import FAMILIES, Family, closer
from documents.layout.flow import LEAST, Flow
from documents.layout.furniture import draw_furniture, draw_title
from documents.layout.labelled import draw_lines
from documents.layout.photos import draw_photos
from documents.layout.places import (
    dateline_height,
    draw_dateline,
    draw_signatures,
    signatures_height,
)
from documents.layout.seam import reserve_seams
from documents.layout.sheet import Sheet
from documents.layout.structure import Kind
from documents.layout.table import draw_table, least_height
from documents.phrases import phrase

AFTER_TABLE, BEFORE_TABLE = 6.0, 4.0  # points
SPARSE = 0.5  # of a page; where the last one holds less, the lines may be set closer to spare it
# GB/T 9704-2012, 7.3.3: first level 黑体, second level 楷体, further levels as text
LEVELS = (
    (re.compile("[一二三四五六七八九十]+、"), Role.HEITI),
    (re.compile("（[一二三四五六七八九十]+）"), Role.KAITI),
)


def set_document(filled: Filled, book: FontBook, *, training: bool, preview: bool) -> list[Sheet]:
    """All pages of a document; raises MissingCharacter and InputError `document.*`.

    A nearly empty last page is spared by setting the lines closer, where that is enough.
    """
    layout = filled.form.layout
    flow = _set(filled, book, FAMILIES[layout])
    if _sparse(flow):
        tries = (_set(filled, book, family) for family in closer(layout))
        flow = next((done for done in tries if len(done.sheets) < len(flow.sheets)), flow)
    draw_furniture(flow, filled, training=training, preview=preview)
    if filled.form.seam_seal:
        reserve_seams(flow.sheets)
    return flow.sheets


def _set(filled: Filled, book: FontBook, family: Family) -> Flow:
    """The title and all blocks."""
    flow = Flow(book, family)
    draw_title(flow, filled)
    for at, block in enumerate(filled.body):
        if at and isinstance(block, FilledTable):
            _above_table(flow, filled.body[at - 1])
        _block(flow, block, filled.body[at + 1 :])
    return flow


def _sparse(flow: Flow) -> bool:
    """Whether little stands on a last page that is not the only one, or there may be only one."""
    full = 1.0 if flow.family.one_sheet else SPARSE
    return len(flow.sheets) > 1 and flow.top - flow.y < full * flow.capacity


def _above_table(flow: Flow, before: FilledBlock) -> None:
    """Some air between text and the table below it; on the grid the lines give it."""
    if not (flow.family.on_grid or flow.untouched or isinstance(before, FilledTable)):
        flow.down(BEFORE_TABLE)


def _tail(flow: Flow, following: Sequence[FilledBlock]) -> float:
    """What must stand on one page with the end of a block: no page bears a seal alone."""
    match following[0] if following else None:
        case FilledDateline():
            return dateline_height(flow)
        case FilledSignatures() as signatures:
            return signatures_height(flow, signatures) + _tail(flow, following[1:])
        case FilledTable() as table:
            air = 0.0 if flow.family.on_grid else BEFORE_TABLE
            return air + least_height(flow, table, _below_table(flow, following[1:]))
        case _:
            return 0.0


def _below_table(flow: Flow, following: Sequence[FilledBlock]) -> float:
    """What must stand on one page with a table's last rows; a statement needs no rows above it."""
    match following[0] if following else None:
        case FilledSignatures(statement="") | FilledDateline():
            return AFTER_TABLE + _tail(flow, following)
        case _:
            return 0.0


def _kept(flow: Flow, following: Sequence[FilledBlock]) -> float:
    """How much of what follows a heading must stand on the same page."""
    lead = flow.family.lead
    match following[0] if following else None:
        case FilledHeading():
            return lead + _kept(flow, following[1:])
        case FilledParas(texts=texts) as paras:
            lines = len(flow.paragraph_lines(texts[0], Role.FANGSONG, indent=paras.indent))
            tail = _tail(flow, following[1:]) if len(texts) == 1 else 0.0
            return lines * lead + tail if lines <= LEAST + 1 else LEAST * lead
        case FilledTable():
            return _tail(flow, following)
        case FilledChart() as chart:
            return chart_height(chart)
        case FilledCode():
            return code_height()
        case _:
            return max(2 * lead, _tail(flow, following))


def _role(heading: str) -> Role:
    """What sets a heading, by its number."""
    for level, role in LEVELS:
        if level.match(heading):
            return role
    return Role.FANGSONG


def _block(flow: Flow, block: FilledBlock, following: Sequence[FilledBlock]) -> None:
    match block:
        case FilledHeading(text=text, align=Align.CENTER):
            flow.begin_heading(2)
            flow.centred(text, Role.TITLE, flow.family.title_size, flow.family.title_lead)
            flow.down(flow.family.lead)
            flow.snap()
        case FilledHeading(text=text) if text.startswith(phrase("annex")):
            flow.begin_heading(2)
            flow.paragraph(text, Role.HEITI, indent=0, tail=_kept(flow, following))
        case FilledHeading(text=text):
            role = _role(text)
            flow.begin_heading(2 if role is Role.HEITI else 3)
            flow.paragraph(text, role, tail=_kept(flow, following))
        case FilledParas(texts=texts):
            tail = _tail(flow, following)
            for index, text in enumerate(texts, 1):
                flow.begin(Kind.PARAGRAPH)
                flow.paragraph(
                    text,
                    Role.FANGSONG,
                    indent=block.indent,
                    align=block.align,
                    small=block.small,
                    tail=tail if index == len(texts) else 0,
                )
        case FilledTable():
            draw_table(flow, block, _below_table(flow, following))
            flow.down(AFTER_TABLE)
            flow.snap()
        case FilledLines():
            draw_lines(flow, block)
        case FilledPhotos():
            draw_photos(flow, block)
        case FilledChart():
            draw_chart(flow, block)
        case FilledCode():
            draw_code(flow, block)
        case FilledSignatures():
            draw_signatures(flow, block, _tail(flow, following))
        case FilledDateline():
            draw_dateline(flow, block)
        case FilledBreak():
            flow.new_page()
