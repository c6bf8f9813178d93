"""What somebody did in a case: the acts he or she took and the documents he or she signed.

Acts before a recusal stand, but somebody else has to look at them again; this lists them.
"""

from engine.case import Case
from engine.event import Event, EventKind


def works_of(case: Case, person: str) -> tuple[Event, ...]:
    """Return the acts of a case in which a person had a hand, oldest first.

    Asking for a recusal, one's own or another's, is none of them.
    """
    return tuple(e for e in case.events if e.machine != "staffing" and _had_a_hand(e, person))


def _had_a_hand(event: Event, person: str) -> bool:
    if event.kind is EventKind.WITHDRAWAL:
        return False
    signed = (s for d in event.documents for s in d.signed if s.at == event.at)
    return event.actor == person or any(s.person == person for s in signed)
