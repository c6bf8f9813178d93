"""The party's name without a replay: the same as the replay knows it."""

import pytest

from engine.reading import party_name
from tests.bureau import Bureau


@pytest.mark.parametrize(
    "until", ["register_lead", "request_filing", "record_evidence", "pay_full"]
)
def test_the_party_is_the_one_a_replay_knows(until):
    bureau = Bureau().play(until=until)
    data = bureau.case.data
    with bureau.store.read() as view:
        found = party_name(view, bureau.case_id)
    assert found == (data.record("party").text("name") or data.text("suspected_party"))
    assert found


def test_a_party_named_anew_is_the_one_told():
    changes = {"register_lead": {"suspected_party": "某运输队"}}
    lead = Bureau().play(until="register_lead", changes=changes)
    filed = Bureau().play(until="request_filing", changes=changes)
    with lead.store.read() as view:
        assert party_name(view, lead.case_id) == "某运输队"
    with filed.store.read() as view:
        assert party_name(view, filed.case_id) != "某运输队"


def test_an_unknown_case_has_no_party():
    with Bureau().store.read() as view:
        assert party_name(view, "2026-999999") == ""
