"""The typography of each family of forms.

Sizes follow GB/T 9704-2012 (5.2.2: body 3号 = 16 pt, 22 lines of 28 characters; 7.3.1: titles
2号 = 22 pt) and, for tables and records, the usual practice of 小四 to 四号 (12 to 14 pt).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from documents.form import Layout
from documents.layout.sheet import DEPTH, HEAD, MEASURE, MM

GRID_LINES, GRID_COLUMNS = 22, 28
# GB/T 9704-2012, 7.3.5: where seal and date find no room, the space between lines is adjusted
CLOSER_GRIDS = (23, 24, 25)
CLOSER_LEADS = (0.95, 0.9, 0.86)
PITCH = DEPTH / GRID_LINES
BODY = 16.0
FLOOR = 8.0  # the smallest size a cell may shrink to


class Footer(StrEnum):
    """What stands at the foot of a page."""

    NONE = "none"
    DASHED = "page_dash"  # — 1 —, outer side
    COUNTED = "page_of"  # 第1页　共2页, centred


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """How a family is set; sizes and leads in points."""

    size: float
    lead: float
    head: float = HEAD  # margin above the type area
    depth: float = DEPTH
    tracking: float = 0.0
    on_grid: bool = False
    title_size: float = 22.0
    title_lead: float = 34.0
    title_drop: float = 0.0  # space above the title
    table_size: float = 12.0
    table_lead: float = 18.0
    row: float = 26.0  # least height of a table row
    pad: float = 4.0  # above and below the text of a cell
    blank: float = 1.0  # how much of the height a form asks for cells to write in
    footer: Footer = Footer.COUNTED
    foot_signatures: bool = False
    number_centred: bool = False
    one_sheet: bool = False  # handed over on the spot: set smaller rather than on two pages


_REPORT = Family(
    size=BODY,
    lead=PITCH,
    tracking=MEASURE / GRID_COLUMNS - BODY,
    on_grid=True,
    title_lead=1.2 * PITCH,
    footer=Footer.DASHED,
)
# tables and records use the page more fully; head and binding edge stay clear for filing
_FORM = Family(size=12.0, lead=20.0, head=20 * MM, depth=252 * MM)
FAMILIES: Mapping[Layout, Family] = {
    Layout.APPROVAL: _FORM,
    Layout.RECEIPT: replace(_FORM, one_sheet=True),
    Layout.LIST: _FORM,
    Layout.PHOTOS: _FORM,
    Layout.LETTER: replace(_REPORT, number_centred=True),
    Layout.REPORT: _REPORT,
    Layout.RECORD: replace(_FORM, size=14.0, lead=25.0, foot_signatures=True),
    Layout.COVER: Family(
        size=16.0, lead=36.0, title_size=36.0, title_lead=60.0, title_drop=90.0, footer=Footer.NONE
    ),
    Layout.BULLETIN: replace(
        _FORM, size=11.0, lead=18.0, table_size=10.0, table_lead=13.5, row=20.0, pad=3.0
    ),
    Layout.INDEX: replace(_FORM, table_size=10.0, table_lead=15.0, row=30.0, footer=Footer.NONE),
}


def closer(layout: Layout) -> Iterator[Family]:
    """The same family set closer, step by step, for a document whose last page is nearly empty."""
    family = FAMILIES[layout]
    if family.on_grid:
        yield from (_on_grid(family, DEPTH / lines) for lines in CLOSER_GRIDS)
    elif family.footer is not Footer.NONE:
        leads = (_led(family, share) for share in CLOSER_LEADS)
        yield from leads
        if not family.foot_signatures:
            yield _sized(family, 10.5)
        if family.one_sheet:
            yield from (_sized(family, size) for size in (9.5, 9.0))


def _sized(family: Family, size: float) -> Family:
    """A form in smaller letters: 五号 (10.5 pt), for receipts down to 小五 (9 pt)."""
    led = _led(family, CLOSER_LEADS[-1])
    lead = 1.38 * size
    return replace(led, size=size, lead=lead, table_size=size, table_lead=lead, row=lead + 5)


def _on_grid(family: Family, pitch: float) -> Family:
    return replace(_led(family, pitch / PITCH), lead=pitch, title_lead=1.2 * pitch)


def _led(family: Family, share: float) -> Family:
    """Lines closer, tables lower; the size of the letters stays."""
    return replace(
        family,
        lead=family.lead * share,
        table_lead=family.table_lead * share,
        row=family.row * share,
        pad=family.pad * share**2,
        blank=1 - 5 * (1 - share),
    )
