"""Whether a running case may follow its procedure into another version, and why not.

A case's past is judged again under the new version from its own events alone; what lies ahead is
compared duty by duty. Pure: it decides a class with reasons and moves nothing.
"""

from collections.abc import Iterator
from datetime import date

from engine.case import MAIN, Case, Track
from engine.definition import StateKind, Workflow
from engine.definition_diff import Burden, compare_transitions
from engine.event import Event, EventKind
from engine.law import Law
from engine.migration_past import past_reasons
from engine.prospect import Ground, Prospect, Reason, human, stays
from engine.verdict import Term


def running(case: Case, machine: str, law: Law) -> tuple[Track, ...]:
    """Return the tracks of a machine that have not ended."""
    return tuple(t for t in case.machines(machine) if not _ended(t, law))


def _ended(track: Track, law: Law) -> bool:
    state = law.pinned(track.definition).states.get(track.state)
    return state is not None and state.kind is StateKind.TERMINAL


def foresee(case: Case, track: Track, target: Workflow, ground: Ground) -> Prospect:
    """Return what may become of one running track if it followed `target`."""
    pinned = ground.law.pinned(track.definition)
    reasons = (
        *_standing(track, pinned, target),
        *past_reasons(case, track, target, ground),
        *_ahead(track, pinned, target),
        *_open(case, track, ground.law),
    )
    return Prospect(
        case=case.id,
        track=track.id,
        source=track.definition,
        target=target.digest,
        reasons=reasons,
    )


def foresee_return(case: Case, track: Track, ground: Ground) -> Prospect | None:
    """Return what may become of a migrated track on its way back; None when it never migrated.

    Where nothing happened on the track since, going back undoes the migration and is safe.
    """
    last = last_migration(case, track)
    if last is None:
        return None
    origin = ground.law.pinned(last.basis["from"])
    since = (e for e in case.events if e.track == track.id and e.seq > last.seq)
    if all(e.kind is EventKind.MIGRATION for e in since):
        return Prospect(
            case=case.id,
            track=track.id,
            source=track.definition,
            target=origin.digest,
            reasons=(),
        )
    return foresee(case, track, origin, ground)


def last_migration(case: Case, track: Track) -> Event | None:
    """Return the migration that brought a track where it is, unless it was taken back."""
    mine = [e for e in case.events if e.kind is EventKind.MIGRATION and e.track == track.id]
    return mine[-1] if mine and mine[-1].trigger == FORWARD else None


FORWARD, BACK = "migrate", "migrate_back"


def _standing(track: Track, pinned: Workflow, target: Workflow) -> Iterator[Reason]:
    """The state the track stands in must exist, and be of the same kind."""
    here, there = pinned.states.get(track.state), target.states.get(track.state)
    state = Term("state", f"{track.machine}.{track.state}")
    if there is None:
        yield stays("state_missing", state=state)
    elif here is not None and here.kind is not there.kind:
        yield stays("state_kind", state=state)


# -- ahead and beside -------------------------------------------------------------------------


def _ahead(track: Track, pinned: Workflow, target: Workflow) -> Iterator[Reason]:
    """Steps still to come that would ask more of the case than the ones it expects."""
    here = _reach(pinned, track.state) | _reach(target, track.state)
    for mine in pinned.transitions:
        theirs, step = target.by_id(mine.id), mine.id
        if not here & {*mine.sources, *(theirs.sources if theirs is not None else ())}:
            continue
        if theirs is None:
            yield human("step_gone", step=step)
            continue
        heavier = [c for c in compare_transitions(mine, theirs) if c.burden is Burden.HEAVIER]
        areas = tuple(Term("change_area", a) for a in sorted({c.area for c in heavier}))
        if areas:
            yield human("duty_changed", step=step, areas=areas)


def _reach(workflow: Workflow, state: str) -> frozenset[str]:
    """Return every state that can still be reached, this one included."""
    found, rest = {state}, [state]
    while rest:
        here = rest.pop()
        for transition in workflow.transitions:
            there = transition.target_from(here)
            if here in transition.sources and there not in found:
                found.add(there)
                rest.append(there)
    return frozenset(found)


def _open(case: Case, track: Track, law: Law) -> Iterator[Reason]:
    """What is under way beside: signatures asked for, and tracks the main procedure waits for."""
    for proposal in case.open_proposals():
        if proposal.track == track.id:
            yield human("proposal_open", step=proposal.transition, seq=proposal.seq)
    for other in case.tracks.values() if track.id == MAIN else ():
        if other.id != track.id and not _ended(other, law):
            yield human("track_open", track=Term("track", other.id))


def in_force_or_known(case: Case, track: Track, target: Workflow, day: date) -> bool:
    """Whether a track may follow a version: in force that day, or its own from an earlier day."""
    own = {e.definition for e in case.events if e.track == track.id}
    own |= {t.definition for e in case.events for t in e.tracks if t.id == track.id}
    return target.id == track.machine and (target.in_force(day) or target.digest in own)
