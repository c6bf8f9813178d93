"""Everything storage can say about a workspace that was tampered with, from page to signature.

The order in which a damaged store can be examined, for tests of the store alone; the program's own
audit asks far more.
"""

from collections.abc import Callable
from pathlib import Path

from engine.checkpoint import Checkpoint, VerifierKey
from engine.errors import AnjuanError
from engine.ledger_audit import audit_ledger
from engine.storage_rows import Finding
from storage import checkpoint_file
from storage.connections import DATABASE
from storage.logkey import verify_ed25519
from storage.page_audit import verify_pages
from storage.sqlite_store import SqliteStore


def audit_store(
    folder: Path, open_store: Callable[[], SqliteStore], key: VerifierKey
) -> list[Finding]:
    """Findings of pages, of the checkpoint file and of the ledger, in that order.

    `open_store` opens the store of `folder`; what keeps it from opening is itself a finding.
    """
    findings = verify_pages(folder)
    published: Checkpoint | None = None
    try:
        published = checkpoint_file.published(folder, key, verify_ed25519)
    except AnjuanError as error:
        findings.append(Finding(kind=error.code, place=checkpoint_file.NAME))
    try:
        store = open_store()
    except AnjuanError as error:
        findings.append(Finding(kind=error.code, place=DATABASE))
        return findings
    try:
        with store.read() as now:
            findings.extend(audit_ledger(now, key=key, check=verify_ed25519, published=published))
    except AnjuanError as error:
        # The database itself gave up in the middle; the pages above say where.
        findings.append(Finding(kind=error.code, place=DATABASE))
    finally:
        store.close()
    return findings
