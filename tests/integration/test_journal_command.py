"""`audit journal`: every act of the bureau, for programs and for people, in both languages."""

import json
import shutil
from datetime import datetime

import pytest
from click.testing import CliRunner

from cli import anjuan
from engine.command import SYSTEM
from engine.journal import Act, note
from engine.legal_time import LEGAL_ZONE
from runtime.archive_records import Lifted
from runtime.workspace import Workspace
from tests.empty_bureau import empty_bureau
from tests.matter_lists import as_csv, rows

MOMENT = datetime(2026, 3, 3, 16, tzinfo=LEGAL_ZONE)
LIFTED = Lifted(
    case="2026-000001",
    document="penalty_decision-1",
    original="1" * 64,
    digest="2" * 64,
    previous="1" * 64,
    stamped=MOMENT,
    until=datetime(2035, 12, 31, tzinfo=LEGAL_ZONE),
)


@pytest.fixture(scope="module")
def acted(tmp_path_factory):
    """A workspace in which the bureau has done everything a journal can hold."""
    folder = tmp_path_factory.mktemp("bureau")
    root = empty_bureau(folder)
    (folder / "清单.csv").write_bytes(as_csv(rows(2)))
    given = ("--pin-file", folder / "pins.yaml")
    for command in (
        ("people", "renew-key", "seal", *given),
        ("people", "revoke-key", "p02", *given),
        ("people", "add-key", "p02", *given),
        ("people", "renew-key", "log", *given),
        ("matter", "import", folder / "清单.csv", "--as", "p06", *given),
    ):
        result = run(root, *command)
        assert result.exit_code == 0, result.output
    with Workspace.open(root, at=MOMENT) as workspace, workspace.store.write() as unit:
        facts = {"documents": [LIFTED.facts()]}  # as of a case, of which there is none here
        note(unit, Act.DOCUMENTS_LIFTED, at=MOMENT, actor=SYSTEM, facts=facts)
    return root


def run(root, *arguments, lang="zh"):
    options = ["-w", str(root), "--lang", lang, "--at", "2026-03-03 16:00"]
    return CliRunner().invoke(anjuan, [*options, *map(str, arguments)], env={"COLUMNS": "200"})


def test_programs_get_every_entry_with_its_facts(acted):
    told = json.loads(run(acted, "audit", "journal", "--json").stdout)["entries"]
    assert [entry["act"] for entry in told] == [
        Act.FOUNDED,
        Act.KEY_RENEWED,
        Act.KEY_REVOKED,
        Act.KEY_ISSUED,
        Act.LOG_KEY_RENEWED,
        Act.LIST_IMPORTED,
        Act.DOCUMENTS_LIFTED,
    ]
    assert [entry["by"] for entry in told] == ["root"] * 5 + ["p06", SYSTEM]
    assert told[1]["facts"]["replaces"] == told[0]["facts"]["keys"][0]["serial"]
    assert told[4]["facts"]["replaces"] == told[0]["facts"]["log_key"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_people_read_it_in_words(acted, lang):
    shown = run(acted, "audit", "journal", lang=lang)
    assert shown.exit_code == 0, shown.output
    assert "{" not in shown.output
    for act in Act:
        assert act.value not in shown.output
    for word in ("陈志远", "何鸿", "清单.csv"):
        assert word in shown.output


def test_a_journal_nobody_can_read_is_told(acted, tmp_path, monkeypatch):
    root = shutil.copytree(acted, tmp_path / "copy")
    monkeypatch.setattr("engine.journal.Act", lambda _: (_ for _ in ()).throw(ValueError("?")))
    refused = run(root, "audit", "journal", "--json")
    assert json.loads(refused.stdout)["error"]["code"] == "journal_unreadable"
