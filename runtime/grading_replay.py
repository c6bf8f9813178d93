"""Replaying events somebody edited: as much of the case as they still make.

An event whose periods contradict each other counts without them; one that cannot be read or
applied at all is left out and named. Nothing is mended.
"""

from collections.abc import Sequence
from dataclasses import replace

from engine.case import Case, apply
from engine.errors import AnjuanError
from engine.event import Event
from engine.reading import decode
from engine.storage_rows import StoredEvent

#: What damaged events provoke while they are applied.
_DAMAGE = (AnjuanError, KeyError, ValueError, TypeError, AttributeError, IndexError, StopIteration)


def replayed_leniently(case_id: str, stored: Sequence[StoredEvent]) -> tuple[Case, dict[str, str]]:
    """Return the case, and by place what of its events does not count.

    Places read `audit/<number of the event>`; codes are `periods` and `event`.
    """
    case, left_out = Case(id=case_id), dict[str, str]()
    for one in stored:
        place = f"audit/{one.seq}"
        try:
            event = decode(one)
        except AnjuanError:
            left_out[place] = "event"
            continue
        after = _applied(case, event)
        if after is None:
            after = _applied(case, replace(event, deadlines=()))
            left_out[place] = "periods" if after is not None else "event"
        if after is not None:
            case = after
            case.head = one.hash.hex()
    return case, left_out


def _applied(case: Case, event: Event) -> Case | None:
    """The case after the event, or None where it cannot follow."""
    after = case.copy()
    try:
        apply(after, event)
    except _DAMAGE:
        return None
    return after
