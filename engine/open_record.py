"""Values of which some are not written yet, and the noting of every look at those.

Whoever answers a question over an open record learns whether the answer rests on a paper nobody
has written. Why it is not written, and what to do about it, is not known here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from engine.record import Record, Value


@dataclass(frozen=True, slots=True)
class AllBut:
    """Every name but those kept."""

    kept: frozenset[str]

    def __contains__(self, name: object) -> bool:
        return name not in self.kept

    def __or__(self, open_too: "Awaited") -> "AllBut":
        if isinstance(open_too, AllBut):
            return AllBut(self.kept & open_too.kept)
        return self if self.kept.isdisjoint(open_too) else AllBut(self.kept - open_too)

    def __ror__(self, others: frozenset[str]) -> "AllBut":
        return self | others

    def __sub__(self, known: Iterable[str]) -> "AllBut":
        return AllBut(self.kept.union(known))


#: Names not written yet: some, or all but some.
Awaited: TypeAlias = frozenset[str] | AllBut


class _Noting(dict[str, Value]):
    """Values that note the reading of names still to be written."""

    __slots__ = ("_awaited", "_touched")

    def __init__(self, values: Mapping[str, Value], awaited: Awaited, touched: set[str]) -> None:
        super().__init__(values)
        self._awaited, self._touched = awaited, touched

    def get(self, name: str, default: Any = None) -> Any:
        if name in self._awaited:
            self._touched.add(name)
        return dict.get(self, name, default)

    def __getitem__(self, name: str) -> Value:
        if name in self._awaited:
            self._touched.add(name)
        return dict.__getitem__(self, name)

    def __contains__(self, name: object) -> bool:
        if name in self._awaited:
            self._touched.add(str(name))
        return dict.__contains__(self, name)


class OpenRecord(Record):
    """A record in which some names are not written yet."""

    __slots__ = ("_touched", "awaited")

    def __init__(self, values: Record, awaited: Awaited, touched: set[str]) -> None:
        """Note in `touched` every reading of a name in `awaited`."""
        super().__init__()
        self._values = _Noting(values.as_dict(), awaited, touched)
        self.awaited, self._touched = awaited, touched

    def merged(self, other: Mapping[str, Value]) -> "OpenRecord":
        """Return a record in which the values of `other` win, and are known."""
        left = self.awaited - frozenset(other) if len(other) else self.awaited
        if isinstance(other, OpenRecord):
            left = left | other.awaited
        if left is self.awaited and not len(other):
            return self
        return OpenRecord(super().merged(other), left, self._touched)

    def __bool__(self) -> bool:
        """What is not written yet may hold something, so nobody may pass it over as empty."""
        return True
