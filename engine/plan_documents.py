"""Which documents a transition makes or finishes, and who signs each field, in order."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.case import Case
from engine.definition import DocumentUse, SlotSource
from engine.event import DocumentMade
from engine.facts import CaseFacts
from engine.forms import SEAL_ROLE, SEAL_SLOT, FormInfo, Slot
from engine.judging import holds
from engine.law import Law
from engine.quick_values import quickly_made
from engine.situation import Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotPlan:
    """One field to be signed."""

    slot: str
    role: str
    label: str
    opinion: bool
    #: The only person who may sign here, or empty for any holder of the role.
    person: str = ""


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPlan:
    """One document of a plan."""

    id: str
    use: DocumentUse
    form: FormInfo
    #: Every field of the document, in signing order.
    slots: tuple[SlotPlan, ...]
    #: Fields this transition needs signed.
    needed: tuple[str, ...]
    #: The draft being finished or returned, if any.
    existing: DocumentMade | None = None
    #: The same document, composed when its proposal was opened.
    existing_file: DocumentMade | None = None

    @property
    def composes(self) -> bool:
        """Whether a new file is made."""
        return self.use.stage in {"whole", "draft", "redraft"}

    def to_sign(self) -> tuple[SlotPlan, ...]:
        """Return the fields this transition needs that nobody has signed yet."""
        made = self.existing_file or self.existing
        left = {slot for slot, _, _ in made.waiting} if made is not None else set(self.needed)
        return tuple(s for s in self.slots if s.slot in self.needed and s.slot in left)

    @property
    def only_sealed(self) -> bool:
        """Whether nobody but the seal signs: such a document is made at the very last moment."""
        return all(s.role == SEAL_ROLE for s in self.slots)


def document_id(case: Case, form: str) -> str:
    """Return the id the next document of `form` will have."""
    return f"{form}-{sum(1 for d in case.documents.values() if d.form == form) + 1}"


def plan_documents(situation: Situation, facts: CaseFacts, law: Law) -> tuple[DocumentPlan, ...]:
    """Return the documents of this transition, in the order they are made."""
    return tuple(
        plan_document(situation, use, law.forms.form(use.form), law.signers)
        for use in situation.transition.documents
        if holds(use.when, facts, situation.inputs)
    )


def plan_document(
    situation: Situation, use: DocumentUse, form: FormInfo, signers: Mapping[str, SlotSource]
) -> DocumentPlan:
    """Return one document of this transition, whether or not its condition holds."""
    slots = expand(situation, form, signers)
    existing = None
    if use.stage in {"finish", "return", "redraft"}:
        existing = situation.case.latest(form.id, "draft", "pending")
    needed = tuple(s.slot for s in slots)
    if use.stage in {"draft", "redraft"}:
        needed = use.sign
    elif use.stage == "return":
        needed = ()
    elif use.stage == "finish" and existing is not None:
        needed = tuple(slot for slot, _, _ in existing.waiting)
    composes = use.stage in {"whole", "draft", "redraft"}
    return DocumentPlan(
        id=document_id(situation.case, form.id) if composes or not existing else existing.id,
        use=use,
        form=form,
        slots=slots,
        needed=needed,
        existing=existing,
    )


def expand(
    situation: Situation, form: FormInfo, signers: Mapping[str, SlotSource]
) -> tuple[SlotPlan, ...]:
    """Return the form's fields for this case: people named, levels of the bureau's chain only."""
    chain = situation.agency.approval_chains.get(form.id)
    plans: list[SlotPlan] = []
    for slot in form.slots:
        if chain is not None and slot.role not in {*chain, "case_officer", SEAL_ROLE}:
            continue
        plans += _people(situation, slot, signers.get(slot.id))
    if form.sealed:
        plans.append(SlotPlan(slot=SEAL_SLOT, role=SEAL_ROLE, label="", opinion=False))
    return tuple(plans)


def _people(situation: Situation, slot: Slot, source: SlotSource | None) -> list[SlotPlan]:
    if slot.many:
        ids = [r.text("person") for r in situation.inputs.records(slot.id)]
        return [_filled(slot, f"{slot.id}_{n}", person) for n, person in enumerate(ids, 1)]
    return [_filled(slot, slot.id, _person(situation, source) if source is not None else "")]


def _person(situation: Situation, source: SlotSource) -> str:
    match source.source:
        case "actor":
            return situation.actor.id if situation.actor is not None else ""
        case "input":
            return situation.inputs.text(source.name)
    return situation.data.text(source.name)


def _filled(slot: Slot, slot_id: str, person: str) -> SlotPlan:
    return SlotPlan(
        slot=slot_id, role=slot.role, label=slot.label, opinion=slot.opinion, person=person
    )


def resumed(
    documents: tuple[DocumentPlan, ...], case: Case, proposal: int
) -> tuple[DocumentPlan, ...]:
    """Return the plan's documents joined with the files composed when the proposal was opened."""
    composed = {d.form: case.documents[d.id] for d in case.events[proposal - 1].documents}
    return tuple(
        replace(d, id=composed[d.form.id].id, existing_file=composed[d.form.id])
        if d.composes and d.form.id in composed
        else d
        for d in documents
    )
