"""What a case waits for besides its periods: signatures, appointments, the next instalment.

Lines for people; it judges nothing.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

from commands.office import Office
from commands.telling import waiting_rows
from engine.case import Case, Track
from engine.event import Event
from engine.facts.money import next_instalment


def signatures(office: Office, case: Case) -> Iterator[str]:
    """Yield who sent what for signature, whose turn it is with which command, and who follows."""
    for proposal in case.open_proposals():
        yield _proposed(office, proposal)
    turns: set[str] = set()
    for document, name, field, who in waiting_rows(office, case):
        key = "next.signature_after" if document in turns else "next.signature"
        turns.add(document)
        command = f"anjuan sign do {case.id} {document} --as ID"
        yield office.say(key, name=name, id=document, field=field, who=who, command=command)


def _proposed(office: Office, proposal: Event) -> str:
    found = office.workspace.law.pinned(proposal.definition).by_id(proposal.transition)
    return office.say(
        "next.proposed",
        person=office.person(proposal.actor),
        at=proposal.at,
        step=office.names.transition(found) if found is not None else proposal.transition,
        trigger=proposal.trigger,
    )


def appointments(office: Office, case: Case, named: Callable[[str], str]) -> Iterator[str]:
    """Yield what the last step of each track fixed for a later moment, and what is paid next."""
    terminal = office.workspace.law.terminal()
    for track in case.tracks.values():
        if (track.machine, track.state) in terminal:
            continue
        yield from _moments(office, case, track, named)
        due = next_instalment(case, track)
        if due is not None:
            number, row = due
            yield office.say(
                "next.instalment",
                track=named(track.id),
                number=number,
                amount_fen=row.number("amount"),
                due=row.day("due"),
            )


def _moments(
    office: Office, case: Case, track: Track, named: Callable[[str], str]
) -> Iterator[str]:
    now = office.workspace.now()
    for name, moment in case.events[track.last_event - 1].inputs.items():
        if isinstance(moment, datetime) and moment > now:
            yield office.say(
                "next.appointment",
                track=named(track.id),
                label=office.messages.named("input", name),
                moment=moment,
                days=(moment.date() - now.date()).days,
            )
