"""Checks of the evidence: every element proved, the matrix whole, each item with its origin.

Kinds of evidence, words of certification and fields come from the profile.
"""

from collections.abc import Iterator

from engine.case import EvidenceItem
from engine.grading.dossier import Dossier
from engine.grading.finding import Hit, check, on
from engine.grading.papers import Paper
from engine.grading.profile import Asked
from engine.grading.reading import filled
from engine.matters import Element
from engine.reasoning.finding import quote
from engine.reasoning.proofs import named_in, proofs_of
from engine.reasoning.rules import edition_on
from engine.record import Record
from engine.verdict import Term


def _paper(dossier: Dossier, piece: EvidenceItem) -> Paper | None:
    """The paper made with a piece of evidence: the first of its act."""
    return next((p for p in dossier.papers if p.act.seq == piece.event), None)


def _before_decision(dossier: Dossier, piece: EvidenceItem) -> bool:
    decision = dossier.decision
    return decision is None or piece.event < decision.act.seq


def _admissible(dossier: Dossier, piece: EvidenceItem) -> bool:
    """Whether a piece may prove anything: of a kind the law knows, verified, its file there."""
    item = piece.item
    digest = item.record("file").text("digest")
    known = item.text("kind") in _kinds(dossier)
    return known and item.flag("verified") and bool(digest) and dossier.files.kept(digest)


def _kinds(dossier: Dossier) -> frozenset[str]:
    """The kinds of evidence the law knows (APL 46(1))."""
    fields = dossier.law.records.get("evidence_item", ())
    return frozenset(c for f in fields if f.name == "kind" for c in f.choices)


def _proved(dossier: Dossier, forms: tuple[str, ...]) -> dict[str, set[str]]:
    """By element, the kinds of what proves it: evidence, and records that stand in the dossier."""
    found: dict[str, set[str]] = {}
    for piece in dossier.case.evidence:
        if _admissible(dossier, piece) and _before_decision(dossier, piece):
            for element in piece.elements:
                found.setdefault(element, set()).add(piece.item.text("kind"))
    for paper in dossier.of(*forms):
        for element in paper.inputs.texts("covers"):
            found.setdefault(element, set()).add(paper.form)
    return found


def _elements(dossier: Dossier) -> tuple[Element, ...]:
    """The elements to prove; none where the investigation came to anything but a penalty."""
    report = dossier.last("investigation_report")
    version = dossier.matter_at_act
    other = report is not None and report.inputs.text("proposal") not in {"penalise", ""}
    return version.elements if version is not None and not other else ()


@check
def element_unproved(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Every element of the violation is proved by admissible evidence, or a record of `forms`."""
    proved = _proved(dossier, asked.forms)
    report = dossier.last("investigation_report")
    for element in _elements(dossier):
        if not {element.id, element.text} & proved.keys():
            yield on(report, element=element.text)


@check
def element_on_word_alone(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """No element rests on what somebody said and nothing else (kinds and forms in `words`)."""
    proved = _proved(dossier, asked.forms)
    report = dossier.last("investigation_report")
    for element in _elements(dossier):
        kinds = proved.get(element.id, set()) | proved.get(element.text, set())
        if kinds and kinds <= {*asked.words}:
            yield on(report, element=element.text)


@check
def evidence_inadmissible(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Every piece of evidence is of a kind of the law, verified, and its file is there."""
    del asked
    for piece in dossier.case.evidence:
        if not _admissible(dossier, piece):
            yield on(_paper(dossier, piece), proof=piece.number, name=piece.item.text("name"))


@check
def matrix_gap(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Every piece of evidence says what it proves, and names elements the matter has."""
    del asked
    version = dossier.matter_at_act
    known = {x for e in (version.elements if version is not None else ()) for x in (e.id, e.text)}
    for piece in dossier.case.evidence:
        strange = [e for e in piece.elements if known and e not in known]
        if strange or not piece.elements or not piece.item.text("proves").strip():
            yield on(_paper(dossier, piece), proof=piece.number, name=piece.item.text("name"))


@check
def evidence_detail_missing(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Every piece of the kinds in `names` has each of `fields` filled (`file.digest`)."""
    for piece in dossier.case.evidence:
        if piece.item.text("kind") not in asked.names:
            continue
        for field in asked.fields:
            if not _filled(piece.item, field):
                yield on(
                    _paper(dossier, piece),
                    proof=piece.number,
                    field=Term("input", field.partition(".")[0]),
                )


def _filled(item: Record, field: str) -> bool:
    outer, _, inner = field.partition(".")
    return filled(item.record(outer).get(inner) if inner else item.get(outer))


@check
def copy_uncertified(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Every piece of the kinds in `names` says that it is the original or agrees with it.

    The words of certification are `words`; they stand with name, source or what it proves.
    """
    for piece in dossier.case.evidence:
        item = piece.item
        said = "".join(item.text(n) for n in ("name", "device", "proves"))
        if item.text("kind") in asked.names and not any(w in said for w in asked.words):
            yield on(_paper(dossier, piece), proof=piece.number, name=item.text("name"))


@check
def evidence_misdated(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """No piece of evidence was made after the act that brought it in."""
    del asked
    acts = {a.seq: a for a in dossier.acts}
    for piece in dossier.case.evidence:
        made, act = piece.item.moment("taken_at"), acts.get(piece.event)
        if made is not None and act is not None and made > act.at:
            yield on(_paper(dossier, piece), proof=piece.number, on=made, at=act.at)


@check
def evidence_repeated(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """No file of the kinds in `names` stands in the dossier as evidence of two things."""
    first: dict[str, EvidenceItem] = {}
    for piece in dossier.case.evidence:
        digest = piece.item.record("file").text("digest")
        if not digest or piece.item.text("kind") not in asked.names:
            continue
        earlier = first.setdefault(digest, piece)
        if _told(earlier) != _told(piece):
            yield on(_paper(dossier, piece), proof=piece.number, other=earlier.number)


def _told(piece: EvidenceItem) -> tuple[object, ...]:
    """What a piece says of itself."""
    return tuple(piece.item.get(name) for name in ("name", "taken_at", "place", "proves"))


@check
def evidence_unfixed(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Pieces of the kinds in `names` were fixed by a paper of `forms`, made with their act."""
    made = {p.act.seq for p in dossier.of(*asked.forms)}
    for piece in dossier.case.evidence:
        if piece.item.text("kind") in asked.names and piece.event not in made:
            yield on(_paper(dossier, piece), proof=piece.number, name=piece.item.text("name"))


# -- opinions of others -----------------------------------------------------------------------


@check
def opinion_detail_missing(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """An opinion names who gave it, by which right, and what it says; its original counts.

    `fields` are looked for in its act, then in what was asked for on its track; `names` only where
    no original is attached.
    """
    for paper in dossier.of("appraisal_opinion"):
        track = dossier.case.tracks.get(paper.made.track)
        asked_for = track.data if track is not None else Record()
        for field in asked.fields:
            if not paper.inputs.text(field).strip() and not asked_for.text(field).strip():
                yield on(paper, field=Term("input", field))
        original = [i.record("file").text("digest") for i in paper.inputs.records("evidence")]
        for field in asked.names:
            if not paper.inputs.text(field).strip() and not any(original):
                yield on(paper, field=Term("input", field))


@check
def opinion_unanswered(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Every opinion asked for came: papers of `forms` are followed by an appraisal opinion."""
    answers = dossier.of("appraisal_opinion")
    for paper in dossier.of(*asked.forms):
        if not any(a.act.seq > paper.act.seq for a in answers):
            yield on(paper)


@check
def opinion_of_another(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """An opinion comes from the institution that was asked."""
    requests = dossier.of(*asked.forms)
    for opinion in dossier.of("appraisal_opinion"):
        earlier = [r for r in requests if r.act.seq < opinion.act.seq]
        wanted = earlier[-1].inputs.text("institution") if earlier else ""
        given = opinion.inputs.text("institution")
        if wanted and given and wanted != given:
            yield on(opinion, wanted=wanted, quote=given)


# -- circumstances ----------------------------------------------------------------------------


@check
def circumstances_missing(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """A report that proposes a penalty lists the circumstances weighed."""
    del asked
    report = dossier.last("investigation_report")
    penal = report is not None and report.inputs.text("proposal") == "penalise"
    if report is not None and penal and not report.inputs.records("factors"):
        yield on(report)


@check
def circumstance_unproved(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Every circumstance weighed names a proof of the case."""
    del asked
    report = dossier.last("investigation_report")
    edition = edition_on(dossier.law.reasoning, dossier.now.date())
    proofs = proofs_of(dossier.case, (), edition.records if edition is not None else ())
    for factor in report.inputs.records("factors") if report is not None else ():
        if report is not None and not named_in(factor.text("evidence"), proofs):
            yield on(report, factor=factor.text("name"), quote=quote(factor.text("evidence")))


@check
def correction_unweighed(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Where the party corrected the act before the report, something weighs for it."""
    del asked
    report = dossier.last("investigation_report")
    if report is None or report.inputs.text("proposal") != "penalise":
        return
    corrected = [a for a in dossier.fired("review_ok") if a.seq < report.act.seq]
    weights = {f.text("weight") for f in report.inputs.records("factors")}
    if corrected and "lighter" not in weights:
        yield on(report, on=corrected[-1].at.date())
