"""A dossier nothing is wrong with has nothing found in it."""

from tests import defects
from tests.graded import dossier_of, graded


def test_nothing_costs_a_point_in_a_case_carried_out_and_archived_lawfully():
    """The example keeps every rule, so every head of the standard must leave it alone."""
    found = graded(dossier_of(defects.archived())).findings
    assert [(f.head, f.code, dict(f.details)) for f in found if f.halves] == []


def test_a_record_that_speaks_of_a_film_nobody_filed_is_pointed_out_without_points():
    """APL 47: the example's inspection says it was filmed; a text alone is not certain enough."""
    found = graded(dossier_of(defects.archived())).findings
    assert [(f.head, f.code, f.halves) for f in found] == [("G4", "recording_claimed", 0)]
