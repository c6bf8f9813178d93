"""Everything the law asks about a case, as named questions with small answers.

Guards, checklists and conditions in the definitions read a case only through `Facts`; a real
case answers from its events (`CaseFacts`), a model checker from an abstract case. Importing this
package registers every question.
"""

from engine.facts import (
    agreement,
    contested,
    decision,
    discretion,
    documents,
    dossier_review,
    enforcement,
    evidence,
    hearing,
    law_text,
    lead,
    measures,
    merging,
    money,
    parking,
    periods,
    persons,
    publication,
    reasoning,
    remedies,
    service,
    spot,
    staffing,
    stated,
    transfer,
)
from engine.facts.registry import CaseFacts, Facts, fact_names

__all__ = [
    "CaseFacts",
    "Facts",
    "agreement",
    "contested",
    "decision",
    "discretion",
    "documents",
    "dossier_review",
    "enforcement",
    "evidence",
    "fact_names",
    "hearing",
    "law_text",
    "lead",
    "measures",
    "merging",
    "money",
    "parking",
    "periods",
    "persons",
    "publication",
    "reasoning",
    "remedies",
    "service",
    "spot",
    "staffing",
    "stated",
    "transfer",
]
