"""Fine points of set pages: labelled values side by side, cells, annexes, feet of records."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from documents.fill import fill
from documents.fonts import Role, vendored_book
from documents.forms import read_form
from documents.layout.document import set_document
from documents.layout.sheet import LEFT, Sheet, TextMark

MOMENT = datetime(2026, 1, 20, 1, 30, tzinfo=UTC)
HEAD = """\
id: fine
name: 试
name_en: Fine
type_code: null
layout: {layout}
law: [某条]
elements: []
"""


def laid_out(layout: str, rest: str, values: Mapping[str, object], *slots: str) -> list[Sheet]:
    """A small form on its pages."""
    form = read_form(HEAD.format(layout=layout) + rest, "fine.yaml")
    known = {"agency": {"name": "某局"}, **values}
    filled = fill(form, known, moment=MOMENT, number=None, slots=slots)
    return set_document(filled, vendored_book(), training=False, preview=False)


def marks(sheet: Sheet, words: str) -> list[TextMark]:
    return [m for m in sheet.texts() if words in m.text]


SIDE_BY_SIDE = """\
body:
  - lines: [[{label: 身份证件号码, value: "{{ number }}"}, {label: 电话, value: "{{ phone }}"}]]
"""


def test_a_value_borrows_room_from_its_neighbour_rather_than_break() -> None:
    values = {"number": "330299197908250028", "phone": "0570"}
    (sheet,) = laid_out("record", SIDE_BY_SIDE, values)
    (number,), (phone,) = marks(sheet, "330299197908250028"), marks(sheet, "0570")
    assert number.y == phone.y
    assert number.x + vendored_book().typeface(number.role).width(number.text, 14) < phone.x


CELLS = """\
body:
  - table:
      columns: [40, 60]
      rows: [[{value: "{{ text }}"}, 空]]
"""


@pytest.mark.parametrize("whole", ["第000001号", "19日", "□撤回公示", "〔2026〕"])
@pytest.mark.parametrize("before", range(16))
def test_numbers_dates_and_choices_stay_whole_in_a_cell(whole: str, before: int) -> None:
    text = f"{'字' * before}{whole}　{'字' * 20}"
    (sheet,) = laid_out("approval", CELLS, {"text": text})
    assert marks(sheet, whole)
    assert not marks(sheet, text)  # it takes more than a line


ANNEX = """\
body:
  - para: 正文。
  - page_break: true
  - heading: 附件
  - heading: 听证公告
    align: center
  - para: 公告内容。
"""


def test_an_annex_is_named_flush_left_and_titled() -> None:
    """GB/T 9704-2012, 7.3.6: 附件 in 黑体 at the left edge, its title centred."""
    _, annex = laid_out("letter", ANNEX, {})
    (name,), (title,) = marks(annex, "附件"), marks(annex, "听证公告")
    assert (name.role, name.x, name.size) == (Role.HEITI, LEFT, 16)
    assert (title.role, title.size) == (Role.TITLE, 22)
    assert title.y < name.y


RECORD = """\
signers:
  - {slot: one, role: case_officer, label: 记录人}
  - {slot: two, role: case_officer, label: 记录人}
party_signature: {label: 当事人, text: 以上笔录我已看过。}
body:
  - para: "{{ text }}"
"""


def test_each_page_of_a_record_tells_where_everybody_signed_once() -> None:
    values = {"text": "记录内容。\n" * 60, "party_signing": "伍思远（本人）已在纸质件上签名，附卷"}
    first, *_, last = laid_out("record", RECORD, values, "one", "two")
    assert len(marks(first, "记录人：（电子签名见第")) == 1
    assert len(marks(first, "当事人：（签名情况见第")) == 1
    assert not marks(last, "见第")
