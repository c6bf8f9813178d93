"""Keys on tokens: never out of the token, and signatures everybody accepts all the same."""

import sys
from datetime import datetime, timedelta

import pkcs11
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pkcs11 import Attribute, ObjectClass

from documents.signing.act import SignatureAct
from documents.signing.certificates import HolderKind
from documents.signing.errors import KeyFileError, PinError
from documents.signing.keys import KeyKind
from documents.signing.sign import sign
from documents.signing.token import destroy_on_token, make_on_token, unlock_token
from documents.signing.token_place import TokenPlace
from documents.signing.verification import TrustAnchors
from documents.signing.verify import verify
from engine.errors import ConfigurationError
from engine.legal_time import LEGAL_ZONE
from runtime.audit import verify_root
from runtime.doctor import examine
from runtime.key_issuing import KeyWish, renew_key
from runtime.key_places import certificate_file, key_file, place_on_token, token_file
from runtime.keyring import unlocked_key
from runtime.token_keys import unlock_on_token
from runtime.workspace import Workspace
from tests import foreign
from tests.empty_bureau import empty_bureau
from tests.integration.test_key_renewal import Desk
from tests.pins import training_pins, write_pins
from tests.signed_samples import MOMENT, TERM, blank_pdf, bureau
from tests.tokens import PIN, token

RENEWED = datetime(2026, 3, 3, 16, tzinfo=LEGAL_ZONE)


@pytest.fixture
def place():
    return token()


def objects(place, kind):
    """What lies on a token, read in a session beside the one that is unlocked."""
    found = pkcs11.lib(place.module).get_token(token_label=place.token)
    with found.open() as session:
        return [
            (bytes(one.id), one[Attribute.SENSITIVE], one[Attribute.EXTRACTABLE])
            for one in session.get_objects({Attribute.CLASS: kind})
        ]


# -- the port -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(KeyKind))
def test_a_page_signed_by_a_token_is_accepted_everywhere(place, tmp_path, kind):
    office = bureau()
    made = make_on_token(place, PIN, kind)
    der = office.authority.certify_seal(made, validity=TERM)
    key = unlock_token(made.place, der, PIN)
    assert key.subject.kind is HolderKind.SEAL
    assert key.rsa is (kind is not KeyKind.P256)
    act = SignatureAct(name=key.subject.name, role="seal_keeper", date=MOMENT.date(), moment=MOMENT)
    pdf = sign(blank_pdf(["seal"]), field="seal", key=key, act=act, tsa=office.tsa())
    result = verify(pdf, TrustAnchors(roots=(office.authority.root_der,)))
    assert result.valid, result.findings
    path, root = tmp_path / "signed.pdf", tmp_path / "root.pem"
    path.write_bytes(pdf)
    root.write_bytes(office.authority.certificate.public_bytes(Encoding.PEM))
    foreign.assert_pdfsig_accepts(path, root, 1)
    foreign.openssl_cms(path, root)
    foreign.openssl_ts(path, root)
    (status,) = foreign.pyhanko_validate(path, office.authority.root_der)
    assert status.bottom_line


def test_the_private_half_cannot_be_taken_out(place):
    made = make_on_token(place, PIN, KeyKind.P256)
    assert objects(place, ObjectClass.PRIVATE_KEY) == [(made.place.id, True, False)]
    destroy_on_token(made.place, PIN)
    assert objects(place, ObjectClass.PRIVATE_KEY) == []


def test_what_a_token_refuses_is_told(place):
    made = make_on_token(place, PIN, KeyKind.P256)
    for pin in ("11112222", "", "1"):
        with pytest.raises(PinError, match=r"signing\.pin_wrong"):
            unlock_token(made.place, b"", pin)
    wrong = (
        TokenPlace(module=place.module, token="nobody", id=b"1"),
        TokenPlace(module="/nowhere.so", token=place.token, id=b"1"),
        TokenPlace(module=place.module, token=place.token, id=b"\x01" * 16),
    )
    for other in wrong:
        with pytest.raises(KeyFileError, match=r"signing\.token"):
            unlock_token(other, b"", PIN)


def test_a_wrong_pin_is_refused_by_the_token_itself():
    with pytest.raises(PinError, match=r"signing\.pin_wrong"):
        make_on_token(token(), "11112222", KeyKind.P256)


def test_an_installation_without_the_extra_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    monkeypatch.delitem(sys.modules, "documents.signing.token", raising=False)
    monkeypatch.delattr("documents.signing.token", raising=False)
    with pytest.raises(ConfigurationError, match=r"keys\.no_tokens"):
        unlock_on_token(TokenPlace(module="m", token="t", id=b"1"), b"", PIN)


# -- in a workspace -------------------------------------------------------------------------------


@pytest.fixture
def desk(tmp_path):
    root, pins = empty_bureau(tmp_path), training_pins() | {"seal": PIN, "p02": PIN}
    write_pins(tmp_path, pins)
    return Desk(root, pins)


def moved(desk, owner, place, *more):
    return desk.renew(owner, "--token", place.token, "--module", place.module, *more)


@pytest.mark.parametrize("algorithm", ["p256", "rsa2048"])
def test_the_seal_moves_to_a_token_and_documents_stay_valid(desk, place, algorithm):
    told = moved(desk, "seal", place, "--algorithm", algorithm)
    assert told["ok"], told
    keys = desk.root / "keys"
    assert not key_file(keys, "seal").exists()
    assert place_on_token(keys, "seal").token == place.token
    sealed = desk.sealed(RENEWED + timedelta(hours=1))
    verdict = desk.verified(sealed)
    assert verdict.valid, verdict.findings
    assert f"{verdict.signatures[0].certificate_serial:x}" == told["serial"]
    report = verify_root(desk.root, at=RENEWED)
    assert report.sound, report.findings
    with desk.open() as workspace:
        assert [d for d in examine(workspace) if d.code.startswith("key_")] == []


def test_a_key_on_a_token_is_renewed_there_and_the_old_one_destroyed(desk, place):
    moved(desk, "p02", place)
    (first,) = objects(place, ObjectClass.PRIVATE_KEY)
    told = desk.renew("p02")
    (second,) = objects(place, ObjectClass.PRIVATE_KEY)
    assert first != second
    key = unlocked_key(desk.root / "keys", "p02", PIN)
    assert f"{key.parsed.serial_number:x}" == told["serial"]
    assert (key.subject.kind, key.subject.id) == (HolderKind.PERSON, "p02")
    assert verify_root(desk.root, at=RENEWED).sound


def test_a_key_taken_back_leaves_no_place_and_a_newcomer_may_get_one_on_a_token(desk, place):
    moved(desk, "p02", place)
    pins = desk.root.parent / "pins.yaml"
    assert desk.run("people", "revoke-key", "p02", "--pin-file", pins)["ok"]
    assert not token_file(desk.root / "keys", "p02").exists()
    more = ("--token", place.token, "--module", place.module)
    told = desk.run("people", "add-key", "p02", "--pin-file", pins, *more)
    assert told["pin"] is None
    assert verify_root(desk.root, at=RENEWED).sound
    again = desk.run("people", "add-key", "p02", "--pin-file", pins, *more)
    assert again["error"]["code"] == "keys.in_use"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--token", "nobody"), "keys.token_and_module"),
        (("--token", "nobody", "--module", "/nowhere.so"), "signing.token"),
    ],
)
def test_a_token_that_is_not_there_changes_nothing(desk, options, code):
    before = certificate_file(desk.root / "keys", "seal").read_bytes()
    assert desk.renew("seal", *options)["error"]["code"] == code
    assert certificate_file(desk.root / "keys", "seal").read_bytes() == before
    assert verify_root(desk.root, at=RENEWED).sound


def test_the_pin_of_a_token_cannot_be_made_up(desk, place):
    (desk.root.parent / "pins.yaml").write_text(f"root: {desk.pins['root']}\n", "utf-8")
    assert moved(desk, "seal", place)["error"]["code"] == "keys.token_pin"


def test_a_failure_leaves_no_key_on_the_token(desk, place, monkeypatch):
    def refuse(path, _):
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr("runtime.key_files.write_file", refuse)
    with Workspace.open(desk.root, at=RENEWED) as workspace, pytest.raises(OSError, match="space"):
        wish = KeyWish(pin=PIN, token=place)
        renew_key(workspace, "seal", root_pin=desk.pins["root"], wish=wish)
    assert objects(place, ObjectClass.PRIVATE_KEY) == []
