"""What the forms of a dossier's review print: the sheet item by item, the defects, the scores.

Values only; how they look is the business of the forms.
"""

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from engine.forms import FormCatalogue
from engine.grading.profile import Item, Profile
from engine.grading.scoring import ItemScore
from engine.half_points import points_text
from engine.labels import Dressed
from engine.record import Record
from engine.review_scoring import scored, standard_of
from engine.review_sheets import (
    OWN,
    SECOND,
    SHEET_IN,
    Defect,
    deciding,
    defects,
    defects_on,
    demanded,
    lessons,
)
from engine.situation import Situation


def review_values(situation: Situation, forms: FormCatalogue) -> Dressed | None:
    """Return what the forms of a review may print, or None on any other track."""
    before = situation.track.data if situation.track is not None else Record()
    known = before.merged(situation.inputs)
    sheet = next((s for n in SHEET_IN.values() if (s := situation.inputs.record(n))), None)
    ruling = sheet or deciding(known)
    profile = standard_of(ruling, situation.grading(), situation.today)
    if profile is None:
        return None
    words = _Words(situation, forms, profile)
    return {
        **_totals(ruling, profile),
        "standard": {"id": profile.id, "name": profile.name, "version": profile.version},
        "digest": profile.digest[:16],
        "rows": words.rows(ruling),
        "deductions": [words.defect(d) for d in defects_on(ruling) if not d.veto],
        "vetoes": [words.veto(v) for v in ruling.records("vetoes")],
        "own": _totals(known.record(OWN), profile),
        "second": _totals(known.record(SECOND), profile),
        "earlier": _totals(deciding(before), profile),
        "demanded": [words.defect(d) for d in demanded(known)],
        "lessons": [words.defect(d) for d in lessons(known)],
        "objections": [
            {"about": words.head(o.text("about")), "ground": o.text("ground")}
            for o in known.records("objections")
        ],
        "remedied": _answered(known, "remedied", defects(known), words),
        "rechecked": _answered(known, "rechecked", defects(known), words),
    }


def _totals(sheet: Record, profile: Profile) -> Dressed:
    """Return the figures of one sheet; None for one there is not."""
    names = {b.grade: b.name for b in profile.bands}
    return {
        "total": _points(sheet, "total"),
        "raw": _points(sheet, "raw_total"),
        "possible": _points(sheet, "possible"),
        "grade": names.get(sheet.text("grade")),
    }


def _points(sheet: Record, name: str) -> str | None:
    halves = sheet.number(name)
    return points_text(halves) if halves is not None else None


class _Words:
    """Names of what a sheet points at."""

    def __init__(self, situation: Situation, forms: FormCatalogue, profile: Profile) -> None:
        """Names come from the standard and from the documents of the case."""
        self._documents = situation.case.documents
        self._forms = forms
        self._profile = profile

    def rows(self, sheet: Record) -> list[Dressed]:
        """Return the items in two columns, each with its points."""
        both = zip(self._profile.items, scored(sheet, self._profile).items, strict=True)
        items = [_item(item, given) for item, given in both]
        half = (len(items) + 1) // 2
        return [
            {"left": left, "right": right}
            for left, right in zip_longest(items[:half], items[half:])
        ]

    def head(self, head: str) -> str:
        """Return an item or veto with its name."""
        found = self._profile.item(head) or self._profile.veto(head)
        return f"{head} {found.name}" if found is not None else head

    def document(self, document: str) -> str:
        """Return the name of a document; what is none of the case's is named as it was."""
        made = self._documents.get(document)
        return self._forms.form(made.form).name if made is not None else document

    def defect(self, defect: Defect) -> Dressed:
        """Return one defect."""
        return {
            "about": defect.about,
            "item": self.head(defect.head),
            "points": points_text(defect.points),
            "document": self.document(defect.document),
            "page": defect.page,
            "reason": defect.reason,
            "fixable": defect.fixable,
            "veto": defect.veto,
        }

    def veto(self, row: Record) -> Dressed:
        """Return one veto that was confirmed or cleared."""
        return {
            "item": self.head(row.text("veto")),
            "confirmed": row.flag("confirmed"),
            "document": self.document(row.text("document")),
            "page": row.text("page"),
            "reason": row.text("reason"),
        }


def _item(item: Item, given: ItemScore) -> Dressed:
    return {
        "id": item.id,
        "name": item.name,
        "max": points_text(given.max),
        "given": points_text(given.given),
        "na": given.na,
    }


def _answered(known: Record, name: str, found: Sequence[Defect], words: _Words) -> list[Dressed]:
    """Return what was said of each defect, with the defect."""
    by_name = {d.about: d for d in found}
    return [
        {"item": words.head(_head(by_name, r.text("about"))), **_said(r)}
        for r in known.records(name)
    ]


def _head(found: dict[str, Defect], about: str) -> str:
    return found[about].head if about in found else about


def _said(row: Record) -> Dressed:
    names: Iterable[str] = ("about", "done", "outcome", "note")
    return {name: row.text(name) or None for name in names}
