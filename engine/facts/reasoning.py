"""The question whether a decision reasons as it must, block by block."""

from engine.facts.registry import no, question, yes
from engine.reasoning.linting import lint
from engine.reasoning.rules import Part
from engine.record import Record
from engine.situation import Situation
from engine.verdict import Fact, Term


@question
def decision_reasoned(situation: Situation, args: Record) -> Fact:
    """Whether a decision of a kind keeps every rule that blocks it, of one `part` when given.

    Rules that only cost points in the grading of the dossier do not stand in the way.
    """
    part = Part(args.text("part")) if "part" in args else None
    found = lint(situation, args.text("decision"), part)
    remarks = tuple(f.remark() for f in found if f.rule.blocks)
    return no(part=Term("reasoning_part", part or "whole"), found=remarks) if remarks else yes()
