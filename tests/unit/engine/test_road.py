"""The one road: repeated, stale, impossible and failing commands leave a case as it was."""

import threading
from contextlib import contextmanager
from hashlib import sha256

import pytest

from engine.command import Command
from engine.errors import ConflictError, InputError, NotFoundError, StorageError
from engine.planning import Refusal
from engine.record import canonical, to_json
from engine.road import Done
from tests.bureau import Bureau, problems, unmet
from tests.playbook import merged, script

FORM_SERIES = "询"


def at_investigation():
    return Bureau().play(until="approve_filing")


def opening(bureau, **more):
    step = script("m11")[0]
    return bureau.do(step.trigger, at=step.at.isoformat(), step=step, track="main", case="", **more)


def picture(bureau):
    """Everything a failed command must leave alone."""
    case = bureau.case
    with bureau.store.read() as view:
        size = view.ledger_head().size
    return case.version, case.head, case.main.state, size, dict(case.documents)


# -- the same again -------------------------------------------------------------------------------


def test_the_same_command_sent_twice_returns_the_first_result():
    bureau = at_investigation()
    first = bureau.do("record_evidence#3", at="2026-03-03 15:00")
    before = picture(bureau)
    again = bureau.do("record_evidence#3", at="2026-03-03 15:00")
    assert (again.event, again.repeated, first.repeated) == (first.event, True, False)
    assert picture(bureau) == before
    assert [n.status for n in bureau.numbers(FORM_SERIES)] == ["issued"]


def test_a_case_is_opened_once_however_often_it_is_asked_for():
    bureau = Bureau()
    first, again = opening(bureau), opening(bureau)
    assert again.case.id == first.case.id
    assert again.repeated
    assert [n.status for n in bureau.numbers("案件")] == ["issued"]


def test_the_ledger_tells_nothing_of_a_wish_that_could_be_guessed_and_tried():
    one, other = Bureau(), Bureau()
    opened, same = opening(one).event, opening(other).event
    assert (opened.inputs, opened.actor, opened.at) == (same.inputs, same.actor, same.at)
    assert opened.command != same.command
    assert opened.fingerprint != same.fingerprint
    wish = Command(
        id="", case="", track=opened.track, trigger=opened.trigger, actor=opened.actor, at=opened.at
    ).wish(opened.inputs)
    told = {opened.command, opened.fingerprint, opened.inputs_digest}
    assert not told & {
        sha256(wish).hexdigest(),
        sha256(canonical(to_json(opened.inputs))).hexdigest(),
    }
    assert opened.fingerprint == sha256(bytes.fromhex(opened.salt) + wish).hexdigest()


def test_a_given_command_id_finds_its_first_result_after_other_acts():
    bureau = at_investigation()
    first = bureau.do("record_evidence#3", at="2026-03-03 15:00", id="a" * 32)
    bureau.must("record_evidence#4", at="2026-03-03 15:30")
    again = bureau.do("record_evidence#3", at="2026-03-03 15:00", id="a" * 32)
    assert (again.event, again.repeated) == (first.event, True)


def test_a_command_id_does_not_serve_another_wish():
    bureau = at_investigation()
    bureau.must("record_evidence#3", at="2026-03-03 15:00", id="a" * 32)
    before = picture(bureau)
    with pytest.raises(ConflictError, match=r"command\.id_taken"):
        bureau.do("record_evidence#4", at="2026-03-03 15:30", id="a" * 32)
    assert picture(bureau) == before


def test_the_same_wish_after_another_act_is_a_new_one():
    bureau = at_investigation()
    bureau.must("record_evidence#3", at="2026-03-03 15:00")
    bureau.must("record_evidence#4", at="2026-03-03 15:30")
    third = bureau.must("record_evidence#4", at="2026-03-03 15:30", give={"proves": None})
    assert third.repeated
    other = bureau.must("record_evidence#3", at="2026-03-03 16:00")
    assert not other.repeated


# -- stale and impossible -------------------------------------------------------------------------


def test_a_stale_version_is_a_conflict_that_changes_nothing():
    bureau = at_investigation()
    seen = bureau.case.version
    bureau.must("record_evidence#3", at="2026-03-03 15:00", expected_version=seen)
    before = picture(bureau)
    with pytest.raises(ConflictError) as stale:
        bureau.do("record_evidence#4", at="2026-03-03 15:30", expected_version=seen)
    assert stale.value.code == "case.stale"
    assert stale.value.facts["found"] == seen + 1
    assert picture(bureau) == before


def test_a_case_moved_while_documents_were_made_is_a_conflict_and_its_number_void():
    bureau = at_investigation()
    other = Bureau()
    other.store, other.blobs = bureau.store, bureau.blobs
    other.case_id, other.clock, other.steps = bureau.case_id, bureau.clock, bureau.steps
    compose = bureau.composer.compose

    def meanwhile(*args, **more):
        worker = threading.Thread(
            target=other.must, args=("record_evidence#4",), kwargs={"at": "2026-03-03 15:30"}
        )
        worker.start()
        worker.join()
        return compose(*args, **more)

    bureau.composer.compose = meanwhile
    with pytest.raises(ConflictError):
        bureau.do("record_evidence#3", at="2026-03-03 15:00")
    assert [e.transition for e in bureau.case.events][-1] == "T108"
    assert bureau.case.events[-1].inputs.text("record") == "material"
    assert [(n.status, n.reason) for n in bureau.numbers(FORM_SERIES)] == [("voided", "case_moved")]


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"trigger": "fly_away", "track": "main", "raw": {}}, "command.unknown_trigger"),
        ({"trigger": "approve_filing", "track": "main", "as_": "p99"}, "keys.locked"),
        ({"trigger": "signed", "track": "service-9", "raw": {}}, "wrong_state"),
        ({"trigger": "signed", "track": "nowhere-1", "raw": {}}, "command.unknown_track"),
        ({"trigger": "pay_full", "track": "service-1", "raw": {}}, "command.unknown_trigger"),
        ({"trigger": "file_request", "track": "hearing-1", "raw": {}}, "wrong_state"),
        ({"trigger": "register_lead", "track": "main"}, "wrong_state"),
    ],
)
def test_what_does_not_exist_is_told_by_name(wish, code):
    bureau = at_investigation()
    before = picture(bureau)
    step = script("m11")[0]
    try:
        outcome = bureau.do(
            wish["trigger"],
            wish.get("as_"),
            "2026-03-03 15:00",
            track=wish["track"],
            raw=wish.get("raw"),
            step=step,
        )
    except InputError as refused:
        assert refused.code == code
    else:
        assert isinstance(outcome, Refusal)
        assert [v.code for v in outcome.unmet] == [code]
    assert picture(bureau) == before


def test_an_unknown_person_is_named_even_with_a_key():
    bureau = at_investigation()
    bureau.keys.owners = frozenset({*bureau.keys.owners, "p99"})
    with pytest.raises(InputError, match=r"command\.unknown_person"):
        bureau.do("record_evidence#3", "p99", "2026-03-03 15:00")


def test_an_unknown_case_is_not_found():
    bureau = at_investigation()
    with pytest.raises(NotFoundError, match=r"case\.unknown"):
        bureau.do("record_evidence#3", case="2026-000099")


def test_nobody_acts_with_a_locked_key():
    bureau = at_investigation()
    bureau.present("林晓雯")
    with pytest.raises(InputError) as locked:
        bureau.do("record_evidence#3", "陈志远", "2026-03-03 15:00")
    assert (locked.value.code, locked.value.facts["person"]) == ("keys.locked", "p02")


def test_every_wrong_field_is_told_at_once():
    bureau = Bureau()
    wrong = opening(bureau, give={"source": "梦见", "act_on": "2026-13-01", "squad": None, "x": 1})
    assert problems(wrong) == {
        "线索来源": "unknown_choice",
        "违法行为发生日": "not_a_day",
        "承办中队": "missing",
        "x": "unknown_field",
    }
    assert bureau.numbers("案件") == []


def test_every_unmet_requirement_is_told_at_once():
    bureau = Bureau().play(until="end_investigation", before=True)
    change = {"fine": "4999", "penalty_kinds": ["罚款", "责令关闭"], "illegal_gains": "10"}
    refused = bureau.do("end_investigation", give=change)
    assert set(unmet(refused)) == {
        ("R014", "amount_in_range"),
        ("R014", "amount_in_tier"),
        ("R002", "kinds_allowed"),
        ("R008", "gains_explained"),
    }


# -- failures -------------------------------------------------------------------------------------


def test_a_document_that_cannot_be_composed_voids_its_number_and_changes_nothing():
    bureau = at_investigation()
    before = picture(bureau)
    bureau.composer.fails_on = "interview_record"
    with pytest.raises(InputError, match=r"document\.unprintable"):
        bureau.do("record_evidence#3", at="2026-03-03 15:00")
    assert picture(bureau) == before
    (number,) = bureau.numbers(FORM_SERIES)
    assert (number.status, number.reason) == ("voided", "document.unprintable")
    bureau.composer.fails_on = ""
    bureau.must("record_evidence#3", at="2026-03-03 15:00")
    assert [n.status for n in bureau.numbers(FORM_SERIES)] == ["voided", "issued"]


def test_a_case_that_cannot_be_opened_leaves_no_case_and_no_gap():
    bureau = Bureau()
    bureau.composer.fails_on = "lead_register"
    with pytest.raises(InputError):
        opening(bureau)
    assert [(n.status, n.reason) for n in bureau.numbers("案件")] == [
        ("voided", "document.unprintable")
    ]
    bureau.composer.fails_on = ""
    assert opening(bureau).case.id == "2026-000002"


def test_a_store_that_refuses_to_write_voids_the_numbers_and_changes_nothing():
    bureau = at_investigation()
    before = picture(bureau)
    write = bureau.store.write

    @contextmanager
    def full():
        raise StorageError("storage.full")
        yield

    bureau.store.write = full
    with pytest.raises(StorageError):
        bureau.do("record_evidence#3", at="2026-03-03 15:00")
    bureau.store.write = write
    assert picture(bureau) == before
    assert [(n.status, n.reason) for n in bureau.numbers(FORM_SERIES)] == [
        ("voided", "storage.full")
    ]
    assert isinstance(bureau.do("record_evidence#3", at="2026-03-03 15:00"), Done)


def test_a_blob_store_that_refuses_voids_the_numbers_and_changes_nothing():
    bureau = at_investigation()
    before = picture(bureau)
    put = bureau.blobs.put

    def full(data):
        raise StorageError("storage.full", bytes=len(data))

    bureau.blobs.put = full
    with pytest.raises(StorageError):
        bureau.do("record_evidence#3", at="2026-03-03 15:00")
    bureau.blobs.put = put
    assert picture(bureau) == before
    assert [n.status for n in bureau.numbers(FORM_SERIES)] == ["voided"]


def test_a_key_that_refuses_to_sign_voids_the_numbers_and_changes_nothing():
    bureau = at_investigation()
    before = picture(bureau)

    def expired(_, act):
        raise InputError("signing.expired", person=act.person.id)

    bureau.keys.sign = expired
    with pytest.raises(InputError, match=r"signing\.expired"):
        bureau.do("record_evidence#3", at="2026-03-03 15:00")
    assert picture(bureau) == before
    assert [n.status for n in bureau.numbers(FORM_SERIES)] == ["voided"]


def test_a_refusal_takes_no_number_and_composes_nothing():
    bureau = at_investigation()
    composed = len(bureau.composer.made)
    refused = bureau.do("record_evidence#3", give={"rights_told": "否"})
    assert isinstance(refused, Refusal)
    assert bureau.numbers(FORM_SERIES) == []
    assert len(bureau.composer.made) == composed


def test_a_missing_opinion_is_asked_for_by_name():
    bureau = Bureau().play(until="approve_filing", before=True)
    step = script("m11")[3]
    raw = merged(step.raw, {"意见": {"赵国栋": None}})
    with pytest.raises(InputError) as missing:
        bureau.do("approve_filing", at=step.at.isoformat(), raw=raw)
    assert missing.value.code == "command.opinion_missing"
    assert missing.value.facts["person"] == "赵国栋"
    assert bureau.state == "filing_pending"


# -- looking --------------------------------------------------------------------------------------


def test_a_preview_composes_without_number_signature_or_trace():
    bureau = at_investigation()
    before = picture(bureau)
    preview = bureau.preview("record_evidence#3", at="2026-03-03 15:00")
    (composed,) = preview.documents.values()
    assert b"interview_record|None|" in composed
    assert composed.endswith(b"|True")
    assert preview.missing_signers == ()
    assert picture(bureau) == before
    assert bureau.numbers(FORM_SERIES) == []


def test_a_case_can_be_seen_as_it_stood():
    bureau = Bureau().play(until="archived")
    moments = [(e.at, e.target) for e in bureau.case.events if e.track == "main"]
    for at, state in moments:
        assert bureau.road.case(bureau.case_id, until=at).main.state == state
