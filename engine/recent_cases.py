"""Cases replayed before, kept while the store says they still stand where they stood.

`load` lets a kept case serve only the version and the head hash it was replayed to, so it is never
out of date. Whoever takes one unasked (`kept`) must leave the last word to the version check of the
transaction.
"""

from collections import OrderedDict
from threading import Lock

from engine.case import Case
from engine.reading import load
from engine.storage_ports import Snapshot

#: Cases kept in memory unless said otherwise.
MOST = 256


class RecentCases:
    """The cases moved or first read last; threads may share it."""

    def __init__(self, most: int = MOST) -> None:
        """Keep at most `most` cases, none for 0."""
        self._most = most
        self._lock = Lock()
        self._kept: OrderedDict[str, Case] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def kept(self, case_id: str) -> Case | None:
        """Return a case as last kept, which others may have moved since; None if it is not."""
        with self._lock:
            case = self._kept.get(case_id)
        return case.copy() if case is not None else None

    def load(self, view: Snapshot, wanted: str) -> Case:
        """Return the case a case id or number means, the caller's own to move on.

        An unknown case has version 0.
        """
        row = view.case(wanted)
        if row is None:
            return load(view, view.find_case(wanted) or wanted)
        kept = self.kept(row.case_id)
        if kept is not None and (kept.version, kept.head) == (row.version, row.head.hex()):
            return kept
        case = load(view, row.case_id)
        self.keep(case)
        return case.copy()

    def keep(self, case: Case) -> None:
        """Keep a case, which the caller must not move any more; let the oldest of too many go."""
        with self._lock:
            self._kept[case.id] = case
            self._kept.move_to_end(case.id)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
