"""RFC 3161 timestamps: an authority inside the process, and the reading of any token.

The authority takes time and serial numbers from its caller, so that the same act gives the same
token. Refuses to know what is stamped and who is trusted.
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from documents.signing import cms, der
from documents.signing.errors import MalformedError
from documents.signing.keys import SigningKey
from documents.signing.terms import terms

TOKEN_OVERHEAD = 900  # bytes of a token besides certificate, issuer name and signature


class TimestampAuthority(Protocol):
    """Whoever states at what moment a digest was there."""

    @property
    def token_size(self) -> int:
        """The most bytes a token takes; room for it is left in the signature."""
        ...

    def stamp(self, imprint: bytes, *, moment: datetime, nonce: int | None = None) -> bytes:
        """A timestamp token over a SHA-256 imprint, DER.

        `moment` is what the caller's clock says; an outside authority uses its own. Raises
        TimestampError when no token can be had.
        """
        ...


def random_serial() -> int:
    """A positive 63-bit serial number."""
    return secrets.randbits(62) | 1 << 62


@dataclass(frozen=True, eq=False, kw_only=True)
class LocalTimestampAuthority:
    """An authority in this process: takes no network and a tenth of a millisecond."""

    key: SigningKey
    #: Dotted policy identifier.
    policy: str = field(default_factory=lambda: terms().timestamp_policy)
    #: How far the clock may be off, in whole seconds; at least one, as genTime has whole seconds.
    accuracy_seconds: int = 1
    serials: Callable[[], int] = random_serial

    @property
    def token_size(self) -> int:
        """Certificate, its issuer name twice, signature and the fixed parts."""
        return 2 * len(self.key.certificate) + self.key.signature_size + TOKEN_OVERHEAD

    def stamp(self, imprint: bytes, *, moment: datetime, nonce: int | None = None) -> bytes:
        """A token with genTime `moment` in whole seconds and the next serial number."""
        info = der.sequence(
            der.integer(1),
            der.oid(self.policy),
            der.sequence(der.sequence(cms.SHA256, der.NULL), der.octets(imprint)),
            der.integer(self.serials()),
            der.generalized_time(moment),
            der.sequence(der.integer(self.accuracy_seconds)),
            b"" if nonce is None else der.integer(nonce),
        )
        digest = hashlib.sha256(info).digest()
        return cms.sign(digest, self.key, content_type=cms.TST_INFO, content=info).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A timestamp token taken apart; nothing in it has been believed yet."""

    signed: cms.SignedData
    #: Name of the imprint's hash and the imprint.
    hash_name: str
    imprint: bytes
    moment: datetime
    serial: int
    #: What the asker sent along, or None.
    nonce: int | None

    def covers(self, data: bytes) -> bool:
        """Whether the imprint is the digest of `data`."""
        return hashlib.new(self.hash_name, data).digest() == self.imprint

    def intact(self) -> bool:
        """Whether the signed attributes bind the TSTInfo."""
        content = self.signed.content or b""
        names = {name for name, _ in cms.HASHES.values()}
        return cms.digest_matches(
            self.signed, {name: hashlib.new(name, content).digest() for name in names}
        )


def read_token(data: bytes) -> Token:
    """Take a token apart; MalformedError when it is not one (RFC 3161, 2.4.2)."""
    signed = cms.parse(data)
    if signed.content_type != cms.TST_INFO or signed.content is None:
        raise MalformedError("malformed.timestamp")
    parts = der.children(der.only_value(signed.content, der.SEQUENCE))
    shape = [der.INTEGER, der.OID, der.SEQUENCE, der.INTEGER, der.GENERALIZED_TIME]
    if [part.tag for part in parts[:5]] != shape or parts[0].raw != der.integer(1):
        raise MalformedError("malformed.timestamp")
    members = der.children(parts[2])
    if len(members) != 2 or members[0].raw not in cms.HASHES:
        raise MalformedError("malformed.timestamp")
    return Token(
        signed=signed,
        hash_name=cms.HASHES[members[0].raw][0],
        imprint=members[1].body,
        moment=der.moment_of(parts[4]),
        serial=der.integer_of(parts[3]),
        nonce=next((der.integer_of(part) for part in parts[5:] if part.tag == der.INTEGER), None),
    )
