"""Running cases follow another version of their procedure: which may, who decides, and back."""

import datetime as dt
from dataclasses import replace

import pytest

from engine.audit import AuditPorts, audit_case
from engine.audit_files import FilePorts, FoundSignatures
from engine.audit_migrating import check_migration
from engine.definition import Requirement
from engine.errors import ConflictError, InputError, NotFoundError
from engine.event import EventKind
from engine.migrating_road import Migrating, migrate, prospect_of
from engine.migration_past import past_reasons
from engine.prospect import Fate, Ground
from engine.record import Record
from engine.road import Done
from tests.bureau import Bureau
from tests.playbook import script
from tests.versions import law_with, version

HEAD, DEPUTY = "何鸿", "郑文博"
#: Only words: the same duties under another name.
WORDS = (("    name: 采集证据\n", "    name: 采集固定证据\n"),)
#: APL 58: an additional duty long before the decision.
AHEAD = (
    (
        "      - {form: investigation_report}\n",
        "      - {form: investigation_report}\n      - {form: assist_letter}\n",
    ),
)


def bureau_at(step, *versions):
    """A case opened under the shipped law, which then got other versions."""
    bureau = Bureau().play(until=step)
    bureau.law = law_with(*versions)
    return bureau


def reasons(bureau, target, track="main"):
    found = prospect_of(bureau.road, bureau.case, bureau.case.tracks[track], target)
    return found.fate, [r.code for r in found.reasons]


def wish(bureau, target, **more):
    bureau.clock += dt.timedelta(minutes=5)
    facts = {"case": bureau.case_id, "track": "main", "reason": "修订后施行", "at": bureau.clock}
    facts |= {"target": target.digest if target else "", "person": bureau.person(HEAD)}
    return Migrating(**{**facts, **more})


def findings(bureau):
    """Everything an audit of the case's events says against the law."""
    with bureau.store.read() as view:
        files = FilePorts(
            blobs=bureau.blobs,
            signatures=lambda _: FoundSignatures(signatures=(), unsigned=(), problems=()),
            agency_code=bureau.agency.code,
            tolerance=dt.timedelta(seconds=1),
        )
        ports = AuditPorts(view=view, files=files)
        stored = list(view.events(bureau.case_id))
        audited = audit_case(stored, bureau.law, lambda _: bureau.agency, ports)
    unsigned = {"signatures_differ"}  # the bureau in memory signs by a line of text
    return [f for f in audited.findings if f.code not in unsigned]


@pytest.fixture
def words(tmp_path):
    return version(tmp_path, "ordinary", *WORDS)


@pytest.fixture
def ahead(tmp_path):
    return version(tmp_path, "ordinary", *AHEAD)


def test_a_case_follows_a_version_that_only_uses_other_words(words):
    bureau = bureau_at("approve_filing", words)
    assert reasons(bureau, words) == (Fate.SAFE, [])
    moved = migrate(bureau.road, wish(bureau, words))
    assert moved.event.kind is EventKind.MIGRATION
    assert bureau.case.main.definition == words.digest
    assert bureau.case.main.state == "investigating"
    assert isinstance(bureau.do("record_evidence"), Done)
    assert bureau.case.events[-1].definition == words.digest
    assert bureau.case.events[0].definition != words.digest
    assert findings(bureau) == []


def test_going_back_undoes_it_and_both_acts_stay_in_the_ledger(words):
    bureau = bureau_at("approve_filing", words)
    before = bureau.case.main.definition
    migrate(bureau.road, wish(bureau, words))
    migrate(bureau.road, wish(bureau, None))
    assert bureau.case.main.definition == before
    kinds = [e.trigger for e in bureau.case.events if e.kind is EventKind.MIGRATION]
    assert kinds == ["migrate", "migrate_back"]
    assert isinstance(bureau.do("record_evidence"), Done)
    assert findings(bureau) == []
    with pytest.raises(InputError, match="not_migrated"):
        migrate(bureau.road, wish(bureau, None))


def test_a_case_that_moved_on_goes_back_only_where_the_old_version_bears_it(words):
    bureau = bureau_at("approve_filing", words)
    migrate(bureau.road, wish(bureau, words))
    bureau.must("record_evidence")
    assert migrate(bureau.road, wish(bureau, None)).prospect.fate is Fate.SAFE
    assert findings(bureau) == []


def test_a_new_duty_ahead_needs_a_human_who_approves_the_case_by_name(ahead):
    bureau = bureau_at("approve_filing", ahead)
    assert reasons(bureau, ahead) == (Fate.HUMAN, ["duty_changed"])
    version_before = bureau.case.version
    assert migrate(bureau.road, wish(bureau, ahead)).event is None
    assert bureau.case.version == version_before
    moved = migrate(bureau.road, wish(bureau, ahead, approved=True))
    assert moved.event.basis["approved"] == bureau.person(HEAD)
    assert findings(bureau) == []


def test_a_document_the_past_lacks_keeps_the_case_where_it_is(ahead):
    bureau = bureau_at("end_investigation", ahead)
    fate, codes = reasons(bureau, ahead)
    assert fate is Fate.STAYS
    assert "document_lacking" in codes
    assert migrate(bureau.road, wish(bureau, ahead, approved=True)).event is None


def test_a_state_that_is_gone_keeps_the_case_where_it_is(tmp_path):
    text = (
        ("  investigating:       {name: 调查取证中", "  looking_into:        {name: 调查取证中"),
    )
    gone = version(tmp_path, "ordinary", *text)
    bureau = bureau_at("approve_filing", gone)
    assert "state_missing" in reasons(bureau, gone)[1]


KEPT = "      - {fact: benchmark_available, rule: R014, law: APL 34}\n"


def filing_asks_for(form):
    """APL 54(2) read more strictly: a form must be there before the filing is approved."""
    guard = f"{{fact: document_issued, with: {{forms: [{form}]}}, rule: R050, law: APL 54(2)}}"
    return ((KEPT, f"{KEPT}      - {guard}\n"),)


STRICTER, HELD = filing_asks_for("site_inspection_record"), filing_asks_for("lead_register")
#: A question only other cases can answer.
SAME_ACT = "      - {fact: same_act_not_fined, rule: R009, law: APL 29}\n"
DRAFTS = "    documents:\n      - {form: filing_approval, stage: draft"
ELSEWHERE = "      - {fact: same_stay_not_fined, with: {hours: 48}, rule: R009, law: APL 29}\n"
ASKING = ((SAME_ACT + DRAFTS, SAME_ACT + ELSEWHERE + DRAFTS),)


def test_a_stricter_law_already_violated_keeps_the_case_where_it_is(tmp_path):
    stricter = version(tmp_path, "ordinary", *STRICTER)
    bureau = bureau_at("approve_filing", stricter)
    found = prospect_of(bureau.road, bureau.case, bureau.case.main, stricter)
    assert found.fate is Fate.STAYS
    unmet = next(r for r in found.reasons if r.code == "past_unmet")
    assert unmet.details["rule"] == "R050"
    assert unmet.details["seq"] == bureau.case.version


def test_a_stricter_law_the_past_already_met_lets_the_case_go(tmp_path):
    held = version(tmp_path, "ordinary", *HELD)
    bureau = bureau_at("approve_filing", held)
    assert reasons(bureau, held) == (Fate.SAFE, [])


def test_what_other_cases_must_answer_is_left_to_a_human(tmp_path):
    asking = version(tmp_path, "ordinary", *ASKING)
    bureau = bureau_at("approve_filing", asking)
    fate, codes = reasons(bureau, asking)
    assert (fate, set(codes) & {"unjudged"}) == (Fate.HUMAN, {"unjudged"})


def test_an_open_proposal_needs_a_human(words):
    bureau = Bureau().play(until="approve_filing", before=True)
    bureau.law = law_with(words)
    bureau.present(DEPUTY)
    bureau.do("approve_filing")
    assert reasons(bureau, words) == (Fate.HUMAN, ["proposal_open"])


def test_an_open_track_needs_a_human(words):
    bureau = bureau_at("order_correction", words)
    fate, codes = reasons(bureau, words)
    assert fate is Fate.HUMAN
    assert set(codes) == {"track_open"}


def test_a_track_follows_its_own_machine(tmp_path):
    words = version(tmp_path, "service", ("    name: 直接送达\n", "    name: 当面送达\n"))
    bureau = bureau_at("order_correction", words)
    track = bureau.track("service").id
    assert reasons(bureau, words, track) == (Fate.SAFE, [])
    migrate(bureau.road, wish(bureau, words, track=track))
    assert bureau.case.tracks[track].definition == words.digest
    assert bureau.case.main.definition != words.digest
    bureau.serve()
    assert findings(bureau) == []


@pytest.mark.parametrize("person", ["陈志远", "郑文博", "没有这个人"])
def test_only_the_legal_head_moves_cases(words, person):
    bureau = bureau_at("approve_filing", words)
    with pytest.raises(InputError, match="not_permitted"):
        migrate(bureau.road, wish(bureau, words, person=bureau.person(person)))


def test_a_reason_a_track_and_a_version_in_force_are_needed(words, tmp_path):
    bureau = bureau_at("approve_filing", words)
    with pytest.raises(InputError, match="reason_missing"):
        migrate(bureau.road, wish(bureau, words, reason=" "))
    with pytest.raises(NotFoundError, match="unknown_track"):
        migrate(bureau.road, wish(bureau, words, track="service-9"))
    later = version(tmp_path, "ordinary", *WORDS, name="2030.1", since="2030-01-01")
    bureau.law = law_with(words, later)
    with pytest.raises(InputError, match="not_in_force"):
        migrate(bureau.road, wish(bureau, later))
    migrate(bureau.road, wish(bureau, words))
    with pytest.raises(ConflictError, match="already_there"):
        migrate(bureau.road, wish(bureau, words))


def test_a_version_of_another_machine_is_no_way_for_a_case(tmp_path, words):
    other = version(tmp_path, "service")
    bureau = bureau_at("approve_filing", words, other)
    with pytest.raises(InputError, match="not_in_force"):
        migrate(bureau.road, wish(bureau, other))


def played_through(name="m11"):
    """A case after each of its steps."""
    bureau = Bureau()
    bureau.steps = script(name)
    for step in bureau.steps:
        bureau.must(step.trigger, step=step, track=step.track)
        yield bureau


def test_the_same_law_in_other_words_keeps_no_case_back_at_any_moment(words):
    seen = set()
    for bureau in played_through():
        bureau.law = law_with(words)
        fate, codes = reasons(bureau, words)
        assert set(codes) <= {"track_open"}, (bureau.state, codes)
        seen.add(fate)
        bureau.law = law_with()
    assert seen == {Fate.SAFE, Fate.HUMAN}


def asked_again(workflow):
    """A version that asks every step one question more, to which every lawful past says yes."""
    more = Requirement(fact="actor_permitted", rule="I1", law="HOUSE")
    steps = tuple(replace(t, requires=(*t.requires, more)) for t in workflow.transitions)
    return replace(workflow, digest="ab" * 32, version="again", transitions=steps)


@pytest.mark.parametrize("name", ["m11", "m07"])
def test_a_whole_past_judged_again_under_its_own_duties_holds(name):
    *_, bureau = played_through(name)
    case, law = bureau.case, bureau.law
    for track in case.tracks.values():
        again = asked_again(law.pinned(track.definition))
        ground = Ground(law=law, agency=bureau.agency)
        assert list(past_reasons(case, track, again, ground)) == []


def test_a_past_that_would_have_been_refused_is_told_step_by_step():
    """The same past, when every step also had to be taken by the chief, holds nowhere."""
    *_, bureau = played_through()
    case, law = bureau.case, bureau.law
    old = law.pinned(case.main.definition)
    chief = Requirement(fact="actor_is", args=Record({"role": "chief"}), rule="R006", law="M34 18")
    steps = tuple(replace(t, requires=(*t.requires, chief)) for t in old.transitions)
    other = replace(old, digest="cd" * 32, transitions=steps)
    found = list(past_reasons(case, case.main, other, Ground(law=law, agency=bureau.agency)))
    told = [r.details["seq"] for r in found if r.code == "past_unmet"]
    own = [e for e in case.events if e.track == "main"]
    assert told == [e.seq for e in own if e.actor != bureau.person("马立群")]
    assert all(r.fate is Fate.STAYS for r in found)


FORGERIES = {
    "who may not": ({"actor": "p02"}, {"migration_actor", "migration_unapproved"}),
    "in another role": ({"role": "chief"}, {"migration_actor"}),
    "no reason": ({"inputs": {}}, {"input_missing"}),
    "another state": ({"target": "closed"}, {"target_differs"}),
    "no such track": ({"track": "service-9"}, {"migration_unknown"}),
    "no such trigger": ({"trigger": "approve_filing"}, {"migration_unknown"}),
    "a lost version": ({"definition": "00" * 32}, {"definition_unknown"}),
    "with a mark": ({"marks": {"decided": True}}, {"act_carries_more"}),
    "a softer class": ({"basis": {"class": "safe"}}, {"migration_class"}),
    "nobody approved": ({"basis": {"approved": ""}}, {"migration_unapproved"}),
    "from elsewhere": ({"basis": {"from": "00" * 32}}, {"migration_source"}),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_an_audit_finds_every_forged_migration(ahead, name):
    bureau = bureau_at("approve_filing", ahead)
    before = bureau.case
    event = migrate(bureau.road, wish(bureau, ahead, approved=True)).event
    changes, codes = FORGERIES[name]
    changes = dict(changes)
    if "basis" in changes:
        changes["basis"] = {**event.basis, **changes["basis"]}
    if "inputs" in changes:
        changes["inputs"] = Record()
    assert list(check_migration(before, event, bureau.law, bureau.agency)) == []
    forged = check_migration(before, replace(event, **changes), bureau.law, bureau.agency)
    assert {f.code for f in forged} == codes


def test_an_audit_refuses_a_migration_into_a_version_not_yet_in_force(words, tmp_path):
    later = version(tmp_path, "ordinary", *WORDS, name="2030.1", since="2030-01-01")
    bureau = bureau_at("approve_filing", words, later)
    before = bureau.case
    event = migrate(bureau.road, wish(bureau, words)).event
    forged = replace(event, definition=later.digest)
    codes = {f.code for f in check_migration(before, forged, bureau.law, bureau.agency)}
    assert codes == {"definition_not_in_force"}
