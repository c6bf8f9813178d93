"""Certificates (RFC 5280): who holds one, whose signature stands on it, when it was valid.

The only trust comes from `audit/root.pem`. Policies and name constraints are not judged: the
bureau's authority uses none.
"""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import datetime
from typing import NamedTuple

from runtime.verifier.der import (
    BITS,
    INTEGER,
    SEQUENCE,
    Part,
    UnreadableError,
    first_part,
    moment_of,
    only_part,
)
from runtime.verifier.ecdsa import CURVES, ecdsa_holds
from runtime.verifier.rsa import rsa_holds, rsa_pss_holds

EC_KEY, RSA_KEY = "2a8648ce3d0201", "2a864886f70d010101"
RSA_PSS = "2a864886f70d01010a"
#: Signature algorithm (content bytes of its identifier) to kind of key and hash.
SIGNATURES = {
    "2a8648ce3d040302": ("ec", "sha256"),
    "2a8648ce3d040303": ("ec", "sha384"),
    "2a8648ce3d040304": ("ec", "sha512"),
    "2a864886f70d01010b": ("rsa", "sha256"),
    "2a864886f70d01010c": ("rsa", "sha384"),
    "2a864886f70d01010d": ("rsa", "sha512"),
}
HASHES = {
    "608648016503040201": "sha256",
    "608648016503040202": "sha384",
    "608648016503040203": "sha512",
}
NAMES = {
    "550403": "name",
    "550405": "id",
    "550461": "agency",
    "55040a": "organization",
    "55040b": "unit",
}
BASIC, USAGE, PURPOSES, REASON = "551d13", "551d0f", "551d25", "551d15"
TIME_STAMPING, DOCUMENT_SIGNING = "2b06010505070308", "2b06010505070324"
SIGNING, COMMITTING, ISSUING = 0x80, 0x40, 0x04
#: Extensions whose being critical is understood here.
UNDERSTOOD = {BASIC, USAGE, PURPOSES}
LONGEST_CHAIN = 4
SUPERSEDED = 4


class Certificate(NamedTuple):
    """What a certificate says, as far as it is used here."""

    raw: bytes
    signed: bytes
    algorithm: Part
    signature: bytes
    serial: int
    issuer: bytes
    subject: bytes
    holder: dict[str, list[str]]
    begins: datetime
    ends: datetime
    key: Part
    extensions: dict[str, tuple[bool, bytes]]

    @property
    def name(self) -> str:
        """The holder's common name."""
        return "".join(self.holder.get("name", [])[:1])

    @property
    def person(self) -> str:
        """The person's id in the bureau; empty for a seal."""
        return "".join(self.holder.get("id", [])[:1])

    @property
    def is_seal(self) -> bool:
        """Whether this is the bureau's seal and no person's certificate."""
        return "agency" in self.holder and "id" not in self.holder


class Revocations(NamedTuple):
    """A revocation list: by serial number the day from which, and the reason."""

    issuer: bytes
    signed: bytes
    algorithm: Part
    signature: bytes
    entries: dict[int, tuple[datetime, int]]


def read_certificate(raw: bytes) -> Certificate:
    """Read a certificate; raises UnreadableError."""
    try:
        body, algorithm, signature = only_part(raw, SEQUENCE).parts
        fields = body.parts
        if fields[0].tag == 0xA0:
            fields = fields[1:]
        serial, _, issuer, term, subject, key = fields[:6]
        begins, ends = term.parts
        extra = next((f for f in fields[6:] if f.tag == 0xA3), None)
        return Certificate(
            raw=raw,
            signed=body.raw,
            algorithm=algorithm,
            signature=signature.body[1:],
            serial=serial.number,
            issuer=issuer.raw,
            subject=subject.raw,
            holder=_holder(subject),
            begins=moment_of(begins),
            ends=moment_of(ends),
            key=key,
            extensions=_extensions(extra) if extra else {},
        )
    except (ValueError, IndexError) as wrong:
        raise UnreadableError("certificate") from wrong


def _holder(subject: Part) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for group in subject.parts:
        for pair in group.parts:
            kind, value = pair.parts
            name = NAMES.get(kind.body.hex())
            if name:
                found.setdefault(name, []).append(value.body.decode("utf-8", "replace"))
    return found


def _extensions(wrapped: Part) -> dict[str, tuple[bool, bytes]]:
    found = {}
    for extension in first_part(wrapped.body).parts:
        fields = extension.parts
        critical = len(fields) == 3 and fields[1].body == b"\xff"
        found[fields[0].body.hex()] = (critical, fields[-1].body)
    return found


def read_pem(text: bytes) -> list[bytes]:
    """The DER of every certificate in a PEM file, or the file itself when it is DER."""
    found = re.findall(rb"-----BEGIN CERTIFICATE-----(.+?)-----END", text, re.DOTALL)
    return [base64.b64decode(one) for one in found] if found else [text]


def read_revocations(raw: bytes) -> Revocations:
    """Read a revocation list in DER; raises UnreadableError."""
    try:
        body, algorithm, signature = only_part(raw, SEQUENCE).parts
        fields = [f for f in body.parts if f.tag != INTEGER]
        listed = [f for f in fields[2:] if f.tag == SEQUENCE]
        entries = dict(_entry(one) for one in listed[0].parts) if listed else {}
        return Revocations(
            issuer=fields[1].raw,
            signed=body.raw,
            algorithm=algorithm,
            signature=signature.body[1:],
            entries=entries,
        )
    except (ValueError, IndexError) as wrong:
        raise UnreadableError("crl") from wrong


def _entry(one: Part) -> tuple[int, tuple[datetime, int]]:
    serial, since, *more = one.parts
    reason = 0
    for extension in more[0].parts if more else []:
        if extension.parts[0].body.hex() == REASON:
            reason = first_part(extension.parts[-1].body).number
    return serial.number, (moment_of(since), reason)


def key_holds(key: Part, algorithm: Part, data: bytes, signature: bytes, kind: str = "") -> bool:
    """Whether the key of a certificate made `signature` over `data`.

    `kind` names the hash for algorithms that do not (plain rsaEncryption in CMS).
    """
    named = algorithm.parts[0].body.hex()
    family, bits = key.parts
    shape = family.parts[0].body.hex()
    if shape == EC_KEY and SIGNATURES.get(named, ("", ""))[0] == "ec":
        curve = CURVES.get(family.parts[1].body.hex())
        r, s = (part.number for part in only_part(signature, SEQUENCE).parts)
        digest = hashlib.new(SIGNATURES[named][1], data).digest()
        return curve is not None and ecdsa_holds(curve, bits.body[1:], digest, r, s)
    if shape != RSA_KEY:
        return False
    modulus, exponent = (part.number for part in only_part(bits.body[1:], SEQUENCE).parts)
    if named == RSA_PSS:
        hashed, salt = _pss(algorithm)
        digest = hashlib.new(hashed, data).digest()
        return rsa_pss_holds(modulus, exponent, digest, signature, hashed, salt)
    hashed = SIGNATURES[named][1] if named in SIGNATURES else kind if named == RSA_KEY else ""
    if not hashed or SIGNATURES.get(named, ("rsa", ""))[0] != "rsa":
        return False
    return rsa_holds(modulus, exponent, hashlib.new(hashed, data).digest(), signature, hashed)


def _pss(algorithm: Part) -> tuple[str, int]:
    """Hash and length of the salt of PSS parameters (RFC 4055, 3.1)."""
    hashed, salt = "sha256", 32
    for part in algorithm.parts[1].parts if len(algorithm.parts) > 1 else []:
        if part.tag == 0xA0:
            named = first_part(part.body).parts[0].body.hex()
            if named not in HASHES:
                raise UnreadableError("PSS")
            hashed = HASHES[named]
        elif part.tag == 0xA2:
            salt = first_part(part.body).number
    return hashed, salt


class Trust:
    """The roots and the revocation lists of a bag; remembers what it has checked."""

    def __init__(
        self,
        roots: list[Certificate],
        lists: list[Revocations],
        earlier: list[tuple[Certificate, datetime]],
    ) -> None:
        """Trust these roots, earlier ones to a moment; believe lists that one of them signed."""
        self.roots = [*roots, *(one for one, _ in earlier)]
        self.ends = {one.raw: end for one, end in earlier}
        self.lists = [one for one in lists if self._by_root(one)]
        self.refused = len(lists) - len(self.lists)
        self._known: dict[tuple[bytes, bytes], bool] = {}

    def _by_root(self, one: Revocations) -> bool:
        return any(
            one.issuer == root.subject
            and key_holds(root.key, one.algorithm, one.signed, one.signature)
            for root in self.roots
        )

    def faults(
        self, leaf: Certificate, others: list[Certificate], moment: datetime, *, stamps: bool
    ) -> list[str]:
        """What speaks against a certificate at a moment.

        Words: untrusted, not_yet_valid, expired, revoked, superseded, usage, root_ended.
        """
        path = self._path(leaf, others)
        if path is None:
            return ["untrusted"]
        found = [] if _serves(leaf, stamps=stamps) else ["usage"]
        for one in path:
            if moment < one.begins:
                found.append("not_yet_valid")
            if moment > one.ends:
                found.append("expired")
            if any(
                critical and kind not in UNDERSTOOD
                for kind, (critical, _) in one.extensions.items()
            ):
                found.append("usage")
            found += self._ended(one, moment)
        if moment > self.ends.get(path[-1].raw, moment):
            found.append("root_ended")
        return found

    def _ended(self, one: Certificate, moment: datetime) -> list[str]:
        for listed in self.lists:
            since, reason = listed.entries.get(one.serial, (None, 0))
            if since is not None and since <= moment and listed.issuer == one.issuer:
                return ["superseded" if reason == SUPERSEDED else "revoked"]
        return []

    def _path(self, leaf: Certificate, others: list[Certificate]) -> list[Certificate] | None:
        path = [leaf]
        while len(path) <= LONGEST_CHAIN:
            issuer = self._issuer(path[-1], self.roots)
            if issuer is not None:
                return [*path, issuer]
            issuer = self._issuer(path[-1], [one for one in others if one not in path])
            if issuer is None:
                return None
            path.append(issuer)
        return None

    def _issuer(self, one: Certificate, candidates: list[Certificate]) -> Certificate | None:
        for candidate in candidates:
            if candidate.subject == one.issuer and may_issue(candidate):
                pair = (one.raw, candidate.raw)
                if pair not in self._known:
                    self._known[pair] = key_holds(
                        candidate.key, one.algorithm, one.signed, one.signature
                    )
                if self._known[pair]:
                    return candidate
        return None


def usage_of(one: Certificate) -> int:
    """The bits of its key usage, 0 where none is stated (RFC 5280, 4.2.1.3)."""
    _, raw = one.extensions.get(USAGE, (False, b""))
    body = only_part(raw, BITS).body if raw else b""
    return body[1] if len(body) > 1 else 0


def is_authority(one: Certificate) -> bool:
    """Whether basic constraints make it one (RFC 5280, 4.2.1.9)."""
    _, raw = one.extensions.get(BASIC, (False, b""))
    parts = first_part(raw).parts if raw else []
    return bool(parts) and parts[0].body == b"\xff"


def may_issue(one: Certificate) -> bool:
    """Whether a certificate is of a key that issues others."""
    return is_authority(one) and bool(usage_of(one) & ISSUING)


def _serves(leaf: Certificate, *, stamps: bool) -> bool:
    """Whether the certificate is for documents, or for timestamps alone (RFC 9336; RFC 3161)."""
    critical, raw = leaf.extensions.get(PURPOSES, (False, b""))
    purposes = [part.body.hex() for part in first_part(raw).parts] if raw else []
    if stamps:
        return critical and purposes == [TIME_STAMPING] and bool(usage_of(leaf) & SIGNING)
    return DOCUMENT_SIGNING in purposes and bool(usage_of(leaf) & COMMITTING)
