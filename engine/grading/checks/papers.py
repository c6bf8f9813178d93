"""Checks of the papers as such: forms of the catalogue, numbers, fields, placeholders."""

from collections.abc import Iterator
from typing import TypeAlias

from engine.definition import Transition
from engine.grading.dossier import Dossier
from engine.grading.finding import Hit, check, on
from engine.grading.papers import Paper
from engine.grading.profile import Asked
from engine.grading.reading import filled, quoted, sealed
from engine.producing import number_text
from engine.reasoning.finding import quote
from engine.reasoning.wording import document_numbers, tail_of
from engine.record import Record
from engine.schema import FieldSpec
from engine.verdict import Term

#: A field by the words a finding shows, and what stands in it.
_Field: TypeAlias = tuple[str, str]


def _issued(dossier: Dossier) -> Iterator[Paper]:
    return (p for p in dossier.papers if p.made.status in {"issued", "superseded"})


# -- forms and numbers ------------------------------------------------------------------------


@check
def form_foreign(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Every document is made on a form of the catalogue."""
    del asked
    known = dossier.law.forms.forms()
    for paper in _issued(dossier):
        if paper.form not in known:
            yield on(paper, quote=paper.form)


@check
def number_wrong(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Every number is the one its series, year and serial give, of the year it was made in."""
    del asked
    forms = dossier.law.forms.forms()
    for paper in _issued(dossier):
        form, made = forms.get(paper.form), paper.made
        if form is None or form.type_code is None:
            continue
        agency = dossier.agency_of(paper.act) or dossier.agency
        wanted = number_text(agency, form, paper.day.year, made.serial) if made.serial else ""
        if made.number != wanted or not wanted:
            yield on(paper, quote=made.number, wanted=wanted)


@check
def number_repeated(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """No number stands on two documents."""
    del asked
    first: dict[str, Paper] = {}
    for paper in _issued(dossier):
        number = paper.made.number
        if number and first.setdefault(number, paper) is not paper:
            yield on(paper, quote=number)


@check
def number_unknown(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Every number of the bureau a paper quotes is that of a document of the dossier.

    Left alone are what was handed in from outside (`fields`), and an earlier decision a sentence
    speaks of as such (`words` before its number).
    """
    numbers = [d.number for d in dossier.case.documents.values()]
    own = {tail_of(number) for number in (*numbers, dossier.case.number)}
    series = {f.type_code for f in dossier.law.forms.forms().values() if f.type_code is not None}
    for paper in _issued(dossier):
        for name, text in _texts(paper.inputs):
            for number, tail in document_numbers(text) if name not in asked.fields else ():
                before = text[: text.find(number)].rpartition("。")[2] + number
                earlier = any(word in before for word in asked.words)
                if _of_bureau(dossier, number, series) and tail not in own and not earlier:
                    yield quoted(dossier, paper, number)


def _of_bureau(dossier: Dossier, number: str, series: set[str]) -> bool:
    """Whether a number is written as one of the bureau's own."""
    head = number.partition("〔")[0].removesuffix("字")
    return any(head.endswith(f"{dossier.agency.short_name}{code}") for code in series)


@check
def number_not_carried(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The papers of `forms` print the number of the decision; unread ones say nothing.

    A receipt is asked only where it is that of the decision; papers before it, or about another
    decision in its place, are not.
    """
    decision = dossier.decision
    if decision is None or decision.made.status != "issued" or dossier.of("revocation_decision"):
        return
    mine = {t.id for t in dossier.case.tracks.values() if t.subject == decision.id}
    number = "".join(decision.made.number.split())
    for paper in dossier.of(*asked.forms):
        about = paper.made.track in mine or paper.form != dossier.law.dossier.receipt
        words = dossier.words(paper) if about and paper.act.seq > decision.act.seq else ""
        if words and number not in words:
            yield on(paper, quote=decision.made.number)


@check
def case_number_wrong(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The case has the number of the paper that opened it (the first of `forms` there is)."""
    opened = dossier.of(*asked.forms)
    number = dossier.case.number
    if opened and number not in {p.made.number for p in opened}:
        yield on(opened[-1], quote=number, wanted=opened[-1].made.number)


# -- fields -----------------------------------------------------------------------------------


@check
def field_blank(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """No paper leaves a field blank that its act has to fill, in its records and lists neither."""
    del asked
    for paper in _issued(dossier):
        transition = dossier.transition(paper.act)
        if transition is None or not _first_of_its_act(dossier, paper):
            continue
        for label in _blank(dossier, transition, paper.inputs):
            yield on(paper, quote=label)


def _first_of_its_act(dossier: Dossier, paper: Paper) -> bool:
    """Whether this paper stands for its act, so that one blank is found once."""
    return next(p for p in dossier.papers if p.act.seq == paper.act.seq) is paper


def _blank(dossier: Dossier, transition: Transition, inputs: Record) -> Iterator[str]:
    for spec in transition.inputs:
        yield from _blank_in(dossier, spec, inputs)


def _blank_in(dossier: Dossier, spec: FieldSpec, inputs: Record) -> Iterator[str]:
    value = inputs.get(spec.name)
    if not filled(value):
        if _needed(spec, inputs):
            yield spec.label
        return
    inner = dossier.law.records.get(spec.of or spec.kind, ())
    rows = (value,) if isinstance(value, Record) else value
    for row in rows if isinstance(rows, tuple) else ():
        if isinstance(row, Record):
            for field in inner:
                yield from (f"{spec.label}·{label}" for label in _blank_in(dossier, field, row))


def _needed(spec: FieldSpec, beside: Record) -> bool:
    wanted = spec.required_when
    given = bool(wanted) and all(beside.get(n) in values for n, values in wanted.items())
    return spec.required or given


@check
def placeholder_left(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """No text of a paper is, or holds, a placeholder (`words`; `names` are texts of their own)."""
    for paper in _issued(dossier):
        if not _first_of_its_act(dossier, paper):
            continue
        for _, text in _texts(paper.inputs):
            bare = text.strip()
            if bare in asked.names or any(word in bare for word in asked.words):
                yield quoted(dossier, paper, quote(bare))


def _texts(inputs: Record) -> Iterator[_Field]:
    """Every text of a record with the name of the field it stands in, however deep."""
    for name, value in inputs.items():
        for row in value if isinstance(value, tuple) else (value,):
            if isinstance(row, Record):
                yield from _texts(row)
            elif isinstance(row, str):
                yield name, row


@check
def paper_unfinished(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """No document that stands waits for a signature, or for the seal its form asks for."""
    del asked
    forms = dossier.law.forms.forms()
    for paper in _issued(dossier):
        form = forms.get(paper.form)
        unsealed = form is not None and form.sealed and not sealed(paper)
        if paper.made.waiting or unsealed:
            yield on(paper)


@check
def void_unreasoned(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """A document that was given up says why: corrections are confirmed, not made silently."""
    del asked
    for made in dossier.case.documents.values():
        if made.status == "void" and not made.reason:
            yield Hit(details={"quote": made.number, "forms": (Term("form", made.form),)})
