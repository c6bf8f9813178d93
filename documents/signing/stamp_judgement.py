"""Judge a timestamp token: what it covers, whose it is, until when it can be checked.

Used for the timestamp of a signature and for that of a whole document. Refuses to know where the
token stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cryptography import x509

from documents.signing import cms
from documents.signing.certificates import Purpose, load, path_faults
from documents.signing.errors import MalformedError
from documents.signing.timestamp import Token
from documents.signing.verification import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Trust anchors, parsed."""

    roots: tuple[x509.Certificate, ...]
    timestamp_roots: tuple[x509.Certificate, ...]
    crls: tuple[x509.CertificateRevocationList, ...]
    #: Last moment of those roots that were renewed.
    ends: Mapping[x509.Certificate, datetime] = field(default_factory=dict)


class Gathering:
    """The findings gathered on one field."""

    def __init__(self, field: str) -> None:
        self.field = field
        self.findings: list[Finding] = []

    def demand(self, condition: bool, code: str, **facts: str | int) -> bool:
        """Note a finding unless the condition holds; returns the condition."""
        if not condition:
            self.findings.append(Finding(code=code, field=self.field, facts=facts))
        return condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Believed:
    """A timestamp to be believed."""

    moment: datetime
    serial: int
    #: When its certificate ends; proof by it alone ends with it.
    until: datetime
    #: Kind of key and hash, for example `ecdsa-sha256`.
    algorithm: str


def certificates_of(signed: cms.SignedData) -> tuple[x509.Certificate, list[x509.Certificate]]:
    """The signer's certificate, named by the signed attributes, and the others."""
    raw = signed.signer_certificate()
    if raw is None:
        raise MalformedError("malformed.signer_certificate")
    return load(raw), [load(other) for other in signed.certificates if other != raw]


def judge_token(token: Token, covers: bool, trust: Trust, case: Gathering) -> Believed | None:
    """What the timestamp proves, when it is to be believed; `covers` says that it fits its object.

    Notes `timestamp.…` findings otherwise.
    """
    known = len(case.findings)
    try:
        leaf, others = certificates_of(token.signed)
    except MalformedError as error:
        case.demand(False, "timestamp.malformed", problem=error.code)
        return None
    case.demand(covers, "timestamp.imprint")
    case.demand(not token.signed.unsigned_attributes, "timestamp.malformed", problem="unsigned")
    holds = token.intact() and cms.signature_holds(token.signed, leaf)
    case.demand(holds, "timestamp.signature")
    faults = path_faults(
        leaf,
        purpose=Purpose.TIMESTAMP,
        others=others,
        roots=trust.timestamp_roots,
        crls=trust.crls,
        moment=token.moment,
        ends=trust.ends,
    )
    for fault in faults:
        code = fault.code.replace("certificate.", "timestamp.")
        case.demand(False, code, subject=fault.subject)
    if len(case.findings) != known:
        return None
    return Believed(
        moment=token.moment,
        serial=token.serial,
        until=leaf.not_valid_after_utc,
        algorithm=_algorithm(token.signed),
    )


def _algorithm(signed: cms.SignedData) -> str:
    """Kind of key and hash of a signature that holds."""
    kind, _ = cms.SIGNATURES[signed.signature_algorithm]
    name, _ = cms.HASHES[signed.digest_algorithm]
    return f"{kind}-{name}"
