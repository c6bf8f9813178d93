"""Term, revocation, owner and role of a certificate, at signing and at verifying."""

import json
import shutil
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from click.testing import CliRunner

from cli import anjuan
from documents.signing.act import SignatureAct
from documents.signing.authority import CertificateAuthority, Holder, Organization, Validity
from documents.signing.errors import SignerError
from documents.signing.keys import lock
from documents.signing.sign import sign
from documents.signing.token_place import TokenPlace
from engine.errors import InputError
from engine.forms import SEAL_SLOT
from engine.legal_time import LEGAL_ZONE
from engine.ports import SigningAct
from runtime.audit import verify_root
from runtime.creation import TRAINING_FROM
from runtime.document_check import DocumentCheck
from runtime.key_issuing import KeyWish, renew_key, revoke_key
from runtime.key_places import key_file, place_text, token_file
from runtime.keyring import unlocked_file
from runtime.workspace import Workspace
from tests.demo_case import CASE, carried_out
from tests.signed_samples import blank_pdf

AT = datetime(2026, 3, 3, 16, tzinfo=LEGAL_ZONE)
BOX = (72.0, 600.0, 192.0, 720.0)


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    root = tmp_path_factory.mktemp("bureau") / "workspace"
    return root, carried_out(root, until="approve_filing")


@pytest.fixture
def bureau(played, tmp_path):
    """A workspace of one test, open, and its PINs."""
    root, pins = played
    copy = shutil.copytree(root, tmp_path / "workspace")
    with Workspace.open(copy, at=AT) as workspace:
        yield workspace, pins


def act(workspace, person="p02", *, slot="one", at=AT):
    found = workspace.agency.person(person)
    return SigningAct(slot=slot, person=found, role="case_officer", label="", opinion="", at=at)


def page(slot="one"):
    return blank_pdf([slot], [BOX])


def authority(workspace, pins):
    root = unlocked_file(workspace.root / "keys", "root", pins["root"])
    agency = workspace.agency
    organization = Organization(
        name=agency.name, code=agency.code, short_name=agency.short_name, training=True
    )
    return CertificateAuthority.restore(organization, root)


# -- when it signs --------------------------------------------------------------------------------


def test_a_key_of_today_signs(bureau):
    workspace, pins = bureau
    assert workspace.keyring({"p02": pins["p02"]}).sign(page(), act(workspace))


def test_a_key_taken_back_signs_no_more_though_it_is_unlocked_or_put_back(bureau):
    workspace, pins = bureau
    keys, wish = workspace.keyring({"p02": pins["p02"]}), act(workspace)
    file = key_file(workspace.root / "keys", "p02")
    copy = file.read_bytes()
    revoke_key(workspace, "p02", root_pin=pins["root"])
    file.write_bytes(copy)
    for ring in (keys, workspace.keyring({"p02": pins["p02"]})):
        with pytest.raises(InputError) as refused:
            ring.sign(page(), wish)
        assert refused.value.code == "keys.certificate_refused"
        assert refused.value.facts["problem"] == "certificate.revoked"


@pytest.mark.parametrize(("seconds", "refused"), [(0, False), (1, True)])
def test_a_replaced_seal_signs_no_more_from_the_next_second_on(bureau, seconds, refused):
    workspace, pins = bureau
    old = workspace.keyring({"seal": pins["seal"]})
    renew_key(workspace, "seal", root_pin=pins["root"], wish=KeyWish(pin=pins["seal"]))
    wish = act(workspace, slot=SEAL_SLOT, at=AT + timedelta(seconds=seconds))
    if not refused:
        assert old.sign(page(SEAL_SLOT), wish)
        return
    with pytest.raises(InputError, match=r"certificate\.superseded"):
        old.sign(page(SEAL_SLOT), wish)


@pytest.mark.parametrize("days", [-1, 1])
def test_a_certificate_signs_within_its_term_only(bureau, days):
    workspace, pins = bureau
    ring = workspace.keyring({"p02": pins["p02"]})
    term = unlocked_file(workspace.root / "keys", "p02", pins["p02"]).parsed
    edges = {-1: term.not_valid_before_utc, 1: term.not_valid_after_utc}
    edge = edges[days].astimezone(LEGAL_ZONE)
    assert ring.sign(page(), act(workspace, at=edge))
    with pytest.raises(SignerError, match="certificate_not_valid"):
        ring.sign(page(), act(workspace, at=edge + timedelta(seconds=days)))


@pytest.mark.parametrize(("owner", "other"), [("p02", "p03"), ("p02", "seal"), ("seal", "p02")])
def test_a_key_that_is_somebody_elses_is_refused_at_once(bureau, owner, other):
    """Whoever puts another's key file under a name gains nothing."""
    workspace, pins = bureau
    keys = workspace.root / "keys"
    shutil.copy(key_file(keys, other), key_file(keys, owner))
    with pytest.raises(InputError) as refused:
        workspace.keyring({owner: pins[other]})
    assert refused.value.code == "keys.other_owner"


def test_a_certificate_of_another_root_is_refused(bureau):
    workspace, _ = bureau
    term = Validity(start=TRAINING_FROM, end=AT + timedelta(days=365))
    stranger = CertificateAuthority.create(
        Organization(name="别的机关", code="X1"), name="别的根", validity=term
    )
    key = stranger.issue_officer(Holder(id="p02", name="陈志远", squad=""), validity=term)
    key_file(workspace.root / "keys", "p02").write_bytes(lock(key, "46828193"))
    with pytest.raises(InputError, match=r"certificate\.untrusted"):
        workspace.keyring({"p02": "46828193"}).sign(page(), act(workspace))


def test_a_timestamp_certificate_signs_no_document(bureau):
    workspace, pins = bureau
    office = authority(workspace, pins)
    term = Validity(start=TRAINING_FROM, end=AT + timedelta(days=365))
    key = office.issue_timestamping(name="TSA", validity=term)
    key_file(workspace.root / "keys", "p02").write_bytes(lock(key, "46828193"))
    with pytest.raises(InputError, match=r"keys\.other_owner"):
        workspace.keyring({"p02": "46828193"})


def test_a_place_that_cannot_be_read_is_named(bureau):
    workspace, pins = bureau
    keys = workspace.root / "keys"
    place = place_text(TokenPlace(module="m", token="t", id=b"\x01"))
    token_file(keys, "p02").write_text(place.replace('"01"', '"xyz"'), "utf-8")
    with pytest.raises(Exception, match=r"data\.not_hex"):
        workspace.keyring({"p02": pins["p02"]})


# -- when it is verified --------------------------------------------------------------------------


def signed_document(workspace):
    """A document of the case with a person's first signature."""
    case = workspace.road.case(CASE)
    return next(d for d in case.documents.values() if d.signed and d.signed[0].slot != SEAL_SLOT)


def found(workspace, made):
    return DocumentCheck(workspace).kept(CASE, made).codes


def test_the_documents_of_a_case_are_as_recorded(bureau):
    workspace, _ = bureau
    for made in workspace.road.case(CASE).documents.values():
        assert found(workspace, made) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"person": "p05"}, ["signer_differs", "signature_role"]),
        ({"role": "agency_head"}, ["signature_role"]),
        ({"at": AT - timedelta(days=9)}, ["signature_moment"]),
        ({"slot": "other"}, ["document_unsigned", "signatures_differ"]),
    ],
    ids=["person", "role", "moment", "slot"],
)
def test_a_signature_other_than_recorded_is_found(bureau, change, code):
    workspace, _ = bureau
    made = signed_document(workspace)
    first, *rest = made.signed
    assert found(workspace, replace(made, signed=(replace(first, **change), *rest))) == code


def forged(workspace, key):
    """A document whose one field bears a signature of `key`, put where the real one lay."""
    made = signed_document(workspace)
    first = made.signed[0]
    name = key.subject.name
    reason = f"{first.role}:{first.person}"
    shown = SignatureAct(
        name=name, role=first.role, date=first.at.date(), moment=first.at, reason=reason
    )
    pdf = sign(
        blank_pdf([first.slot]),
        field=first.slot,
        key=key,
        act=shown,
        tsa=workspace.timestamping(),
    )
    digest = workspace.blobs.put(pdf)
    # Layout 0: of before documents carried their event, which this one does not.
    return replace(made, digest=digest, signed=(first,), waiting=(), status="issued", layout=0)


def test_a_certificate_the_root_issued_behind_the_journals_back_is_found(bureau):
    workspace, pins = bureau
    person = signed_document(workspace).signed[0].person
    name = workspace.agency.person(person).name
    term = Validity(start=TRAINING_FROM, end=AT + timedelta(days=365))
    key = authority(workspace, pins).issue_officer(
        Holder(id=person, name=name, squad=""), validity=term
    )
    assert found(workspace, forged(workspace, key)) == ["certificate_unrecorded"]
    own = unlocked_file(workspace.root / "keys", person, pins[person])
    assert found(workspace, forged(workspace, own)) == []


def test_the_seals_certificate_stands_for_no_person(bureau):
    workspace, pins = bureau
    seal = unlocked_file(workspace.root / "keys", "seal", pins["seal"])
    assert found(workspace, forged(workspace, seal)) == ["signer_differs"]


def test_what_was_signed_before_a_key_was_taken_back_stays_good(played, tmp_path):
    root, pins = played
    copy = shutil.copytree(root, tmp_path / "workspace")
    with Workspace.open(copy, at=AT) as workspace:
        revoke_key(workspace, "p02", root_pin=pins["root"])
    options = ["-w", str(copy), "--at", "2026-03-03 17:00", "--json"]
    result = CliRunner().invoke(anjuan, [*options, "document", "verify", CASE])
    told = json.loads(result.stdout)
    assert (result.exit_code, told["ok"]) == (0, True)
    assert verify_root(copy, at=AT).sound
