"""Carry out a whole month of a bureau and write its reports.

Run from the project folder: `python -m tests.month FOLDER [--share 0.1]`. The folder keeps the
workspace, the record of the sample, the reports and pictures of their pages (poppler-utils). With
the whole share this takes some ten minutes: 300 cases, their papers signed, 25 of them reviewed.
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

import yaml
from click.testing import CliRunner

from cli import anjuan
from tests.grid_lead_tables import lead_csv, month_rows
from tests.month.cases import planned, with_sheet
from tests.month.playing import FOUNDED, MonthBureau, carry_out
from tests.month.reviewing import REVIEWERS, Review, self_sheet
from tests.month.roster import SQUADS

#: When dossiers were closed, and when those drawn of them were reviewed.
MONTH, REVIEWED, REPORTED = "2026-04", "2026-05", "2026-05-29 16:00"
DRAWN_AT = "2026-05-06 09:00"
REPORTS = ("quality", "raters", "rectification", "ranking", "conference")
MINUTES = {
    "会议时间": "2026年5月28日14时30分",
    "会议地点": "三楼会议室",
    "主持人": "何鸿",
    "记录人": "曹蕊",
    "参加人员": ["何鸿", "孙静怡", "罗征", "各中队中队长"],
    "逐案评议": [],
    "共性问题": "说理没有逐条回应申辩，审批表空白处没有划去，复查照片不全。",
    "议定事项": [
        {"事项": "修订复查记录的照片要求", "责任单位": "案审科", "完成时限": "2026年6月15日"},
        {"事项": "对办案中队开展说理式文书培训", "责任单位": "案审科", "完成时限": "2026年6月30日"},
    ],
}


class Counter:
    """Where the work stands, on one line of standard error."""

    def __init__(self, what):
        self.what = what

    def __call__(self, done, total):
        if done % 20 == 0 or done == total:
            print(f"\r{self.what} {done}/{total}", end="", file=sys.stderr, flush=True)
        if done == total:
            print(file=sys.stderr)


class Desk:
    """The command line of the bureau in `folder`."""

    def __init__(self, folder, pins):
        self.root, self.folder = folder / "workspace", folder
        self.pins = folder / "pins.yaml"
        self.pins.write_text(yaml.safe_dump(dict(pins)), encoding="utf-8")

    def run(self, *arguments, at):
        options = ["-w", str(self.root), "--lang", "zh", "--at", at]
        done = CliRunner().invoke(anjuan, [*options, *map(str, arguments)])
        if done.exit_code:
            raise SystemExit(
                f"{' '.join(map(str, arguments))}: {done.output}{done.exception or ''}"
            )
        return done.stdout

    def signed(self, *arguments, at):
        return self.run(*arguments, "--pin-file", self.pins, at=at)


def main(arguments):
    """Carry out the month; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.month")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--share", type=float, default=1.0)
    asked = parser.parse_args(arguments)
    folder = asked.folder.resolve()
    folder.mkdir(parents=True)
    begun = time.perf_counter()
    cases = [with_sheet(case, self_sheet(case)) for case in planned(asked.share)]
    ids = _lived(folder, cases)
    _said("cases", begun, len(ids))
    desk = Desk(folder, yaml.safe_load((folder / "pins.yaml").read_text("utf-8")))
    drawn = _drawn(desk)
    _reviewed(folder, cases, ids, drawn)
    _said("reviews", begun, len(drawn))
    _leads(desk)
    _reports(desk)
    _said("reports", begun, len(REPORTS))
    print(desk.run("audit", "verify", at=REPORTED).strip().splitlines()[-1])
    return 0


def _said(what, begun, count):
    print(f"{what}: {count}, {time.perf_counter() - begun:.0f} s", flush=True)


def _lived(folder, cases):
    bureau = MonthBureau(folder)
    desk = Desk(folder, bureau.pins)
    bureau.workspace.close()
    promise = ("review", "commit", MONTH, "--as", "p06", "--to", folder / "secret.json")
    desk.signed(*promise, at=f"{FOUNDED:%Y-%m-%d %H:%M}")
    with MonthBureau.again(folder, bureau.pins) as again:
        return carry_out(again, cases, Counter("steps"))


def _drawn(desk):
    """Draw the sample; returns case id to reviewer and procedure."""
    record = desk.folder / "sample.json"
    named = [part for who in REVIEWERS for part in ("--reviewer", who)]
    secret = ("--secret", desk.folder / "secret.json", "--to", record)
    desk.signed("review", "sample", MONTH, "--as", "p06", *secret, *named, at=DRAWN_AT)
    print(desk.run("review", "sample", "--redraw", record, at=DRAWN_AT).strip())
    print(desk.signed("review", "assign", MONTH, "--as", "p06", at=DRAWN_AT).strip())
    told = json.loads(record.read_text("utf-8"))
    return {one["case"]: one for one in told["drawn"]}


def _reviewed(folder, cases, ids, drawn):
    pins = yaml.safe_load((folder / "pins.yaml").read_text("utf-8"))
    with MonthBureau.again(folder, pins) as bureau:
        mine = [case for case in cases if ids[case.index] in drawn]
        progress = Counter("reviews")
        for number, case in enumerate(mine):
            bureau.case_id = ids[case.index]
            procedure = bureau.case.main.machine
            reviewer = drawn[ids[case.index]]["reviewer"]
            Review(bureau, case, ids[case.index], reviewer, procedure, number).carry_out()
            progress(number + 1, len(mine))


def _leads(desk):
    table, units = desk.folder / "leads.csv", [f"{name}中队" for name in SQUADS]
    slow = {"2026-01": 1.6, "2026-02": 1.4, "2026-03": 1.2, MONTH: 1.0}
    rows = (row for month, how in slow.items() for row in month_rows(month, units, how))
    table.write_bytes(lead_csv(rows))
    desk.signed("lead", "import", table, "--as", "p01", at=DRAWN_AT)


def _reports(desk):
    minutes = desk.folder / "minutes.yaml"
    minutes.write_text(yaml.safe_dump(MINUTES, allow_unicode=True), encoding="utf-8")
    for name in REPORTS:
        more = ("--file", minutes) if name == "conference" else ()
        out = desk.folder / f"{name}.pdf"
        table = ("--csv", desk.folder / f"{name}.csv")
        keys = (
            "--as",
            "p06",
            "--with",
            "p09",
            "--with",
            "p08",
            "--with",
            "p13",
            "--send-to",
            "本局领导班子",
        )
        month = MONTH if name == "ranking" else REVIEWED
        desk.signed("report", name, month, "--to", out, *table, *keys, *more, at=REPORTED)
        pages = ["pdftoppm", "-r", "80", "-png", str(out), str(out.with_suffix(""))]
        subprocess.run(pages, check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
