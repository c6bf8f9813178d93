"""What the bureau's journal says of keys: whose certificate held when, and which key signed heads.

Knows entries only; whether files agree with them is the audit's business.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from cryptography import x509

from engine.checkpoint import VerifierKey
from engine.journal import Act, Entry
from engine.legal_time import legal_moment
from engine.record import Json

Facts = dict[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRecord:
    """One certificate, from the act that issued it to the one that ended it."""

    #: Person id, `seal`, `tsa` or `root`.
    owner: str
    #: Serial number of the certificate, hex.
    serial: str
    #: SHA-256 of the certificate, hex.
    digest: str
    since: datetime
    until: datetime
    #: `pkcs12` or `pkcs11`.
    kept: str
    #: When it was replaced or taken back.
    ended: datetime | None = None
    #: `renewed` or `revoked`; empty while it is in use.
    how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogKeyRecord:
    """One log key, and the sizes of the ledger whose heads it may have signed."""

    key: VerifierKey
    smallest: int
    #: None for the key in use.
    largest: int | None = None

    def may_sign(self, size: int) -> bool:
        """Whether a head of `size` leaves may bear this key's signature."""
        return self.smallest <= size and (self.largest is None or size <= self.largest)


def certificate_facts(owner: str, der: bytes, *, kept: str = "pkcs12") -> Facts:
    """Return what the journal keeps of a certificate."""
    certificate = x509.load_der_x509_certificate(der)
    return {
        "owner": owner,
        "serial": f"{certificate.serial_number:x}",
        "digest": hashlib.sha256(der).hexdigest(),
        "from": legal_moment(certificate.not_valid_before_utc).isoformat(),
        "until": legal_moment(certificate.not_valid_after_utc).isoformat(),
        "kept": kept,
    }


def key_records(entries: Sequence[Entry]) -> tuple[KeyRecord, ...]:
    """Return every certificate the journal names, in the order of issue."""
    found: dict[str, KeyRecord] = {}
    for entry in entries:
        for facts in _issued(entry):
            record = _record(facts)
            found[record.serial] = record
        for gone, how in _ended(entry):
            if gone in found:
                found[gone] = replace(found[gone], ended=entry.at, how=how)
    return tuple(found.values())


def in_use(entries: Sequence[Entry]) -> dict[str, KeyRecord]:
    """Return the certificate each owner uses now."""
    return {record.owner: record for record in key_records(entries) if not record.how}


def log_keys(entries: Sequence[Entry]) -> tuple[LogKeyRecord, ...]:
    """Return every log key, oldest first; the head of a hand-over bears both signatures.

    Raises IntegrityError `vkey_malformed`.
    """
    found: list[LogKeyRecord] = []
    for entry in entries:
        text = entry.text("log_key")
        if not text:
            continue
        size = entry.leaf + 1
        if found:
            found[-1] = replace(found[-1], largest=size)
        smallest = size if found else 0
        found.append(LogKeyRecord(key=VerifierKey.parse(text), smallest=smallest))
    return tuple(found)


def _issued(entry: Entry) -> Iterator[Facts]:
    if entry.act in {Act.FOUNDED, Act.ROOT_RENEWED}:
        yield cast("Facts", entry.facts["root"])  # shape fixed by certificate_facts
        yield from cast("list[Facts]", entry.facts["keys"])  # as above
    elif entry.act in {Act.KEY_ISSUED, Act.KEY_RENEWED}:
        yield cast("Facts", entry.facts["certificate"])  # as above


def _ended(entry: Entry) -> Iterator[tuple[str, str]]:
    if entry.act in {Act.KEY_RENEWED, Act.ROOT_RENEWED}:
        yield entry.text("replaces"), "renewed"
    if entry.act is Act.KEY_REVOKED:
        yield entry.text("serial"), "revoked"
    if entry.act is Act.ROOT_RENEWED:
        for facts in cast("list[Facts]", entry.facts["keys"]):  # shape fixed by root_renewal
            yield str(facts["replaces"]), "renewed"


def _record(facts: Facts) -> KeyRecord:
    return KeyRecord(
        owner=str(facts["owner"]),
        serial=str(facts["serial"]),
        digest=str(facts["digest"]),
        since=datetime.fromisoformat(str(facts["from"])),
        until=datetime.fromisoformat(str(facts["until"])),
        kept=str(facts["kept"]),
    )
