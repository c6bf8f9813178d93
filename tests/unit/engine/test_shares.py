"""Shares: part and whole beside a per cent rounded half up."""

from decimal import Decimal

import pytest

from engine.shares import Share


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        (4_964, 6_572, "75.53"),
        (984, 1_301, "75.63"),
        (1, 800, "0.13"),
        (0, 5, "0.00"),
        (5, 5, "100.00"),
    ],
)
def test_a_per_cent_has_two_decimals_rounded_half_up(part, whole, percent):
    assert Share(part=part, whole=whole).percent == Decimal(percent)


def test_nothing_of_nothing_has_no_per_cent():
    assert Share(part=0, whole=0).percent is None


@pytest.mark.parametrize(("part", "reached"), [(94, False), (95, True), (96, True)])
def test_a_target_is_met_by_the_exact_share(part, reached):
    assert Share(part=part, whole=100).at_least(95) is reached


def test_a_share_rounded_up_to_a_target_does_not_meet_it():
    assert not Share(part=9_499_999, whole=10_000_000).at_least(95)
