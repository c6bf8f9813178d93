"""A reviewer's sheet added up by its standard: nobody types a total, and none that is typed passes.

Sheets are records of a case; the arithmetic is that of `engine.grading.scoring`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from engine.errors import InputError
from engine.grading.profile import Profile
from engine.grading.scoring import Deduction, Score, score
from engine.record import Record, Value
from engine.review_sheets import SHEET
from engine.schema import FieldSpec

#: What follows from the rest of a sheet, by the name it has there.
COMPUTED = ("profile_digest", "raw_total", "possible", "total", "grade")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFault:
    """Why a sheet does not follow from its standard."""

    code: str
    #: Standard, items or vetoes meant.
    items: tuple[str, ...] = ()


def standard_of(sheet: Record, profiles: Sequence[Profile], day: date) -> Profile | None:
    """Return the standard a sheet names: by digest, else the first of its id in force on `day`."""
    named = sheet.text("profile_digest")
    if named:
        return next((p for p in profiles if p.digest == named), None)
    name = sheet.text("profile")
    return next((p for p in profiles if p.id == name and in_force(p, day)), None)


def in_force(profile: Profile, day: date) -> bool:
    """Whether a standard applies on `day`."""
    return profile.valid_from <= day and (profile.valid_to is None or day <= profile.valid_to)


def scored(sheet: Record, profile: Profile) -> Score:
    """Add a sheet up.

    Raises InputError `grading.unknown_item` for an item or veto the standard has not.
    """
    taken = [
        Deduction(
            item=row.text("item"),
            halves=row.number("points") or 0,
            document=row.text("document"),
            reason=row.text("reason"),
        )
        for row in sheet.records("deductions")
    ]
    confirmed = [v.text("veto") for v in sheet.records("vetoes") if v.flag("confirmed")]
    return score(
        profile, taken, not_applicable=sheet.texts("not_applicable"), vetoes=tuple(confirmed)
    )


def with_totals(
    specs: Sequence[FieldSpec], inputs: Record, profiles: Sequence[Profile], day: date
) -> Record:
    """Return an input whose sheets say what follows from them, unless they say it already.

    Raises InputError as `scored` does.
    """
    found: dict[str, Value] = {}
    for spec in specs:
        sheet = inputs.record(spec.name)
        profile = standard_of(sheet, profiles, day) if spec.kind == SHEET and sheet else None
        if profile is not None:
            found[spec.name] = Record({**_following(sheet, profile), **sheet.as_dict()})
    return inputs.merged(found)


def _following(sheet: Record, profile: Profile) -> dict[str, Value]:
    """Return what follows from a sheet."""
    result = scored(sheet, profile)
    return {
        "profile_digest": profile.digest,
        "raw_total": result.total,
        "possible": result.possible,
        "total": result.scaled,
        "grade": result.grade,
    }


def fault_of(
    sheet: Record, profiles: Sequence[Profile], procedure: str, day: date
) -> SheetFault | None:
    """Return the first thing by which a sheet does not follow from its standard, or None."""
    profile = standard_of(sheet, profiles, day)
    if profile is None:
        return SheetFault(code="unknown_standard", items=(sheet.text("profile"),))
    if profile.id != sheet.text("profile") or procedure not in profile.procedures:
        return SheetFault(code="other_standard", items=(sheet.text("profile"),))
    idle = [r.text("item") for r in sheet.records("deductions") if not r.number("points")]
    na = set(sheet.texts("not_applicable"))
    idle += [r.text("item") for r in sheet.records("deductions") if r.text("item") in na]
    if idle:
        return SheetFault(code="idle_deduction", items=tuple(dict.fromkeys(idle)))
    try:
        following = _following(sheet, profile)
    except InputError as wrong:
        return SheetFault(code="unknown_item", items=(str(wrong.facts.get("item", "")),))
    differs = any(sheet.get(name) != following[name] for name in COMPUTED)
    return SheetFault(code="other_total") if differs else None


def heads_of(sheet: Record, profiles: Sequence[Profile]) -> frozenset[str]:
    """Return the items and vetoes of a sheet's standard; none when that is lost."""
    profile = standard_of(sheet, profiles, date.min)
    return frozenset(h.id for h in profile.heads()) if profile is not None else frozenset()


def best_grade(sheet: Record, profiles: Sequence[Profile]) -> bool:
    """Whether a sheet gives the best grade of its standard."""
    profile = standard_of(sheet, profiles, date.min)
    return profile is not None and sheet.text("grade") == profile.best
