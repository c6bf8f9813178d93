"""The dossier (案卷): which documents stand in which volume, in which order, on which pages.

Page numbers run through principal and supplementary volume; cover, index and back note have none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.case import Case
from engine.event import DocumentMade

FILED = frozenset({"issued", "superseded"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierOrder:
    """The order a bureau files its documents in."""

    principal: tuple[str, ...]
    supplementary: tuple[str, ...]
    unnumbered: tuple[str, ...]
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
