"""Composing the documents of a case again from its events, to see that they come out the same.

Every signature is appended to a file; so the file as it was composed is still the beginning of
the one kept, and a document composed again must be that beginning, byte for byte.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from engine.act_statement import act_recorded, composed_by
from engine.audit_law import Bench, law_of, planned_again
from engine.case import Case, apply
from engine.context import ContextBuilder
from engine.errors import AnjuanError
from engine.event import DocumentMade, Event
from engine.law import Law
from engine.planning import Plan, Refusal
from engine.ports import ComposedFile, Composer
from engine.reading import decode
from engine.storage_ports import BlobStore
from engine.storage_rows import StoredEvent


class Outcome(Enum):
    """How a document came out the second time."""

    SAME = "same"
    #: It says the same, but its streams are packed otherwise: by another library or processor.
    REPACKED = "repacked"
    DIFFERS = "differs"
    #: Its form reads otherwise by now; the version it was composed from is not kept.
    FORM_CHANGED = "form_changed"
    #: The act cannot be planned again: the profile, definition or law it names is lost.
    NOT_PLANNED = "not_planned"
    #: The file is not there, or a value it was filled with cannot be had.
    UNREADABLE = "unreadable"
    #: It differs, and was set by another version of the rules of setting.
    LAYOUT_CHANGED = "layout_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """One document composed again."""

    case: str
    #: Event that made it.
    seq: int
    made: DocumentMade
    outcome: Outcome
    #: First byte that differs, from 0; -1 where nothing was compared or nothing differs.
    at: int = -1
    #: Code of the error that stopped it, or empty.
    problem: str = ""
    #: Version of the rules of setting it was composed by now.
    layout: int = 0


#: Whether a file composed again says what a kept one began with, however it is packed.
Alike = Callable[[bytes, bytes], bool]
#: The proof a kept copy carries that the ledger holds its root, or an empty text. Its head was the
#: newest of that day and bears a signature, so that it cannot be made again.
Carried = Callable[[bytes], str]


def replay_documents(
    stored: Sequence[StoredEvent],
    bench: Bench,
    composer: Composer,
    blobs: BlobStore,
    carried: Carried,
    alike: Alike = bytes.__eq__,
) -> Iterator[Replayed]:
    """Compose every document of a case again, in the order they were made.

    `stored` are the case's events, the oldest first; `carried` reads the proof of a kept copy.
    Raises IntegrityError for an event that cannot be read; whatever else is wrong is an outcome.
    """
    case = Case(id=stored[0].case_id if stored else "")
    for one in stored:
        event = decode(one)
        composed = composed_by(case, event)
        if composed:
            yield from _Act(case, event, one.leaf, bench, composer, blobs, carried, alike).replay(
                composed
            )
        apply(case, event)
        case.head = one.hash.hex()


@dataclass(frozen=True, slots=True)
class _Act:
    """One event whose documents are composed again."""

    case: Case
    event: Event
    leaf: int
    bench: Bench
    composer: Composer
    blobs: BlobStore
    carried: Carried
    alike: Alike

    def replay(self, composed: Sequence[DocumentMade]) -> Iterator[Replayed]:
        """Compose these documents of the event again."""
        agency, law = self.bench.agency_of(self.event), law_of(self.bench.law, self.event)
        planned: Plan | Refusal | None = None
        if agency is not None and all(d in law.workflows for d in law.pins.values()):
            planned = planned_again(
                self.case, self.event, self.leaf, self.bench, agency=agency, law=law
            )
        for made in composed:
            if not isinstance(planned, Plan):
                yield self._told(made, Outcome.NOT_PLANNED)
                continue
            try:
                yield self._once_more(made, planned, law)
            except AnjuanError as error:
                yield self._told(made, Outcome.UNREADABLE, problem=error.code)

    def _once_more(self, made: DocumentMade, planned: Plan, law: Law) -> Replayed:
        document = next((d for d in planned.documents if d.id == made.id), None)
        act = act_recorded(self.case, self.event, planned.situation.agency, law)
        if document is None or act is None:
            return self._told(made, Outcome.NOT_PLANNED)
        if made.form_digest != document.form.digest:
            return self._told(made, Outcome.FORM_CHANGED)
        kept = self.blobs.get(made.digest)
        composed = self.composer.compose(
            made.form,
            ContextBuilder(
                planned.situation, law, self.blobs.get, lambda _: self.carried(kept)
            ).build(),
            moment=made.composed_at,
            number=made.number or None,
            slots=[s.slot for s in document.slots],
            preview=False,
            attachment=act.statement(
                made.id, made.form, made.form_digest, made.number, made.commitment
            ),
        )
        return self._compared(made, composed, kept)

    def _compared(self, made: DocumentMade, again: ComposedFile, kept: bytes) -> Replayed:
        """What came out, told as another layout's work where that may be why it differs."""
        if kept.startswith(again.pdf):
            return self._told(made, Outcome.SAME)
        if self.alike(again.pdf, kept):
            return self._told(made, Outcome.REPACKED)
        pairs = enumerate(zip(again.pdf, kept, strict=False))
        shared = min(len(again.pdf), len(kept))
        at = next((n for n, (ours, theirs) in pairs if ours != theirs), shared)
        own = made.layout == again.layout
        outcome = Outcome.DIFFERS if own else Outcome.LAYOUT_CHANGED
        return replace(self._told(made, outcome, at=at), layout=again.layout)

    def _told(
        self, made: DocumentMade, outcome: Outcome, *, at: int = -1, problem: str = ""
    ) -> Replayed:
        return Replayed(
            case=self.event.case,
            seq=self.event.seq,
            made=made,
            outcome=outcome,
            at=at,
            problem=problem,
        )
