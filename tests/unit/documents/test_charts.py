"""Charts in documents: what is shown stands where its scale says, and is told in words as well."""

import datetime as dt
import io
from dataclasses import replace
from itertools import pairwise

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.chart import ChartKind, ChartRow, FilledChart
from documents.compose import compose
from documents.filled import Filled
from documents.fonts import vendored_book
from documents.forms import load_report_forms, read_form
from documents.layout.document import set_document
from documents.layout.plot import Scale, nice_step, rounded
from documents.layout.sheet import HEIGHT, LEFT, RIGHT, ShapeMark, TextMark
from engine.errors import InputError
from engine.legal_time import LEGAL_ZONE
from tests import archival, tagged

WIDTH_OF = vendored_book().typeface
NAMES = ("听涛中队", "栖霞中队", "名称很长的基层综合行政执法中队")


def chart(kind, rows=None, **facts):
    rows = rows or tuple(
        ChartRow(
            label=name, series=((80.0 + 5 * n, 84.0, 91.5),) if kind in MANY else ((80.0 + n,),)
        )
        for n, name in enumerate(NAMES)
    )
    plain = {"kind": kind, "title": "标题", "unit": "分", "names": ("得分",), "rows": rows}
    return FilledChart(**{**plain, **facts})


MANY = {ChartKind.STRIPS, ChartKind.INTERVALS, ChartKind.MULTIPLES}


def drawn(one):
    filled = Filled(
        form=load_report_forms()["ranking_report"],
        issuer="",
        number=None,
        body=(one,),
        signers=(),
    )
    (sheet,) = set_document(filled, vendored_book(), training=False, preview=False)
    return sheet


# -- scales -----------------------------------------------------------------------------------


@given(st.floats(0.01, 1e6))
def test_steps_are_one_two_or_five_and_six_fill_the_width(width):
    step = nice_step(width)
    assert width / step <= 6.01
    assert f"{step:.0e}"[0] in "125"


@given(st.floats(-1e4, 1e4), st.floats(0.01, 1e4))
def test_a_scale_holds_its_ends_and_everything_between(low, wide):
    begin, end = rounded(low, low + wide)
    assert begin <= low + 1e-6
    assert end >= low + wide - 1e-6
    scale = Scale(begin, end, 100.0, 300.0)
    assert abs(scale.at(begin) - 100) < 1e-6
    assert abs(scale.at(end) - 300) < 1e-6
    assert 100 <= scale.at(low) <= scale.at(low + wide) <= 300


def test_what_is_off_the_scale_lies_at_its_end():
    scale = Scale(0, 100, 0.0, 50.0)
    assert (scale.at(-7), scale.at(120)) == (0.0, 50.0)


# -- on the page --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ChartKind)
def test_nothing_is_drawn_outside_the_type_area(kind):
    sheet = drawn(chart(kind, reference=(90.0, "目标"), ticks=("1月", "6月")))
    shapes = [p for m in sheet.marks if isinstance(m, ShapeMark) for p in m.points]
    assert shapes
    for x, y in shapes:
        assert LEFT - 1.5 <= x <= RIGHT + 1.5, (kind, x)
        assert 0 < y < HEIGHT
    for mark in (m for m in sheet.marks if isinstance(m, TextMark)):
        wide = WIDTH_OF(mark.role).width(mark.text, mark.size)
        assert mark.x >= LEFT - 1, (kind, mark.text)
        assert mark.x + wide <= RIGHT + 1, (kind, mark.text)


def test_a_bar_is_as_long_as_its_number_on_a_scale_from_nought():
    rows = tuple(ChartRow(label=str(n), series=((float(n),),)) for n in (25, 50, 100))
    sheet = drawn(chart(ChartKind.BARS, rows, low=0, high=100))
    bars = [m for m in sheet.marks if isinstance(m, ShapeMark) and m.stroke and m.fill]
    lengths = [max(x for x, _ in b.points) - min(x for x, _ in b.points) for b in bars]
    assert len(lengths) == 3
    assert abs(lengths[0] * 4 - lengths[2]) < 0.01
    assert abs(lengths[1] * 2 - lengths[2]) < 0.01


def test_dots_of_a_strip_lie_where_their_values_do():
    rows = (ChartRow(label="甲", series=((60.0, 80.0, 100.0),)),)
    sheet = drawn(chart(ChartKind.STRIPS, rows, low=60, high=100))
    discs = [m for m in sheet.marks if isinstance(m, ShapeMark) and len(m.points) == 20]
    middles = sorted(sum(x for x, _ in d.points) / 20 for d in discs)
    assert len(middles) == 3
    assert abs((middles[1] - middles[0]) - (middles[2] - middles[1])) < 0.01


def test_a_chart_is_told_in_words_to_those_who_cannot_see_it():
    row = ChartRow(label="听涛中队", series=((96.25,), ()), note="连续2月末位")
    words = chart(ChartKind.BARS, (row,), names=("本月", "上月"), digits=2).words()
    assert words == "标题\n听涛中队：本月 96.25分（连续2月末位）"


def test_a_tall_chart_is_refused_not_cut():
    rows = tuple(ChartRow(label=str(n), series=((1.0,),)) for n in range(60))
    with pytest.raises(InputError) as refused:
        drawn(chart(ChartKind.BARS, rows))
    assert refused.value.code == "document.too_tall"


# -- as data of a form ----------------------------------------------------------------------------

FORM = """
id: sample
name: 样张
name_en: Sample
type_code: null
layout: bulletin
law: []
elements: [shown]
body:
  - chart:
      kind: {kind}
      empty: 没有数据
      title: 标题
      unit: 分
      each: input.rows
      as: item
      label: "{{{{ item.name }}}}"
      series: [{{name: 得分, value: item.values}}]
    element: shown
"""


def composed(kind, rows):
    form = read_form(FORM.format(kind=kind.value), "sample.yaml")
    moment = dt.datetime(2026, 7, 1, 9, 0, tzinfo=LEGAL_ZONE)
    return compose(
        form,
        {"agency": {"name": "某局"}, "input": {"rows": rows}},
        moment=moment,
        number=None,
        slots=(),
        training=False,
        preview=False,
        attachment=None,
    )


ROWS = [{"name": name, "values": [81.5, 90, 96]} for name in NAMES]


@pytest.mark.parametrize("kind", ChartKind)
def test_a_chart_is_archival_tagged_and_the_same_every_time(kind):
    made = composed(kind, ROWS)
    assert archival.faults(made.pdf) == []
    assert tagged.faults(made.pdf) == []
    assert composed(kind, ROWS).pdf == made.pdf
    with pikepdf.open(io.BytesIO(made.pdf)) as file:
        alts = [
            str(o["/Alt"])
            for o in file.objects
            if isinstance(o, pikepdf.Dictionary) and "/Alt" in o
        ]
    assert any("听涛中队：得分 81.5、90、96分" in alt for alt in alts)


def test_nothing_to_show_is_said_in_words():
    assert "没有数据" in composed(ChartKind.BARS, []).text


def test_a_number_that_is_none_is_named():
    with pytest.raises(InputError) as refused:
        composed(ChartKind.BARS, [{"name": "甲", "values": "九十"}])
    assert refused.value.code == "document.wrong_kind"
    assert refused.value.facts["line"] == 18


def test_shades_of_series_differ_on_a_grey_print():
    from documents.layout.plot import SHADES

    def grey(shade):
        return 0.299 * shade[0] + 0.587 * shade[1] + 0.114 * shade[2]

    greys = sorted(grey(shade) for shade in SHADES)
    assert min(b - a for a, b in pairwise(greys)) > 0.2
    assert replace(chart(ChartKind.BARS), digits=0).number(3.0) == "3"
