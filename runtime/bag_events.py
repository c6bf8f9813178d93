"""The events of a bag, read once for all checks: several replay the whole case.

What is remembered is never changed: events are values. Refuses to know what a check looks for.
"""

from collections.abc import Sequence
from functools import lru_cache

from engine.case import Case, apply
from engine.event import Event
from engine.reading import decode
from engine.storage_rows import StoredEvent

#: Events remembered, those of a long case.
REMEMBERED = 256


@lru_cache(maxsize=REMEMBERED)
def event_of(stored: StoredEvent) -> Event:
    """Return the event behind stored bytes; raises as `decode` does."""
    return decode(stored)


def case_of(events: Sequence[StoredEvent]) -> Case:
    """Return the case that some events make, a new one each time; raises as `decode` does."""
    case = Case(id=events[0].case_id)
    for stored in events:
        apply(case, event_of(stored))
        case.head = stored.hash.hex()
    return case
