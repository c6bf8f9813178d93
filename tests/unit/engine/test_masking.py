"""What is hidden, what stays, and what stands in its place.

Sources: APL 48, 50; M55 10; names in the manner courts publish by (法释〔2016〕19号, 9 and 10).
"""

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.masking import Finder, comparable, folded, secrets_of
from engine.printed import pieces
from tests.bureau import agency
from tests.form_case import PARTIES
from tests.published import as_record, told
from workflows.masking_data import load_masking

RULES = load_masking()
CITIZEN = PARTIES["citizen"]


def shown(text, *records, masked=()):
    """A text with what is hidden replaced by the name of its rule."""
    secrets = secrets_of(RULES, records, agency(), named=as_record(masked))
    out, at = "", 0
    for hit in Finder(RULES, secrets).find(text):
        out, at = f"{out}{text[at : hit.begin]}<{hit.rule.id}>", hit.end
    return out + text[at:]


@pytest.mark.parametrize(
    ("name", "surname"),
    [
        ("张三", "张"),
        ("张三丰丰", "张"),
        ("欧阳明远", "欧阳"),
        ("欧阳", "欧"),  # two characters are surname and given name
        ("司马迁", "司马"),
        ("买买提·吐尔逊", "买"),  # a joint makes it no Han name
        ("令狐·阿里", "令"),
        ("John Smith", "J"),
    ],
)
def test_the_surname_stays(name: str, surname: str) -> None:
    assert RULES.surname(name) == surname


def test_everything_the_law_protects_of_a_citizen_is_hidden_in_whatever_form_it_is_written() -> (
    None
):
    party = told(CITIZEN)
    for written in ("伍思远", "伍 思 远", "伍\u3000思远", "伍\u200b思远"):
        assert shown(f"当事人{written}到场", party) == "当事人<name>到场"
    for written in (
        "13900000001",
        "139-0000-0001",
        "139 0000 0001",
        "１３９００００００００１"[:11],
    ):
        assert "<phone>" in shown(f"电话{written}。", party), written
    for written in ("1988年4月2日", "1988年04月02日", "1988-04-02", "1988.04.02"):
        assert shown(f"{written}出生", party) == "<birth_date>出生"
    wide = "".join(chr(ord(c) + 0xFEE0) for c in CITIZEN["id_number"])
    for written in (CITIZEN["id_number"], wide, "320999 19880402 0017"):
        assert shown(f"证件{written}", party) == "证件<id_number>"
    assert shown(f"在{CITIZEN['address']}门前", party) == "在<address>门前"


def test_names_of_legal_persons_their_heads_and_places_stay() -> None:
    entity = PARTIES["entity"]
    text = "，".join(
        entity[key] for key in ("name", "legal_representative", "address", "credit_code")
    )
    assert shown(text, told(entity)) == text
    assert shown(f"电话{entity['phone']}", told(entity)) == "电话<phone>"


def test_a_trade_name_stays_and_its_operator_is_hidden() -> None:
    trader = PARTIES["sole_trader"]
    text = f"{trader['name']}，经营者{trader['legal_representative']}，{trader['address']}"
    assert shown(text, told(trader)) == f"{trader['name']}，经营者<name>，<address>"


def test_a_trade_name_stays_even_where_it_holds_the_operators_name() -> None:
    trader = {**PARTIES["sole_trader"], "name": "柏长青建材经营部"}
    assert shown("柏长青建材经营部的柏长青", told(trader)) == "柏长青建材经营部的<name>"


def test_an_operator_without_a_trade_name_is_a_natural_person() -> None:
    trader = {**PARTIES["sole_trader"], "name": "柏长青"}
    assert shown("当事人柏长青", told(trader)) == "当事人<name>"


def test_hidden_words_win_where_they_reach_beyond_what_is_kept() -> None:
    entity = {**PARTIES["entity"], "name": "清江张三"}
    witness = {"witnesses": [{"name": "张三丰", "unit": "柳堤社区"}]}
    assert shown("清江张三丰", told(entity, **witness)) == "清江<name>"


def test_witnesses_reporters_and_their_homes_are_hidden_and_officers_are_not() -> None:
    officer = agency().people[0].name
    record = told(
        CITIZEN,
        reporter="孟小满",
        party_signature={"mode": "refused", "witnesses": [{"name": "鲁北", "unit": "柳堤社区"}]},
        evidence=[
            {"kind": "testimony", "maker": "贺兰山"},
            {"kind": "record", "maker": "不证人"},
            {"kind": "statement", "maker": officer},
        ],
    )
    text = f"孟小满、鲁北（柳堤社区）、贺兰山、不证人、{officer}"
    assert shown(text, record) == f"<name>、<name>（<address>）、<name>、不证人、{officer}"


def test_who_reports_is_hidden_even_if_it_is_no_persons_name() -> None:
    assert (
        shown("清江市热心环保志愿者协会举报", told(CITIZEN, reporter="清江市热心环保志愿者协会"))
        == "<other>举报"
    )


def test_of_several_people_named_in_one_field_each_is_hidden_and_what_is_said_of_them_stays() -> (
    None
):
    record = told(
        CITIZEN,
        statement_by="贺兰山（委托代理人）、古月明",
        agents=[{"name": "屈子衡", "unit": "清江明理律师事务所"}],
        owner="安途运输有限公司",
    )
    text = "贺兰山（委托代理人）和古月明、屈子衡律师到场"
    assert shown(text, record) == "<name>（委托代理人）和<name>、<name>律师到场"
    assert shown("安途运输有限公司的车", record) == "<other>的车"


def test_numbers_are_hidden_although_nobody_named_them() -> None:
    assert (
        shown("身份证110105194912310021，手机138 1111 2222。") == "身份证<id_number>，手机<phone>。"
    )
    assert (
        shown("卡号6222 0000 1111 2222 333，车浙A·12345、浙Z·示0042。")
        == "卡号<account>，车<plate>、<plate>。"
    )
    for kept in (
        "望潮综执罚决字〔2026〕第000001号",
        "91320999MA1ABCDE2X",
        "第110条",
        "面积320.5平方米",
    ):
        assert shown(kept) == kept


def test_the_agencys_own_account_and_telephone_stay() -> None:
    own = agency()
    text = f"{own.name}，{own.phone}，账号{own.bank.account}"
    assert shown(text) == text


def test_words_a_reviewer_names_are_hidden_under_the_rule_named() -> None:
    masked = [
        {"field": "name", "treatment": "某", "text": "邻居老宋"},
        {"field": "business_secret", "treatment": "略", "text": "配方七号"},
        {"field": "phone", "treatment": "略"},
    ]
    assert shown("邻居老宋说配方七号", masked=masked) == "<name>说<business_secret>"


@pytest.mark.parametrize("rule", RULES.rules.values(), ids=lambda rule: rule.id)
def test_a_rule_fits_what_it_gives_and_no_free_text(rule) -> None:
    given_ = rule.shown.format(surname="欧阳", number=2)
    assert RULES.fits(rule, given_)
    for wrong in (
        "张三",
        "",
        f"{given_}撤销",
        f"不{given_}",
        "张某并处罚款",
        "某",
        "无罪某",
        "，某",
        "张某0",
    ):
        assert wrong == given_ or not RULES.fits(rule, wrong), wrong
    if rule.again:
        assert RULES.fits(rule, rule.again.format(surname="张", number=12))


@given(st.text(alphabet="张三，。（）《》1234567890Ab〔〕　\n 渣土“”", max_size=60))
def test_pieces_joined_are_the_text(text: str) -> None:
    cut = pieces(text)
    assert "".join(cut) == text
    assert all(cut)


@given(st.text(max_size=40))
def test_every_compared_character_knows_where_it_stood(text: str) -> None:
    plain, places = folded(text)
    assert len(plain) == len(places)
    assert list(places) == sorted(places)
    assert all(0 <= at < len(text) for at in places)
    assert not re.search(r"\s", plain)


HAN = st.text(alphabet="伍思远柏长青甲乙丙，。（ 在", min_size=0, max_size=12)


@given(HAN, HAN, st.sampled_from(["伍思远", "13900000001", "320999198804020017"]))
def test_wherever_a_private_word_stands_nothing_of_it_is_left(before, after, word) -> None:
    left = shown(f"{before}{word}{after}", told(CITIZEN))
    assert comparable(word) not in comparable(left)


def test_days_are_told_apart() -> None:
    party = {**CITIZEN, "birth_date": dt.date(1988, 11, 2)}
    assert shown("1988年1月12日、1988年11月2日", told(party)) == "1988年1月12日、<birth_date>"
