"""The typography of each family of forms.

Sizes follow GB/T 9704-2012 (5.2.2: body 3号 = 16 pt, 22 lines of 28 characters; 7.3.1: titles
2号 = 22 pt) and, for tables and records, the usual practice of 小四 to 四号 (12 to 14 pt).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from documents.form import Layout
from documents.layout.sheet import DEPTH, HEAD, MEASURE, MM

GRID_LINES, GRID_COLUMNS = 22, 28
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
    footer: Footer = Footer.COUNTED
    foot_signatures: bool = False
    number_centred: bool = False


_REPORT = Family(
    size=BODY,
    lead=PITCH,
    tracking=MEASURE / GRID_COLUMNS - BODY,
    on_grid=True,
    title_lead=1.2 * PITCH,
    footer=Footer.DASHED,
)
# tables and records use the page more fully; head and binding edge stay clear for filing
_FORM = Family(size=12.0, lead=20.0, head=25 * MM, depth=247 * MM)
FAMILIES: Mapping[Layout, Family] = {
    Layout.APPROVAL: _FORM,
    Layout.RECEIPT: _FORM,
    Layout.LIST: _FORM,
    Layout.PHOTOS: _FORM,
    Layout.LETTER: replace(_REPORT, number_centred=True),
    Layout.REPORT: _REPORT,
    Layout.RECORD: replace(_FORM, size=14.0, lead=25.0, foot_signatures=True),
    Layout.COVER: Family(
        size=16.0, lead=36.0, title_size=36.0, title_lead=60.0, title_drop=90.0, footer=Footer.NONE
    ),
    Layout.INDEX: replace(_FORM, row=30.0, footer=Footer.NONE),
}
