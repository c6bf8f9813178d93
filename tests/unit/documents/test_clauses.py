"""The statutory clauses, word by word as the law asks them to be told to the party."""

from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from documents.clauses import load_clauses, read_clauses
from documents.templates import check_text, render
from engine.errors import ConfigurationError, InputError

AGENCY = {
    "reconsideration_body": "清和区人民政府",
    "court": "清和区人民法院",
    "reconsideration_channel": None,
    "bank": {
        "name": "清江银行清和支行",
        "address": "同安路2号",
        "account_name": "清和区财政局",
        "account": "62001100",
    },
}
ONLINE = {**AGENCY, "reconsideration_channel": "https://fuyi.qinghe.example"}


def said(call: str, agency: object = AGENCY, **values: object) -> str:
    known = {"agency": agency, "party": {"kind": "citizen"}, **values}
    return render("{{ " + call + " }}", known)


def test_an_ordinary_decision_names_both_remedies() -> None:
    """ARL 20(1): sixty days; ALL 46(1): six months; APL 73(1): execution is not stayed."""
    assert said("clause('remedy_ordinary')") == (
        "如不服本决定，可以自收到本决定书之日起六十日内向清和区人民政府申请行政复议，"
        "也可以自收到本决定书之日起六个月内依法向清和区人民法院提起行政诉讼。"
        "行政复议或者行政诉讼期间，本决定不停止执行，法律另有规定的除外。"
    )


def test_an_agency_that_serves_electronically_names_the_online_channel() -> None:
    """ARL 22(2): a decision delivered over the internet must come with an internet channel."""
    assert said("clause('remedy_ordinary')", ONLINE) == (
        "如不服本决定，可以自收到本决定书之日起六十日内向清和区人民政府申请行政复议，"
        "也可以自收到本决定书之日起六个月内依法向清和区人民法院提起行政诉讼。"
        "申请行政复议的，还可以通过互联网渠道（https://fuyi.qinghe.example）提交行政复议申请书。"
        "行政复议或者行政诉讼期间，本决定不停止执行，法律另有规定的除外。"
    )


def test_a_spot_decision_asks_for_reconsideration_first() -> None:
    """ARL 23(1)(1) since 2024: suit only after reconsideration, within fifteen days (ALL 45)."""
    assert said("clause('remedy_spot')") == (
        "根据《中华人民共和国行政复议法》第二十三条第一款第一项的规定，如不服本决定，"
        "应当自收到本决定书之日起六十日内先向清和区人民政府申请行政复议，也可以通过本机关提交行政复议申请。"
        "对行政复议决定不服的，可以自收到行政复议决定书之日起十五日内依法向清和区人民法院提起行政诉讼；"
        "行政复议机关决定不予受理、驳回申请或者受理后超过行政复议期限不作答复的，"
        "可以自收到决定书之日起或者行政复议期限届满之日起十五日内，依法向人民法院提起行政诉讼。"
        "行政复议或者行政诉讼期间，本决定不停止执行，法律另有规定的除外。"
    )
    assert "六个月" not in said("clause('remedy_spot')")


def test_a_spot_decision_may_name_the_online_channel_too() -> None:
    assert (
        "提交行政复议申请。申请行政复议的，还可以通过互联网渠道（https://fuyi.qinghe.example）"
        "提交行政复议申请书。对行政复议决定不服的，"
    ) in said("clause('remedy_spot')", ONLINE)


def test_a_seizure_tells_the_right_to_state_and_both_remedies() -> None:
    """AEL 8(1), 24(2)(4): the same two channels as an ordinary decision."""
    assert said("clause('remedy_measure')") == (
        "根据《中华人民共和国行政强制法》第八条第一款的规定，当事人享有陈述权、申辩权。"
        "如不服本决定，可以自收到本决定书之日起六十日内向清和区人民政府申请行政复议，"
        "也可以自收到本决定书之日起六个月内依法向清和区人民法院提起行政诉讼。"
        "行政复议或者行政诉讼期间，本决定不停止执行，法律另有规定的除外。"
    )


@pytest.mark.parametrize("name", ["remedy_ordinary", "remedy_measure"])
def test_a_remedy_may_name_another_paper(name: str) -> None:
    text = said(f"clause('{name}', act='本通知', paper='本通知书')")
    assert "如不服本通知，可以自收到本通知书之日起六十日内" in text
    assert "自收到本通知书之日起六个月内" in text
    assert "本通知不停止执行" in text
    assert "本决定" not in text


def test_the_fine_paragraph_names_bank_days_and_amount() -> None:
    """APL 67(3): fifteen days, bank or electronic payment; FSR 7: bank, address, amount."""
    assert said("clause('fine_payment', fine=fine)", fine=2_000_000) == (
        "当事人应当自收到本决定书之日起十五日内，到清江银行清和支行"
        "（地址：同安路2号；收款单位：清和区财政局；账号：62001100）"
        "或者通过电子支付系统缴纳罚款人民币贰万元整（¥20000.00）。"
    )


def test_a_fine_taken_on_the_spot_need_not_go_to_the_bank() -> None:
    """APL 67(2): the bank, but where 68 and 69 allow cash; 70: against the state's receipt."""
    said_of_cash = said("clause('fine_taken_in_cash')")
    assert "第六十八条、第六十九条的规定当场收缴罚款" in said_of_cash
    assert "出具财政部门统一制发的专用票据的，当事人不再到银行" in said_of_cash


def test_the_surcharge_is_three_percent_a_day_up_to_the_fine() -> None:
    """APL 72(1)(1) rate and cap; APL 73(3) pause during reconsideration and suit."""
    assert said("clause('fine_surcharge')") == (
        "到期不缴纳罚款的，根据《中华人民共和国行政处罚法》第七十二条第一款第一项的规定，"
        "每日按罚款数额的百分之三加处罚款，加处罚款的数额不得超出罚款的数额；"
        "申请行政复议或者提起行政诉讼的，加处罚款的数额在行政复议或者行政诉讼期间不予计算。"
    )


def test_court_enforcement_waits_for_the_remedies() -> None:
    """APL 72(1)(4), AEL 53."""
    assert said("clause('court_enforcement')") == (
        "当事人在法定期限内不申请行政复议或者提起行政诉讼，又不履行本决定的，"
        "本机关将依法申请人民法院强制执行。"
    )


def test_statement_and_hearing_rights_run_five_days() -> None:
    """M55 22(2): five days, then deemed waived; APL 64(1): five days after being told."""
    statement, hearing = said("clause('statement_right')"), said("clause('hearing_right')")
    assert "自本告知书送达之日起五日（工作日）内" in statement
    assert "不因你陈述、申辩而给予更重的处罚" in statement
    entity = said("clause('statement_right')", party={"kind": "entity"})
    assert "不因你单位陈述、申辩而给予更重的处罚" in entity
    assert "逾期未行使陈述权、申辩权的，视为放弃此权利" in statement
    assert "应当在收到本告知书后五日（工作日）内向本机关提出" in hearing
    assert "不承担本机关组织听证的费用" in hearing


TOLD = date(2026, 3, 2)
NOTICE = {"penalty_prior_notice": TOLD}
HEARABLE = {"hearing_right_notice": TOLD}
ASKED = {**HEARABLE, "hearing_application": date(2026, 3, 5), "hearing_notice": date(2026, 3, 6)}
HELD = {**ASKED, "hearing_record": date(2026, 3, 20), "hearing_report": date(2026, 3, 23)}


def rights(papers: Mapping[str, date], points: Sequence[str] = ()) -> str:
    """What a decision says of the rights told, where these papers were issued."""
    documents = {form: {"number": f"{form}号", "date": day} for form, day in papers.items()}
    data = {"waiver_scope": "要求听证的权利。"}
    return said("clause('rights_exercised')", documents=documents, points=points, data=data)


def test_a_decision_names_the_waiver_that_was_signed() -> None:
    """APL 62: only an express waiver stands in for the hearing; it has a number and a date."""
    text = rights({**HEARABLE, "waiver_record": TOLD}, ["路面已经清理。"])
    assert text == (
        "当事人于2026年3月2日签署waiver_record号《放弃陈述申辩（听证）权利声明》，"
        "明确放弃要求听证的权利。"
    )


def test_a_waiver_signed_before_the_newest_notice_says_nothing_of_it() -> None:
    text = rights({**HEARABLE, "waiver_record": date(2026, 3, 1)}, ["路面已经清理。"])
    assert text == "当事人在收到告知后五日（工作日）内未要求听证，视为放弃听证权利。"


def test_a_decision_says_that_the_rights_lapsed() -> None:
    """M55 22(2): unused in time, the defence counts as given up; APL 64(1): so the hearing."""
    defence = "当事人在规定期限内未提出陈述、申辩意见"
    assert rights(NOTICE).startswith(defence)
    assert "听证" not in rights(NOTICE)
    assert rights(HEARABLE).startswith(defence)
    assert rights(HEARABLE).endswith("未要求听证，视为放弃听证权利。")
    assert rights(NOTICE, ["路面已经清理。"]) == ""


def test_a_decision_says_what_became_of_the_hearing_asked_for() -> None:
    """APL 65: decided by the record; 64(6): absence ends it; a request refused is no hearing."""
    held, absent = rights(HELD, ["从轻。"]), dict(HELD)
    del absent["hearing_report"]
    refused = rights({**HEARABLE, "hearing_application": TOLD, "hearing_not_accepted": TOLD})
    assert "于2026年3月5日要求听证，本案已依法举行听证" in held
    assert held.endswith("听证笔录为hearing_record号；本决定根据听证笔录作出。")
    assert "第六十四条第六项" in rights(absent)
    assert "本决定根据听证笔录作出" not in rights(absent)
    assert refused.endswith("本机关作出hearing_not_accepted号《不予受理听证通知书》，不予受理。")
    assert "视为放弃" not in refused


def test_every_clause_cites_its_law_and_is_a_sound_template() -> None:
    for clause in load_clauses().values():
        assert clause.law, clause.id
        assert check_text(clause.text) is None, clause.id


def test_an_unknown_clause_is_named() -> None:
    with pytest.raises(ConfigurationError) as caught:
        said("clause('remedy_imaginary')")
    assert caught.value.code == "form.unknown_clause"
    assert caught.value.facts["clause"] == "remedy_imaginary"


def test_a_clause_never_guesses_a_value() -> None:
    with pytest.raises(InputError) as caught:
        said("clause('remedy_ordinary')", {"court": "某法院"})
    assert caught.value.code == "document.value_missing"
    assert "reconsideration_body" in str(caught.value.facts["problem"])


def test_facts_of_a_clause_stay_inside_it() -> None:
    """What one clause is given does not leak into the next."""
    twice = "{{ clause('remedy_ordinary', act='本通知') }}{{ clause('remedy_ordinary') }}"
    assert render(twice, {"agency": AGENCY}).count("如不服本决定") == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a:\n  law: [某法第一条]\n", "form.missing_key"),
        ("a:\n  text: 某\n", "form.missing_key"),
        ("a: {law: [某法第一条], text: 某, day: 1}\n", "form.unknown_key"),
        (
            "a: {law: [某法第一条], text: 某}\na: {law: [某法第一条], text: 某}\n",
            "form.repeated_key",
        ),
        ("- a\n", "form.wrong_shape"),
    ],
)
def test_clauses_are_read_strictly(text: str, code: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_clauses(text, "clauses.yaml")
    assert caught.value.code == code
    assert caught.value.facts["file"] == "clauses.yaml"
    assert caught.value.facts["line"] >= 1


def test_a_clause_may_name_the_periods_it_writes() -> None:
    (clause,) = read_clauses("a: {law: [某法第一条], text: 某, periods: [D16]}\n", "x").values()
    assert (clause.id, clause.periods, clause.law) == ("a", ("D16",), ("某法第一条",))
