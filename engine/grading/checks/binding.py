"""Checks of the dossier as it was bound: one case, in order, listed, numbered, in time.

Where only the case is there and nothing was bound, its own papers tell what they can.
"""

from collections.abc import Iterator
from itertools import pairwise

from engine.case import MAIN
from engine.dossier import Section
from engine.grading.counting import finished, last_day
from engine.grading.dossier import Dossier
from engine.grading.files import Listed
from engine.grading.finding import Hit, check, on
from engine.grading.papers import Paper
from engine.grading.profile import Asked

_INDEX, _COVER = "dossier_index", "dossier_cover"


def _listed(dossier: Dossier) -> tuple[Listed, ...]:
    """The documents a bound dossier lists, in its order; none where it was not bound."""
    binding = dossier.binding
    return tuple(x for x in binding.listed if x.document) if binding is not None else ()


def _bound(dossier: Dossier) -> tuple[Paper, ...]:
    """The papers that were there when the index was made."""
    index = dossier.last(_INDEX)
    if index is None:
        return dossier.papers
    return tuple(p for p in dossier.papers if p.act.seq <= index.act.seq)


# -- one case, in order -----------------------------------------------------------------------


@check
def other_case(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Only one case stands in the dossier: one paper opens it (`forms`), all acts are its own."""
    opened = [p for p in dossier.of(*asked.forms) if p.made.status == "issued"]
    for paper in opened[1:]:
        yield on(paper)
    strange = [e for e in dossier.case.events if e.case != dossier.case.id]
    if strange:
        yield Hit(details={"number": len(strange)})


@check
def document_unplaced(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Every document has its place in the order of the volumes."""
    del asked
    order = dossier.law.dossier
    known = {*order.principal, *order.supplementary, *order.unnumbered, order.receipt}
    for paper in dossier.papers:
        if paper.form not in known:
            yield on(paper)


@check
def out_of_order(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The documents are bound in the order of the volumes."""
    del asked
    place = {paper.id: number for number, paper in enumerate(dossier.papers)}
    known = [x for x in _listed(dossier) if x.document in place]
    for before, after in pairwise(known):
        if place[after.document] < place[before.document]:
            yield Hit(document=after.document, details={"other": before.name or before.number})


@check
def wrong_volume(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Every document lies in its own volume (`names`: front, principal, supplementary folder)."""
    folders = dict(zip(Section, asked.names, strict=True))
    papers = {p.id: p for p in dossier.papers}
    for listed in _listed(dossier):
        paper = papers.get(listed.document)
        if paper is not None and folders[paper.section] not in listed.path.split("/"):
            yield on(paper, wanted=folders[paper.section])


# -- cover, index, back note ------------------------------------------------------------------


@check
def index_behind(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """What was filed after the index was made is bound in within `deadline`.

    A case taken up again is bound anew when it is closed again.
    """
    index = dossier.last(_INDEX)
    for paper in dossier.papers if index is not None and _rests(dossier) else ():
        if index is None or paper.act.seq <= index.act.seq:
            continue
        last = last_day(dossier, asked.deadline, finished(paper))
        if last is not None and dossier.now.date() > last:
            yield on(paper, due=last)


def _rests(dossier: Dossier) -> bool:
    """Whether nothing moved the case itself since it was bound."""
    moved = [a for a in dossier.acts if a.track == MAIN and a.source != a.target]
    last = dossier.transition(moved[-1]) if moved else None
    return last is not None and last.binds_dossier


@check
def index_untrue(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The index of a bound dossier lists every document once under its number, nothing else."""
    del asked
    listed = _listed(dossier)
    if not listed:
        return
    papers = {p.id: p for p in dossier.papers}
    seen: set[str] = set()
    for one in listed:
        paper = papers.get(one.document)
        twice = one.document in seen
        seen.add(one.document)
        if paper is None or twice or one.number != paper.made.number:
            yield Hit(
                document=one.document if paper is not None else "",
                details={"quote": one.number or one.name or one.path},
            )
    for paper in _bound(dossier):
        if paper.id not in seen:
            yield on(paper, quote=paper.made.number)


@check
def front_untrue(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Cover and back note print what is so; pages that were not read say nothing.

    `args` gives, by form, what must be printed: `{number}` of the case, `{decision}`, `{pages}` and
    `{count}` of what was bound.
    """
    for paper, words, _, wanted in _fronts(dossier, asked):
        if wanted not in words:
            yield on(paper, quote=wanted)


@check
def front_day_untrue(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The days a cover prints behind its labels are those of the papers.

    `args` gives, by form, label and day: `立案日期{filed}`, `{closed}` for the closing.
    """
    for paper, words, label, wanted in _fronts(dossier, asked):
        if label in words and wanted not in words:
            yield on(paper, quote=wanted)


def _fronts(dossier: Dossier, asked: Asked) -> Iterator[tuple[Paper, str, str, str]]:
    """Each paper of `args` that was read: its words, and a label with what must stand behind it."""
    bound = [p for p in _bound(dossier) if p.section is not Section.FRONT]
    kept, decision = dossier.leaves, dossier.decision
    values = {
        "number": dossier.case.number,
        "decision": decision.made.number if decision is not None else "",
        "filed": _day_of(dossier, "filing_approval"),
        "closed": _day_of(dossier, "closing_approval"),
        "pages": sum(p.made.pages for p in bound) + sum(x.original.pages for x in kept),
        "count": len(bound) + len(kept),
    }
    for form in asked.args:
        paper = dossier.last(form)
        words = dossier.words(paper) if paper is not None else ""
        if paper is None or not words:
            continue
        for template in asked.args.texts(form):
            wanted = "".join(template.format(**values).split())
            yield paper, words, template.partition("{")[0], wanted


def _day_of(dossier: Dossier, form: str) -> str:
    """The day a paper was finished, as it is printed; "" where there is none."""
    paper = dossier.last(form)
    day = finished(paper) if paper is not None else None
    return f"{day.year}年{day.month}月{day.day}日" if day is not None else ""


@check
def index_unprinted(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The index that was read prints the number of every document bound under it."""
    del asked
    index = dossier.last(_INDEX)
    words = dossier.words(index) if index is not None else ""
    for paper in _bound(dossier) if words else ():
        number = "".join(paper.made.number.split())
        if paper.section is not Section.FRONT and number not in words:
            yield on(index, quote=paper.made.number)


# -- pages ------------------------------------------------------------------------------------


@check
def pages_broken(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Page numbers run on without gap or overlap, and only numbered documents have them.

    Originals stand among the documents, where their first page says.
    """
    del asked
    everything = dossier.binding.listed if dossier.binding is not None else ()
    originals = {x.first_page: x for x in everything if not x.document and x.first_page}
    unnumbered = {p.id for p in dossier.papers if p.section is Section.FRONT}
    expected = 1
    for one in _listed(dossier):
        while expected in originals:
            expected = max(originals.pop(expected).last_page, expected) + 1
        if one.document in unnumbered:
            if one.first_page:
                yield Hit(document=one.document, details={"number": one.first_page})
            continue
        if one.first_page != expected or one.last_page < one.first_page:
            details = {"number": expected, "found": one.first_page}
            yield Hit(document=one.document, details=details)
        expected = max(one.last_page, one.first_page, expected) + 1


# -- in time ----------------------------------------------------------------------------------


@check
def bound_early(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The dossier was bound after closing was approved (`forms`), not before.

    What was closed again later is bound again later.
    """
    cover = dossier.last(_COVER)
    before = [p for p in dossier.of(*asked.forms) if cover and p.act.seq < cover.act.seq]
    if cover is not None and before and finished(before[-1]) > finished(cover):
        yield on(cover, at=finished(cover), other=finished(before[-1]))


@check
def retention_unset(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The cover names a period of retention the profile knows (`names`)."""
    cover = dossier.last(_COVER)
    if cover is not None and cover.inputs.text("retention") not in asked.names:
        yield on(cover)
