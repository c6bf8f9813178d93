"""Where storage's findings lie in a workspace: its codes and places in the audit's own words."""

from dataclasses import replace

from engine.audit_finding import AuditFinding, Place
from engine.storage_rows import OWN_CHAINS, Finding
from runtime.settings import BLOBS
from storage.connections import DATABASE

#: Findings of the ledger whose place is a series and year of the number register.
_NUMBERS = frozenset({"number_gap", "number_dangling"})
#: Findings whose place is a case and whose position is a sequence number.
_EVENTS = frozenset(
    {
        "event_damaged",
        "private_damaged",
        "event_body",
        "event_leaf",
        "chain_order",
        "chain_prev",
        "chain_declared",
        "case_head",
    }
)


def from_pages(found: Finding) -> AuditFinding:
    """Return a finding of the page seal with its file, table and page."""
    path, _, table = found.place.partition(":")
    place = Place(path=path, table=table, position=found.at or 0)
    return AuditFinding(code=found.kind, place=place)


def from_ledger(found: Finding) -> AuditFinding:
    """Return a finding of the ledger with its case and event, or its table and position."""
    at = found.at or 0
    if found.place in OWN_CHAINS:
        place = Place(table=found.place, seq=at)
    elif found.kind in _NUMBERS:
        place = Place(path=DATABASE, table=found.place, position=at)
    elif found.kind in _EVENTS and found.place != "ledger":
        place = Place(case=found.place, seq=at)
    else:
        place = Place(path=DATABASE, table="ledger", position=at)
    return AuditFinding(code=found.kind, place=place)


def blob_place(finding: AuditFinding) -> AuditFinding:
    """Return a finding about a kept file with the path of that file."""
    digest = str(finding.facts.get("digest", ""))
    if not digest or finding.place.path:
        return finding
    path = f"{BLOBS}/{digest[:2]}/{digest[2:]}"
    return replace(finding, place=replace(finding.place, path=path))


def details(finding: AuditFinding) -> dict[str, str | int | None]:
    """Return place and facts of a finding for the texts of the catalogue; None for the unknown."""
    place = finding.place
    where: dict[str, str | int | None] = {
        "case": place.case or None,
        "seq": place.seq or None,
        "document": place.document or None,
        "path": place.path or None,
        "table": place.table or None,
        "position": place.position or None,
    }
    return where | dict(finding.facts)
