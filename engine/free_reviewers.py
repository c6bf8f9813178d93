"""Who may begin the second review of a dossier, going by what the road itself asks of a person.

Refuses to draw, and to ask what the case still lacks: only the person counts here.
"""

from dataclasses import dataclass
from datetime import date

from engine.case import Case
from engine.definition import Transition
from engine.facts.persons import part_in_case
from engine.law import Law
from engine.people import Person
from engine.review_sheets import MACHINE

BEGIN = "start_second_review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Why somebody may not begin a review: no fitting role, or a part that excludes him or her."""

    #: The roles of which one is needed; empty where the person has one.
    roles: tuple[str, ...] = ()
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """The step that begins a second review, under the law of one day."""

    law: Law
    step: Transition

    def bar(self, person: Person, case: Case | None = None) -> Bar | None:
        """Return what keeps a person from beginning the review of a case, or of any case at all."""
        roles = {actor.role for actor in self.step.actors}
        held = sorted(roles & person.roles)
        if not held:
            return Bar(roles=tuple(sorted(roles)))
        asked = (*self.step.requires, *(bar for role in held for bar in self.law.bars(role)))
        parts = [p for r in asked if r.fact == "duties_separate" for p in r.args.texts("not")]
        law, of = self.law, case if case is not None else Case(id="")
        part = part_in_case(of, person, tuple(dict.fromkeys(parts)), law.players, law.relations)
        return Bar(part=part) if part else None


def beginning_of_reviews(law: Law, day: date) -> Beginning:
    """Return the step as it is asked for on a day."""
    on_day = law.on(day)
    steps = on_day.current(MACHINE, day).transitions
    return Beginning(law=on_day, step=next(s for s in steps if s.trigger == BEGIN))
