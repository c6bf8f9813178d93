"""What is due across cases, warnings and suppositions, at the command line of a real workspace.

One case waits for its fine to be paid (served on 2026-03-20), another was filed on 2026-04-13.
"""

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from cli import anjuan
from runtime.demo import play, prepare, read_script
from runtime.examples import example_folder
from runtime.workspace import Workspace
from tests.bureau import Bureau

ROOT = Path(__file__).resolve().parents[2]
FIRST, SECOND = "2026-000001", "2026-000002"
NEXT_YEAR = """\
year: 2027
source: 通知
working_days: 260
holidays:
  - {name: 元旦, from: 2027-01-01, to: 2027-01-03}
make_up:
  name: 调休上班
  days: []
"""


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    root = tmp_path_factory.mktemp("due") / "workspace"
    pins = prepare(root)
    lives = (("m11-construction-waste", "serve_decision"), ("m07-shop-front", "approve_filing"))
    for example, until in lives:
        script = read_script(example_folder() / example)
        with Workspace.open(root, at=script.steps[0].at) as workspace:
            keys = workspace.keyring({o: p for o, p in pins.items() if o != "root"})
            for _ in play(workspace, script, keys, until=until):
                pass
    return root, pins


@pytest.fixture
def workspace(played, tmp_path):
    return shutil.copytree(played[0], tmp_path / "workspace")


def run(workspace, *arguments, at, lang="zh"):
    options = ["-w", str(workspace), "--lang", lang, "--at", at]
    environment = {"LANG": "zh_CN.UTF-8", "COLUMNS": "200"}
    return CliRunner().invoke(anjuan, [*options, *map(str, arguments)], env=environment)


def told(result):
    return json.loads(result.stdout)


def due(workspace, *arguments, at):
    """The list for programs, as (case, rule, due, level, left)."""
    listed = told(run(workspace, "deadlines", "due", *arguments, "--json", at=at))
    keys = ("case", "rule", "due", "level", "left")
    return [tuple(d[key] for key in keys) for d in listed["deadlines"]]


# -- the list -------------------------------------------------------------------------------------


def test_what_is_overdue_stands_first_then_what_comes_then_what_is_merely_over(workspace):
    found = due(workspace, "--within", "7", at="2026-07-08 09:00")
    assert [d[:4] for d in found] == [
        (FIRST, "D14", "2026-03-30", "overdue"),
        (SECOND, "D11", "2026-07-12", "yellow"),
        (FIRST, "D16", "2026-04-07", "lapsed"),
        (FIRST, "D22", "2026-05-19", "lapsed"),
    ]


@pytest.mark.parametrize(
    ("today", "said"),
    [
        ("2026-07-11", "2026年7月12日届满，还有1天"),
        ("2026-07-12", "今天（2026年7月12日）届满"),
        ("2026-07-13", "2026年7月12日已届满，顺延至2026年7月13日，之后才算超期"),
        ("2026-07-14", "2026年7月12日已届满，超期1天"),
    ],
)
def test_the_next_steps_call_a_period_overdue_on_the_same_day_as_the_list(workspace, today, said):
    result = run(workspace, "case", "next", SECOND, at=f"{today} 09:00")
    text = result.stdout
    assert result.exit_code == 0, result.output
    assert f"作出决定（本机关）：{said}" in text


@pytest.mark.parametrize(
    ("today", "within", "standing"),
    [
        ("2026-07-01", "10", None),
        ("2026-07-01", "11", ("ok", 11)),
        ("2026-07-02", "10", ("yellow", 10)),
        ("2026-07-04", "7", None),
        ("2026-07-05", "7", ("yellow", 7)),
        ("2026-07-08", "7", ("yellow", 4)),
        ("2026-07-09", "7", ("red", 3)),
        ("2026-07-11", "0", None),
        ("2026-07-12", "0", ("red", 0)),
        ("2026-07-13", "0", ("red", 0)),
        ("2026-07-14", "0", ("overdue", -1)),
    ],
)
def test_the_ninety_days_ending_on_a_sunday(workspace, today, within, standing):
    found = due(workspace, "--within", within, at=f"{today} 09:00")
    assert [d[3:] for d in found if d[:2] == (SECOND, "D11")] == ([standing] if standing else [])


def test_a_settled_period_is_not_due(workspace):
    assert all(rule != "D12" for _, rule, *_ in due(workspace, at="2026-04-14 09:00"))


def test_squad_and_officer_see_their_own_cases(workspace):
    squads = {
        row["case"]: row["squad"]
        for row in told(run(workspace, "case", "list", "--json", at="2026-07-08 09:00"))["cases"]
    }
    for squad, name in (("z1", "听涛中队"), ("z2", "栖霞中队")):
        own = {case for case in squads if squads[case] == squad}
        for asked in (squad, name):
            listed = due(workspace, "--squad", asked, at="2026-07-08 09:00")
            assert {case for case, *_ in listed} == own
    both = {FIRST, SECOND}
    for officer, own in (("p02", both), ("林晓雯", both), ("p04", set())):
        listed = due(workspace, "--officer", officer, at="2026-07-08 09:00")
        assert {case for case, *_ in listed} == own


def test_who_nobody_knows_is_refused_with_who_there_is(workspace):
    for option, given, near in (
        ("--squad", "听滔中队", "听涛中队"),
        ("--officer", "林晓文", "林晓雯"),
    ):
        result = run(workspace, "deadlines", "due", option, given, at="2026-07-08 09:00")
        assert result.exit_code == 6
        assert near in result.stderr


def test_people_read_number_party_article_day_rest_and_whose(workspace):
    text = run(workspace, "deadlines", "due", at="2026-07-08 09:00").stdout
    for part in (
        *("已经超期的（1项）", "2026年7月15日以前届满的（1项）", "不算超期的（2项）"),
        *("望潮综执立字〔2026〕第000001号", "海岚市顺达", "D14", "《中华人民", "超期"),
        *("望潮综执立字〔2026〕第000002号", "龚明霞", "D11", "4天", "黄色预警", "本机关"),
    ):
        assert part in text.replace("\n", ""), part
    english = run(workspace, "deadlines", "due", at="2026-07-08 09:00", lang="en").stdout
    assert "Overdue (1)" in english
    assert "4 days" in english


def test_nothing_due_is_said(workspace):
    text = run(workspace, "deadlines", "due", "--officer", "p04", at="2026-07-08 09:00").stdout
    assert text == "到2026年7月15日没有届满的期限。\n"


def test_the_list_agrees_with_each_case(workspace):
    at = "2026-07-08 09:00"
    keys = ("instance", "rule", "due", "level", "left", "left_unit", "breach_after", "articles")
    listed = told(run(workspace, "deadlines", "due", "--within", "400", "--json", at=at))
    by_case = {
        case: {
            tuple(str(d[key]) for key in keys)
            for d in told(run(workspace, "case", "deadlines", case, "--json", at=at))["deadlines"]
            if d["status"] == "running"
        }
        for case in (FIRST, SECOND)
    }
    for case, own in by_case.items():
        rows = {
            tuple(str(d[key]) for key in keys) for d in listed["deadlines"] if d["case"] == case
        }
        assert rows
        assert rows <= own
        assert {row for row in own if row[2] <= "2027-08-12"} == rows


# -- warnings -------------------------------------------------------------------------------------


def test_a_case_shows_what_is_left_and_how_urgent_it_is(workspace):
    result = run(workspace, "case", "deadlines", SECOND, at="2026-07-09 09:00")
    line = next(line for line in result.stdout.splitlines() if "D11" in line)
    assert "3天" in line
    assert "红色预警" in line


def test_the_bureaus_own_thresholds_count(workspace):
    settings(workspace, {"warning.D11.yellow": 60, "warning.D11.red": 45})
    found = due(workspace, "--within", "60", at="2026-05-28 09:00")
    assert (SECOND, "D11", "2026-07-12", "red", 45) in found


def test_thresholds_that_contradict_each_other_are_refused(workspace):
    settings(workspace, {"warning.D11.yellow": 2})
    result = run(workspace, "case", "deadlines", SECOND, at="2026-07-09 09:00")
    assert result.exit_code == 9
    assert "warning.D11.yellow" in result.stderr


def test_the_doctor_finds_warnings_that_do_nothing_or_cannot_be(workspace):
    settings(
        workspace,
        {"warning.D11.yellow": 2, "warning.D99.red": 1, "warning.D20.orange": 5},
    )
    found = told(run(workspace, "doctor", "--json", at="2026-07-09 09:00"))["findings"]
    bad = {f["code"]: f for f in found if f["code"].startswith("warning_")}
    assert bad.keys() == {"warning_unknown", "warning_wrong"}
    named = [f["message"] for f in found if f["code"] == "warning_unknown"]
    assert all(any(key in n for n in named) for key in ("warning.D99.red", "warning.D20.orange"))
    assert len(named) == 2
    assert "作出决定" in bad["warning_wrong"]["message"]


def settings(workspace, wanted):
    path = workspace / "agency.yaml"
    profile = yaml.safe_load(path.read_text("utf-8"))
    for key, value in wanted.items():
        profile["settings"][key] = {"value": value, "confirmed": True}
    path.write_text(yaml.safe_dump(profile, allow_unicode=True), "utf-8")


# -- suppositions ---------------------------------------------------------------------------------


def suppose(workspace, *texts, case=SECOND, at="2026-04-14 09:00", more=("--json",), lang="zh"):
    wishes = [part for text in texts for part in ("--what-if", text)]
    return run(workspace, "case", "deadlines", case, *wishes, *more, at=at, lang=lang)


def test_if_the_hearing_is_held_then_its_notice_is_served_by_the_day_told(workspace):
    found = told(suppose(workspace, "D09=2026-02-26"))["deadlines"]
    assert [(d["rule"], d["says"], d["due"]) for d in found] == [("D09", "latest", "2026-02-09")]
    assert found[0]["derivation"][0]["kind"] == "start"


@pytest.mark.parametrize(
    "written",
    [
        "pause:D11=2026-05-01..2026-05-10",
        "pause:作出决定=2026-05-01 .. 2026-05-10",
        " pause：D11=2026-05-01..2026-05-10",
    ],
)
def test_a_supposed_pause_may_name_the_period_by_id_or_name(workspace, written):
    found = told(suppose(workspace, written))["deadlines"]
    assert [(d["rule"], d["recorded_due"], d["due"]) for d in found] == [
        ("D11", "2026-07-12", "2026-07-22")
    ]


def test_a_supposed_service_tells_all_that_would_run(workspace):
    found = told(suppose(workspace, "served:行政处罚决定书=2025-03-05"))["deadlines"]
    assert {d["rule"]: d["due"] for d in found}["D20"] == "2025-12-05"


def test_several_suppositions_hold_together_and_are_explained(workspace):
    texts = ("extend:D11=2026-07-12", "D06=2026-05-02 10:30", "earliest:D09=2026-02-09")
    result = suppose(workspace, *texts, more=())
    assert result.exit_code == 0
    for part in (
        *("最早可以在", "2026年2月26日", "2026年8月11日", "晚30天", "2026年5月3日10:30"),
        *("没有记入案件", "《中华人民共和国行政处罚法》第六十条", "延长　假设", "不计入　春节"),
    ):
        assert part in result.stdout, part


def test_supposing_records_nothing(workspace):
    before = told(run(workspace, "case", "show", SECOND, "--json", at="2026-04-14 09:00"))
    suppose(workspace, "pause:D11=2026-05-01..", "served:penalty_decision=2026-05-06")
    after = told(run(workspace, "case", "show", SECOND, "--json", at="2026-04-14 09:00"))
    assert (before["version"], before["head"]) == (after["version"], after["head"])


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("D09", "what_if.unreadable"),
        ("halt:D11=2026-05-01", "what_if.unreadable"),
        ("D11=2026-05-01..2026-05-02", "what_if.unreadable"),
        ("pause:D11=2026-05-01", "what_if.unreadable"),
        ("pause:D11=2026-05-10..2026-05-01", "what_if.unreadable"),
        ("pause:D11=..2026-05-01", "what_if.unreadable"),
        ("D99=2026-05-01", "what_if.unknown_period"),
        ("听证通告=2026-05-01", "what_if.unknown_period"),
        ("served:处罚书=2026-05-01", "what_if.unknown_form"),
        ("D11=soon", "command.bad_moment"),
        ("D11=2026-02-30", "command.bad_moment"),
        ("D02=2026-05-01", "what_if.not_counted"),
    ],
)
def test_what_cannot_be_supposed_is_refused_in_words(workspace, written, code):
    result = suppose(workspace, written)
    error = told(result)["error"]
    assert (result.exit_code, error["code"]) == (6, code)
    assert "{" not in error["message"]


def test_the_how_to_page_writes_what_the_program_reads(workspace):
    page = (ROOT / "docs/how-to/watch-deadlines.md").read_text("utf-8")
    lines = [line for line in page.splitlines() if line.startswith("anjuan ")]
    written = re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE)
    assert len(lines) == 7
    assert len(written) == 6
    for line in lines:
        arguments = [SECOND if part == FIRST else part for part in line.split()[1:]]
        result = run(workspace, *arguments, at="2026-04-14 09:00")
        assert result.exit_code == 0, (line, result.output)
    for text in written:
        case = SECOND
        assert suppose(workspace, text, case=case).exit_code == 0, text


# -- a year nobody has published ------------------------------------------------------------------


@pytest.mark.parametrize(
    "written", ["D08=2026-12-29", "D09=2027-01-10", "pause:D11=2026-05-01..2027-05-01"]
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_supposition_into_an_unknown_year_is_refused_by_naming_it(workspace, written, lang):
    result = suppose(workspace, written, more=(), lang=lang)
    assert result.exit_code == 9
    assert "2027" in result.stderr
    assert "calendar/years/cn-2027.yaml" in result.stderr
    assert result.stdout == ""


@pytest.fixture
def late(workspace):
    """The same bureau with a lead registered on 2026-12-30, by the road but without paper."""
    with Workspace.open(workspace) as opened:
        bureau = Bureau()
        bureau.store, bureau.blobs = opened.store, opened.blobs
        bureau.must("register_lead", at="2026-12-30 09:00")
    return workspace


def test_a_lead_whose_paper_would_name_an_unknown_day_is_not_registered(played, tmp_path):
    root = shutil.copytree(played[0], tmp_path / "late")
    form, pins = tmp_path / "线索.yaml", tmp_path / "pins.yaml"
    lead = (example_folder() / "m11-construction-waste" / "01-线索登记.yaml").read_text("utf-8")
    form.write_text(lead.replace("2026-03-02", "2026-12-30"), "utf-8")
    pins.write_text("".join(f"{owner}: {pin}\n" for owner, pin in played[1].items()))
    opening = ("case", "open", "--as", "p01", "--file", form, "--pin-file", pins)
    result = run(root, *opening, at="2026-12-30 09:00")
    assert result.exit_code == 9, result.output
    assert "calendar/years/cn-2027.yaml" in result.stderr
    years = root / "calendar" / "years"
    years.mkdir(parents=True)
    (years / "cn-2027.yaml").write_text(NEXT_YEAR, "utf-8")
    waiting = run(root, *opening, at="2026-12-30 09:00")
    assert waiting.exit_code == 4, "composed; the squad's leader has yet to sign"


def test_the_list_says_loudly_what_it_cannot_tell(late):
    result = run(late, "deadlines", "due", "--json", at="2027-01-11 09:00")
    answer = told(result)
    assert (result.exit_code, answer["ok"]) == (9, False)
    assert answer["error"]["facts"] == {"year": 2027}
    unknown = [d for d in answer["deadlines"] if d["level"] == "unknown"]
    assert [(d["rule"], d["due"], d["awaits_year"]) for d in unknown] == [("D01", None, 2027)]
    people = run(late, "deadlines", "due", at="2027-01-11 09:00")
    assert people.exit_code == 9
    assert "cn-2027.yaml" in people.stderr
    assert "算不出的（1项）" in people.stdout
    assert "已经超期的" in people.stdout, "what is known is still told"


def test_a_case_says_loudly_what_it_cannot_tell(late):
    result = run(late, "case", "deadlines", "2026-000003", at="2026-12-31 09:00")
    assert result.exit_code == 9
    assert "2027" in result.stderr
    assert "缺历" in result.stdout


def test_once_the_year_is_published_the_list_counts_it(late):
    years = late / "calendar" / "years"
    years.mkdir(parents=True, exist_ok=True)
    (years / "cn-2027.yaml").write_text(NEXT_YEAR, "utf-8")
    found = due(late, at="2027-01-18 09:00")
    assert ("2026-000003", "D01", "2027-01-21", "yellow", 3) in found
    shown = told(run(late, "case", "deadlines", "2026-000003", "--json", at="2027-01-18 09:00"))
    assert [d["due"] for d in shown["deadlines"] if d["rule"] == "D01"] == ["2027-01-21"]


def test_the_next_steps_never_call_an_unknown_day_a_pause(late):
    text = run(late, "case", "next", "2026-000003", at="2026-12-31 09:00").stdout
    assert "线索核查（执法人员）：还没有2027年的放假安排，算不出届满日" in text
