"""From a plan to signed files: numbers taken, documents composed, every available key used.

Nothing here touches the case. What goes wrong leaves only reserved numbers, which the caller
voids, and bytes nobody refers to.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial

from engine.errors import InputError
from engine.event import DocumentMade, Signed
from engine.forms import SEAL_ROLE, FormInfo
from engine.labels import Dressed
from engine.people import Agency, Person
from engine.plan_documents import DocumentPlan, SlotPlan
from engine.planning import Plan
from engine.ports import SEAL_KEY, ComposedFile, Composer, Signatory, SigningAct
from engine.printed import Printed
from engine.record import Json
from engine.redaction import commit_to
from engine.storage_rows import Reservation

#: What a document says of the act that makes it, by its id, form, form's digest and number.
Statement = Callable[[str, str, str, str, str], bytes]


def number_text(agency: Agency, form: FormInfo, year: int, serial: int) -> str:
    """Return a document number: ×城管罚决字〔2026〕第000001号, letters without 第 and padding."""
    if form.number_style == "letter":
        return f"{agency.short_name}{form.type_code}〔{year}〕{serial}号"
    return f"{agency.short_name}{form.type_code}字〔{year}〕第{serial:06d}号"


def who_signs(
    slot: SlotPlan, plan: Plan, signatory: Signatory, barred: Mapping[str, frozenset[str]]
) -> Person | None:
    """Return the unlocked person who fills a field, the actor before others; None if nobody."""
    unlocked, agency = signatory.unlocked(), plan.situation.agency
    if slot.role == SEAL_ROLE and SEAL_KEY not in unlocked:
        return None
    if slot.person:
        named = agency.person(slot.person)
        return named if named is not None and named.id in unlocked else None
    actor = plan.command.actor
    holders = [p for p in agency.holders(slot.role) if p.id in unlocked]
    holders = [p for p in holders if p.id not in barred.get(slot.role, frozenset())]
    if slot.role == "squad_leader":
        holders = [p for p in holders if p.squad == plan.situation.data.text("squad")]
    holders.sort(key=lambda p: p.id != actor)
    return holders[0] if holders else None


def who_may_sign(agency: Agency, slot: SlotPlan, person: Person, squad: str) -> bool:
    """Whether a person may fill a field: the one named, or any holder of its role.

    `squad` is the case's squad, whose leader alone signs as squad leader.
    """
    if slot.person:
        return slot.person == person.id
    own = slot.role != "squad_leader" or person.squad == squad
    return person in agency.holders(slot.role) and own


@dataclass(slots=True)
class Work:
    """One document while it is being made."""

    plan: DocumentPlan
    made: DocumentMade
    pdf: bytes
    #: Secret and words committed to, where it was composed just now; None without a commitment.
    printed: Json = None


class Producer:
    """Makes the documents of one plan."""

    def __init__(
        self,
        plan: Plan,
        *,
        composer: Composer,
        signatory: Signatory,
        barred: Mapping[str, frozenset[str]],
        values: Callable[[], Dressed],
    ) -> None:
        """`values` gathers the context of the documents to be composed; asked once at most."""
        self._plan = plan
        self._composer = composer
        self._signatory = signatory
        self._barred = barred
        self._values = cache(values)

    def complete(self) -> bool:
        """Whether every needed field finds somebody to sign it now."""
        return all(
            self.signer(slot) is not None
            for document in self._plan.documents
            for slot in document.to_sign()
        )

    def signer(self, slot: SlotPlan) -> Person | None:
        """Return who would sign a field now."""
        return who_signs(slot, self._plan, self._signatory, self._barred)

    def only_seal_missing(self) -> bool:
        """Whether every person's field is or can be signed, so that nothing but the seal waits."""
        return all(
            self.signer(slot) is not None
            for document in self._plan.documents
            for slot in document.to_sign()
            if slot.role != SEAL_ROLE
        )

    def now_composed(self) -> tuple[DocumentPlan, ...]:
        """Return the documents made now; those only sealed wait until every person has signed."""
        ready = self.only_seal_missing()
        return tuple(
            d
            for d in self._plan.documents
            if d.composes and d.existing_file is None and (ready or not d.only_sealed)
        )

    def compose(
        self, document: DocumentPlan, taken: Reservation | None, statement: Statement
    ) -> Work:
        """Compose one document under the number taken for it; it carries the act's statement."""
        at, agency = self._plan.command.at, self._plan.situation.agency
        number = number_text(agency, document.form, taken.year, taken.serial) if taken else ""
        made = DocumentMade(
            id=document.id,
            form=document.form.id,
            form_digest=document.form.digest,
            number=number,
            series=taken.series if taken else "",
            year=taken.year if taken else 0,
            serial=taken.serial if taken else 0,
            digest="",
            status="pending",
            track=self._plan.track,
            composed_at=at,
            pages=0,
            waiting=tuple((s.slot, s.role, s.person) for s in document.slots),
        )
        with _telling_where(self._plan.command.raw):
            committed = commit_to(
                self._plan.situation, made, partial(self._printed, document, made)
            )
            composed: ComposedFile = self._composer.compose(
                made.form,
                self._values(),
                moment=at,
                number=number or None,
                slots=[s.slot for s in document.slots],
                preview=False,
                attachment=statement(made.id, made.form, made.form_digest, number, committed.root),
            )
        made = replace(
            made,
            pages=composed.pages,
            faces=composed.faces,
            layout=composed.layout,
            commitment=committed.root,
        )
        return Work(plan=document, made=made, pdf=composed.pdf, printed=committed.kept)

    def _printed(self, document: DocumentPlan, made: DocumentMade) -> Printed | None:
        """Return the words a document is going to print."""
        return self._composer.printed(
            made.form,
            self._values(),
            moment=made.composed_at,
            number=made.number or None,
            slots=[s.slot for s in document.slots],
        )

    def sign(self, work: Work) -> None:
        """Sign the needed fields in order, as far as keys reach."""
        by_slot = {s.slot: s for s in work.plan.slots}
        for slot_id, role, _ in work.made.waiting:
            if slot_id not in work.plan.needed:
                continue
            slot = by_slot.get(slot_id)
            person = self.signer(slot) if slot is not None else None
            if slot is None or person is None:
                return
            opinion = self._opinion(slot, person)
            with _telling_where(self._plan.command.raw, person=person.name):
                add_signature(
                    work, self._signatory, slot, person, role, opinion, self._plan.command.at
                )

    def _opinion(self, slot: SlotPlan, person: Person) -> str:
        if not slot.opinion:
            return ""
        given = self._plan.opinions
        own = given.get("", "") if person.id == self._plan.command.actor else ""
        text = given.get(slot.label) or given.get(slot.slot) or given.get(person.name) or own
        if not text:
            raise InputError("command.opinion_missing", label=slot.label, person=person.name)
        return text


@contextmanager
def _telling_where(raw: Mapping[str, object], **facts: object) -> Iterator[None]:
    """Add to an error whose signature it was and where its character was written."""
    try:
        yield
    except InputError as wrong:
        char = wrong.facts.get("char")
        where = _written_at(char, raw) if isinstance(char, str) else ""
        wrong.facts = {"where": where, **facts, **wrong.facts}
        raise


def _written_at(char: str, raw: object, path: str = "") -> str:
    """Return the path of the first field of an input file that holds a character."""
    if isinstance(raw, Mapping):
        inside = [(f"{path}.{key}" if path else str(key), item) for key, item in raw.items()]
    elif isinstance(raw, list):
        inside = [(f"{path}[{n}]", item) for n, item in enumerate(raw, 1)]
    else:
        return path if char in str(raw) else ""
    return next((found for p, item in inside if (found := _written_at(char, item, p))), "")


def add_signature(
    work: Work,
    signatory: Signatory,
    slot: SlotPlan,
    person: Person,
    role: str,
    opinion: str,
    at: datetime,
) -> None:
    """Sign one field of a document and note it."""
    act = SigningAct(
        slot=slot.slot, person=person, role=role, label=slot.label, opinion=opinion, at=at
    )
    work.pdf = signatory.sign(work.pdf, act)
    work.made = replace(
        work.made,
        waiting=tuple(w for w in work.made.waiting if w[0] != slot.slot),
        signed=(*work.made.signed, Signed(slot=slot.slot, person=person.id, role=role, at=at)),
    )


def sealed_last(documents: Sequence[DocumentPlan]) -> list[DocumentPlan]:
    """Return documents people sign first, those only sealed last."""
    return sorted(documents, key=lambda d: d.only_sealed)


def finished(work: Work, *, whole: bool) -> DocumentMade:
    """Return the document with its digest and the status its signatures give it."""
    needed_left = any(slot in work.plan.needed for slot, _, _ in work.made.waiting)
    status = "issued"
    if work.made.waiting:
        status = "draft" if work.plan.use.stage in {"draft", "redraft"} else "pending"
    if not whole and (needed_left or status == "issued"):
        status = "pending"
    return replace(work.made, status=status, digest=hashlib.sha256(work.pdf).hexdigest())
