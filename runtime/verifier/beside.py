"""SM2 signatures beside the papers (`audit/sm2`): each paper's own, over the whole file as it is.

A bag has them or has none; where it has them, every finished paper has one, but for those the index
names as without. A signature leads to `audit/sm2/roots` and is judged at the moment it states
itself: no timestamp proves that. Its bytes must be in the one form DER gives what was read.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache, partial
from hashlib import sha256
from typing import NamedTuple

from runtime.verifier.bag import Bag, Told, as_object
from runtime.verifier.certificates import (
    COMMITTING,
    EC_KEY,
    ISSUING,
    LONGEST_CHAIN,
    SIGNING,
    USAGE,
    Certificate,
    Revocations,
    is_authority,
    usage_of,
)
from runtime.verifier.cms import (
    CONTENT_TYPE,
    DATA,
    MESSAGE_DIGEST,
    SIGNED_DATA,
    SIGNING_CERTIFICATE,
    Signed,
    read_signed,
)
from runtime.verifier.der import (
    BITS,
    INTEGER,
    OCTETS,
    OID,
    SEQUENCE,
    SET,
    Part,
    UnreadableError,
    first_part,
    moment_of,
    only_part,
    written,
)
from runtime.verifier.finding import Findings, Place
from runtime.verifier.ledger import KEPT, RELIABLE
from runtime.verifier.papers import Paper, Papers
from runtime.verifier.replay import Case
from runtime.verifier.signatures import IN_FORCE, certificates_in, lists_in, local_time
from runtime.verifier.sm2 import USUAL_IDENTITY, sm2_digest, sm2_holds
from runtime.verifier.sm3 import sm3
from runtime.verifier.words import SAID

BESIDE = "audit/sm2/"
BESIDE_INDEX, BESIDE_ROOTS, BESIDE_LISTS = (
    f"{BESIDE}signatures.json",
    f"{BESIDE}roots/",
    f"{BESIDE}crl/",
)
#: Object identifiers of GM/T 0006, content bytes: the curve, SM3, SM2 with SM3.
SM2_KEY, SM3_DIGEST, SM2_WITH_SM3 = "2a811ccf5501822d", "2a811ccf55018311", "2a811ccf55018375"
SIGNING_TIME = "2a864886f70d010905"


def check_beside(bag: Bag, case: Case, papers: Papers, out: Findings) -> None:
    """Every SM2 signature of a bag, and that none is missing; nothing where there are none."""
    if not bag.below(BESIDE):
        return
    index = as_object(bag.json(BESIDE_INDEX))
    listed, without = index.get("signatures"), index.get("without", [])
    if not isinstance(listed, list) or not isinstance(without, list):
        out.add("sm2_index", Place(BESIDE_INDEX), law=KEPT)
        return
    check = BesideCheck(bag, case, papers, out)
    entries = [as_object(entry) for entry in listed]
    for entry in entries:
        out.attempt(SAID["part_sm2"], partial(check.one, entry), Place(str(entry.get("signature"))))
    check.whole(entries, [str(one) for one in without])


class BesideSigned(NamedTuple):
    """What an SM2 signature states."""

    signed: Signed
    signer: Certificate
    moment: datetime


class BesideCheck:
    """Checks the SM2 signatures of one bag."""

    def __init__(self, bag: Bag, case: Case, papers: Papers, out: Findings) -> None:
        """Reads roots and lists."""
        self.bag, self.case, self.papers, self.out = bag, case, papers, out
        self.roots = certificates_in(bag, bag.below(BESIDE_ROOTS), out)
        self.lists = lists_in(bag, BESIDE_LISTS, out)
        self.authorities = list(self.roots)
        self.signers: list[str] = []

    def one(self, entry: Told) -> None:
        """The signature an entry of the index names."""
        file = str(entry.get("signature"))
        paper = self.papers.by_id.get(str(entry.get("document")))
        if paper is None:
            self.out.add("sm2_foreign", Place(file), law=KEPT)
            return
        self.out.count("sm2")
        if file not in self.bag.files:
            self._add("sm2_missing", paper, file, KEPT)
            return
        try:
            read = read_beside(self.bag.bytes(file))
            self._held(read, paper, file, str(entry.get("user")).encode())
        except (UnreadableError, ValueError, IndexError):
            self._add("signature_unreadable", paper, file, RELIABLE)
            return
        entered = {
            "digest": (entry.get("digest"), paper.made["digest"]),
            "certificate": (entry.get("certificate"), sha256(read.signer.raw).hexdigest()),
            "signed": (datetime.fromisoformat(str(entry.get("signed"))), read.moment),
        }
        for key, (said, known) in entered.items():
            if said != known:
                self._add("sm2_differs", paper, file, KEPT, key=key)

    def _held(self, read: BesideSigned, paper: Paper, file: str, identity: bytes) -> None:
        signed, signer = read.signed, read.signer
        if _single(signed, MESSAGE_DIGEST).body != sm3(paper.data):
            self._add("signature_digest", paper, file, RELIABLE)
        if not made_by(signer.key.raw, signed.signed, signed.value, identity):
            self._add("signature_value", paper, file, RELIABLE)
        self.signers += [] if signer.name in self.signers else [signer.name]
        others = [one for one in signed.certificates if one != signer]
        self.authorities += [one for one in others if one not in self.authorities]
        for fault in self.faults(signer, others, read.moment):
            told = {"signer": signer.name, "at": local_time(read.moment)}
            self._add(f"certificate_{fault}", paper, file, IN_FORCE, **told)

    def _add(self, code: str, paper: Paper, file: str, law: str, **facts: object) -> None:
        told = {"name": paper.entry.get("name"), "field": SAID["sm2_field"], **facts}
        event = self.case.changed_by[paper.made["id"]]
        self.out.add(code, paper.place()._replace(file=file), event=event, law=law, **told)

    def whole(self, listed: list[Told], without: list[str]) -> None:
        """No paper without its signature, no signature without its paper, no list unbelieved."""
        known = {*without, *(str(entry.get("document")) for entry in listed)}
        for document, paper in self.papers.by_id.items():
            if document not in known and paper.made["signed"] and not paper.made["waiting"]:
                self._add("sm2_missing", paper, paper.file, KEPT)
        files = {BESIDE_INDEX, *(str(entry.get("signature")) for entry in listed)}
        for name in self.bag.below(BESIDE):
            if name not in files and not name.startswith((BESIDE_ROOTS, BESIDE_LISTS)):
                self.out.add("sm2_foreign", Place(name), law=KEPT)
        if without:
            self.out.could_not("sm2_without", names="、".join(without))
        self._believed()

    def _believed(self) -> None:
        """Roots and lists; a list of an authority that has no part in this bag counts as none."""
        if not self.roots:
            self.out.add("root_missing", Place(BESIDE_ROOTS), law=RELIABLE)
        used = [one for one in self.lists if one.issuer in {a.subject for a in self.authorities}]
        if not all(any(_listed_by(a, one) for a in self.authorities) for one in used):
            self.out.add("list_unsigned", Place(BESIDE_LISTS), law=RELIABLE)
        if not used:
            self.out.could_not("sm2_no_lists")
        self.out.could_not("sm2_root", signers="、".join(self.signers))

    def faults(self, leaf: Certificate, others: list[Certificate], moment: datetime) -> list[str]:
        """What speaks against a certificate at a moment, in the words `Trust.faults` uses.

        And `stray` for a certificate carried along that leads nowhere.
        """
        path = self._path(leaf, others)
        if path is None:
            return ["untrusted"]
        may = usage_of(leaf) & (SIGNING | COMMITTING) or USAGE not in leaf.extensions
        found = [] if may else ["usage"]
        found += ["not_yet_valid" for one in path if moment < one.begins]
        found += ["expired" for one in path if moment > one.ends]
        pairs = zip(path, path[1:])
        found += ["revoked" for one, issuer in pairs if self._ended(one, issuer, moment)]
        return found + ["stray" for one in others if one not in path]

    def _path(self, leaf: Certificate, others: list[Certificate]) -> list[Certificate] | None:
        path = [leaf]
        while path[-1] not in self.roots:
            known = [one for one in (*self.roots, *others) if one not in path]
            issuer = next((one for one in known if _issued_by(one, path[-1])), None)
            if issuer is None or len(path) > LONGEST_CHAIN:
                return None
            path.append(issuer)
        return path

    def _ended(self, one: Certificate, issuer: Certificate, moment: datetime) -> bool:
        known = (listed for listed in self.lists if one.serial in listed.entries)
        ended = (listed for listed in known if listed.entries[one.serial][0] <= moment)
        return any(_listed_by(issuer, listed) for listed in ended)


def _issued_by(issuer: Certificate, one: Certificate) -> bool:
    may = is_authority(issuer) and (usage_of(issuer) & ISSUING or USAGE not in issuer.extensions)
    return bool(may) and one.issuer == issuer.subject and _signed_by(issuer, one)


def _listed_by(issuer: Certificate, listed: Revocations) -> bool:
    return listed.issuer == issuer.subject and _signed_by(issuer, listed)


def _signed_by(issuer: Certificate, one: Certificate | Revocations) -> bool:
    kind = one.algorithm.parts[0].body.hex() == SM2_WITH_SM3
    return kind and made_by(issuer.key.raw, one.signed, one.signature, USUAL_IDENTITY)


@lru_cache(maxsize=256)
def made_by(key: bytes, data: bytes, signature: bytes, identity: bytes) -> bool:
    """Whether the key of a certificate made an SM2 signature; raises UnreadableError."""
    algorithm, bits = only_part(key, SEQUENCE).parts
    numbers = only_part(signature, SEQUENCE).parts
    kinds = [part.body.hex() for part in algorithm.parts]
    tags = [part.tag for part in (bits, *numbers)]
    if kinds != [EC_KEY, SM2_KEY] or tags != [BITS, INTEGER, INTEGER] or bits.body[0]:
        return False
    point = bits.body[1:]
    return sm2_holds(point, sm2_digest(point, data, identity), *(part.number for part in numbers))


def read_beside(data: bytes) -> BesideSigned:
    """Read a detached SM2 signature; raises UnreadableError, also for any other form of it."""
    signed = read_signed(data)
    signer, named = signed.claimed, _single(signed, SIGNING_CERTIFICATE)
    if signer is None or _single(signed, CONTENT_TYPE).body.hex() != DATA or _form(signed) != data:
        raise UnreadableError("SM2")
    digest = first_part(first_part(named.body).body).parts
    if digest[0].raw != _kind(SM3_DIGEST) or digest[1].body != sm3(signer.raw):
        raise UnreadableError("SM2")
    return BesideSigned(signed, signer, moment_of(_single(signed, SIGNING_TIME)))


def _single(signed: Signed, kind: str) -> Part:
    """The one value of a signed attribute."""
    values = signed.attributes.get(kind, [])
    if len(values) != 1:
        raise UnreadableError("SM2")
    return values[0]


def _kind(name: str) -> bytes:
    return written(SEQUENCE, written(OID, bytes.fromhex(name)))


def _form(signed: Signed) -> bytes:
    """The only encoding of a signature (RFC 5652, 5.1) with SM2, SM3 and no content."""
    one, digest = written(INTEGER, b"\x01"), _kind(SM3_DIGEST)
    attributes, value = b"\xa0" + signed.signed[1:], written(OCTETS, signed.value)
    algorithm = _kind(SM2_WITH_SM3)
    signer = written(SEQUENCE, one, signed.named, digest, attributes, algorithm, value)
    certificates = written(0xA0, *(certificate.raw for certificate in signed.certificates))
    digests, signers = written(SET, digest), written(SET, signer)
    body = written(SEQUENCE, one, digests, _kind(DATA), certificates, signers)
    return written(SEQUENCE, written(OID, bytes.fromhex(SIGNED_DATA)), written(0xA0, body))
