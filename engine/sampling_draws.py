"""The draws on record: which month's sample drew a case, and who is to review it.

Reads the bureau's journal, as of now or of a past place in the ledger. Refuses to draw, and to
know what a review is.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from engine.journal import Act, Entry, read_journal
from engine.storage_ports import Snapshot, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A draw on record."""

    month: str
    entry: int
    at: datetime
    by: str
    #: Digest of the record, under which it is kept.
    digest: str
    #: Case to reviewer, in the order of the sample.
    reviewers: Mapping[str, str]
    #: Position in the ledger.
    leaf: int


def draws_in(entries: Sequence[Entry]) -> tuple[Drawn, ...]:
    """Return every draw of a journal, oldest first."""
    return tuple(
        Drawn(
            month=entry.text("month"),
            entry=entry.seq,
            at=entry.at,
            by=entry.actor,
            digest=entry.text("digest"),
            reviewers=cast("Mapping[str, str]", entry.facts["reviewers"]),  # shape fixed by `draw`
            leaf=entry.leaf,
        )
        for entry in entries
        if entry.act is Act.SAMPLE_DRAWN
    )


def reviewers_in(entries: Sequence[Entry]) -> dict[str, Drawn]:
    """Return by case the draw that assigned it, of a whole journal; the last one counts."""
    return {case: drawn for drawn in draws_in(entries) for case in drawn.reviewers}


def drawn_reviewer(
    view: Snapshot, case_id: str, *, leaf: int | None = None, until: datetime | None = None
) -> str:
    """Return the person id a sample drew for a case, or an empty text where none drew the case.

    Only draws before a leaf of the ledger count, or those up to a moment. Raises IntegrityError
    `journal_unreadable`.
    """
    known = [
        entry
        for entry in read_journal(view)
        if (leaf is None or entry.leaf < leaf) and (until is None or entry.at <= until)
    ]
    found = reviewers_in(known).get(case_id)
    return found.reviewers[case_id] if found is not None else ""


def on_record(store: Store, case_id: str, *, until: datetime | None = None) -> Callable[[], str]:
    """Return what looks up the person a sample drew for a case when somebody asks."""

    def drawn_for() -> str:
        with store.read() as view:
            return drawn_reviewer(view, case_id, until=until)

    return drawn_for
