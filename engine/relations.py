"""How people stand to a case, as data describes it: relations a step asks for, parts that bar one.

Each relation says where a case names its people: in what it knows, in what this command gives, in
what was ever given, or on a track in certain states. Which acts ask for which relation is not
known here.
"""

from dataclasses import dataclass, field

from engine.case import Case, Track
from engine.event import EventKind
from engine.people import Person
from engine.quick_values import quickly_made
from engine.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One place where a case names people."""

    #: `data`, `input`, `here` (the track being moved), `track`, `ever`, `owner`, or `squad`.
    source: str
    name: str = ""
    #: For `track`: the machine, and the states in which a track of it counts.
    machine: str = ""
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A way in which somebody stands to a case."""

    id: str
    name: str
    name_en: str
    reads: tuple[Reading, ...]


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A case at the moment somebody's relation to it is asked."""

    case: Case
    inputs: Record = field(default_factory=Record)
    track: Track | None = None

    def holds(self, relation: Relation, person: Person) -> bool:
        """Whether a person stands in a relation to the case."""
        for reading in relation.reads:
            if reading.source == "squad":
                if person.squad != "" and person.squad == self.case.data.text(reading.name):
                    return True
            elif person.id in self._named(reading):
                return True
        return False

    def people(self, relation: Relation) -> tuple[str, ...]:
        """Return the ids of everybody named in a relation, in the order first named."""
        named = (i for r in relation.reads if r.source != "squad" for i in self._named(r))
        return tuple(dict.fromkeys(named))

    def _named(self, reading: Reading) -> tuple[str, ...]:
        """Return the ids one reading gives."""
        match reading.source:
            case "data":
                records = [self.case.data]
            case "input":
                records = [self.inputs]
            case "here":
                records = [self.track.data] if self.track is not None else []
            case "owner":
                return (owner(self.case),)
            case "track":
                tracks = self.case.machines(reading.machine)
                records = [t.data for t in tracks if t.state in reading.states]
            case _:
                records = [
                    e.inputs
                    for e in self.case.events
                    if e.inputs and e.kind is EventKind.TRANSITION
                ]
        return tuple([i for record in records for i in people_under(record, reading.name)])


def people_under(record: Record, name: str) -> tuple[str, ...]:
    """Return the one person, or the people, a record names under `name`."""
    one = record.text(name)
    return (one,) if one else record.texts(name)


def owner(case: Case) -> str:
    """Return who answers for a case: its lead officer; for a lead, who took it over or received it.

    A lead belongs to whoever received it until another accepts it (首问责任制).
    """
    received = case.events[0].actor if case.events else ""
    return case.data.text("lead_officer") or case.data.text("owner") or received
