"""Where pages break: what stays together, and how the last page is spared.

GB/T 9704-2012, 7.3.5: seal and date never stand on a page without text; the space between lines is
adjusted instead.
"""

from datetime import UTC, datetime
from itertools import pairwise

import pytest

from documents.fill import fill
from documents.fonts import vendored_book
from documents.forms import read_form
from documents.layout.document import set_document
from documents.layout.sheet import Sheet
from documents.linebreak import Paragraph

MOMENT = datetime(2026, 1, 20, 1, 30, tzinfo=UTC)


SHORT = """\
id: short
name: 试
name_en: Short
type_code: null
layout: {layout}
sealed: true
law: [某条]
elements: []
body:
  - para: "{{{{ text }}}}"
  - list:
      each: rows
      as: row
      columns:
        - {{head: 名称, value: "{{{{ row }}}}"}}
  - dateline: {{agency: 某局, date: 某日}}
"""


def short(layout: str, *, lines: int = 1, rows: int = 1, text: str = "") -> list[Sheet]:
    """A letter or form of some lines, a list of some rows, and the seal."""
    form = read_form(SHORT.format(layout=layout), "short.yaml")
    known = {"text": text or "一段文字。\n" * lines, "rows": ["物品"] * rows}
    known["agency"] = {"name": "某局"}
    filled = fill(form, known, moment=MOMENT, number=None, slots=("seal",))
    return set_document(filled, vendored_book(), training=False, preview=False)


def words(sheet: Sheet) -> list[str]:
    return list(sheet.words())


@pytest.mark.parametrize("layout", ["letter", "list", "receipt"])
@pytest.mark.parametrize("rows", range(1, 41))
def test_seal_and_last_rows_never_leave_those_above_them(layout: str, rows: int) -> None:
    last = short(layout, lines=3, rows=rows)[-1]
    assert words(last).count("物品") >= min(rows, 2)
    assert "以下空白" in words(last)
    assert [field.slot for field in last.fields] == ["seal"]


@pytest.mark.parametrize("lines", range(1, 25))
def test_the_seal_stands_within_a_line_of_the_text(lines: int) -> None:
    """GB/T 9704-2012, 7.3.5.1: its upper edge lies within one line of the text."""
    (sealed,) = (sheet for sheet in short("letter", lines=lines) if sheet.fields)
    top = sealed.fields[0].rect[3]
    lowest = min(bottom for _, bottom, _, _ in sealed.boxes)
    assert 0 <= lowest - top < 29


@pytest.mark.parametrize("length", range(300, 700, 17))
def test_no_page_begins_or_ends_with_one_line_of_a_paragraph(length: int) -> None:
    for sheet in short("letter", text="述" * length):
        assert len([text for text in words(sheet) if "述" in text]) != 1


def test_a_nearly_empty_last_page_is_spared_by_closer_lines() -> None:
    """GB/T 9704-2012, 7.3.5: where seal and date find no room, the line space is adjusted."""
    pages, leads = [], []
    for lines in range(8, 25):
        made = short("letter", lines=lines)
        heights = [mark.y for mark in made[0].texts() if mark.text == "一段文字。"]
        pages.append(len(made))
        leads.append(round(max(a - b for a, b in pairwise(heights)), 1))
    assert pages == sorted(pages)
    assert set(leads) <= {29.0, 27.7, 26.6, 25.5}
    assert min(leads) < 29.0


@pytest.mark.parametrize("width", range(4, 30))
def test_a_choice_keeps_its_box(width: int) -> None:
    text = "■直接送达　□留置送达　□邮寄送达　□委托送达"
    lines = Paragraph(text, [16.0] * len(text), 16.0).lines(16.0 * width)
    assert all(line.text[0] != "　" and line.text[-1] not in "□■" for line in lines)
    if width > 5:
        assert all(line.text[0] in "□■" for line in lines)
