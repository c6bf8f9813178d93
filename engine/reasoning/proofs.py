"""What a decision may rest its facts on: items of evidence (证1 …) and records (笔1 …)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from engine.case import Case, EvidenceItem
from engine.event import Event, EventKind
from engine.reasoning.rules import RecordKind
from engine.reasoning.wording import cited
from engine.record import Record

MARK = "笔"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One piece of evidence, or one record."""

    #: As decisions cite it: 证3, 笔1.
    number: str
    name: str
    #: What it proves, in the words of whoever brought it in.
    proves: str
    #: Elements of the violation it proves, by id or text.
    elements: tuple[str, ...]
    #: Whether its lawful source was checked.
    admitted: bool
    #: Other names officers call it by.
    calls: tuple[str, ...] = ()
    #: Number and day of the document, when it is a record.
    document: str = ""
    made_on: date | None = None


def proofs_of(
    case: Case, handed_in: Iterable[Record], kinds: Iterable[RecordKind]
) -> tuple[Proof, ...]:
    """Return all proofs of a case, evidence `handed_in` with a command included.

    Evidence keeps the numbers of the case; records are numbered in the order they were made.
    """
    items = list(case.evidence)
    for item in handed_in:
        items.append(EvidenceItem(number=f"证{len(items) + 1}", item=item, event=0))
    return (*(_item(piece) for piece in items), *_records(case, {k.form: k for k in kinds}))


def _item(piece: EvidenceItem) -> Proof:
    return Proof(
        number=piece.number,
        name=piece.item.text("name"),
        proves=piece.item.text("proves"),
        elements=piece.elements,
        admitted=piece.item.flag("verified"),
    )


def _records(case: Case, kinds: dict[str, RecordKind]) -> Iterator[Proof]:
    acts = (e for e in case.events if e.kind is EventKind.TRANSITION)
    made = [(event, d) for event in acts for d in event.documents if d.form in kinds]
    lasting = [(e, d) for e, d in made if case.documents[d.id].status == "issued"]
    for number, (event, document) in enumerate(lasting, 1):
        kind = kinds[document.form]
        yield Proof(
            number=f"{MARK}{number}",
            name=kind.name,
            proves=_said(event, kind.proves),
            elements=event.inputs.texts("covers"),
            admitted=True,
            calls=kind.calls,
            document=document.number,
            made_on=document.composed_at.date(),
        )


def _said(event: Event, name: str) -> str:
    """What a record proves: a text, or the points it holds."""
    points = tuple(p.text("content") for p in event.inputs.records(name))
    return event.inputs.text(name) or "".join(points)


def named_in(text: str, proofs: Iterable[Proof]) -> tuple[Proof, ...]:
    """Return the proofs a text names, by number or by the name of a record."""
    numbers = set(cited(text))
    return tuple(p for p in proofs if p.number in numbers or any(c in text for c in p.calls))


def unknown_in(text: str, proofs: Iterable[Proof]) -> tuple[str, ...]:
    """Return the numbers a text cites that no proof has."""
    known = {p.number for p in proofs}
    return tuple(n for n in cited(text) if n not in known)
