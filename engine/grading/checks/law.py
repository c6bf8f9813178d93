"""Checks of the law applied (items C, vetoes on basis and power), from matter library and dates."""

from engine.grading.dossier import Dossier
from engine.grading.finding import question
from engine.law_choice import fine_for


@question
def correction_precondition(dossier: Dossier) -> bool:
    """Whether the fine decided is only allowed after a correction was refused or came too late."""
    situation = dossier.deciding
    version = situation.governing if situation is not None else None
    if situation is None or version is None:
        return False
    fine = fine_for(version, situation.fine_facts)
    return fine.correction_first if fine is not None else version.correction_first
