"""Matters on the command line: lists in force whole or not at all, and cases judged by them."""

import hashlib
import json
import re
import shutil
from functools import partial
from pathlib import Path

import pytest
import yaml

from engine.errors import StorageError
from engine.journal import Act, read_journal
from runtime.audit import verify_root
from runtime.demo import read_script
from runtime.examples import example_folder
from runtime.workspace import Workspace
from tests.demo_case import EXAMPLE
from tests.empty_bureau import empty_bureau, give
from tests.matter_lists import SCALE, as_csv, as_xlsx, row, rows
from workflows.benchmark_data import SHIPPED

ROOT = Path(__file__).parents[2]
FOLDER = example_folder() / EXAMPLE
run = partial(give, at="2026-03-02 08:00")
STEPS = {s.trigger: s for s in reversed(read_script(FOLDER).steps)}


@pytest.fixture
def workspace(tmp_path):
    return empty_bureau(tmp_path)


def told(result):
    return json.loads(result.stdout)


def take(workspace, lines, *more, who="p06", data=None, name="清单.csv", **options):
    """Import rows as the holder of `who`."""
    file = workspace.parent / name
    file.write_bytes(data if data is not None else as_csv(lines))
    pins = ["--pin-file", workspace.parent / "pins.yaml"]
    return run(workspace, "matter", "import", file, "--as", who, *pins, *more, **options)


def kept(workspace):
    return sorted(p.name for p in (workspace / "matters").glob("*"))


def step(workspace, trigger, *, case="2026-000001", change=None):
    """One step of the example, with changes of its input by label."""
    move = STEPS[trigger]
    raw = yaml.safe_load((FOLDER / move.file).read_text("utf-8")) if move.file else {}
    folder = workspace.parent / "example"
    if not folder.exists():
        shutil.copytree(FOLDER, folder)
    file = folder / "input.yaml"
    file.write_text(yaml.safe_dump(raw | (change or {}), allow_unicode=True), encoding="utf-8")
    begin = ["open"] if trigger == "register_lead" else ["advance", case, trigger]
    pins = ["--pin-file", workspace.parent / "pins.yaml"]
    signers = [part for who in ("p01", "p03", "p04", "seal") for part in ("--with", who)]
    at = move.at.strftime("%Y-%m-%d %H:%M")
    more = ("--as", move.actor, "--file", file, *pins, *signers, "--json")
    return run(workspace, "case", *begin, *more, at=at)


# -- importing ------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["csv", "gb18030", "xlsx"])
def test_781_matters_are_in_force_at_once(workspace, form):
    lines = rows(SCALE)
    data = {"csv": as_csv(lines, "utf-8-sig"), "gb18030": as_csv(lines, "gb18030")}
    data["xlsx"] = as_xlsx(lines) if form == "xlsx" else b""
    name = "清单.xlsx" if form == "xlsx" else "清单.csv"
    done = told(take(workspace, [], "--json", data=data[form], name=name))
    assert (done["rows"], len(done["added"]), done["number"]) == (SCALE, SCALE, 1)
    listed = told(run(workspace, "matter", "list", "--own", "--json"))["matters"]
    assert len(listed) == SCALE
    hits = told(run(workspace, "matter", "search", "生成781", "--json"))["matters"]
    assert hits[0]["id"] == "GEN-0781"


def test_a_dry_run_says_what_would_come_of_it_and_changes_nothing(workspace):
    done = told(take(workspace, rows(3), "--dry-run", "--json"))
    assert (done["ok"], done["dry_run"], done["digest"]) == (True, True, None)
    assert len(done["added"]) == 3
    assert kept(workspace) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_fault_and_nothing_is_imported(workspace, lang):
    lines = [*rows(3), row(4, 公民罚款下限="500", 公民罚款上限="200"), row(5, 生效日期="明年")]
    result = take(workspace, lines, "--json", lang=lang)
    refused = told(result)
    assert (result.exit_code, refused["ok"]) == (6, False)
    places = [(f["row"], f["column"], f["heading"]) for f in refused["faults"]]
    assert places == [(5, "H", "公民罚款下限"), (6, "P", "生效日期")]
    assert all("{" not in f["message"] for f in refused["faults"])
    cure = "日期，如 2023-05-01" if lang == "zh" else "a date such as 2023-05-01"
    assert cure in refused["faults"][1]["message"]
    assert kept(workspace) == []
    people = take(workspace, lines, lang=lang)
    assert people.exit_code == 6
    assert "公民罚款下限" in people.stdout


def test_only_the_legal_head_or_an_administrator_imports_and_by_pin(workspace):
    refused = take(workspace, rows(1), "--json", who="p02")
    assert (refused.exit_code, told(refused)["error"]["code"]) == (
        3,
        "matter_list.not_permitted",
    )
    (workspace.parent / "pins.yaml").write_text("p06: 00000000\n", encoding="utf-8")
    wrong = take(workspace, rows(1), "--json")
    assert (wrong.exit_code, told(wrong)["error"]["code"]) == (6, "keys.wrong_pin")
    assert kept(workspace) == []


def test_the_history_says_who_imported_which_file_and_what_came_of_it(workspace):
    first = told(take(workspace, rows(3), "--json"))
    changed = [row(2, 生效日期="2024-01-01", 公民罚款上限="900")]
    second = told(take(workspace, changed, "--json", who="何鸿"))
    listed = told(run(workspace, "matter", "history", "--json"))["lists"]
    assert [(k["number"], k["by"], k["added"], k["changed"]) for k in listed] == [
        (1, "p06", 3, 0),
        (2, "p06", 0, 1),
    ]
    assert [k["digest"] for k in listed] == [first["digest"], second["digest"]]
    assert listed[1]["previous"] == first["digest"]
    versions = told(run(workspace, "matter", "show", "GEN-0002", "--json"))["versions"]
    assert [(v["valid_from"], v["valid_to"]) for v in versions] == [
        ("2021-07-15", "2023-12-31"),
        ("2024-01-01", None),
    ]


def test_an_import_is_an_act_of_the_bureau_in_its_journal(workspace):
    file = as_csv(rows(3))
    done = told(take(workspace, [], "--json", data=file))
    (listed,) = told(run(workspace, "matter", "history", "--json"))["lists"]
    assert (listed["entry"], listed["rows"]) == (2, 3)
    with Workspace.open(workspace) as opened, opened.store.read() as view:
        _, entry = read_journal(view)
    assert (entry.act, entry.actor) == (Act.LIST_IMPORTED, "p06")
    assert entry.text("digest") == done["digest"]
    assert entry.text("source_digest") == hashlib.sha256(file).hexdigest()
    assert (entry.facts["rows"], entry.facts["effect"]["added"]) == (3, 3)
    report = verify_root(workspace)
    assert report.sound, report.findings
    assert report.checked["acts"] == 2


def test_an_import_that_cannot_be_entered_is_no_import(workspace, monkeypatch):
    def refuse(*_, **__):
        raise StorageError("storage_full", path="case.db")

    with monkeypatch.context() as broken:
        broken.setattr("runtime.list_import.note", refuse)
        result = take(workspace, rows(1), "--json")
    assert (result.exit_code, told(result)["error"]["code"]) == (8, "storage_full")
    assert kept(workspace) == []
    assert verify_root(workspace).sound
    assert told(take(workspace, rows(1), "--json"))["number"] == 1


def test_an_import_cut_short_before_its_entry_is_completed_by_the_same_hand(workspace, monkeypatch):
    class Died(BaseException):
        """The machine went dark."""

    def die(*_, **__):
        raise Died

    with monkeypatch.context() as broken:
        broken.setattr("runtime.list_import.note", die)
        broken.setattr("runtime.list_import._entered", lambda *_: True)  # nobody cleans up
        with pytest.raises(Died):
            take(workspace, rows(2))
    assert {f.code for f in verify_root(workspace).findings} == {"list_unrecorded"}
    take(workspace, rows(2), who="何鸿", name="别的.csv", data=as_csv(rows(2)) + b"\n")
    assert not verify_root(workspace).sound  # not the same file
    assert take(workspace, rows(2)).exit_code == 0
    assert verify_root(workspace).sound
    assert len(told(run(workspace, "matter", "history", "--json"))["lists"]) == 1


def _lose(folder):
    (folder / "0002.json").unlink()


def _smuggle(folder):
    plain = json.loads((folder / "0002.json").read_text("utf-8"))
    previous = hashlib.sha256((folder / "0002.json").read_bytes()).hexdigest()
    plain |= {"number": 3, "previous": previous}
    (folder / "0003.json").write_text(json.dumps(plain), "utf-8")
    source = next(folder.glob("0002-*"))
    shutil.copy(source, folder / source.name.replace("0002", "0003"))


def _rewrite(folder):
    path = folder / "0002.json"
    path.write_text(path.read_text("utf-8").replace('"p06"', '"p08"'), "utf-8")


def _swap_source(folder):
    next(folder.glob("0001-*")).write_bytes(b"?")


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (_lose, {"list_lost"}),
        (_smuggle, {"list_unrecorded"}),
        (_rewrite, {"list_lost", "list_unrecorded"}),
        (_swap_source, {"list_source"}),
    ],
)
def test_the_audit_holds_the_lists_against_the_journal(workspace, damage, expected):
    take(workspace, rows(2))
    take(workspace, [row(2, 生效日期="2024-01-01", 公民罚款上限="900")])
    assert verify_root(workspace).sound
    damage(workspace / "matters")
    assert {f.code for f in verify_root(workspace).findings} == expected


def test_the_same_file_again_makes_no_new_list(workspace):
    take(workspace, rows(3))
    again = take(workspace, rows(3))
    assert again.exit_code == 0
    assert "没有新内容" in again.stdout
    assert len(told(run(workspace, "matter", "history", "--json"))["lists"]) == 1


def test_a_list_that_cannot_be_kept_leaves_nothing(workspace):
    (workspace / "matters").write_text("in the way", encoding="utf-8")
    result = take(workspace, rows(1), "--json")
    assert (result.exit_code, told(result)["error"]["code"]) == (8, "storage.os")
    (workspace / "matters").unlink()
    assert told(take(workspace, rows(1), "--json"))["number"] == 1


def test_a_missing_file_is_named(workspace):
    pins = ["--pin-file", workspace.parent / "pins.yaml"]
    result = run(workspace, "matter", "import", "没有.csv", "--as", "p06", *pins, "--json")
    assert (result.exit_code, told(result)["error"]["code"]) == (6, "command.file_unreadable")


# -- cases under a list ---------------------------------------------------------------------------


def test_cases_use_imported_matters_and_stay_verifiable_under_the_list_of_their_day(workspace):
    lead = {"违法行为发生日": "2026-03-02"}
    assert told(step(workspace, "register_lead", change=lead))["ok"]
    unknown = step(workspace, "start_verification", change={"权力事项": "GEN-0001"})
    assert unknown.exit_code == 6, unknown.stdout
    first = told(take(workspace, rows(2), "--json"))["digest"]
    done = step(workspace, "start_verification", change={"权力事项": "GEN-0001"})
    assert done.exit_code == 0, done.stdout
    # The matter is lost to later cases of the same act, but this act was judged before.
    corrected = [row(1, 生效日期="2021-07-15", 公民罚款上限="900")]
    second = told(take(workspace, corrected, "--correct", "--json"))["digest"]
    assert second != first
    with Workspace.open(workspace) as opened:
        events = opened.road.case("2026-000001").events
        assert [e.basis.get("matter_list") for e in events] == [None, first]
        edition = opened.law.shipped_matters
        assert [e.basis.get("matters") for e in events] == [None, edition]  # no matter before
        assert (workspace / "shipped-matters" / f"{edition[:16]}.json").is_file()
        assert opened.law.matter_list == second
    report = verify_root(workspace)
    assert report.sound, report.findings


def test_a_changed_list_is_noticed_before_anything_is_done_under_it(workspace):
    take(workspace, rows(1))
    path = workspace / "matters" / "0001.json"
    path.write_text(path.read_text("utf-8").replace('"low"', '"lower"'), "utf-8")
    result = run(workspace, "case", "list", "--json")
    assert (result.exit_code, told(result)["error"]["code"]) == (9, "matter_list.damaged")


# -- reading --------------------------------------------------------------------------------------


def test_every_reading_command_speaks_to_people_and_to_programs(workspace):
    take(workspace, rows(3))
    commands = [
        ("list",),
        ("list", "--field", "市容"),
        ("list", "--on", "2012-06-01"),
        ("search", "店外", "经营"),
        ("show", "M-07"),
        ("show", "M-01", "--on", "2023-04-30"),
        ("tiers", "M-11", "--fine", "8000"),
        ("tiers", "M-27", "--base", "12.5"),
        ("tiers", "M-04", "--base", "100000"),
        ("history",),
    ]
    for command in commands:
        for lang in ("zh", "en"):
            people = run(workspace, "matter", *command, lang=lang)
            assert people.exit_code == 0, (command, people.output)
            assert people.stdout.strip(), command
        assert told(run(workspace, "matter", *command, "--json"))["ok"] is True, command


def test_a_matter_shows_its_article_range_order_and_versions(workspace):
    shown = run(workspace, "matter", "show", "M-07").stdout
    for part in ("第三十六条第二项", "100至1000元", "须先责令改正", "2020年11月27日起"):
        assert part in shown
    missing = run(workspace, "matter", "show", "M-70", "--json")
    assert (missing.exit_code, told(missing)["error"]["code"]) == (6, "matter.unknown")


@pytest.mark.parametrize(
    ("yuan", "tier"),
    [(0, "T0"), (4999, "Tx"), (5000, "T1"), (18500, "T1"), (18501, "T2"), (50000, "T3")],
)
def test_an_amount_falls_into_its_tier(workspace, yuan, tier):
    [graded] = told(run(workspace, "matter", "tiers", "M-11", "--fine", yuan, "--json"))["ranges"]
    assert graded["tier"] == tier


def test_a_bureaus_own_benchmark_takes_the_place_of_the_shipped_one(workspace):
    text = (SHIPPED / "default-1.yaml").read_text("utf-8")
    text = text.replace("to_percent: 30", "to_percent: 10").replace(
        "from_percent: 30", "from_percent: 10"
    )
    (workspace / "benchmarks").mkdir()
    (workspace / "benchmarks" / "本机关.yaml").write_text(text, encoding="utf-8")
    command = ("matter", "tiers", "M-11", "--fine", "9501", "--json")
    [graded] = told(run(workspace, *command))["ranges"]
    assert graded["tier"] == "T2"
    assert [tier["high"] for tier in graded["tiers"]] == [9_500_00, 36_500_00, 50_000_00]


def test_an_amount_above_the_law_falls_into_none(workspace):
    command = ("matter", "tiers", "M-11", "--fine", "50001")
    [graded] = told(run(workspace, *command, "--json"))["ranges"]
    assert graded["tier"] is None
    assert "超过法定上限" in run(workspace, *command).stdout


def test_a_case_without_like_cases_says_so(workspace):
    assert told(step(workspace, "register_lead"))["ok"]
    result = run(workspace, "case", "alike", "2026-000001")
    assert "没有已经决定的类案" in result.stdout
    found = told(run(workspace, "case", "alike", "2026-000001", "--json"))
    assert (found["count"], found["lowest"], found["cases"]) == (0, None, [])


def test_the_list_on_the_how_to_page_is_imported_as_it_stands(workspace):
    page = (ROOT / "docs/how-to/import-a-list-of-matters.md").read_text("utf-8")
    [listed] = re.findall(r"<!-- list -->\n```csv\n(.*?)```", page, re.DOTALL)
    done = told(take(workspace, [], "--json", data=listed.encode()))
    assert done["added"] == ["WC-001", "WC-002", "WC-003"]
    heights = {}
    for matter_id in done["added"]:
        shown = told(run(workspace, "matter", "show", matter_id, "--json"))
        heights[matter_id] = [[r["high"] for r in v["ranges"]] for v in shown["versions"]]
    assert heights == {
        "WC-001": [[200_00, 3_000_00]],
        "WC-002": [[200_00], [500_00]],
        "WC-003": [[100_000_00, 10_000_00]],
    }
    tiers = told(run(workspace, "matter", "tiers", "WC-001", "--fine", "120", "--json"))
    assert [r["tier"] for r in tiers["ranges"]] == ["T2", "Tx"]
