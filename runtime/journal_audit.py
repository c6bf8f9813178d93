"""Comparing a workspace's keys and lists of matters with the journal that records them.

Every certificate in use, every one that was replaced or taken back, the ledger's own key and every
list that was imported must be those the journal names. Refuses to judge signatures and lists.
"""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from documents.signing.revocation import read_list
from engine.audit_finding import AuditFinding
from engine.audit_journal import journal_finding
from engine.checkpoint import VerifierKey
from engine.errors import AnjuanError
from engine.journal import Act, Entry
from runtime.earlier_roots import kept_roots
from runtime.key_places import certificate_file
from runtime.key_records import KeyRecord, in_use, key_records, log_keys
from runtime.keyring import CRL
from runtime.lead_import import imports_in, kept_at
from runtime.list_import import lists_of
from runtime.root_audit import audit_roots
from runtime.root_desk import ROOT
from runtime.settings import KEYS, LEADS
from workflows.kept_lists import KeptList


def audit_keys(
    root: Path, entries: Sequence[Entry], log_key: VerifierKey
) -> Iterator[AuditFinding]:
    """Everything about the keys of the workspace in `root` that the journal does not bear out.

    Codes: `key_unrecorded`, `key_lost`, `crl_differs`, `log_key_unrecorded`, and those of
    `audit_roots`.
    """
    current = in_use(entries)
    for owner, record in current.items():
        yield from _certificate(root, owner, record)
    people = root / KEYS / "people"
    for path in sorted([*people.glob("*.p12"), *people.glob("*.token.yaml")]):
        if path.name.partition(".")[0] not in current:
            yield _at(root, "key_unrecorded", path)
    yield from _ended(root, key_records(entries))
    yield from audit_roots(root, entries)
    named = log_keys(entries)
    if not named or named[-1].key != log_key:
        yield _at(root, "log_key_unrecorded", root / KEYS / "log.key")


def _certificate(root: Path, owner: str, record: KeyRecord) -> Iterator[AuditFinding]:
    path = certificate_file(root / KEYS, owner)
    if not path.is_file():
        yield _at(root, "key_lost", path)
    elif hashlib.sha256(path.read_bytes()).hexdigest() != record.digest:
        yield _at(root, "key_unrecorded", path)


def _ended(root: Path, records: Sequence[KeyRecord]) -> Iterator[AuditFinding]:
    """The revocation lists name exactly the certificates the journal ended, in the same way.

    Roots are on none: what the next root says of one tells when it ended.
    """
    path = root / KEYS / CRL
    try:
        lists = [path.read_bytes(), *(one.listed for one in kept_roots(root / KEYS))]
        listed = [entry for one in lists for entry in read_list(one)[0]]
    except (OSError, AnjuanError):
        yield _at(root, "crl_differs", path, serial="?", recorded="?", found="?")
        return
    found = {f"{r.serial:x}": "renewed" if r.superseded else "revoked" for r in listed}
    recorded = {r.serial: r.how for r in records if r.how and r.owner != ROOT}
    for serial in sorted(found.keys() | recorded.keys()):
        if found.get(serial) != recorded.get(serial):
            facts = {
                "recorded": recorded.get(serial, "in_use"),
                "found": found.get(serial, "in_use"),
            }
            yield _at(root, "crl_differs", path, serial=serial, **facts)


def audit_lists(root: Path, entries: Sequence[Entry]) -> Iterator[AuditFinding]:
    """Every list of matters the workspace in `root` keeps is one the journal names, and back.

    Codes: `list_damaged`, `list_unrecorded`, `list_lost`, `list_differs`, `list_source`.
    """
    lists = lists_of(root)
    recorded = {e.text("digest"): e for e in entries if e.act is Act.LIST_IMPORTED}
    try:
        kept = {one.digest: one for one in lists.history()}
    except AnjuanError:
        yield _at(root, "list_damaged", lists.folder)
        return
    for digest, entry in recorded.items():
        if digest not in kept:
            facts = {"number": str(entry.facts.get("number")), "digest": digest[:16]}
            yield journal_finding("list_lost", entry.seq, **facts)
    for digest, one in kept.items():
        number = f"{one.number:04d}.json"
        if digest not in recorded:
            yield _at(root, "list_unrecorded", lists.folder / number)
        elif not _same(recorded[digest], one):
            yield _at(root, "list_differs", lists.folder / number)
        yield from _source(root, lists.source_of(one), one)


def audit_leads(root: Path, entries: Sequence[Entry]) -> Iterator[AuditFinding]:
    """Every table of grid leads the journal names is kept unchanged, and no other lies there.

    Codes: `leads_lost`, `leads_unrecorded`.
    """
    named = {kept_at(root, e.text("digest")): e for e in imports_in(entries)}
    for path, entry in named.items():
        found = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        if found != entry.text("digest"):
            yield journal_finding(
                "leads_lost",
                entry.seq,
                path=str(path.relative_to(root)),
                source=entry.text("source"),
            )
    for path in sorted((root / LEADS).glob("*")):
        if path not in named:
            yield _at(root, "leads_unrecorded", path)


def _same(entry: Entry, kept: KeptList) -> bool:
    """Whether entry and list agree on who imported what when."""
    facts = (kept.number, kept.previous, kept.source, kept.source_digest)
    named = tuple(entry.facts.get(n) for n in ("number", "previous", "source", "source_digest"))
    return (entry.actor, entry.at, named) == (kept.by, kept.at, facts)


def _source(root: Path, path: Path, kept: KeptList) -> Iterator[AuditFinding]:
    found = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    if found != kept.source_digest:
        yield _at(root, "list_source", path)


def _at(root: Path, code: str, path: Path, **facts: str | int) -> AuditFinding:
    return journal_finding(code, 0, path=str(path.relative_to(root)), **facts)
