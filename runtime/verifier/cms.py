"""CMS signatures (RFC 5652) as PDF files carry them, and the RFC 3161 timestamps inside them."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import NamedTuple

from runtime.verifier.certificates import HASHES, Certificate, key_holds, read_certificate
from runtime.verifier.der import (
    OCTETS,
    SEQUENCE,
    SET,
    Part,
    UnreadableError,
    first_part,
    moment_of,
    only_part,
)

SIGNED_DATA, DATA = "2a864886f70d010702", "2a864886f70d010701"
TIMESTAMP_INFO = "2a864886f70d0109100104"
CONTENT_TYPE, MESSAGE_DIGEST = "2a864886f70d010903", "2a864886f70d010904"
SIGNING_CERTIFICATE = "2a864886f70d010910022f"
SIGNATURE_TIMESTAMP = "2a864886f70d010910020e"


class Signed(NamedTuple):
    """One signature: what it is over, who made it, what stands beside it."""

    content_type: str
    content: bytes | None
    certificates: list[Certificate]
    named: bytes
    digest: str
    attributes: dict[str, list[Part]]
    signed: bytes
    algorithm: Part
    value: bytes
    beside: dict[str, list[Part]]

    @property
    def claimed(self) -> Certificate | None:
        """The certificate named by issuer and serial number."""
        issuer, serial = only_part(self.named, SEQUENCE).parts[:2]
        for one in self.certificates:
            if issuer.raw == one.issuer and serial.number == one.serial:
                return one
        return None

    @property
    def signer(self) -> Certificate | None:
        """The certificate named so that its digest is signed along (RFC 5035)."""
        one = self.claimed
        return one if one is not None and self._vouched(one) else None

    def _vouched(self, one: Certificate) -> bool:
        values = self.attributes.get(SIGNING_CERTIFICATE, [])
        if len(values) != 1:
            return False
        fields = first_part(first_part(values[0].body).body).parts
        kind = "sha256"
        if fields[0].tag == SEQUENCE:
            kind = HASHES.get(fields[0].parts[0].body.hex(), "")
            fields = fields[1:]
        return bool(kind) and fields[0].body == hashlib.new(kind, one.raw).digest()

    def value_holds(self) -> bool:
        """Whether the signer's key made the signature over the signed attributes."""
        signer = self.signer
        return signer is not None and key_holds(
            signer.key, self.algorithm, self.signed, self.value, self.digest
        )

    def covers(self, data: bytes) -> bool:
        """Whether the signed message digest is that of `data`, and the kind of content is named."""
        kinds = self.attributes.get(CONTENT_TYPE, [])
        digests = self.attributes.get(MESSAGE_DIGEST, [])
        if len(kinds) != 1 or len(digests) != 1 or not self.digest:
            return False
        fits = digests[0].body == hashlib.new(self.digest, data).digest()
        return fits and kinds[0].body.hex() == self.content_type


class Stamp(NamedTuple):
    """A timestamp token: its moment, what it is over, its own signature."""

    moment: datetime
    kind: str
    imprint: bytes
    signed: Signed
    info: bytes

    def covers(self, data: bytes) -> bool:
        """Whether the token is over `data`."""
        return bool(self.kind) and self.imprint == hashlib.new(self.kind, data).digest()

    def holds(self) -> bool:
        """Whether the authority's signature over its own statement holds."""
        return self.signed.covers(self.info) and self.signed.value_holds()


def read_signed(data: bytes) -> Signed:
    """Read a SignedData with one signer; trailing zeros are padding. Raises UnreadableError."""
    try:
        outer = first_part(data)
        if data[len(outer.raw) :].strip(b"\x00"):
            raise UnreadableError("CMS")
        kind, wrapped = outer.parts
        if kind.body.hex() != SIGNED_DATA:
            raise UnreadableError("CMS")
        fields = only_part(wrapped.body, SEQUENCE).parts
        content = fields[2].parts
        certificates = next((f for f in fields[3:] if f.tag == 0xA0), None)
        signers = next(f for f in fields[3:] if f.tag == SET).parts
        if len(signers) != 1:
            raise UnreadableError("CMS")
        return _signed(content, certificates, signers[0].parts)
    except (ValueError, IndexError, StopIteration) as wrong:
        raise UnreadableError("CMS") from wrong


def _signed(content: list[Part], certificates: Part | None, signer: list[Part]) -> Signed:
    attributes = next(p for p in signer if p.tag == 0xA0)
    beside = next((p for p in signer if p.tag == 0xA1), None)
    after = signer[signer.index(attributes) + 1 :]
    inner = only_part(content[1].body, OCTETS).body if len(content) > 1 else None
    return Signed(
        content_type=content[0].body.hex(),
        content=inner,
        certificates=[
            read_certificate(p.raw) for p in (certificates.parts if certificates else [])
        ],
        named=signer[1].raw,
        digest=HASHES.get(signer[2].parts[0].body.hex(), ""),
        attributes=_attributes(attributes),
        signed=b"\x31" + attributes.raw[1:],
        algorithm=after[0],
        value=after[1].body,
        beside=_attributes(beside) if beside else {},
    )


def _attributes(listed: Part) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = {}
    for one in listed.parts:
        kind, values = one.parts
        found.setdefault(kind.body.hex(), []).extend(values.parts)
    return found


def read_stamp(raw: bytes) -> Stamp:
    """Read a timestamp token (RFC 3161, 2.4.2); raises UnreadableError."""
    signed = read_signed(raw)
    if signed.content_type != TIMESTAMP_INFO or signed.content is None:
        raise UnreadableError("timestamp")
    try:
        fields = only_part(signed.content, SEQUENCE).parts
        algorithm, imprint = fields[2].parts
        return Stamp(
            moment=moment_of(fields[4]),
            kind=HASHES.get(algorithm.parts[0].body.hex(), ""),
            imprint=imprint.body,
            signed=signed,
            info=signed.content,
        )
    except (ValueError, IndexError) as wrong:
        raise UnreadableError("timestamp") from wrong
