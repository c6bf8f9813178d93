"""Grading sheets as the track of a dossier's review keeps them: which one decides, what follows.

Reads records only; how points add up is the business of `engine.grading`. Definitions before 2026.2
kept a bare score instead of a sheet; a case that is still pinned to one is read as well.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engine.grading.profile import Profile
from engine.half_points import HALVES
from engine.record import Record
from engine.schema import FieldSpec

MACHINE = "dossier_review"
#: Kind of input a sheet is.
SHEET = "grading_sheet"
OWN, SECOND, THIRD, ARBITRATED = "self_sheet", "second_sheet", "third_sheet", "arbitrated_sheet"
#: By the state in which a sheet is filled in, the input that takes it.
SHEET_IN: Mapping[str, str] = {
    "q_self": OWN,
    "q_second": SECOND,
    "q_third": THIRD,
    "q_arbitrating": ARBITRATED,
}
#: Sheets that decide, the last word first.
_DECIDING = (ARBITRATED, THIRD, SECOND)


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """One thing a review found: a deduction or a confirmed veto."""

    #: What later acts call it by: the number of the deduction, or the id of the veto.
    about: str
    #: Item or veto.
    head: str
    #: In halves; nought for a veto.
    points: int
    document: str
    page: str
    reason: str
    #: Whether it can be put right; what cannot stays as a lesson.
    fixable: bool
    veto: bool


def added_up(
    specs: Sequence[FieldSpec],
    inputs: Record,
    grading: Callable[[], Sequence[Profile]],
    day: date,
) -> Record:
    """Return an input whose sheets say what follows from them; most inputs have none.

    Raises InputError as `engine.review_scoring.scored` does.
    """
    if all(spec.kind != SHEET for spec in specs):
        return inputs
    # Only sheets need the arithmetic of grading, which itself reads situations.
    from engine.review_scoring import with_totals  # noqa: PLC0415 - see above

    return with_totals(specs, inputs, grading(), day)


def deciding(known: Record) -> Record:
    """Return the sheet that decides, or an empty one before there is any."""
    return next((known.record(name) for name in _DECIDING if known.record(name)), Record())


def self_reviewed(known: Record) -> bool:
    """Whether the squad graded the dossier itself."""
    return bool(known.record(OWN)) or "review_score" in known


def own_score(known: Record) -> int:
    """Return the squad's own score, in halves."""
    sheet = known.record(OWN)
    return _total(sheet) if sheet else (known.number("review_score") or 0) * HALVES


def second_score(known: Record) -> int:
    """Return the score of the second review, in halves."""
    sheet = known.record(SECOND)
    return _total(sheet) if sheet else (known.number("second_score") or 0) * HALVES


def final_score(known: Record) -> int:
    """Return the score that decides, in halves."""
    sheet = deciding(known)
    return _total(sheet) if sheet else second_score(known)


def _total(sheet: Record) -> int:
    return sheet.number("total") or 0


def vetoed(known: Record) -> bool:
    """Whether the deciding review confirmed a veto."""
    if deciding(known):
        return any(d.veto for d in defects(known))
    return known.flag("veto")


def defects(known: Record) -> tuple[Defect, ...]:
    """Return what the deciding review found, deductions first."""
    sheet = deciding(known)
    return defects_on(sheet) if sheet else _earlier(known)


def defects_on(sheet: Record) -> tuple[Defect, ...]:
    """Return the deductions and the confirmed vetoes of a sheet."""
    taken = tuple(
        Defect(
            about=str(number),
            head=row.text("item"),
            points=row.number("points") or 0,
            document=row.text("document"),
            page=row.text("page"),
            reason=row.text("reason"),
            fixable=row.flag("fixable"),
            veto=False,
        )
        for number, row in enumerate(sheet.records("deductions"), 1)
    )
    return (*taken, *(_veto(row) for row in sheet.records("vetoes") if row.flag("confirmed")))


def _veto(row: Record) -> Defect:
    return Defect(
        about=row.text("veto"),
        head=row.text("veto"),
        points=0,
        document=row.text("document"),
        page=row.text("page"),
        reason=row.text("reason"),
        fixable=False,
        veto=True,
    )


def _earlier(known: Record) -> tuple[Defect, ...]:
    """Return the findings of a review by a definition without sheets."""
    return tuple(
        Defect(
            about=row.text("item"),
            head=row.text("item"),
            points=(row.number("points") or 0) * HALVES,
            document="",
            page=row.text("page"),
            reason=row.text("reason"),
            fixable=row.flag("fixable"),
            veto=False,
        )
        for row in known.records("findings")
    )


def demanded(known: Record) -> tuple[Defect, ...]:
    """Return what has to be rectified: what can be put right, and every confirmed veto."""
    return tuple(d for d in defects(known) if d.fixable or d.veto)


def lessons(known: Record) -> tuple[Defect, ...]:
    """Return what stays as a lesson: what cannot be put right, or could not when it was tried."""
    tried = {r.text("about"): r.text("outcome") for r in known.records("rechecked")}
    return tuple(
        d
        for d in defects(known)
        if tried.get(d.about) == "lesson" or not (d.fixable or d.about in tried)
    )


def review_over(state: str) -> bool:
    """Whether nobody has to act on a review any more; a finished one may still be nominated."""
    return state in {"q_waived", "q_done", "q_candidate"}
