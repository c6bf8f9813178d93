"""Checks of pages as they were printed against what the ledger holds; unread pages say nothing."""

import re
from collections.abc import Iterator

from engine.dossier import Section
from engine.grading.dossier import Dossier
from engine.grading.finding import Hit, check, on
from engine.grading.papers import Paper
from engine.grading.profile import Asked
from engine.grading.reading import quoted
from engine.reasoning.linting import brief_of
from engine.reasoning.statutes import same_article, same_law, statutes
from engine.reasoning.wording import document_numbers
from engine.record import Record

#: How many rows of an index a finding tells.
_TOLD = 3
_ROW = re.compile(r"(?P<day>\d{4}年\d{1,2}月\d{1,2}日)(?P<pages>\d+(?:—\d+)?)?")


@check
def citation_misprinted(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """A decision prints no provision that neither its matter, its own text nor a general law has.

    Asked of the newest of `forms`; general are the instruments the definitions rest on.
    """
    paper, situation = next(reversed(dossier.of(*asked.forms)), None), dossier.deciding
    brief = brief_of(situation, "penalty") if situation is not None else None
    if paper is None or brief is None:
        return
    general = [i.name for i in dossier.law.instruments.values()]
    known = [*brief.citable, *statutes("\n".join(p.text for p in brief.passages))]
    for cited in dict.fromkeys(statutes(dossier.words(paper))):
        free = any(same_law(cited.law, law) for law in general)
        whole = cited.article is None and any(same_law(cited.law, k.law) for k in known)
        if not free and not whole and not any(same_article(cited, k) for k in known):
            yield quoted(dossier, paper, cited.text())


@check
def number_misprinted(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Every number of the bureau that the papers of `forms` print is that of a paper of the case.

    A number some text of the case holds is judged there.
    """
    numbers = (dossier.case.number, *(d.number for d in dossier.case.documents.values()))
    own = tuple("".join(n.split()) for n in numbers if n)
    written = dict.fromkeys(n for act in dossier.acts for n in _written(act.inputs))
    series = {f.type_code for f in dossier.law.forms.forms().values() if f.type_code is not None}
    ways = tuple(f"{dossier.agency.short_name}{code}" for code in series)
    for paper in dossier.of(*asked.forms):
        for number, _ in document_numbers(dossier.words(paper)):
            of_bureau = number.partition("〔")[0].removesuffix("字").endswith(ways)
            known = any(number.endswith(n) or n.endswith(number) for n in (*own, *written))
            if of_bureau and not known:
                yield quoted(dossier, paper, number)


def _written(inputs: Record) -> Iterator[str]:
    """The document numbers in the texts of a record, however deep."""
    for value in inputs.values():
        for row in value if isinstance(value, tuple) else (value,):
            if isinstance(row, Record):
                yield from _written(row)
            elif isinstance(row, str):
                yield from ("".join(number.split()) for number, _ in document_numbers(row))


@check
def index_row_untrue(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Where a row of the index prints a day and pages, they are those of the paper it lists.

    One finding tells the first rows that are not.
    """
    del asked
    index, wrong = dossier.last("dossier_index"), []
    words = dossier.words(index) if index is not None else ""
    for paper, row, pages in _rows(dossier, index, words) if index is not None and words else ():
        found = _ROW.search(row)
        day = f"{paper.day.year}年{paper.day.month}月{paper.day.day}日"
        if found is not None and (found["day"] != day or found["pages"] not in {None, pages}):
            wrong.append(f"{paper.made.number} {found.group()}（{day}{pages}）")
    if wrong:
        yield on(index, quotes=tuple(wrong[:_TOLD]))


def _rows(dossier: Dossier, index: Paper, words: str) -> Iterator[tuple[Paper, str, str]]:
    """Each numbered paper bound with the index, the words of its row, its pages as printed."""
    bound = [
        p for p in dossier.papers if p.act.seq <= index.act.seq and p.section is not Section.FRONT
    ]
    pages = _pages(dossier, bound)
    places = [(words.find("".join(p.made.number.split())), p) for p in bound if p.made.number]
    told = sorted((x for x in places if x[0] >= 0), key=lambda x: x[0])
    ends = [at for at, _ in told[1:]] + [len(words)]
    for (at, paper), end in zip(told, ends, strict=True):
        yield paper, words[at:end], pages[paper.id]


def _pages(dossier: Dossier, bound: list[Paper]) -> dict[str, str]:
    """The pages of each paper: as it was bound, or counted where nothing was."""
    listed = dossier.binding.listed if dossier.binding is not None else ()
    found, first = {}, 1
    kept = list(dossier.leaves)
    for paper in bound:
        while kept and kept[0].first_page < paper.first_page:
            first += kept.pop(0).original.pages
        found[paper.id] = _span(first, first + paper.made.pages - 1)
        first += paper.made.pages
    return found | {x.document: _span(x.first_page, x.last_page) for x in listed if x.document}


def _span(first: int, last: int) -> str:
    return f"{first}—{last}" if last > first else str(first)


@check
def form_outdated(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The first paper made on another edition of its form than the one in force is pointed out.

    Forms are revised, so that alone is no defect.
    """
    del asked
    known = dossier.law.forms.forms()
    told: set[str] = set()
    for paper in dossier.papers:
        digest = paper.made.form_digest
        old = paper.form in known and digest not in {"", known[paper.form].digest}
        if old and paper.form not in told:
            told.add(paper.form)
            yield on(paper)


@check
def stranger_bound(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Nothing lies in the volumes (`names`) that is neither paper nor evidence of the case."""
    for one in dossier.binding.listed if dossier.binding is not None else ():
        if not one.document and not one.evidence and {*asked.names} & {*one.path.split("/")}:
            yield Hit(details={"quote": one.number or one.name or one.path})
