"""Checks of the files of a dossier: pages counted, bytes as recorded, signatures, recordings."""

from collections.abc import Iterator

from engine.case import EvidenceItem
from engine.forms import SEAL_ROLE, SEAL_SLOT
from engine.grading.dossier import Dossier
from engine.grading.finding import Hit, check, on
from engine.grading.papers import Paper
from engine.grading.profile import Asked
from engine.grading.reading import slots
from engine.verdict import Term

#: Media whose recordings belong into the index of recordings.
_RECORDED = ("video/", "audio/")


@check
def pages_miscounted(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Every document has as many pages as the ledger says; files not read say nothing."""
    del asked
    for paper in dossier.papers:
        found = dossier.files.look(paper.made).pages
        if paper.made.pages < 1 or (found and found != paper.made.pages):
            yield on(paper, number=found, needed=paper.made.pages)


@check
def pages_uncounted(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """A file that is not the one recorded still lets its pages be counted."""
    del asked
    for paper in dossier.papers:
        found = dossier.files.look(paper.made)
        if found.there and found.digest != paper.made.digest and not found.pages:
            yield on(paper, needed=paper.made.pages)


# -- soundness --------------------------------------------------------------------------------


@check
def file_changed(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Every file is there, and is the one recorded; no manifest contradicts it.

    A path that is a document or a piece of evidence is told once, as such.
    """
    del asked
    bad = [p for p in dossier.papers if dossier.files.look(p.made).digest != p.made.digest]
    lost = [e for e in dossier.case.evidence if not _kept(dossier, e)]
    yield from (on(paper) for paper in bad)
    yield from (Hit(details={"quote": piece.number}) for piece in lost)
    told = {p.id for p in bad} | {e.number for e in lost}
    for path in dossier.binding.wrong if dossier.binding is not None else ():
        if not _named(dossier, path) & told:
            yield Hit(details={"quote": path})


def _kept(dossier: Dossier, piece: EvidenceItem) -> bool:
    digest = piece.item.record("file").text("digest")
    return not digest or dossier.files.kept(digest)


def _named(dossier: Dossier, path: str) -> set[str]:
    """What a path of a bound dossier is: the document or the piece of evidence."""
    listed = dossier.binding.listed if dossier.binding is not None else ()
    return {
        name for x in listed if path.endswith(x.path) for name in (x.document, x.evidence) if name
    }


@check
def signature_unsound(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Every signature in a file holds, and is one the ledger knows; nobody's is missing."""
    del asked
    for paper in dossier.papers:
        found = dossier.files.look(paper.made).signatures
        if found is None:
            continue
        for signature in found:
            if not signature.sound:
                problem = Term("finding", signature.problem)
                yield on(paper, role=_signer(dossier, paper, signature.slot), reason=problem)
        left = {s.slot for s in paper.signed} ^ {s.slot for s in found}
        for slot in sorted(left):
            yield on(paper, role=_signer(dossier, paper, slot))


def _signer(dossier: Dossier, paper: Paper, slot: str) -> Term:
    """Who signs in a slot of a paper, as far as its form tells."""
    roles = {s.id: s.role for s in slots(dossier, paper)} | {SEAL_SLOT: SEAL_ROLE}
    return Term("role", roles.get(slot, slot))


@check
def recording_unlisted(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Every recording up to the decision, and film and sound among evidence, is in `forms`."""
    indexed = {
        row.record("file").text("digest")
        for paper in dossier.of(*asked.forms)
        for row in paper.inputs.records("recordings")
    }
    decision = dossier.decision
    before = [a for a in dossier.acts if decision is None or a.seq <= decision.act.seq]
    for piece in dossier.case.evidence:
        file = piece.item.record("file")
        if file.text("media").startswith(_RECORDED) and file.text("digest") not in indexed:
            yield Hit(details={"quote": f"{piece.number} {piece.item.text('name')}"})
    for row in (r for a in before for r in a.inputs.records("recordings")):
        if row.record("file").text("digest") not in indexed:
            yield Hit(details={"quote": row.text("event")})


@check
def recording_claimed(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Where a paper of `forms` says in `fields` that it was filmed (`words`), a film is there."""
    recorded = {r.day("recorded_at") for r in dossier.data.records("recordings")}
    filmed = (e.item for e in dossier.case.evidence)
    recorded |= {
        i.day("taken_at") for i in filmed if i.record("file").text("media").startswith(_RECORDED)
    }
    for paper in dossier.of(*asked.forms):
        text = "".join(paper.inputs.text(f) for f in asked.fields)
        said = next((w for w in asked.words if w in text), "")
        if said and paper.day not in recorded:
            yield on(paper, quote=said)
