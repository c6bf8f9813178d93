"""What forms print of a dossier: the rows of its index, and how its originals are kept.

Everything is arranged as it would be bound now. Refuses to know how a form looks.
"""

from engine.dossier import DossierOrder, Filed, Leaf, bound
from engine.labels import Dressed
from engine.law import Law
from engine.situation import Situation


def index_rows(s: Situation, law: Law) -> list[Dressed]:
    """Return a row for each document and each original, in the order of their pages."""
    places = bound(s.case, law.dossier, anew=True)
    return [_row(s, law, seq, place) for seq, place in enumerate(places, 1)]


def _row(s: Situation, law: Law, seq: int, place: Filed | Leaf) -> Dressed:
    told = _original(place, s) if isinstance(place, Leaf) else _document(place, s, law)
    return {
        "seq": seq,
        **told,
        "first_page": place.first_page,
        "last_page": place.last_page,
        "volume": place.volume,
        "remark": None,
    }


def _document(place: Filed, s: Situation, law: Law) -> Dressed:
    return {
        "number": place.made.number or None,
        "name": law.forms.form(place.made.form).name,
        "author": s.agency.name,
        "date": place.made.composed_at.date(),
        "pages": place.made.pages,
        "is_evidence": False,
    }


def _original(leaf: Leaf, s: Situation) -> Dressed:
    one = leaf.original
    return {
        "number": one.number,
        "name": one.name,
        "author": one.giver or s.agency.name,
        "date": one.on,
        "pages": one.pages,
        "is_evidence": one.piece is not None,
    }


def originals_told(s: Situation, order: DossierOrder) -> Dressed:
    """Return how originals are kept, as the back note tells it.

    `bound` and `kept` are those on paper and those on their medium alone; `unchecked` the copies no
    record says were held against the original; `identity` whether a file shows who the
    party is; `pictured` how many pieces a sheet of photographs prints.
    """
    places = bound(s.case, order, anew=True)
    all_leaves = [place for place in places if isinstance(place, Leaf)]
    pieces = sum(place.original.piece is not None for place in all_leaves)
    return {
        "bound": [_kept(x) for x in all_leaves if x.original.own_pages],
        "kept": [_kept(x) for x in all_leaves if not x.original.own_pages],
        "unchecked": [_kept(x) for x in all_leaves if _unchecked(x, order)],
        "pictured": len(s.case.evidence) - pieces,
        "identity": bool(s.data.record("party").record("identity_file").text("digest")),
    }


def _unchecked(leaf: Leaf, order: DossierOrder) -> bool:
    one = leaf.original
    return one.copies and order.originals.checked not in one.source


def _kept(leaf: Leaf) -> Dressed:
    one = leaf.original
    return {
        "number": one.number,
        "name": one.name,
        "file": one.file.text("name"),
        "source": one.source or None,
        "first_page": leaf.first_page,
        "last_page": leaf.last_page,
    }
