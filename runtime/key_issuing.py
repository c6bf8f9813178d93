"""Keys after the beginning: for somebody new, in place of an ending one, and taken back.

All need the root key's PIN, and all are entered in the bureau's journal. What was signed with a
key that was replaced or taken back stays valid; what it signs later does not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509

from documents.signing.keys import CertifiedKey, KeyKind, SigningKey, lock
from documents.signing.token_place import TokenPlace
from engine.errors import InputError, NotFoundError
from engine.journal import Act, note
from engine.ports import SEAL_KEY
from engine.record import Json
from runtime import settings as names
from runtime.creation import new_pin
from runtime.key_files import StagedFiles
from runtime.key_places import (
    TIMESTAMPING,
    certificate_file,
    held_file,
    key_file,
    place_on_token,
    place_text,
    token_file,
)
from runtime.key_records import certificate_facts
from runtime.keyring import CRL, machine_secret
from runtime.registered_files import FILES, changes_made
from runtime.root_desk import ROOT, SOON, RootDesk, kind_of, roster_entry
from runtime.token_keys import destroy, new_on_token
from runtime.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyWish:
    """What kind of key is wanted, and where it is to lie."""

    #: PIN of the new key; empty to have one made up. A token's own PIN, which cannot be.
    pin: str = ""
    #: None keeps the kind of the key before, P-256 for a first one.
    kind: KeyKind | None = None
    #: None keeps a key where the one before lay, in a file for a first one.
    token: TokenPlace | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedKey:
    """A key that was issued."""

    #: Person id, `seal` or `tsa`.
    owner: str
    key: CertifiedKey
    #: The PIN that was made up; empty when one was given, or none is needed.
    pin: str = ""
    #: Serial number of the certificate it takes the place of, hex; empty for a first one.
    replaces: str = ""

    @property
    def certificate(self) -> x509.Certificate:
        """The certificate."""
        return self.key.parsed

    @property
    def serial(self) -> str:
        """Serial number of the certificate, hex."""
        return f"{self.certificate.serial_number:x}"


def issue_key(
    workspace: Workspace, person_id: str, *, root_pin: str, wish: KeyWish | None = None
) -> IssuedKey:
    """Issue a key and certificate to a person of the roster, or to a seal whose key is gone.

    Raises InputError `keys.no_role` for somebody without a role, `keys.in_use` while there is a
    key, `keys.wrong_pin` for the root's PIN, PinError for a weak PIN, and what tokens raise.
    """
    if person_id != SEAL_KEY and not roster_entry(workspace, person_id).roles:
        raise InputError("keys.no_role", person=person_id)
    if held_file(workspace.root / names.KEYS, person_id) is not None:
        raise InputError("keys.in_use", person=person_id)
    made = _Making(workspace, RootDesk(workspace, root_pin), person_id, wish or KeyWish())
    made.enter(Act.KEY_ISSUED, {}, {})
    return made.issued


def renew_key(
    workspace: Workspace, owner: str, *, root_pin: str, wish: KeyWish | None = None
) -> IssuedKey:
    """Issue a key in place of the one an owner has: a person, the seal or the timestamp authority.

    The old certificate is listed as replaced from the next second on and its key destroyed. Raises
    what `issue_key` raises, and NotFoundError `keys.no_certificate` when there is nothing to
    replace.
    """
    keys, wish = workspace.root / names.KEYS, wish or KeyWish()
    old, place = _in_use(keys, owner), place_on_token(keys, owner)
    desk = RootDesk(workspace, root_pin)
    settled = KeyWish(pin=wish.pin, kind=wish.kind or kind_of(old), token=wish.token or place)
    made = _Making(workspace, desk, owner, settled, replaces=f"{old.serial_number:x}")
    listed = desk.ending(old.serial_number, workspace.now() + SOON, superseded=True)
    made.enter(Act.KEY_RENEWED, {"replaces": made.issued.replaces}, {keys / CRL: listed})
    if place is not None and settled.token == place:
        destroy(place, wish.pin)
    workspace.forget_timestamping()
    return made.issued


def revoke_key(workspace: Workspace, person_id: str, *, root_pin: str) -> str:
    """Take a person's key back from now on; return the serial number of its certificate, hex.

    Raises NotFoundError `keys.no_certificate` when the person has no key whose certificate is
    known, InputError `keys.wrong_pin` for the root's PIN.
    """
    keys, now = workspace.root / names.KEYS, workspace.now()
    number, held = _in_use(keys, person_id).serial_number, held_file(keys, person_id)
    serial = f"{number:x}"
    listed = RootDesk(workspace, root_pin).ending(number, now, superseded=False)
    facts: dict[str, Json] = {"owner": person_id, "serial": serial}
    gone = [held] if held is not None else []
    _enter(workspace, Act.KEY_REVOKED, facts, {keys / CRL: listed}, gone)
    if held is not None:
        held.rename(held.with_suffix(f".{serial}.revoked"))
    return serial


def _in_use(keys: Path, owner: str) -> x509.Certificate:
    kept = certificate_file(keys, owner)
    if owner == ROOT or not kept.is_file() or held_file(keys, owner) is None:
        raise NotFoundError("keys.no_certificate", person=owner)
    return x509.load_der_x509_certificate(kept.read_bytes())


class _Making:
    """One key being made: its certificate, its files, and its entry in the journal."""

    def __init__(
        self, workspace: Workspace, desk: RootDesk, owner: str, wish: KeyWish, *, replaces: str = ""
    ) -> None:
        self._workspace = workspace
        self._keys = workspace.root / names.KEYS
        self._wish = wish
        self._place: TokenPlace | None = None
        kind, pin = wish.kind or KeyKind.P256, ""
        key: CertifiedKey
        if wish.token is not None:
            if not wish.pin:
                raise InputError("keys.token_pin", person=owner)
            fresh, self._place = new_on_token(wish.token, wish.pin, kind)
            key = desk.certify(owner, fresh)
            data = place_text(self._place).encode()
            held, other = token_file(self._keys, owner), key_file(self._keys, owner)
        else:
            key = desk.issue(owner, kind)
            pin = "" if wish.pin or owner == TIMESTAMPING else new_pin()
            data = self._locked(key, owner, pin)
            held, other = key_file(self._keys, owner), token_file(self._keys, owner)
        # The certificate comes last: until it is there, the audit sees that something is missing.
        self._files = {held: data, certificate_file(self._keys, owner): key.certificate}
        self._gone = other
        self.issued = IssuedKey(owner=owner, key=key, pin=pin, replaces=replaces)

    def _locked(self, key: SigningKey, owner: str, pin: str) -> bytes:
        secret = machine_secret(self._keys) if owner == TIMESTAMPING else self._wish.pin or pin
        return lock(key, secret)

    def enter(self, act: Act, facts: Mapping[str, Json], files: Mapping[Path, bytes]) -> None:
        """Enter the act in the journal and put `files` and those of the key in place."""
        made = self.issued
        kept = "pkcs12" if self._place is None else "pkcs11"
        certificate = certificate_facts(made.owner, made.key.certificate, kept=kept)
        whole = {"certificate": certificate, **facts}
        try:
            _enter(self._workspace, act, whole, {**files, **self._files}, [self._gone])
        except BaseException:
            if self._place is not None:
                destroy(self._place, self._wish.pin)
            raise
        self._gone.unlink(missing_ok=True)


def _enter(
    workspace: Workspace,
    act: Act,
    facts: Mapping[str, Json],
    files: Mapping[Path, bytes],
    gone: Sequence[Path],
) -> None:
    """Enter an act in the journal, then put its files in place; a failure leaves neither.

    `gone` are files the act takes away; the caller does so.

    Files are written before the entry and renamed after it, the revocation list first. A crash
    between the two leaves an entry whose files are not there yet: the audit says so, and the same
    act done again mends it.
    """
    staged = StagedFiles(files)
    changed = changes_made(workspace.root, files, gone)
    try:
        with workspace.store.write() as unit:
            note(unit, act, at=workspace.now(), actor=ROOT, facts={**facts, FILES: changed})
    except BaseException:
        staged.drop()
        raise
    staged.put()
