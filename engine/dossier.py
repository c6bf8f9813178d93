"""The dossier (案卷): which documents stand in which volume, in which order, on which pages.

Page numbers run through principal and supplementary volume; cover, index and back note have none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from engine.case import Case
from engine.event import DocumentMade
from engine.record import Record

FILED = frozenset({"issued", "superseded"})


class Section(StrEnum):
    """The parts of a dossier that hold documents, in order."""

    FRONT = "front"
    PRINCIPAL = "principal"
    SUPPLEMENTARY = "supplementary"


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierOrder:
    """The order a bureau files its documents in."""

    principal: tuple[str, ...]
    supplementary: tuple[str, ...]
    unnumbered: tuple[str, ...]
    #: The unnumbered forms that close the principal volume; the others open it.
    closing: tuple[str, ...]
    #: Title of a case, with places for `party` and `cause`.
    title: str
    #: Period for binding the dossier anew, begun by whatever is done after it was bound.
    rebinding: str
    #: Words documents share: range of a fine, modes of service, checklist results.
    words: Mapping[str, str]
    #: Form of the receipt that follows each served document.
    receipt: str = "service_receipt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """One document in its place."""

    made: DocumentMade
    volume: str
    first_page: int
    last_page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """One document of the whole dossier, with its pages where it has numbered ones."""

    section: Section
    made: DocumentMade
    place: Filed | None = None


def title_of(data: Record, order: DossierOrder) -> str:
    """Return the title of a case with these data: party and cause."""
    party = data.record("party").text("name") or data.text("suspected_party")
    return order.title.format(party=party, cause=data.text("cause"))


def shelved(case: Case, order: DossierOrder) -> tuple[Shelved, ...]:
    """Return every filed document as it stands in the dossier, from front to back.

    Cover, index and back note are the front; then the volumes; what their order does not know
    comes last in the supplementary volume.
    """
    filed = [d for d in case.documents.values() if d.status in FILED]
    places = arrange(case, order)
    front = [d for form in order.unnumbered for d in filed if d.form == form]
    known = {p.made.id for p in places} | {d.id for d in front}
    return (
        *(Shelved(section=Section.FRONT, made=made) for made in front),
        *(Shelved(section=Section(p.volume), made=p.made, place=p) for p in places),
        *(Shelved(section=Section.SUPPLEMENTARY, made=d) for d in filed if d.id not in known),
    )


def arrange(case: Case, order: DossierOrder) -> tuple[Filed, ...]:
    """Return every filed document of the case in dossier order with its pages."""
    placed: list[Filed] = []
    page = 1
    for volume, forms in (("principal", order.principal), ("supplementary", order.supplementary)):
        for made in _in_order(case, forms, order.receipt):
            last = page + made.pages - 1
            placed.append(Filed(made=made, volume=volume, first_page=page, last_page=last))
            page = last + 1
    return tuple(placed)


def _in_order(case: Case, forms: Iterable[str], receipt: str) -> list[DocumentMade]:
    filed = [d for d in case.documents.values() if d.status in FILED]
    found: list[DocumentMade] = []
    for form in forms:
        for made in (d for d in filed if d.form == form and d not in found):
            found.append(made)
            found += [r for r in _receipts(case, made, receipt) if r not in found]
    return found


def _receipts(case: Case, made: DocumentMade, receipt: str) -> list[DocumentMade]:
    tracks = {t.id for t in case.tracks.values() if t.subject == made.id}
    return [d for d in case.documents.values() if d.form == receipt and d.track in tracks]
