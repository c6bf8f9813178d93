"""`anjuan workflow check`: what is proven, and what is told of a definition that forgot the law."""

import datetime as dt
import json
import shutil

import pytest
from click.testing import CliRunner

from cli import anjuan
from runtime.checking import Question, law_to_prove
from runtime.examples import example_folder
from tests.playbook import TODAY
from tests.versions import edited, text_of

HEAD = (
    ('version: "2026.1"', 'version: "2026.9"'),
    ("valid_from: 2022-05-01", "valid_from: 2026-02-01"),
)
#: APL art. 62: no decision without notice and a hearing of the party.
UNHEARD = ("      - {fact: notice_given_and_heard, rule: R062, law: APL 62}\n", "")


@pytest.fixture
def run(tmp_path):
    """The command outside a workspace."""

    def command(*arguments, lang="zh"):
        options = ["-w", str(tmp_path), "--lang", lang, "--at", "2026-03-01 09:00"]
        parts = [*options, "workflow", "check", *map(str, arguments)]
        return CliRunner().invoke(anjuan, parts, env={"LANG": "zh_CN.UTF-8"})

    return command


@pytest.fixture
def unheard(tmp_path):
    """The ordinary procedure, whose decision no longer asks whether the party was heard."""
    path = tmp_path / "my-ordinary.yaml"
    path.write_text(edited(text_of("ordinary"), (*HEAD, UNHEARD)), encoding="utf-8")
    return path


def test_a_scope_is_proven(run):
    result = run("filing", "--json")
    assert result.exit_code == 0, result.stdout
    told = json.loads(result.stdout)
    assert told["ok"] is True
    assert told["stories"] == []
    [scope] = told["scopes"]
    assert (scope["scope"], scope["proven"], scope["complete"]) == ("filing", True, True)
    assert scope["states"] > 20
    assert scope["edges"] > scope["states"]
    assert 0 < scope["occasions"] < scope["invariants"]
    assert told["occasions"] == scope["occasions"]
    assert len(told["without_occasion"]) == told["invariants"] - told["occasions"]


def test_several_scopes_stand_in_the_order_of_the_data_whichever_ends_first(run):
    result = run("merging", "inquiry", "filing", "--json")
    assert result.exit_code == 0, result.stdout
    names = [s["scope"] for s in json.loads(result.stdout)["scopes"]]
    assert names == ["filing", "inquiry", "merging"]


def test_a_dropped_question_is_found_and_the_shortest_way_to_the_wrong_is_told(run, unheard):
    result = run("notice", "--file", unheard, "--json")
    assert result.exit_code == 7, result.stdout
    told = json.loads(result.stdout)
    assert told["ok"] is False
    [story] = [s for s in told["stories"] if s["invariant"] == "R062 notice_given_and_heard"]
    steps = [s["transition"] for s in story["steps"]]
    assert steps[0] == "T101"
    assert steps[-1] == "T130"
    assert story["law"] == ["APL 62"]
    [lack] = story["lacks"]
    assert (lack["kind"], lack["need"]["names"]) == ("asked", ["notice_given_and_heard"])
    assert lack["answer"] is None
    assert {"form": "penalty_decision", "status": "issued"} in story["steps"][-1]["documents"]
    assert len(story["text"]) == len(steps) + 2


@pytest.mark.parametrize(
    ("lang", "parts"),
    [
        (
            "zh",
            (
                "机关分管负责人办理“作出处罚决定”（T130",
                "《行政处罚决定书》",
                "处理建议为给予行政处罚",
                "结论：“作出处罚决定”（T130）违反《中华人民共和国行政处罚法》第六十二条",
                "已依法告知并听取意见",
                "而这一步没有查明",
            ),
        ),
        (
            "en",
            (
                'takes the step "Approve penalty" (T130',
                "Administrative penalty decision",
                "proposal (处理建议) is penalise",
                '"Approve penalty" (T130) breaks Administrative Penalty Law, art. 62',
                "notice was given and the party heard",
                "this step never asks",
            ),
        ),
    ],
)
def test_the_story_can_be_read_by_a_lawyer(run, unheard, lang, parts):
    result = run("notice", "--file", unheard, lang=lang)
    assert result.exit_code == 7, result.stdout
    for part in parts:
        assert part in result.stdout, part


def test_a_definition_that_is_not_well_written_is_not_explored(run, tmp_path):
    path = tmp_path / "my-ordinary.yaml"
    misspelt = ("fact: notice_given_and_heard,", "fact: notice_given_and_herd,")
    path.write_text(edited(text_of("ordinary"), (*HEAD, misspelt)), encoding="utf-8")
    result = run("notice", "--file", path)
    assert result.exit_code == 9
    assert "anjuan workflow lint" in result.stderr


def test_an_unknown_scope_is_told_with_the_one_meant(run):
    result = run("hearings", "--json")
    assert result.exit_code == 6
    assert "hearing" in result.output


def test_a_candidate_takes_the_place_of_its_machine_and_of_no_other(unheard, tmp_path):
    question = Question(root=tmp_path, files=(unheard,), day=TODAY)
    law, _ = law_to_prove(question)
    machines = [w.id for w in law.workflows.values()]
    assert len(machines) == len(set(machines))
    assert {w.id: w.version for w in law.workflows.values()}["ordinary"] == "2026.9"


def test_a_workspace_is_checked_with_the_versions_it_keeps_from_the_day_they_are_in_force(
    run, unheard, tmp_path
):
    (tmp_path / "workspace.yaml").write_text("layout: 1\n", encoding="utf-8")
    shutil.copy(example_folder() / "agency.yaml", tmp_path)
    (tmp_path / "procedures").mkdir()
    unheard.rename(tmp_path / "procedures" / "ordinary-2026.9.yaml")
    for day, version in (("2026-01-31", "2026.1"), ("2026-02-01", "2026.9")):
        law, _ = law_to_prove(Question(root=tmp_path, files=(), day=dt.date.fromisoformat(day)))
        assert {w.id: w.version for w in law.workflows.values()}["ordinary"] == version
    assert run("notice").exit_code == 7
