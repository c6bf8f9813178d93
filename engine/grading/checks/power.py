"""Checks of the agency: its name and seal on what goes out, and the remedies it tells of."""

from collections.abc import Iterator

from engine.forms import SEAL_ROLE, SEAL_SLOT
from engine.grading.dossier import Dossier
from engine.grading.finding import Hit, check, on
from engine.grading.papers import Paper
from engine.grading.profile import Asked
from engine.reasoning.wording import near_misses


def outward(dossier: Dossier, *forms: str) -> tuple[Paper, ...]:
    """Return the sealed papers, those of some forms when given."""
    known = dossier.law.forms.forms()
    sealed = (p for p in dossier.papers if p.form in known and known[p.form].sealed)
    return tuple(p for p in sealed if not forms or p.form in forms)


@check
def seal_missing(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Every paper that goes out bears the agency's seal, set by whoever keeps it.

    Asked of the sealed papers of `forms`, all without; drafts and voided ones are none.
    """
    for paper in outward(dossier, *asked.forms):
        seals = [s for s in paper.signed if s.slot == SEAL_SLOT]
        keepers = [dossier.person(s.person, paper.act) for s in seals]
        if not seals:
            yield on(paper, person="")
        elif not any(k is not None and SEAL_ROLE in k.roles for k in keepers):
            yield on(paper, person="、".join(k.name for k in keepers if k is not None))
        else:
            yield from _in_the_file(dossier, paper)


def _in_the_file(dossier: Dossier, paper: Paper) -> Iterator[Hit]:
    """The seal the events tell of is in the file too, where somebody looked."""
    found = dossier.files.look(paper.made).signatures
    if found is not None and not any(s.slot == SEAL_SLOT and s.sound for s in found):
        yield on(paper, person="")


@check
def agency_misnamed(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Each outward paper that was read bears the agency's full name, and no other like it."""
    for paper in outward(dossier, *asked.forms):
        agency, words = dossier.agency_of(paper.act), dossier.words(paper)
        if agency is None or not words:
            continue
        name = "".join(agency.name.split())
        known = name + "".join(agency.short_name.split())
        wrong = near_misses(words, name, known)
        if name not in words or wrong:
            yield on(paper, name=agency.name, quote="、".join(wrong))


@check
def agency_renamed(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """All outward papers were made under one name of the agency."""
    first = ""
    for paper in outward(dossier, *asked.forms):
        agency = dossier.agency_of(paper.act)
        name = agency.name if agency is not None else ""
        first = first or name
        if name and name != first:
            yield on(paper, name=first, quote=name)


@check
def remedy_unprinted(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """A decision that was read says where and how long it can be contested.

    Each of `words` must stand in it; `names` are other texts of which none may.
    """
    for paper in dossier.of(*asked.forms):
        agency, words = dossier.agency_of(paper.act), dossier.words(paper)
        if agency is None or not words:
            continue
        bodies = (agency.reconsideration_body, agency.court)
        wanted = (*asked.words, *("".join(b.split()) for b in bodies))
        missing = tuple(w for w in wanted if not any(one in words for one in w.split("|")))
        wrong = tuple(w for w in asked.names if w in words)
        if missing or wrong:
            yield on(paper, missing=missing, wrong=wrong)


@check
def remedy_body_wrong(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The body named for reconsideration is a government (`words`), and a court is named."""
    for paper in dossier.of(*asked.forms):
        agency = dossier.agency_of(paper.act)
        if agency is None:
            continue
        body = agency.reconsideration_body
        if not any(body.endswith(word) for word in asked.words):
            yield on(paper, body=body)
        elif not agency.court:
            yield on(paper, body=agency.court)
