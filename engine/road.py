"""The one road: every change of every case, whoever asks, happens in `Road` and nowhere else.

Plan, take numbers, compose and sign, keep the bytes, then one short transaction. A crash anywhere
leaves the old state and perhaps bytes nobody refers to.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from engine.act_statement import act_planned
from engine.carrying import without_carried
from engine.case import Case, apply
from engine.command import SYSTEM, Command
from engine.commitments import Commitment, issued_by, prove_commitment, record_commitment
from engine.context import ContextBuilder
from engine.elsewhere import Elsewhere
from engine.errors import ConflictError, InputError, NotFoundError
from engine.event import Event, EventKind
from engine.labels import Dressed
from engine.law import Law
from engine.machine import transition_for
from engine.people import Agency
from engine.plan_documents import DocumentPlan
from engine.planning import Desk, Plan, Refusal, check_again, plan
from engine.ports import Composer, Signatory
from engine.producing import Producer, Work, sealed_last
from engine.projection import case_row, files_of, rows_of, search_phrases
from engine.reading import decode, load
from engine.recent_cases import RecentCases
from engine.record import Record
from engine.recording import barred_signers, event_of, issue_of, joined, new_event
from engine.sampling_draws import on_record
from engine.storage_ports import BlobStore, Store
from engine.storage_rows import NewEvent, NumberVoid, Projection, Reservation

CASE_SERIES = "案件"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The transition happened."""

    event: Event
    case: Case
    #: True when the very same command had been carried out before.
    repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Documents were composed and wait for signatures; no state changed."""

    event: Event
    case: Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a lawful command would do and the unsigned documents it would make."""

    plan: Plan
    documents: Mapping[str, bytes]
    missing_signers: tuple[tuple[str, str], ...] = ()


Outcome = Done | Waiting | Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """Files an input names, read once: their records for planning, their bytes for keeping."""

    take: Callable[[str], Record]
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """Moves cases."""

    law: Law
    agency: Agency
    store: Store
    blobs: BlobStore
    composer: Composer
    recent: RecentCases = field(default_factory=RecentCases)

    # -- reading -----------------------------------------------------------------------------

    def case(self, case_id: str, *, until: datetime | None = None) -> Case:
        """Return a case, now or as of a past moment; raises NotFoundError."""
        with self.store.read() as view:
            if until is None:
                case = self.recent.load(view, case_id)
            else:
                case = load(view, view.find_case(case_id) or case_id, until=until)
        if case.version == 0:
            raise NotFoundError("case.unknown", case=case_id)
        return case

    def desk(self, case: Case, intake: Intake) -> Desk:
        """Return what planning looks at."""
        elsewhere = Elsewhere(case_id=case.id, read=self.store.read, load=load)
        return Desk(
            law=self.law,
            agency=self.agency,
            case=case,
            take_file=intake.take,
            neighbours=elsewhere.neighbours,
            other=elsewhere.other,
            drawn_for=on_record(self.store, case.id),
        )

    # -- moving ------------------------------------------------------------------------------

    def plan(self, command: Command, intake: Intake) -> Plan | Refusal:
        """Judge a command without doing anything."""
        case = self.case(command.case) if command.case else Case(id="")
        return plan(command, self.desk(case, intake))

    def preview(self, command: Command, intake: Intake, signatory: Signatory) -> Preview | Refusal:
        """Judge a command and compose its documents unsigned, without doing anything."""
        planned = self.plan(command, intake)
        if isinstance(planned, Refusal):
            return planned
        producer = self.producer(planned, signatory, intake)
        made: dict[str, bytes] = {}
        for document in (d for d in planned.documents if d.composes):
            made[document.id] = self.composer.compose(
                document.form.id,
                self._values(planned, intake),
                moment=command.at,
                number=None,
                slots=[s.slot for s in document.slots],
                preview=True,
                attachment=None,
            ).pdf
        missing = tuple(
            (d.form.id, s.slot)
            for d in planned.documents
            for s in d.slots
            if s.slot in d.needed and producer.signer(s) is None
        )
        return Preview(plan=planned, documents=made, missing_signers=missing)

    def advance(self, command: Command, intake: Intake, signatory: Signatory) -> Outcome:
        """Carry out one command, or refuse it with every reason, or wait for signatures.

        The same command sent again returns the first result. Raises ConflictError when the case
        moved meanwhile, InputError for what cannot be used, StorageError when the disk refuses.
        """
        if command.actor not in (SYSTEM, *signatory.unlocked()):
            raise InputError("keys.locked", person=command.actor)
        moved = self._moved_as_kept(command, intake, signatory)
        if moved is not None:
            return moved
        case = self.case(command.case) if command.case else Case(id="")
        if command.id:
            earlier = self._by_command(command.id)
            if earlier is not None:
                self._must_be_same(earlier, command, intake)
                return self._repeated(earlier)
        planned = plan(command, self.desk(case, intake))
        repeated = self._sent_before(case, command, planned, intake)
        if repeated is not None:
            return repeated
        if command.expected_version is not None and command.expected_version != case.version:
            raise ConflictError(
                "case.stale", case=case.id, expected=command.expected_version, found=case.version
            )
        if isinstance(planned, Refusal):
            return planned
        return self._carry_out(case, planned, intake, signatory)

    def _moved_as_kept(
        self, command: Command, intake: Intake, signatory: Signatory
    ) -> Outcome | None:
        """Make a move without documents on the case as it was kept, without reading it again.

        The transaction refuses it when the case has moved since. Then, and whenever the answer is
        not a plain yes, there is no answer here: the case has to be read and judged anew.
        """
        case = self.recent.kept(command.case)
        track = case.tracks.get(command.track) if case is not None else None
        if case is None or track is None or command.id or command.expected_version is not None:
            return None
        workflow = self.law.pinned(track.definition)
        transition = transition_for(workflow, track.state, command.trigger)
        if transition is None or transition.documents:
            return None
        try:
            planned = plan(command, self.desk(case, intake))
            if isinstance(planned, Refusal):
                return None
            if self._sent_before(case, command, planned, intake) is not None:
                return None
            return self._carry_out(case, planned, intake, signatory)
        except (ConflictError, InputError):
            return None

    def _by_command(self, command_id: str) -> Event | None:
        with self.store.read() as view:
            stored = view.find_command(command_id)
        return decode(stored) if stored is not None else None

    def _must_be_same(self, earlier: Event, command: Command, intake: Intake) -> None:
        """Raise ConflictError `command.id_taken` when an id comes back with another wish."""
        inputs = self._inputs(earlier, replace(command, at=earlier.at), intake)
        if inputs is None or command.fingerprint(inputs, earlier.salt) != earlier.fingerprint:
            raise ConflictError(
                "command.id_taken",
                id=command.id,
                case=earlier.case,
                seq=earlier.seq,
                trigger=earlier.trigger,
            )

    def _repeated(self, event: Event) -> Outcome:
        case = self.case(event.case)
        if event.kind is EventKind.PROPOSAL:
            return Waiting(event=event, case=case)
        return Done(event=event, case=case, repeated=True)

    def _sent_before(
        self, case: Case, command: Command, planned: Plan | Refusal, intake: Intake
    ) -> Outcome | None:
        """Recognise the command that made the newest event of its track."""
        if not command.case:
            return self._opened_before(command, planned, intake)
        mine = [e for e in case.events if e.track == command.track and e.fingerprint]
        if not mine or mine[-1].trigger != command.trigger:
            return None
        if mine[-1].kind is EventKind.PROPOSAL and mine[-1] not in case.open_proposals():
            return None  # it was withdrawn: the same wish is a new one
        last = mine[-1]
        inputs = self._inputs(last, command, intake)
        if inputs is None or command.fingerprint(inputs, last.salt) != last.fingerprint:
            return None
        return self._repeated(last)

    def _inputs(self, event: Event, command: Command, intake: Intake) -> Record | None:
        """Check the command's input against the transition of an earlier event."""
        transition = self.law.pinned(event.definition).by_id(event.transition)
        if transition is None:
            return None
        return check_again(transition, command, self.desk(Case(id=""), intake))

    def _opened_before(
        self, command: Command, planned: Plan | Refusal, intake: Intake
    ) -> Outcome | None:
        """Find the case the same wish opened; by now it stands in its own way as a duplicate."""
        if planned.transition is None:
            return None
        inputs = check_again(planned.transition, command, self.desk(Case(id=""), intake))
        if inputs is None:
            return None
        earlier = self._by_command(self.store.name_of(command.wish(inputs)))
        return self._repeated(earlier) if earlier is not None else None

    def _carry_out(
        self, case: Case, planned: Plan, intake: Intake, signatory: Signatory
    ) -> Outcome:
        year, at = planned.command.at.year, planned.command.at
        opening = planned.command.case == ""
        taken: list[Reservation] = []
        try:
            if opening:
                taken.append(self.store.reserve(CASE_SERIES, year, "case", moment=at))
                case = Case(id=f"{year}-{taken[0].serial:06d}")
                new = replace(planned.situation, case=case)
                planned = replace(planned, situation=new, command=self._named(planned))
            works, complete = self.produce(planned, intake, signatory, taken)
            for digest, data in self._files(planned, intake, works).items():
                self.keep(digest, data)
            event = event_of(case, planned, works, complete=complete)
            case = self.commit(case, [event], taken)
        except BaseException as wrong:
            self.give_back(taken, wrong, at)
            raise
        if complete:
            return Done(event=case.events[-1], case=case)
        return Waiting(event=case.events[-1], case=case)

    def _named(self, planned: Plan) -> Command:
        """Return the command that opens a case under the name by which it is found again."""
        command, inputs = planned.command, without_carried(planned.inputs)
        return replace(command, id=command.id or self.store.name_of(command.wish(inputs)))

    def give_back(self, taken: Sequence[Reservation], wrong: BaseException, at: datetime) -> None:
        """Void every number taken when what needed it fails."""
        reason = str(getattr(wrong, "code", type(wrong).__name__))
        voids = [
            NumberVoid(series=n.series, year=n.year, serial=n.serial, reason=reason) for n in taken
        ]
        if voids:
            self.store.void(voids, moment=at)

    def producer(self, planned: Plan, signatory: Signatory, intake: Intake) -> Producer:
        """Return the maker of a plan's documents."""
        return Producer(
            planned,
            composer=self.composer,
            signatory=signatory,
            barred=barred_signers(planned, self.law.on(planned.command.at.date())),
            values=lambda: self._values(planned, intake),
        )

    def produce(
        self, planned: Plan, intake: Intake, signatory: Signatory, taken: list[Reservation]
    ) -> tuple[list[Work], bool]:
        """Compose and sign what can be; numbers taken are added to `taken`."""
        if not planned.documents:
            return [], True
        producer = self.producer(planned, signatory, intake)
        complete = producer.complete()
        fresh = producer.now_composed()
        numbers = self._reserve(planned, fresh, taken)
        tell = act_planned(planned, complete=complete).statement
        works: list[Work] = []
        for document in sealed_last(planned.documents):
            if document in fresh:
                works.append(producer.compose(document, numbers.get(document.id), tell))
            elif (old := document.existing_file or document.existing) is not None:
                works.append(Work(plan=document, made=old, pdf=self.blobs.get(old.digest)))
        for work in (w for w in works if w.plan.needed):
            producer.sign(work)
        return works, complete

    def _reserve(
        self, planned: Plan, fresh: Sequence[DocumentPlan], taken: list[Reservation]
    ) -> dict[str, Reservation]:
        numbered = [d for d in fresh if d.form.type_code]
        at = planned.command.at
        if not numbered:
            return {}
        wanted = [(str(d.form.type_code), at.year, d.id) for d in numbered]
        got = self.store.reserve_all(wanted, moment=at)
        taken += got
        return {d.id: n for d, n in zip(numbered, got, strict=True)}

    def _values(self, planned: Plan, intake: Intake) -> Dressed:
        def read(digest: str) -> bytes:
            return intake.files[digest] if digest in intake.files else self.blobs.get(digest)

        in_ledger = partial(self._in_ledger, planned.situation.case)
        return ContextBuilder(planned.situation, self.law, read, in_ledger).build()

    def _in_ledger(self, case: Case, document: str) -> str:
        """Return the proof that the ledger holds the root of a decision, or an empty text."""
        with self.store.read() as view:
            proof = prove_commitment(view, case, document)
        return proof.text() if proof is not None else ""

    def _files(self, planned: Plan, intake: Intake, works: Sequence[Work]) -> dict[str, bytes]:
        named = set(files_of(planned.inputs))
        kept = {d: data for d, data in intake.files.items() if d in named}
        kept.update({hashlib.sha256(w.pdf).hexdigest(): w.pdf for w in works})
        return kept

    def keep(self, digest: str, data: bytes) -> None:
        """Keep bytes unless they are kept already."""
        if not self.blobs.has(digest):
            self.blobs.put(data)

    def commit(self, case: Case, events: Sequence[Event], taken: Sequence[Reservation]) -> Case:
        """Record events with everything that follows from them, in one transaction.

        Raises ConflictError when the case moved since it was read.
        """
        version = case.version
        known = search_phrases(case) if any(e.inputs or e.case_number for e in events) else None
        new: list[NewEvent] = []
        rows: list[Projection] = []
        roots: list[Commitment] = []
        for event in events:
            new.append(new_event(event, case.head))
            head = hashlib.sha256(new[-1].body).hexdigest()
            roots += issued_by(case, event, head)
            apply(case, event)
            case.head = head
            rows.append(rows_of(case, event))
        phrases = search_phrases(case) if known is not None else None
        row, derived = case_row(case), joined(rows)
        issued = [issue_of(case, number, events) for number in taken]
        with self.store.write() as unit:
            unit.append(
                case=row,
                expected_version=version,
                events=new,
                rows=derived,
                search=phrases if phrases != known else None,
                issued=issued,
            )
            for root in roots:
                record_commitment(unit, root)
        self.recent.keep(case)
        return case
