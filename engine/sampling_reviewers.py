"""Who reviews which dossier of a sample: nobody their own squad's or their own case, loads even.

Knows people by id and squad. Refuses to know what makes somebody a reviewer.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.errors import InputError
from engine.sampling import Drawing, Eligible, ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewer:
    """Somebody who may review; without a squad, as in the legal section, any squad's dossiers."""

    id: str
    squad: str = ""

    def may(self, dossier: Eligible) -> bool:
        """Whether a dossier is neither of the reviewer's squad nor of a case he or she acted in."""
        return self.id not in dossier.people and not (self.squad and self.squad == dossier.squad)


def assign(drawing: Drawing, reviewers: Sequence[Reviewer]) -> Mapping[str, str]:
    """Return who reviews which case, as evenly as can be.

    Dossiers in the order of their tickets go to whoever may review them and has least; then load
    is moved along chains of dossiers from the most to the less loaded until nothing evens it out
    further. Where everybody may review enough, loads differ by one at most. The seed orders people.
    Raises InputError `sampling.no_reviewer` for a dossier nobody may review.
    """
    order = sorted(reviewers, key=lambda one: ticket(drawing.seed, "reviewer", one.id))
    desk = _Desk(order)
    for pick in drawing.picks:
        able = [one.id for one in order if one.may(pick.dossier)]
        if not able:
            raise InputError("sampling.no_reviewer", case=pick.dossier.case)
        desk.add(pick.dossier.case, able)
    while desk.even_out():
        pass
    return desk.assigned


class _Desk:
    """Dossiers on desks; `able` says on which each may lie."""

    def __init__(self, order: Sequence[Reviewer]) -> None:
        self._load: dict[str, list[str]] = {one.id: [] for one in order}
        self._able: dict[str, Sequence[str]] = {}

    @property
    def assigned(self) -> Mapping[str, str]:
        """Return the reviewer of every case, in the order of the sample."""
        found = {case: person for person, cases in self._load.items() for case in cases}
        return {case: found[case] for case in self._able}

    def add(self, case: str, able: Sequence[str]) -> None:
        """Lay a dossier on the least loaded desk it may lie on; the first of equal ones."""
        self._able[case] = able
        self._load[min(able, key=lambda person: len(self._load[person]))].append(case)

    def even_out(self) -> bool:
        """Move load along one chain from a desk to one with at least two fewer; whether it did."""
        heaviest = sorted(self._load, key=lambda person: -len(self._load[person]))
        for start in heaviest:
            chain = self._chain(start)
            if chain:
                for case, source, target in chain:
                    self._load[source].remove(case)
                    self._load[target].append(case)
                return True
        return False

    def _chain(self, start: str) -> list[tuple[str, str, str]]:
        """Return the shortest chain of moves (case, from, to) that lightens a desk; breadth first.

        Desks are looked at in the seed's order, cases in the order they lie.
        """
        came: dict[str, tuple[str, str]] = {start: ("", "")}
        queue = deque([start])
        while queue:
            here = queue.popleft()
            if len(self._load[here]) <= len(self._load[start]) - 2:
                return _moves(came, here)
            for case in self._load[here]:
                for person in self._able[case]:
                    if person not in came:
                        came[person] = (case, here)
                        queue.append(person)
        return []


def _moves(came: Mapping[str, tuple[str, str]], end: str) -> list[tuple[str, str, str]]:
    moves = []
    while came[end][1]:
        case, source = came[end]
        moves.append((case, source, end))
        end = source
    return moves
