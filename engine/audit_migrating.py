"""Judging again the record of a case moved to another version of its procedure.

Who moved it, where from and where to, and whether the case could follow: all worked out anew.
"""

from collections.abc import Iterator

from engine.audit_finding import AuditFinding, Place
from engine.case import Case, Track
from engine.definition import Workflow
from engine.event import Event
from engine.law import Law
from engine.migration import BACK, FORWARD, foresee, foresee_return, in_force_or_known
from engine.people import Agency
from engine.prospect import Fate, Ground, Prospect

_NOTHING = ("judged", "documents", "deadlines", "checklist", "tracks", "marks", "served")


def check_migration(case: Case, event: Event, law: Law, agency: Agency) -> Iterator[AuditFinding]:
    """Everything wrong with the record of one migration."""
    for name in (*_NOTHING, "case_number", "transition", "proposal", "fingerprint"):
        if getattr(event, name):
            yield _finding(event, "act_carries_more", field=name)
    track = case.tracks.get(event.track)
    if track is None or event.trigger not in {FORWARD, BACK}:
        yield _finding(event, "migration_unknown", track=event.track)
        return
    yield from _stands(event, track)
    yield from _mover(event, law, agency)
    lost = {track.definition, event.definition} - law.workflows.keys()
    if lost:
        yield _finding(event, "definition_unknown", digest=min(lost)[:12])
        return
    target = law.pinned(event.definition)
    if not in_force_or_known(case, track, target, event.at.date()):
        digest = target.digest[:12]
        yield _finding(event, "definition_not_in_force", machine=target.id, digest=digest)
    yield from _class(event, _prospect(case, track, event, target, Ground(law=law, agency=agency)))


def _prospect(
    case: Case, track: Track, event: Event, target: Workflow, ground: Ground
) -> Prospect | None:
    if event.trigger == BACK:
        return foresee_return(case, track, ground)
    return foresee(case, track, target, ground)


def _stands(event: Event, track: Track) -> Iterator[AuditFinding]:
    if (event.source, event.target) != (track.state, track.state):
        yield _finding(event, "target_differs", recorded=event.target, expected=track.state)
    if event.machine != track.machine:
        yield _finding(event, "machine_differs", recorded=event.machine, expected=track.machine)
    if event.basis.get("from") != track.definition or event.definition == track.definition:
        recorded = event.basis.get("from", "")[:12]
        expected = track.definition[:12]
        yield _finding(event, "migration_source", recorded=recorded, expected=expected)


def _mover(event: Event, law: Law, agency: Agency) -> Iterator[AuditFinding]:
    person = agency.person(event.actor)
    permitted = event.role in law.on(event.at.date()).migrators
    if person is None or not permitted or event.role not in person.roles:
        yield _finding(event, "migration_actor", person=event.actor, role=event.role)
    second = event.basis.get("second", "")
    if second and (second == event.actor or agency.person(second) is None):
        yield _finding(event, "migration_actor", person=second, role="")
    if not event.inputs.text("reason"):
        yield _finding(event, "input_missing", field="reason")


def _class(event: Event, prospect: Prospect | None) -> Iterator[AuditFinding]:
    """The class recorded must be the one found now, and must have let the case go."""
    if prospect is None or prospect.target != event.definition:
        yield _finding(event, "migration_unknown", track=event.track)
        return
    recorded, found = event.basis.get("class", ""), prospect.fate
    if recorded != found.value or found is Fate.STAYS:
        yield _finding(event, "migration_class", recorded=recorded, expected=found.value)
    if event.basis.get("approved", "") != (event.actor if found is Fate.HUMAN else ""):
        yield _finding(event, "migration_unapproved", person=event.basis.get("approved", ""))


def _finding(event: Event, code: str, **facts: str | int) -> AuditFinding:
    return AuditFinding(code=code, place=Place(case=event.case, seq=event.seq), facts=facts)
