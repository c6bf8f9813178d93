"""Checks of whom and what texts name: another agency, another road, another entity, another person.

What a name looks like, and which sentences may name others, stands in the profile.
"""

import re
from collections.abc import Iterable, Iterator

from engine.grading.dossier import Dossier
from engine.grading.finding import Hit, check, on
from engine.grading.papers import Paper
from engine.grading.profile import Asked
from engine.grading.reading import passages, quoted, said_elsewhere
from engine.reasoning.wording import sentences

#: What an administrative region ends in: a name behind it is of another one.
_REGIONS = ("省", "市", "区", "县", "州", "旗")
#: Characters before the kind of a company by which two companies are told apart.
_TELLING = 4
#: How many characters before and with such a name a finding shows.
_SHOWN = 12
#: What follows a word for a road where no road is named.
_NO_ROAD = "面边口人程况线基沿牙障政上下灯"
_HAN = "[㐀-鿿]"
#: A character that may end the name of a region, where words like 我们是区… end in none of these.
_HAN_ONE = re.compile("[㐀-鿿](?<![我本是由向到该至们在])")


@check
def agency_foreign(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """No text of the bureau speaks of another agency of its kind as of itself.

    `words` are how such agencies' names end; a sentence with one of `names` (a transfer, say) may
    name another.
    """
    for paper in dossier.of(*asked.forms):
        agency = dossier.agency_of(paper.act) or dossier.agency
        for text in passages(paper, asked.fields):
            spoken = (s for s in sentences(text) if not any(word in s for word in asked.names))
            for name in dict.fromkeys(n for s in spoken for n in _others(s, agency.name, asked)):
                yield quoted(dossier, paper, name, name=agency.name)


def _others(sentence: str, own: str, asked: Asked) -> Iterator[str]:
    """The agencies of the kind that a sentence names beside `own`, which may be shortened."""
    kinds = "|".join(sorted(map(re.escape, asked.words), key=len, reverse=True))
    for found in re.finditer(kinds, sentence):
        before = sentence[: found.end()]
        whole = before.endswith(own)
        if not whole and not any(_is(before, own[at:]) for at in _parts(own)):
            yield re.split("[，、：；“（]", before)[-1][-_SHOWN:]


def _parts(own: str) -> Iterator[int]:
    """Where a name may be begun to be read when shortened: behind each region in it."""
    yield from (n for n in range(1, len(own)) if own[n - 1] in _REGIONS)


def _is(before: str, name: str) -> bool:
    """Whether a text ends in a name, and not in that of the same kind of agency elsewhere."""
    rest = before.removesuffix(name)
    if rest == before:
        return False
    region = rest.removesuffix(rest[-1:]) if rest.endswith(_REGIONS) else ""
    return not rest.endswith(_REGIONS) or not _HAN_ONE.search(region[-1:])


@check
def road_strange(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The facts name no road that nothing else in the case names.

    `words` are how roads' names end; `names` are words with such an ending that name none.
    """
    ends = "|".join(map(re.escape, asked.words))
    road = re.compile(rf"{_HAN}{{2}}(?:{ends})(?![{_NO_ROAD}])")
    yield from _strange(dossier, asked, road)


@check
def entity_strange(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The facts name no company that nothing else in the case names (`words` end such names)."""
    ends = "|".join(sorted(map(re.escape, asked.words), key=len, reverse=True))
    company = re.compile(rf"{_HAN}{{2,{_TELLING}}}?(?:{ends})")
    yield from _strange(dossier, asked, company)


def _strange(dossier: Dossier, asked: Asked, pattern: re.Pattern[str]) -> Iterator[Hit]:
    """What the newest paper of each of `forms` names (`fields`) and no other act knows."""
    newest = (dossier.last(form) for form in asked.forms)
    papers = tuple(p for p in newest if p is not None)
    known = said_elsewhere(dossier, papers)
    for paper in papers:
        text = "\n".join(passages(paper, asked.fields))
        for name in dict.fromkeys(pattern.findall(text)):
            if name not in known and not name.endswith(asked.names):
                yield quoted(dossier, paper, name)


@check
def another_penalised(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """What is decided (`fields`) is decided against the party, not against one who acts for it.

    A text that names the party, or calls it by one of `words`, is against the party; one that reads
    as `args.pattern` is against whoever stands there.
    """
    decision, party = dossier.decision, dossier.data.record("party")
    text = "\n".join(passages(decision, asked.fields)) if decision is not None else ""
    if any(way in text for way in (party.text("name"), *asked.words) if way):
        return
    named = [n for n in dict.fromkeys(_acting(dossier, asked.names)) if n and n in text]
    found = re.search(asked.args.text("pattern"), text)
    if named or found is not None:
        name = "、".join(named) or (found.group() if found is not None else "")
        yield on(decision, name=name, quote=party.text("name"))


def _acting(dossier: Dossier, fields: Iterable[str]) -> Iterator[str]:
    """Everybody who acted for the party, by the inputs `fields` that hold their names."""
    yield dossier.data.record("party").text("legal_representative")
    for paper in dossier.papers:
        yield from passages(paper, fields)


@check
def denial_unweighed(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Whoever was asked and said that the act was another's is answered in report or decision.

    `args.pattern` is how that is said in `fields` of `forms`; `words` are how it is weighed, in the
    texts `names` of report and decision.
    """
    pattern = re.compile(asked.args.text("pattern"))
    weighing = (dossier.last("investigation_report"), dossier.decision)
    weighed = "\n".join(
        text for paper in weighing if paper is not None for text in passages(paper, asked.names)
    )
    if any(word in weighed for word in asked.words):
        return
    for paper in dossier.of(*asked.forms):
        found = _said(paper, asked.fields, pattern)
        if found:
            yield quoted(dossier, paper, found)


@check
def sentence_said(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """No sentence in `fields` of the papers of `forms` says what `args.pattern` describes.

    A sentence with one of `words` denies it. With `names` only papers of acts of those triggers
    are read.
    """
    pattern = re.compile(asked.args.text("pattern"))
    for paper in dossier.of(*asked.forms):
        if asked.names and paper.act.trigger not in asked.names:
            continue
        found = _said(paper, asked.fields, pattern, asked.words)
        if found:
            yield quoted(dossier, paper, found)


def _said(
    paper: Paper, fields: Iterable[str], pattern: re.Pattern[str], denied: tuple[str, ...] = ()
) -> str:
    """The first words of a paper that a pattern describes in a sentence not denying it, or ""."""
    for text in passages(paper, fields):
        for sentence in sentences(text):
            found = pattern.search(sentence)
            if found is not None and not any(word in sentence for word in denied):
                return found.group()
    return ""
