"""People's keys: unlocking them, and signing with those unlocked.

A key never leaves this object; what nobody unlocked cannot sign, nor what is not its owner's, was
taken back or replaced. The agency seal needs its own PIN and a keeper who unlocked a key as well.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from cryptography import x509

from documents.fonts import FontBook
from documents.signing.act import SignatureAct
from documents.signing.appearance import PersonLook
from documents.signing.certificates import HolderKind, Purpose, load, path_faults
from documents.signing.errors import PinError
from documents.signing.keys import CertifiedKey, SigningKey, unlock
from documents.signing.revocation import in_force, is_superseded
from documents.signing.seal import SealLook
from documents.signing.sign import sign
from documents.signing.timestamp import TimestampAuthority
from engine.errors import InputError
from engine.forms import SEAL_SLOT
from engine.people import Agency
from engine.ports import SEAL_KEY, SigningAct
from runtime.key_places import (
    MACHINE_SECRET,
    certificate_file,
    key_file,
    place_on_token,
)
from runtime.token_keys import unlock_on_token

CRL = "crl.der"


class Keyring:
    """The engine's `Signatory` over PKCS#12 files and tokens."""

    def __init__(
        self,
        keys: Path,
        pins: Mapping[str, str],
        *,
        agency: Agency,
        book: FontBook,
        tsa: Callable[[], TimestampAuthority],
        training: bool,
    ) -> None:
        """Unlock a key for every PIN given.

        Raises InputError `keys.unknown_owner` or `keys.wrong_pin` naming whose PIN it is, and
        `keys.other_owner` for a key whose certificate names somebody else.
        """
        self._agency = agency
        self._folder = keys
        self._tsa = tsa
        self._person = PersonLook(book=book)
        self._seal = SealLook(book=book, training=training)
        self._keys = {owner: unlocked_key(keys, owner, pin) for owner, pin in pins.items()}
        #: Owners whose certificate the root was found to vouch for.
        self._vouched: set[str] = set()
        self._crl: tuple[int, x509.CertificateRevocationList] | None = None
        for owner, key in self._keys.items():
            self._refuse_other(owner, key)

    def unlocked(self) -> frozenset[str]:
        """Return whose keys are unlocked."""
        return frozenset(self._keys)

    def sign(self, pdf: bytes, act: SigningAct) -> bytes:
        """Sign one field; see `engine.ports.Signatory`.

        Raises InputError `keys.locked`, or `keys.certificate_refused` for a certificate that was
        taken back or replaced, or that the workspace's root does not vouch for.
        """
        sealing = act.slot == SEAL_SLOT
        owner = SEAL_KEY if sealing else act.person.id
        key = self._keys.get(owner)
        if key is None:
            raise InputError("keys.locked", person=owner)
        self._refuse_ended(owner, key, act)
        return sign(
            pdf,
            field=act.slot,
            key=key,
            act=_shown(act, key),
            tsa=self._tsa(),
            look=self._seal if sealing else self._person,
        )

    def _refuse_other(self, owner: str, key: CertifiedKey) -> None:
        wanted = (HolderKind.PERSON, owner)
        if owner == SEAL_KEY:
            wanted = (HolderKind.SEAL, self._agency.code)
        if (key.subject.kind, key.subject.id) != wanted:
            raise InputError("keys.other_owner", person=owner, certificate=key.subject.name)

    def _refuse_ended(self, owner: str, key: CertifiedKey, act: SigningAct) -> None:
        """Judge a certificate as whoever verifies the signature will; `sign` judges its term."""
        entry = in_force(key.parsed.serial_number, self._listed(), act.at)
        problem = "" if owner in self._vouched else self._fault(key)
        if entry is not None:
            problem = f"certificate.{'superseded' if is_superseded(entry) else 'revoked'}"
        if problem:
            raise InputError("keys.certificate_refused", person=owner, problem=problem)
        self._vouched.add(owner)

    def _fault(self, key: CertifiedKey) -> str:
        """Why the workspace's root does not vouch for a certificate; empty when it does."""
        faults = path_faults(
            key.parsed,
            purpose=Purpose.DOCUMENT,
            others=(),
            roots=[load((self._folder / "root.der").read_bytes())],
            crls=(),
            moment=key.parsed.not_valid_before_utc,
        )
        return next((fault.code for fault in faults), "")

    def _listed(self) -> x509.CertificateRevocationList:
        """The revocation list of this moment, read again only when it was written again."""
        path = self._folder / CRL
        written = path.stat().st_mtime_ns
        if self._crl is None or self._crl[0] != written:
            self._crl = written, x509.load_der_x509_crl(path.read_bytes())
            self._vouched.clear()  # another root may have signed it
        return self._crl[1]


def _shown(act: SigningAct, key: CertifiedKey) -> SignatureAct:
    reason = f"{act.role}:{act.person.id}"
    return SignatureAct(
        name=key.subject.name,
        role=act.label or act.role,
        opinion=act.opinion or None,
        date=act.at.date(),
        moment=act.at,
        reason=reason,
    )


def unlocked_key(keys: Path, owner: str, pin: str) -> CertifiedKey:
    """Unlock one key, in its file or on its token.

    Raises InputError `keys.unknown_owner`, `keys.wrong_pin`, `keys.broken` or, for a token,
    `signing.token`; ConfigurationError `keys.no_tokens` where this installation can use none.
    """
    place = place_on_token(keys, owner)
    if place is None:
        return unlocked_file(keys, owner, pin)
    try:
        return unlock_on_token(place, certificate_file(keys, owner).read_bytes(), pin)
    except PinError as wrong:
        raise InputError("keys.wrong_pin", person=owner) from wrong


def unlocked_file(keys: Path, owner: str, pin: str) -> SigningKey:
    """Unlock the key in an owner's file; raises as `unlocked_key`."""
    path = key_file(keys, owner)
    if not path.is_file():
        raise InputError("keys.unknown_owner", person=owner)
    try:
        return _with_certificate(keys, owner, unlock(path.read_bytes(), pin))
    except PinError as wrong:
        raise InputError("keys.wrong_pin", person=owner) from wrong
    except InputError as wrong:
        raise InputError("keys.broken", person=owner, path=path.name) from wrong


def _with_certificate(keys: Path, owner: str, key: SigningKey) -> SigningKey:
    """The key with the certificate that lies beside it where a new root made one for it.

    The locked file keeps the one before: nobody but its owner can write it anew.
    """
    beside = certificate_file(keys, owner)
    if not beside.is_file():
        return key
    made = load(beside.read_bytes())
    if made.public_key() != key.parsed.public_key():
        return key
    return SigningKey(certificate=beside.read_bytes(), private=key.private)


def machine_key(keys: Path, owner: str) -> SigningKey:
    """Return a key the machine itself may use (timestamps), locked under its own secret."""
    key = unlock(key_file(keys, owner).read_bytes(), machine_secret(keys))
    return _with_certificate(keys, owner, key)


def machine_secret(keys: Path) -> str:
    """Return the secret under which the machine's own keys are locked."""
    return (keys / MACHINE_SECRET).read_text(encoding="ascii").strip()
