"""Settings of samples, raters and reports: read whole, and every mistake named with its line."""

import pytest

from engine.errors import ConfigurationError
from workflows import rater_data, report_data, sampling_data

LOADERS = {
    rater_data.SHIPPED: rater_data.load_raters,
    report_data.SHIPPED: report_data.load_reports,
    sampling_data.SHIPPED: sampling_data.load_sampling,
}
EACH = pytest.mark.parametrize("shipped", LOADERS, ids=lambda path: path.stem)


def test_a_month_has_twenty_five_dossiers_until_the_bureau_says_otherwise():
    plan = sampling_data.load_sampling()
    assert (plan.rules.size, plan.confirmed) == (25, False)
    assert plan.closings.states.keys() == {"ordinary", "simple", "parking"}


def test_proposals_of_the_standard_are_the_thresholds():
    limits = rater_data.load_raters()
    assert (limits.identical_share, limits.identical_least) == (0.4, 5)
    assert (limits.spread_below, limits.spread_least) == (1.5, 8)
    assert (limits.leaning_above, limits.gap) == (5, 10)
    assert (limits.no_deductions_share, limits.reasons_dossiers) == (0.5, 3)


def test_units_no_group_names_are_ranked_together():
    plan = report_data.load_reports()
    assert plan.grouped(("甲", "乙")) == ((plan.rest, ("甲", "乙")),)
    assert plan.target == 95


@EACH
def test_a_word_too_many_and_one_too_few_are_named_with_their_line(shipped, tmp_path):
    text = shipped.read_text("utf-8")
    path = tmp_path / shipped.name
    path.write_text(f"{text}colour: blue\n", "utf-8")
    with pytest.raises(ConfigurationError) as more:
        LOADERS[shipped](path)
    assert more.value.code == "data.unknown_field"
    assert more.value.facts["line"] == len(text.splitlines()) + 1
    path.write_text("\n".join(x for x in text.splitlines() if "confirmed" not in x), "utf-8")
    with pytest.raises(ConfigurationError) as fewer:
        LOADERS[shipped](path)
    assert fewer.value.code == "data.missing_field"


@pytest.mark.parametrize(
    ("shipped", "written", "instead"),
    [
        (sampling_data.SHIPPED, "size: 25", "size: 0"),
        (sampling_data.SHIPPED, "size: 25", "size: many"),
        (report_data.SHIPPED, "months: 6", "months: 1"),
        (rater_data.SHIPPED, "gap: 10", "gap: ten"),
    ],
)
def test_a_number_that_is_none_or_makes_no_sense_is_refused(shipped, written, instead, tmp_path):
    path = tmp_path / shipped.name
    path.write_text(shipped.read_text("utf-8").replace(written, instead, 1), "utf-8")
    with pytest.raises(ConfigurationError) as refused:
        LOADERS[shipped](path)
    assert refused.value.code == "data.not_a_number"
