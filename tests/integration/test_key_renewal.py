"""Renewing keys: no gap, nothing earlier lost, nothing later signed with what was replaced."""

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.serialization import Encoding

from cli import anjuan
from documents.signing.act import SignatureAct
from documents.signing.authority import CertificateAuthority, Organization, Validity
from documents.signing.keys import SigningKey, unlock
from documents.signing.sign import sign
from documents.signing.timestamp import LocalTimestampAuthority
from documents.signing.verification import TrustAnchors
from documents.signing.verify import verify
from engine import merkle
from engine.checkpoint import Checkpoint, open_note, sign_note
from engine.forms import SEAL_SLOT
from engine.journal import Act, read_journal
from engine.legal_time import LEGAL_ZONE
from runtime.audit import verify_root
from runtime.doctor import examine
from runtime.key_issuing import KeyWish, renew_key, revoke_key
from runtime.key_places import certificate_file, key_file
from runtime.keyring import unlocked_key
from runtime.log_key_renewal import renew_log_key
from runtime.workspace import Workspace
from storage.logkey import verify_ed25519
from tests.demo_case import CASE, carried_out
from tests.empty_bureau import empty_bureau
from tests.foreign import assert_pdfsig_accepts, openssl_ts, pdfsig, raw_signatures
from tests.foreign import run as foreign
from tests.pins import training_pins
from tests.sealed_pages import BOX, sealed_page
from tests.signed_samples import blank_pdf

RENEWED = datetime(2026, 3, 3, 16, tzinfo=LEGAL_ZONE)
LATER = datetime(2026, 4, 9, 9, tzinfo=LEGAL_ZONE)


@dataclass
class Desk:
    """A workspace of one test, its PINs, and the file of them."""

    root: object
    pins: dict

    def open(self, at=RENEWED):
        return Workspace.open(self.root, at=at)

    def run(self, *arguments, at="2026-03-03 16:00"):
        options = ["-w", str(self.root), "--lang", "zh", "--at", at, "--json"]
        result = CliRunner().invoke(anjuan, [*options, *map(str, arguments)])
        return json.loads(result.stdout)

    def renew(self, owner, *more):
        pins = self.root.parent / "pins.yaml"
        return self.run("people", "renew-key", owner, "--pin-file", pins, *more)

    def wish(self, owner):
        return KeyWish(pin=self.pins[owner])

    def sealed(self, at):
        """A page sealed with the key the workspace has then."""
        with self.open(at) as workspace:
            return sealed_page(workspace, self.pins, at)

    def verified(self, pdf):
        with self.open() as workspace:
            return verify(pdf, workspace.trust())


@pytest.fixture
def desk(tmp_path):
    return Desk(empty_bureau(tmp_path), training_pins())


def signed_with(key, tsa, at):
    """A page sealed by whoever holds `key`, whatever the workspace thinks of it."""
    act = SignatureAct(name=key.subject.name, role="seal_keeper", date=at.date(), moment=at)
    return sign(blank_pdf([SEAL_SLOT], [BOX]), field=SEAL_SLOT, key=key, act=act, tsa=tsa)


def openssl_cms(tmp_path, pdf, root, *more):
    """What OpenSSL says of the one signature of a file."""
    (signature,) = raw_signatures(pdf)
    (tmp_path / "cms").write_bytes(signature.cms)
    (tmp_path / "content").write_bytes(signature.covered)
    return foreign(
        "openssl", "cms", "-verify", "-binary", "-cades", "-inform", "DER",
        "-in", tmp_path / "cms", "-content", tmp_path / "content",
        "-CAfile", root, "-purpose", "any", "-out", "/dev/null", *more,
    )  # fmt: skip


def codes(result):
    return {finding.code for finding in result.findings}


# -- the seal -------------------------------------------------------------------------------------


def test_documents_sealed_before_and_after_a_renewal_verify_everywhere(desk, tmp_path):
    before = desk.sealed(RENEWED - timedelta(hours=1))
    told = desk.renew("seal")
    after = desk.sealed(RENEWED + timedelta(hours=1))
    serials = []
    root = desk.root / "keys" / "root.pem"
    for pdf in (before, after):
        verdict = desk.verified(pdf)
        assert verdict.valid, verdict.findings
        serials.append(f"{verdict.signatures[0].certificate_serial:x}")
        path = tmp_path / "sealed.pdf"
        path.write_bytes(pdf)
        assert_pdfsig_accepts(path, root, 1)
        assert openssl_cms(tmp_path, pdf, root, "-attime", "1773110000").code == 0
        openssl_ts(path, root)
    assert serials == [told["replaces"], told["serial"]]


@pytest.mark.parametrize(
    ("after", "expected"),
    [(timedelta(0), set()), (timedelta(seconds=1), {"certificate.superseded"})],
)
def test_the_replaced_seal_signs_no_more_from_the_next_second_on(desk, after, expected):
    """The same second belongs to whoever sealed before the renewal in it."""
    with desk.open() as workspace:
        old = unlocked_key(workspace.root / "keys", "seal", desk.pins["seal"])
        tsa = workspace.timestamping()
    desk.renew("seal")
    pdf = signed_with(old, tsa, RENEWED + after)
    assert codes(desk.verified(pdf)) == expected


def test_openssl_reads_the_old_seal_as_superseded_and_the_new_one_as_good(desk, tmp_path):
    keys, crl = desk.root / "keys", tmp_path / "crl.pem"
    old = certificate_file(keys, "seal").read_bytes()
    desk.renew("seal")
    listed = ("openssl", "crl", "-inform", "DER", "-in", keys / "crl.der")
    assert foreign(*listed, "-out", crl).code == 0
    assert "Superseded" in foreign(*listed, "-text", "-noout").text
    for der, word in ((old, "certificate revoked"), (certificate_file(keys, "seal"), ": OK")):
        leaf = tmp_path / "leaf.pem"
        source = tmp_path / "leaf.der"
        source.write_bytes(der if isinstance(der, bytes) else der.read_bytes())
        assert foreign("openssl", "x509", "-inform", "DER", "-in", source, "-out", leaf).code == 0
        checks = ("-crl_check", "-CRLfile", crl, "-CAfile", keys / "root.pem")
        at = ("-attime", str(int(RENEWED.timestamp()) + 60))
        assert word in foreign("openssl", "verify", *checks, *at, leaf).text


def test_a_seal_that_ended_signs_nothing_and_nobody_accepts_it(tmp_path, monkeypatch):
    """Within its term the certificate is good; two days after its end everyone refuses it."""
    start = datetime(2024, 1, 1, tzinfo=UTC)
    ends = datetime(2026, 1, 1, tzinfo=UTC)
    organization = Organization(name="望潮市综合行政执法局", code="12330200MB15000110")
    term = Validity(start=start, end=datetime(2044, 1, 1, tzinfo=UTC))
    authority = CertificateAuthority.create(organization, name="望潮执法", validity=term)
    seal = authority.issue_seal(validity=Validity(start=start, end=ends))
    tsa = LocalTimestampAuthority(key=authority.issue_timestamping(name="TSA", validity=term))
    trust = TrustAnchors(roots=(authority.root_der,))
    last = ends - timedelta(seconds=1)
    good = signed_with(seal, tsa, last)
    assert verify(good, trust).valid
    late = ends + timedelta(days=2)
    with pytest.raises(Exception, match="certificate_not_valid"):
        signed_with(seal, tsa, late)
    monkeypatch.setattr(SigningKey, "valid_at", lambda *_: True)
    bad = signed_with(seal, tsa, late)
    assert codes(verify(bad, trust)) == {"certificate.expired"}
    root = tmp_path / "root.pem"
    root.write_bytes(authority.certificate.public_bytes(Encoding.PEM))
    for pdf, at, code in ((good, last, 0), (bad, late, 4)):
        said = openssl_cms(tmp_path, pdf, root, "-attime", str(int(at.timestamp())))
        assert said.code == code, said.text
        assert ("certificate has expired" in said.text) is bool(code)
    path = tmp_path / "bad.pdf"
    path.write_bytes(bad)
    assert "Certificate is Trusted." not in pdfsig(path, root)


def test_a_stolen_seal_is_taken_back_and_another_one_made(desk):
    pins = ("--pin-file", desk.root.parent / "pins.yaml")
    taken = desk.run("people", "revoke-key", "seal", *pins)
    assert desk.renew("seal")["error"]["code"] == "keys.no_certificate"
    made = desk.run("people", "add-key", "seal", *pins)
    assert made["serial"] != taken["serial"]
    assert desk.verified(desk.sealed(RENEWED + timedelta(hours=1))).valid
    assert desk.run("people", "add-key", "seal", *pins)["error"]["code"] == "keys.in_use"
    assert verify_root(desk.root, at=RENEWED).sound


# -- everything in a workspace with a case --------------------------------------------------------


def test_every_kind_of_key_is_renewed_in_the_middle_of_a_case_and_the_audit_is_sound(tmp_path):
    root = tmp_path / "workspace"
    pins = carried_out(root, until="order_correction")
    assert verify_root(root, at=RENEWED).sound
    with Workspace.open(root, at=RENEWED) as workspace:
        old_log = workspace.log_key.key
        for owner in ("seal", "tsa", "p02"):
            pin = pins.get(owner, "")
            made = renew_key(workspace, owner, root_pin=pins["root"], wish=KeyWish(pin=pin))
            assert made.pin == ""
        new_log = renew_log_key(workspace, root_pin=pins["root"])
        head = workspace.store
        with head.read() as view:
            assert view.ledger_head().checkpoint.count("\n— ") == 2
            acts = [e.act for e in read_journal(view)]
    assert acts == [Act.FOUNDED, *[Act.KEY_RENEWED] * 3, Act.LOG_KEY_RENEWED]
    assert new_log != old_log
    report = verify_root(root, at=RENEWED)
    assert report.sound, report.findings
    assert report.checked["acts"] == 5
    with Workspace.open(root, at=RENEWED) as workspace:
        renew_key(workspace, "p03", root_pin=pins["root"], wish=KeyWish(pin=pins["p03"]))
        with workspace.store.read() as view:
            assert view.ledger_head().checkpoint.count("\n— ") == 1
    assert (root / "checkpoint").read_text().endswith("\n")
    assert verify_root(root, CASE, at=RENEWED).sound


@pytest.fixture(scope="module")
def bound(tmp_path_factory):
    """A workspace with an archived case, its dossier bound under the first log key."""
    root = tmp_path_factory.mktemp("bound") / "workspace"
    return root, carried_out(root, bound=True)


def test_a_dossier_bound_under_the_old_log_key_stays_good(bound, tmp_path):
    root = shutil.copytree(bound[0], tmp_path / "workspace")
    (note,) = (root / "dossiers").glob("*/*/checkpoint")
    with Workspace.open(root, at=LATER) as workspace:
        old = workspace.log_key
        renew_log_key(workspace, root_pin=bound[1]["root"])
        with workspace.store.read() as view:
            head = Checkpoint.parse(
                open_note(view.ledger_head().checkpoint, old.key, verify_ed25519)
            )
            before = merkle.root(list(view.ledger_leaves(0, head.size - 1)))
    assert verify_root(root, at=LATER).sound
    # The old key may vouch for its own days and for the hand-over, and for nothing after it.
    with Workspace.open(root, at=LATER) as workspace:
        renew_key(workspace, "tsa", root_pin=bound[1]["root"])
        with workspace.store.read() as view:
            now = view.ledger_head()
    sizes = (
        (head.size - 1, before, True),
        (head.size, head.root, True),
        (now.size, now.root, False),
    )
    for size, tree, good in sizes:
        text = Checkpoint(origin=old.key.name, size=size, root=tree).text()
        note.write_text(sign_note(text, [old]), encoding="utf-8")
        found = {(f.code, f.facts.get("problem")) for f in verify_root(root, at=LATER).findings}
        told = ("dossier_checkpoint", "note_unsigned") in found
        assert told is not good, (size, found)


def test_an_officer_signs_with_the_new_key_and_its_pin(desk):
    told = desk.renew("p02")
    assert told["pin"] is None
    keys = desk.root / "keys"
    assert f"{unlocked_key(keys, 'p02', desk.pins['p02']).parsed.serial_number:x}" == told["serial"]


def test_a_pin_nobody_gave_is_made_up_and_told_once(desk):
    (desk.root.parent / "pins.yaml").write_text(f"root: {desk.pins['root']}\n", "utf-8")
    told = desk.renew("seal")
    assert len(told["pin"]) == 8
    assert unlocked_key(desk.root / "keys", "seal", told["pin"]).subject.kind == "seal"


@pytest.mark.parametrize("algorithm", ["rsa2048", "rsa3072"])
def test_another_kind_of_key_may_be_wished_and_is_kept_at_the_next_renewal(desk, algorithm):
    desk.renew("seal", "--algorithm", algorithm)
    bits = int(algorithm[3:])
    for _ in range(2):
        key = unlock(key_file(desk.root / "keys", "seal").read_bytes(), desk.pins["seal"])
        assert key.private.key_size == bits
        desk.renew("seal")
    assert desk.verified(desk.sealed(RENEWED + timedelta(hours=1))).valid


@pytest.mark.parametrize("owner", ["p99x", "root"])
def test_there_must_be_something_to_renew(desk, owner):
    refused = desk.renew(owner)
    assert refused["error"]["code"] == "command.unknown_person"


def test_the_wrong_pin_of_the_root_renews_nothing(desk):
    (desk.root.parent / "pins.yaml").write_text("root: 24681357\n", "utf-8")
    before = {p: p.read_bytes() for p in (desk.root / "keys").rglob("*") if p.is_file()}
    for owner in ("seal", "tsa", "log", "p02"):
        assert desk.renew(owner)["error"]["code"] == "keys.wrong_pin"
    assert {p: p.read_bytes() for p in (desk.root / "keys").rglob("*") if p.is_file()} == before


def every_file(desk):
    return {p: p.read_bytes() for p in (desk.root / "keys").rglob("*") if p.is_file()}


@pytest.mark.parametrize("act", [renew_key, revoke_key])
@pytest.mark.parametrize("where", ["runtime.key_files.write_file", "runtime.key_issuing.note"])
def test_a_disk_that_refuses_leaves_neither_key_nor_entry(desk, monkeypatch, act, where):
    def refuse(*_, **__):
        raise OSError(28, "No space left on device")

    before = every_file(desk)
    with desk.open() as workspace:
        monkeypatch.setattr(where, refuse)
        with pytest.raises(OSError, match="No space"):
            act(workspace, "seal", root_pin=desk.pins["root"])
        with workspace.store.read() as view:
            assert [e.act for e in read_journal(view)] == [Act.FOUNDED]
    assert every_file(desk) == before
    assert verify_root(desk.root, at=RENEWED).sound


class Died(BaseException):
    """The machine went dark."""


@pytest.mark.parametrize("renamed", range(4))
@pytest.mark.parametrize("what", ["renew-key", "revoke-key"])
def test_an_act_cut_short_is_found_and_mended_by_doing_it_again(desk, monkeypatch, what, renamed):
    """After the entry stands, the machine dies before any, or after some, of the renamings."""
    left, rename = [renamed], Path.replace

    def replace(path, target):
        if not left[0]:
            raise Died
        left[0] -= 1
        rename(path, target)

    pins = ("--pin-file", desk.root.parent / "pins.yaml")
    with desk.open() as workspace, monkeypatch.context() as broken:
        broken.setattr("runtime.key_files.Path.replace", replace)
        act = renew_key if what == "renew-key" else revoke_key
        try:
            act(workspace, "p02", root_pin=desk.pins["root"])
        except Died:
            died = True
        else:
            died = False
    found = {f.code for f in verify_root(desk.root, at=RENEWED).findings}
    assert bool(found) is died, found
    if died:
        assert desk.run("people", what, "p02", *pins)["ok"]
    assert verify_root(desk.root, at=RENEWED).sound


# -- what the doctor and the audit say ------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "code"), [(61, None), (59, "key_ending"), (0, "key_ending"), (-1, "key_expired")]
)
def test_the_doctor_announces_the_end_and_the_command(desk, days, code):
    with desk.open() as workspace:
        ends = unlocked_key(workspace.root / "keys", "seal", desk.pins["seal"]).parsed
        at = ends.not_valid_after_utc - timedelta(days=days, minutes=-1 if days == 0 else 0)
        if days == 0:
            at = ends.not_valid_after_utc - timedelta(minutes=1)
    with desk.open(at.astimezone(LEGAL_ZONE)) as workspace:
        found = {d.code: d for d in examine(workspace) if d.facts.get("id") == "seal"}
    assert set(found) == ({code} if code else set())
    said = desk.run("doctor", at=f"{at.astimezone(LEGAL_ZONE):%Y-%m-%d %H:%M}")
    told = [f["message"] for f in said["findings"] if f["facts"].get("id") == "seal"]
    assert all("anjuan people renew-key seal" in text for text in told)
    assert len(told) == bool(code)


def test_a_renewal_behind_the_journals_back_is_found(desk):
    with desk.open() as workspace:
        made = renew_key(workspace, "seal", root_pin=desk.pins["root"], wish=desk.wish("seal"))
    assert made.replaces
    stolen = certificate_file(desk.root / "keys", "p02").read_bytes()
    certificate_file(desk.root / "keys", "seal").write_bytes(stolen)
    (desk.root / "keys" / "people" / "p77.p12").write_bytes(b"?")
    certificate_file(desk.root / "keys", "p03").unlink()
    found = {(f.code, f.place.path) for f in verify_root(desk.root, at=RENEWED).findings}
    assert found == {
        ("key_unrecorded", "keys/seal.der"),
        ("key_unrecorded", "keys/people/p77.p12"),
        ("key_lost", "keys/people/p03.der"),
    }


def test_an_older_revocation_list_is_found(desk):
    crl = (desk.root / "keys" / "crl.der").read_bytes()
    desk.renew("seal")
    (desk.root / "keys" / "crl.der").write_bytes(crl)
    assert {f.code for f in verify_root(desk.root, at=RENEWED).findings} == {
        "crl_differs",
        "file_changed",
    }


def test_the_old_log_key_put_back_is_found(desk):
    old = (desk.root / "keys" / "log.key").read_bytes()
    desk.renew("log")
    (desk.root / "keys" / "log.key").write_bytes(old)
    found = {f.code for f in verify_root(desk.root, at=RENEWED).findings}
    # The head of the hand-over bears its signature as well.
    assert found == {"log_key_unrecorded", "file_changed"}
    desk.renew("log")
    assert verify_root(desk.root, at=RENEWED).sound
