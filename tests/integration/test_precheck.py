"""`review precheck` and `case check` over a real workspace, its bag, and bags somebody edited."""

import json
import shutil

import pytest
from click.testing import CliRunner

from benchmarks.grading import copied
from cli import anjuan
from documents.page_words import page_words
from runtime.grading import SHELF
from runtime.workspace import Workspace
from storage.grading_shelf import GradingShelf
from tests.bags import copy_bag, edit_event, files_of, relisted
from tests.demo_case import CASE, carried_out
from tests.foreign import run
from workflows.grading_data import SHIPPED

SHEET = {
    "profile",
    "dossier_id",
    "veto",
    "items",
    "total",
    "scaled_total",
    "grade",
    "findings_auto",
}


def asked(root, *words, code=0):
    """What the program answers to a command, as JSON."""
    done = CliRunner().invoke(anjuan, [*words, "-w", str(root), "--json"], catch_exceptions=False)
    assert done.exit_code == code, done.output
    return json.loads(done.stdout)


def graded(root, target):
    return asked(root, "review", "precheck", str(target))


def edited(bagged, tmp_path, seq, change):
    """A copy of the bag with one event changed and the manifests written anew."""
    folder = copy_bag(bagged.folder, tmp_path)
    edit_event(folder, seq, change)
    relisted(folder)
    return folder


def private(**changes):
    """Inputs of an event changed in its private part."""

    def change(line):
        inside = json.loads(line["private"])
        inside["inputs"].update(changes)
        line["private"] = json.dumps(inside, ensure_ascii=False)

    return change


def seq_of(bagged, trigger):
    lines = (bagged.folder / "audit" / "events.jsonl").read_text("utf-8").splitlines()
    bodies = [json.loads(json.loads(line)["body"]) for line in lines]
    return next(b["seq"] for b in bodies if b["trigger"] == trigger)


def test_a_lawful_dossier_keeps_its_points(home):
    """Not one point, not one veto; what is only pointed out costs nothing."""
    told = graded(home, CASE)
    assert set(told) >= SHEET
    assert (told["scaled_total"], told["grade"], told["veto"]) == (100, "excellent", [])
    assert {f["points"] for f in told["findings_auto"]} <= {0}


def test_the_bag_of_a_dossier_is_graded_as_the_dossier_is(home, bagged):
    """The same findings, points and grade, whoever holds it."""
    inside, outside = graded(home, CASE), graded(home, bagged.folder)
    for member in ("total", "possible", "scaled_total", "grade", "veto", "dossier_head", "items"):
        assert inside[member] == outside[member], member
    assert [f["code"] for f in inside["findings_auto"]] == [
        f["code"] for f in outside["findings_auto"]
    ]


def test_a_fine_raised_in_a_copy_is_found_with_its_page(home, bagged, tmp_path):
    """APL 34, 45(2): out of range and above what was told; with points, page, article and cure."""
    change = private(decision_fine=99_000_000)
    folder = edited(bagged, tmp_path, seq_of(bagged, "approve_penalty"), change)
    told = graded(home, folder)
    assert {v["id"] for v in told["veto"]} >= {"V09", "V12"}
    assert told["grade"] == "failed"
    found = next(f for f in told["findings_auto"] if f["code"] == "fine_out_of_range")
    assert (found["form"], found["certain"]) == ("penalty_decision", True)
    assert found["dossier_page"] >= 1
    assert "990000元" in found["reason"]
    assert found["cure"]


def test_a_paper_exchanged_in_a_copy_is_found(home, bagged, tmp_path):
    """APL 47: its digest is not the one recorded, even where every manifest was written anew."""
    folder = copy_bag(bagged.folder, tmp_path)
    papers = [p for path, p in files_of(folder).items() if path.endswith("-行政处罚决定书.pdf")]
    shutil.copyfile(next(p for n, p in files_of(folder).items() if "询问" in n), papers[0])
    relisted(folder)
    found = [f for f in graded(home, folder)["findings_auto"] if f["code"] == "file_changed"]
    assert "penalty_decision" in {f["form"] for f in found}


def test_signatures_are_verified_when_asked_and_kept(home):
    """Every signature holds; the second run looks its findings up."""
    told = asked(home, "review", "precheck", CASE, "--signatures")
    assert told["signatures_checked"]
    assert (told["scaled_total"], told["veto"]) == (100, [])
    with Workspace.open(home) as workspace:
        made = workspace.road.case(CASE).documents.values()
    key = bytes.fromhex((home / "keys" / "data.key").read_text("ascii").strip())
    with GradingShelf(home / SHELF, key) as shelf:
        assert len(shelf.states("signatures")) >= len({d.digest for d in made})


def test_all_closed_dossiers_are_graded_once(home):
    """Unchanged dossiers are skipped; `--again` grades them anew; another month has none."""
    assert asked(home, "review", "precheck", "--all", "--again")["graded"] == 1
    second = asked(home, "review", "precheck", "--all", "--month", "2026-04")
    assert (second["graded"], second["unchanged"]) == (0, 1)
    assert second["dossiers"][0]["grade"] == "excellent"
    assert asked(home, "review", "precheck", "--all", "--month", "2026-01")["dossiers"] == []


def test_a_bureau_grades_by_a_standard_of_its_own(home, tmp_path):
    """A file in the folder `grading`: its digest is on the outcome, and nothing kept counts."""
    mine = shutil.copytree(home, tmp_path / "mine", symlinks=True)
    before = graded(mine, CASE)["profile_digest"]
    text = (SHIPPED / "chengguan-default-1.yaml").read_text("utf-8")
    (mine / "grading" / "ours.yaml").write_text(
        text.replace('version: "1"', 'version: "7"'), "utf-8"
    )
    told = graded(mine, CASE)
    assert told["profile_version"] == "7"
    assert told["profile_digest"] != before
    assert asked(mine, "review", "precheck", "--all")["graded"] == 1


@pytest.mark.parametrize("words", [(), (CASE, "--all"), (CASE, "--month", "2026-04")])
def test_one_dossier_or_all_of_them(home, words):
    told = asked(home, "review", "precheck", *words, code=6)
    assert told["error"]["code"] == "grading.target"


def test_people_read_what_was_found_and_how_to_mend_it(home, bagged, tmp_path):
    change = private(decision_fine=99_000_000)
    folder = edited(bagged, tmp_path, seq_of(bagged, "approve_penalty"), change)
    done = CliRunner().invoke(
        anjuan, ["review", "precheck", str(folder), "-w", str(home), "--lang", "zh"]
    )
    assert "一票否决" in done.output
    assert "不合格" in done.output


def test_an_officer_sees_today_what_a_grader_would_deduct(tmp_path):
    """After the notice: nothing of the decision is asked yet, and what waits is named."""
    folder = tmp_path / "open"
    carried_out(folder, until="serve_prior_notice")
    told = asked(folder, "case", "check", CASE, "--at", "2026-03-10 12:00")
    assert told["reached"] == "notified"
    assert {"V13", "V20"} <= set(told["pending"])
    assert {f["severity"] for f in told["findings_auto"]} <= {"note"}


def test_the_words_read_are_those_poppler_reads(home, tmp_path):
    """Every character of every page of the decision, by a reader of somebody else's."""
    with Workspace.open(home) as workspace:
        made = workspace.road.case(CASE).latest("penalty_decision")
        pdf = workspace.blobs.get(made.digest)
    (tmp_path / "made.pdf").write_bytes(pdf)
    for number, page in enumerate(page_words(pdf), 1):
        pages = ("-f", str(number), "-l", str(number))
        seen = run("pdftotext", "-raw", "-enc", "UTF-8", *pages, tmp_path / "made.pdf", "-")
        assert seen.code == 0, seen.text
        missing = set("".join(seen.text.split())) - set("".join(page.text.split()))
        assert missing <= set(
            "吴小敏0123456789年月日时分秒:-+SHA签名印章海岚市望潮区综合行政执法局"
        ), missing
    assert len(page_words(pdf)) == made.pages


def test_a_foreign_or_damaged_file_has_no_words():
    assert page_words(b"") == ()
    assert page_words(b"%PDF-1.7\n1 0 obj\n<< /Type /Pages /Kids [9 0 R] >>\nendobj\n") == ()


def test_events_that_contradict_each_other_are_graded_as_far_as_they_go(home, bagged, tmp_path):
    """A copy with an event that cannot follow: the rest is graded, and the event is named."""

    def nowhere(line):
        body = json.loads(line["body"])
        body["documents"] = [{"id": "half-a-document"}]
        line["body"] = json.dumps(body, ensure_ascii=False)

    folder = edited(bagged, tmp_path, seq_of(bagged, "end_investigation"), nowhere)
    told = graded(home, folder)
    found = [f for f in told["findings_auto"] if f["code"] == "file_changed"]
    assert any("audit/" in f["reason"] for f in found)
    assert "E2" in {f["item"] for f in told["findings_auto"]}


def test_several_processes_find_what_one_does(home, tmp_path):
    """One more dossier, by two processes: the same outcomes, in the same order, kept alike."""
    mine = shutil.copytree(home, tmp_path / "mine", symlinks=True)
    copied(mine, CASE, 1)
    one = asked(mine, "review", "precheck", "--all", "--again", "--processes", "1")
    two = asked(mine, "review", "precheck", "--all", "--again", "--processes", "2")
    assert (one["graded"], two["graded"]) == (2, 2)
    told = [
        [(d["dossier_id"], d["scaled_total"], d["grade"]) for d in t["dossiers"]]
        for t in (one, two)
    ]
    assert told[0] == told[1]
    assert asked(mine, "review", "precheck", "--all")["unchanged"] == 2
