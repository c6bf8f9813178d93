"""Whatever is changed in a workspace, by accident or by somebody with its keys, is found."""

import os
import random
import re
import shutil
from datetime import timedelta
from hashlib import sha256
from importlib.resources import files

import pytest
import yaml

from engine.command import Command
from engine.errors import NotFoundError
from engine.record import canonical
from engine.road import Done, Waiting
from engine.signing_road import Signing, sign, withdraw
from runtime.audit import verify, verify_root
from runtime.audit_places import details
from runtime.demo import read_script
from runtime.dossier import bind
from runtime.examples import example_folder
from runtime.languages import Language
from runtime.messages import Messages
from runtime.workspace import Workspace
from tests.byte_flips import Flip, found_after, random_flip
from tests.demo_case import CASE, EXAMPLE, carried_out, copy_of
from tests.forgery import Forger

TRIES = 20
NUMBER = (
    "INSERT INTO numbers (series, year, serial, status, purpose, reserved_at, text, case_id)"
    " VALUES ('罚决', 2026, 2, {})"
)


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    root = tmp_path_factory.mktemp("sound") / "workspace"
    carried_out(root, bound=True)
    return root


@pytest.fixture
def root(sound, tmp_path):
    return copy_of(sound, tmp_path)


def codes(root, case=None):
    return {f.code for f in verify_root(root, case).findings}


def folder(root):
    (found,) = (root / "dossiers").iterdir()
    return found


def test_a_sound_workspace_has_no_findings_and_says_what_was_checked(root):
    told = []
    with Workspace.open(root) as workspace:
        report = verify(workspace, progress=lambda *step: told.append(step))
    assert report.findings == ()
    assert report.sound
    assert report.checked["events"] == report.checked["transitions"] == 36
    assert report.checked["documents"] == 27
    assert report.checked["signatures"] > 50
    assert report.checked["dossiers"] == 1
    stages = ["pages", "ledger", "cases", "numbers", "dossiers", "blobs"]
    assert list(dict.fromkeys(stage for stage, _, _ in told)) == stages
    assert verify_root(root, CASE).findings == ()


def test_a_case_is_found_by_its_number_and_an_unknown_one_is_refused(root):
    with Workspace.open(root) as workspace:
        number = workspace.road.case(CASE).number
        assert verify(workspace, number).sound
        with pytest.raises(NotFoundError, match=r"case\.unknown"):
            verify(workspace, "2026-000009")


def test_a_case_under_way_is_sound(tmp_path):
    carried_out(tmp_path / "w", until="request_filing")
    assert verify_root(tmp_path / "w").findings == ()


@pytest.mark.parametrize("seed", range(TRIES))
def test_any_byte_changed_is_found_and_named(sound, tmp_path, seed):
    flip = random_flip(sound, random.Random(seed))
    findings = found_after(flip, sound, tmp_path)
    assert flip.named_by(findings), (flip, findings)


@pytest.mark.parametrize("at", [0, 16, 18, 19, 28, 44, 60, 92, 100, 105])
def test_a_header_that_cannot_be_read_any_more_is_found(sound, tmp_path, at):
    flip = Flip(path="case.db", at=at, bits=0xFF)
    assert flip.named_by(found_after(flip, sound, tmp_path))


# -- files --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("case.db", "database_missing"),
        ("case.db.seal", "seal_missing"),
        ("checkpoint", "checkpoint_file"),
        ("keys/root.der", "trust_unreadable"),
        ("agency.yaml", "workspace_unopened"),
    ],
)
def test_a_missing_file_is_found(root, name, code):
    (root / name).unlink()
    assert code in codes(root)


def test_an_empty_database_is_found_and_not_made_anew(root):
    os.truncate(root / "case.db", 0)
    seal = (root / "case.db.seal").read_bytes()
    assert "database_missing" in codes(root)
    assert (root / "case.db").stat().st_size == 0
    assert (root / "case.db.seal").read_bytes() == seal


def test_every_missing_blob_is_named(root):
    profile = sha256((root / "agency.yaml").read_bytes()).hexdigest()
    blobs = sorted(p for p in (root / "blobs").rglob("*") if p.is_file())
    missing = [p for p in blobs if p.parent.name + p.name != profile]
    for path in missing:
        path.unlink()
    found = {(f.code, f.place.path) for f in verify_root(root).findings}
    assert {("blob_missing", str(p.relative_to(root))) for p in missing} <= found


def test_a_lost_copy_of_the_profile_is_laid_down_again_when_the_workspace_is_opened(root):
    profile = sha256((root / "agency.yaml").read_bytes()).hexdigest()
    kept = root / "blobs" / profile[:2] / profile[2:]
    kept.unlink()
    assert verify_root(root).findings == ()
    assert sha256(kept.read_bytes()).hexdigest() == profile


def test_a_foreign_blob_is_named(root):
    (root / "blobs" / "notes.txt").write_text("x")
    found = {(f.code, f.place.path) for f in verify_root(root).findings}
    assert found == {("blob_foreign", "blobs/notes.txt")}


def test_a_blob_replaced_under_a_digest_of_its_own_is_found(root):
    with Workspace.open(root) as workspace:
        decision = workspace.road.case(CASE).latest("penalty_decision")
        pdf = workspace.blobs.get(decision.digest)
        forged = workspace.blobs.put(pdf.replace(b"%PDF-1.7", b"%PDF-1.6"))
    assert forged != decision.digest
    Forger(root).sql("UPDATE documents SET digest = ? WHERE doc_id = ?", forged, decision.id)
    assert "row_differs" in codes(root)
    # The event itself rewritten by somebody with the log key: then the signatures tell.
    forger = Forger(root)
    events = forger.events()
    for event in events:
        for made in event.body["documents"]:
            if made["digest"] == decision.digest:
                made["digest"] = forged
    forger.write(events, signed=True)
    found = [f for f in verify_root(root).findings if f.code == "signature_invalid"]
    assert {f.place.document for f in found} == {decision.id}


# -- the dossier folder -------------------------------------------------------------------------


def test_binding_again_gives_the_same_bytes(root):
    def state():
        here = folder(root)
        return {
            str(p.relative_to(here)): p.read_bytes() for p in sorted(here.rglob("*")) if p.is_file()
        }

    before = state()
    with Workspace.open(root) as workspace:
        assert bind(workspace, CASE) == folder(root)
    assert state() == before
    assert [p.name for p in (root / "dossiers").iterdir()] == [folder(root).name]


def test_the_dossier_is_in_order_and_its_manifest_is_right(root):
    here = folder(root)
    lines = (here / "manifest-sha256.txt").read_text("utf-8").splitlines()
    listed = {line[66:]: line[:64] for line in lines}
    files = {p.relative_to(here).as_posix(): p for p in here.rglob("*") if p.is_file()}
    assert listed.keys() == files.keys() - {"manifest-sha256.txt"}
    for path, digest in listed.items():
        assert sha256(files[path].read_bytes()).hexdigest() == digest
    assert "正卷/001-立案审批表.pdf" in listed
    assert "副卷/001-案件线索登记表.pdf" in listed
    assert any(re.fullmatch(r"证据/证1-.+\.jpg", path) for path in listed)
    assert len(listed) > 35


def test_every_file_of_the_dossier_answers_for_its_first_and_last_byte(sound, tmp_path):
    here = folder(sound)
    chance = random.Random(5)
    files = sorted(p for p in here.rglob("*") if p.is_file())
    for file in chance.sample(files, 4) + [
        f for f in files if f.parent == here or f.parent.name == "存证"
    ]:
        at = chance.choice([0, file.stat().st_size - 1])
        flip = Flip(path=str(file.relative_to(sound)), at=at, bits=1)
        found = found_after(flip, sound, tmp_path)
        assert {f.place.path for f in found} == {flip.path}, flip


def test_a_missing_and_an_extra_file_in_the_dossier_are_named(root):
    here = folder(root)
    (here / "正卷" / "001-立案审批表.pdf").unlink()
    (here / "正卷" / "099-补充.pdf").write_bytes(b"%PDF-1.7")
    (here / "空").mkdir()
    (root / "dossiers" / "笔记.txt").write_text("x")
    found = {(f.code, f.place.path.removeprefix("dossiers/")) for f in verify_root(root).findings}
    assert found == {
        ("dossier_missing_file", f"{here.name}/正卷/001-立案审批表.pdf"),
        ("dossier_foreign", f"{here.name}/正卷/099-补充.pdf"),
        ("dossier_foreign", f"{here.name}/空"),
        ("dossier_foreign", "笔记.txt"),
    }


def test_a_changed_file_with_a_manifest_made_to_fit_is_found(root):
    here = folder(root)
    file = next((here / "证据").iterdir())
    old = sha256(file.read_bytes()).hexdigest()
    file.write_bytes(file.read_bytes() + b"\0")
    new = sha256(file.read_bytes()).hexdigest()
    for name in ("manifest-sha256.txt", "目录.json"):
        path = here / name
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    named = {f.place.path for f in verify_root(root).findings}
    assert str(file.relative_to(root)) in named


def test_a_missing_dossier_of_an_archived_case_is_found(root):
    shutil.rmtree(folder(root))
    assert codes(root) == {"dossier_missing"}


def test_a_dossier_bound_too_early_is_told_from_a_changed_one(tmp_path):
    root = tmp_path / "w"
    pins = carried_out(root, until="request_closing", bound=True)
    assert verify_root(root).findings == ()
    with Workspace.open(root, at=None) as workspace:
        case = workspace.road.case(CASE)
    before = len(case.events)
    play_on(root, pins, "compile")
    (found,) = verify_root(root).findings
    assert (found.code, found.facts) == ("dossier_outdated", {"bound": before, "now": before + 1})


def play_on(root, pins, trigger, *, only=None):
    """Carry out one more step of the example, perhaps with some keys only."""
    script = read_script(example_folder() / EXAMPLE)
    step = next(s for s in script.steps if s.trigger == trigger)
    with Workspace.open(root, at=step.at) as workspace:
        keys = workspace.keyring(
            {o: p for o, p in pins.items() if o in set(only or pins) - {"root"}}
        )
        command = Command(
            id="",
            case=CASE,
            track=step.track,
            trigger=step.trigger,
            actor=step.actor,
            at=workspace.now(),
            raw=yaml.safe_load((script.folder / step.file).read_text("utf-8")),
        )
        intake = workspace.intake(script.folder).intake()
        return workspace.road.advance(command, intake, keys)


# -- signing one after another -------------------------------------------------------------------


@pytest.fixture(scope="module")
def filing(tmp_path_factory):
    """A filing request that only one of two officers has signed."""
    root = tmp_path_factory.mktemp("filing") / "workspace"
    pins = carried_out(root, until="start_verification")
    outcome = play_on(root, pins, "request_filing", only={"p02"})
    assert isinstance(outcome, Waiting)
    return root, pins, outcome.event


def sign_filing(root, pins, proposal, person="p03"):
    with Workspace.open(root, at=proposal.at + timedelta(hours=1)) as workspace:
        (made,) = proposal.documents
        wish = Signing(
            case=CASE, document=made.id, person=person, opinion="建议立案", at=workspace.now()
        )
        return sign(workspace.road, wish, workspace.keyring({person: pins[person]}))


def test_a_proposal_and_the_signature_that_completes_it_are_sound(filing, tmp_path):
    sound, pins, proposal = filing
    root = copy_of(sound, tmp_path)
    assert verify_root(root).findings == ()
    assert isinstance(sign_filing(root, pins, proposal), Done)
    assert verify_root(root).findings == ()
    play_on(root, pins, "approve_filing")
    report = verify_root(root)
    assert report.findings == ()
    assert report.checked["transitions"] == report.checked["events"] - 2


def test_a_withdrawn_proposal_is_sound(filing, tmp_path):
    sound, _, proposal = filing
    root = copy_of(sound, tmp_path)
    with Workspace.open(root, at=proposal.at + timedelta(hours=1)) as workspace:
        at = workspace.now()
        withdraw(workspace.road, CASE, proposal.seq, actor="p02", reason="补充材料", at=at)
    assert verify_root(root).findings == ()


@pytest.mark.parametrize(
    ("number", "change", "code"),
    [
        (3, lambda e: e.body.update(actor="p04"), "signer_unlawful"),
        (3, lambda e: e.body["marks"].update(x=True), "act_carries_more"),
        (3, lambda e: e.body.update(to="filing_pending"), "target_differs"),
        (3, lambda e: e.body.update(proposal=2), "proposal_unknown"),
        (3, lambda e: e.body["documents"][0].update(pages=9), "document_differs"),
        (2, lambda e: e.body.update(to="filing_pending"), "target_differs"),
        (2, lambda e: e.body.update(marks={"x": True}), "marks_differ"),
        (2, lambda e: e.body["documents"][0].update(status="issued"), "document_differs"),
    ],
)
def test_an_unlawful_signature_or_proposal_is_found(filing, tmp_path, number, change, code):
    sound, pins, proposal = filing
    root = copy_of(sound, tmp_path)
    sign_filing(root, pins, proposal)
    forger = Forger(root)
    events = forger.events()
    change(events[number])
    forger.write(events, signed=True)
    assert (code, number + 1) in {(f.code, f.place.seq) for f in verify_root(root).findings}


# -- somebody with the database and the data key, without the log key ----------------------------


def test_an_event_rewritten_with_its_chain_is_found_by_the_tree(root):
    forger = Forger(root)
    events = forger.events()
    events[5].body["actor"] = "p03"
    forger.write(events, signed=False)
    found = codes(root)
    assert {"tree_root", "ledger_rewritten"} <= found
    assert not found & {"chain_prev", "event_body", "event_leaf", "page_changed"}


def test_the_last_event_removed_is_found_by_the_checkpoint(root):
    forger = Forger(root)
    forger.write(forger.events()[:-1], signed=False)
    assert {"ledger_truncated", "tree_root", "number_unprinted", "row_foreign"} <= codes(root)


def test_events_put_in_another_order_are_found(root):
    forger = Forger(root)
    events = forger.events()
    events[6], events[7] = events[7], events[6]
    forger.write(events, signed=False)
    assert {"tree_root", "ledger_rewritten", "time_order"} <= codes(root)


@pytest.mark.parametrize(
    ("statement", "code", "table"),
    [
        ("UPDATE documents SET status = 'void' WHERE form = 'penalty_decision'",
         "row_differs", "documents"),
        ("DELETE FROM documents WHERE form = 'penalty_decision'", "row_missing", "documents"),
        ("UPDATE documents SET doc_id = 'x' WHERE form = 'lead_register'",
         "row_foreign", "documents"),
        ("UPDATE deadlines SET due = '2030-01-01' WHERE rule = 'D11'", "row_differs", "deadlines"),
        ("UPDATE checklist SET result = 'no' WHERE item = 'T101.secrecy'",
         "row_differs", "checklist"),
        ("UPDATE waiting SET person = 'p09' WHERE slot = 'officer_lead'",
         "row_differs", "waiting"),
        ("UPDATE cases SET state = 'closed'", "case_row", "cases"),
        ("UPDATE cases SET officers = '[]'", "case_row", "cases"),
        ("DELETE FROM case_officers", "index_differs", "case_officers"),
        ("INSERT INTO case_officers VALUES ('2026-000001', 'p12')",
         "index_differs", "case_officers"),
        ("DELETE FROM blob_uses", "blob_use", "blob_uses"),
        ("INSERT INTO blob_uses SELECT case_id, digest FROM documents LIMIT 1",
         "row_foreign", "blob_uses"),
        (("UPDATE blob_uses SET digest = (SELECT digest FROM documents LIMIT 1) "
          "WHERE digest = (SELECT min(digest) FROM blob_uses)"), "blob_use", "blob_uses"),
        ("DELETE FROM case_search", "index_differs", "case_search"),
    ],
)  # fmt: skip
def test_rows_that_do_not_follow_from_the_events_are_found(root, statement, code, table):
    assert Forger(root).sql(statement)
    found = {(f.code, f.place.table) for f in verify_root(root).findings}
    assert (code, table) in found


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE numbers SET text = '望潮综执罚决字〔2026〕第000009号' WHERE series = '罚决'",
         "number_differs"),
        ("UPDATE numbers SET status = 'voided', reason = 'x' WHERE series = '罚决'",
         "number_differs"),
        ("UPDATE numbers SET doc_id = 'other' WHERE series = '罚决'", "number_differs"),
        ("UPDATE numbers SET settled_at = settled_at + 1 WHERE series = '罚决'", "number_differs"),
        ("DELETE FROM numbers WHERE series = '罚决'", "number_unregistered"),
        (NUMBER.format("'issued', 'x', 0, 'x', '2026-000001'"), "number_unprinted"),
        (NUMBER.format("'voided', 'x', 0, NULL, NULL"), "number_gap"),
        ("UPDATE number_series SET last = 3 WHERE series = '罚决'", "number_gap"),
    ],
)  # fmt: skip
def test_a_changed_number_register_is_found(root, statement, code):
    assert Forger(root).sql(statement)
    assert code in codes(root)


# -- somebody with the log key as well: only the law and the signatures are left ------------------


def at(events, trigger):
    return next(e for e in reversed(events) if e.body["trigger"] == trigger)


def set_actor(person):
    return lambda e: e.body.update(actor=person)


def in_document(field, value):
    return lambda e: e.body["documents"][0].update({field: value})


def in_deadline(change):
    return lambda e: change(next(d for d in e.body["deadlines"] if d["move"] == "start"))


def sign_as(person):
    def change(event):
        event.body["documents"][0]["signed"][0][1] = person

    return change


UNLAWFUL = [
    ("approve_penalty", set_actor("p05"), "transition_unlawful"),
    ("end_investigation", set_actor("p03"), "fingerprint_differs"),
    ("approve_penalty", set_actor("p99"), "event_unjudged"),
    ("approve_penalty", lambda e: e.body.update(trigger="approve_filing"), "transition_unlawful"),
    ("approve_penalty", lambda e: e.body.update(role="chief"), "role_differs"),
    ("approve_penalty", lambda e: e.body.update(transition="T999"), "transition_differs"),
    ("approve_penalty", lambda e: e.body.update(to="served"), "target_differs"),
    ("approve_penalty", lambda e: e.body.update(definition="0" * 64), "definition_unknown"),
    ("approve_penalty", lambda e: e.body["judged"].pop(), "verdicts_differ"),
    ("approve_penalty", lambda e: e.body["judged"][0].__setitem__(2, False), "verdicts_differ"),
    ("approve_penalty", lambda e: e.body["tracks"].clear(), "tracks_differ"),
    ("approve_penalty", lambda e: e.body["marks"].clear(), "marks_differ"),
    ("approve_penalty", lambda e: e.body.update(case_number="x"), "case_number_differs"),
    ("approve_penalty", lambda e: e.body["basis"].update(matter="M-12"), "basis_differs"),
    ("approve_penalty", lambda e: e.body.update(basis={}), "profile_unknown"),
    ("approve_penalty", lambda e: e.body["documents"].pop(), "document_missing"),
    ("approve_penalty", in_document("id", "penalty_decision-9"), "document_foreign"),
    ("approve_penalty", sign_as("p06"), "signer_unlawful"),
    ("approve_penalty", sign_as("p06"), "signer_differs"),
    ("serve_prior_notice", in_document("serial", 7), "document_number"),
    ("serve_prior_notice", in_document("number", "望潮综执告字〔2026〕第1号"), "document_number"),
    ("serve_prior_notice", in_document("status", "draft"), "document_differs"),
    ("serve_prior_notice", in_document("signed", []), "signature_lacking"),
    ("register_lead", lambda e: e.private["inputs"].update(lead_place="别处"),
     "fingerprint_differs"),
    ("register_lead", lambda e: e.private["inputs"].pop("lead_facts"), "input_missing"),
    ("register_lead", lambda e: e.private["inputs"].update(extra="x"), "input_unknown"),
    ("register_lead", in_deadline(lambda d: d["computed"].update(due="2026-12-31")),
     "deadline_differs"),
    ("register_lead", in_deadline(lambda d: d["computed"]["derivation"].pop()),
     "deadline_differs"),
    ("register_lead", lambda e: e.body["deadlines"].pop(), "deadlines_differ"),
    ("register_lead", lambda e: e.body["checklist"].pop(0), "transition_unlawful"),
    ("end_investigation", lambda e: e.body.update(at="2026-03-01T09:00:00+08:00"), "time_order"),
    ("end_investigation",
     lambda e: e.body["documents"][0]["signed"][0].__setitem__(3, "2026-03-09T14:06:00+08:00"),
     "signature_moment"),
    ("end_investigation", lambda e: e.body.update(at="2026-03-09T15:00:00+08:00"),
     "event_column"),
    ("signed", lambda e: e.body["served"].__setitem__(1, "2026-03-11"), "service_differs"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("trigger", "change", "code"), UNLAWFUL, ids=[f"{t}-{c}-{n}" for n, (t, _, c) in
                                                  enumerate(UNLAWFUL)]
)  # fmt: skip
def test_an_unlawful_record_is_found_even_under_a_valid_checkpoint(root, trigger, change, code):
    forger = Forger(root)
    events = forger.events()
    forged = at(events, trigger)
    change(forged)
    forger.write(events, signed=True)
    findings = verify_root(root).findings
    assert not {f.code for f in findings} & {"tree_root", "chain_prev", "page_changed"}
    assert (code, forged.body["seq"]) in {(f.code, f.place.seq) for f in findings}


def test_changed_inputs_are_found_by_their_digest(root):
    forger = Forger(root)
    events = forger.events()
    events[0].private["inputs"]["lead_place"] = "别处"
    forger.write(events, signed=True, digests=False)
    assert ("inputs_digest", 1) in {(f.code, f.place.seq) for f in verify_root(root).findings}


def test_a_body_written_by_another_program_is_found(root):
    forger = Forger(root)
    events = forger.events()
    events[3].body["note"] = "x"
    forger.write(events, signed=True, digests=False)
    assert ("body_form", 4) in {(f.code, f.place.seq) for f in verify_root(root).findings}


def test_an_event_that_is_none_is_found_and_the_rest_still_checked(root):
    forger = Forger(root)
    events = forger.events()
    events[3].body["documents"] = "x"
    forger.write(events, signed=True, digests=False)
    found = {(f.code, f.place.seq) for f in verify_root(root).findings}
    assert ("event_unreadable", 4) in found


def test_a_step_left_out_is_found_under_a_valid_checkpoint(root):
    forger = Forger(root)
    events = forger.events()
    events.remove(at(events, "review_pass"))
    forger.write(events, signed=True)
    assert "transition_unlawful" in codes(root)


def test_the_last_event_removed_is_found_under_a_valid_checkpoint(root):
    forger = Forger(root)
    forger.write(forger.events()[:-1], signed=True)
    found = codes(root)
    assert {"number_unprinted", "row_foreign", "case_row"} <= found
    assert "ledger_truncated" not in found


# -- texts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_of_finding_has_a_text(language):
    used = set()
    for room in ("engine", "runtime", "storage"):
        for source in files(room).iterdir():
            if source.name.startswith("document_"):  # findings on one document, told elsewhere
                continue
            if source.is_file() and re.search("audit|check|blobs", source.name):
                text = source.read_text("utf-8")
                used.update(re.findall(r'(?:code|kind)="([a-z_]+)"', text))
                used.update(re.findall(r'yield "([a-z_]+)", ', text))
                used.update(re.findall(r'_(?:finding|at)\(\s*[^"()]*"([a-z_]+)"', text))
                used.update(re.findall(r'note\("([a-z_]+)"', text))
                used.update(re.findall(r'"((?:event|chain|note|tree)_[a-z]+)": ', text))
    texts = yaml.safe_load((files("runtime") / f"data/messages/{language}/audit.yaml").read_text())
    assert len(used) > 60
    assert used - texts.keys() == set()


@pytest.mark.parametrize("language", list(Language))
def test_a_finding_reads_as_a_sentence_with_its_place(root, language):
    Forger(root).sql("UPDATE deadlines SET due = '2030-01-01' WHERE rule = 'D11'")
    (found,) = verify_root(root).findings
    messages = Messages(language)
    place = messages.fill(messages.template("audit", "place"), details(found))
    said = messages.fill(messages.template("audit", found.code), details(found))
    assert CASE in place
    assert "deadlines" in place
    assert "D11#1" in said
    assert "due" in said
    assert "{" not in place + said
    assert "—" not in place + said


def test_the_private_part_is_what_the_digest_covers(root):
    """The digest in a body is SHA-256 over salt and canonical inputs, for anybody to check."""
    for event in Forger(root).events():
        blob = bytes.fromhex(event.private["salt"]) + canonical(event.private["inputs"])
        assert sha256(blob).hexdigest() == event.body["inputs"]


def test_old_acts_are_judged_under_the_profile_of_their_day(root):
    """An officer who leaves the bureau does not make yesterday's lawful acts unlawful."""
    profile = root / "agency.yaml"
    lines = profile.read_text("utf-8").splitlines(keepends=True)
    profile.write_text("".join(x for x in lines if "id: p03" not in x), "utf-8")
    # The acts stay lawful; that somebody changed the roster alone is told.
    assert {(f.code, f.place.path) for f in verify_root(root).findings} == {
        ("file_changed", "agency.yaml")
    }
