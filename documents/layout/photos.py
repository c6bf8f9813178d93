"""Photo sheets: each picture whole, as large as half a page allows, its caption below it."""

from documents.filled import FilledPhotos
from documents.fonts import Role
from documents.form import Align
from documents.layout.flow import Flow
from documents.layout.sheet import LEFT, MEASURE, MM, PictureMark
from documents.layout.structure import Kind
from documents.pictures import Picture, read_picture

BOX = 76 * MM  # height of a picture at most; two with captions fill a page
SIZE, LEAD = 10.0, 14.5
AFTER = 8.0


def draw_photos(flow: Flow, block: FilledPhotos) -> None:
    """Pictures one below the other; InputError `document.not_a_picture` for bytes that are none."""
    for data, caption in block.photos:
        _photo(flow, read_picture(data), caption)


def _photo(flow: Flow, picture: Picture, caption: tuple[str, ...]) -> None:
    lines = [
        line
        for text in caption
        for line in flow.broken(text, Role.FANGSONG, SIZE, MEASURE, justify=False)
    ]
    height = min(BOX, MEASURE / picture.ratio)
    width = height * picture.ratio
    flow.ensure(height + len(lines) * LEAD + AFTER)
    left = LEFT + (MEASURE - width) / 2
    rect = (left, flow.y - height, left + width, flow.y)
    figure = flow.begin(Kind.FIGURE)
    figure.alt, figure.box = "\n".join(caption), rect
    flow.sheet.marks.append(PictureMark(picture=picture, rect=rect))
    flow.sheet.box(rect)
    flow.down(height + AFTER / 4)
    if lines:
        flow.begin(Kind.PARAGRAPH)
    for line in lines:
        flow.put(line, Role.FANGSONG, SIZE, LEAD, align=Align.LEFT)
    flow.down(AFTER)
