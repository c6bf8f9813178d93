"""Changing a case outside the steps of its procedure: agreed on by two people, and on record first.

The journal names the cases, the reason and both signatures before anything is changed; an audit
asks for such an entry for every change of this kind. Refuses to know what is changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.audit_finding import AuditFinding, Place
from engine.case import Case
from engine.errors import InputError
from engine.event import Event, EventKind
from engine.journal import Act, Entry, note
from engine.record import Json
from engine.storage_rows import StoredEvent
from runtime.registered_files import recorded
from runtime.two_people import AGREED, agreed
from runtime.workspace import Workspace

#: What is done to a case: it is moved to another version of its procedure.
MIGRATION = "migration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervention:
    """What two people agree to do."""

    kind: str
    cases: tuple[str, ...]
    #: Digest of the version cases are to follow; empty where they go back.
    target: str
    reason: str
    people: tuple[str, str]


def enter(workspace: Workspace, wish: Intervention, pins: Mapping[str, str]) -> Entry:
    """Enter in the journal what two people are about to do to cases, with both signatures.

    Raises InputError `migrate.reason_missing`, and what `two_people.agreed` raises.
    """
    if not wish.reason.strip():
        raise InputError("migrate.reason_missing")
    cases: list[Json] = list(wish.cases)
    facts: dict[str, Json] = {
        "kind": wish.kind,
        "cases": cases,
        "target": wish.target,
        "reason": wish.reason,
    }
    signed = agreed(workspace, Act.CASE_INTERVENED, facts, wish.people, pins)
    with workspace.store.write() as unit:
        moment, actor = workspace.now(), wish.people[0]
        return note(unit, Act.CASE_INTERVENED, at=moment, actor=actor, facts=signed)


def audit_interventions(
    entries: Sequence[Entry],
    cases: Mapping[str, Case],
    stored: Mapping[str, Sequence[StoredEvent]],
) -> Iterator[AuditFinding]:
    """Changes of cases that no entry of two people before them bears out: `intervention_alone`.

    `stored` are the events of the cases. A workspace whose journal is older than the rule is not
    asked.
    """
    if recorded(entries) is None:
        return
    leaves = {(s.case_id, s.seq): s.leaf for found in stored.values() for s in found}
    agreed_on = [entry for entry in entries if entry.act is Act.CASE_INTERVENED]
    for case in cases.values():
        for event in case.events:
            if event.kind is EventKind.MIGRATION and not any(
                _bears_out(entry, event, leaves) for entry in agreed_on
            ):
                place = Place(case=case.id, seq=event.seq)
                yield AuditFinding(code="intervention_alone", place=place)


def _bears_out(entry: Entry, event: Event, leaves: Mapping[tuple[str, int], int]) -> bool:
    cases, people = entry.facts.get("cases"), entry.facts.get(AGREED)
    named = (
        [one.get("person") for one in people if isinstance(one, dict)]
        if isinstance(people, list)
        else []
    )
    return (
        isinstance(cases, list)
        and event.case in cases
        and entry.leaf < leaves.get((event.case, event.seq), -1)
        and event.actor in named
        and event.basis.get("second") in named
    )
