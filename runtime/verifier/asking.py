"""What the questions of law share: the case, its people and papers, and where findings stand."""

from __future__ import annotations

from collections.abc import Callable

from runtime.verifier.bag import Told
from runtime.verifier.duties import Roster
from runtime.verifier.finding import NOWHERE, Findings
from runtime.verifier.ledger import Event
from runtime.verifier.papers import Papers
from runtime.verifier.periods import Counting, YearUnknownError
from runtime.verifier.replay import Case
from runtime.verifier.words import SAID


class Asking:
    """Asks questions about one case."""

    def __init__(
        self, case: Case, roster: Roster, counting: Counting, papers: Papers, out: Findings
    ) -> None:
        """`case` is the case after all its events."""
        self.case, self.roster, self.counting = case, roster, counting
        self.papers, self.out = papers, out

    def _try(self, question: Callable[[], None]) -> None:
        try:
            self.out.attempt(SAID["part_law"], question, passing=YearUnknownError)
        except YearUnknownError as year:
            self.out.could_not("year_unknown", year=year.args[0], name=SAID["part_law"])
        self.out.count("conditions")

    def _event(self, number: int) -> Event | None:
        return self.case.by_number.get(number)

    def _add(
        self, code: str, event: Event | None, law: str, document: str = "", **facts: object
    ) -> None:
        number = event.seq if event else 0
        place = self.papers.place(document) if document else NOWHERE
        if place == NOWHERE:
            place = self.papers.of_event(self.case, number)
        self.out.add(code, place, event=number, law=law, **facts)

    def _before(self, event: Event, *forms: str) -> list[Told]:
        made = self.case.by_form(*forms)
        return [d for d in made if self.case.changed_by_first(d["id"], "issued") < event.seq]

    def _officers(self, until: int) -> set[str]:
        names = ("lead_officer", "assistant_officer")
        given = [e.inputs.get(n) for e in self.case.events if e.seq <= until for n in names]
        return {one for one in given if one}


def yuan(fen: int) -> str:
    """An amount as people write it."""
    return f"{fen // 100}.{fen % 100:02}元" if fen % 100 else f"{fen // 100}元"
