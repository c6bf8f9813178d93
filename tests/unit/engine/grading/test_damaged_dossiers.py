"""A damaged dossier is graded all the same, and a check that cannot look says so."""

from dataclasses import replace

import pytest

from engine.grading import finding
from engine.grading.asking import precheck
from engine.grading.profile import Asked, Kind
from tests.defects import archived, asking
from tests.graded import dossier_of
from tests.grading_damage import CASES, tried

SHARE = 15


def test_whatever_is_edited_grading_answers():
    """Random edits of events, inputs, days, signers, forms: none raises, no check gives up.

    `python -m tests.grading_damage` tries as many as wanted.
    """
    stopped, graded_ones = tried(SHARE, CASES[:1])
    assert graded_ones >= SHARE // 2
    assert stopped == {}


def test_a_check_that_stumbles_is_a_finding_that_costs_nothing(monkeypatch):
    """Damage nobody thought of: told by name, for a person to look at, never sure."""

    def stumbles(dossier, asked):
        yield from {}[dossier.case.id, asked.check]

    monkeypatch.setitem(finding._CHECKS, "stumbles", stumbles)
    played = archived()
    profile = asking("A1", "chengguan-default-1")
    item = profile.items[0]
    asked = Asked(check="stumbles", law="APL 18", halves=2)
    broken = replace(profile, items=(replace(item, checks=(asked,)),))
    (found,) = precheck(dossier_of(played), broken).findings
    assert (found.code, found.halves, found.certain) == ("check_stopped", 0, False)
    assert found.details["problem"] == "KeyError"
    assert item.kind is Kind.AUTO


def test_two_checks_of_one_name_are_a_mistake():
    """A second one would silently take the place of the first."""
    with pytest.raises(ValueError, match="seal_missing"):

        @finding.check
        def seal_missing(_dossier, _asked):
            yield from ()
