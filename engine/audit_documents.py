"""Comparing the documents an event recorded with those its plan asks for.

Right forms, numbers of the right shape, every needed field signed in order by lawful persons.
Refuses to open files: whether a signature holds is asked elsewhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from engine.audit_finding import AuditFinding, Place
from engine.case import Case
from engine.event import DocumentMade, Event, EventKind, Signed
from engine.forms import FormInfo
from engine.law import Law
from engine.plan_documents import DocumentPlan, SlotPlan
from engine.planning import Plan
from engine.producing import number_text
from engine.recording import barred_signers, voided


def check_documents(case: Case, event: Event, planned: Plan, law: Law) -> Iterator[AuditFinding]:
    """Everything about the event's documents that the plan does not bear out."""
    whole = event.kind is EventKind.TRANSITION
    given_up = {d.id: d for d in voided(case, planned)} if whole else {}
    plans = {d.id: d for d in planned.documents if d.id not in given_up}
    recorded = {d.id: d for d in event.documents}
    for lost in _missing(plans, recorded, whole=whole):
        yield _finding(event, "document_missing", lost, form=plans[lost].form.id)
    for lost in sorted(given_up.keys() - recorded.keys()):
        yield _finding(event, "document_missing", lost, form=given_up[lost].form)
    for made in event.documents:
        if made.id in given_up:
            if made != given_up[made.id]:
                yield _finding(event, "document_differs", made.id, field="status")
        elif made.id in plans:
            check = _Check(event, planned, law, document=plans[made.id], made=made)
            yield from check.findings()
        else:
            yield _finding(event, "document_foreign", made.id, form=made.form)


def _missing(
    plans: dict[str, DocumentPlan], recorded: dict[str, DocumentMade], *, whole: bool
) -> list[str]:
    """Return what had to be recorded: every document made or finished.

    A proposal lacks those merely sealed, which come at its end.
    """
    if whole:
        due = {i for i, d in plans.items() if d.composes or (d.existing and _finishes(d))}
    else:
        due = {i for i, d in plans.items() if d.needed and not d.only_sealed}
    return sorted(due - recorded.keys())


def _finishes(document: DocumentPlan) -> bool:
    return document.use.stage == "finish"


class _Check:
    """One recorded document beside its plan."""

    def __init__(
        self,
        event: Event,
        planned: Plan,
        law: Law,
        *,
        document: DocumentPlan,
        made: DocumentMade,
    ) -> None:
        self._event = event
        self._planned = planned
        self._law = law
        self._plan = document
        self._made = made
        self._before = document.existing_file or (None if document.composes else document.existing)

    def findings(self) -> Iterator[AuditFinding]:
        """Everything wrong with the document."""
        if self._before is None:
            yield from self._fresh()
        else:
            yield from self._grown(self._before)
        yield from self._signed()
        if self._made.status != self._status():
            yield self._wrong("status")

    def _fresh(self) -> Iterator[AuditFinding]:
        """A document composed by this event."""
        made, form = self._made, self._plan.form
        for field, recorded, expected in (
            ("form", made.form, form.id),
            ("track", made.track, self._planned.track),
            ("composed_at", made.composed_at, self._event.at),
            ("slots", _slots(made), {s.slot: s.role for s in self._plan.slots}),
        ):
            if recorded != expected:
                yield self._wrong(field)
        if not self._number_fits(form):
            yield _finding(self._event, "document_number", made.id, number=made.number or "—")

    def _number_fits(self, form: FormInfo) -> bool:
        made = self._made
        if not form.type_code:
            return (made.number, made.series, made.year, made.serial) == ("", "", 0, 0)
        agency = self._planned.situation.agency
        return (
            made.series == form.type_code
            and made.year == self._event.at.year
            and made.serial > 0
            and made.number == number_text(agency, form, made.year, made.serial)
        )

    def _grown(self, before: DocumentMade) -> Iterator[AuditFinding]:
        """A document that only gained signatures."""
        made = self._made
        same = replace(
            before, digest=made.digest, status=made.status, waiting=made.waiting, signed=made.signed
        )
        if made != same:
            yield self._wrong("content")
        if made.signed[: len(before.signed)] != before.signed:
            yield self._wrong("signed")

    def _signed(self) -> Iterator[AuditFinding]:
        """Fields in order, each by a lawful person, none left that this transition needs."""
        made, earlier = self._made, self._before.signed if self._before else ()
        fresh = made.signed[len(earlier) :]
        open_before = (
            [s for s, _, _ in self._before.waiting]
            if self._before
            else [s.slot for s in self._plan.slots]
        )
        wanted = [s for s in open_before if s in self._plan.needed]
        if [s.slot for s in fresh] != wanted[: len(fresh)]:
            yield self._wrong("order")
        if self._event.kind is EventKind.TRANSITION and len(fresh) < len(wanted):
            yield _finding(
                self._event, "signature_lacking", made.id, slot="、".join(wanted[len(fresh) :])
            )
        left = [s for s in open_before if s not in {f.slot for f in fresh}]
        if [s for s, _, _ in made.waiting] != left:
            yield self._wrong("waiting")
        barred = barred_signers(self._planned, self._law) if fresh else {}
        slots = {s.slot: s for s in self._plan.slots}
        for signed in fresh:
            if not self._lawful(slots.get(signed.slot), signed, barred.get(signed.role, ())):
                yield _finding(
                    self._event,
                    "signer_unlawful",
                    made.id,
                    slot=signed.slot,
                    person=signed.person,
                    role=signed.role,
                )

    def _lawful(
        self, slot: SlotPlan | None, signed: Signed, barred: Sequence[str] | frozenset[str]
    ) -> bool:
        situation = self._planned.situation
        person = situation.agency.person(signed.person)
        if slot is None or person is None or signed.role != slot.role:
            return False
        if signed.at != self._event.at:
            return False
        if slot.person:
            return slot.person == person.id
        own = slot.role != "squad_leader" or person.squad == situation.data.text("squad")
        return own and slot.role in person.roles and person.id not in barred

    def _status(self) -> str:
        waiting = [s for s, _, _ in self._made.waiting]
        status = "issued"
        if waiting:
            status = "draft" if self._plan.use.stage in {"draft", "redraft"} else "pending"
        open_proposal = self._event.kind is EventKind.PROPOSAL
        if open_proposal and (status == "issued" or set(waiting) & set(self._plan.needed)):
            status = "pending"
        return status

    def _wrong(self, field: str) -> AuditFinding:
        return _finding(self._event, "document_differs", self._made.id, field=field)


def _slots(made: DocumentMade) -> dict[str, str]:
    signed = {s.slot: s.role for s in made.signed}
    return signed | {slot: role for slot, role, _ in made.waiting}


def _finding(event: Event, code: str, document: str, **facts: str | int) -> AuditFinding:
    place = Place(case=event.case, seq=event.seq, document=document)
    return AuditFinding(code=code, place=place, facts=facts)
