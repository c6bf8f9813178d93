"""The root key unlocked for one act: issuing certificates and listing those that sign no more.

Knows the workspace's certificate authority; refuses to know where keys are kept and what is
recorded of it.
"""

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa

from documents.signing.authority import CertificateAuthority, Holder, Organization, Validity
from documents.signing.keys import CertifiedKey, KeyKind, SigningKey, UncertifiedKey
from documents.signing.revocation import Revocation, read_list
from engine.errors import InputError
from engine.people import Person
from engine.ports import SEAL_KEY
from runtime import settings as names
from runtime.creation import KEY_YEARS, ROOT_YEARS, TIMESTAMPING_NAME, TRAINING_FROM
from runtime.key_places import TIMESTAMPING
from runtime.keyring import CRL, unlocked_file
from runtime.workspace import Workspace

#: Who acts when nobody but the holder of the root key's PIN can have acted.
ROOT = "root"
#: A replaced certificate signs no more from the next whole second on: timestamps have no finer.
SOON = timedelta(seconds=1)


class RootDesk:
    """The workspace's certificate authority, at work."""

    def __init__(self, workspace: Workspace, pin: str) -> None:
        """Unlock the root key; raises InputError `keys.wrong_pin`."""
        self._workspace = workspace
        self._keys = workspace.root / names.KEYS
        agency = workspace.agency
        organization = Organization(
            name=agency.name,
            code=agency.code,
            short_name=agency.short_name,
            training=workspace.training,
        )
        root = unlocked_file(self._keys, ROOT, pin)
        self.authority = CertificateAuthority.restore(organization, root)

    def certify(self, owner: str, made: UncertifiedKey) -> CertifiedKey:
        """Issue a certificate for a key that a person or the seal has; raises as `issue`."""
        validity = self._validity(KEY_YEARS)
        if owner == SEAL_KEY:
            return made.certified(self.authority.certify_seal(made, validity=validity))
        holder = self._holder(owner)
        return made.certified(self.authority.certify_officer(made, holder, validity=validity))

    def issue(self, owner: str, kind: KeyKind) -> SigningKey:
        """Issue a key to a person, to the seal or to the timestamp authority.

        Raises InputError `command.unknown_person`.
        """
        if owner == TIMESTAMPING:
            return self.authority.issue_timestamping(
                name=TIMESTAMPING_NAME, validity=self._validity(ROOT_YEARS), kind=kind
            )
        validity = self._validity(KEY_YEARS)
        if owner == SEAL_KEY:
            return self.authority.issue_seal(validity=validity, kind=kind)
        return self.authority.issue_officer(self._holder(owner), validity=validity, kind=kind)

    def ending(self, serial: int, since: datetime, *, superseded: bool) -> bytes:
        """Return the revocation list with one more certificate on it, DER.

        One that is on it already stays as it is, so that an act cut short can be done again.
        """
        known, number = read_list((self._keys / CRL).read_bytes())
        ended = Revocation(serial=serial, since=since, superseded=superseded)
        others = [one for one in known if one.serial != serial]
        again = [one for one in known if one.serial == serial and one.since <= since]
        ends = self.authority.certificate.not_valid_after_utc
        return self.authority.revocation_list(
            [*others, *(again or [ended])],
            number=number + 1,
            validity=Validity(start=self._workspace.now(), end=ends),
        )

    def _holder(self, owner: str) -> Holder:
        person = roster_entry(self._workspace, owner)
        squad = self._workspace.agency.squad(person.squad)
        return Holder(id=person.id, name=person.name, squad=squad.name if squad else "")

    def _validity(self, years: int) -> Validity:
        now = self._workspace.now()
        end = now + timedelta(days=365 * years)
        return Validity(
            start=self.begins(self._workspace),
            end=min(end, self.authority.certificate.not_valid_after_utc),
        )

    @staticmethod
    def begins(workspace: Workspace) -> datetime:
        """From when a certificate made now is valid; clocks of others may be a little behind."""
        return TRAINING_FROM if workspace.training else workspace.now() - timedelta(minutes=5)


def roster_entry(workspace: Workspace, person_id: str) -> Person:
    """Return a person of the present roster; raises InputError `command.unknown_person`."""
    person = workspace.agency.person(person_id)
    if person is None:
        known = "、".join(p.id for p in workspace.agency.people)
        raise InputError("command.unknown_person", person=person_id, near="", known=known)
    return person


def kind_of(certificate: x509.Certificate) -> KeyKind:
    """Return the kind of key a certificate is for."""
    key = certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey):
        return KeyKind.P256
    return KeyKind.RSA2048 if key.key_size < 3072 else KeyKind.RSA3072
