"""A bureau's list of matters: read in one go, refused with row, column and cure, kept for ever."""

import datetime as dt
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.citation import Citation
from engine.errors import ConfigurationError, ConflictError, InputError
from engine.legal_time import LEGAL_ZONE
from engine.matters import Measure, Mode, PartyKind, PenaltyKind
from runtime.languages import Language
from runtime.messages import Messages
from tests.matter_lists import LAW, SCALE, as_csv, as_xlsx, row, rows, workbook
from workflows import list_cells
from workflows.kept_lists import KeptLists
from workflows.list_cells import CellError
from workflows.list_columns import load_list_shape
from workflows.list_import import Source, import_list
from workflows.list_sheet import read_sheet
from workflows.matter_codec import matter_from_plain, matter_to_plain
from workflows.matter_data import load_matters
from workflows.matter_shelf import MatterShelf

SHIPPED = load_matters()
NOW = dt.datetime(2026, 3, 1, 9, 0, tzinfo=LEGAL_ZONE)


def imported(data, known=SHIPPED, last=None, **more):
    data = as_csv(data) if isinstance(data, list) else data
    source = Source(name="清单.csv", data=data, by="p06", at=NOW)
    return import_list(source, known, frozenset({"default-1"}), last, **more)


def taken(lines, **more):
    """What a faultless list comes to."""
    done = imported(lines, **more)
    assert done.faults == ()
    return done.outcome


def faults(lines, **more):
    """Row, column letter and code of every fault."""
    return [
        (f.row, f.letter, f.code.removeprefix("matter_list."))
        for f in imported(lines, **more).faults
    ]


def again(first, lines, **more):
    """The same bureau's next list, after `first` was put into force."""
    return imported(lines, known=SHIPPED | dict(first.matters), last=first, **more)


# -- reading ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        as_csv(rows(3)),
        as_csv(rows(3), "utf-8-sig"),
        as_csv(rows(3), "gb18030"),
        as_csv(rows(3), delimiter="\t"),
        as_csv(rows(3), delimiter=";"),
        as_xlsx(rows(3)),
    ],
    ids=["utf-8", "utf-8 with mark", "gb18030", "tabs", "semicolons", "xlsx"],
)
def test_every_form_of_the_same_table_reads_the_same(data):
    assert taken(data).matters == taken(rows(3)).matters


def test_a_row_says_everything_a_version_holds():
    line = row(
        1,
        处罚依据=f"{LAW}第三十六条第（二）项、第37条；《噪声污染防治法》第八十二条",
        处罚种类="警告、罚款、没收违法所得",
        公民罚款下限="1,000",
        公民罚款上限="1万元",
        单位罚款下限="",
        单位罚款上限="",
        罚款方式="可以处",
        处罚条件="逾期不改正",
        须先责令改正="是",
        违法要件="当事人身份；实施了行为",
        生效日期="2022年6月5日",
        失效日期="2030/12/31",
    )
    version = taken([line]).matters["GEN-0001"].versions[0]
    laws = ["城市市容和环境卫生管理条例"] * 2 + ["中华人民共和国噪声污染防治法"]
    assert [c.law for c in version.penalty] == laws
    assert [(c.article, c.item) for c in version.penalty] == [(36, 2), (37, None), (82, None)]
    assert version.kinds == (
        PenaltyKind.WARNING,
        PenaltyKind.FINE,
        PenaltyKind.CONFISCATE_GAINS,
    )
    [fine] = version.ranges
    assert (fine.party, fine.mode, fine.correction_first) == (PartyKind.CITIZEN, Mode.MAY, True)
    assert (fine.range.low, fine.range.high) == (1_000_00, 10_000_00)
    assert [e.text for e in version.elements] == ["当事人身份", "实施了行为"]
    assert (version.valid_from, version.valid_to) == (dt.date(2022, 6, 5), dt.date(2030, 12, 31))
    assert version.to_confirm == ()


def test_a_matter_without_elements_gets_the_general_ones_to_be_confirmed():
    version = taken([row(1)]).matters["GEN-0001"].versions[0]
    assert [e.id for e in version.elements] == ["subject", "act", "place_time"]
    assert "生成1" in version.elements[1].text
    assert version.to_confirm == ("elements",)


def test_rows_of_one_code_that_differ_in_their_situation_are_one_matter():
    lines = [row(1, 罚款情形="大型"), row(1, 罚款情形="小型", 公民罚款上限="100")]
    [matter] = taken(lines).matters.values()
    assert {(f.party, f.situation) for f in matter.versions[0].ranges} == {
        (party, situation) for party in PartyKind for situation in ("大型", "小型")
    }
    assert len({f.id for f in matter.versions[0].ranges}) == 4


def test_percentages_and_areas_are_measured_as_the_article_does():
    line = row(1, 计罚单位="造价百分比", 公民罚款下限="5%", 公民罚款上限="10%")
    line |= {"单位罚款下限": "", "单位罚款上限": ""}
    [fine] = taken([line]).matters["GEN-0001"].versions[0].ranges
    assert (fine.range.measure, fine.range.low) == (Measure.PERCENT_OF_COST, 5_00)


def test_a_new_instrument_is_declared_in_the_row_that_cites_it_first():
    new = {"处罚依据": "《望潮市犬只管理条例》第九条"}
    declared = new | {"依据类别": "地方性法规", "依据施行日期": "2021-01-01"}
    assert faults([row(1, **new)]) == [(2, "E", "unknown_law")]
    first = taken([row(1, **declared), row(2, **new)])
    assert first.laws["望潮市犬只管理条例"].kind == "local_regulation"
    assert again(first, [row(3, **new)]).faults == ()


# -- faults -------------------------------------------------------------------------------------

CASES = {
    "code with a space": ({"事项编码": "A 1"}, "A", "bad_code"),
    "no code": ({"事项编码": ""}, "A", "blank"),
    "no name": ({"事项名称": ""}, "B", "blank"),
    "unknown instrument": ({"处罚依据": "《没有的条例》第三条"}, "E", "unknown_law"),
    "no article": ({"处罚依据": LAW}, "E", "no_article"),
    "unreadable article": ({"处罚依据": f"{LAW}第某条"}, "E", "bad_article"),
    "article nobody has": ({"处罚依据": f"{LAW}第零条"}, "E", "bad_article"),
    "no book-title marks": ({"处罚依据": "市容条例第三条"}, "E", "no_instrument"),
    "unknown kind": ({"处罚种类": "罚金"}, "F", "unknown_word"),
    "range reversed": ({"公民罚款下限": "200", "公民罚款上限": "50"}, "H", "reversed"),
    "amount in words": ({"公民罚款上限": "二百元"}, "I", "not_an_amount"),
    "negative amount": ({"公民罚款下限": "-5"}, "H", "not_an_amount"),
    "three decimals": ({"公民罚款上限": "200.005"}, "I", "too_fine"),
    "lower bound alone": ({"单位罚款上限": ""}, "K", "upper_missing"),
    "upper bound zero": ({"单位罚款下限": "0", "单位罚款上限": "0"}, "K", "upper_zero"),
    "unknown mode": ({"罚款方式": "并处"}, "L", "unknown_word"),
    "order needed": ({"处罚条件": "逾期不改正"}, "N", "correction_needed"),
    "no such day": ({"生效日期": "2021-02-30"}, "P", "not_a_day"),
    "no day": ({"生效日期": "即日起"}, "P", "not_a_day"),
    "ends before it begins": ({"失效日期": "2021-07-14"}, "Q", "ends_before"),
    "before its law": ({"生效日期": "2016-01-01"}, "P", "before_its_law"),
    "element twice": ({"违法要件": "行为；行为"}, "O", "element_twice"),
}


@pytest.mark.parametrize("case", CASES)
def test_one_wrong_cell_is_named_with_row_and_column(case):
    cells, letter, code = CASES[case]
    assert faults([row(1), row(2, **cells), row(3)]) == [(3, letter, code)]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("case", CASES)
def test_every_fault_says_in_both_languages_what_to_write(case, language):
    cells, _, _ = CASES[case]
    [fault] = imported([row(1, **cells)]).faults
    column = load_list_shape().columns[dict(fault.facts)["column_name"]]
    facts = {"value": fault.value, "cure": column.cure[language.value], **dict(fault.facts)}
    said = Messages(language).coded(fault.code, facts)
    assert said != fault.code
    assert "{" not in said
    assert "—" not in said
    assert fault.heading in column.headings


def test_a_fine_needs_a_range_and_a_range_a_fine():
    none = dict.fromkeys(("公民罚款下限", "公民罚款上限", "单位罚款下限", "单位罚款上限"), "")
    assert faults([row(1, **none)]) == [(2, "I", "fine_without_range")]
    assert faults([row(1, 处罚种类="警告")]) == [(2, "F", "range_without_fine")]
    assert taken([row(1, 处罚种类="警告", **none)]).matters["GEN-0001"].versions[0].ranges == ()


def test_every_fault_of_a_file_is_found_at_once():
    lines = [row(1, 处罚种类="罚金", 生效日期="?"), row(2), row(3, 公民罚款上限="x")]
    assert [(r, c) for r, c, _ in faults(lines)] == [(2, "F"), (2, "P"), (4, "I")]


def test_a_lower_norm_stays_within_the_higher_law():
    """APL 12(2), 13(1), 14(1): a lower norm may only specify within the range the higher gives."""
    higher = {
        "上位法依据": "《固体废物污染环境防治法》第一百一十一条",
        "上位法公民罚款下限": "100",
        "上位法公民罚款上限": "500",
        "单位罚款下限": "",
        "单位罚款上限": "",
    }
    within = row(1, 公民罚款下限="100", 公民罚款上限="300", **higher)
    version = taken([within]).matters["GEN-0001"].versions[0]
    assert (version.ranges[0].higher.low, version.ranges[0].higher.high) == (100_00, 500_00)
    assert version.penalty[-1].law == "中华人民共和国固体废物污染环境防治法"
    for low, high in (("50", "200"), ("100", "501"), ("99.99", "500")):
        beyond = row(1, 公民罚款下限=low, 公民罚款上限=high, **higher)
        assert [code for *_, code in faults([beyond])] == ["outside_higher"], (low, high)


def test_links_to_other_matters_are_kept_and_must_exist():
    lines = [row(1) | {"竞合事项": "GEN-0002、M-11"}, row(2) | {"上位法事项": "M-14"}]
    first = taken(lines)
    assert first.matters["GEN-0001"].versions[0].competes == ("GEN-0002", "M-11")
    assert first.matters["GEN-0002"].versions[0].yields_to == ("M-14",)
    later = again(first, [row(1, 生效日期="2024-01-01", 公民罚款上限="900")]).outcome
    assert later.matters["GEN-0001"].versions[1].competes == ("GEN-0002", "M-11")
    assert not again(first, rows(2)).news
    wrong = [row(1), row(2) | {"竞合事项": "GEN-0001、NONE-1"}]
    assert faults(wrong) == [(3, "S", "unknown_matter")]


def test_a_list_says_which_kinds_are_imposed_together():
    """给予警告，并处罚款: a bureau's own matter may no more be punished with the warning alone."""
    version = taken([row(1) | {"应当同时给予": "警告、罚款"}]).matters["GEN-0001"].versions[0]
    assert version.omitted(["warning"]) == (PenaltyKind.FINE,)
    assert taken([row(1)]).matters["GEN-0001"].versions[0].omitted(["warning"]) == ()
    assert [code for *_, code in faults([row(1) | {"应当同时给予": "没收违法所得"}])] == [
        "always_unknown"
    ]


def test_no_rule_creates_sealing_or_seizure():
    """AEL 10: laws, administrative and local regulations may; other documents may not."""
    rule = row(1) | {"强制措施依据": "《城市建筑垃圾管理规定》第七条"}
    assert faults([rule]) == [(2, "S", "seizure_by_rule")]
    law = row(1) | {"强制措施依据": "《大气污染防治法》第三十条"}
    assert len(taken([law]).matters["GEN-0001"].versions[0].seizure_basis) == 1


# -- the table as such ----------------------------------------------------------------------------


def test_wrong_headings_are_named():
    lines = [row(1) | {"罚款额度": "5"}]
    assert faults(lines) == [(1, "S", "heading")]
    short = {k: v for k, v in row(1).items() if k != "处罚依据"}
    assert faults([short]) == [(1, "", "heading_missing")]
    doubled = as_csv([row(1)]).replace("备注".encode(), "失效日期".encode())
    assert faults(doubled) == [(1, "R", "heading_twice")]


@pytest.mark.parametrize(
    "data",
    [b"", "事项编码,事项名称\n".encode(), b"\n\n,,\n"],
    ids=["nothing", "headings", "commas"],
)
def test_an_empty_list_is_refused(data):
    codes = [code for *_, code in faults(data)]
    assert "empty" in codes or "heading_missing" in codes


def test_titles_above_the_headings_are_passed_over():
    book = workbook(rows(2))
    book.active.insert_rows(1, 2)
    book.active["A1"] = "望潮区综合行政执法局权责清单"
    book.active.merge_cells("A1:R1")
    book.active["A2"] = "2026年版"
    assert set(taken(as_xlsx(book)).matters) == {"GEN-0001", "GEN-0002"}
    titled = "权责清单\n\n".encode() + as_csv([row(1, 处罚种类="罚金")])
    assert faults(titled) == [(4, "F", "unknown_word")]


def test_an_empty_table_says_that_it_is_empty():
    heads = as_csv([row(1)]).split(b"\r\n", 1)[0]
    assert faults(heads) == [(0, "", "empty")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (as_csv(rows(2), "utf-16"), "matter_list.encoding"),
        (as_csv(rows(2), "utf-16-le"), "matter_list.encoding"),
        (b"\xff\xff\xff", "matter_list.encoding"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "matter_list.old_excel"),
        (b"PK\x03\x04 not a workbook", "matter_list.not_a_table"),
        (as_csv(rows(2)) + b'"unclosed', "matter_list.quotes"),
        (b"x" * (21 << 20), "matter_list.too_large"),
    ],
    ids=["utf-16", "utf-16 without mark", "bytes", "xls", "broken xlsx", "quotes", "large"],
)
def test_what_is_no_table_is_refused_with_the_reason(data, code):
    with pytest.raises(InputError) as refused:
        read_sheet(data)
    assert refused.value.code == code


def test_big5_headings_are_not_mistaken_for_ours():
    data = "事項編碼,事項名稱\n1,占道\n".encode("big5")
    assert "heading" in {code for *_, code in faults(data)}


def test_formulas_and_merged_cells_are_named_where_they_stand():
    book = workbook(rows(3))
    book.active["I2"] = "=100+100"
    book.active.merge_cells("B3:B4")
    assert faults(as_xlsx(book)) == [(2, "I", "formula"), (3, "B", "merged")]


def test_numbers_and_days_of_a_spreadsheet_are_read_as_such():
    book = workbook(rows(1))
    book.active["I2"] = 200.0
    book.active["K2"] = 3000.5
    book.active["P2"] = dt.datetime(2022, 1, 2)  # noqa: DTZ001 - spreadsheets know no time zone
    version = taken(as_xlsx(book)).matters["GEN-0001"].versions[0]
    assert [f.range.high for f in version.ranges] == [200_00, 3000_50]
    assert version.valid_from == dt.date(2022, 1, 2)


def test_rows_are_counted_as_the_file_counts_them():
    lines = [row(1, 备注="两行\n备注"), row(2, 处罚种类="罚金")]
    assert faults(lines) == [(4, "F", "unknown_word")]
    blank = as_csv(rows(1)) + b"\r\n\r\n" + as_csv([row(2, 处罚种类="?")]).split(b"\r\n", 1)[1]
    assert faults(blank) == [(5, "F", "unknown_word")]


# -- codes and days -------------------------------------------------------------------------------


def test_a_doubled_code_names_the_other_row():
    assert faults([row(1), row(2), row(1)]) == [(4, "A", "code_twice")]
    assert dict(imported([row(1), row(2), row(1)]).faults[0].facts)["other"] == "2"


def test_rows_of_one_version_must_agree():
    lines = [row(1, 罚款情形="大型"), row(1, 罚款情形="小型", 备注="别的")]
    assert faults(lines) == [(3, "A", "rows_differ")]


def test_two_texts_of_one_matter_may_not_overlap():
    old, new = row(1, 失效日期="2023-04-30"), row(1, 生效日期="2023-05-01", 公民罚款上限="900")
    [matter] = taken([new, old]).matters.values()
    assert [v.valid_from.year for v in matter.versions] == [2021, 2023]
    late = row(1, 失效日期="2023-05-01")
    assert faults([late, new]) == [(3, "P", "overlap")]
    assert faults([row(1), new]) == [(3, "P", "overlap")]
    assert dict(imported([row(1), new]).faults[0].facts)["write"] == "2023-04-30"


def test_a_changed_law_begins_on_its_day_and_ends_the_text_before():
    first = taken(rows(3))
    second = again(first, [row(2, 生效日期="2024-01-01", 公民罚款上限="900")]).outcome
    assert second.effect["changed"] == ("GEN-0002",)
    old, new = second.matters["GEN-0002"].versions
    assert (old.valid_to, new.valid_from) == (dt.date(2023, 12, 31), dt.date(2024, 1, 1))
    assert old.ranges == first.matters["GEN-0002"].versions[0].ranges
    assert set(second.matters) == set(first.matters)
    assert second.previous == first.digest


def test_a_text_in_force_is_not_rewritten_unless_it_was_a_mistake():
    first = taken(rows(2))
    changed = [row(2, 公民罚款上限="900")]
    assert [(f.row, f.letter) for f in again(first, changed).faults] == [(2, "P")]
    assert again(first, changed).faults[0].code == "matter_list.already_in_force"
    corrected = again(first, changed, correct=True)
    assert corrected.faults == ()
    assert corrected.outcome.effect["corrected"] == ("GEN-0002",)
    high = corrected.outcome.matters["GEN-0002"].versions[0].range_for("citizen").high
    assert high == 900_00


def test_a_repealed_matter_is_ended_by_naming_its_last_day():
    first = taken(rows(1))
    ended = again(first, [row(1, 失效日期="2024-06-30")]).outcome
    assert ended.effect["ended"] == ("GEN-0001",)
    assert ended.matters["GEN-0001"].version_on(dt.date(2024, 6, 30)) is not None
    assert ended.matters["GEN-0001"].version_on(dt.date(2024, 7, 1)) is None


def test_the_same_list_again_brings_nothing_new():
    first = taken(rows(5))
    second = again(first, rows(5))
    assert not second.news
    assert len(second.outcome.effect["unchanged"]) == 5


def test_a_bureaus_own_text_of_a_shipped_matter_takes_over_on_its_day():
    line = row(1, 事项编码="M-07", 生效日期="2024-01-01", 公民罚款上限="500")
    own = taken([line]).matters["M-07"]
    assert [v.valid_from for v in own.versions] == [dt.date(2020, 11, 27), dt.date(2024, 1, 1)]
    assert own.own
    assert own.version_on(dt.date(2023, 12, 31)).ranges == SHIPPED["M-07"].versions[0].ranges


# -- keeping --------------------------------------------------------------------------------------


def test_781_rows_go_in_at_one_go_and_are_kept(tmp_path):
    lists, told = KeptLists(tmp_path / "matters"), []
    data = as_csv(rows(SCALE), "gb18030")
    done = imported(data, progress=lambda row, total: told.append((row, total)))
    assert done.faults == ()
    assert (done.rows, len(done.outcome.matters)) == (SCALE, SCALE)
    assert told[-1] == (SCALE, SCALE)
    kept = lists.keep(done.outcome, data)
    again = KeptLists(tmp_path / "matters").latest()
    assert again.matters == done.outcome.matters
    assert (again.digest, again.by, again.at) == (kept.digest, "p06", NOW)
    original = next((tmp_path / "matters").glob("0001-*.csv"))
    assert original.read_bytes() == data


def test_cases_keep_the_list_they_were_judged_under(tmp_path):
    folder = tmp_path / "matters"
    assert MatterShelf(KeptLists(folder)).digest == ""
    first = KeptLists(folder).keep(taken(rows(2)), b"1")
    changed = [row(2, 公民罚款上限="900")]
    second = again(first, changed, correct=True).outcome
    KeptLists(folder).keep(second, b"2")
    shelf = MatterShelf(KeptLists(folder))
    now, then = shelf.matters["GEN-0002"], shelf.under("", first.digest)["GEN-0002"]
    assert now.versions[0].range_for("citizen").high == 900_00
    assert then.versions[0].range_for("citizen").high == 202_00
    assert shelf.under("", "") == SHIPPED
    assert shelf.under("", "f" * 64) is None


def test_two_imports_at_once_cannot_both_become_the_next_list(tmp_path):
    lists, outcome = KeptLists(tmp_path / "matters"), taken(rows(1))
    lists.keep(outcome, b"1")
    with pytest.raises(ConflictError, match=r"matter_list\.raced"):
        lists.keep(replace(outcome, by="p08"), b"2")
    assert [k.by for k in KeptLists(tmp_path / "matters").history()] == ["p06"]
    assert not list((tmp_path / "matters").glob("*.new"))


def test_a_kept_list_that_was_changed_or_removed_is_noticed(tmp_path):
    folder = tmp_path / "matters"
    first = KeptLists(folder).keep(taken(rows(2)), b"1")
    second = again(first, [row(3)]).outcome
    KeptLists(folder).keep(second, b"2")
    assert len(KeptLists(folder).history()) == 2
    path = folder / "0001.json"
    whole = path.read_bytes()
    plain = json.loads(whole)
    plain["matters"][0]["name"] = "别的"
    path.write_text(json.dumps(plain), "utf-8")
    with pytest.raises(ConfigurationError, match=r"matter_list\.damaged"):
        KeptLists(folder).history()
    path.write_bytes(whole[:100])
    with pytest.raises(ConfigurationError, match=r"matter_list\.damaged"):
        KeptLists(folder).history()
    path.unlink()
    with pytest.raises(ConfigurationError, match=r"matter_list\.damaged"):
        KeptLists(folder).history()


@pytest.mark.parametrize("matter", SHIPPED.values(), ids=lambda m: m.id)
def test_every_matter_survives_being_kept(matter):
    plain = json.loads(json.dumps(matter_to_plain(matter)))
    assert matter_from_plain(plain) == replace(matter, own=True)


# -- cells ----------------------------------------------------------------------------------------


@given(
    article=st.integers(1, 999), paragraph=st.none() | st.integers(1, 30), item=st.integers(1, 30)
)
def test_an_article_reads_back_as_the_citation_writes_it(article, paragraph, item):
    cited = Citation(law="某条例", article=article, paragraph=paragraph, item=item)
    assert list_cells.citations(cited.text()) == (cited,)


@given(day=st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31)))
def test_a_day_reads_back_in_every_spelling(day):
    spellings = (
        f"{day}",
        f"{day:%Y/%m/%d}",
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
    )
    assert {list_cells.day(text) for text in spellings} == {day}


@given(fen=st.integers(0, 10**10))
def test_an_amount_reads_back_to_the_fen(fen):
    assert list_cells.amount(f"{fen // 100}.{fen % 100:02d}") == fen
    assert list_cells.amount(f"{fen // 100:,}元") == fen // 100 * 100


@given(text=st.text(max_size=30))
def test_no_cell_breaks_a_reader(text):
    for read in (list_cells.amount, list_cells.day, list_cells.citations, list_cells.identifier):
        try:
            read(text)
        except CellError as refused:
            assert refused.code.startswith("matter_list.")
