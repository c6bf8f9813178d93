"""Grid leads on the command line: two measures, nothing half taken in, and never a case of one."""

import json
from functools import partial

import pytest

from runtime.audit import verify_root
from tests.empty_bureau import empty_bureau, give
from tests.grid_lead_tables import CLOSED, IN_TIME, RECEIVED, lead_csv, lead_rows

run = partial(give, at="2026-07-20 08:00")
LEAD = ("H1", "12319", "2026-03-02 09:30", "一中队", "2026-03-04", "2026-03-04 23:59", "07", "市容")


@pytest.fixture
def workspace(tmp_path):
    return empty_bureau(tmp_path)


def take(workspace, rows, *more, who="p06", **table):
    file = workspace.parent / "线索.csv"
    file.write_bytes(lead_csv(rows, **table))
    pins = ["--pin-file", workspace.parent / "pins.yaml"]
    return run(workspace, "lead", "import", file, "--as", who, *pins, *more, "--json")


def counted(workspace, *more, **options):
    return json.loads(run(workspace, "lead", "count", *more, "--json", **options).stdout)


def changed(**cells):
    names = ("number", "source", "reported", "unit", "due", "closed", "grid", "category")
    return tuple(cells.get(name, old) for name, old in zip(names, LEAD, strict=True))


def test_the_seed_half_year_gives_two_measures_with_their_wholes(workspace):
    """19,075 leads, 93 % settled and 62 % settled in time."""
    assert json.loads(take(workspace, lead_rows()).stdout)["added"] == RECEIVED
    told = counted(workspace)
    assert told["all"]["closing_rate"] == {"part": CLOSED, "whole": RECEIVED, "percent": "93.00"}
    assert told["all"]["on_time_rate"] == {"part": IN_TIME, "whole": RECEIVED, "percent": "62.00"}
    assert [month["month"] for month in told["months"]] == [f"2026-0{n}" for n in range(1, 7)]
    assert sum(month["received"] for month in told["months"]) == RECEIVED
    assert len(told["units"]) == 10
    shown = run(workspace, "lead", "count").stdout
    assert "结案率93.00%（办结17740件/受理19075件）" in shown
    assert "按期结案率62.00%（按期办结11827件/受理19075件）" in shown
    listed = json.loads(run(workspace, "case", "list", "--json").stdout)
    assert listed["cases"] == []
    assert verify_root(workspace).findings == ()


@pytest.mark.parametrize(
    ("closed", "in_time"),
    [("2026-03-04 23:59", 1), ("2026-03-05 00:00", 0), ("2026-03-04", 1), ("2026-03-05", 0)],
)
def test_a_period_given_as_a_day_ends_with_its_last_minute(workspace, closed, in_time):
    take(workspace, [changed(closed=closed)])
    assert counted(workspace)["all"]["in_time"] == in_time


def test_an_open_lead_is_overdue_from_the_minute_after(workspace):
    take(workspace, [changed(closed="", due="2026-03-04 17:00")])
    for at, overdue in (("2026-03-04 17:00", 0), ("2026-03-04 17:01", 1)):
        told = counted(workspace, at=at)["all"]
        assert (told["overdue"], told["running"]) == (overdue, 1 - overdue)


def test_a_later_table_changes_what_it_names_and_leaves_the_rest(workspace):
    take(workspace, [changed(closed=""), changed(number="H2")])
    told = json.loads(take(workspace, [LEAD, changed(number="H3")]).stdout)
    assert (told["added"], told["changed"], told["unchanged"]) == (1, 1, 0)
    assert counted(workspace)["all"]["closed"] == 3
    again = json.loads(take(workspace, [LEAD]).stdout)
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 1)
    journal = json.loads(run(workspace, "audit", "journal", "--json").stdout)["entries"]
    assert [e["facts"]["rows"] for e in journal if e["act"] == "leads_imported"] == [2, 2]


@pytest.mark.parametrize(
    ("rows", "code", "row", "column"),
    [
        ([LEAD, changed(unit="二中队")], "lead_list.number_twice", 3, "A"),
        ([changed(due="2026-03-01")], "lead_list.before_report", 2, "E"),
        ([changed(closed="2026-03-01 10:00")], "lead_list.before_report", 2, "F"),
        ([changed(source="听说")], "matter_list.unknown_word", 2, "B"),
        ([changed(reported="昨天")], "matter_list.not_a_day", 2, "C"),
        ([changed(reported="2026-03-02 25:00")], "lead_list.not_a_moment", 2, "C"),
        ([changed(unit="")], "matter_list.blank", 2, "D"),
        ([], "lead_list.empty", None, None),
    ],
)
def test_one_fault_and_nothing_is_taken_in(workspace, rows, code, row, column):
    done = take(workspace, [*rows])
    told = json.loads(done.stdout)
    fault = told["faults"][0]
    assert (done.exit_code, fault["code"], fault["row"], fault["column"]) == (6, code, row, column)
    assert not (workspace / "leads").exists()
    assert counted(workspace)["all"]["received"] == 0


def test_a_column_for_the_reporter_is_refused(workspace):
    headings = (
        "任务号",
        "问题来源",
        "上报时间",
        "责任单位",
        "处置时限",
        "办结时间",
        "举报人",
        "类别",
    )
    told = json.loads(take(workspace, [LEAD], headings=headings).stdout)
    assert (told["faults"][0]["code"], told["faults"][0]["value"]) == (
        "matter_list.heading",
        "举报人",
    )


def test_an_officer_may_not_import(workspace):
    assert take(workspace, [LEAD], who="p02").exit_code == 3
    assert not (workspace / "leads").exists()


def test_a_dry_run_changes_nothing(workspace):
    assert json.loads(take(workspace, [LEAD], "--dry-run").stdout)["added"] == 1
    assert counted(workspace)["all"]["received"] == 0


@pytest.mark.parametrize("spoil", ["edit", "lose", "add"])
def test_an_audit_finds_a_table_changed_lost_or_put_in(workspace, spoil):
    take(workspace, [LEAD])
    (kept,) = (workspace / "leads").iterdir()
    if spoil == "edit":
        kept.write_bytes(kept.read_bytes().replace(b"12319", b"12345"))
    elif spoil == "lose":
        kept.unlink()
    else:
        (kept.parent / ("0" * 64 + ".table")).write_bytes(b"x")
    codes = {finding.code for finding in verify_root(workspace).findings}
    assert codes == {"leads_unrecorded" if spoil == "add" else "leads_lost"}
    refused = run(workspace, "lead", "count")
    assert refused.exit_code == (0 if spoil == "add" else 7)
