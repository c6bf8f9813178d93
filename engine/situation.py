"""What is looked at when one transition of one case is judged.

Everything a question may read stands here: the case, the command's inputs, the bureau, the
matter, the calendar and what other cases say of the same party and place.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from engine.calendar import WorkingCalendar
from engine.case import MAIN, Case, Track
from engine.definition import Transition, Workflow
from engine.grading.profile import Profile
from engine.law_choice import FineFacts, TextComparison, compare_texts, range_for
from engine.masking import Masking
from engine.matters import Benchmark, Matter, MatterVersion, Range
from engine.people import Agency, Person
from engine.periods import DeadlineRule
from engine.quick_values import quickly_made
from engine.reasoning.rules import Edition
from engine.record import Record
from engine.relations import Relation, Standing
from engine.schema import FieldSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """What another case says that matters here."""

    case: str
    place: str
    party: str
    matter: str
    act_on: date
    received_at: datetime
    fined: bool
    #: Number plate of the vehicle the other case is about.
    vehicle: str = ""
    #: Its record was rejected or withdrawn.
    void: bool = False


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """One transition about to be judged."""

    case: Case
    track: Track | None
    transition: Transition
    workflow: Workflow
    inputs: Record
    #: None when the bureau's own clockwork acts (`system`).
    actor: Person | None
    now: datetime
    agency: Agency
    matters: Mapping[str, Matter]
    calendar: WorkingCalendar
    rules: Mapping[str, DeadlineRule]
    #: Every terminal state as (machine, state); called only by questions that need it.
    terminal: Callable[[], frozenset[tuple[str, str]]]
    benchmark: Benchmark
    #: Kinds of structured input, by name.
    records: Mapping[str, tuple[FieldSpec, ...]]
    #: Looks up other cases of the same party, place or vehicle that moved since a moment; called
    #: only by questions that need it.
    neighbours: Callable[[datetime], tuple[Neighbour, ...]]
    #: Looks up another case by id or number; None when there is none.
    other: Callable[[str], Case | None]
    #: By part in the case, the ids of the transitions whose actor plays it.
    players: Mapping[str, frozenset[str]]
    #: How people stand to a case, by name.
    relations: Mapping[str, Relation]
    #: Digest of the bureau's own list among `matters`; "" without one.
    matter_list: str = ""
    #: Digest of the edition of shipped matters among `matters`.
    shipped_matters: str = ""
    #: What a published decision does not show.
    masking: Masking | None = None
    #: What decisions must say, in editions.
    reasoning: tuple[Edition, ...] = ()
    #: The standards dossiers are graded by; read only by acts that hand in a sheet.
    grading: Callable[[], tuple[Profile, ...]] = tuple
    #: Person id a month's sample drew for the review of this case; "" where none drew the case.
    drawn_for: Callable[[], str] = str

    @property
    def today(self) -> date:
        """Return the legal day of the command."""
        return self.now.date()

    @property
    def place(self) -> str:
        """Return the id of the track this happens on, the one about to open included."""
        if self.track is not None:
            return self.track.id
        if self.workflow.role == "main":
            return MAIN
        return f"{self.workflow.id}-{len(self.case.machines(self.workflow.id)) + 1}"

    @property
    def data(self) -> Record:
        """Return what the case knows, with this command's inputs on top."""
        return self.case.data.merged(self.inputs)

    @property
    def matter(self) -> MatterVersion | None:
        """Return the matter's version in force on the act date (R016)."""
        matter = self.matters.get(self.data.text("matter"))
        day = self.data.day("act_on")
        if matter is None or day is None:
            return None
        return matter.version_on(day)

    @property
    def fine_facts(self) -> FineFacts:
        """Return what settles the range of the fine, as far as it is known."""
        data = self.data
        return FineFacts(
            party=data.record("party").text("kind"),
            situation=data.text("fine_situation"),
            base=data.number("fine_base") or 0,
        )

    @property
    def texts(self) -> TextComparison | None:
        """Return the law at the act compared with that of today (R016); None without a basis."""
        matter, day = self.matters.get(self.data.text("matter")), self.data.day("act_on")
        if matter is None or day is None or matter.version_on(day) is None:
            return None
        return compare_texts(self.matters, matter, (day, self.today), self.fine_facts)

    @property
    def governing(self) -> MatterVersion | None:
        """Return the text that governs the fine: the lighter one, else the one at the act."""
        texts = self.texts
        if texts is None:
            return None
        return texts.governing(self.data.text("law_choice")) or texts.at_act

    @property
    def lawful_range(self) -> Range | None:
        """Return the governing range in fen, or None while the facts do not settle it."""
        version = self.governing
        return range_for(version, self.fine_facts) if version is not None else None

    def payments(self) -> tuple[Record, ...]:
        """Return every payment so far, this command's included."""
        return (*self.case.data.records("payments"), *self.inputs.records("payments"))

    def officers(self) -> tuple[Person, ...]:
        """Return the officers assigned, the command's own naming first; nobody recused."""
        ids = (self.data.text("lead_officer"), self.data.text("assistant_officer"))
        gone = Standing(case=self.case).people(self.relations["recused"])
        found = (self.agency.person(i) for i in dict.fromkeys(ids) if i and i not in gone)
        return tuple(p for p in found if p is not None)
