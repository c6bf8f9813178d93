"""The default benchmark as shipped, and what a wrong one gets."""

import pytest

from engine.benchmarks import Tier
from engine.errors import ConfigurationError
from engine.periods import Tag
from workflows.benchmark_data import SHIPPED, keep_benchmarks, load_benchmark, load_benchmarks

DEFAULT = load_benchmarks()["default-1"]
TEXT = (SHIPPED / "default-1.yaml").read_text(encoding="utf-8")


def line_of(part, text):
    return next(n for n, line in enumerate(text.splitlines(), 1) if part in line)


def test_tiers_factors_and_rounding_are_the_published_default():
    assert [(span.tier, span.low_percent, span.high_percent) for span in DEFAULT.tiers] == [
        (Tier.LIGHT, 0, 30),
        (Tier.ORDINARY, 30, 70),
        (Tier.HEAVY, 70, 100),
    ]
    assert [factor.weight for factor in DEFAULT.factors] == [30, 15, 20, 20, 15]
    assert [(step.below, step.step) for step in DEFAULT.rounding] == [
        (1_000_00, 10_00),
        (10_000_00, 50_00),
        (None, 100_00),
    ]
    assert set(DEFAULT.outside) == {Tier.NONE, Tier.REDUCED}


def test_the_default_must_be_replaced_and_says_so():
    assert DEFAULT.tag is Tag.TO_CONFIRM


@pytest.mark.parametrize(
    ("written", "instead", "code"),
    [
        ("to_percent: 30", "to_percent: 29", "benchmark.tier_gap"),
        ("weight: 30", "weight: 31", "benchmark.weights"),
        ("below: 10000", "below: 1000", "benchmark.rounding"),
        ("  - {step: 100}", "  - {below: 99999, step: 100}", "benchmark.rounding"),
        ("- {step: 100}", "- {step: 0}", "data.not_positive"),
        ("tier: T1", "tier: T9", "data.unknown_word"),
        ("  Tx: 减轻处罚\n", "", "data.missing_field"),
        ("tag: to_confirm", "tag: perhaps", "data.unknown_word"),
    ],
)
def test_a_wrong_benchmark_is_refused_with_a_line(tmp_path, written, instead, code):
    assert written in TEXT
    path = tmp_path / "b.yaml"
    path.write_text(TEXT.replace(written, instead, 1), encoding="utf-8")
    with pytest.raises(ConfigurationError) as refused:
        load_benchmark(path)
    assert refused.value.code == code
    assert refused.value.facts["line"] <= line_of("step: 100}", TEXT)


def test_a_bureaus_own_benchmark_is_kept_under_its_digest_for_ever(tmp_path):
    assert keep_benchmarks(tmp_path).current == {}
    path = tmp_path / "own.yaml"
    path.write_text(TEXT, encoding="utf-8")
    first = keep_benchmarks(tmp_path)
    path.write_text(
        TEXT.replace("from_percent: 70", "from_percent: 60").replace(
            "to_percent: 70", "to_percent: 60"
        ),
        encoding="utf-8",
    )
    second = keep_benchmarks(tmp_path)
    assert len(second.ever) == 2
    assert first.ever.items() <= second.ever.items()
    old, new = first.current["default-1"], second.current["default-1"]
    assert (old.digest in second.ever, new.digest in first.ever) == (True, False)
    assert [span.high_percent for span in new.tiers] == [30, 60, 100]
    path.unlink()
    third = keep_benchmarks(tmp_path)
    assert (third.current, third.ever) == ({}, second.ever)


def test_two_benchmarks_of_one_id_are_refused(tmp_path):
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"data\.twice"):
        keep_benchmarks(tmp_path)
