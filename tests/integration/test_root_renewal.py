"""Renewing the root: one act, nothing earlier lost, nothing later signed under the old root."""

import hashlib
import json
import shutil
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from documents.signing.act import SignatureAct
from documents.signing.authority import CertificateAuthority, Holder, Organization, Validity
from documents.signing.certificates import load
from documents.signing.keys import KeyKind
from documents.signing.sign import sign
from documents.signing.timestamp import LocalTimestampAuthority
from documents.signing.verify import verify
from engine.errors import ConfigurationError, InputError, StorageError
from engine.forms import SEAL_SLOT
from engine.journal import Act, read_journal
from engine.legal_time import LEGAL_ZONE
from engine.ports import SigningAct
from runtime.audit import verify_root
from runtime.doctor import examine
from runtime.earlier_roots import kept_roots
from runtime.key_issuing import KeyWish, renew_key, revoke_key
from runtime.key_places import certificate_file
from runtime.keyring import unlocked_file, unlocked_key
from runtime.root_renewal import RootWish, renew_root
from runtime.workspace import Workspace
from tests.empty_bureau import empty_bureau, give
from tests.foreign import run as foreign
from tests.pins import training_pins
from tests.sealed_pages import BOX, sealed_page
from tests.signed_samples import blank_pdf
from tests.tokens import PIN, token

RENEWED = datetime(2026, 3, 3, 16, tzinfo=LEGAL_ZONE)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
PEOPLE = ("p02", "p03")
FRESH_PIN = "hailang-4711"


@dataclass
class Desk:
    """A workspace of one test, and its PINs."""

    root: Path
    pins: dict

    @property
    def keys(self):
        return self.root / "keys"

    def open(self, at=RENEWED):
        return Workspace.open(self.root, at=at)

    def renew(self, *, at=RENEWED, **wished):
        wish = RootWish(people=PEOPLE, **wished)
        with self.open(at) as workspace:
            made = renew_root(workspace, wish, root_pin=self.pins["root"], pins=self.pins)
        if wish.pin:
            self.pins["root"] = wish.pin
        return made

    def sealed(self, at):
        """A page sealed with the key the workspace has then."""
        with self.open(at) as workspace:
            return sealed_page(workspace, self.pins, at)

    def codes(self, pdf):
        with self.open() as workspace:
            return {finding.code for finding in verify(pdf, workspace.trust()).findings}

    def audited(self, at=RENEWED):
        return {(f.code, f.place.path) for f in verify_root(self.root, at=at).findings}

    def files(self):
        """Every file of the keys but those that only lie ready."""
        found = (p for p in self.keys.rglob("*") if p.is_file() and not p.name.startswith("."))
        return {path: path.read_bytes() for path in found}

    def acts(self):
        with self.open() as workspace, workspace.store.read() as view:
            return [entry.act for entry in read_journal(view)]


@pytest.fixture
def desk(tmp_path):
    return Desk(empty_bureau(tmp_path), training_pins())


@pytest.fixture
def stolen(desk):
    """The root as it was, unlocked by somebody who should not have it."""
    key = unlocked_file(desk.keys, "root", desk.pins["root"])
    return CertificateAuthority.restore(Organization(name="贼", code="1"), key)


def signed_with(key, tsa, at):
    """A page sealed by whoever holds `key`, whatever the workspace thinks of it."""
    act = SignatureAct(name=key.subject.name, role="seal_keeper", date=at.date(), moment=at)
    return sign(blank_pdf([SEAL_SLOT], [BOX]), field=SEAL_SLOT, key=key, act=act, tsa=tsa)


# -- what verifies when ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [None, KeyKind.RSA3072])
def test_what_was_sealed_before_and_what_is_sealed_after_both_verify(desk, kind):
    before = [desk.sealed(RENEWED - one) for one in (DAY, timedelta(0))]
    told = desk.renew(kind=kind)
    after = [desk.sealed(RENEWED + one) for one in (timedelta(0), SECOND, DAY)]
    assert [desk.codes(pdf) for pdf in (*before, *after)] == [set()] * 5
    assert told.owners
    assert desk.audited() == set()
    assert desk.acts() == [Act.FOUNDED, Act.ROOT_RENEWED]
    with desk.open() as workspace:
        anchors = workspace.trust()
    issuers = {verify(pdf, anchors).signatures[0].certificate_serial for pdf in (*before, *after)}
    assert len(issuers) == 2


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (-DAY, set()),
        (timedelta(0), set()),
        (SECOND, {"superseded", "root_ended"}),
    ],
)
def test_what_the_old_root_certified_signs_no_more_from_the_next_second_on(desk, after, expected):
    old = unlocked_key(desk.keys, "seal", desk.pins["seal"])
    with desk.open() as workspace:
        former = workspace.timestamping()
    desk.renew()
    with desk.open() as workspace:
        present = workspace.timestamping()
    for tsa, whose in ((present, "certificate"), (former, "timestamp")):
        found = desk.codes(signed_with(old, tsa, RENEWED + after))
        assert found == {f"{whose}.{code}" for code in expected}


@pytest.mark.parametrize("compromised", [False, True])
def test_a_certificate_the_old_root_issues_after_its_renewal_is_refused(desk, stolen, compromised):
    desk.renew(pin=FRESH_PIN, compromised=compromised)
    term = Validity(start=RENEWED - DAY, end=RENEWED + 300 * DAY)
    forged = stolen.issue_officer(Holder(id="p02", name="陈志远", squad="一中队"), validity=term)
    stamper = LocalTimestampAuthority(key=stolen.issue_timestamping(name="TSA", validity=term))
    with desk.open() as workspace:
        ours = workspace.timestamping()
    late = RENEWED + DAY
    assert desk.codes(signed_with(forged, stamper, late)) == {"timestamp.root_ended"}
    assert desk.codes(signed_with(forged, ours, late)) == {"certificate.root_ended"}


def test_a_second_renewal_keeps_the_first_roots_moment(desk):
    first = desk.sealed(RENEWED)
    old = unlocked_key(desk.keys, "seal", desk.pins["seal"])
    desk.renew()
    with desk.open() as workspace:
        tsa = workspace.timestamping()
    second = desk.sealed(RENEWED + DAY)
    told = desk.renew(at=RENEWED + 2 * DAY)
    third = desk.sealed(RENEWED + 3 * DAY)
    assert [desk.codes(pdf) for pdf in (first, second, third)] == [set()] * 3
    assert "certificate.root_ended" in desk.codes(signed_with(old, tsa, RENEWED + DAY))
    assert desk.audited(RENEWED + 3 * DAY) == set()
    assert [one.number for one in kept_roots(desk.keys)] == [1, 2]
    assert told.replaces != f"{load(kept_roots(desk.keys)[0].root).serial_number:x}"


def test_keys_taken_back_before_and_after_stay_taken_back(desk):
    with desk.open() as workspace:
        tsa = workspace.timestamping()
        early = unlocked_key(desk.keys, "p04", desk.pins["p04"])
        revoke_key(workspace, "p04", root_pin=desk.pins["root"])
    desk.renew(at=RENEWED + DAY)
    late = unlocked_key(desk.keys, "p05", desk.pins["p05"])
    with desk.open(RENEWED + 2 * DAY) as workspace:
        fresh = workspace.timestamping()
        revoke_key(workspace, "p05", root_pin=desk.pins["root"])
        renew_key(workspace, "seal", root_pin=desk.pins["root"], wish=KeyWish(pin="66668888a"))
    assert desk.codes(signed_with(early, tsa, RENEWED)) == {"certificate.revoked"}
    assert desk.codes(signed_with(late, fresh, RENEWED + 3 * DAY)) == {"certificate.revoked"}
    assert desk.codes(signed_with(late, fresh, RENEWED + DAY + SECOND)) == set()
    assert desk.audited(RENEWED + 3 * DAY) == set()


def test_after_the_roots_last_day_it_can_be_renewed_still_and_then_the_keys(desk):
    first = desk.sealed(RENEWED)
    ends = unlocked_file(desk.keys, "root", desk.pins["root"]).parsed.not_valid_after_utc
    late = (ends + DAY).astimezone(LEGAL_ZONE)
    told = desk.renew(at=late)
    assert told.owners == ()
    assert kept_roots(desk.keys)[0].link is None
    with desk.open(late) as workspace:
        for owner in ("seal", "tsa", *(p.id for p in workspace.agency.holders("seal_keeper"))):
            wish = KeyWish(pin=desk.pins.get(owner, ""))
            renew_key(workspace, owner, root_pin=desk.pins["root"], wish=wish)
    assert [desk.codes(pdf) for pdf in (first, desk.sealed(late + SECOND))] == [set(), set()]
    assert desk.audited(late) == set()


# -- the keys themselves --------------------------------------------------------------------------


def test_everybody_keeps_key_pin_holder_and_term(desk):
    owners = ["seal", *PEOPLE]
    before = {owner: unlocked_key(desk.keys, owner, desk.pins[owner]) for owner in owners}
    desk.renew()
    present = load(certificate_file(desk.keys, "root").read_bytes())
    for owner, old in before.items():
        new = unlocked_key(desk.keys, owner, desk.pins[owner])
        assert new.parsed.public_key() == old.parsed.public_key()
        assert new.subject == old.subject
        assert new.parsed.not_valid_after_utc == old.parsed.not_valid_after_utc
        new.parsed.verify_directly_issued_by(present)


@pytest.mark.parametrize("compromised", [False, True])
def test_openssl_follows_from_the_old_root_unless_its_key_was_stolen(desk, tmp_path, compromised):
    old = shutil.copy(desk.keys / "root.pem", tmp_path / "old.pem")
    told = desk.renew(pin=FRESH_PIN, compromised=compromised)
    assert desk.audited() == set()
    leaf = tmp_path / "leaf.pem"
    leaf.write_bytes(
        load(certificate_file(desk.keys, "seal").read_bytes()).public_bytes(Encoding.PEM)
    )
    link = desk.keys / "roots" / "01-new-with-old.pem"
    assert link.is_file() is not compromised
    at = ("-attime", str(int(RENEWED.timestamp()) + 60), "-purpose", "any")
    if not compromised:
        said = foreign("openssl", "verify", *at, "-CAfile", old, "-untrusted", link, leaf)
        assert said.code == 0, said.text
    assert foreign("openssl", "verify", *at, "-CAfile", old, leaf).code != 0
    assert foreign("openssl", "verify", *at, "-CAfile", desk.keys / "root.pem", leaf).code == 0
    shown = foreign(
        "openssl", "x509", "-in", desk.keys / "root.pem", "-noout", "-fingerprint", "-sha256"
    )
    assert told.fingerprint in shown.text


def test_openssl_reads_the_old_roots_last_list(desk, tmp_path):
    der = certificate_file(desk.keys, "seal").read_bytes()
    desk.renew()
    leaf, crl = tmp_path / "leaf.pem", desk.keys / "roots" / "01.crl"
    leaf.write_bytes(load(der).public_bytes(Encoding.PEM))
    checks = ("-crl_check", "-CRLfile", crl, "-CAfile", desk.keys / "roots" / "01.pem")
    for moment, word in ((RENEWED + DAY, "certificate revoked"), (RENEWED + SECOND, "revoked")):
        at = ("-attime", str(int(moment.timestamp())))
        assert word in foreign("openssl", "verify", *checks, *at, leaf).text
    assert "Superseded" in foreign("openssl", "crl", "-in", crl, "-text", "-noout").text


def test_the_root_gets_a_new_pin_or_keeps_the_one_it_had(desk):
    old = desk.pins["root"]
    desk.renew()
    assert unlocked_file(desk.keys, "root", old)
    desk.renew(at=RENEWED + DAY, pin=FRESH_PIN)
    assert unlocked_file(desk.keys, "root", FRESH_PIN)
    with pytest.raises(InputError, match=r"keys\.wrong_pin"):
        unlocked_file(desk.keys, "root", old)


def test_a_key_on_a_token_stays_there_and_signs_under_the_new_root(desk):
    place = token()
    with desk.open() as workspace:
        wish = KeyWish(pin=PIN, token=place)
        renew_key(workspace, "seal", root_pin=desk.pins["root"], wish=wish)
    desk.pins["seal"] = PIN
    before = desk.sealed(RENEWED + DAY)
    desk.renew(at=RENEWED + 2 * DAY)
    after = desk.sealed(RENEWED + 3 * DAY)
    assert [desk.codes(pdf) for pdf in (before, after)] == [set(), set()]
    assert desk.audited(RENEWED + 3 * DAY) == set()


def test_whoever_unlocked_a_key_before_the_renewal_signs_nothing_with_it_afterwards(desk):
    """Another process, still at work: it notices by the list, which was written anew."""
    with desk.open() as at_work:
        keeper = next(iter(at_work.agency.holders("seal_keeper")))
        pins = {owner: desk.pins[owner] for owner in ("seal", keeper.id)}
        keys = at_work.keyring(pins)
        act = SigningAct(
            slot=SEAL_SLOT, person=keeper, role="seal_keeper", label="", opinion="", at=RENEWED
        )
        page = blank_pdf([SEAL_SLOT], [BOX])
        assert keys.sign(page, act)
        desk.renew()
        with pytest.raises(InputError, match=r"keys\.certificate_refused"):
            keys.sign(page, replace(act, at=RENEWED + DAY))


# -- what is refused ------------------------------------------------------------------------------


def unchanged(desk, code, error=InputError, **wished):
    before = desk.files()
    with pytest.raises(error, match=code.replace(".", r"\.")):
        desk.renew(**wished)
    assert desk.files() == before
    assert desk.acts() == [Act.FOUNDED]
    assert desk.audited() == set()


def test_the_wrong_pin_of_the_root_renews_nothing(desk):
    desk.pins["root"] = "24681357"
    unchanged(desk, "keys.wrong_pin")


def test_the_wrong_pin_of_one_of_the_two_renews_nothing(desk):
    desk.pins["p03"] = "24681357"
    unchanged(desk, "keys.wrong_pin")


def test_a_weak_pin_is_refused(desk):
    unchanged(desk, "signing.pin_weak", Exception, pin="123456")


def test_a_stolen_roots_pin_is_not_kept(desk):
    unchanged(desk, "keys.root_pin_new", compromised=True)


def test_a_certificate_somebody_laid_there_is_not_certified_anew(desk, stolen):
    term = Validity(start=RENEWED - DAY, end=RENEWED + 300 * DAY)
    forged = stolen.issue_officer(Holder(id="p02", name="陈志远", squad="一中队"), validity=term)
    certificate_file(desk.keys, "p02").write_bytes(forged.certificate)
    with pytest.raises(ConfigurationError, match=r"keys\.unrecorded"):
        desk.renew()
    assert desk.acts() == [Act.FOUNDED]


# -- what the audit finds -------------------------------------------------------------------------


def another_root(desk, stolen):
    """A root of the same name that nobody entered anywhere."""
    subject = stolen.certificate.subject
    term = Validity(start=RENEWED - DAY, end=RENEWED + 300 * DAY)
    common = subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value
    with desk.open() as workspace:
        agency = workspace.agency
    organization = Organization(name=agency.name, code=agency.code, training=True)
    return CertificateAuthority.create(organization, name=str(common), validity=term)


def test_a_root_swapped_for_another_is_found(desk, stolen):
    other = another_root(desk, stolen)
    desk.renew()
    certificate_file(desk.keys, "root").write_bytes(other.root_der)
    (desk.keys / "root.pem").write_bytes(other.certificate.public_bytes(Encoding.PEM))
    found = desk.audited()
    assert {
        ("key_unrecorded", "keys/root.der"),
        ("file_changed", "keys/root.pem"),
        ("root_unvouched", "keys/roots/01.pem"),
    } <= found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("01.pem", "root_lost"),
        ("01-old-with-new.pem", "root_unvouched"),
        ("01-new-with-old.pem", "root_unvouched"),
        ("01.crl", "root_unvouched"),
    ],
)
def test_each_file_of_an_earlier_root_is_held_to_the_journal(desk, stolen, name, found):
    other = another_root(desk, stolen)
    desk.renew()
    path = desk.keys / "roots" / name
    forged = other.certificate.public_bytes(Encoding.PEM)
    if name.endswith(".crl"):
        der = other.revocation_list(
            (), number=1, validity=Validity(start=RENEWED, end=RENEWED + DAY)
        )
        forged = x509.load_der_x509_crl(der).public_bytes(Encoding.PEM)
    path.write_bytes(forged)
    place = f"keys/roots/{name}"
    assert {(found, "keys/roots/01.pem"), ("file_changed", place)} <= desk.audited()
    path.unlink()
    assert {code for code, _ in desk.audited()} & {"root_lost", "root_unvouched"}


def test_an_earlier_root_nobody_entered_is_found_and_vouches_for_nothing(desk, stolen):
    other = another_root(desk, stolen)
    here = desk.keys / "roots"
    here.mkdir()
    for name in ("01.pem", "01-old-with-new.pem"):
        (here / name).write_bytes(other.certificate.public_bytes(Encoding.PEM))
    der = other.revocation_list((), number=1, validity=Validity(start=RENEWED, end=RENEWED + DAY))
    (here / "01.crl").write_bytes(x509.load_der_x509_crl(der).public_bytes(Encoding.PEM))
    assert ("root_unrecorded", "keys/roots/01.pem") in desk.audited()
    seal = other.issue_seal(validity=Validity(start=RENEWED - DAY, end=RENEWED + DAY))
    with desk.open() as workspace:
        pdf = signed_with(seal, workspace.timestamping(), RENEWED)
    assert desk.codes(pdf) == {"certificate.untrusted"}


# -- cut short ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "where",
    [
        "runtime.key_files.write_file",
        "runtime.root_renewal.agreed",
        "runtime.root_renewal.note",
    ],
)
def test_a_disk_that_refuses_leaves_neither_root_nor_entry(desk, monkeypatch, where):
    def refuse(*_, **__):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(where, refuse)
        unchanged(desk, "No space", OSError)
    left = [path for path in desk.keys.rglob(".*") if path.is_file()]
    assert left == []
    assert desk.renew() is not None


@pytest.mark.parametrize(
    ("where", "entered"),
    [
        ("storage.sqlite_store.SqliteUnit.grow_ledger", False),
        ("storage.sqlite_store.SqliteStore._conclude", True),
    ],
)
def test_a_commit_told_as_failed_is_looked_at_by_the_next_run(desk, monkeypatch, where, entered):
    """Before it nothing was renewed; after it the entry stands, and its files lie ready."""

    def refuse(*_, **__):
        raise OSError(28, "No space left on device")

    before = desk.files()
    with monkeypatch.context() as broken:
        broken.setattr(where, refuse)
        with pytest.raises((OSError, StorageError)):
            desk.renew()
    assert desk.files() == before
    assert (desk.acts() == [Act.FOUNDED, Act.ROOT_RENEWED]) is entered
    assert (desk.renew() is None) is entered
    assert desk.audited() == set()
    assert desk.acts() == [Act.FOUNDED, Act.ROOT_RENEWED]


class Died(BaseException):
    """The machine went dark."""


def died_after(renamed, desk, monkeypatch):
    """A renewal during which the machine dies after so many renamings."""
    left, rename = [renamed], Path.replace

    def dying(path, target):
        if not left[0]:
            raise Died
        left[0] -= 1
        return rename(path, target)

    with monkeypatch.context() as broken:
        broken.setattr("runtime.key_files.Path.replace", dying)
        with pytest.raises(Died):
            desk.renew()


@pytest.mark.parametrize("renamed", [0, 1, 3, 4, 5, 9, -2, -1])
def test_a_renewal_cut_short_is_found_and_finished_by_doing_it_again(desk, monkeypatch, renamed):
    """After the entry stands, the machine dies before any, or after some, of the renamings."""
    before = desk.sealed(RENEWED - DAY)
    total = 6 + sum(path.suffix == ".der" for path in desk.files())
    died_after(renamed if renamed >= 0 else total + renamed, desk, monkeypatch)
    assert desk.audited() != set()
    assert desk.renew() is None
    assert desk.audited() == set()
    assert desk.acts() == [Act.FOUNDED, Act.ROOT_RENEWED]
    assert [desk.codes(pdf) for pdf in (before, desk.sealed(RENEWED + DAY))] == [set(), set()]
    assert desk.renew(at=RENEWED + 2 * DAY) is not None
    assert desk.audited(RENEWED + 2 * DAY) == set()


@pytest.mark.parametrize("renamed", [0, 4, 6, 12])
def test_while_files_are_missing_nobody_signs_what_nobody_would_accept(desk, monkeypatch, renamed):
    died_after(renamed, desk, monkeypatch)
    try:
        pdf = desk.sealed(RENEWED + DAY)
    except InputError as refused:
        assert refused.code == "keys.certificate_refused"
    else:
        desk.renew()
        assert desk.codes(pdf) <= {
            "certificate.superseded", "certificate.root_ended",
            "timestamp.superseded", "timestamp.root_ended",
        }  # fmt: skip


# -- the command ----------------------------------------------------------------------------------


def told(desk, *more, lang="zh"):
    pins = desk.root.parent / "pins.yaml"
    lines = "".join(f"{owner}: {pin}\n" for owner, pin in desk.pins.items())
    pins.write_text(lines, encoding="utf-8")
    command = ("people", "renew-root", "--as", "p02", "--with", "p03", "--pin-file", pins, *more)
    return give(desk.root, *command, at="2026-03-03 16:00", lang=lang)


def test_the_command_renews_and_tells_the_fingerprint(desk):
    said = json.loads(told(desk, "--json").stdout)
    der = certificate_file(desk.keys, "root").read_bytes()
    assert said["fingerprint"].replace(":", "").lower() == hashlib.sha256(der).hexdigest()
    assert set(said["certified"]) >= {"seal", "tsa", "p02"}
    assert said["finished"] is False
    assert "链接证书" in told(desk).stdout
    assert desk.acts() == [Act.FOUNDED, Act.ROOT_RENEWED, Act.ROOT_RENEWED]
    shown = give(desk.root, "audit", "journal", at="2026-03-03 17:00")
    assert "换发根证书" in shown.stdout
    assert f"根密钥，证书{said['serial']}，替换" in shown.stdout


def test_a_stolen_root_needs_a_new_pin_and_everybody_must_be_told(desk):
    refused = json.loads(told(desk, "--compromised", "--json").stdout)
    assert refused["error"]["code"] == "keys.root_pin_new"
    desk.pins["new-root"] = FRESH_PIN
    assert "fingerprint in person" in " ".join(
        told(desk, "--compromised", lang="en").stdout.split()
    )
    assert unlocked_file(desk.keys, "root", FRESH_PIN)


def test_one_person_alone_renews_no_root(desk):
    pins = desk.root.parent / "pins.yaml"
    command = ("people", "renew-root", "--as", "p02", "--with", "p02", "--pin-file", pins, "--json")
    said = json.loads(give(desk.root, *command, at="2026-03-03 16:00").stdout)
    assert said["error"]["code"] == "together.same"


# -- what people are told -------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "told"), [(4 * 365 + 1, False), (4 * 365 - 1, True)])
def test_the_doctor_announces_the_end_of_the_root_years_ahead(desk, days, told):
    ends = unlocked_file(desk.keys, "root", desk.pins["root"]).parsed.not_valid_after_utc
    with desk.open((ends - days * DAY).astimezone(LEGAL_ZONE)) as workspace:
        assert ("root_ending" in {one.code for one in examine(workspace)}) is told
