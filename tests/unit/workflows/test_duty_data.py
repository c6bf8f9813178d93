"""Editions of the duties: each in a file of its own, each following the one before as it is."""

import datetime as dt
import hashlib
import shutil

import pytest

from engine.errors import ConfigurationError
from workflows.duty_data import DATA, load_duties, load_duty_editions

SHIPPED = DATA / "duties.yaml"


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def folder(tmp_path):
    shutil.copy(SHIPPED, tmp_path)
    return tmp_path


def later(folder, day, follows):
    """An edition that holds from `day`, and lets nobody but the chief move cases."""
    text = SHIPPED.read_text("utf-8").replace("valid_from: 2021-07-15", f"valid_from: {day}")
    text = text.replace("migrators: [legal_head]", "migrators: [chief]")
    path = folder / f"duties-{day}.yaml"
    path.write_text(f"{text}follows: {follows}\n", "utf-8")
    return path


def test_the_shipped_edition_holds_from_the_day_of_the_penalty_law():
    (only,) = load_duty_editions()
    assert only.valid_from == dt.date(2021, 7, 15)
    assert only.digest == digest(SHIPPED)
    assert only == load_duties()


def test_a_later_edition_stands_beside_the_earlier_one(folder):
    second = later(folder, "2027-01-01", digest(SHIPPED))
    later(folder, "2028-01-01", digest(second))
    editions = load_duty_editions(folder)
    assert [e.valid_from.year for e in editions] == [2021, 2027, 2028]
    assert [e.migrators for e in editions] == [{"legal_head"}, {"chief"}, {"chief"}]


def test_an_edition_somebody_changed_afterwards_is_refused(folder):
    path = later(folder, "2027-01-01", digest(SHIPPED))
    old = folder / "duties.yaml"
    old.write_text(old.read_text("utf-8").replace("auditor]", "auditor, recused]", 1), "utf-8")
    with pytest.raises(ConfigurationError) as refused:
        load_duty_editions(folder)
    assert refused.value.code == "duties.changed"
    assert refused.value.facts["file"] == path.name
    assert refused.value.facts["digest"] == digest(old)


def test_an_edition_that_follows_nothing_is_refused(folder):
    path = later(folder, "2027-01-01", "")
    path.write_text(path.read_text("utf-8").replace("follows: \n", ""), "utf-8")
    with pytest.raises(ConfigurationError) as refused:
        load_duty_editions(folder)
    assert refused.value.code == "duties.changed"


def test_two_editions_from_one_day_are_refused(folder):
    path = later(folder, "2021-07-15", digest(SHIPPED))
    with pytest.raises(ConfigurationError) as refused:
        load_duty_editions(folder)
    assert (refused.value.code, refused.value.facts["line"]) == ("duties.same_day", 6)
    assert refused.value.facts["file"] in {path.name, "duties.yaml"}
