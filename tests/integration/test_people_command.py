"""`anjuan people` and `case list --mine` on a real workspace: who may do what, and keys."""

import json
import shutil

import pytest
from click.testing import CliRunner

from cli import anjuan
from tests.demo_case import CASE, carried_out
from tests.foreign import run as foreign
from tests.pins import write_pins

NEWCOMER = (
    "  - {id: p30, name: 苏禾, roles: [case_officer], squad: z1, "
    "certificate: {number: 浙望执0030, from: 2026-02-01, to: 2026-03-31}}\n"
    "  - {id: p31, name: 贺新, roles: []}\n"
)


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    root = tmp_path_factory.mktemp("people") / "workspace"
    pins = carried_out(root, until="order_correction")
    return root, pins


@pytest.fixture
def workspace(played, tmp_path):
    root, pins = played
    copy = shutil.copytree(root, tmp_path / "workspace")
    write_pins(tmp_path, pins)
    return copy


def run(workspace, *arguments, at="2026-03-03 16:00", lang="zh"):
    options = ["-w", str(workspace), "--lang", lang, "--at", at, "--json"]
    return CliRunner().invoke(anjuan, [*options, *map(str, arguments)])


def told(result):
    return json.loads(result.stdout)


def may(workspace, person, *case, **options):
    found = told(run(workspace, "people", "can", person, *case, **options))["permissions"]
    return {p["trigger"]: p for p in found}


def keys(workspace, what, person):
    return run(workspace, "people", what, person, "--pin-file", workspace.parent / "pins.yaml")


# -- who may do what ------------------------------------------------------------------------------


def test_an_assigned_officer_may_and_another_may_not_with_the_article(workspace):
    mine, other = may(workspace, "陈志远", CASE), may(workspace, "王喆堃", CASE)
    assert mine["record_evidence"]["answer"] == "yes"
    assert mine["record_evidence"]["actors"] == [{"role": "case_officer", "relation": "assigned"}]
    assert other["record_evidence"]["answer"] == "no"
    (why,) = other["record_evidence"]["unmet"]
    assert (why["code"], why["rule"], why["law"]) == ("actor_permitted", "R006", "M34 18")
    assert "承办人员" in why["reason"]


def test_what_the_case_lacks_is_not_said_of_the_person(workspace):
    found = may(workspace, "陈志远", CASE)["end_investigation"]
    assert found["answer"] == "not_yet"
    assert "actor_permitted" not in {v["code"] for v in found["unmet"]}


def test_the_answer_is_that_of_case_next(workspace):
    advice = told(run(workspace, "case", "next", CASE))["possible"]
    for move in advice:
        for actor in move["actors"]:
            assert may(workspace, actor["id"], CASE)[move["trigger"]]["answer"] == "yes"


def test_assistants_and_auditors_may_do_nothing_anywhere(workspace):
    for person, rule in (("许安", "R006"), ("韩澈", "I1")):
        found = may(workspace, person)
        assert {p["answer"] for p in found.values()} == {"no"}
        assert all(rule in {v["rule"] for v in p["unmet"]} for p in found.values())


def test_the_roster_says_whose_certificate_is_valid_on_the_day(workspace):
    path = workspace / "agency.yaml"
    text = path.read_text(encoding="utf-8").replace("areas: [", NEWCOMER + "areas: [", 1)
    path.write_text(text, encoding="utf-8")
    for day, valid in (("2026-03-30", True), ("2026-03-31", True), ("2026-04-01", False)):
        roster = told(run(workspace, "people", "show", at=f"{day} 10:00"))["people"]
        assert next(p for p in roster if p["id"] == "p30")["qualified_today"] is valid


def test_a_case_shows_its_people(workspace):
    found = told(run(workspace, "people", "show", CASE))
    assert (found["owner"], found["assigned"]) == ("p02", ["p02", "p03"])
    assert (found["recused"], found["to_recheck"]) == ([], {})


@pytest.mark.parametrize(
    ("person", "listed"), [("陈志远", True), ("林晓雯", True), ("周岚", False)]
)
def test_my_list_holds_the_cases_i_answer_for(workspace, person, listed):
    cases = told(run(workspace, "case", "list", "--mine", person))["cases"]
    assert ([c["case"] for c in cases] == [CASE]) is listed


# -- keys -----------------------------------------------------------------------------------------


@pytest.fixture
def grown(workspace):
    """The workspace after two people joined."""
    path = workspace / "agency.yaml"
    text = path.read_text(encoding="utf-8").replace("areas: [", NEWCOMER + "areas: [", 1)
    path.write_text(text, encoding="utf-8")
    return workspace


def test_a_newcomer_gets_a_key_that_the_workspaces_root_vouches_for(grown, tmp_path):
    made = told(keys(grown, "add-key", "苏禾"))
    assert len(made["pin"]) == 8
    folder = grown / "keys"
    leaf = tmp_path / "leaf.pem"
    der = folder / "people" / "p30.der"
    assert foreign("openssl", "x509", "-inform", "DER", "-in", der, "-out", leaf).code == 0
    said = foreign("openssl", "verify", "-CAfile", folder / "root.pem", leaf)
    assert said.code == 0, said.text
    serial = foreign("openssl", "x509", "-in", leaf, "-noout", "-serial").text
    assert int(serial.strip().removeprefix("serial="), 16) == int(made["serial"], 16)


@pytest.mark.parametrize(("person", "code"), [("贺新", "keys.no_role"), ("陈志远", "keys.in_use")])
def test_no_key_without_a_role_and_none_twice(grown, person, code):
    refused = keys(grown, "add-key", person)
    assert refused.exit_code == 6
    assert told(refused)["error"]["code"] == code


def test_a_key_taken_back_is_on_the_list_and_unlocks_nothing(grown):
    made = told(keys(grown, "add-key", "苏禾"))
    taken = told(keys(grown, "revoke-key", "苏禾"))
    assert taken["serial"] == made["serial"]
    crl = foreign("openssl", "crl", "-inform", "DER", "-in", grown / "keys" / "crl.der", "-text")
    assert f"{int(made['serial'], 16):X}" in crl.text
    again = keys(grown, "revoke-key", "苏禾")
    assert told(again)["error"]["code"] == "keys.no_certificate"
    renewed = told(keys(grown, "add-key", "苏禾"))
    assert renewed["serial"] != made["serial"]


def test_signatures_made_before_stay_valid_when_the_key_is_taken_back(workspace):
    told(keys(workspace, "revoke-key", "陈志远"))
    assert run(workspace, "document", "verify", CASE).exit_code == 0
    assert run(workspace, "audit", "verify").exit_code == 0
