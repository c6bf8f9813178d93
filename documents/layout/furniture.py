"""What stands on pages beside their content: titles, numbers, page numbers, marks of training."""

from documents.filled import Filled
from documents.fonts import FontBook, Role
from documents.form import Align
from documents.layout.families import Footer
from documents.layout.flow import FOOT_SIGNATURES, Flow
from documents.layout.sheet import (
    HEIGHT,
    LEFT,
    MEASURE,
    MM,
    RIGHT,
    WIDTH,
    RuleMark,
    Sheet,
    TextMark,
)
from documents.layout.structure import Kind
from documents.phrases import phrase

FOLIO_BELOW = 7 * MM  # GB/T 9704-2012, 7.5: page number 7 mm below the type area
FOLIO_SIZE, COUNT_SIZE = 14.0, 10.5
MARK_SIZE, WATER_SIZE, WATER_GREY, WATER_ANGLE = 14.0, 46.0, 0.9, 52.0
MARK_DOWN = 15 * MM
BLANK = 70.0  # points to write a name by hand at the foot of a page


def draw_title(flow: Flow, filled: Filled) -> None:
    """Agency (letters), name of the form, number."""
    family = flow.family
    flow.down(family.title_drop)
    for text in (filled.issuer, filled.form.name):
        if text:
            if text is filled.form.name:
                flow.begin_heading(1)
            else:
                flow.begin(Kind.PARAGRAPH)
            flow.centred(text, Role.TITLE, family.title_size, family.title_lead)
    if filled.number:
        align = Align.CENTER if family.number_centred else Align.RIGHT
        flow.begin(Kind.PARAGRAPH)
        (line,) = flow.broken(filled.number, Role.FANGSONG, family.size, MEASURE)
        flow.put(line, Role.FANGSONG, family.size, family.lead, align=align)
    flow.down(family.title_drop or family.size / 2)
    flow.snap()


def draw_furniture(flow: Flow, filled: Filled, *, training: bool, preview: bool) -> None:
    """Finish every page once their number is known."""
    total = len(flow.sheets)
    places = {field.slot: at for at, sheet in enumerate(flow.sheets, 1) for field in sheet.fields}
    told = {label: at for at, sheet in enumerate(flow.sheets, 1) for label in sheet.told}
    for page, sheet in enumerate(flow.sheets, 1):
        sheet.own(None)
        _folio(flow, sheet, page, total)
        if flow.family.foot_signatures and not (sheet.fields or sheet.told):
            _foot_signatures(flow, sheet, filled, {**told, **places})
        if training:
            _mark(flow.book, sheet, phrase("training"))
        if preview:
            _water(flow.book, sheet, phrase("preview"), 0.32 if training else 0.5)
        if training:
            _water(flow.book, sheet, phrase("training"), 0.62)


def _folio(flow: Flow, sheet: Sheet, page: int, total: int) -> None:
    """The page number: between dashes at the outer edge, or counted in the middle."""
    match flow.family.footer:
        case Footer.NONE:
            return
        case Footer.DASHED:
            text, size = phrase("page_dash", page=page), FOLIO_SIZE
        case Footer.COUNTED:
            text, size = phrase("page_of", page=page, pages=total), COUNT_SIZE
    width = flow.book.typeface(Role.SONGTI).width(text, size)
    x = LEFT + (MEASURE - width) / 2
    if flow.family.footer is Footer.DASHED:
        x = RIGHT - width - size if page % 2 else LEFT + size  # one character from the edge
    y = flow.bottom - FOLIO_BELOW - size / 2
    sheet.marks.append(TextMark(x=x, y=y, role=Role.SONGTI, size=size, text=text))


def _foot_signatures(flow: Flow, sheet: Sheet, filled: Filled, places: dict[str, int]) -> None:
    """A record's page names everybody who signs: a rule to sign on, or where they signed."""
    size, y = COUNT_SIZE, flow.bottom + FOOT_SIGNATURES / 3
    typeface = flow.book.typeface(Role.FANGSONG)
    x, written = LEFT, set[str]()
    for place in filled.signers:
        text = place.label + phrase("colon")
        rule = 0.0
        if place.slot:
            text += phrase("signed_elsewhere", page=places[place.slot])
        elif place.label in places and place.text != phrase("signature_blank"):
            text += phrase("told_elsewhere", page=places[place.label])
        elif place.text == phrase("signature_blank"):
            rule = BLANK
        else:
            continue
        if text in written and not rule:
            continue  # two people of one label sign on the same page
        written.add(text)
        width = typeface.width(text, size)
        if x + width + rule > RIGHT:
            x, y = LEFT, y - size * 1.3
        sheet.marks.append(TextMark(x=x, y=y, role=Role.FANGSONG, size=size, text=text))
        if rule:
            start = (x + width, y - 2)
            sheet.marks.append(RuleMark(start=start, end=(x + width + rule, y - 2)))
        x += width + rule + size


def _mark(book: FontBook, sheet: Sheet, text: str) -> None:
    """A boxed line in the head margin."""
    width = book.typeface(Role.HEITI).width(text, MARK_SIZE)
    x, y = (WIDTH - width) / 2, HEIGHT - MARK_DOWN
    sheet.marks.append(TextMark(x=x, y=y, role=Role.HEITI, size=MARK_SIZE, text=text))
    sheet.box((x - 6, y - 6, x + width + 6, y + MARK_SIZE + 2))


def _water(book: FontBook, sheet: Sheet, text: str, height: float) -> None:
    """Large pale words across the page, under everything else."""
    width = book.typeface(Role.HEITI).width(text, WATER_SIZE)
    across, up = 0.6157 * width / 2, 0.788 * width / 2  # cosine and sine of the angle
    mark = TextMark(
        x=WIDTH / 2 - across,
        y=HEIGHT * height - up,
        role=Role.HEITI,
        size=WATER_SIZE,
        text=text,
        grey=WATER_GREY,
        angle=WATER_ANGLE,
    )
    sheet.under(mark)
