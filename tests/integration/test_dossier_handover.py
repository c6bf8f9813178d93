"""A dossier leaves as a bag, is checked with other people's tools, and is taken in elsewhere."""

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path

import bagit
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cli import anjuan
from engine import merkle
from engine.errors import InputError, IntegrityError, NotFoundError
from engine.journal import Act, read_journal
from runtime import bag_documents
from runtime import bag_format as bag
from runtime.audit import verify
from runtime.bag_faults import BagRefused
from runtime.bag_reading import read_bag
from runtime.demo import prepare
from runtime.export import export, hand_on
from runtime.languages import Language
from runtime.messages import Messages
from runtime.received import find_received, open_received, received
from runtime.receiving import Desk
from runtime.workspace import Workspace
from tests.bags import (
    INDEX,
    copy_bag,
    edit_event,
    edit_json,
    fault_codes,
    files_of,
    random_edit,
    relisted,
)
from tests.demo_case import CASE
from tests.foreign import run
from tests.prepared import copied


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """The desk of another bureau, which only looks."""
    root = tmp_path_factory.mktemp("desk") / "abroad"
    copied("another bureau", prepare, root)
    with Workspace.open(root) as workspace:
        yield Desk(workspace)


@pytest.fixture(scope="module", autouse=True)
def _each_file_verified_once():
    """Most of the time goes into signatures of files that no edit has touched."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bag_documents, "verify", lru_cache(maxsize=None)(bag_documents.verify))
        yield


@pytest.fixture
def folder(bagged, tmp_path):
    return copy_bag(bagged.folder, tmp_path)


def know(root, folder, name="望潮"):
    """Believe the bureau a bag is from, as an administrator does who has asked it."""
    place = root / "agencies" / name
    place.mkdir(parents=True)
    shutil.copy(folder / bag.LOG_KEY, place / "log.vkey")
    shutil.copy(folder / bag.ROOT, place / "root.pem")


def codes(faults):
    return {fault.code for fault in faults}


# -- leaving --------------------------------------------------------------------------------------


def test_bagit_and_sha256sum_find_the_bag_whole(bagged):
    found = bagit.Bag(str(bagged.folder))
    assert found.validate(processes=1)
    assert found.info["External-Identifier"] == CASE
    for manifest in (bag.MANIFEST, bag.TAG_MANIFEST):
        checked = run("sh", "-c", f"cd '{bagged.folder}' && sha256sum -c --strict {manifest}")
        assert checked.code == 0, checked.text


def test_openssl_finds_every_certificate_under_the_root(bagged):
    certificates = sorted((bagged.folder / bag.CERTIFICATES).iterdir())
    assert len(certificates) > 5
    root = bagged.folder / bag.ROOT
    for one in certificates:
        checked = run("openssl", "verify", "-x509_strict", "-CAfile", root, one)
        assert checked.code == 0, checked.text


def test_the_page_in_the_bag_can_be_followed_to_its_end(bagged):
    """Every command of it, one after another, with the tools it names and nothing of ours."""
    for tool, ask in (("certutil", "-H"), ("qpdf", "--version"), ("xxd", "-v"), ("pdfsig", "-v")):
        run(tool, ask)
    page = (bagged.folder / "查验说明.md").read_text("utf-8")
    script = "\n".join(re.findall(r"```sh\n(.*?)```", page, re.DOTALL))
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=bagged.folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("Signature Verified Successfully") == 2  # checkpoint and whole bag
    for line in re.findall(r"签名(\d+)，有效(\d+)，证书可信(\d+)，覆盖到文件末尾(\d)", done.stdout):
        signatures, valid, trusted, whole = map(int, line)
        assert (valid, trusted, whole) == (signatures, signatures, min(signatures, 1))
    assert bagit.Bag(str(bagged.folder)).is_valid()  # following it changed nothing


def test_a_stranger_recomputes_chain_private_digests_and_proofs(bagged):
    """As the page in the bag says, with hashlib and json alone (decision 0003, RFC 6962)."""
    before = "0" * 64
    note = (bagged.folder / bag.CHECKPOINT).read_text("utf-8")
    _, size, root, *_ = note.split("\n")
    for line in (bagged.folder / bag.EVENTS).read_text("utf-8").splitlines():
        told = json.loads(line)
        body, private = json.loads(told["body"]), json.loads(told["private"])
        assert body["prev"] == before
        before = hashlib.sha256(told["body"].encode()).hexdigest()
        assert told["hash"] == before
        plain = json.dumps(
            private["inputs"], sort_keys=True, ensure_ascii=False, separators=(",", ":")
        )
        salted = bytes.fromhex(told["salt"]) + plain.encode()
        assert body["inputs"] == hashlib.sha256(salted).hexdigest()
        proof = (bagged.folder / bag.proof_file(told["seq"])).read_text("utf-8").split("\n")
        path = [base64.b64decode(one) for one in proof[2 : proof.index("")]]
        assert proof[1] == f"index {told['leaf']}"
        assert merkle.verify_inclusion(
            leaf=hashlib.sha256(b"\0" + told["body"].encode()).digest(),
            index=told["leaf"],
            size=int(size),
            proof=path,
            root=base64.b64decode(root),
        )


def test_definitions_have_the_digest_their_events_name(bagged):
    sources = sorted((bagged.folder / bag.DEFINITIONS).glob("*.yaml"))
    assert {s.stem for s in sources} == {
        hashlib.sha256(s.read_bytes()).hexdigest() for s in sources
    }
    bodies = [
        json.loads(json.loads(line)["body"])
        for line in (bagged.folder / bag.EVENTS).read_text("utf-8").splitlines()
    ]
    for body in bodies:
        told = json.loads(
            (bagged.folder / f"{bag.DEFINITIONS}{body['definition']}.json").read_text()
        )
        moves = {t["id"]: t for t in told["transitions"]}
        assert body["trigger"] == moves[body["transition"]]["trigger"]
        assert body["to"] == moves[body["transition"]]["to"]


def test_the_roster_holds_those_the_case_names_and_nobody_else(home, bagged):
    told = json.loads((bagged.folder / bag.PEOPLE).read_text("utf-8"))
    text = (bagged.folder / bag.EVENTS).read_text("utf-8")
    with Workspace.open(home) as workspace:
        everybody = {p.id for p in workspace.agency.people}
    listed = {one["id"] for one in told["people"]}
    assert listed == {p for p in everybody if f'\\"{p}\\"' in text} < everybody


def test_the_same_case_under_the_same_head_gives_the_same_bytes(home, tmp_path):
    copies = []
    for name in ("one", "two"):
        root = shutil.copytree(home, tmp_path / name, symlinks=True)
        (tmp_path / f"{name}-out").mkdir()
        with Workspace.open(root) as workspace:
            copies.append(export(workspace, CASE, tmp_path / f"{name}-out"))
    first, second = (files_of(one.folder) for one in copies)
    assert [(p, f.read_bytes()) for p, f in first.items()] == [
        (p, f.read_bytes()) for p, f in second.items()
    ]


def test_the_journal_says_who_took_which_bytes_and_what_for(home, bagged):
    with Workspace.open(home) as workspace, workspace.store.read() as view:
        entry = next(e for e in read_journal(view) if e.act is Act.DOSSIER_EXPORTED)
    assert (entry.actor, entry.facts["purpose"]) == ("p01", "移送法院")
    tags = (bagged.folder / bag.TAG_MANIFEST).read_bytes()
    assert entry.facts["digest"] == hashlib.sha256(tags).hexdigest() == bagged.digest


def test_an_older_bag_of_the_case_is_replaced_and_nothing_else_is(home, bagged, tmp_path):
    name = bagged.folder.name
    with Workspace.open(home) as workspace:
        first = export(workspace, CASE, tmp_path)
        second = export(workspace, CASE, tmp_path)
        assert first.folder == second.folder
        assert first.digest != second.digest  # the ledger has grown by the first export
        assert [one.name for one in tmp_path.iterdir()] == [name]
        for other in ("a file", "a folder", "another bag", "a link"):
            if (tmp_path / name).is_dir():
                shutil.rmtree(tmp_path / name)
            place = tmp_path / name
            if other == "a file":
                place.write_text("mine")
            elif other == "a link":
                place.symlink_to(bagged.folder)
            else:
                place.mkdir()
                (place / "mine").write_text("mine")
                text = "External-Identifier: 2026-000002\n"
                (place / bag.INFO).write_text(text if other == "another bag" else "")
            with pytest.raises(InputError) as refused:
                export(workspace, CASE, tmp_path)
            assert refused.value.code == "command.file_in_the_way"
            assert [one.name for one in tmp_path.iterdir()] == [name]
            if other in {"a file", "a link"}:
                place.unlink()


def test_what_is_missing_or_damaged_is_not_handed_out(home, tmp_path):
    root = shutil.copytree(home, tmp_path / "copy", symlinks=True)
    (tmp_path / "out").mkdir()
    with Workspace.open(root) as workspace:
        with workspace.store.read() as view:
            before = [e for e in read_journal(view) if e.act is Act.DOSSIER_EXPORTED]
        made = next(iter(workspace.road.case(CASE).documents.values()))
        blob = root / "blobs" / made.digest[:2] / made.digest[2:]
        blob.chmod(0o600)
        blob.write_bytes(blob.read_bytes()[:-1])
        with pytest.raises(IntegrityError):
            export(workspace, CASE, tmp_path / "out")
        blob.unlink()
        with pytest.raises(NotFoundError):
            export(workspace, CASE, tmp_path / "out")
        with workspace.store.read() as view:
            assert [e for e in read_journal(view) if e.act is Act.DOSSIER_EXPORTED] == before
    assert not [*(tmp_path / "out").iterdir()]


# -- arriving -------------------------------------------------------------------------------------


def test_a_sound_bag_is_kept_whole_and_handed_on_to_equal_bytes(bagged, abroad, tmp_path):
    (tmp_path / "on").mkdir()
    with Workspace.open(abroad) as workspace:
        kept, fresh = Desk(workspace).receive(bagged.folder, by="p02")
        assert fresh
        assert (kept.case, kept.known, kept.digest) == (CASE, False, bagged.digest)
        again, fresh = Desk(workspace).receive(bagged.folder)
        assert (again, fresh) == (kept, False)
        found = find_received(workspace, f"{CASE}@")
        on = hand_on(workspace, found, tmp_path / "on")
        ours, theirs = files_of(on.folder), files_of(bagged.folder)
        assert ours.keys() == theirs.keys()
        assert all(ours[p].read_bytes() == theirs[p].read_bytes() for p in ours)
        assert on.digest == bagged.digest
        with workspace.store.read() as view:
            assert not view.events(CASE)  # nothing of it became a case of this bureau
        assert verify(workspace).findings == ()


def test_a_received_dossier_is_read_as_the_case_it_was(home, bagged, abroad):
    with Workspace.open(home) as workspace:
        own = workspace.road.case(CASE)
    with Workspace.open(abroad) as workspace:
        Desk(workspace).receive(bagged.folder)
        read = open_received(workspace, received(workspace)[0])
        case = read.case()
        assert (case.head, case.number, case.main.state) == (own.head, own.number, own.main.state)
        assert case.documents == own.documents
        assert case.data == own.data
        law = read.law(workspace.law)
        assert all(law.pinned(t.definition) for t in case.tracks.values())


def test_profile_and_calendar_come_back_as_they_were(home, bagged):
    read = read_bag(bagged.folder, strict=True)
    with Workspace.open(home) as workspace:
        agency, calendar = workspace.agency, workspace.law.calendar
    people = {p.id: p for p in agency.people}
    assert read.agency.people
    assert all(people[p.id] == p for p in read.agency.people)
    for name in ("name", "code", "bank", "settings", "approval_chains", "devices", "squads"):
        assert getattr(read.agency, name) == getattr(agency, name)
    assert read.calendar.tables == {y: calendar.tables[y] for y in read.calendar.tables}


def test_a_known_bureau_is_told_from_a_foreign_one_and_from_an_impostor(bagged, abroad):
    know(abroad, bagged.folder)
    with Workspace.open(abroad) as workspace:
        assert Desk(workspace).verify(bagged.folder).standing.value == "known"
    key = abroad / "agencies" / "望潮" / "root.pem"
    key.write_bytes(next((bagged.folder / bag.CERTIFICATES).iterdir()).read_bytes())
    with Workspace.open(abroad) as workspace:
        found = Desk(workspace).verify(bagged.folder)
        assert "bag.impostor" in codes(found.faults)
        with pytest.raises(BagRefused):
            Desk(workspace).receive(bagged.folder)


def test_a_bureau_does_not_receive_from_itself(home, bagged, tmp_path):
    root = shutil.copytree(home, tmp_path / "copy", symlinks=True)
    with Workspace.open(root) as workspace, pytest.raises(InputError) as refused:
        Desk(workspace).receive(bagged.folder)
    assert refused.value.code == "bag.own"
    assert not (root / "received").exists()


def test_a_damaged_or_foreign_folder_in_the_store_is_found_by_the_audit(bagged, abroad):
    with Workspace.open(abroad) as workspace:
        kept, _ = Desk(workspace).receive(bagged.folder)
    place = abroad / "received" / kept.digest
    (place / INDEX).write_bytes(b"{}")
    (place.parent / ("0" * 64)).mkdir()
    with Workspace.open(abroad) as workspace:
        assert {"received_changed", "received_unrecorded"} <= codes(verify(workspace).findings)
        with pytest.raises(IntegrityError):
            open_received(workspace, kept)
        # The same bag once more mends what is damaged, and is no second receipt.
        again, fresh = Desk(workspace).receive(bagged.folder)
        assert (again.entry, fresh) == (kept.entry, False)
        shutil.rmtree(place)
        assert "received_lost" in codes(verify(workspace).findings)


# -- refusals -------------------------------------------------------------------------------------


def renamed_actor(line):
    line["body"] = line["body"].replace('"actor":"p01"', '"actor":"p02"')


def rehashed_actor(line):
    renamed_actor(line)
    line["hash"] = hashlib.sha256(line["body"].encode()).hexdigest()


def other_private(line):
    line["private"] = line["private"].replace("听涛路", "栖霞路")


def other_words(line):
    private = json.loads(line["private"])
    told = next(iter(private["printed"].values()))
    told["texts"][0][1][0] += "（改）"
    line["private"] = json.dumps(private, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def first_with(folder, text):
    lines = (folder / bag.EVENTS).read_text("utf-8").splitlines()
    return next(n for n, line in enumerate(lines, 1) if text in line)


def event(text, change):
    return lambda folder: edit_event(folder, first_with(folder, text), change)


def last_event_dropped(folder):
    path = folder / bag.EVENTS
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), "utf-8")


def proofs_swapped(folder):
    one, other = folder / bag.proof_file(2), folder / bag.proof_file(3)
    first = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(first)


def index(change):
    return lambda folder: edit_json(folder / INDEX, change)


def first_document(value, **facts):
    next(one for one in value["files"] if "first_page" in one).update(facts)


def document_dropped(folder):
    path = folder / next(p for p in files_of(folder) if p.startswith("data/正卷/002"))
    path.unlink()
    name = path.relative_to(folder / "data").as_posix()
    edit_json(
        folder / INDEX,
        lambda v: {**v, "files": [one for one in v["files"] if one["file"] != name]},
    )


def document_changed(folder):
    path = folder / next(p for p in files_of(folder) if p.startswith("data/正卷/002"))
    path.write_bytes(path.read_bytes().replace(b"/Producer", b"/Producet", 1) + b"\n")


def certificate_dropped(folder):
    next((folder / bag.CERTIFICATES).glob("p01-*")).unlink()


def definition(suffix, old, new):
    def edit(folder):
        for path in (folder / bag.DEFINITIONS).glob(f"*.{suffix}"):
            path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")

    return edit


def json_file(path, change):
    return lambda folder: edit_json(folder / path, change)


def person_dropped(value):
    value["people"] = [one for one in value["people"] if one["id"] != "p01"]


def squad_renamed(value):
    value["profiles"][0]["agency"]["squads"][0]["name"] = "别的中队"


def other_root(folder):
    shutil.copy(next((folder / bag.CERTIFICATES).glob("p01-*")), folder / bag.ROOT)


def file_added(folder):
    (folder / "data" / "附件" / "099-加的.txt").write_text("x")


def script_changed(folder):
    path = folder / "查验说明.md"
    path.write_text(path.read_text("utf-8") + "可以不查。\n", "utf-8")


EDITS = {
    "actor": (event('\\"actor\\":\\"p01\\"', renamed_actor), {"bag.chain", "bag.proof"}),
    "actor, rehashed": (event('\\"actor\\":\\"p01\\"', rehashed_actor), {"bag.chain", "bag.proof"}),
    "private": (event("听涛路", other_private), {"bag.private_changed"}),
    "words": (event('\\"printed\\"', other_words), {"bag.words_changed"}),
    "last event": (last_event_dropped, {"bag.proof_foreign", "bag.index_head"}),
    "proofs": (proofs_swapped, {"bag.proof"}),
    "pages": (index(partial(first_document, first_page=2)), {"bag.pages"}),
    "page count": (index(partial(first_document, pages=9)), {"bag.document_differs"}),
    "signers": (index(partial(first_document, signers=[])), {"bag.document_differs"}),
    "document dropped": (document_dropped, {"bag.document_unlisted"}),
    "document changed": (document_changed, {"bag.file_elsewhere", "bag.signature"}),
    "certificate": (certificate_dropped, {"bag.signature"}),
    "root": (other_root, {"bag.signature"}),
    "definition": (definition("yaml", "law:", "law: "), {"bag.definition_changed"}),
    "plain definition": (
        definition("json", '"role": "main"', '"role": "track"'),
        {"bag.definition_differs"},
    ),
    "roster": (json_file(bag.PEOPLE, person_dropped), {"bag.person_missing"}),
    "squad": (json_file(bag.PEOPLE, squad_renamed), {"bag.note"}),
    "deadlines": (json_file(bag.DEADLINES, lambda v: v["D01"].update(length=99)), {"bag.note"}),
    "calendar": (
        json_file(bag.CALENDAR, lambda v: v["years"][0].update(days_off={})),
        {"bag.note"},
    ),
    "file added": (file_added, {"bag.file_elsewhere"}),
    "guide": (script_changed, {"bag.note"}),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_hidden_by_new_manifests_is_found_for_what_it_is(name, folder, desk):
    edit, expected = EDITS[name]
    edit(folder)
    relisted(folder)
    assert bagit.Bag(str(folder)).is_valid()  # nothing in the manifests shows it
    found = codes(desk.verify(folder).faults)
    assert expected | {"bag.note"} <= found
    assert not {"bag.file_changed", "bag.file_missing", "bag.oxum"} & found


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32))
def test_no_random_edit_passes(seed, bagged, desk, tmp_path_factory):
    folder = copy_bag(bagged.folder, tmp_path_factory.mktemp("edited"))
    told = random_edit(folder, seed)
    try:
        assert desk.verify(folder).faults, told
    except NotFoundError as error:
        assert error.code == "bag.none", told
    shutil.rmtree(folder.parent)


def test_links_and_paths_out_of_the_bag_are_never_followed(folder, desk, tmp_path):
    (tmp_path / "secret").write_text("secret")
    (folder / "data" / "附件" / "link").symlink_to(tmp_path / "secret")
    edit_json(
        folder / INDEX, lambda v: v["files"].append({"file": "../../secret", "sha256": "0" * 64})
    )
    manifest = folder / bag.MANIFEST
    manifest.write_text(manifest.read_text("utf-8") + f"{'0' * 64}  ../secret\n", "utf-8")
    found = codes(desk.verify(folder).faults)
    assert {"bag.link", "bag.manifest_malformed", "bag.file_elsewhere"} <= found
    with pytest.raises(NotFoundError):
        read_bag(folder, strict=False).blobs.get("0" * 64)


def test_a_refused_bag_names_every_fault_and_leaves_nothing(folder, abroad):
    edit_event(folder, first_with(folder, "听涛路"), other_private)
    certificate_dropped(folder)
    with Workspace.open(abroad) as workspace:
        with pytest.raises(BagRefused) as refused:
            Desk(workspace).receive(folder)
        wanted = {"bag.private_changed", "bag.file_changed", "bag.file_missing", "bag.signature"}
        assert wanted <= codes(refused.value.faults)
        assert received(workspace) == ()
    assert not (abroad / "received").exists()


def test_another_past_of_a_case_received_before_is_refused(bagged, abroad):
    with Workspace.open(abroad) as workspace:
        kept, _ = Desk(workspace).receive(bagged.folder)
        read = read_bag(bagged.folder, strict=False)
        other = Desk(workspace)._forks(_with_other_head(read))
        assert codes(other) == {"bag.fork"}
        assert list(Desk(workspace)._forks(read)) == []
        assert kept.head == read.events[-1].hash.hex()


def _with_other_head(read):
    last = replace(read.events[-1], hash=b"\1" * 32)
    return replace(read, events=(*read.events[:-1], last))


# -- leniently ------------------------------------------------------------------------------------


def test_an_edited_bag_is_still_read_for_grading(folder):
    event('\\"actor\\":\\"p01\\"', renamed_actor)(folder)
    document_changed(folder)
    read = read_bag(folder, strict=False)
    assert read.faults == ()
    assert "p02" in {e.actor for e in read.case().events}
    changed = next(d for d in read.case().documents.values() if d.form == "penalty_decision")
    assert hashlib.sha256(read.blobs.get(changed.digest)).hexdigest() != changed.digest
    with pytest.raises(BagRefused):
        read_bag(folder, strict=True)


def test_what_cannot_be_read_is_told_and_the_rest_is_read(folder):
    edit_event(folder, 36, lambda line: line.pop("body"))
    (folder / bag.PEOPLE).write_text("{}")
    (folder / bag.CALENDAR).write_bytes(b"\xff")
    read = read_bag(folder, strict=False)
    assert codes(read.faults) == {"bag.event_unreadable", "bag.misshapen", "bag.not_text"}
    assert len(read.events) == 35
    assert (read.profiles, read.calendar) == ({}, None)
    assert read.case().version == 35


# -- commands -------------------------------------------------------------------------------------


def command(root, *arguments):
    return CliRunner().invoke(anjuan, ["-w", str(root), "dossier", *map(str, arguments)])


def test_the_commands_hand_out_take_in_list_and_tell(bagged, abroad, folder, tmp_path):
    done = command(abroad, "import", bagged.folder, "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)["dossiers"][0]
    assert (told["ok"], told["known"], told["new"]) == (True, False, True)
    listed = json.loads(command(abroad, "received", "--json").stdout)["dossiers"]
    assert [one["digest"] for one in listed] == [bagged.digest]
    reference = listed[0]["reference"]
    (tmp_path / "on").mkdir()
    assert command(abroad, "export", reference, "--to", tmp_path / "on").exit_code == 0
    assert command(abroad, "read", reference, "--to", tmp_path / "read.pdf").exit_code == 0
    assert command(abroad, "export", reference, "--to", abroad / "received").exit_code == 6
    assert command(abroad, "export", reference, "--to", tmp_path / "mistyped").exit_code == 8
    assert not (tmp_path / "mistyped").exists()
    edit_json(folder / bag.PEOPLE, squad_renamed)
    refused = command(abroad, "import", folder)
    assert refused.exit_code == 7
    assert "audit/people.json" in refused.stdout
    assert "内容与清单记载的摘要不符" in refused.stdout


def test_every_fault_of_a_bag_is_told():
    messages = [Messages(language) for language in Language]
    found = fault_codes()
    assert len(found) > 35
    for one in messages:
        assert {c for c in found if one.coded(c, {}, kind="") == c} == set()
