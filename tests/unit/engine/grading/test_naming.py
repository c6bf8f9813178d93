"""What texts name and say: agencies, roads, companies, persons, and sentences against the law.

Each check finds its defect, and stays silent just beside it.
"""

import pytest

from tests.defects import archived, inputs, new_in, rows


def to(trigger, /, **changes):
    """Texts of an act changed; a callable takes the old one."""

    def change(events):
        given = next(e for e in events if e.trigger == trigger and e.kind.value == "transition")
        new = {k: v(given.inputs.text(k)) if callable(v) else v for k, v in changes.items()}
        return inputs(events, trigger, **new)

    return change


def decided(**changes):
    return to("approve_penalty", **changes)


def more(text):
    return lambda old: old + text


def says(old, new):
    def change(text):
        assert old in text
        return text.replace(old, new)

    return change


def answered(number, **changes):
    """One question and answer of the interview."""

    def change(given):
        found = list(given)
        found[number] = found[number].merged(changes)
        return found

    return lambda events: rows(events, "record_evidence", "interview", change, nth=2)


def both(*changes):
    def all_of_them(events):
        for change in changes:
            events = change(events)
        return events

    return all_of_them


OTHER = "海岚市城市管理局"
FOUND = [
    ("A1", "agency_foreign", decided(decision_reasons=more(f"{OTHER}据此决定处罚。"))),
    ("A1", "agency_foreign", decided(decision_reasons=more("栖霞区综合行政执法局决定处罚。"))),
    ("A1", "agency_foreign", answered(0, question=f"我们是{OTHER}的执法人员。")),
    ("B1", "road_strange", to("serve_prior_notice", notice_facts=says("听涛路", "栖霞路"))),
    ("B1", "facts_differ", decided(decision_facts=says("6时40分", "16时40分"))),
    ("B1", "facts_differ", decided(decision_facts=says("6时40分", "6时04分"))),
    ("B1", "facts_differ", decided(decision_facts=says("6时40分", "下午6时"))),
    (
        "V05",
        "entity_strange",
        decided(decision_facts=says("当事人所有的", "海岚市恒通运输有限公司所有的")),
    ),
    ("V05", "another_penalised", decided(decision_content="给予沈国强警告，并处罚款8000元。")),
    ("V05", "another_penalised", decided(decision_content="给予驾驶员王某警告，并处罚款。")),
    ("V05", "denial_unweighed", answered(1, answer="车不是我公司的。")),
    ("V05", "denial_unweighed", answered(1, answer="车去年就卖给别人了。")),
    ("V05", "denial_unweighed", answered(1, answer="这件事与我单位无关。")),
    ("V12", "defence_held_against", decided(decision_discretion="因当事人申辩，从重处罚。")),
    ("V12", "defence_held_against", decided(decision_discretion="鉴于其态度恶劣，加重处罚。")),
    ("V12", "defence_held_against", decided(decision_discretion="其多次辩解，予以从重处罚。")),
    (
        "V16",
        "control_doubted",
        to("end_investigation", facts_found=more("其行为时不能辨认自己的行为。")),
    ),
    ("H3", "correction_denied", to("review_ok", finding="路面渣土仍未清理。")),
    ("H3", "correction_denied", to("review_ok", finding="清理未完成，改正不彻底。")),
    ("F5", "days_wrong", decided(decision_facts=says("2026年3月2日", "26年3月2日"))),
]


@pytest.mark.parametrize(("head", "code", "change"), FOUND)
def test_a_text_that_names_or_says_what_it_must_not_is_found(head, code, change):
    assert code in new_in(archived(), change(archived().events), head)


SILENT = [
    # 线索由另一机关移送，本机关的简称，被询问人自己的说法
    ("A1", "agency_foreign", decided(decision_reasons=more(f"本案由{OTHER}移送本机关。"))),
    ("A1", "agency_foreign", decided(decision_reasons=more("望潮区综合行政执法局决定处罚。"))),
    ("A1", "agency_foreign", decided(decision_reasons=more("我综合行政执法局决定处罚。"))),
    (
        "A1",
        "agency_foreign",
        decided(decision_reasons=more("浙江省海岚市望潮区综合行政执法局决定处罚。")),
    ),
    ("A1", "agency_foreign", answered(0, question="我们是区综合行政执法局的执法人员。")),
    ("A1", "agency_foreign", answered(1, answer=f"以为你们是{OTHER}的。")),
    # 同一条路的路口、路面，泛称的道路
    ("B1", "road_strange", decided(decision_facts=more("污染路面。"))),
    ("B1", "road_strange", decided(decision_facts=more("影响城市道路。"))),
    ("B1", "road_strange", decided(decision_facts=more("冲洗听涛路。"))),
    ("B1", "facts_differ", decided(decision_facts=says("6时40分", "6时"))),
    ("B1", "facts_differ", decided(decision_facts=says("6时40分", "6:40"))),
    (
        "V05",
        "entity_strange",
        decided(decision_facts=says("当事人所有的", "海岚市顺达土石方运输有限公司所有的")),
    ),
    (
        "V05",
        "another_penalised",
        decided(decision_content="对当事人（法定代表人沈国强）给予警告。"),
    ),
    ("V05", "another_penalised", decided(decision_content="给予警告，并处罚款8000元。")),
    ("V05", "another_penalised", decided(decision_content="给予通报批评并罚款8000元。")),
    ("V05", "denial_unweighed", answered(1, answer="车是我公司的。")),
    (
        "V05",
        "denial_unweighed",
        both(
            answered(1, answer="车不是我公司的。"),
            to("end_investigation", facts_found=more("当事人否认车辆归其所有，与行驶证不符。")),
        ),
    ),
    (
        "V12",
        "defence_held_against",
        decided(decision_discretion="不因当事人陈述、申辩而加重处罚。"),
    ),
    ("V12", "defence_held_against", decided(decision_discretion="当事人申辩不成立。属从重阶次。")),
    ("V16", "control_doubted", to("end_investigation", facts_found=more("未发现其不能辨认行为。"))),
    ("H3", "correction_denied", to("review_ok", finding="没有发现仍未清理的渣土。")),
    ("F5", "days_wrong", decided(decision_facts=more("使用26年。"))),
]


@pytest.mark.parametrize(("head", "code", "change"), SILENT)
def test_what_only_looks_like_it_is_left_alone(head, code, change):
    assert code not in new_in(archived(), change(archived().events), head)


CITED = [
    ("第二十三条第三款", "C1", "paragraph_missing", True),
    ("第二十三条第二款", "V08", "paragraph_missing", True),
    ("第二十三条第一款", "C1", "paragraph_missing", False),
    ("第二十三条第一项", "C1", "paragraph_missing", True),
    ("第二十二条第九款", "C1", "paragraph_missing", False),  # 没有记录款数的条文
]


@pytest.mark.parametrize(("written", "head", "code", "found"), CITED)
def test_a_paragraph_an_article_has_not_is_found(written, head, code, found):
    """城市建筑垃圾管理规定第二十三条只有一款。"""
    events = decided(decision_reasons=says("第二十三条", written))(archived().events)
    assert (code in new_in(archived(), events, head)) is found


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("望潮区渣土运输管理办法（试行）", True),
        ("望潮区渣土运输管理办法", True),
        ("关于加强渣土管理的通知", True),
        ("海岚市渣土管理办法", False),  # 设区的市可以制定规章
        ("海岚市城区渣土管理条例", False),
        ("望潮区行政处罚裁量基准（试行）", False),
        ("城市建筑垃圾管理规定", False),
    ],
)
def test_a_penalty_rests_on_no_document_below_a_rule(title, found):
    """APL 16: 其他规范性文件不得设定行政处罚；立法法：区县不能制定规章。"""
    change = decided(decision_reasons=more(f"依照《{title}》第三条处罚。"))
    assert ("basis_no_statute" in new_in(archived(), change(archived().events), "V03")) is found


@pytest.mark.parametrize(
    ("reasons", "found"),
    [
        ("违反《中华人民共和国大气污染防治法》第七十条第一款，依照第一百一十六条处罚。", True),
        (
            "违反《城市建筑垃圾管理规定》第十四条，也违反《中华人民共和国大气污染防治法》第七十条。",
            False,
        ),
        ("违反《中华人民共和国行政处罚法》第三十二条。", False),  # 不是任何事项的违反条款
    ],
)
def test_an_act_is_called_a_breach_of_its_own_matter(reasons, found):
    events = decided(decision_reasons=reasons)(archived().events)
    assert ("norm_of_another" in new_in(archived(), events, "C2")) is found


@pytest.mark.parametrize(
    ("told", "found"), [("处罚款8000元。", True), ("给予警告，并处罚款8000元。", False)]
)
def test_every_kind_of_penalty_decided_was_told_of(told, found):
    """APL 44: 拟作出的行政处罚内容，一种也不能漏。"""
    events = to("serve_prior_notice", notice_content=told)(archived().events)
    assert ("proposal_kind_untold" in new_in(archived(), events, "E3")) is found
