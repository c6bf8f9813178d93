"""Checks of proof (vetoes on facts): elements proved, no evidence unlawful, no crime hidden."""

import re
from collections.abc import Iterator

from engine.facts.evidence import elements_missing
from engine.grading.dossier import Dossier
from engine.grading.finding import Hit, check, on
from engine.grading.profile import Asked
from engine.record import Record
from engine.verdict import Term


@check
def elements_bare(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Every element of the violation is covered by evidence or a record of the case (APL 40)."""
    del asked
    version = dossier.matter_at_act
    if version is None:
        return
    for element in elements_missing(dossier.case, version, Record()):
        yield on(dossier.last("investigation_report") or dossier.decision, element=element)


@check
def evidence_unverified(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """No evidence rests in the dossier whose lawful source nobody checked (APL 46(2))."""
    del asked
    for piece in dossier.case.evidence:
        if not piece.item.flag("verified"):
            paper = next((p for p in dossier.papers if p.act.seq == piece.event), None)
            yield on(paper, proof=piece.number, name=piece.item.text("name"))


@check
def evidence_lost(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The file of every piece of evidence is there and unchanged (APL 46(2), 47)."""
    del asked
    for piece in dossier.case.evidence:
        if not dossier.files.kept(piece.item.record("file").text("digest")):
            paper = next((p for p in dossier.papers if p.act.seq == piece.event), None)
            yield on(paper, proof=piece.number, name=piece.item.text("name"))


@check
def evidence_locked_then(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """No evidence was gathered while a remedy was open (ARL 46; `names` are such acts)."""
    for event in dossier.fired(*asked.names):
        facts = dossier.facts(event)
        locked = facts.ask("evidence_locked", asked.args) if facts is not None else None
        if locked is not None and locked.value is True:
            paper = next((p for p in dossier.papers if p.act.seq == event.seq), None)
            yield on(paper, at=event.at)


@check
def camera_unreviewed(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """A camera's record was reviewed (`forms`) before it was used (APL 41(2)).

    The lead or its evidence says by one of `names` that it came from a camera.
    """
    filmed = dossier.data.text("source") in asked.names
    devices = {d.id for d in dossier.agency.devices}
    used = [e for e in dossier.case.evidence if e.item.text("device") in devices]
    if (used or (filmed and dossier.procedure in asked.words)) and not dossier.of(*asked.forms):
        yield on(dossier.decision, proof="、".join(e.number for e in used))


@check
def crime_untransferred(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Where a paper speaks of a suspected crime, the case was transferred (APL 27).

    `words` are how it is said (`涉嫌…罪` with a few characters between), `names` how it is denied;
    `forms` show the transfer.
    """
    if dossier.of(*asked.forms):
        return
    for paper in dossier.papers:
        for value in _texts(paper.inputs):
            at = next((m.start() for w in asked.words if (m := _said(w, value))), -1)
            if at >= 0 and not any(denied in value for denied in asked.names):
                yield on(
                    paper, form=Term("form", paper.form), quote=value[max(0, at - 8) : at + 16]
                )
                return


def _said(word: str, text: str) -> re.Match[str] | None:
    first, gap, last = word.partition("…")
    between = r"[^，。；、]{0,12}?" if gap else ""
    return re.search(re.escape(first) + between + re.escape(last), text)


def _texts(inputs: Record) -> Iterator[str]:
    for value in inputs.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            for row in value:
                if isinstance(row, Record):
                    yield from _texts(row)
