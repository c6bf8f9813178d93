"""The law in force, as the engine is handed it: definitions, duties, periods, matters, calendar."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

from engine.calendar import WorkingCalendar
from engine.definition import Requirement, SlotSource, StateKind, Transition, Workflow
from engine.dossier import DossierOrder
from engine.duties import Duties, edition_on
from engine.errors import ConfigurationError
from engine.forms import FormCatalogue
from engine.grading.profile import Profile
from engine.instruments import Instrument
from engine.masking import Masking
from engine.matters import Benchmark, Matter
from engine.periods import DeadlineRule
from engine.reasoning.rules import Edition
from engine.relations import Relation
from engine.schema import FieldSpec

#: The procedure every other one falls back to.
ORDINARY = "ordinary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """Everything versioned that planning reads."""

    #: Every known version of every machine, by digest.
    workflows: Mapping[str, Workflow]
    #: What every act is asked, whatever the transition.
    always: tuple[Requirement, ...]
    #: Parts in the case that bar the holder of a role.
    barred: Mapping[str, Requirement]
    rules: Mapping[str, DeadlineRule]
    matters: Mapping[str, Matter]
    benchmark: Benchmark
    calendar: WorkingCalendar
    records: Mapping[str, tuple[FieldSpec, ...]]
    forms: FormCatalogue
    #: Names of the instruments by the short code citations use.
    instruments: Mapping[str, Instrument]
    dossier: DossierOrder
    #: By part in the case, the ids of the transitions whose actor plays it.
    players: Mapping[str, frozenset[str]]
    #: By signature slot of the forms, where the case names who signs there.
    signers: Mapping[str, SlotSource]
    #: How people stand to a case, by name.
    relations: Mapping[str, Relation]
    #: Roles that may move a running case to another version of its machine.
    migrators: frozenset[str]
    #: What decisions must say, in editions.
    reasoning: tuple[Edition, ...] = ()
    #: Every benchmark by id; `benchmark` serves matters whose own is not among them.
    benchmarks: Mapping[str, Benchmark] = field(default_factory=dict)
    #: Every benchmark of the bureau's own that was ever in force, by digest.
    own_benchmarks: Mapping[str, Benchmark] = field(default_factory=dict)
    #: Digest of the bureau's own list of matters; "" while only the shipped ones apply.
    matter_list: str = ""
    #: Digest of the edition of shipped matters among `matters`.
    shipped_matters: str = ""
    #: All matters under an edition of the shipped ones and a list, by their digests; None when one
    #: is lost. An empty edition is that of today, an empty list none.
    matters_under: Callable[[str, str], Mapping[str, Matter] | None] | None = None
    #: What a published decision does not show.
    masking: Masking | None = None
    #: Every edition of the duties, and the day from which the one above holds.
    duties: tuple[Duties, ...] = ()
    duties_from: date | None = None
    #: The standards dossiers are graded by; read when first asked for.
    grading: Callable[[], tuple[Profile, ...]] = tuple

    def benchmark_for(self, matter_id: str) -> Benchmark:
        """Return the benchmark that grades a matter."""
        matter = self.matters.get(matter_id)
        own = self.benchmarks.get(matter.benchmark) if matter is not None else None
        return own or self.benchmark

    def current(self, machine: str, day: date) -> Workflow:
        """Return the version of a machine in force on `day`.

        Raises ConfigurationError `definition.none_in_force` when there is none.
        """
        found = [w for w in self.workflows.values() if w.id == machine and w.in_force(day)]
        if not found:
            raise ConfigurationError("definition.none_in_force", machine=machine, day=day)
        return max(found, key=lambda w: (w.valid_from, w.version))

    def pinned(self, digest: str) -> Workflow:
        """Return the version a case is pinned to; raises ConfigurationError if it is lost."""
        workflow = self.workflows.get(digest)
        if workflow is None:
            raise ConfigurationError("definition.lost", digest=digest[:12])
        return workflow

    def mains(self, day: date) -> tuple[Workflow, ...]:
        """Return the main procedures in force on `day`, the ordinary one first."""
        machines = sorted({w.id for w in self.workflows.values() if w.role == "main"})
        found = (self.current(machine, day) for machine in machines)
        return tuple(sorted(found, key=lambda w: w.id != ORDINARY))

    def main(self, day: date, opening: str = "") -> Workflow:
        """Return the main procedure a trigger opens on `day`, or the ordinary one."""
        mains = self.mains(day)
        fitting = (
            w for w in mains for t in w.transitions if t.trigger == opening and not t.sources
        )
        return next(fitting, mains[0])

    def on(self, day: date) -> Self:
        """Return the law with the duties in force on `day`; itself where they are its own."""
        if len(self.duties) < 2:  # one edition holds on every day
            return self
        edition = edition_on(self.duties, day)
        if edition.valid_from == self.duties_from:
            return self
        return replace(
            self,
            duties_from=edition.valid_from,
            always=edition.always,
            barred=edition.barred,
            signers=edition.signers,
            relations=edition.relations,
            migrators=edition.migrators,
        )

    def bars(self, role: str) -> tuple[Requirement, ...]:
        """Return the prohibitions that hold for whoever acts or signs in a role."""
        general = tuple(r for r in self.always if r.fact == "duties_separate")
        return (*general, self.barred[role]) if role in self.barred else general

    def terminal(self) -> frozenset[tuple[str, str]]:
        """Return every terminal state as (machine, state)."""
        return frozenset(
            (w.id, s.id)
            for w in self.workflows.values()
            for s in w.states.values()
            if s.kind is StateKind.TERMINAL
        )

    def openings(self, day: date) -> tuple[tuple[Workflow, Transition], ...]:
        """Return the transitions that open a track by themselves."""
        machines = sorted({w.id for w in self.workflows.values() if w.role == "track"})
        found = [(w, t) for m in machines for w in [self.current(m, day)] for t in w.transitions]
        return tuple((w, t) for w, t in found if not t.sources and not t.opened_only)
