"""The rules of what a published decision hides: read strictly, with the line of every complaint."""

import shutil

import pytest

from engine.errors import ConfigurationError
from runtime.languages import Language
from runtime.messages import Messages
from workflows.field_data import load_records
from workflows.lint import lint
from workflows.masking_data import SHIPPED, load_masking

SPOILT = {
    "rule: id_number}": ("rule: identity}", "data.unknown_word"),
    "otherwise: other": ("otherwise: nothing", "data.unknown_word"),
    "    keep: surname": ("    keep: first", "data.unknown_word"),
    "shown: （电话略）": ("show: （电话略）", "data.missing_field"),
    "field: plate,": ("filed: plate,", "data.missing_field"),
    "yields: true": ("yields: maybe", "data.not_true_or_false"),
    "1[3-9][0-9]{9}": ("1[3-9[0-9]{9}(", "data.unknown_word"),
}


def test_every_rule_cites_its_law_and_every_decision_that_is_published_is_named():
    rules = load_masking()
    assert all("行政处罚法》第五十条" in "".join(rule.law) for rule in rules.rules.values())
    assert rules.forms == {"penalty_decision", "spot_penalty_decision", "revocation_decision"}
    assert {"name", "id_number", "address", "phone", "birth_date"} <= rules.rules.keys()


@pytest.mark.parametrize("written", SPOILT)
def test_a_wrong_line_is_named(tmp_path, written):
    wrong, code = SPOILT[written]
    text = SHIPPED.read_text("utf-8")
    assert written in text
    path = tmp_path / "masking.yaml"
    path.write_text(text.replace(written, wrong, 1), "utf-8")
    with pytest.raises(ConfigurationError) as told:
        load_masking(path)
    assert told.value.code == code
    line = text[: text.index(written)].count("\n") + 1
    assert abs(told.value.facts["line"] - line) <= 8  # of the field, or of the entry it is in


def test_the_linter_knows_the_file(tmp_path):
    path = tmp_path / "masking.yaml"
    path.write_text(SHIPPED.read_text("utf-8").replace("keep: surname\n", "keep: all\n"), "utf-8")
    assert {f.code for f in lint([path], {}, {}).findings} == {"data.unknown_word"}
    shutil.copy(SHIPPED, path)
    assert not lint([path], {}, {}).findings


@pytest.mark.parametrize("language", Language)
def test_every_rule_has_a_name_and_can_be_asked_for(language):
    rules = load_masking().rules
    (field, *_) = (f for f in load_records()["masking_item"] if f.name == "field")
    assert set(field.choices) == set(rules)
    assert all(Messages(language).template("terms", "masked", rule) for rule in rules)
