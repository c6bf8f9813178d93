"""Comparing the roots a bureau had before with the journal's entries on their renewals.

Each must be kept, with a last list of its own, and be vouched for by the present root up to the
moment of its renewal; whether it vouches for the next is as the entry says. Refuses to judge what
was signed under one.
"""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from documents.signing.certificates import load
from documents.signing.succession import ends_of, follows
from engine.audit_finding import AuditFinding
from engine.audit_journal import journal_finding
from engine.errors import AnjuanError
from engine.journal import Act, Entry
from runtime.earlier_roots import ROOTS, KeptRoot, kept_roots
from runtime.key_places import certificate_file
from runtime.key_records import KeyRecord, key_records
from runtime.root_desk import ROOT
from runtime.settings import KEYS


def audit_roots(root: Path, entries: Sequence[Entry]) -> Iterator[AuditFinding]:
    """Everything about earlier roots of the workspace in `root` that the journal does not bear out.

    Codes: `root_lost`, `root_unrecorded`, `root_unvouched` with what does not hold.
    """
    ended = [one for one in key_records(entries) if one.owner == ROOT and one.how]
    acts = [entry for entry in entries if entry.act is Act.ROOT_RENEWED]
    try:
        kept = {one.number: one for one in kept_roots(root / KEYS)}
        present = load(certificate_file(root / KEYS, ROOT).read_bytes())
        roots = {number: load(one.root) for number, one in kept.items()}
    except (OSError, AnjuanError) as error:
        path = str(error.facts.get("path", "")) if isinstance(error, AnjuanError) else ""
        yield _at("root_lost", path)
        return
    for number in sorted(kept.keys() - range(1, len(ended) + 1)):
        yield _at("root_unrecorded", f"{number:02}.pem")
    for number, (record, act) in enumerate(zip(ended, acts, strict=True), 1):
        one = kept.get(number)
        if one is None or hashlib.sha256(one.root).hexdigest() != record.digest:
            yield _at("root_lost", f"{number:02}.pem")
        elif problem := _problem(one, record, act, present, roots.get(number + 1, present)):
            yield _at("root_unvouched", f"{number:02}.pem", problem=problem)


def _problem(
    one: KeptRoot,
    record: KeyRecord,
    act: Entry,
    present: x509.Certificate,
    following: x509.Certificate,
) -> str:
    """What is wrong with a root that is kept: `vouched`, `link` or `list`; empty for nothing."""
    try:
        root = load(one.root)
        if ends_of([present], [one.anchor]).get(root) != record.ended:
            return "vouched"
        links = [] if one.link is None else [load(one.link)]
    except AnjuanError:
        return "vouched"
    if follows(following, root, links) is not bool(act.facts.get("linked")):
        return "link"
    return "" if _signed(one.listed, root) else "list"


def _signed(listed: bytes, root: x509.Certificate) -> bool:
    crl, key = x509.load_der_x509_crl(listed), root.public_key()
    if not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        return False
    return crl.issuer == root.subject and crl.is_signature_valid(key)


def _at(code: str, name: str, **facts: str) -> AuditFinding:
    return journal_finding(code, 0, path=f"{KEYS}/{ROOTS}/{name}", **facts)
