"""A grading sheet (评查表) as JSON: vetoes, items, deductions, totals and what the program found.

Points leave here as numbers with at most one decimal; sentences come from whoever has the words.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from engine.grading.finding import Finding
from engine.grading.profile import HALVES, Kind, Profile
from engine.grading.scoring import Deduction, ItemScore, Score
from engine.verdict import Detail

#: The reason of a finding or deduction, from its code and details.
Explained: TypeAlias = Callable[["Finding | Deduction"], str]
#: JSON with points in it.
Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"


class VetoState(StrEnum):
    """What became of a veto candidate."""

    #: The program points at it; nobody has answered yet.
    CANDIDATE = "candidate"
    HIT = "hit"
    CLEARED = "cleared"


@dataclass(frozen=True, slots=True, kw_only=True)
class VetoAnswer:
    """One veto on a sheet."""

    id: str
    state: VetoState
    page: int = 0
    document: str = ""
    reason: str = ""
    #: Person id of whoever confirmed or cleared it.
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One grading of one dossier."""

    profile: Profile
    case: str
    #: Hash of the newest event graded, hex.
    head: str
    #: `precheck`, `self`, `second`, `third` or `sample`.
    stage: str
    #: Person id; "" for the program.
    reviewer: str
    started_at: datetime
    finished_at: datetime | None
    vetoes: tuple[VetoAnswer, ...]
    score: Score
    findings: tuple[Finding, ...]


def candidates(profile: Profile, findings: Iterable[Finding], say: Explained) -> list[VetoAnswer]:
    """Return the vetoes findings point at, for a person to confirm or clear."""
    known = {v.id for v in profile.vetoes}
    return [
        VetoAnswer(
            id=f.head,
            state=VetoState.CANDIDATE,
            page=f.dossier_page,
            document=f.document,
            reason=say(f),
        )
        for f in findings
        if f.head in known
    ]


def sheet_json(sheet: Sheet, say: Explained) -> dict[str, Plain]:
    """Return a sheet in the one shape every report and screen reads."""
    score = sheet.score
    grade = next(b for b in sheet.profile.bands if b.grade == score.grade)
    return {
        "profile": score.profile,
        "profile_version": sheet.profile.version,
        "profile_digest": score.digest,
        "dossier_id": sheet.case,
        "dossier_head": sheet.head,
        "stage": sheet.stage,
        "reviewer": sheet.reviewer or None,
        "started_at": sheet.started_at.isoformat(),
        "finished_at": sheet.finished_at.isoformat() if sheet.finished_at else None,
        "veto": [_veto(v) for v in sheet.vetoes],
        "items": [_item(i, sheet.profile, say) for i in score.items],
        "total": points(score.total),
        "possible": points(score.possible),
        "scaled_total": points(score.scaled),
        "grade": score.grade,
        "grade_name": grade.name,
        "findings_auto": [finding_json(f, sheet.profile, say) for f in sheet.findings],
    }


def points(halves: int) -> int | float:
    """Return halves as points: 3, or 2.5."""
    return halves // HALVES if halves % HALVES == 0 else halves / HALVES


def _veto(answer: VetoAnswer) -> dict[str, Plain]:
    return {
        "id": answer.id,
        "state": answer.state.value,
        "doc": answer.document or None,
        "page": answer.page or None,
        "reason": answer.reason,
        "by": answer.by or None,
    }


def _item(item: ItemScore, profile: Profile, say: Explained) -> dict[str, Plain]:
    described = profile.item(item.id)
    return {
        "id": item.id,
        "name": described.name if described is not None else item.id,
        "max": points(item.max),
        "given": points(item.given),
        "na": item.na,
        "deductions": [_deduction(d, say) for d in item.deductions],
    }


def _deduction(deduction: Deduction, say: Explained) -> dict[str, Plain]:
    return {
        "points": points(deduction.halves),
        "doc": deduction.document or None,
        "page": deduction.page or None,
        "reason": deduction.reason or say(deduction),
        "reviewer": deduction.reviewer or None,
    }


def finding_json(finding: Finding, profile: Profile, say: Explained) -> dict[str, Plain]:
    """Return one finding of the program, with where it is and how sure the program is."""
    return {
        "check_id": finding.check,
        "code": finding.code,
        "item": finding.head,
        "severity": severity(finding, profile),
        "certain": finding.certain,
        "points": points(finding.halves),
        "doc": finding.document or None,
        "form": finding.form or None,
        "page": finding.page or None,
        "dossier_page": finding.dossier_page or None,
        "law": finding.law,
        "reason": say(finding),
        "details": _plain_details(finding.details),
    }


def severity(finding: Finding, profile: Profile) -> str:
    """Return `veto`, `deduction` or `note`, the last where nothing is taken off."""
    if profile.veto(finding.head) is not None:
        return "veto"
    return "deduction" if finding.halves else "note"


def kind_of(profile: Profile, head: str) -> Kind:
    """Return who decides an item or veto; raises KeyError for one the profile has not."""
    found = profile.item(head) or profile.veto(head)
    if found is None:
        raise KeyError(head)
    return found.kind


def _plain_details(details: Mapping[str, Detail]) -> dict[str, Plain]:
    return {name: _plain(value) for name, value in details.items()}


def _plain(value: Detail) -> Plain:
    if isinstance(value, str | int):
        return value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return value.id if hasattr(value, "id") else value.code
