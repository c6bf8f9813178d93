"""Which tracks a transition opens: the ones it names, and one of service per document it serves."""

from engine.case import MAIN, Case
from engine.event import EventKind, TrackOpened
from engine.facts import CaseFacts
from engine.judging import holds
from engine.law import Law
from engine.plan_documents import DocumentPlan
from engine.situation import Situation

SERVICE = "service"


def plan_tracks(
    situation: Situation, facts: CaseFacts, law: Law, documents: tuple[DocumentPlan, ...]
) -> tuple[TrackOpened, ...]:
    """Return the tracks opened together with this transition and its documents."""
    made = {d.form.id: d.id for d in documents}
    opened: list[TrackOpened] = []
    counts: dict[str, int] = {}

    def open_track(machine: str, transition: str, form: str, track: str = "") -> None:
        workflow = law.current(machine, situation.today)
        counts[machine] = counts.get(machine, len(situation.case.machines(machine))) + 1
        begin = workflow.by_id(transition) if transition else None
        opened.append(
            TrackOpened(
                id=track or f"{machine}-{counts[machine]}",
                machine=machine,
                definition=workflow.digest,
                state=begin.target if begin is not None else workflow.initial,
                transition=transition,
                subject=made.get(form, ""),
            )
        )

    for opening in situation.transition.opens:
        if holds(opening.when, facts, situation.inputs):
            place = MAIN if opening.takes_over else ""
            open_track(opening.machine, opening.transition, opening.subject, place)
    for use in situation.transition.documents:
        if use.serve and holds(use.when, facts, situation.inputs):
            open_track(SERVICE, "", use.form)
    return tuple(opened)


def taken(case: Case, law: Law, machine: str) -> bool:
    """Whether a case has its one track of a machine: a live one, or one nothing renewed since."""
    tracks = case.machines(machine)
    if any((machine, t.state) not in law.terminal() for t in tracks):
        return True
    for event in reversed(case.events):
        if event.kind is not EventKind.TRANSITION:
            continue
        transition = law.pinned(event.definition).by_id(event.transition)
        if transition is not None and machine in transition.renews:
            return False
        begun = event.machine == machine and not event.source
        if begun or any(t.machine == machine for t in event.tracks):
            return True
    return bool(tracks)
