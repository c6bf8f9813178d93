"""Everything about a workspace that the bureau's journal answers for, part by part.

Keys, lists, leads, cosigned heads, files changed by hand, dossiers received and acts for two.
Refuses to judge cases.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from engine.audit_finding import AuditFinding, Place
from engine.checkpoint import VerifierKey
from engine.commitments import audit_commitments
from engine.errors import AnjuanError
from engine.journal import Act, Entry
from engine.reads import audit_reads
from engine.storage_ports import Snapshot
from engine.storage_rows import JOURNAL, READS
from runtime.journal_audit import audit_keys, audit_leads, audit_lists
from runtime.key_records import key_records
from runtime.received import audit_received
from runtime.registered_files import audit_registered
from runtime.two_people import audit_together
from runtime.witnessing import audit_witnessed
from storage.plain_bodies import plain_bodies

Part = tuple[str, Iterator[AuditFinding]]


def bureau_parts(
    root: Path, entries: Sequence[Entry], key: VerifierKey, view: Snapshot
) -> tuple[Part, ...]:
    """Return what is to be audited, each part with its findings, which may stop in damage."""
    return (
        ("keys", audit_keys(root, entries, key)),
        ("lists", audit_lists(root, entries)),
        ("leads", audit_leads(root, entries)),
        ("witnesses", audit_witnessed(root, entries, view)),
        ("files", audit_registered(root, entries)),
        ("received", audit_received(root, entries)),
        ("together", _together(entries)),
        ("reads", _reads(view)),
        ("commitments", audit_commitments(view)),
    )


def _reads(view: Snapshot) -> Iterator[AuditFinding]:
    yield from audit_reads(view.events(READS))


def _together(entries: Sequence[Entry]) -> Iterator[AuditFinding]:
    yield from audit_together(entries, key_records(entries))


def plain_journal(root: Path) -> tuple[Entry, ...]:
    """Return the journal as far as it stands in clear in the database; nobody vouches for it."""
    found = []
    for seq, text in enumerate(plain_bodies(root, JOURNAL), start=1):
        try:
            body = json.loads(text)
            moment = datetime.fromisoformat(body["at"])
            found.append(
                Entry(seq=seq, act=Act(body["act"]), at=moment, actor="", facts=body["facts"])
            )
        except (ValueError, KeyError, TypeError):
            break
    return tuple(found)


def audit_unopened(root: Path, error: Exception) -> Iterator[AuditFinding]:
    """Say what may keep a workspace from being opened.

    Codes: `workspace_unopened` with the file the refusal names, and those of registered files.
    """
    problem = error.code if isinstance(error, AnjuanError) else type(error).__name__
    found = AuditFinding(code="workspace_unopened", facts={"problem": problem})
    yield replace(found, place=Place(path=_named_file(root, error)))
    yield from audit_registered(root, plain_journal(root))


def _named_file(root: Path, error: Exception) -> str:
    """Return the path of the file an error names, in the workspace; empty where it names none."""
    facts = error.facts if isinstance(error, AnjuanError) else {}
    for value in (facts.get("path"), facts.get("file"), getattr(error, "filename", None)):
        named = Path(str(value)).name if value else ""
        paths = [p for p in sorted(root.rglob(named or "?")) if p.name == named]
        if paths:
            return paths[0].relative_to(root).as_posix()
    return ""
