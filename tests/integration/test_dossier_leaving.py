"""A dossier leaves as a bag, and other people's tools find in it what its page says."""

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import bagit
import pytest

from engine import merkle
from engine.errors import InputError, IntegrityError, NotFoundError
from engine.journal import Act, read_journal
from runtime import bag_format as bag
from runtime.export import export
from runtime.workspace import Workspace
from tests.bags import files_of
from tests.demo_case import CASE
from tests.foreign import run


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
