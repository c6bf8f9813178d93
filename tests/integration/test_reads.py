"""Every look at personal data is on record: who, when, of which case, why - and never in clear."""

import json
import re
import sqlite3
from contextlib import closing

import pytest
from click.testing import CliRunner

from cli import anjuan
from engine.errors import StorageError
from engine.masked_view import masked
from engine.reads import Look, Read, read_of, record_read
from engine.record import Record
from engine.storage_rows import READS
from runtime.audit import verify_root
from runtime.examples import example_folder
from runtime.workspace import Workspace
from tests.demo_case import CASE, carried_out, copy_of
from tests.pins import training_pins, write_pins
from workflows.masking_data import load_masking

NAME = "顺达"
NUMBER = "11010519491231002X"
AFTERWARDS = "2026-06-20 10:00"


def run(root, *arguments, code=0):
    result = CliRunner().invoke(anjuan, ["-w", str(root), *map(str, arguments), "--json"])
    assert result.exit_code == code, result.output
    return json.loads(result.output)


def looks(root, *arguments):
    return run(root, "audit", "reads", *arguments)["reads"]


def test_every_way_to_look_is_recorded_with_reader_and_reason(home, tmp_path):
    copy = copy_of(home, tmp_path)
    who = ("--as", "韩澈", "--why", "督察抽查")
    run(copy, "case", "show", CASE, "--unmask", *who)
    run(copy, "case", "list", "--party", NAME, *who)
    run(copy, "document", "open", CASE, "penalty_decision", "--to", tmp_path / "d.pdf", *who)
    run(copy, "dossier", "read", CASE, "--to", tmp_path / "r.pdf", *who)
    found = looks(copy, "--person", "韩澈")
    assert [one["look"] for one in found] == ["case", "search", "document", "dossier"]
    assert {one["reader"] for one in found} == {"p14"}
    assert {one["why"] for one in found} == {"督察抽查"}
    assert all(one["cases"] == [CASE] for one in found)
    assert found[1]["words"] == NAME
    assert found[2]["document"].startswith("penalty_decision")
    assert looks(copy, "--case", CASE)[: len(found)] == found
    report = verify_root(copy)
    assert report.findings == ()
    assert report.checked["reads"] >= len(found)
    assert report.checked["events"] == report.checked["transitions"]


def test_a_reader_nobody_named_is_the_account_of_the_system(home, tmp_path):
    copy = copy_of(home, tmp_path)
    run(copy, "case", "list", "--party", NAME)
    (one,) = looks(copy)
    assert one["reader"].startswith("os:")
    assert one["why"] is None


def test_a_search_is_nowhere_in_clear(home, tmp_path):
    copy = copy_of(home, tmp_path)
    run(copy, "case", "list", "--party", "石方运输", "--why", "群众来电")
    with closing(sqlite3.connect(copy / "case.db")) as database:
        (body, private) = database.execute(
            "SELECT body, private FROM events WHERE case_id = ?", (READS,)
        ).fetchone()
    for kept in (body, private):
        assert "石方".encode() not in kept
        assert "群众来电".encode() not in kept
    assert b"private" in body  # the digest that binds what is encrypted


def test_a_list_without_a_name_is_no_search(home, tmp_path):
    copy = copy_of(home, tmp_path)
    run(copy, "case", "list", "--open")
    assert looks(copy) == []


def test_a_company_s_case_names_nobody_until_its_data_are_shown(home, tmp_path):
    """Its data name who was interviewed, with telephone; the screen does not."""
    copy = copy_of(home, tmp_path)
    for words in (["case", "show", CASE], ["case", "next", CASE], ["deadlines", "due"]):
        assert plainly(copy, *words).exit_code == 0
    run(copy, "report", "payments", "--from", "2026-01-01", "--to", "2026-12-31")
    assert looks(copy) == []
    run(copy, "case", "show", CASE)
    assert [(one["look"], one["cases"]) for one in looks(copy)] == [("named", [CASE])]


def plainly(root, *words):
    return CliRunner().invoke(anjuan, ["-w", str(root), "--at", AFTERWARDS, *words])


@pytest.fixture(scope="module")
def citizen(tmp_path_factory):
    """A workspace whose case is about a natural person, reviewed by the squad."""
    root = tmp_path_factory.mktemp("citizen") / "workspace"
    carried_out(root, example="m07-shop-front", until="submit_self_review")
    return root


NAMING = [
    "case show 2026-000001",
    "case next 2026-000001",
    "case lint 2026-000001 --draft",
    "case check 2026-000001",
    "deadlines due --within 90",
    "review queue",
    "review show 2026-000001",
    "review precheck 2026-000001",
]


@pytest.mark.parametrize("words", NAMING)
def test_whoever_sees_a_natural_person_named_is_on_record_once(citizen, tmp_path, words):
    copy = copy_of(citizen, tmp_path)
    done = plainly(copy, *words.split(), "--as", "孙静怡")
    assert done.exit_code in {0, 3}, done.output
    found = looks(copy)
    assert [(one["look"], one["reader"], one["cases"]) for one in found] == [
        ("named", "p05", [CASE])
    ]


def test_beginning_a_review_is_on_record_as_the_reviewer_s_look(citizen, tmp_path):
    copy = copy_of(citizen, tmp_path)
    write_pins(tmp_path, training_pins())
    pins = ("--pin-file", str(tmp_path / "pins.yaml"))
    step = ("case", "advance", CASE, "approve_closing", "--as", "p07", *pins)
    helpers = [word for who in ("p02", "p03", "p04", "p06") for word in ("--with", who)]
    (closing,) = (example_folder() / "m07-shop-front").glob("*批准结案.yaml")
    assert plainly(copy, *step, "--file", str(closing), *helpers).exit_code == 0
    begun = ("review", "start", CASE, "--sheet", str(tmp_path / "s.yaml"), "--as", "p05")
    done = plainly(copy, *begun, *pins)
    assert done.exit_code == 0, done.output
    assert [(one["look"], one["reader"]) for one in looks(copy)] == [("named", "p05")]


NAMING_NOBODY = [
    "case list",
    "case history 2026-000001",
    "case deadlines 2026-000001",
    "case next 2026-000001 --template approve_closing",
    "document list 2026-000001",
    "sign list --as p07",
    "people show 2026-000001",
    "lead count",
    "review candidates 2026",
    "review merit 2026",
    "report payments --from 2026-01-01 --to 2026-12-31",
]


@pytest.mark.parametrize("words", NAMING_NOBODY)
def test_what_names_no_party_shows_none_and_records_nothing(citizen, tmp_path, words):
    copy = copy_of(citizen, tmp_path)
    done = plainly(copy, *words.split())
    assert done.exit_code == 0, done.output
    assert "龚明霞" not in re.sub(r"[\s│]", "", done.output)
    assert looks(copy) == []


def test_a_look_that_cannot_be_recorded_shows_nothing(citizen, tmp_path, monkeypatch):
    copy = copy_of(citizen, tmp_path)

    def refuse(*_):
        raise StorageError("storage.full", path="x")

    monkeypatch.setattr("commands.reading_log.record_read", refuse)
    for words in NAMING:
        done = plainly(copy, *words.split())
        assert done.exit_code not in {0, 3}, words
        assert "龚明霞" not in re.sub(r"[\s│]", "", done.stdout), words


def test_advice_as_of_the_past_is_recorded_as_a_look_of_today(citizen, tmp_path):
    copy = copy_of(citizen, tmp_path)
    done = plainly(copy, "case", "next", CASE, "--as-of", "2026-04-20 09:00", "--why", "抽查")
    assert done.exit_code == 0, done.output
    (one,) = looks(copy)
    assert (one["at"][:16], one["why"]) == (AFTERWARDS.replace(" ", "T"), "抽查")


def test_identity_numbers_are_hidden_until_somebody_says_why(home, tmp_path):
    home = copy_of(home, tmp_path)
    refused = run(home, "case", "show", CASE, "--unmask", code=6)
    assert refused["error"]["code"] == "reading.unmask_reason"
    shown = run(home, "case", "show", CASE)
    assert shown["unmasked"] is False
    screen = CliRunner().invoke(anjuan, ["-w", str(home), "--lang", "zh", "case", "show", CASE])
    number = shown["data"]["party"]["credit_code"]  # of a company: public, and so not hidden
    assert re.search(rf"证件号码 │ {number} ", screen.output)


def test_a_number_is_hidden_in_its_field_and_in_running_text():
    masking = load_masking()
    told = Record(
        {
            "party": Record({"kind": "citizen", "name": "龚明霞", "id_number": NUMBER}),
            "lead_content": f"当事人自报身份证号{NUMBER}，未带证件。",
            "evidence": (Record({"interviewee_identity": NUMBER}),),
            "case_number": "望执罚决〔2026〕第1号",
        }
    )
    shown = masked(told, masking)
    assert shown.record("party").text("id_number") == "*" * 14 + "002X"
    assert NUMBER not in str(shown)
    assert shown.record("party").text("name") == "龚明霞"
    assert shown.text("case_number") == told.text("case_number")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE events SET body = replace(body, 'p14', 'p15') WHERE case_id = 'reads'",
        "DELETE FROM events WHERE case_id = 'reads'",
        "UPDATE events SET private = zeroblob(40) WHERE case_id = 'reads'",
    ],
    ids=["reader", "gone", "words"],
)
def test_a_record_of_a_look_cannot_be_changed_or_dropped_unseen(home, tmp_path, change):
    from tests.forgery import Forger

    copy = copy_of(home, tmp_path)
    with Workspace.open(copy) as workspace, workspace.store.write() as unit:
        read = Read(at=workspace.now(), look=Look.CASE, reader="p14", cases=(CASE,), reason="x")
        made = record_read(unit, read)
        assert read_of(unit.events(READS)[0]) == made
    Forger(copy).sql(change)
    found = verify_root(copy).findings
    assert found
    assert any(f.place.table in {READS, "ledger"} for f in found), found
