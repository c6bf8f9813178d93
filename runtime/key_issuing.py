"""Keys after the beginning: one for somebody new in the roster, and taking a leaver's key back.

Both need the root key's PIN. A key is issued to people of the present roster who hold a role, and
never over one that is still in use; what was signed with a key taken back stays valid.
"""

import os
import secrets
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cryptography import x509

from documents.signing.authority import (
    CertificateAuthority,
    Holder,
    Organization,
    Revocation,
    Validity,
)
from documents.signing.keys import lock
from engine.errors import InputError, NotFoundError
from engine.people import Person
from runtime import settings as names
from runtime.creation import KEY_YEARS, TRAINING_FROM, new_pin
from runtime.keyring import certificate_file, key_file, unlocked_key
from runtime.workspace import Workspace

ROOT = "root"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedKey:
    """A key that was issued."""

    person: Person
    #: Serial number of the certificate, hex.
    serial: str
    #: The PIN that was made up; empty when one was given.
    pin: str


def issue_key(workspace: Workspace, person_id: str, *, root_pin: str, pin: str = "") -> IssuedKey:
    """Issue a key and certificate to a person of the roster.

    Raises InputError `keys.no_role` for somebody without a role, `keys.in_use` while the person
    has a key, `keys.wrong_pin` for the root's PIN, PinError for a weak PIN.
    """
    person, keys = _person(workspace, person_id), workspace.root / names.KEYS
    if not person.roles:
        raise InputError("keys.no_role", person=person.name)
    if key_file(keys, person.id).exists():
        raise InputError("keys.in_use", person=person.name)
    authority = _authority(workspace, root_pin)
    squad = workspace.agency.squad(person.squad)
    holder = Holder(id=person.id, name=person.name, squad=squad.name if squad else "")
    key = authority.issue_officer(holder, validity=_validity(workspace, authority))
    made_up = "" if pin else new_pin()
    locked = lock(key, pin or made_up)
    _replace(certificate_file(keys, person.id), key.certificate)
    _replace(key_file(keys, person.id), locked)
    return IssuedKey(person=person, serial=f"{key.parsed.serial_number:x}", pin=made_up)


def revoke_key(workspace: Workspace, person_id: str, *, root_pin: str) -> str:
    """Take a person's key back from now on; return the serial number of its certificate, hex.

    Raises NotFoundError `keys.no_certificate` when the person has no key whose certificate is
    known, InputError `keys.wrong_pin` for the root's PIN.
    """
    keys, now = workspace.root / names.KEYS, workspace.now()
    kept = certificate_file(keys, person_id)
    if not kept.is_file() or not key_file(keys, person_id).is_file():
        raise NotFoundError("keys.no_certificate", person=person_id)
    serial = x509.load_der_x509_certificate(kept.read_bytes()).serial_number
    authority = _authority(workspace, root_pin)
    listed = x509.load_der_x509_crl((keys / "crl.der").read_bytes())
    known = [Revocation(serial=r.serial_number, since=r.revocation_date_utc) for r in listed]
    number = listed.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number + 1
    ends = authority.certificate.not_valid_after_utc
    fresh = authority.revocation_list(
        [*known, Revocation(serial=serial, since=now)],
        number=number,
        validity=Validity(start=now, end=ends),
    )
    _replace(keys / "crl.der", fresh)
    key_file(keys, person_id).rename(key_file(keys, person_id).with_suffix(f".{serial:x}.revoked"))
    return f"{serial:x}"


def _person(workspace: Workspace, person_id: str) -> Person:
    person = workspace.agency.person(person_id)
    if person is None:
        known = "、".join(p.id for p in workspace.agency.people)
        raise InputError("command.unknown_person", person=person_id, near="", known=known)
    return person


def _authority(workspace: Workspace, pin: str) -> CertificateAuthority:
    agency = workspace.agency
    organization = Organization(
        name=agency.name,
        code=agency.code,
        short_name=agency.short_name,
        training=workspace.training,
    )
    root = unlocked_key(workspace.root / names.KEYS, ROOT, pin)
    return CertificateAuthority.restore(organization, root)


def _validity(workspace: Workspace, authority: CertificateAuthority) -> Validity:
    now = workspace.now()
    start = TRAINING_FROM if workspace.training else now - timedelta(minutes=5)
    end = now + timedelta(days=365 * KEY_YEARS)
    return Validity(start=start, end=min(end, authority.certificate.not_valid_after_utc))


def _replace(path: Path, data: bytes) -> None:
    """Write a file that only its owner may read, and let it appear whole."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
