"""`archive sm2`: finished documents bear an SM2 signature beside them; what is wrong is told."""

import json
import os
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import CliRunner

from cli import anjuan
from commands.session import read_moment
from engine.errors import ConfigurationError
from engine.journal import Act, read_journal
from runtime import sm2_signing
from runtime.archive_audit import digests_of
from runtime.audit import verify as audit
from runtime.bag_documents import document_faults
from runtime.bag_reading import read_bag
from runtime.bag_sm2 import sm2_faults
from runtime.doctor import examine
from runtime.document_check import DocumentCheck
from runtime.export import export
from runtime.settings import KEYS, read_settings
from runtime.sm2_check import audit_beside
from runtime.sm2_places import sm2_trust, unlock_sm2
from runtime.sm2_records import beside_in
from runtime.workspace import Workspace
from tests import foreign
from tests.bags import copy_bag
from tests.demo_case import CASE, carried_out
from tests.sm2_bureau import PIN, hand_over, make_keys

AT = "2026-06-01 02:00"


@pytest.fixture(scope="module")
def pins(tmp_path_factory):
    path = tmp_path_factory.mktemp("pins") / "pins"
    path.write_text(f"sm2: {PIN}\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    return make_keys(tmp_path_factory.mktemp("sm2"))


@pytest.fixture(scope="module")
def signed(tmp_path_factory, keys, pins):
    """A workspace whose documents bear SM2 signatures; with what the command said."""
    root = tmp_path_factory.mktemp("beside") / "workspace"
    carried_out(root, until="order_correction")
    hand_over(keys, root)
    result = run(root, "archive", "sm2", "--pin-file", str(pins), "--json")
    assert result.exit_code == 0, result.output
    return root, json.loads(result.stdout)


@pytest.fixture
def workspace(signed, tmp_path):
    root = shutil.copytree(signed[0], tmp_path / "workspace")
    with Workspace.open(root, at=read_moment(AT)) as opened:
        yield opened


def run(root, *command):
    return CliRunner().invoke(anjuan, ["-w", str(root), "--lang", "zh", "--at", AT, *command])


def beside(workspace):
    with workspace.store.read() as view:
        return beside_in(read_journal(view))


def audited(workspace, signed=None):
    """What an audit finds of the SM2 signatures of the case: codes and problems."""
    recorded = {CASE: digests_of(workspace.road.case(CASE))}
    trust = sm2_trust(workspace.root / KEYS)
    found = audit_beside(signed or beside(workspace), recorded, workspace.blobs, trust)
    return [(finding.code, finding.facts.get("problem", "")) for finding in found]


def blob(workspace, digest):
    return workspace.root / "blobs" / digest[:2] / digest[2:]


def checked(workspace, one):
    made = workspace.road.case(CASE).documents[one.document]
    return DocumentCheck(workspace).kept(CASE, made)


def test_every_finished_document_is_signed_and_none_is_changed(signed):
    root, said = signed
    with Workspace.open(root, at=read_moment(AT)) as workspace:
        case = workspace.road.case(CASE)
        finished = {d.id: d for d in case.documents.values() if d.signed and not d.waiting}
        assert {one["document"] for one in said["signed"]} == set(finished)
        assert len(finished) > 5
        for one in beside(workspace).values():
            assert one.original == finished[one.document].digest
            assert workspace.blobs.has(one.digest)


def test_the_second_run_finds_nothing_to_do_and_asks_for_no_pin(signed):
    again = run(signed[0], "archive", "sm2", "--json")
    assert again.exit_code == 0
    assert json.loads(again.stdout)["due"] == []


def test_pdf_tools_and_openssl_still_accept_the_document(signed, tmp_path):
    """The P-256 signatures stay as they were: nothing is written into the file."""
    root, said = signed
    path, pem = tmp_path / "document.pdf", root / "keys" / "root.pem"
    for one in said["signed"][:2]:
        run(root, "document", "open", CASE, one["document"], "--to", str(path))
        text = foreign.pdfsig(path, pem)
        assert "Signature is Valid." in text
        foreign.qpdf_check(path)
        path.unlink()


def test_the_signature_can_be_taken_out_and_checked_with_openssl(signed, tmp_path):
    root, said = signed
    document = said["signed"][0]["document"]
    for flag, name in ((), "a.pdf"), (("--sm2",), "a.p7s"):
        opened = run(root, "document", "open", CASE, document, *flag, "--to", str(tmp_path / name))
        assert opened.exit_code == 0, opened.output
    told = foreign.run(
        "openssl", "cms", "-cmsout", "-print", "-inform", "DER", "-in", tmp_path / "a.p7s"
    ).text
    assert "SM2-with-SM3 (1.2.156.10197.1.501)" in told
    assert "sm3 (1.2.156.10197.1.401)" in told
    digest = foreign.run("openssl", "dgst", "-sm3", tmp_path / "a.pdf").text.split()[-1]
    assert digest in "".join(_octets(told))
    both = run(root, "document", "open", CASE, document, "--sm2", "--archived")
    assert both.exit_code != 0
    assert "--archived" in both.output


def test_document_verify_and_the_journal_tell_of_it(signed):
    root, said = signed
    told = json.loads(run(root, "document", "verify", CASE, "--json").stdout)
    assert told["ok"]
    seen = [one["sm2"] for one in told["documents"] if one["sm2"] is not None]
    assert len(seen) == len(said["signed"])
    assert {(one["signer"], one["valid"]) for one in seen} == {("清江市城市管理局", True)}
    assert "国密签名" in run(root, "document", "verify", CASE).stdout
    journal = run(root, "audit", "journal").stdout
    assert f"{len(said['signed'])}份文书" in journal


def test_the_audit_counts_them_and_asks_two_people_about_the_files_put_there(workspace):
    report = audit(workspace)
    assert report.checked["sm2"] == len(beside(workspace))
    places = {finding.place.path for finding in report.findings}
    assert places == {"keys/sm2/seal.key", "keys/sm2/seal.pem", "keys/sm2/roots/ca.pem"}


def test_a_lost_signature_is_told_and_can_be_made_again(workspace, pins):
    one = next(iter(beside(workspace).values()))
    blob(workspace, one.digest).unlink()
    assert audited(workspace) == [("sm2_missing", "")]
    assert checked(workspace, one).codes == ["sm2_missing"]
    again = run(workspace.root, "archive", "sm2", "--pin-file", str(pins), "--json")
    assert [d["document"] for d in json.loads(again.stdout)["signed"]] == [one.document]
    with Workspace.open(workspace.root, at=read_moment(AT)) as opened:
        assert audited(opened) == []


@pytest.mark.parametrize(
    ("at", "code"), [("2043-12-31", "sm2_ending"), ("2044-01-02", "sm2_expired")]
)
def test_the_doctor_tells_when_the_seal_ends(signed, at, code):
    """Of each language the whole sentence, with the holder it names."""
    for language in ("zh", "en"):
        command = [
            "-w",
            str(signed[0]),
            "--lang",
            language,
            "--at",
            f"{at} 09:00",
            "doctor",
            "--json",
        ]
        said = json.loads(CliRunner().invoke(anjuan, command).stdout)
        (found,) = [one for one in said["findings"] if one["code"] == code]
        assert found["facts"]["subject"] in found["message"]
        assert "2044" in found["message"]


def test_a_list_as_the_authority_publishes_it_is_no_key_others_may_read(workspace, keys):
    """A key in the same place is one."""
    folder = workspace.root / "keys" / "sm2" / "roots"
    for name in ("published.crl", "astray.key"):
        shutil.copy(keys.folder / "ca.crl", folder / name)
        (folder / name).chmod(0o644)
    read = [one.facts["path"] for one in examine(workspace) if one.code == "key_readable"]
    assert read == ["keys/sm2/roots/astray.key"]


def test_another_identity_is_set_once_and_kept_with_what_it_signed(workspace, pins):
    """Signatures made before stay good under the identity they name."""
    before, *others = beside(workspace).values()
    blob(workspace, before.digest).unlink()
    with (workspace.root / "workspace.yaml").open("a", encoding="utf-8") as settings:
        settings.write('sm2:\n  user: "清江市城市管理局"\n')
    again = run(workspace.root, "archive", "sm2", CASE, "--pin-file", str(pins), "--json")
    assert again.exit_code == 0, again.output
    after = beside(workspace)
    assert after[before.original].user == "清江市城市管理局"
    assert {after[one.original].user for one in others} == {"1234567812345678"}
    assert audited(workspace) == []


def test_an_identity_longer_than_its_length_can_be_written_is_refused(workspace):
    with (workspace.root / "workspace.yaml").open("a", encoding="utf-8") as settings:
        settings.write(f'sm2:\n  user: "{"x" * 8192}"\n')
    with pytest.raises(ConfigurationError) as refused:
        read_settings(workspace.root)
    assert refused.value.code == "data.too_long"


def test_an_altered_signature_is_told(workspace):
    one = next(iter(beside(workspace).values()))
    path = blob(workspace, one.digest)
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.chmod(0o600)
    path.write_bytes(data)
    assert audited(workspace) == [("sm2_missing", "")]
    assert "sm2_missing" in [finding.code for finding in audit(workspace).findings]


def test_a_signature_of_another_document_is_told(workspace):
    first, second, *_ = beside(workspace).values()
    swapped = replace(first, digest=second.digest)
    assert audited(workspace, {first.original: swapped}) == [("sm2_invalid", "sm2.digest")]


@pytest.mark.parametrize(
    "wrong", [{"certificate": "0" * 64}, {"signed": read_moment(AT) + timedelta(seconds=1)}]
)
def test_another_certificate_or_moment_than_entered_is_told(workspace, wrong):
    one = next(iter(beside(workspace).values()))
    assert audited(workspace, {one.original: replace(one, **wrong)}) == [("sm2_differs", "")]


def test_a_document_the_case_does_not_have_is_told(workspace):
    one = next(iter(beside(workspace).values()))
    assert audited(workspace, {"0" * 64: one}) == [("sm2_foreign", "")]


def test_without_its_root_no_signature_is_believed(workspace):
    (workspace.root / "keys" / "sm2" / "roots" / "ca.pem").unlink()
    assert {problem for _, problem in audited(workspace)} == {"sm2.untrusted"}
    one = next(iter(beside(workspace).values()))
    assert checked(workspace, one).codes == ["sm2.untrusted"]


def test_signatures_are_entered_in_batches_and_what_was_entered_stands(workspace, monkeypatch):
    """A run cut short leaves what it entered; the rest is due again."""
    monkeypatch.setattr(sm2_signing, "BATCH", 2)
    monkeypatch.setattr(sm2_signing, "beside_in", lambda _: {})  # as if none were signed yet
    due = sm2_signing.unsigned_documents(workspace)
    key = unlock_sm2(workspace.root / KEYS, PIN)
    running = sm2_signing.sign_documents(workspace, due[:5], key)
    for _ in range(3):
        next(running)
    running.close()
    with workspace.store.read() as view:
        entries = [e for e in read_journal(view) if e.act is Act.DOCUMENTS_SM2_SIGNED]
    assert [entry.facts["count"] for entry in entries[-2:]] == [2, 1]


def test_a_damaged_document_is_refused_and_named(workspace, pins):
    one = next(iter(beside(workspace).values()))
    blob(workspace, one.digest).unlink()
    blob(workspace, one.original).unlink()
    result = run(workspace.root, "archive", "sm2", "--pin-file", str(pins), "--json")
    assert result.exit_code != 0
    (refused,) = json.loads(result.stdout)["refused"]
    assert (refused["document"], refused["problems"]) == (one.document, ["blob_missing"])


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda folder: (folder / "seal.key").unlink(), "没有国密印章的密钥"),
        (lambda folder: (folder / "seal.pem").write_text("x"), "seal.pem"),
        (lambda folder: (folder / "roots" / "ca.pem").write_text("x"), "ca.pem"),
    ],
)
def test_what_is_wrong_with_the_key_is_said_before_anything_is_signed(
    workspace, pins, damage, told
):
    blob(workspace, next(iter(beside(workspace).values())).digest).unlink()
    damage(workspace.root / "keys" / "sm2")
    result = run(workspace.root, "archive", "sm2", "--pin-file", str(pins))
    assert result.exit_code != 0
    assert told in result.output


@pytest.fixture(scope="module")
def bagged(signed, tmp_path_factory):
    with Workspace.open(signed[0], at=read_moment(AT)) as workspace:
        return export(workspace, CASE, tmp_path_factory.mktemp("out")).folder


def faults(folder):
    read = read_bag(folder, strict=False)
    found = sm2_faults(read, read.case())
    return [(fault.code, fault.document, fault.facts.get("problem")) for fault in found]


def test_signatures_leave_with_the_dossier_and_hold_there(bagged, signed):
    told = json.loads((bagged / "audit/sm2/signatures.json").read_text("utf-8"))["signatures"]
    assert {one["document"] for one in told} <= {one["document"] for one in signed[1]["signed"]}
    assert all((bagged / one["signature"]).is_file() for one in told)
    assert len(told) > 5
    assert faults(bagged) == []
    assert [f for f in document_faults(read_bag(bagged, strict=False)) if "sm2" in f.path] == []


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        (lambda path, _: path.unlink(), "sm2_missing"),
        (lambda path, other: path.write_bytes(other.read_bytes()), "sm2.digest"),
        (lambda path, _: path.write_bytes(path.read_bytes()[:-1]), "sm2.malformed"),
    ],
)
def test_a_signature_damaged_in_a_dossier_is_told(bagged, tmp_path, damage, problem):
    folder = copy_bag(bagged, tmp_path)
    one, other, *_ = json.loads((folder / "audit/sm2/signatures.json").read_text("utf-8"))[
        "signatures"
    ]
    damage(folder / one["signature"], folder / other["signature"])
    assert faults(folder) == [("bag.signature", one["document"], problem)]
    *_, last = document_faults(read_bag(folder, strict=False))
    assert last.document == one["document"]


def test_the_index_names_the_documents_that_leave_without(workspace, tmp_path):
    """One whose signature is lost counts among them; the others are as before."""
    lost = next(one for one in beside(workspace).values())
    blob(workspace, lost.digest).unlink()
    folder = export(workspace, CASE, tmp_path / "out").folder
    index = json.loads((folder / "audit/sm2/signatures.json").read_text("utf-8"))
    assert index["without"] == [lost.document]
    assert lost.document not in {one["document"] for one in index["signatures"]}
    assert faults(folder) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"digest": "0" * 64}, "sm2_differs"),
        ({"certificate": "0" * 64}, "sm2_differs"),
        ({"signed": "2026-06-01T02:00:01+08:00"}, "sm2_differs"),
        ({"signed": "yesterday"}, "sm2_differs"),
        ({"signature": "audit/sm2/none.p7s"}, "sm2_missing"),
        ({"user": "another"}, "sm2.value"),
        (None, "sm2_missing"),
    ],
)
def test_an_index_that_says_otherwise_than_the_signatures_is_told(
    bagged, tmp_path, change, problem
):
    folder = copy_bag(bagged, tmp_path)
    path = folder / "audit/sm2/signatures.json"
    index = json.loads(path.read_text("utf-8"))
    one = index["signatures"].pop()
    index["signatures"] += [{**one, **change}] if change else []
    path.write_text(json.dumps(index), "utf-8")
    assert faults(folder) == [("bag.signature", one["document"], problem)]


@pytest.mark.parametrize("text", [None, "[]", "{", '{"signatures": {}}'])
def test_signatures_without_an_index_that_can_be_read_are_told(bagged, tmp_path, text):
    folder = copy_bag(bagged, tmp_path)
    path = folder / "audit/sm2/signatures.json"
    path.unlink()
    if text is not None:
        path.write_text(text, "utf-8")
    assert len(faults(folder)) == 1


def test_the_page_in_the_dossier_checks_them_with_openssl_alone(bagged, signed, tmp_path):
    """Certificate, signature and digest of every document, by the commands the page gives."""
    foreign.run("openssl", "version")
    page = (bagged / "查验说明.md").read_text("utf-8")
    (script,) = [s for s in re.findall(r"```sh\n(.*?)```", page, re.DOTALL) if "audit/sm2" in s]
    folder = copy_bag(bagged, tmp_path)
    (tmp_path / "T").mkdir()

    def follow():
        command = ("bash", "-e", "-o", "pipefail", "-c", script)
        where = {**os.environ, "T": str(tmp_path / "T")}
        return subprocess.run(
            command, cwd=folder, env=where, capture_output=True, text=True, check=False
        )

    done = follow()
    assert done.returncode == 0, done.stdout + done.stderr
    count = len(list((folder / "audit/sm2").glob("*.p7s")))
    assert count == len(signed[1]["signed"])
    assert done.stdout.count("Signature Verified Successfully") == count
    assert done.stdout.splitlines().count("1") == count
    pdf = next((folder / "data").rglob("*.pdf"))
    pdf.write_bytes(pdf.read_bytes() + b" ")
    assert follow().returncode != 0


def test_a_dossier_without_the_root_is_not_believed(bagged, tmp_path):
    folder = copy_bag(bagged, tmp_path)
    (folder / "audit/sm2/roots/01.pem").unlink()
    assert {problem for _, _, problem in faults(folder)} == {"sm2.untrusted"}
    (folder / "audit/sm2/roots/01.pem").write_text("no certificate", encoding="utf-8")
    assert [code for code, _, _ in faults(folder)] == ["bag.not_certificate"]


def _octets(told):
    """The bytes of OpenSSL's dumps, as hexadecimal digits."""
    for line in told.splitlines():
        _, dash, rest = line.partition(" - ")
        if dash:
            yield "".join(c for c in rest.split("   ")[0] if c in "0123456789abcdef")
