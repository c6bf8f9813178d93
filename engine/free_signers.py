"""Whether those a case names to sign a document may still sign it.

Somebody recused, or barred by another part in the case, is not waited for: the step is refused
until somebody else is named.
"""

from collections.abc import Iterable

from engine.definition import Requirement
from engine.facts.persons import part_in_case
from engine.law import Law
from engine.plan_documents import DocumentPlan, SlotPlan
from engine.situation import Situation
from engine.verdict import Term, Verdict


def signers_free(
    documents: Iterable[DocumentPlan], situation: Situation, law: Law
) -> tuple[Verdict, ...]:
    """Return a verdict for each person named to sign who may not; none when all may."""
    found: list[Verdict] = []
    for document in documents:
        for slot in document.to_sign():
            person = situation.agency.person(slot.person)
            if person is None:
                continue
            for bar in law.bars(slot.role):
                part = part_in_case(
                    situation.case, person, bar.args.texts("not"), law.players, law.relations
                )
                if part:
                    found.append(_refused(document, slot, person.name, part, bar))
    return tuple(found)


def _refused(
    document: DocumentPlan, slot: SlotPlan, person: str, part: str, bar: Requirement
) -> Verdict:
    form = Term("form", document.form.id)
    return Verdict(
        ok=False,
        code="signer_free",
        rule=bar.rule,
        law=bar.law,
        details={"person": person, "part": Term("part", part), "form": form, "slot": slot.label},
        value=False,
    )
