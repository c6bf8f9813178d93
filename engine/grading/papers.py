"""The papers of a dossier: each document with the act that made it and its place in the volumes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from engine.case import Case
from engine.dossier import Section, shelved
from engine.event import DocumentMade, Event, EventKind, Signed
from engine.law import Law
from engine.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One document that stands in the dossier."""

    made: DocumentMade
    #: The act that carried it through; for a document that waits, the one that composed it.
    act: Event
    #: The newest entry that touched it: its last signature, or what became of it.
    done: Event
    section: Section
    #: Where it stands in the numbered pages; 0 for cover, index and back note.
    first_page: int = 0
    last_page: int = 0

    @property
    def id(self) -> str:
        """Return the id of the document."""
        return self.made.id

    @property
    def form(self) -> str:
        """Return the form it is made of."""
        return self.made.form

    @property
    def inputs(self) -> Record:
        """Return what was handed in with its act: the fields of the document."""
        return self.act.inputs

    @property
    def at(self) -> datetime:
        """Return when it was composed."""
        return self.made.composed_at

    @property
    def day(self) -> date:
        """Return the legal day it was composed."""
        return self.made.composed_at.date()

    @property
    def signed(self) -> tuple[Signed, ...]:
        """Return its signatures as the ledger has them."""
        return self.made.signed

    def signers(self, *slots: str) -> tuple[str, ...]:
        """Return who signed in some slots (`officer` also stands for `officer_1`), all without."""
        names = [s for s in self.signed if not slots or s.slot in slots or _stem(s.slot) in slots]
        return tuple(s.person for s in names)


def _stem(slot: str) -> str:
    stem, _, number = slot.rpartition("_")
    return stem if number.isdigit() else slot


def papers_of(case: Case, law: Law) -> tuple[Paper, ...]:
    """Return every filed document of a case, in dossier order."""
    last = {made.id: event for event in case.events for made in event.documents}
    return tuple(_papers(case, law, _acts(case), last))


def _papers(
    case: Case, law: Law, acts: dict[str, Event], last: dict[str, Event]
) -> Iterator[Paper]:
    for one in shelved(case, law.dossier):
        first, end = (one.place.first_page, one.place.last_page) if one.place else (0, 0)
        yield Paper(
            made=one.made,
            act=acts[one.made.id],
            done=last[one.made.id],
            section=one.section,
            first_page=first,
            last_page=end,
        )


def _acts(case: Case) -> dict[str, Event]:
    """Return the act each document belongs to: the first that moved the case with it."""
    found: dict[str, Event] = {}
    for event in case.events:
        for made in event.documents:
            first = found.get(made.id)
            weak = first is None or first.kind is not EventKind.TRANSITION
            if first is None or (weak and event.kind is EventKind.TRANSITION):
                found[made.id] = event
    return found
