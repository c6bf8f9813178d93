"""Places for signatures: fields in cells and lines, agency name and date under the seal.

A field is at least 45 x 20 mm, so that opinion, name and date fit; the seal's field is a square of
42 mm (国发〔1999〕25号: seal of a county department) over name and date.
"""

from collections.abc import Sequence

from documents.filled import FilledDateline, FilledSignatures, Place
from documents.fonts import Role
from documents.layout.flow import Flow
from documents.layout.sheet import (
    LEFT,
    MEASURE,
    MM,
    RIGHT,
    FieldMark,
    Rect,
    RuleMark,
    TextMark,
    baseline,
    line_mark,
)
from documents.layout.structure import Element, Kind
from documents.phrases import phrase
from engine.errors import InputError

FIELD_WIDTH, FIELD_HEIGHT = 45 * MM, 20 * MM
GAP = 1 * MM
ROW = FIELD_HEIGHT + 2 * GAP
SEAL = 42 * MM
SMALLEST_LABEL = 11.0  # points; a longer label takes two lines
SHORT = 8  # characters that stand in a field of their own without crowding it
SEAL_FROM_RIGHT = 4  # characters between the date and the edge (GB/T 9704-2012, 7.3.5.1)
RAISED = 2 * MM  # name and date stand somewhat below the middle of the seal (7.3.5.1)
NAME_SIZE, NAME_LEAD = 12.0, 16.0
OVERHANG = 14 * MM  # how far the seal reaches below the type area at most
BY_HAND = 14 * MM  # height of a cell to sign in by hand
CLEAR = 2.0  # points between the text and the seal, which stands within a line of it (7.3.5.1)


def _grid(places: Sequence[Place], width: float) -> tuple[int, int]:
    """Fields side by side and rows of them."""
    across = max(1, min(len(places), int((width - GAP) / (FIELD_WIDTH + GAP))))
    return across, -(-len(places) // across)


def places_height(flow: Flow, places: Sequence[Place], width: float) -> float:
    """What a signature cell needs; struck-out places need one line, words their lines."""
    if not any(place.slot for place in places):
        across, rows = _grid(places, width)
        return rows * max(_worded_height(flow, place, width / across) for place in places)
    _, rows = _grid(places, width)
    return rows * (FIELD_HEIGHT + GAP) + GAP


def _worded_height(flow: Flow, place: Place, width: float) -> float:
    """What words in the stead of a signature need, with room to sign by hand below short ones."""
    family = flow.family
    if place.text == phrase("signature_blank"):
        return BY_HAND
    if place.text == phrase("struck"):
        return family.row
    lines = flow.broken(
        place.text, Role.FANGSONG, family.table_size, width - 2 * GAP, justify=False
    )
    return max(len(lines) * family.table_lead, FIELD_HEIGHT / 2) + 2 * GAP


def draw_places(flow: Flow, places: Sequence[Place], rect: Rect, cell: Element) -> None:
    """Fields in a cell, or the words that stand for them."""
    left, bottom, right, top = rect
    across, rows = _grid(places, right - left)
    wide, high = (right - left) / across, (top - bottom) / rows
    texts = [place.text for place in places if not place.slot]
    if len(texts) == len(places) and len(set(texts)) == 1:
        across, rows, wide, high, places = 1, 1, right - left, top - bottom, places[:1]
    for index, place in enumerate(places):
        x, y = left + index % across * wide, top - index // across * high
        box = (x + GAP, y - high + GAP, x + wide - GAP, y - GAP)
        if place.slot:
            _field(flow, place, box, cell)
        else:
            _words(flow, place.text, box)


def _field(flow: Flow, place: Place, rect: Rect, within: Element) -> None:
    """A field to sign in, a part of the cell or paragraph it stands in."""
    if place.slot:
        element = within.add(Kind.FIELD)
        mark = FieldMark(slot=place.slot, label=place.label, rect=rect, element=element)
        flow.sheet.fields.append(mark)


def _words(flow: Flow, text: str, rect: Rect) -> None:
    """Words centred in a box, smaller where they must be; raises InputError when they cannot fit.

    Nothing is ever drawn outside its box.
    """
    left, bottom, right, top = rect
    for size in (flow.family.table_size, 10.5, 9.0, 8.0):
        lead = size * flow.family.table_lead / flow.family.table_size
        lines = flow.broken(text, Role.FANGSONG, size, right - left, justify=False)
        if lead * len(lines) <= top - bottom:
            break
    else:
        raise InputError("document.text_too_long", text=text)
    y = (top + bottom) / 2 + lead * len(lines) / 2
    for line in lines:
        x = left + (right - left - line.width) / 2
        at = baseline(y, lead, size)
        flow.sheet.marks.append(line_mark(line, x=x, y=at, role=Role.FANGSONG, size=size))
        y -= lead


def _rows(places: Sequence[Place]) -> list[list[Place]]:
    """Two places side by side; one that is told in words has a row of its own."""
    rows: list[list[Place]] = []
    for place in places:
        if rows and not _wordy(place) and len(rows[-1]) == 1 and not _wordy(rows[-1][0]):
            rows[-1].append(place)
        else:
            rows.append([place])
    return rows


def _wordy(place: Place) -> bool:
    return not place.slot and len(place.text) > SHORT


def _row_height(flow: Flow, row: Sequence[Place]) -> float:
    """A field needs its height; a signature told in words needs that of the words."""
    if not _wordy(row[0]):
        return ROW
    return _worded_height(flow, row[0], MEASURE - MEASURE / 2 + FIELD_WIDTH)


def signatures_height(flow: Flow, block: FilledSignatures) -> float:
    """What must stay together of a block of signatures: all of it, up to half a page."""
    lead = 2 * flow.family.lead if block.statement else 0
    rows = [_row_height(flow, row) for row in _rows(block.places)]
    whole = GAP + lead + sum(rows)
    return whole if whole < flow.capacity / 2 else GAP + lead + rows[0]


def draw_signatures(flow: Flow, block: FilledSignatures, tail: float) -> None:
    """A statement, then label and field for each person, two side by side.

    They stay with the `tail` points that follow them.
    """
    size = min(flow.family.size, 14.0)
    flow.ensure(min(signatures_height(flow, block) + tail, flow.capacity))
    flow.down(GAP)
    if block.statement:
        flow.begin(Kind.PARAGRAPH)
        flow.paragraph(block.statement, Role.FANGSONG, tail=ROW)
    for pair in _rows(block.places):
        row = _row_height(flow, pair)
        flow.ensure(row)
        for index, place in enumerate(pair):
            width = MEASURE if _wordy(place) else MEASURE / 2
            left = LEFT + index * MEASURE / 2
            _labelled_place(flow, place, (left, flow.y - row, left + width, flow.y), size)
        flow.down(row)
    flow.down(GAP)
    flow.snap()


def _labelled_place(flow: Flow, place: Place, rect: Rect, size: float) -> None:
    left, bottom, right, top = rect
    start = left + MEASURE / 2 - FIELD_WIDTH - GAP
    label = place.label + phrase("colon")
    width = flow.book.typeface(Role.FANGSONG).width(label, size)
    size = max(min(size, size * (start - left - GAP) / width), SMALLEST_LABEL)
    lines = flow.broken(label, Role.FANGSONG, size, start - left - GAP, justify=False)
    lead = size * 1.3
    y = (top + bottom) / 2 + lead * len(lines) / 2
    paragraph = flow.begin(Kind.PARAGRAPH)
    for line in lines:
        at, spare = baseline(y, lead, size), start - left - GAP - line.width
        flow.sheet.marks.append(
            line_mark(line, x=left + spare, y=at, role=Role.FANGSONG, size=size)
        )
        y -= lead
    box = (start, bottom + GAP, right - GAP, top - GAP)
    if place.slot:
        _field(flow, place, box, paragraph)
        return
    flow.sheet.told.add(place.label)
    _words(flow, place.text, box)
    flow.sheet.marks.append(RuleMark(start=(box[0], box[1]), end=(box[2], box[1])))


def _name_type(flow: Flow) -> tuple[float, float]:
    """Size and lead of agency name and date: readable under the seal however small the form."""
    return max(flow.family.size, NAME_SIZE), max(flow.family.lead, NAME_LEAD)


def dateline_height(flow: Flow) -> float:
    """What agency name and date need below the text; the seal may reach into the foot margin."""
    _, lead = _name_type(flow)
    return _above_name(flow) + 2 * lead + max(0.0, SEAL / 2 - RAISED - lead - OVERHANG)


def _above_name(flow: Flow) -> float:
    """The space above the agency name, so that the seal stays just off the text."""
    _, lead = _name_type(flow)
    return SEAL / 2 + RAISED - lead + CLEAR


def draw_dateline(flow: Flow, block: FilledDateline) -> None:
    """Agency name centred over the date, both somewhat below the middle of the seal's field."""
    size, lead = _name_type(flow)
    typeface = flow.book.typeface(Role.FANGSONG)
    flow.ensure(dateline_height(flow))
    flow.down(_above_name(flow))
    name, date = typeface.width(block.agency, size), typeface.width(block.date, size)
    centre = RIGHT - SEAL_FROM_RIGHT * size - date / 2
    centre = min(centre, RIGHT - max(name / 2, SEAL / 2))
    middle = flow.y - lead + RAISED
    for text, width in ((block.agency, name), (block.date, date)):
        mark = TextMark(
            x=centre - width / 2,
            y=baseline(flow.y, lead, size),
            role=Role.FANGSONG,
            size=size,
            text=text,
        )
        flow.begin(Kind.PARAGRAPH)
        flow.sheet.marks.append(mark)
        flow.down(lead)
    if block.seal and block.seal.slot:
        half = SEAL / 2
        rect = (centre - half, middle - half, centre + half, middle + half)
        _field(flow, block.seal, rect, flow.begin(Kind.PARAGRAPH))
    flow.down(max(0.0, SEAL / 2 - RAISED - lead))
