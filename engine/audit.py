"""Auditing one case from its stored events: bytes, chain, legality, files and signatures.

Nothing the program wrote is believed: every event is decoded, written again, planned again and
compared. Whatever a damaged event provokes is itself a finding. Refuses to know where events lie.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial

from engine.audit_files import FilePorts, audit_files
from engine.audit_finding import AuditFinding, Place
from engine.audit_law import Bench, rejudge
from engine.audit_migrating import check_migration
from engine.audit_rows import ExpectedRows
from engine.case import Case, apply
from engine.elsewhere import Elsewhere
from engine.errors import AnjuanError
from engine.event import Event, EventKind, body_of, private_of
from engine.hashchain import Link, broken_links
from engine.law import Law
from engine.people import Agency
from engine.reading import decode
from engine.recording import is_named
from engine.redaction import miscommitted
from engine.sampling_draws import drawn_reviewer
from engine.storage_ports import Snapshot
from engine.storage_rows import StoredEvent

_LINKS = {
    "order": "chain_order",
    "body": "event_body",
    "prev": "chain_prev",
    "declared": "chain_declared",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPorts:
    """What the audit of a case reads beside its events."""

    files: FilePorts
    #: A view in which other cases are found; the same one for all cases of an audit.
    view: Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAudit:
    """A case as far as its events could be read, and everything found wrong."""

    case: Case
    rows: ExpectedRows
    findings: tuple[AuditFinding, ...]

    @property
    def signatures(self) -> int:
        """Return how many signatures its present documents bear."""
        return sum(len(d.signed) for d in self.case.documents.values())


def folded(audits: Mapping[str, CaseAudit]) -> dict[str, Case]:
    """Return the cases of several audits, by id."""
    return {case_id: audited.case for case_id, audited in audits.items()}


def audit_case(
    stored: Sequence[StoredEvent],
    law: Law,
    agency_of: Callable[[Event], Agency | None],
    ports: AuditPorts,
) -> CaseAudit:
    """Audit one case from its events in order, the oldest first; never raises for bad content."""
    case = Case(id=stored[0].case_id if stored else "")
    rows = ExpectedRows()
    findings = list(_chain(stored))
    bench = bench_over(ports.view, case.id, law, agency_of)
    for one in stored:
        try:
            event = decode(one)
            findings += _form(case, one, event)
            findings += _judged(case, one, event, bench)
            apply(case, event)
            case.head = one.hash.hex()
            rows.add(case, event)
        except Exception as error:  # noqa: BLE001 - whatever damaged content provokes is a finding
            findings.append(_broken(one, "event_unreadable", error))
            break
    findings += audit_files(case, ports.files)
    return CaseAudit(case=case, rows=rows, findings=tuple(findings))


def bench_over(
    view: Snapshot, case_id: str, law: Law, agency_of: Callable[[Event], Agency | None]
) -> Bench:
    """Return what judging the events of a case again reads beside them."""
    return Bench(
        law=law,
        agency_of=agency_of,
        elsewhere=lambda leaf: Elsewhere(
            case_id=case_id, read=lambda: nullcontext(view), load=partial(_before, leaf=leaf)
        ),
        drawn_for=lambda leaf: drawn_reviewer(view, case_id, leaf=leaf),
    )


def _chain(stored: Sequence[StoredEvent]) -> Iterator[AuditFinding]:
    links = (Link(seq=s.seq, body=s.body, prev_hash=s.prev_hash, hash=s.hash) for s in stored)
    for broken in broken_links(links):
        place = Place(case=stored[0].case_id, seq=broken.seq)
        yield AuditFinding(code=_LINKS[broken.kind], place=place)


def _form(case: Case, stored: StoredEvent, event: Event) -> Iterator[AuditFinding]:
    """The event's bytes: canonical, bound to its private part, and beside the right columns."""
    place = Place(case=stored.case_id, seq=stored.seq)
    body = json.loads(stored.body)
    if body.get("inputs") != event.inputs_digest:
        yield AuditFinding(code="inputs_digest", place=place)
    elif body_of(event, stored.prev_hash.hex()) != stored.body:
        yield AuditFinding(code="body_form", place=place)
    if private_of(event) != stored.private:
        yield AuditFinding(code="private_form", place=place)
    for document in miscommitted(event, frozenset(case.documents)):
        yield AuditFinding(code="commitment_broken", place=place, facts={"document": document})
    columns = {
        "case_id": stored.case_id == event.case,
        "seq": stored.seq == event.seq == case.version + 1,
        "command_id": stored.command_id == event.command,
        "part": stored.named == is_named(event),
        "moment": stored.moment == event.at,
    }
    for name, same in columns.items():
        if not same:
            yield AuditFinding(code="event_column", place=place, facts={"field": name})
    if case.last_at is not None and event.at < case.last_at:
        facts = {"at": event.at.isoformat(), "before": case.last_at.isoformat()}
        yield AuditFinding(code="time_order", place=place, facts=facts)
    if case.version == 0 and event.kind not in {EventKind.TRANSITION, EventKind.PROPOSAL}:
        yield AuditFinding(code="opening_missing", place=place)


def _judged(case: Case, stored: StoredEvent, event: Event, bench: Bench) -> list[AuditFinding]:
    try:
        if event.kind is EventKind.MIGRATION:
            return list(_migrated(case, event, bench))
        return list(rejudge(case, event, stored.leaf, bench))
    except Exception as error:  # noqa: BLE001 - whatever damaged content provokes is a finding
        return [_broken(stored, "event_unjudged", error)]


def _migrated(case: Case, event: Event, bench: Bench) -> Iterator[AuditFinding]:
    agency = bench.agency_of(event)
    if agency is None:
        place, digest = Place(case=event.case, seq=event.seq), event.basis.get("agency", "")[:12]
        yield AuditFinding(code="profile_unknown", place=place, facts={"digest": digest})
    else:
        yield from check_migration(case, event, bench.law, agency)


def _broken(stored: StoredEvent, code: str, error: Exception) -> AuditFinding:
    problem = error.code if isinstance(error, AnjuanError) else type(error).__name__
    place = Place(case=stored.case_id, seq=stored.seq)
    return AuditFinding(code=code, place=place, facts={"problem": problem})


def _before(view: Snapshot, case_id: str, *, leaf: int) -> Case:
    """Replay another case as it stood before a leaf of the ledger."""
    case = Case(id=case_id)
    for stored in view.events(case_id):
        if stored.leaf < leaf:
            apply(case, decode(stored))
    return case
