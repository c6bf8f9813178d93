"""Versions from the command line: listed, compared, migrated to and back, on a real workspace."""

import json
import shutil
import subprocess
from datetime import datetime

import pytest
from click.testing import CliRunner

from cli import anjuan
from engine.legal_time import LEGAL_ZONE
from engine.migrating_road import Migrating
from engine.migrating_road import migrate as move
from runtime.audit import verify_root
from runtime.demo import read_script
from runtime.dossier_contents import Ledgered, contents, names
from runtime.examples import example_folder
from runtime.versions import find_of_machine
from runtime.workspace import Workspace
from tests.demo_case import CASE, EXAMPLE, carried_out
from tests.pins import write_pins
from tests.playbook import ROOT
from tests.versions import edited, text_of

FOLDER = example_folder() / EXAMPLE
NAME = ("    name: 采集证据\n", "    name: 采集固定证据\n")
REPORT = "      - {form: investigation_report}\n"
HEAVIER = (REPORT, REPORT + "      - {form: assist_letter}\n")
LAWFUL = {"--as": "何鸿", "--with": "郑文博", "--reason": "修订后施行"}


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    root = tmp_path_factory.mktemp("played") / "workspace"
    pins = carried_out(root, until="approve_filing")
    return root, pins


@pytest.fixture
def workspace(played, tmp_path):
    """A bureau with one running case, which has got two more versions of its procedure."""
    root, pins = played
    copy = shutil.copytree(root, tmp_path / "workspace")
    write_pins(tmp_path, pins)
    put(copy, "2026.2", NAME)
    put(copy, "2026.3", NAME, HEAVIER, since="2026-03-04")
    accepted = ("--as", "何鸿", "--with", "郑文博", "--reason", "修订公布")
    run(copy, "audit", "accept", *accepted, "--pin-file", tmp_path / "pins.yaml")
    return copy


def put(root, name, *edits, since="2026-03-03"):
    head = (('version: "2026.1"', f'version: "{name}"'),)
    head += (("valid_from: 2022-05-01", f"valid_from: {since}"),)
    text = edited(text_of("ordinary"), (*head, *edits))
    path = root / "procedures" / f"ordinary-{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def run(workspace, *arguments, at="2026-03-03 16:00", lang="zh"):
    options = ["-w", str(workspace), "--lang", lang, "--at", at]
    return CliRunner().invoke(anjuan, [*options, *map(str, arguments)], env={"LANG": "zh_CN.UTF-8"})


def told(workspace, *arguments, **more):
    return json.loads(run(workspace, *arguments, "--json", **more).stdout)


def migrate(workspace, version, *more, at="2026-03-03 16:00", **changes):
    given = [part for pair in {**LAWFUL, **changes}.items() for part in pair]
    pins = ("--pin-file", workspace.parent / "pins.yaml")
    return run(
        workspace, "workflow", "migrate", "ordinary", "--to", version, *given, *pins, *more, at=at
    )


def sound(workspace):
    result = run(workspace, "audit", "verify")
    assert result.exit_code == 0, result.stdout
    return True


def test_every_version_is_listed_with_the_cases_pinned_to_it(workspace):
    rows = told(workspace, "workflow", "list")["versions"]
    mine = {r["version"]: r for r in rows if r["machine"] == "ordinary"}
    assert {v: r["running"] for v, r in mine.items()} == {"2026.1": 1, "2026.2": 0, "2026.3": 0}
    assert [v for v, r in mine.items() if r["in_force"]] == ["2026.2"]
    spoken = run(workspace, "workflow", "list").stdout
    assert mine["2026.2"]["digest"][:12] in spoken
    assert "普通程序" in spoken


def test_a_difference_is_told_in_law_by_name_digest_or_file(workspace):
    spoken = run(workspace, "workflow", "diff", "ordinary@2026.1", "ordinary@2026.3").stdout
    assert "T115 调查终结" in spoken
    assert "协助调查函" in spoken
    assert "共4处变化：加重1处，减轻0处，义务不变3处。" in spoken
    found = told(workspace, "workflow", "diff", "ordinary@2026.1", "ordinary@2026.3")
    file = workspace / "procedures" / "ordinary-2026.3.yaml"
    digest = found["a"]["digest"][:10]
    assert told(workspace, "workflow", "diff", digest, file) == found
    assert "assist_letter" in json.dumps(found["changes"])
    same = run(workspace, "workflow", "diff", "ordinary@2026.2", "ordinary@2026.2").stdout
    assert "没有差别" in same


def test_a_dry_run_classes_the_case_and_moves_nothing(workspace):
    for version, fate in (("2026.2", "safe"), ("2026.3", "human")):
        found = told(workspace, "workflow", "migrate", "ordinary", "--to", version, "--dry-run")
        assert [(c["case"], c["class"], c["moved"]) for c in found["cases"]] == [(CASE, fate, None)]
    spoken = run(workspace, "workflow", "migrate", "ordinary", "--to", "2026.3", "--dry-run").stdout
    assert "以后的T115“调查终结”要求变了（文书）" in spoken
    assert "--approve" in spoken
    rows = told(workspace, "workflow", "list")["versions"]
    assert {r["version"] for r in rows if r["machine"] == "ordinary" and r["running"]} == {"2026.1"}


def test_a_case_goes_to_another_version_on_and_back_and_every_audit_is_clean(workspace):
    done = migrate(workspace, "2026.2")
    assert done.exit_code == 0, done.output
    assert sound(workspace)
    step = next(s for s in read_script(FOLDER).steps if s.trigger == "record_evidence")
    pins = ("--pin-file", workspace.parent / "pins.yaml")
    advanced = run(
        workspace,
        *("case", "advance", CASE, step.trigger, "--as", step.actor, "--file", FOLDER / step.file),
        *("--with", "林晓雯", *pins),
        at="2026-03-03 16:30",
    )
    assert advanced.exit_code == 0, advanced.output
    assert "采集固定证据" in advanced.stdout
    assert sound(workspace)
    back = migrate(workspace, "2026.2", "--back", at="2026-03-03 17:00")
    assert back.exit_code == 0, back.output
    assert sound(workspace)
    history = run(workspace, "case", "history", CASE).stdout
    assert "换到流程版本2026.2（migrate）　何鸿（法制机构负责人）" in history
    assert "退回流程版本2026.1（migrate_back）" in history
    assert "没有需要换版的在办案件" in migrate(workspace, "2026.2", "--back").output


def test_a_case_moves_only_when_a_second_person_signs_and_its_dossier_says_so(workspace):
    alone = migrate(workspace, "2026.2", "--json", **{"--with": ""})
    assert json.loads(alone.stdout)["error"]["code"] == "together.second_missing"
    twice = migrate(workspace, "2026.2", "--json", **{"--with": "何鸿"})
    assert json.loads(twice.stdout)["error"]["code"] == "together.same"
    assert migrate(workspace, "2026.2").exit_code == 0
    entry = told(workspace, "audit", "journal")["entries"][-1]
    assert (entry["act"], entry["facts"]["cases"]) == ("case_intervened", [CASE])
    assert [one["person"] for one in entry["facts"]["agreed"]] == ["p06", "p07"]
    with Workspace.open(workspace) as opened:
        (shown,) = json.loads(index_of(opened))["interventions"]
    told_of = {name: shown[name] for name in ("kind", "person", "second", "reason")}
    assert told_of == {
        "kind": "migration",
        "person": "p06",
        "second": "p07",
        "reason": "修订后施行",
    }


@pytest.fixture(scope="module")
def waived(tmp_path_factory):
    """A closed case that only has to be archived."""
    root = tmp_path_factory.mktemp("waived") / "workspace"
    return root, carried_out(root, until="waive_second_review")


def archived(root, folder):
    """Archive the case; returns what its back note says, without gaps and the watermark.

    The watermark runs across the page, one character to a line.
    """
    step = next(s for s in read_script(FOLDER).steps if s.trigger == "archive")
    signing = ("--as", step.actor, "--with", "陈志远", "--pin-file", folder / "pins.yaml")
    given = ("--file", FOLDER / step.file)
    done = run(root, "case", "advance", CASE, "archive", *signing, *given, at="2026-04-08 14:00")
    assert done.exit_code == 0, done.output
    page = folder / "note.pdf"
    run(root, "document", "open", CASE, "dossier_backnote", "--to", page, at="2026-04-08 15:00")
    text = subprocess.run(["pdftotext", "-layout", page, "-"], capture_output=True, check=True)
    lines = ["".join(line.split()) for line in text.stdout.decode().splitlines()]
    return "".join(line for line in lines if len(line) > 1)


def test_a_bound_dossier_prints_what_was_done_outside_the_procedure(waived, tmp_path):
    """When, by whom with whom, under which rule, what and why: once on, and once back."""
    root, pins = waived
    copy = shutil.copytree(root, tmp_path / "workspace")
    write_pins(tmp_path, pins)
    put(copy, "2026.2", NAME, since="2026-04-07")
    accepted = ("--as", "何鸿", "--with", "郑文博", "--reason", "修订公布")
    run(copy, "audit", "accept", *accepted, "--pin-file", tmp_path / "pins.yaml")
    moved = migrate(copy, "2026.2", at="2026-04-07 10:00")
    assert moved.exit_code == 0, moved.output
    back = migrate(copy, "2026.2", "--back", at="2026-04-07 11:00", **{"--reason": "误操作，退回"})
    assert back.exit_code == 0, back.output
    page = archived(copy, tmp_path)
    said = "与郑文博共同签名，依据本机关内部控制规则，将本案改按《普通程序》"
    for told_there in (
        f"2026年4月7日10时00分，何鸿{said}2026.2版办理（原为2026.1版；案件记录第",
        "理由：修订后施行",
        f"2026年4月7日11时00分，何鸿{said}2026.1版办理（原为2026.2版；案件记录第",
        "理由：误操作，退回",
    ):
        assert told_there in page
    assert sound(copy)


def test_a_dossier_nobody_intervened_in_prints_no_such_row(waived, tmp_path):
    root, pins = waived
    copy = shutil.copytree(root, tmp_path / "workspace")
    write_pins(tmp_path, pins)
    page = archived(copy, tmp_path)
    assert "本卷情况说明" in page
    assert "程序之外" not in page


def index_of(opened):
    """The index a dossier of the case would have now."""
    with opened.store.read() as view:
        ledgered = Ledgered(events=view.events(CASE), checkpoint=b"", root=b"")
    pieces = contents(opened.road.case(CASE), opened.law, ledgered)
    return next(piece.data for piece in pieces if piece.path == names().index)


def test_a_case_somebody_moved_alone_is_found(workspace):
    with Workspace.open(workspace, at=datetime(2026, 3, 3, 16, tzinfo=LEGAL_ZONE)) as opened:
        version = find_of_machine("ordinary", "2026.2", opened.law.workflows, opened.now().date())
        wish = Migrating(
            case=CASE,
            track="main",
            target=version.digest,
            person="p06",
            reason="自行处理",
            at=opened.now(),
        )
        event = move(opened.road, wish).event
    (found,) = verify_root(workspace).findings
    assert (found.code, found.place.seq) == ("intervention_alone", event.seq)


def test_what_needs_a_human_moves_only_when_approved_by_name(workspace):
    late = "2026-03-04 09:00"
    left = migrate(workspace, "2026.3", at=late)
    assert left.exit_code == 3
    assert "须由人决定" in left.stdout
    done = migrate(workspace, "2026.3", "--approve", CASE, at=late)
    assert done.exit_code == 0
    assert "已换版1件。" in done.stdout
    assert sound(workspace)


REFUSED = [
    (("workflow", "diff", "ordinary@2026.9", "ordinary"), 6, "version.unknown"),
    (("workflow", "diff", "ordinary", "service"), 6, "version.different_machines"),
    (("workflow", "migrate", "没有", "--to", "1", "--dry-run"), 6, "command.unknown_machine"),
    (("workflow", "migrate", "ordinary", "--to", "9", "--dry-run"), 6, "version.unknown"),
    (("workflow", "migrate", "ordinary", "--to", "2026.2"), 6, "migrate.officer_missing"),
    (
        ("workflow", "migrate", "ordinary", "--to", "2026.2", "--as", "何鸿"),
        *(6, "migrate.reason_missing"),
    ),
    (
        ("workflow", "migrate", "ordinary", "--to", "2026.3", "--as", "何鸿", "--reason", "试"),
        *(6, "migrate.not_in_force"),
    ),
    (
        ("workflow", "migrate", "ordinary", "--to", "2026.2", "--as", "陈志远", "--reason", "试"),
        *(6, "migrate.not_permitted"),
    ),
    (("workflow", "lint", "没有.yaml"), 6, "lint.no_file"),
    (("workflow", "show", "ordinary", "--version", "9"), 6, "version.unknown"),
]


@pytest.mark.parametrize(("arguments", "status", "code"), REFUSED, ids=lambda a: str(a)[:60])
def test_what_cannot_be_is_refused_with_its_reason(workspace, arguments, status, code):
    result = run(workspace, *arguments, "--json")
    assert result.exit_code == status, result.output
    assert json.loads(result.stdout)["error"]["code"] == code
    spoken = run(workspace, *arguments).output
    assert "internal" not in spoken
    assert code not in spoken


def test_a_digest_that_means_two_versions_is_asked_for_more_of(workspace):
    put(workspace, "2026.2", NAME, since="2026-03-02").rename(
        workspace / "procedures" / "twin.yaml"
    )
    put(workspace, "2026.2", NAME)
    result = run(workspace, "workflow", "show", "ordinary", "--version", "2026.2", "--json")
    assert json.loads(result.stdout)["error"]["code"] == "version.ambiguous"


def test_lint_tells_lines_and_status_and_json(workspace):
    good = workspace / "procedures" / "ordinary-2026.2.yaml"
    assert run(workspace, "workflow", "lint", good).exit_code == 0
    text = good.read_text("utf-8").replace("benchmark_available", "benchmark_availabel")
    bad = workspace.parent / "bad.yaml"
    bad.write_text(
        text.replace('"2026.2"', '"2027.1"').replace("2026-03-03", "2027-01-01"), "utf-8"
    )
    result = run(workspace, "workflow", "lint", bad)
    assert result.exit_code == 9
    assert (
        "没有条件“benchmark_availabel”。应为“benchmark_available”吗？ [unknown_fact]"
        in result.stdout
    )
    found = told(workspace, "workflow", "lint", bad)
    assert (found["ok"], found["errors"]) == (False, 1)
    line = text.splitlines()[found["findings"][0]["line"] - 1]
    assert "benchmark_availabel" in line
    english = run(workspace, "workflow", "lint", bad, lang="en").stdout
    assert "There is no condition benchmark_availabel. Did you mean benchmark_available?" in english


def test_any_version_can_be_drawn(workspace):
    shown = run(workspace, "workflow", "show", "ordinary", "--version", "2026.2", "--format", "svg")
    assert shown.exit_code == 0
    assert "采集固定证据" in shown.stdout
    assert "2026.2，2026年3月3日施行" in shown.stdout


def test_the_page_on_changing_the_law_names_commands_and_options_that_exist():
    page = (ROOT / "docs/how-to/change-the-law.md").read_text("utf-8")
    lines = [line for line in page.splitlines() if line.startswith("anjuan workflow")]
    assert {line.split()[2] for line in lines} >= {
        "show",
        "lint",
        "diff",
        "list",
        "migrate",
    }
    for line in lines:
        _, _, name, *rest = line.partition("#")[0].split()
        command = anjuan.commands["workflow"].commands[name]
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in rest if word.startswith("--")} <= known, line
