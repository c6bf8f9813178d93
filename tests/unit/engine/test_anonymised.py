"""An anonymised copy holds no private word of the case and no name of the bureau's people."""

import json

import pytest

from engine.anonymised import SCHEMA, anonymised
from engine.masking import comparable, secrets_of
from engine.record import canonical
from engine.redaction import told
from tests.bureau import Bureau


@pytest.fixture(scope="module", params=["m11", "m07"])
def copied(request):
    bureau = Bureau().play(request.param, until="request_closing")
    law = bureau.law
    made = anonymised(bureau.case, law, bureau.agency, law.masking)
    return bureau, made, json.dumps(made, ensure_ascii=False)


def test_nothing_private_can_be_read_nor_who_punished_or_was_punished(copied):
    bureau, _, text = copied
    private = secrets_of(bureau.law.masking, told(bureau.case), bureau.agency)
    party = bureau.case.data.record("party").text("name")
    squads = {squad.name for squad in bureau.agency.squads}
    words = {party, bureau.agency.name} | private.hidden.keys() | private.kept | squads
    assert private.hidden  # there is something to hide
    assert private.kept  # and something a published decision may name
    whole = comparable(text)
    assert [word for word in words if comparable(word) in whole] == []


def test_the_bureaus_people_are_numbers(copied):
    bureau, _, text = copied
    acting = {e.actor for e in bureau.case.events}
    names = [p.name for p in bureau.agency.people if p.id in acting]
    assert names
    assert [name for name in names if name in text] == []


def test_no_file_can_be_found_by_it(copied):
    bureau, _, text = copied
    digests = [e.item.record("file").text("digest") for e in bureau.case.evidence]
    assert digests
    assert [d for d in digests if d in text] == []


def test_it_tells_every_act_and_paper_and_is_the_same_twice(copied):
    bureau, made, _ = copied
    case, law = bureau.case, bureau.law
    assert made["schema"] == SCHEMA
    assert [d["form"] for d in made["documents"]] == [d.form for d in case.documents.values()]
    assert len(made["acts"]) == len([e for e in case.events if e.kind.value == "transition"])
    again = anonymised(case, law, bureau.agency, law.masking)
    assert canonical(again) == canonical(made)


def test_values_are_told_in_the_words_of_their_fields():
    bureau = Bureau().play("m11", until="request_filing")
    law = bureau.law
    made = anonymised(bureau.case, law, bureau.agency, law.masking)
    first, *_, asked = (act["given"] for act in made["acts"])
    assert (first["收到时间"], first["承办中队"]) == ("2026-03-02 08:40", "（此处略）")
    assert (asked["当事人"]["类型"], asked["当事人"]["姓名或名称"]) == ("单位", "（此处略）")
    assert asked["当事人"]["身份证明文件"] == "营业执照.jpg"
    assert asked["初步证据"][0]["证据种类"] == "视听资料"
