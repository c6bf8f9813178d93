"""The dossier (案卷): which documents stand in which volume, in which order, on which pages.

Page numbers run through principal and supplementary volume, over documents and the originals bound
among them; cover, index and back note have none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from engine.case import Case
from engine.event import DocumentMade
from engine.originals import Original, OriginalsOrder, Shelf, originals
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
    #: Where files the acts brought in are bound.
    originals: OriginalsOrder
    #: Form of the receipt that follows each served document.
    receipt: str = "service_receipt"
    #: Form of the index, made when the dossier is bound.
    index: str = "dossier_index"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """One document in its place."""

    made: DocumentMade
    volume: str
    first_page: int
    last_page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One original in its place: a sheet that tells of it, then the pages it fills."""

    original: Original
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
    filed = _filed(case)
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
    return tuple(one for one in bound(case, order) if isinstance(one, Filed))


def leaves(case: Case, order: DossierOrder) -> tuple[Leaf, ...]:
    """Return every original bound into the dossier, in order, with its pages."""
    return tuple(one for one in bound(case, order) if isinstance(one, Leaf))


def bound(case: Case, order: DossierOrder, *, anew: bool = False) -> tuple[Filed | Leaf, ...]:
    """Return everything that bears page numbers, in order.

    A dossier whose index was made before originals were bound keeps the pages its index tells;
    with `anew` it is arranged as it would be bound now.
    """
    placed: list[Filed | Leaf] = []
    page = 1
    for volume, one in _in_order(case, order, anew=anew):
        last = page + one.pages - 1
        if isinstance(one, Original):
            leaf = Leaf(original=one, volume=volume, first_page=page, last_page=last)
            placed.append(leaf)
        else:
            placed.append(Filed(made=one, volume=volume, first_page=page, last_page=last))
        page = last + 1
    return tuple(placed)


def _in_order(
    case: Case, order: DossierOrder, *, anew: bool
) -> Iterator[tuple[str, DocumentMade | Original]]:
    """Yield the volume of each document and original, in order."""
    kept = _originals(case, order) if anew or _binds_originals(case, order) else {}
    for volume, forms in (("principal", order.principal), ("supplementary", order.supplementary)):
        found: list[DocumentMade] = []
        for form in forms:
            yield from ((volume, one) for one in kept.pop(form, ()))
            for made in (d for d in _filed(case) if d.form == form and d not in found):
                new = [made, *(r for r in _receipts(case, made, order.receipt) if r not in found)]
                found += new
                yield from ((volume, one) for one in new)
        yield from ((volume, one) for one in kept.pop(volume, ()))


def _originals(case: Case, order: DossierOrder) -> dict[str, list[Original]]:
    """Return the originals by what they stand before: a form, or the end of a volume."""
    rules = order.originals
    places = {
        Shelf.EVIDENCE: rules.evidence_before,
        Shelf.VOUCHERS: rules.vouchers_before,
        Shelf.INTERNAL: "supplementary",
    }
    found: dict[str, list[Original]] = {}
    for one in originals(case, rules, [d.id for d in _filed(case)]):
        found.setdefault(places[one.shelf], []).append(one)
    return found


def _binds_originals(case: Case, order: DossierOrder) -> bool:
    """Whether the index, or the newest document where there is none, was made since they are."""
    newest = case.latest(order.index, *FILED) or next(reversed(_filed(case)), None)
    return newest is not None and newest.layout >= order.originals.since


def _filed(case: Case) -> list[DocumentMade]:
    return [d for d in case.documents.values() if d.status in FILED]


def _receipts(case: Case, made: DocumentMade, receipt: str) -> list[DocumentMade]:
    tracks = {t.id for t in case.tracks.values() if t.subject == made.id}
    return [d for d in case.documents.values() if d.form == receipt and d.track in tracks]
