"""Cases replayed before, kept while the store says they still stand where they stood.

A kept case serves only the version and the head hash it was replayed to, so nothing here can be
out of date; what may be written is still decided by the version check of the transaction.
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

    def load(self, view: Snapshot, wanted: str) -> Case:
        """Return the case a case id or number means, the caller's own to move on.

        An unknown case has version 0.
        """
        row = view.case(wanted)
        if row is None:
            return load(view, view.find_case(wanted) or wanted)
        with self._lock:
            kept = self._kept.get(row.case_id)
        if kept is not None and (kept.version, kept.head) == (row.version, row.head.hex()):
            return kept.copy()
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
