"""`anjuan review assign` in a workspace, and what the queue and the reviewers then meet."""

import json

import pytest
from click.testing import CliRunner

from cli import anjuan
from runtime.examples import example_folder
from tests.demo_case import CASE, EXAMPLE, carried_out
from tests.pins import write_pins

PROMISED, CLOSED, DRAWN = "2026-04-02 14:40", "2026-04-03 10:00", "2026-05-06 09:00"
LATER = "2026-05-06 10:00"


class Desk:
    """A workspace and the clock of whoever runs a command in it."""

    def __init__(self, folder):
        self.folder = folder

    def run(self, at, *arguments, pins=True, language="zh", as_json=True):
        options = ["-w", str(self.folder / "workspace"), "--lang", language, "--at", at]
        options += ["--json"] if as_json else []
        more = ["--pin-file", self.folder / "pins.yaml"] if pins else []
        done = CliRunner().invoke(anjuan, [*options, *map(str, arguments), *map(str, more)])
        return done.exit_code, json.loads(done.stdout) if as_json else done.stdout

    def do(self, at, *arguments, pins=True):
        status, told = self.run(at, *arguments, pins=pins)
        assert status == 0, told
        return told

    def refused(self, at, *arguments):
        """Run a command that is refused as a whole; returns the error's code."""
        status, told = self.run(at, *arguments)
        assert status == 6, told
        return told["error"]["code"]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A workspace whose case was drawn in the month it was closed, for p05 to review."""
    folder = tmp_path_factory.mktemp("assigning")
    write_pins(folder, carried_out(folder / "workspace", until="compile"))
    agency = folder / "workspace" / "agency.yaml"
    both = agency.read_text("utf-8").replace("[legal_head,", "[legal_head, legal_reviewer,")
    agency.write_text(both, "utf-8")
    desk, secret = Desk(folder), folder / "secret.json"
    desk.do(PROMISED, "review", "commit", "2026-04", "--as", "p06", "--to", secret)
    inputs = example_folder() / EXAMPLE
    for at, who, trigger, name in (
        ("2026-04-02 15:00", "p04", "submit_self_review", "25-中队自评.yaml"),
        (CLOSED, "p07", "approve_closing", "26-批准结案.yaml"),
    ):
        step = ("case", "advance", CASE, trigger, "--as", who, "--file", inputs / name)
        desk.do(at, *step, "--with", "p02", "--with", "p03", "--with", "p04", "--with", "p06")
    assert desk.refused(LATER, "review", "assign", "2026-04", "--as", "p06") == "sampling.not_drawn"
    named = ("--reviewer", "p05", "--secret", secret)
    desk.do(DRAWN, "review", "sample", "2026-04", "--as", "p06", *named)
    return desk


def test_what_was_drawn_is_told_with_its_reviewer(desk):
    told = desk.do(DRAWN, "review", "assign", "2026-04", "--as", "p06", "--dry-run", pins=False)
    assert told["dossiers"][0] | {"case": CASE, "reviewer": "p05"} == told["dossiers"][0]
    assert (told["dry_run"], told["counts"]) == (True, {"assigned": 1})
    told = desk.do(DRAWN, "review", "assign", "2026-04", "--as", "p06")
    assert told["counts"] == {"assigned": 1}
    status, text = desk.run(DRAWN, "review", "assign", "2026-04", "--as", "p06", as_json=False)
    assert status == 0
    assert "孙静怡" in text
    assert "已交评查人" in text


def test_the_queue_gives_a_drawn_dossier_to_its_reviewer_alone(desk):
    mine = desk.do(DRAWN, "review", "queue", "--as", "p05", pins=False)
    assert [(w["case"], w["steps"], w["drawn_for"]) for w in mine["waiting"]] == [
        (CASE, ["start_second_review"], "p05")
    ]
    assert mine["others"] == []
    head = desk.do(DRAWN, "review", "queue", "--as", "p06", pins=False)
    assert head["waiting"] == []
    assert [(o["case"], o["drawn_for"]) for o in head["others"]] == [(CASE, "p05")]
    _, text = desk.run(DRAWN, "review", "queue", "--as", "p06", pins=False, as_json=False)
    assert "抽给孙静怡评查" in text


def test_a_drawn_dossier_is_not_waived_by_hand(desk):
    waived = ("review", "waive", CASE, "--as", "p06", "--reason", "未抽中")
    assert desk.refused(LATER, *waived) == "review.drawn"


def test_somebody_else_begins_only_with_a_reason_on_file(desk):
    sheet = desk.folder / "评查.yaml"
    begin = ("review", "start", CASE, "--sheet", sheet, "--as")
    assert desk.refused(LATER, *begin, "p06") == "review.not_assigned"
    assert desk.refused(LATER, *begin, "p05", "--instead", "帮忙") == "review.assigned_anyway"
    assert not sheet.exists()
    desk.do(LATER, *begin, "p06", "--instead", "孙静怡外出学习")
    told = desk.do(LATER, "case", "show", CASE, pins=False)
    assert "孙静怡外出学习" in json.dumps(told, ensure_ascii=False)
