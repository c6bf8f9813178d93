"""What must hold between a case row and the events that lead to it, whichever store keeps them.

Knows versions and hashes; refuses to know statements.
"""

from collections.abc import Sequence

from engine.errors import ConflictError, IntegrityError
from engine.hashchain import GENESIS, event_hash, names_prev
from engine.storage_rows import CaseRow, NewEvent, StoredEvent


def refuse_inconsistent(case: CaseRow, expected_version: int, events: Sequence[NewEvent]) -> None:
    """Raise IntegrityError `append_inconsistent` unless `events` chain up to exactly `case`."""
    fault = _fault(case, expected_version, events)
    if fault:
        raise IntegrityError("append_inconsistent", case=case.case_id, fault=fault)


def refuse_loose(event: NewEvent, chain: str) -> None:
    """Raise IntegrityError `append_inconsistent` for an entry of a chain that hangs on nothing."""
    if event.moment.tzinfo is None:
        raise IntegrityError("append_inconsistent", case=chain, fault="moment")
    if not names_prev(event.body, event.prev_hash):
        raise IntegrityError("append_inconsistent", case=chain, fault="chain")


def refuse_moved(
    case_id: str, expected_version: int, events: Sequence[NewEvent], version: int, head: bytes
) -> None:
    """Raise ConflictError `case_moved` or `chain_moved` unless the stored case stands there.

    `version` and `head` are those stored, 0 and `GENESIS` where there is no such case.
    """
    if version != expected_version:
        raise ConflictError("case_moved", case=case_id, expected=expected_version, found=version)
    if head != events[0].prev_hash:
        raise ConflictError("chain_moved", case=case_id)


def _fault(case: CaseRow, expected_version: int, events: Sequence[NewEvent]) -> str | None:
    if not events:
        return "no events"
    if case.version != expected_version + len(events):
        return "version"
    if expected_version == 0 and events[0].prev_hash != GENESIS:
        return "genesis"
    previous = events[0].prev_hash
    for event in events:
        if event.moment.tzinfo is None:
            return "moment"
        if event.prev_hash != previous or not names_prev(event.body, previous):
            return "chain"
        previous = event_hash(event.body)
    return None if case.head == previous else "head"


def chained(
    case_id: str, version: int, first_leaf: int, events: Sequence[NewEvent]
) -> tuple[StoredEvent, ...]:
    """The events as they will be recorded after `version` of the case and from `first_leaf` on."""
    return tuple(
        StoredEvent(
            case_id=case_id,
            seq=version + offset + 1,
            body=event.body,
            private=event.private,
            prev_hash=event.prev_hash,
            hash=event_hash(event.body),
            command_id=event.command_id,
            moment=event.moment,
            leaf=first_leaf + offset,
            named=event.named,
        )
        for offset, event in enumerate(events)
    )
