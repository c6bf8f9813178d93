"""Keys after the beginning: for somebody new, in place of an ending one, and taken back.

All need the root key's PIN, and all are entered in the bureau's journal. What was signed with a
key that was replaced or taken back stays valid; what it signs later does not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cryptography import x509

from documents.signing.keys import KeyKind, SigningKey, lock
from engine.errors import InputError, NotFoundError
from engine.journal import Act, note
from engine.record import Json
from runtime import settings as names
from runtime.creation import new_pin
from runtime.key_files import replace_file
from runtime.key_records import certificate_facts
from runtime.keyring import TIMESTAMPING, certificate_file, key_file, machine_secret
from runtime.root_desk import CRL, ROOT, RootDesk, kind_of, roster_entry
from runtime.workspace import Workspace

#: A replaced certificate signs no more from the next whole second on: timestamps have no finer.
SOON = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedKey:
    """A key that was issued."""

    #: Person id, `seal` or `tsa`.
    owner: str
    certificate: x509.Certificate
    #: The PIN that was made up; empty when one was given, or none is needed.
    pin: str
    #: Serial number of the certificate it takes the place of, hex; empty for a first one.
    replaces: str = ""

    @property
    def serial(self) -> str:
        """Serial number of the certificate, hex."""
        return f"{self.certificate.serial_number:x}"


def issue_key(
    workspace: Workspace,
    person_id: str,
    *,
    root_pin: str,
    pin: str = "",
    kind: KeyKind = KeyKind.P256,
) -> IssuedKey:
    """Issue a key and certificate to a person of the roster.

    Raises InputError `keys.no_role` for somebody without a role, `keys.in_use` while the person
    has a key, `keys.wrong_pin` for the root's PIN, PinError for a weak PIN.
    """
    person = roster_entry(workspace, person_id)
    if not person.roles:
        raise InputError("keys.no_role", person=person.name)
    if key_file(workspace.root / names.KEYS, person.id).exists():
        raise InputError("keys.in_use", person=person.name)
    key = RootDesk(workspace, root_pin).issue(person.id, kind)
    made = _made(person.id, key, pin)
    facts: dict[str, Json] = {"certificate": certificate_facts(person.id, key.certificate)}
    _enter(workspace, Act.KEY_ISSUED, facts, _files(workspace, made, key, pin))
    return made


def renew_key(
    workspace: Workspace,
    owner: str,
    *,
    root_pin: str,
    pin: str = "",
    kind: KeyKind | None = None,
) -> IssuedKey:
    """Issue a key in place of the one an owner has: a person, the seal or the timestamp authority.

    The old certificate is listed as replaced from the next second on and its key destroyed. The
    kind of key stays what it was unless another is wished. Raises what `issue_key` raises, and
    NotFoundError `keys.no_certificate` when there is nothing to replace.
    """
    keys = workspace.root / names.KEYS
    old = _in_use(keys, owner)
    desk = RootDesk(workspace, root_pin)
    key = desk.issue(owner, kind or kind_of(old))
    made = _made(owner, key, pin, replaces=f"{old.serial_number:x}")
    listed = desk.ending(old.serial_number, workspace.now() + SOON, superseded=True)
    facts: dict[str, Json] = {
        "certificate": certificate_facts(owner, key.certificate),
        "replaces": made.replaces,
    }
    files = {**_files(workspace, made, key, pin), keys / CRL: listed}
    _enter(workspace, Act.KEY_RENEWED, facts, files)
    workspace.forget_timestamping()
    return made


def revoke_key(workspace: Workspace, person_id: str, *, root_pin: str) -> str:
    """Take a person's key back from now on; return the serial number of its certificate, hex.

    Raises NotFoundError `keys.no_certificate` when the person has no key whose certificate is
    known, InputError `keys.wrong_pin` for the root's PIN.
    """
    keys, now = workspace.root / names.KEYS, workspace.now()
    number = _in_use(keys, person_id).serial_number
    serial = f"{number:x}"
    listed = RootDesk(workspace, root_pin).ending(number, now, superseded=False)
    path = key_file(keys, person_id)
    facts: dict[str, Json] = {"owner": person_id, "serial": serial}
    aside = (path, path.with_suffix(f".{serial}.revoked"))
    _enter(workspace, Act.KEY_REVOKED, facts, {keys / CRL: listed}, aside)
    return serial


def _in_use(keys: Path, owner: str) -> x509.Certificate:
    kept = certificate_file(keys, owner)
    if owner == ROOT or not kept.is_file() or not key_file(keys, owner).is_file():
        raise NotFoundError("keys.no_certificate", person=owner)
    return x509.load_der_x509_certificate(kept.read_bytes())


def _made(owner: str, key: SigningKey, pin: str, *, replaces: str = "") -> IssuedKey:
    made_up = "" if pin or owner == TIMESTAMPING else new_pin()
    return IssuedKey(owner=owner, certificate=key.parsed, pin=made_up, replaces=replaces)


def _files(workspace: Workspace, made: IssuedKey, key: SigningKey, pin: str) -> dict[Path, bytes]:
    """Return the files of a key: its certificate, and the key locked."""
    keys = workspace.root / names.KEYS
    secret = machine_secret(keys) if made.owner == TIMESTAMPING else pin or made.pin
    return {
        certificate_file(keys, made.owner): key.certificate,
        key_file(keys, made.owner): lock(key, secret),
    }


def _enter(
    workspace: Workspace,
    act: Act,
    facts: dict[str, Json],
    files: Mapping[Path, bytes],
    aside: tuple[Path, Path] | None = None,
) -> None:
    """Enter an act in the journal and put its files in place; a failure leaves no entry.

    A crash between the two leaves files the journal does not name: the audit says so, and the
    same act done again mends it.
    """
    with workspace.store.write() as unit:
        note(unit, act, at=workspace.now(), actor=ROOT, facts=facts)
        for path, data in files.items():
            replace_file(path, data)
        if aside is not None:
            aside[0].rename(aside[1])
