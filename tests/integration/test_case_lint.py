"""`anjuan case lint`: what a decision lacks, told before it is made, on a real workspace."""

import json

import pytest
from click.testing import CliRunner

from cli import anjuan
from tests.demo_case import CASE, carried_out
from tests.playbook import ROOT

INPUT = ROOT / "examples" / "m11-construction-waste" / "19-处罚决定.yaml"
DAY = "2026-03-19 10:00"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    root = tmp_path_factory.mktemp("lint") / "workspace"
    carried_out(root, until="review_pass")
    return root


def run(workspace, *arguments, at=DAY, lang="zh"):
    options = ["-w", str(workspace), "--lang", lang, "--at", at]
    environment = {"LANG": "zh_CN.UTF-8", "COLUMNS": "160"}
    return CliRunner().invoke(anjuan, [*options, *map(str, arguments)], env=environment)


def changed(tmp_path, *pairs):
    text = INPUT.read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "决定.yaml"
    path.write_text(text, "utf-8")
    return path


def test_a_sound_input_passes_and_its_fine_points_are_told(workspace):
    result = run(workspace, "case", "lint", CASE, "--file", INPUT)
    assert result.exit_code == 0, result.output
    assert "列入的证据没有在说理中引用：证1、证4、证5" in result.stdout
    assert "不得作出决定的问题0处，评查扣分的问题1处" in result.stdout


def test_everything_that_stops_the_decision_is_told_with_its_article(workspace, tmp_path):
    wrong = changed(tmp_path, ("72平方米", "82平方米"), ("（¥8000.00）", "（¥800.00）"))
    result = run(workspace, "case", "lint", CASE, "--file", wrong)
    assert result.exit_code == 3
    assert "82平方米" in result.stdout
    told = json.loads(run(workspace, "case", "lint", CASE, "--file", wrong, "--json").stdout)
    assert (told["ok"], told["transition"], told["source"]) == (False, "T130", "input")
    blocking = {f["rule"]: f for f in told["findings"] if f["blocks"]}
    assert set(blocking) == {"quantities_known", "facts_told", "capitals_agree"}
    found = blocking["quantities_known"]
    assert found["article"] == "《中华人民共和国行政处罚法》第四十条"
    assert found["message"] == "“认定的违法事实”的数据“82平方米”在案内其他文书中没有"


def test_an_input_that_cannot_be_read_is_told_beside_the_findings(workspace, tmp_path):
    wrong = changed(tmp_path, ('罚款金额: "8000"', "罚款金额: 八千"))
    result = run(workspace, "case", "lint", CASE, "--file", wrong, "--json")
    assert result.exit_code == 6
    assert [p["field"] for p in json.loads(result.stdout)["problems"]] == ["罚款金额"]


def test_without_an_input_a_draft_is_looked_at_and_can_be_had(workspace, tmp_path):
    result = run(workspace, "case", "lint", CASE)
    assert result.exit_code == 0
    assert "按案件材料自动拟写的稿子" in result.stdout
    draft = run(workspace, "case", "lint", CASE, "--draft").stdout
    assert draft.startswith("认定的违法事实: |\n  2026年3月2日6时40分许")
    assert draft.rstrip().endswith('罚款金额: "8000.00"')
    more = "逾期加处罚款: 是\n"
    path = tmp_path / "稿.yaml"
    path.write_text(draft + more, "utf-8")
    assert run(workspace, "case", "lint", CASE, "--file", path).exit_code == 0


def test_a_case_that_stands_before_another_decision_says_which(workspace):
    result = run(workspace, "case", "lint", CASE, "--step", "decide_no_penalty")
    assert result.exit_code == 6
    assert "现在不能作“decide_no_penalty”这种决定" in result.stderr
    assert "approve_penalty" in result.stderr


def test_a_fine_that_is_no_amount_is_told_once_and_no_zero_is_made_of_it(workspace, tmp_path):
    wrong = changed(tmp_path, ('罚款金额: "8000"', '罚款金额: "八千"'))
    result = run(workspace, "case", "lint", CASE, "--file", wrong)
    assert result.exit_code == 6
    assert "“八千”不是金额" in result.stdout
    assert "罚款0元" not in result.stdout
    assert "不得作出决定的问题0处" in result.stdout


def test_english_readers_read_it_too(workspace, tmp_path):
    wrong = changed(tmp_path, ("浙Z·示0042", "浙Z·示0024"))
    result = run(workspace, "case", "lint", CASE, "--file", wrong, lang="en")
    assert result.exit_code == 3
    assert "stops it" in result.stdout
    assert "2 that stop the decision, 1 that cost points" in result.stdout


def test_a_draft_for_a_case_past_its_decision_is_not_passed_over(tmp_path):
    root = tmp_path / "workspace"
    carried_out(root, until="approve_penalty")
    result = run(root, "case", "lint", CASE, "--file", INPUT)
    assert result.exit_code == 6
    assert "已经作出决定（approve_penalty），--file 的稿子没有检查" in result.stderr
    assert run(root, "case", "lint", CASE).exit_code == 0


def test_a_case_that_stands_before_no_decision_says_so(tmp_path):
    root = tmp_path / "workspace"
    carried_out(root, until="start_verification")
    result = run(root, "case", "lint", CASE, "--step", "approve_penalty", at="2026-03-02 12:00")
    assert result.exit_code == 6
    assert "还没有到作出决定的一步，也没有作出过决定" in result.stderr
