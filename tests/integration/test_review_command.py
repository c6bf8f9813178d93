"""`anjuan review` on a real workspace: one dossier from the squad's own sheet to the pool."""

import hashlib
import json

import pytest
from click.testing import CliRunner

from cli import anjuan
from commands.review_sheet import Decision, Row, SheetFile, VetoRow, read_sheet, sheet_text
from commands.review_work import write_sheet
from tests.demo_case import CASE, carried_out
from tests.pins import write_pins

SELF, SECOND = "2026-04-03 09:20", "2026-04-07 09:00"
ADDED = "B3:2:site_inspection_record-1:7:现场未绘制示意图。"


class Desk:
    """A workspace, a folder for sheets, and the clock of the story."""

    def __init__(self, root, folder):
        self.root, self.folder = root, folder

    def run(self, at, *arguments):
        options = ["-w", str(self.root), "--lang", "zh", "--at", at, "--json"]
        result = CliRunner().invoke(anjuan, [*options, "review", *map(str, arguments)])
        return result.exit_code, json.loads(result.stdout)

    def shown(self, at, *arguments):
        """What a command that only shows puts on the screen."""
        options = ["-w", str(self.root), "--lang", "zh", "--at", at]
        return CliRunner().invoke(anjuan, [*options, "review", *arguments]).stdout

    def do(self, at, *arguments, pins=True):
        """Run a command that has to succeed."""
        more = ["--pin-file", self.folder / "pins.yaml"] if pins else []
        status, told = self.run(at, *arguments, *more)
        assert status == 0, told
        return told

    def refused(self, at, *arguments):
        """Run a command that has to be refused; return the rules and questions in its way."""
        status, told = self.run(at, *arguments, "--pin-file", self.folder / "pins.yaml")
        assert status == 3, told
        return [v["code"] for v in told["unmet"]]

    def sheet(self, name):
        return self.folder / name


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("review")
    pins = carried_out(folder / "workspace", until="compile")
    write_pins(folder, pins)
    return Desk(folder / "workspace", folder)


def decided(path):
    """Follow whatever the program found: this is about the process, not about the findings."""
    sheet = read_sheet(path)
    for row in sheet.rows:
        sheet = sheet.changed(Row(**{**fields(row), "decision": Decision.FOLLOWED}))
    for veto in sheet.vetoes:
        sheet = sheet.ruled(VetoRow(**{**fields(veto), "confirmed": False, "reason": "已核对。"}))
    write_sheet(path, sheet)


def fields(row):
    return {name: getattr(row, name) for name in row.__slots__}


def test_the_story_of_one_dossier(desk):
    reviewed_by_the_squad(desk, desk.sheet("自评.yaml"))
    reviewed_blind(desk, desk.sheet("评查.json"))
    objected_and_arbitrated(desk, desk.sheet("仲裁.yaml"))
    put_right(desk)
    put_into_the_pool(desk, desk.sheet("隐名案卷.json"))


def reviewed_by_the_squad(desk, own):
    """The squad reviews its own dossier, but not whoever handled the case."""
    assert [w["steps"] for w in desk.do(SELF, "queue", "--as", "p04", pins=False)["waiting"]] == [
        ["submit_self_review"]
    ]
    begun = desk.do(SELF, "start", CASE, "--as", "p04", "--sheet", own)
    assert begun["content"]["评查标准"] == "chengguan-default-1"
    decided(own)
    assert desk.refused(SELF, "submit", CASE, "--as", "p02", "--sheet", own, "--comment", "齐") == [
        "actor_permitted",
        "duties_separate",
    ]
    status, told = desk.run(SELF, "submit", CASE, "--as", "p04", "--sheet", own.with_name("无"))
    assert (status, told["error"]["code"]) == (6, "command.file_unreadable")
    desk.do(SELF, "submit", CASE, "--as", "p04", "--sheet", own, "--comment", "材料齐全。")


def reviewed_blind(desk, second):
    """Before the second sheet is handed in nobody is told the squad's score."""
    begun = desk.do(SECOND, "start", CASE, "--as", "p05", "--sheet", second)
    assert begun["self_score"] is None
    assert desk.do(SECOND, "show", CASE, pins=False)["scores"] == {}
    status, told = desk.run(SECOND, "start", CASE, "--as", "p05", "--sheet", second)
    assert (status, told["error"]["code"]) == (6, "review.sheet_exists")
    decided(second)
    before = desk.do(SECOND, "score", "--sheet", second, pins=False)["total"]
    changed = desk.do(
        SECOND, "score", "--sheet", second, "--add", ADDED, "--add", ADDED.replace("B3:2", "C3:1"),
        pins=False,
    )  # fmt: skip
    rows = changed["content"]["问题"]
    assert changed["total"] < before
    number = next(r["序号"] for r in rows if r["扣分理由"].startswith("现场未绘制"))
    desk.do(SECOND, "score", "--sheet", second, "--edit", f"{number}.整改=是", pins=False)
    told = desk.do(SECOND, "submit", CASE, "--as", "p05", "--sheet", second, "--comment", "欠缺。")
    assert [d["form"] for d in told["event"]["documents"]] == ["second_review_form"]
    shown = desk.do("2026-04-07 10:00", "show", CASE, pins=False)
    assert set(shown["scores"]) == {"self_sheet", "second_sheet"}


def objected_and_arbitrated(desk, last):
    """The squad objects in time, an outsider decides."""
    assert desk.refused("2026-04-07 11:00", "finish", CASE, "--as", "p06")
    desk.do(
        "2026-04-08 09:00", "object", CASE, "--as", "p04", "--about", "B3=照片已反映。",
        "--demand", "请求恢复。",
    )  # fmt: skip
    assert desk.refused("2026-04-08 10:00", "appoint", CASE, "孙静怡", "--as", "p06") == [
        "appointee_fit"
    ]
    desk.do("2026-04-08 10:00", "appoint", CASE, "罗征", "--as", "p06")
    desk.do("2026-04-08 11:00", "start", CASE, "--as", "p12", "--sheet", last)
    decided(last)
    desk.do("2026-04-08 11:00", "score", "--sheet", last, "--add", ADDED, pins=False)
    number = len(read_sheet(last).rows)
    desk.do("2026-04-08 11:00", "score", "--sheet", last, "--edit", f"{number}.points=0.5",
            "--edit", f"{number}.fixable=是", pins=False)  # fmt: skip
    desk.do(
        "2026-04-08 11:30", "arbitrate", CASE, "--as", "p12", "--sheet", last,
        "--outcome", "partly", "--reasons", "照片部分反映。",
    )  # fmt: skip


def put_right(desk):
    """What can be put right is put right and looked at again; once it goes back."""
    found = desk.do("2026-04-08 13:00", "show", CASE, pins=False)["demanded"]
    abouts = [d["about"] for d in found]
    assert abouts
    desk.do("2026-04-08 13:40", "rectify", CASE, "--as", "p06", "--text", "补绘示意图。")
    waiting = desk.do("2026-04-08 14:00", "queue", "--as", "p02", pins=False)["waiting"]
    assert [(w["steps"], w["deadline"], w["left"], w["left_unit"]) for w in waiting] == [
        (["acknowledge_rectification"], "D46", 2, "working_days")
    ]
    desk.do("2026-04-08 14:00", "rectify", CASE, "--as", "p02")
    done = [word for a in abouts for word in ("--about", f"{a}=已补绘并附说明。")]
    desk.do("2026-04-08 15:00", "rectify", CASE, "--as", "p02", *done)
    desk.do("2026-04-09 09:00", "rectify", CASE, "--as", "p05", "--return", "没有标明方位。")
    desk.do("2026-04-09 10:00", "rectify", CASE, "--as", "p02", *done)
    seen = [word for a in abouts for word in ("--about", f"{a}=fixed:已补绘。")]
    desk.do("2026-04-09 15:00", "rectify", CASE, "--as", "p05", "--with", "p06",
            "--text", "已整改。", *seen)  # fmt: skip
    desk.do("2026-04-09 15:10", "finish", CASE, "--as", "p06")


def put_into_the_pool(desk, copy):
    """The pool keeps an anonymised copy, by digest; officers are told by quality alone."""
    desk.do("2026-12-21 09:00", "nominate", CASE, "--as", "p06", "--reasons", "说理透彻。",
            "--copy-to", copy)  # fmt: skip
    (first,) = desk.do("2026-12-22 09:00", "candidates", "2026", pins=False)["candidates"]
    assert first["rank"] == 1
    assert first["copy_digest"] == hashlib.sha256(copy.read_bytes()).hexdigest()
    read = desk.do("2026-12-22 09:00", "candidates", "2026", "--read", "1", pins=False)
    assert read["copy"] == json.loads(copy.read_bytes())
    status, told = desk.run("2026-12-22 09:00", "candidates", "2026", "--read", "2")
    assert (status, told["error"]["code"]) == (6, "review.no_candidate")
    shown = desk.shown("2026-12-22 09:00", "candidates", "2026", "--read", "1")
    assert "沈国强" not in shown
    assert "批准立案" in shown
    officers = desk.do("2026-12-22 09:00", "merit", "2026", pins=False)["officers"]
    assert [o["officer"] for o in officers] == ["p02", "p03"]
    assert not [name for o in officers for name in o if "fine" in name or "amount" in name]


@pytest.fixture
def sheet(tmp_path):
    row = Row(number=1, decision=Decision.PENDING, item="B3", points="0.5", document="d-1",
              page="7", reason="缺图。", fixable=True)  # fmt: skip
    made = SheetFile(
        case=CASE, stage="second", profile="chengguan-default-1", head="0" * 64,
        not_applicable=("E5",), rows=(row,),
        vetoes=(VetoRow(veto="V06", document="d-2", page="9", clue="证据编号"),),
    )  # fmt: skip
    path = tmp_path / "sheet.yaml"
    path.write_text(sheet_text(made), encoding="utf-8")
    return path, made


def test_a_sheet_is_read_as_it_was_written(sheet):
    path, made = sheet
    assert read_sheet(path) == made
    write_sheet(path.with_suffix(".json"), made)
    assert read_sheet(path.with_suffix(".json")) == made


def test_what_is_rejected_goes_to_the_ledger_with_its_reason_and_takes_nothing_off(sheet):
    _, made = sheet
    left = Row(**{**fields(made.rows[0]), "decision": Decision.REJECTED, "note": "已反映。"})
    given = made.changed(left).as_input()
    assert given["deductions"] == []
    assert given["rejected"] == [
        {"item": "B3", "document": "d-1", "page": "7", "finding": "缺图。", "reason": "已反映。"}
    ]
    assert given["candidates"] == ["V06"]
    assert given["vetoes"] == []
    assert made.pending() == ("1", "V06")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--accept", "2"), "review.no_such_finding"),
        (("--reject", "1="), "review.reason_missing"),
        (("--edit", "1.colour=red"), "review.bad_edit"),
        (("--edit", "1.points=0.3"), "review.bad_row"),
        (("--add", "B3:1"), "review.bad_edit"),
        (("--add", "Z9:1:d-1:7:理由"), "grading.unknown_item"),
        (("--accept", "eins"), "review.bad_edit"),
    ],
)
def test_a_wrong_change_is_told_and_leaves_the_sheet(desk, sheet, arguments, code):
    path, made = sheet
    status, told = desk.run(SECOND, "score", "--sheet", path, *arguments)
    assert (status, told["error"]["code"]) == (6, code)
    assert read_sheet(path) == made
