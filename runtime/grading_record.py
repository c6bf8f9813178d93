"""The outcome of one precheck as it is kept and shown: points, grade, every finding in words.

Sentences are written in every language when a dossier is graded, so that a kept outcome can be
read without its law.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.grading.asking import Precheck
from engine.grading.finding import Finding
from engine.grading.profile import Item, Kind
from engine.grading.scoring import ItemScore, Score
from engine.grading.sheet import Plain, head_of, points, severity
from engine.law import Law
from runtime.grading_words import cure, reason
from runtime.languages import Language
from runtime.messages import Messages
from runtime.naming import LawNames

#: Stage of a sheet no person has touched.
PRECHECK = "precheck"
_LANGUAGES = {one.value for one in Language}


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of every language, with the names of a law."""

    messages: Mapping[Language, Messages]

    @classmethod
    def of(cls, law: Law) -> "Wording":
        """Return the words with the names of `law`."""
        return cls({one: Messages(one, LawNames(law, one)) for one in Language})

    def reason(self, finding: Finding, case: str) -> dict[str, Plain]:
        """Return what was found, in every language."""
        return {m.value: reason(words, finding, case) for m, words in self.messages.items()}

    def cure(self, finding: Finding, case: str) -> dict[str, Plain]:
        """Return what would cure it, in every language."""
        return {m.value: cure(words, finding, case) for m, words in self.messages.items()}


def record_of(
    found: Precheck, score: Score, at: datetime, wording: Wording, *, signatures: bool
) -> dict[str, Plain]:
    """Return the sheet of one precheck; `signatures` tells whether they were looked at."""
    profile = found.profile
    band = next(b for b in profile.bands if b.grade == score.grade)
    return {
        "profile": profile.id,
        "profile_name": profile.name,
        "profile_version": profile.version,
        "profile_digest": profile.digest,
        "dossier_id": found.case,
        "dossier_head": found.head,
        "stage": PRECHECK,
        "reviewer": None,
        "started_at": at.isoformat(),
        "finished_at": at.isoformat(),
        "reached": found.stage.value,
        "outcome": found.outcome,
        "signatures_checked": signatures,
        "veto": [_veto(f, found, wording) for f in found.findings if profile.veto(f.head)],
        "items": [_item(i, found, wording) for i in score.items],
        "total": points(score.total),
        "possible": points(score.possible),
        "scaled_total": points(score.scaled),
        "grade": score.grade,
        "grade_name": band.name,
        "not_applicable": [*sorted(found.not_applicable)],
        "pending": [*sorted(found.pending)],
        "findings_auto": [_finding(f, found, wording) for f in found.findings],
    }


def _veto(one: Finding, found: Precheck, wording: Wording) -> Plain:
    return {
        "id": one.head,
        "name": head_of(found.profile, one.head).name,
        "state": "candidate",
        "certain": one.certain,
        "doc": one.document or None,
        "page": one.dossier_page or None,
        "reason": wording.reason(one, found.case),
    }


def _item(scored: ItemScore, found: Precheck, wording: Wording) -> Plain:
    described = head_of(found.profile, scored.id)
    counted = described.kind is not Kind.HUMAN
    return {
        "id": scored.id,
        "name": described.name,
        "type": described.kind.value,
        "max": points(scored.max),
        "given": points(scored.given),
        "na": scored.na,
        "deductions": [
            {
                "points": points(one.halves),
                "doc": one.document or None,
                "page": one.dossier_page or None,
                "reason": wording.reason(one, found.case),
                "reviewer": None,
            }
            for one in found.of(scored.id)
            if one.halves and counted
        ],
    }


def _finding(one: Finding, found: Precheck, wording: Wording) -> Plain:
    head = head_of(found.profile, one.head)
    counted = isinstance(head, Item) and head.kind is not Kind.HUMAN
    return {
        "item": one.head,
        "item_name": head.name,
        "type": head.kind.value,
        "check_id": one.check,
        "code": one.code,
        "severity": severity(one, found.profile),
        "certain": one.certain,
        "points": points(one.halves) if counted else 0,
        "doc": one.document or None,
        "form": one.form or None,
        "page": one.page or None,
        "dossier_page": one.dossier_page or None,
        "law": one.law,
        "reason": wording.reason(one, found.case),
        "cure": wording.cure(one, found.case),
    }


def in_language(record: Mapping[str, Plain], language: Language) -> dict[str, Plain]:
    """Return a kept outcome with its sentences in one language only."""
    return {name: _told(value, language) for name, value in record.items()}


def _told(value: Plain, language: Language) -> Plain:
    if isinstance(value, list):
        return [_told(one, language) for one in value]
    if isinstance(value, dict):
        if value.keys() == _LANGUAGES:
            return value[language.value]
        return {name: _told(one, language) for name, one in value.items()}
    return value
