"""Points in halves: what is read, what is refused, and that both ways agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.half_points import parse_points, points_text


@pytest.mark.parametrize(
    ("text", "halves"),
    [("0", 0), ("0.5", 1), ("1", 2), ("1.0", 2), ("2.50", 5), (" 12.5 ", 25), ("100", 200)],
)
def test_points_are_read_in_halves(text, halves):
    assert parse_points(text) == halves


@pytest.mark.parametrize("text", ["", ".5", "0.3", "0.25", "-1", "1e1", "01", "１", "NaN", "1,5"])
def test_anything_between_halves_is_no_number_of_points(text):
    assert parse_points(text) is None


@given(st.integers(min_value=0, max_value=19_999))
def test_points_are_read_as_they_are_written(halves):
    assert parse_points(points_text(halves)) == halves
