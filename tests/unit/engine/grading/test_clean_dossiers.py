"""A dossier nothing is wrong with has nothing found in it, at its end and on the way there."""

import datetime as dt

import pytest

from tests.defects import archived, lived
from tests.graded import dossier_of, edited, graded

SOON = dt.timedelta(minutes=1)


def costly(played, events, now=None):
    """Every finding that costs points in a case with these events."""
    dossier = dossier_of(played, events=list(events), now=now)
    return [(f.head, f.code, dict(f.details)) for f in graded(dossier).findings if f.halves]


def test_nothing_costs_a_point_in_a_case_carried_out_and_archived_lawfully():
    """The example keeps every rule, so every head of the standard must leave it alone."""
    assert costly(archived(), archived().events) == []


def test_a_record_that_speaks_of_a_film_nobody_filed_is_pointed_out_without_points():
    """APL 47: a record that says it was filmed; a text alone is not certain enough."""
    events = edited(archived().events, "record_evidence", nth=0, findings="勘验时全程录像。")
    assert graded(dossier_of(archived())).findings == ()
    found = graded(dossier_of(archived(), events=list(events))).findings
    assert ("G4", "recording_claimed", 0) in [(f.head, f.code, f.halves) for f in found]


@pytest.mark.parametrize("end", range(2, 37, 5))
def test_nothing_costs_a_point_while_a_case_is_lawfully_on_its_way(end):
    """What is not due yet is not missing: an officer sees no defect that is none."""
    events = archived().events[:end]
    assert costly(archived(), events, now=events[-1].at + SOON) == []


@pytest.mark.parametrize("back", range(1, 26, 6))
def test_a_case_to_be_decided_anew_is_not_blamed_for_the_steps_still_to_come(back):
    """ARL 64: the old decision is undone, notice, review, payment and closing are to follow."""
    base = lived("remedies-r_final-judgment-redo")
    events = base.events[:-back]
    assert costly(base, events, now=events[-1].at + SOON) == []
