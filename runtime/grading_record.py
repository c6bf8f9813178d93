"""The outcome of one precheck as it is kept and shown: points, grade, every finding in words.

Sentences are written in every language when a dossier is graded, so that a kept outcome can be
read without its law.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.grading.asking import Precheck
from engine.grading.finding import Finding
from engine.grading.profile import Item, Kind, Veto
from engine.grading.scoring import Score
from engine.grading.sheet import Plain, kind_of, points, severity
from engine.law import Law
from runtime.grading_words import cure, reason
from runtime.languages import Language
from runtime.messages import Messages
from runtime.naming import LawNames


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of every language, with the names of a law."""

    messages: Mapping[Language, Messages]

    @classmethod
    def of(cls, law: Law) -> "Wording":
        """Return the words with the names of `law`."""
        return cls({one: Messages(one, LawNames(law, one)) for one in Language})


def record_of(
    found: Precheck, score: Score, at: datetime, wording: Wording, *, signatures: bool
) -> dict[str, Plain]:
    """Return what is kept of one precheck; `signatures` tells whether they were looked at."""
    band = next(b for b in found.profile.bands if b.grade == score.grade)
    vetoes = {v.id for v in found.profile.vetoes}
    return {
        "case": found.case,
        "head": found.head,
        "profile": found.profile.id,
        "profile_name": found.profile.name,
        "profile_version": found.profile.version,
        "profile_digest": found.profile.digest,
        "graded_at": at.isoformat(),
        "signatures_checked": signatures,
        "outcome": found.outcome,
        "stage": found.stage.value,
        "total": points(score.total),
        "possible": points(score.possible),
        "scaled_total": points(score.scaled),
        "grade": score.grade,
        "grade_name": band.name,
        "not_applicable": [*sorted(found.not_applicable)],
        "pending": [*sorted(found.pending)],
        "veto": [
            {"id": head, "state": "candidate", "certain": certain}
            for head, certain in _candidates(found, vetoes).items()
        ],
        "items": [
            {"id": i.id, "max": points(i.max), "given": points(i.given), "na": i.na}
            for i in score.items
        ],
        "findings_auto": [_finding(f, found, wording) for f in found.findings],
    }


def _candidates(found: Precheck, vetoes: set[str]) -> dict[str, bool]:
    """The vetoes pointed at, and whether the program is sure of one."""
    candidates: dict[str, bool] = {}
    for one in found.findings:
        if one.head in vetoes:
            candidates[one.head] = candidates.get(one.head, False) or one.certain
    return candidates


def _finding(one: Finding, found: Precheck, wording: Wording) -> Plain:
    head = _head(found, one.head)
    return {
        "item": one.head,
        "item_name": head.name,
        "type": kind_of(found.profile, one.head).value,
        "check_id": one.check,
        "code": one.code,
        "severity": severity(one, found.profile),
        "certain": one.certain,
        "points": points(one.halves) if kind_of(found.profile, one.head) is not Kind.HUMAN else 0,
        "doc": one.document or None,
        "form": one.form or None,
        "page": one.page or None,
        "dossier_page": one.dossier_page or None,
        "law": one.law,
        "reason": {m.value: reason(w, one, found.case) for m, w in wording.messages.items()},
        "cure": {m.value: cure(w, one, found.case) for m, w in wording.messages.items()},
    }


def _head(found: Precheck, head: str) -> Item | Veto:
    known = found.profile.item(head) or found.profile.veto(head)
    if known is None:
        raise KeyError(head)
    return known


def in_language(record: dict[str, Plain], language: Language) -> dict[str, Plain]:
    """Return a kept outcome with its sentences in one language only."""
    findings = record["findings_auto"]
    told: list[Plain] = [
        {**one, **{side: _one(one[side], language) for side in ("reason", "cure")}}
        for one in (findings if isinstance(findings, list) else ())
        if isinstance(one, dict)
    ]
    return {**record, "findings_auto": told}


def _one(texts: Plain, language: Language) -> Plain:
    return texts.get(language.value) if isinstance(texts, dict) else texts
