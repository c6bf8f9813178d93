"""What verification finds: plain values with codes and facts, told to readers elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from documents.signing.certificates import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierRoot:
    """A root that another took the place of; certificates in DER."""

    root: bytes
    #: What a later root says of it (RFC 4210, 4.4: old with new); it ends with the root's term.
    vouched: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustAnchors:
    """Whom a verifier believes; certificates and lists in DER."""

    #: Roots of signers, and of timestamp authorities unless those have roots of their own.
    roots: tuple[bytes, ...]
    timestamp_roots: tuple[bytes, ...] = ()
    #: Revocation lists of these roots.
    crls: tuple[bytes, ...] = ()
    #: Roots believed up to the moment they were renewed, because one of `roots` says so.
    earlier: tuple[EarlierRoot, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong: a code for the catalogue, the field it concerns, facts."""

    code: str
    facts: Mapping[str, str | int] = field(default_factory=dict)
    #: Empty when it concerns the whole file.
    field: str = ""


class Coverage(StrEnum):
    """How much of the file a signature covers."""

    WHOLE_FILE = "whole_file"
    #: Only further signatures and document timestamps of ours follow.
    EXTENDED = "extended"
    #: Something else follows, or the covered range is not what it must be.
    BROKEN = "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureVerdict:
    """One signature; every `…_ok` is true only when that was checked and found right."""

    field: str
    #: Who signed, by the certificate; None when it cannot be read.
    signer: Subject | None
    #: Serial number of the signer's certificate; None when it cannot be read.
    certificate_serial: int | None
    #: When, by the timestamp; None when there is none to be believed.
    moment: datetime | None
    #: Serial number of the timestamp.
    timestamp_serial: int | None
    reason: str
    digest_ok: bool
    signature_ok: bool
    #: A trusted root stands behind the certificate.
    chain_ok: bool
    #: The certificate was valid and not revoked at `moment`.
    term_ok: bool
    #: The certificate may sign documents.
    purpose_ok: bool
    timestamp_ok: bool
    coverage: Coverage
    findings: tuple[Finding, ...]
    #: When the timestamp's certificate ends; None when there is none to be believed.
    timestamp_until: datetime | None = None

    @property
    def valid(self) -> bool:
        """Whether nothing speaks against the signature."""
        return not self.findings


class Level(StrEnum):
    """How long signatures can be checked (ETSI EN 319 142-1, 5)."""

    #: As long as the signer's certificate is valid.
    BASIC = "B-B"
    #: When they were made is proved by timestamps.
    TIMESTAMPED = "B-T"
    #: The file holds what a verifier needs to check them without asking anybody.
    LONG_TERM = "B-LT"
    #: A timestamp over the whole file proves that this was there in time.
    ARCHIVED = "B-LTA"


@dataclass(frozen=True, slots=True, kw_only=True)
class StampVerdict:
    """One timestamp over the whole document; moments are None when it is not to be believed."""

    field: str
    moment: datetime | None
    serial: int | None
    #: When its certificate ends: another one is due before.
    until: datetime | None
    #: Kind of key and hash, for example `ecdsa-sha256`; empty when it is not to be believed.
    algorithm: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """A file's signatures in the order they were made, and everything found wrong."""

    signatures: tuple[SignatureVerdict, ...]
    #: Signature fields still empty.
    unsigned: tuple[str, ...]
    #: Findings on the file and on all its signatures.
    findings: tuple[Finding, ...]
    #: Timestamps over the whole document in the order they were made.
    stamps: tuple[StampVerdict, ...] = ()
    #: None where there is no signature.
    level: Level | None = None
    #: Until when what is in the file proves itself; None when that cannot be said.
    until: datetime | None = None

    @property
    def valid(self) -> bool:
        """Whether there is a signature and nothing at all is wrong."""
        return bool(self.signatures) and not self.findings
