"""A dossier may break every rule the road keeps; no check may stumble over it."""

from dataclasses import replace

import pytest

from engine.record import Record
from tests.defects import archived
from tests.graded import dossier_of, graded

SPOILT = {
    "left out": lambda _: None,
    "emptied": lambda event: replace(event, inputs=Record()),
    "without papers": lambda event: replace(event, documents=()),
    "of a lost definition": lambda event: replace(event, definition="0" * 64),
}


@pytest.mark.parametrize("how", SPOILT)
def test_every_check_can_be_asked_of_a_dossier_whatever_is_wrong_with_it(how):
    """Acts of the example spoilt in turn; a check that stumbles would say `check_stopped`."""
    events = archived().events
    for at in range(1, len(events), 5):
        spoilt = SPOILT[how](events[at])
        changed = [*events[:at], *([spoilt] if spoilt else []), *events[at + 1 :]]
        found = graded(dossier_of(archived(), events=changed)).findings
        stopped = [(f.details["check"], at) for f in found if f.code == "check_stopped"]
        assert stopped == []


def test_a_dossier_with_nothing_in_it_can_be_asked_everything():
    first = archived().events[:1]
    found = graded(dossier_of(archived(), events=[replace(first[0], inputs=Record())])).findings
    assert [f for f in found if f.code == "check_stopped"] == []
