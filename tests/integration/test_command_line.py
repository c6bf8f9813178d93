"""The command line on a real workspace: what officers read, what programs get, what errors say."""

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from cli import anjuan
from runtime.demo import read_script
from runtime.examples import example_folder
from tests.demo_case import CASE, EXAMPLE, carried_out
from tests.pins import write_pins

FOLDER = example_folder() / EXAMPLE
MOMENTS = {"at": "2026-03-03 16:00"}


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    root = tmp_path_factory.mktemp("played") / "workspace"
    pins = carried_out(root, until="order_correction")
    return root, pins


@pytest.fixture
def workspace(played, tmp_path):
    root, pins = played
    copy = shutil.copytree(root, tmp_path / "workspace")
    write_pins(tmp_path, pins)
    return copy


def run(workspace, *arguments, at="2026-03-03 16:00", typed=None, lang="zh", env=None):
    options = ["-w", str(workspace), "--lang", lang, *(["--at", at] if at else [])]
    return CliRunner().invoke(
        anjuan, [*options, *map(str, arguments)], input=typed, env=env or {"LANG": "zh_CN.UTF-8"}
    )


def told(result):
    """The one JSON object on stdout, and nothing else."""
    return json.loads(result.stdout)


def pins_of(workspace):
    lines = (workspace.parent / "pins.yaml").read_text(encoding="utf-8").splitlines()
    return dict(line.split(": ") for line in lines)


def script_step(trigger, nth=0):
    found = [s for s in read_script(FOLDER).steps if s.trigger == trigger]
    return found[nth]


def advance(workspace, step, *more, pins=True, **options):
    pin_file = ["--pin-file", workspace.parent / "pins.yaml"] if pins else []
    file = ["--file", FOLDER / step.file] if step.file else []
    return run(
        workspace,
        *("case", "advance", CASE, step.trigger, "--as", step.actor, *file, *pin_file, *more),
        **options,
    )


# -- reading --------------------------------------------------------------------------------------


def test_advice_names_who_may_act_and_what_stands_in_the_way(workspace):
    result = run(workspace, "case", "next", CASE)
    assert result.exit_code == 0
    possible, _, closed = result.stdout.partition("现在还不能办理")
    assert "采集证据（record_evidence）" in possible
    assert "陈志远、林晓雯" in possible
    assert "调查终结（end_investigation）" in closed
    assert "《中华人民共和国行政处罚法》第二十八条第一款，T09" in closed
    assert "请到现场复查后登记结果" in closed
    assert "届满，还有90天" in possible


def test_advice_in_english_spells_the_article_in_english(workspace):
    result = run(workspace, "case", "next", CASE, lang="en")
    assert "Administrative Penalty Law, art. 28(1); T09" in result.stdout


def test_advice_for_programs_separates_unmet_later_and_inputs(workspace):
    advice = told(run(workspace, "case", "next", CASE, "--json"))
    closed = {a["trigger"]: a for a in advice["not_yet"]}
    unmet = closed["end_investigation"]["unmet"]
    assert [(v["code"], v["rule"], v["law"]) for v in unmet] == [
        ("correction_rechecked", "T09", "APL 28(1)")
    ]
    evidence = next(a for a in advice["possible"] if a["trigger"] == "record_evidence")
    assert {"name": "record", "label": "记录类型", "kind": "choice", "needed": True} in evidence[
        "inputs"
    ]
    assert "party_signature_valid" in {r["code"] for r in evidence["later"]}


@pytest.mark.parametrize("trigger", ["record_evidence", "order_correction", "transfer_out"])
def test_the_empty_form_is_yaml_with_every_field_and_question(workspace, trigger):
    result = run(workspace, "case", "next", CASE, "--template", trigger)
    form = yaml.safe_load(result.stdout)
    advice = told(run(workspace, "case", "next", CASE, "--json"))
    move = next(a for a in advice["possible"] if a["trigger"] == trigger)
    assert {i["label"] for i in move["inputs"]} <= form.keys()
    assert {q["ask"] for q in move["questions"]} == set(form.get("核对", {}))


def test_an_empty_form_handed_back_names_exactly_the_needed_fields(workspace, tmp_path):
    form = tmp_path / "空白.yaml"
    form.write_text(run(workspace, "case", "next", CASE, "--template", "transfer_out").stdout)
    result = run(
        workspace,
        *("case", "advance", CASE, "transfer_out", "--as", "p08", "--file", form, "--json"),
        *("--pin-file", workspace.parent / "pins.yaml"),
    )
    assert result.exit_code == 6
    fields = {p["field"] for p in told(result)["problems"]}
    assert fields == {"移送类型", "移送情况"}


def test_a_case_is_found_by_any_of_its_numbers(workspace):
    number = told(run(workspace, "case", "show", CASE, "--json"))["number"]
    assert told(run(workspace, "case", "show", number, "--json"))["case"] == CASE


def test_a_past_moment_shows_the_case_as_it_was(workspace):
    then = told(run(workspace, "case", "show", CASE, "--as-of", "2026-03-02 12:00", "--json"))
    assert (then["state"], then["number"]) == ("verifying", None)
    past = told(run(workspace, "case", "history", CASE, "--as-of", "2026-03-02", "--json"))
    assert [e["trigger"] for e in past["events"]] == [
        "register_lead",
        "start_verification",
        "request_filing",
    ]
    listed = told(run(workspace, "case", "list", "--as-of", "2026-03-02 12:00", "--json"))
    assert [(c["case"], c["state"]) for c in listed["cases"]] == [(CASE, "verifying")]
    assert told(run(workspace, "case", "list", "--as-of", "2026-03-01", "--json"))["cases"] == []


def test_every_reading_command_speaks_to_people_and_to_programs(workspace):
    commands = [
        ("case", "show", CASE),
        ("case", "list"),
        ("case", "history", CASE),
        ("case", "deadlines", CASE, "--explain"),
        ("document", "list", CASE),
        ("document", "verify", CASE),
        ("sign", "list", "--as", "p02"),
        ("audit", "verify"),
        ("workflow", "show"),
        ("workflow", "show", "service"),
        ("workflow", "show", "--format", "mermaid"),
    ]
    for command in commands:
        people = run(workspace, *command)
        assert people.exit_code == 0, (command, people.output)
        assert people.stdout.strip(), command
        assert told(run(workspace, *command, "--json"))["ok"] is True, command


def test_the_doctor_calls_first_pins_weak_and_says_how_to_mend_it(workspace):
    result = run(workspace, "doctor", "--json")
    findings = {f["code"]: f for f in told(result)["findings"]}
    assert findings["training"]["level"] == "ok"
    assert all("{" not in f["message"] for f in findings.values())


# -- moving ---------------------------------------------------------------------------------------


def test_a_step_is_taken_and_told(workspace):
    result = advance(workspace, script_step("attempt_direct"), "--json", at="2026-03-03 16:20")
    done = told(result)
    assert (result.exit_code, done["outcome"]) == (0, "done")
    assert (done["event"]["from"], done["event"]["to"]) == ("v_pending", "v_direct")


def test_the_same_command_again_changes_nothing(workspace):
    step = script_step("attempt_direct")
    first = told(advance(workspace, step, "--json", at="2026-03-03 16:20"))
    again = told(advance(workspace, step, "--json", at="2026-03-03 16:25"))
    assert (again["outcome"], again["repeated"]) == ("done", True)
    assert again["version"] == first["version"]


def test_a_stale_version_is_a_conflict(workspace):
    step = script_step("attempt_direct")
    result = advance(workspace, step, "--expect-version", "3", "--json", at="2026-03-03 16:20")
    assert (result.exit_code, told(result)["error"]["code"]) == (5, "case.stale")


def test_a_refusal_names_rule_article_reason_and_cure(workspace):
    step = script_step("end_investigation")
    result = advance(workspace, step)
    assert result.exit_code == 3
    for head in ("规则", "法条", "原因", "怎样补正"):
        assert head in result.stdout
    assert "T09" in result.stdout
    assert "责令改正还没有复查" in result.stdout
    assert told(run(workspace, "case", "show", CASE, "--json"))["state"] == "investigating"


def test_somebody_else_is_refused(workspace):
    step = script_step("order_correction")
    result = run(
        workspace,
        *("case", "advance", CASE, step.trigger, "--as", "p08", "--file", FOLDER / step.file),
        *("--pin-file", workspace.parent / "pins.yaml", "--json"),
    )
    assert result.exit_code == 3
    assert "actor_permitted" in {v["code"] for v in told(result)["unmet"]}


def test_a_dry_run_writes_previews_and_changes_nothing(workspace, tmp_path):
    before = told(run(workspace, "case", "show", CASE, "--json"))["version"]
    out = tmp_path / "预览"
    result = advance(
        workspace, script_step("order_correction"), "--dry-run", "--out", out, "--json", pins=False
    )
    assert (result.exit_code, told(result)["outcome"]) == (0, "preview")
    assert [p.read_bytes()[:5] for p in out.iterdir()] == [b"%PDF-"]
    assert told(run(workspace, "case", "show", CASE, "--json"))["version"] == before


def test_people_sign_one_after_another(workspace):
    """The order of correction needs the seal: without it the wish waits, and the keeper signs."""
    step = script_step("order_correction")
    pins = pins_of(workspace)
    alone = workspace.parent / "alone.txt"
    alone.write_text(f"{pins[step.actor]}\n", encoding="utf-8")
    changed = workspace.parent / "责令改正.yaml"
    changed.write_text(
        (FOLDER / step.file).read_text(encoding="utf-8").replace("2026-03-06", "2026-03-10"),
        encoding="utf-8",
    )
    result = run(
        workspace,
        *("case", "advance", CASE, step.trigger, "--as", step.actor, "--file", changed),
        *("--pin-file", alone, "--json"),
    )
    waiting = told(result)
    assert (result.exit_code, waiting["outcome"]) == (4, "waiting")
    (wanted,) = waiting["waiting"]
    too_late = ("case", "advance", CASE, "approve_filing", "--as", "p07", "--dry-run")
    refused = run(workspace, *too_late)
    assert refused.exit_code == 3
    assert "不能办理：批准立案" in refused.stdout
    assert re.search(rf"{wanted['document']} +│ 责令改正通知书 +│ 印章 +│", refused.stdout)
    checked = run(workspace, "case", "check", CASE)
    assert wanted["document"] in checked.stdout
    assert told(run(workspace, "case", "check", CASE, "--json"))["waiting"] == waiting["waiting"]
    keeper = "p09"
    theirs = told(run(workspace, "sign", "list", "--as", keeper, "--json"))["waiting"]
    assert [(w["document"], w["your_turn"]) for w in theirs] == [(wanted["document"], True)]
    signed = run(
        workspace,
        *("sign", "do", CASE, wanted["document"], "--as", keeper, "--json"),
        *("--pin-file", workspace.parent / "pins.yaml"),
        at="2026-03-03 17:00",
    )
    assert (signed.exit_code, told(signed)["outcome"]) == (0, "done")
    assert told(run(workspace, "sign", "list", "--as", keeper, "--json"))["waiting"] == []


def test_what_waits_can_be_withdrawn_with_a_reason(workspace):
    step = script_step("order_correction")
    alone = workspace.parent / "alone.txt"
    alone.write_text(pins_of(workspace)[step.actor], encoding="utf-8")
    changed = workspace.parent / "责令改正.yaml"
    text = (FOLDER / step.file).read_text(encoding="utf-8")
    changed.write_text(text.replace("2026-03-06", "2026-03-10"), encoding="utf-8")
    sent = run(
        workspace,
        *("case", "advance", CASE, step.trigger, "--as", step.actor, "--file", changed),
        *("--pin-file", alone, "--json"),
    )
    (wanted,) = told(sent)["waiting"]
    result = run(
        workspace,
        *("sign", "withdraw", CASE, wanted["document"], "--as", step.actor),
        *("--reason", "改正期限填错", "--pin-file", alone, "--json"),
        at="2026-03-03 17:00",
    )
    assert (result.exit_code, told(result)["outcome"]) == (0, "withdrawn")
    assert told(run(workspace, "case", "show", CASE, "--json"))["waiting"] == []


def test_a_case_is_opened_from_a_file(workspace):
    step = script_step("register_lead")
    text = (FOLDER / step.file).read_text(encoding="utf-8")
    file = workspace.parent / "线索.yaml"
    file.write_text(text.replace("听涛路", "观澜路"), encoding="utf-8")
    result = run(
        workspace,
        *("case", "open", "--file", file, "--as", step.actor, "--json"),
        *("--pin-file", workspace.parent / "pins.yaml", "--with", "p04"),
        at="2026-03-04 09:00",
    )
    opened = told(result)
    assert opened["ok"] is True
    assert opened["case"] == "2026-000002"


# -- keys -----------------------------------------------------------------------------------------


def test_a_pin_is_asked_for_without_showing_it(workspace):
    pins = pins_of(workspace)
    step = script_step("attempt_direct")
    result = advance(
        workspace, step, pins=False, typed=f"{pins[step.actor]}\n", at="2026-03-03 16:20"
    )
    assert result.exit_code == 0
    assert pins[step.actor] not in result.output


def test_a_wrong_pin_is_refused_and_named(workspace):
    result = advance(workspace, script_step("attempt_direct"), pins=False, typed="00000000\n")
    assert result.exit_code == 6
    assert "PIN不对" in result.stderr


def test_no_pin_at_all_is_refused(workspace):
    result = advance(workspace, script_step("attempt_direct"), pins=False, typed="")
    assert result.exit_code == 6
    assert "需要陈志远的PIN" in result.stderr


# -- what bad input gets --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        (("case", "show", "2026-999999"), 6, "case.unknown"),
        (("case", "advance", CASE, "fly", "--as", "system"), 6, "command.unknown_trigger"),
        (("case", "advance", CASE, "compile", "--as", "p02"), 6, "command.track_not_begun"),
        (("case", "advance", CASE, "due", "--as", "nobody"), 6, "command.unknown_person"),
        (("case", "next", CASE, "--template", "fly"), 6, "command.no_template"),
        (("document", "open", CASE, "没有"), 6, "command.unknown_document"),
        (("workflow", "show", "没有"), 6, "command.unknown_machine"),
        (("case", "show", CASE, "--as-of", "昨天"), 6, "command.bad_moment"),
        (("case", "open", "--file", "没有.yaml", "--as", "p01"), 6, "command.file_unreadable"),
        (("case", "show"), 2, "usage.missing_argument"),
        (("case", "show", CASE, "--nope"), 2, "usage.no_such_option"),
        (("case", "fly"), 2, "usage.no_such_command"),
        (("case", "advance", CASE, "due"), 2, "usage.missing_option"),
        (("workflow", "show", "--format", "png"), 2, "usage.bad_value"),
    ],
)
def test_bad_commands_get_a_code_a_status_and_a_sentence(workspace, arguments, status, code):
    result = run(workspace, *arguments, "--json")
    assert result.exit_code == status, result.output
    error = told(result)["error"]
    assert error["code"] == code
    assert "{" not in error["message"]
    people = run(workspace, *arguments)
    assert people.exit_code == status
    assert people.stdout == ""
    assert people.stderr.strip()
    assert "Traceback" not in people.output


@pytest.mark.parametrize("group", [(), ("case",), ("sign",)])
def test_a_command_without_arguments_answers_with_its_help(group):
    result = CliRunner().invoke(anjuan, list(group), env={"LANG": "zh_CN.UTF-8"})
    assert (result.exit_code, result.stdout) == (2, "")
    assert "用法：" in result.stderr


def test_an_ordinary_workspace_has_no_clock_to_set(workspace):
    settings = workspace / "workspace.yaml"
    settings.write_text(settings.read_text().replace("training: true", "training: false"))
    result = run(workspace, "case", "list", "--json")
    assert (result.exit_code, told(result)["error"]["code"]) == (6, "clock.not_settable")


def test_a_folder_without_a_workspace_is_named(tmp_path):
    result = run(tmp_path, "case", "list", "--json")
    assert (result.exit_code, told(result)["error"]["code"]) == (6, "workspace.none")


def test_a_broken_file_names_its_line(workspace, tmp_path):
    broken = tmp_path / "坏.yaml"
    broken.write_text("甲: 1\n乙: 2: 3\n", encoding="utf-8")
    result = run(
        workspace, "case", "advance", CASE, "order_correction", "--as", "p02", "--file", broken
    )
    assert result.exit_code == 6
    assert "第2行" in result.stderr


def test_a_fault_of_the_program_leaves_a_trace_in_the_workspace(workspace, monkeypatch):
    def broken(*_):
        raise RuntimeError("unexpected")

    monkeypatch.setattr("commands.case_reading.list_cases", broken)
    result = run(workspace, "case", "list")
    assert result.exit_code == 70
    assert "Traceback" not in result.output
    (log,) = (workspace / "logs").iterdir()
    assert "RuntimeError: unexpected" in log.read_text(encoding="utf-8")


def test_a_place_that_cannot_be_written_is_named(workspace, tmp_path):
    target = tmp_path / "没有的文件夹" / "a.pdf"
    result = run(workspace, "document", "open", CASE, "lead_register-1", "--to", target, "--json")
    assert (result.exit_code, told(result)["error"]["code"]) == (8, "command.file_unwritable")


def test_a_changed_document_is_found(workspace):
    made = told(run(workspace, "document", "list", CASE, "--json"))["documents"][0]
    (blob,) = (workspace / "blobs").rglob(f"*{made['digest'][-20:]}")
    blob.chmod(0o600)
    data = bytearray(blob.read_bytes())
    data[len(data) // 2] ^= 1
    blob.write_bytes(bytes(data))
    result = run(workspace, "document", "verify", CASE, made["id"], "--json")
    assert result.exit_code == 7
    assert told(result)["ok"] is False
    assert run(workspace, "audit", "verify", "--json").exit_code == 7


# -- terminals ------------------------------------------------------------------------------------


def test_a_terminal_that_cannot_print_a_character_gets_its_escape(workspace):
    runner = CliRunner(charset="gb2312")
    result = runner.invoke(
        anjuan, ["-w", str(workspace), "--lang", "zh", "--at", MOMENTS["at"], "doctor"]
    )
    assert result.exit_code in {0, 9}
    ascii_only = CliRunner(charset="ascii").invoke(
        anjuan, ["-w", str(workspace), "--lang", "zh", "--at", MOMENTS["at"], "case", "list"]
    )
    assert ascii_only.exit_code == 0
    assert "\\u" in ascii_only.stdout


def test_the_workspace_may_stand_in_the_environment(workspace):
    env = {"ANJUAN_WORKSPACE": str(workspace), "LANG": "zh_CN.UTF-8"}
    result = CliRunner().invoke(anjuan, ["case", "list", "--json"], env=env)
    assert told(result)["ok"] is True


def test_output_without_a_terminal_has_no_colours(workspace):
    result = run(workspace, "case", "show", CASE, env={"NO_COLOR": "1"})
    assert "\x1b" not in result.stdout


def test_a_document_is_fetched_whole(workspace, tmp_path):
    path = tmp_path / "文书.pdf"
    result = run(workspace, "document", "open", CASE, "filing_approval", "--to", path, "--json")
    assert result.exit_code == 0
    assert Path(told(result)["file"]) == path
    assert path.read_bytes()[:5] == b"%PDF-"
