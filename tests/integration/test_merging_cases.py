"""Two cases merged, listed, split and accounted for on a real workspace, with signed documents."""

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from cli import anjuan
from tests import lives
from tests.bureau import agency
from tests.empty_bureau import empty_bureau
from tests.form_samples import picture
from tests.playbook import input_for, ordinals, script

LIFE = "merging-x_split"
CONTENT = {".pdf": b"%PDF-1.4\n%%EOF\n", ".jpg": picture(90), ".png": picture(90)}
PRESENT = ("p02", "p03", "p04", "p06", "p07")


class Desk:
    """A workspace, the cases opened in it by the names a life gives them, and the clock."""

    def __init__(self, root):
        self.root, self.cases = root, {}
        empty_bureau(root)
        (root / "附件").mkdir()

    def run(self, at, *words):
        options = ["-w", str(self.root / "workspace"), "--lang", "zh", "--at", at]
        return CliRunner().invoke(anjuan, [*options, *map(str, words)])

    def told(self, at, *words):
        done = self.run(at, *words, "--json")
        assert done.exit_code == 0, (words, done.output)
        return json.loads(done.stdout)

    def move(self, named, step, changes=None):
        """Open the case of this name, or move it one step."""
        raw = input_for(step, step.at, changes or {}, agency().people)
        file = self.handed_in(self.numbered(raw))
        who = [w for p in PRESENT if p != step.actor for w in ("--with", p)]
        signed = ["--as", step.actor, *who, "--file", file, "--pin-file", self.root / "pins.yaml"]
        at = f"{step.at:%Y-%m-%d %H:%M}"
        if named in self.cases:
            case = self.cases[named]
            return self.run(at, "case", "advance", case, step.trigger, *signed)
        part = ["--procedure", "open_part"] if step.trigger == "open_part" else []
        self.cases[named] = self.told(at, "case", "open", *part, *signed)["case"]
        return None

    def must(self, named, step, changes=None):
        done = self.move(named, step, changes)
        assert done is None or done.exit_code == 0, (step.trigger, done.output)

    def number(self, named):
        return self.told("2026-03-09 09:00", "case", "show", self.cases[named])["number"]

    def numbered(self, value):
        if isinstance(value, dict):
            return {k: self.numbered(v) for k, v in value.items()}
        if isinstance(value, list):
            return [self.numbered(v) for v in value]
        named = isinstance(value, str) and value.startswith("@")
        return self.number(value[1:]) if named else value

    def handed_in(self, raw):
        for name in files_in(raw):
            (self.root / name).write_bytes(CONTENT[Path(name).suffix])
        path = self.root / "input.yaml"
        path.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
        return path


def files_in(value):
    if isinstance(value, dict):
        return [f for v in value.values() for f in files_in(v)]
    if isinstance(value, list | tuple):
        return [f for v in value for f in files_in(v)]
    return [value] if isinstance(value, str) and value.startswith("附件/") else []


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """The life carried out: 甲 took 乙 in, and 丙 was split off again."""
    desk = Desk(tmp_path_factory.mktemp("merging"))
    written = lives.life(LIFE)
    for named, case in written["cases"].items():
        for step, names in ordinals(script(case["play"])):
            desk.must(named, step, (case.get("changes") or {}).get(step.trigger))
            if case["until"] in names:
                break
    for entry, step in zip(written["steps"], lives.steps(LIFE), strict=True):
        desk.must(entry["case"], step)
    return desk


def test_a_case_merged_away_is_found_by_its_number_and_says_where_it_went(desk):
    shown = desk.told("2026-03-09 09:00", "case", "show", desk.number("乙"))
    assert shown["case"] == desk.cases["乙"]
    assert shown["merged_into"] == desk.number("甲")
    said = desk.run("2026-03-09 09:00", "case", "show", desk.number("乙")).stdout
    assert "已并入" in said


def test_a_list_counts_a_merged_case_once(desk):
    listed = desk.told("2026-03-09 09:00", "case", "list")
    assert (len(listed["cases"]), listed["counted"], listed["merged"]) == (3, 2, 1)
    counted = desk.told("2026-03-09 09:00", "case", "list", "--counted")
    assert {c["case"] for c in counted["cases"]} == {desk.cases["甲"], desk.cases["丙"]}
    still_open = desk.told("2026-03-09 09:00", "case", "list", "--open")
    assert desk.cases["乙"] not in {c["case"] for c in still_open["cases"]}


def test_the_evidence_brought_along_is_the_same_file(desk):
    shown = {n: desk.told("2026-03-09 09:00", "case", "show", desk.cases[n]) for n in "甲乙丙"}
    digests = {
        name: [item["file"]["digest"] for item in case["data"]["evidence"]]
        for name, case in shown.items()
    }
    assert len(digests["甲"]) == 2
    assert digests["甲"][1:] == digests["乙"] == digests["丙"]


def test_the_audit_finds_nothing_amiss(desk):
    audited = desk.run("2026-03-09 09:00", "audit", "verify")
    assert audited.exit_code == 0, audited.output


def test_the_account_of_a_period_without_payments_is_empty(desk):
    words = ("report", "payments", "--from", "2026-01-01", "--to", "2026-12-31")
    account = desk.told("2026-03-09 09:00", *words)
    assert (account["total_fen"], account["cases"], account["entries"]) == (0, 0, [])
    said = desk.run("2026-03-09 09:00", *words)
    assert "不得用于考核、排名或者下达指标" in said.stdout


def test_an_account_needs_a_period_that_runs_forward(desk):
    words = ("report", "payments", "--from", "2026-12-31", "--to", "2026-01-01")
    refused = desk.run("2026-03-09 09:00", *words)
    assert refused.exit_code == 6
    assert "早于起始日期" in refused.output
