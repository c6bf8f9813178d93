"""A new root for the bureau: the old one vouches for it, and every key in use is certified anew.

One entry of the journal, which two people sign, names all that changes; files are put in place
after it. What was signed under the old root stays good, and nothing else is from then on. Refuses
to make new keys for anybody but the root.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from documents.signing.authority import CertificateAuthority, Validity
from documents.signing.keys import KeyKind, lock
from documents.signing.revocation import Revocation, read_list
from documents.signing.succession import Recertification, successor, vouched
from engine.errors import ConfigurationError, InputError
from engine.journal import Act, Entry, note, read_journal
from engine.record import Json
from runtime import settings as names
from runtime.creation import ROOT_YEARS
from runtime.earlier_roots import ROOTS, KeptRoot, kept_roots
from runtime.key_files import StagedFiles
from runtime.key_mending import put_in_place
from runtime.key_places import certificate_file, key_file
from runtime.key_records import KeyRecord, certificate_facts, in_use
from runtime.keyring import CRL
from runtime.registered_files import FILES, changes_made
from runtime.root_desk import ROOT, SOON, RootDesk, kind_of
from runtime.two_people import agreed
from runtime.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class RootWish:
    """Who renews the root, and what the new one is to be."""

    #: Two people of the roster, who sign the entry.
    people: tuple[str, str]
    #: PIN of the new root key; empty to keep that of the old one.
    pin: str = ""
    #: None keeps the kind of key.
    kind: KeyKind | None = None
    #: Whether the old key may be in other hands: its word for the new root would be worth nothing.
    compromised: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewedRoot:
    """A root that took the place of another."""

    certificate: x509.Certificate
    #: Serial number of the root before, hex.
    replaces: str
    #: Whose keys were certified anew.
    owners: tuple[str, ...]
    entry: Entry

    @property
    def serial(self) -> str:
        """Serial number of the new root, hex."""
        return f"{self.certificate.serial_number:x}"

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the new root as `openssl x509 -fingerprint` shows it."""
        der = self.certificate.public_bytes(Encoding.DER)
        return hashlib.sha256(der).digest().hex(":").upper()


def renew_root(
    workspace: Workspace, wish: RootWish, *, root_pin: str, pins: Mapping[str, str]
) -> RenewedRoot | None:
    """Put a new root in the place of the present one. Nobody else may be at work meanwhile.

    None where an act upon keys had been cut short: its files are in place now, and nothing else
    was done. `pins` are those of both people. Raises InputError `keys.wrong_pin` for the root's
    PIN, `keys.root_pin_new` where a stolen key's PIN would be kept, ConfigurationError
    `keys.unrecorded` for a certificate that is not the one the journal names, PinError for a weak
    PIN, and what `two_people.agreed` raises. After the root's end it is possible still; nobody's
    certificate is left to be made anew then, and the old root can speak for nothing.
    """
    keys = workspace.root / names.KEYS
    with workspace.store.read() as view:
        if put_in_place(workspace.root, read_journal(view)):
            workspace.forget_timestamping()
            return None
    old = RootDesk(workspace, root_pin).authority
    pin = wish.pin or root_pin
    if wish.compromised and pin == root_pin:
        raise InputError("keys.root_pin_new")
    with workspace.store.write() as unit:
        act = _Succession(workspace, old, wish, in_use(read_journal(unit)))
        files = {**act.files(), key_file(keys, ROOT): lock(act.fresh.root, pin)}
        files[certificate_file(keys, ROOT)] = act.fresh.root_der
        facts = {**act.facts(), FILES: changes_made(workspace.root, files)}
        signed = agreed(workspace, Act.ROOT_RENEWED, facts, wish.people, pins)
        (keys / ROOTS).mkdir(mode=0o700, exist_ok=True)
        staged = StagedFiles(files)
        try:
            entry = note(unit, Act.ROOT_RENEWED, at=act.now, actor=ROOT, facts=signed)
        except BaseException:
            staged.drop()
            raise
    # A commit may stand though it is told as failed: files stay ready, and the next run looks.
    staged.put()
    workspace.forget_timestamping()
    return RenewedRoot(
        certificate=act.fresh.certificate,
        replaces=act.replaces,
        owners=tuple(act.made),
        entry=entry,
    )


class _Succession:
    """The new root, and everything it and the old one sign on the day it begins."""

    def __init__(
        self,
        workspace: Workspace,
        old: CertificateAuthority,
        wish: RootWish,
        records: Mapping[str, KeyRecord],
    ) -> None:
        self._keys, self._old, self._wish = workspace.root / names.KEYS, old, wish
        self.now = workspace.now()
        start = RootDesk.begins(workspace)
        end = self.now + timedelta(days=365 * ROOT_YEARS)
        self._term = Validity(start=start, end=end)
        certificate = old.certificate
        self.replaces = f"{certificate.serial_number:x}"
        self.fresh = successor(old, validity=self._term, kind=wish.kind or kind_of(certificate))
        self._records = records
        self._demand(ROOT, old.root_der)
        #: By owner, the certificate of the new root.
        self.made = self._certified()

    def _demand(self, owner: str, der: bytes) -> None:
        """Refuse a certificate that somebody laid there without the journal's knowledge."""
        record = self._records.get(owner)
        if record is None or hashlib.sha256(der).hexdigest() != record.digest:
            raise ConfigurationError("keys.unrecorded", person=owner)

    def _certified(self) -> dict[str, bytes]:
        """Every key whose certificate has not ended, certified for the rest of its term."""
        anew, made = Recertification(self.fresh), dict[str, bytes]()
        for owner, record in self._records.items():
            if owner == ROOT or record.until < self.now:
                continue
            path = certificate_file(self._keys, owner)
            der = path.read_bytes() if path.is_file() else b""
            self._demand(owner, der)
            old = x509.load_der_x509_certificate(der)
            ends = min(old.not_valid_after_utc, self._term.end)
            made[owner] = anew.certify(old, validity=Validity(start=self._term.start, end=ends))
        return made

    def files(self) -> dict[Path, bytes]:
        """What is written: earlier roots, then lists, and the certificates in use last."""
        kept, found = kept_roots(self._keys), dict[Path, bytes]()
        for one in (*map(self._kept_on, kept), self._ended(len(kept) + 1)):
            found |= one.files(self._keys)
        number = read_list((self._keys / CRL).read_bytes())[1] + 2  # the old root's last is between
        found[self._keys / CRL] = self.fresh.revocation_list((), number=number, validity=self._term)
        found |= {certificate_file(self._keys, owner): der for owner, der in self.made.items()}
        pem = self.fresh.certificate.public_bytes(Encoding.PEM)
        return {**found, self._keys / "root.pem": pem}

    def _kept_on(self, one: KeptRoot) -> KeptRoot:
        """A root before the last: the new one vouches for it to the same moment."""
        root = x509.load_der_x509_certificate(one.root)
        before = x509.load_der_x509_certificate(one.vouched)
        said = self._vouched(root, before.not_valid_after_utc)
        return KeptRoot(
            number=one.number, root=one.root, vouched=said, listed=one.listed, link=one.link
        )

    def _ended(self, number: int) -> KeptRoot:
        """The root that ends now, with its last list."""
        return KeptRoot(
            number=number,
            root=self._old.root_der,
            vouched=self._vouched(self._old.certificate, self.now),
            listed=self._last_list(),
            link=self._link() if self._linked else None,
        )

    @property
    def _linked(self) -> bool:
        """Whether the old root's word for the new one is worth something."""
        return not self._wish.compromised and self.now <= self._old.certificate.not_valid_after_utc

    def _link(self) -> bytes:
        term = Validity(start=self._term.start, end=self._old.certificate.not_valid_after_utc)
        return vouched(self._old, self.fresh.certificate, validity=term)

    def _vouched(self, root: x509.Certificate, end: datetime) -> bytes:
        term = Validity(start=root.not_valid_before_utc, end=end)
        return vouched(self.fresh, root, validity=term)

    def _last_list(self) -> bytes:
        """The old root's last list: nothing it issued signs from the next second on."""
        known, number = read_list((self._keys / CRL).read_bytes())
        gone = [int(self._records[owner].serial, 16) for owner in self.made]
        since = self.now + SOON
        listed = [*known, *(Revocation(serial=n, since=since, superseded=True) for n in gone)]
        term = Validity(start=self.now, end=self._term.end)
        return self._old.revocation_list(_once(listed), number=number + 1, validity=term)

    def facts(self) -> dict[str, Json]:
        """What the journal keeps of it."""
        keys: list[Json] = [
            {
                **certificate_facts(owner, der, kept=self._records[owner].kept),
                "replaces": self._records[owner].serial,
            }
            for owner, der in self.made.items()
        ]
        return {
            "root": certificate_facts(ROOT, self.fresh.root_der),
            "replaces": self.replaces,
            "keys": keys,
            "compromised": self._wish.compromised,
            "linked": self._linked,
        }


def _once(listed: Iterable[Revocation]) -> Sequence[Revocation]:
    """Each certificate once, as it was first listed."""
    found: dict[int, Revocation] = {}
    for one in listed:
        found.setdefault(one.serial, one)
    return list(found.values())
