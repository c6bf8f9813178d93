"""Checks of the party: who it is, how that is proved, whether it may be punished at all."""

from collections.abc import Iterator
from datetime import date

from engine.facts.persons import age_on
from engine.grading.dossier import DECISIONS, Dossier
from engine.grading.finding import Hit, check, on, question
from engine.grading.papers import Paper
from engine.grading.profile import Asked
from engine.identity import birth_date, credit_code_valid, identity_number_valid
from engine.record import Record
from engine.verdict import Term


@question
def party_known(dossier: Dossier) -> bool:
    """Whether the case has come so far that it must know its party: filed, or decided."""
    return bool(dossier.of("filing_approval", *DECISIONS))


def _filing(dossier: Dossier) -> Paper | None:
    """The paper that first tells who the party is."""
    return next((p for p in dossier.papers if p.inputs.record("party")), dossier.decision)


@check
def party_unproved(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """A copy of the party's papers is there: attached, or as evidence that proves who it is.

    `words` are how evidence says that this is what it proves.
    """
    file = dossier.data.record("party").record("identity_file").text("digest")
    if file and dossier.files.kept(file):
        return
    for piece in dossier.case.evidence:
        says = piece.item.text("name") + piece.item.text("proves")
        kept = dossier.files.kept(piece.item.record("file").text("digest"))
        if kept and any(word in says for word in asked.words):
            return
    yield on(_filing(dossier), name=dossier.data.record("party").text("name"))


@check
def party_number_wrong(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Identity number and credit code hold against their own check digit and the birth date."""
    del asked
    party = dossier.data.record("party")
    number, code, born = party.text("id_number"), party.text("credit_code"), party.day("birth_date")
    if number and not identity_number_valid(number):
        yield on(_filing(dossier), field=Term("input", "id_number"))
    elif number and born is not None and birth_date(number) != born:
        yield on(_filing(dossier), field=Term("input", "birth_date"))
    if code and not credit_code_valid(code):
        yield on(_filing(dossier), field=Term("input", "credit_code"))
    if not number and not code:
        yield on(_filing(dossier), field=Term("input", "id_number"))


@check
def party_field_empty(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Name, address and, for an entity, who represents it are known (`fields`)."""
    party = dossier.data.record("party")
    entity = party.text("kind") == "entity"
    for field in asked.fields:
        if not party.text(field) and (entity or field != "legal_representative"):
            yield on(_filing(dossier), field=Term("input", field))


@check
def party_changed(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Whoever was told of the penalty is the one it was decided against."""
    decision, notice = dossier.decision, dossier.last(*asked.forms)
    before = dossier.situation(notice.act) if notice is not None else None
    after = dossier.deciding
    if decision is None or before is None or after is None:
        return
    told, punished = before.data.record("party"), after.data.record("party")
    if _identity(told) != _identity(punished):
        yield on(decision, name=punished.text("name"), told=told.text("name"))


def _identity(party: Record) -> tuple[str, ...]:
    return tuple(party.text(n) for n in ("kind", "name", "id_number", "credit_code"))


@check
def party_unprinted(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Each paper of `forms` that was read names the party."""
    for paper in dossier.of(*asked.forms):
        situation, words = dossier.situation(paper.act), dossier.words(paper)
        name = situation.data.record("party").text("name") if situation is not None else ""
        if words and "".join(name.split()) not in words:
            yield on(paper, name=name)


@check
def agent_unauthorised(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Whoever acts for the party shows an authority.

    `fields` hold how somebody stands to the party, `words` mark an agent, `names` an authority.
    """
    shown = (
        *(f"{p.item.text('name')}{p.item.text('proves')}" for p in dossier.case.evidence),
        *(r.text("name") for a in dossier.acts for r in a.inputs.records("materials")),
    )
    if any(name in text for text in shown for name in asked.names):
        return
    for paper in dossier.papers:
        signer = paper.inputs.record("party_signature")
        said = [paper.inputs.text(field) for field in asked.fields]
        for relation in (*said, signer.text("relation")):
            if any(word in relation for word in asked.words):
                yield on(paper, relation=relation)
                break


@check
def party_unpunishable(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The party could control the act and was at least `number` years old on its day."""
    party, act = dossier.data.record("party"), dossier.data.day("act_on")
    name = party.text("name")
    if party.flag("unable_to_control"):
        yield on(dossier.decision, name=name, reason=Term("reason", "unable"))
    elif act is not None and _youngest(party, act) < asked.number:
        yield on(dossier.decision, name=name, reason=Term("reason", "under_14"))


def _youngest(party: Record, act: date) -> int:
    """The age on the day of the act, by birth date or number, the younger where they differ."""
    if party.text("kind") == "entity":
        return 999
    days = (party.day("birth_date"), birth_date(party.text("id_number")))
    return min((age_on(day, act) for day in days if day is not None), default=999)
