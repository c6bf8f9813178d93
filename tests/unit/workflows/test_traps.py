"""What older papers and local habit get wrong about the law, held against the shipped data."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from documents.clauses import load_clauses
from workflows.calendar_data import load_calendar
from workflows.deadline_data import load_deadlines
from workflows.definition_data import load_workflows
from workflows.matter_data import load_matters

ROOT = Path(__file__).resolve().parents[3]
#: State rules that leave the amount to province or city.
WITHOUT_AMOUNTS = {"城市市容和环境卫生管理条例": range(34, 37), "城市绿化条例": range(26, 28)}
DAY = date(2026, 3, 2)


def clause(name: str) -> str:
    return load_clauses()[name].text


def period(rule: str):
    return load_deadlines().rule(rule, DAY)


def test_figures_of_before_2021_are_gone():
    """T01: APL 64: five working days to ask for a hearing; CPL 95: thirty days of announcement."""
    assert (period("D08").length, period("D32").length) == (5, 30)


def test_remedies_run_sixty_days_and_six_months_whatever_a_regulation_of_1992_says():
    """T02: only a law may set another period (ARL 20, ALL 46)."""
    assert (period("D22").length, period("D23").length) == (60, 6)
    assert "六十日内" in clause("remedy_ordinary")
    assert "六个月内" in clause("remedy_ordinary")
    assert "十五日" not in clause("remedy_ordinary")


def test_a_spot_penalty_tells_reconsideration_first_and_another_decision_does_not():
    """T03, R105: ARL 23(1)(1)."""
    assert "先向" in clause("remedy_spot")
    assert "六个月" not in clause("remedy_spot")
    assert "先向" not in clause("remedy_ordinary")


@pytest.mark.parametrize("name", ["remedy_ordinary", "remedy_spot"])
def test_remedies_go_where_the_bureaus_profile_says(name):
    """T04, R151, R098: ARL 24(1)(1): the government of the same level, on line as well."""
    assert "{{ agency.reconsideration_body }}" in clause(name)
    assert "clause('remedy_online')" in clause(name)
    profile = yaml.safe_load((ROOT / "examples/agency.yaml").read_text(encoding="utf-8"))
    assert profile["reconsideration_body"].endswith("人民政府")


def test_an_order_to_demolish_or_correct_is_no_kind_of_penalty():
    """T08: APL 9 lists the kinds; demolition follows AEL 44 by its own announcement."""
    kinds = {
        kind
        for machine in load_workflows().values()
        for act in machine.transitions
        for field in act.inputs
        if field.name == "penalty_kinds"
        for kind in field.choices.values()
    }
    assert "罚款" in kinds
    assert not {kind for kind in kinds if "拆除" in kind or "改正" in kind or "拘留" in kind}


def test_a_state_rule_without_an_amount_stands_beside_a_local_one_with_it():
    """T10: the figure of 市容条例 34 to 36 and 绿化条例 26, 27 is provincial or municipal."""
    found = [
        (version.penalty, matter.id)
        for matter in load_matters().values()
        for version in matter.versions
        if any(bare(cited) for cited in version.penalty)
    ]
    assert len(found) >= 5
    assert not [matter for cited, matter in found if all(bare(one) for one in cited)]


def bare(cited) -> bool:
    return cited.article in WITHOUT_AMOUNTS.get(cited.law, ())


def test_new_years_eve_was_worked_in_2024_and_is_a_holiday_from_2025():
    """T15: 2024-02-09 was a working day; the rules of 2024-11-10 made the eve a holiday."""
    calendar = load_calendar()
    assert calendar.is_working(date(2024, 2, 9))
    assert not calendar.is_working(date(2025, 1, 28))
    assert not calendar.is_working(date(2026, 2, 16))
