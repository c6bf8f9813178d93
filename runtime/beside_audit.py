"""Auditing what the journal says lies beside documents: archival lifts and SM2 signatures.

Puts the two together for an audit of cases; what is wrong with one of them is asked elsewhere.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.audit_finding import AuditFinding
from engine.journal import Entry
from runtime.archive_audit import audit_lifts
from runtime.archive_records import lifted_in
from runtime.settings import KEYS
from runtime.sm2_check import audit_beside
from runtime.sm2_places import sm2_trust
from runtime.sm2_records import Beside, beside_in
from runtime.workspace import Workspace

#: The digests of the documents each audited case names.
Recorded = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the audit: its name, what is counted and how many, and what it finds."""

    name: str
    counted: str
    number: int
    findings: Iterable[AuditFinding]


def beside_parts(
    journal: Sequence[Entry], recorded: Recorded, workspace: Workspace
) -> Iterator[Part]:
    """Yield the parts; codes as `audit_lifts` and `audit_beside`. Findings are made when read."""
    lifted = {d: all_ for d, all_ in lifted_in(journal).items() if all_[-1].case in recorded}
    lifts = audit_lifts(lifted, recorded, workspace.blobs, workspace.trust())
    yield Part(name="archive", counted="lifted", number=len(lifted), findings=lifts)
    signed = {d: one for d, one in beside_in(journal).items() if one.case in recorded}
    found = _signatures(signed, recorded, workspace)
    yield Part(name="sm2", counted="sm2", number=len(signed), findings=found)


def _signatures(
    signed: Mapping[str, Beside], recorded: Recorded, workspace: Workspace
) -> Iterator[AuditFinding]:
    """Findings, with the roots read only when there is something to be judged."""
    if signed:
        trust = sm2_trust(workspace.root / KEYS)
        yield from audit_beside(signed, recorded, workspace.blobs, trust)
