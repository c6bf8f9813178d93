"""Checks of the decision as the party reads it: statutory contents, reasons, language."""

import re
from collections.abc import Iterator

from engine.grading.dossier import Dossier
from engine.grading.finding import Hit, check, on
from engine.grading.papers import Paper
from engine.grading.profile import Asked
from engine.grading.reading import broken, filled, quoted, text_of
from engine.reasoning.amounts import amounts, contradicting
from engine.reasoning.wording import days
from engine.verdict import Term

#: How many faults of one block a finding tells.
_TOLD = 3
_DOUBLED = re.compile(r"[，。；：、！？][，。；：、！？]|([，。；：、！？])\1")
_HALF = re.compile(r"(?<=[㐀-鿿])[,;!?](?=[㐀-鿿])|(?<=[㐀-鿿])\.(?=[㐀-鿿]|$)")
_STUTTER = re.compile(r"(的的|了了|是是|和和|在在|于于|对对|为为|与与|及及)")
_PADDED = re.compile(r"\d{4}年(?:0\d月|\d{1,2}月0\d日)")
_SHORT_YEAR = re.compile(r"(?<!\d)\d{2}年\d{1,2}月\d{1,2}日")


# -- what the law wants in it -----------------------------------------------------------------


@check
def party_detail_missing(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The party the decision names has each of `fields`; `a|b` is either."""
    decision = dossier.decision
    party = dossier.data.record("party")
    for field in asked.fields if decision is not None else ():
        if not any(filled(party.get(name)) for name in field.split("|")):
            yield on(decision, field=Term("input", field.partition("|")[0]))


@check
def agency_detail_missing(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """What the decision prints of the bureau (`fields`, `bank.name`) stands in its profile."""
    decision = dossier.decision
    agency = dossier.agency_of(decision.act) if decision is not None else None
    for field in asked.fields if agency is not None else ():
        value: object = agency
        for name in field.split("."):
            value = getattr(value, name, "")
        if not str(value).strip():
            yield on(decision, field=Term("agency_field", field))


@check
def surcharge_unstated(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """A decision with a fine says whether a surcharge is added when it is paid late (FSR 7)."""
    del asked
    decision = dossier.decision
    fine = decision.inputs.number("decision_fine") if decision is not None else 0
    if decision is not None and fine and decision.inputs.get("surcharge_applies") is None:
        yield on(decision)


@check
def printed_words_missing(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The pages of the newest paper of `forms` print one of `words`; unread ones say nothing.

    `{agency.court}` stands for a detail of the bureau, `{day}` for the day of the paper; with
    `fine` among `args` a decision without one is not asked.
    """
    paper = next(reversed(dossier.of(*asked.forms)), None)
    if paper is None or (asked.args.flag("fine") and not dossier.fine):
        return
    agency = dossier.agency_of(paper.act) or dossier.agency
    day = f"{paper.day.year}年{paper.day.month}月{paper.day.day}日"
    wanted = tuple(w.format(agency=agency, day=day) for w in asked.words)
    bare = dossier.words(paper)
    if bare and not any(_bare(w) in bare for w in wanted):
        yield on(paper, words=wanted)


def _bare(text: str) -> str:
    return "".join(text.split())


# -- its reasons ------------------------------------------------------------------------------


@check
def reasons_faulty(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Nothing is wrong with the blocks in `names` of a reasoned decision; one finding for all.

    Rules that block a decision count; those that only cost points are asked by their names.
    """
    found = [f for f in dossier.reasoned if f.rule.part in asked.names and f.rule.blocks]
    if found:
        yield on(dossier.decision, remarks=tuple(f.remark() for f in found[:_TOLD]))


@check
def rules_broken(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """None of the rules of a decision in `names` is broken; one finding for all.

    `words` and `fields` as for `broken`.
    """
    found = broken(dossier, asked)
    if found:
        yield on(dossier.decision, remarks=tuple(f.remark() for f in found[:_TOLD]))


# -- its language -----------------------------------------------------------------------------


def _passages(dossier: Dossier, asked: Asked) -> Iterator[tuple[Paper, str]]:
    """The texts of `fields` in the papers of `forms`, each with its paper."""
    for paper in dossier.of(*asked.forms):
        text = text_of(paper, asked.fields)
        if text:
            yield paper, text


@check
def marks_wrong(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Marks stand single and full-width; brackets are closed."""
    for paper, text in _passages(dossier, asked):
        found = _DOUBLED.search(text) or _HALF.search(text)
        if found is not None:
            at = max(0, found.start() - 6)
            yield quoted(dossier, paper, text[at : found.end() + 6])
        elif any(text.count(o) != text.count(c) for o, c in ("（）", "《》", "“”", "〔〕")):
            yield quoted(dossier, paper, text[:12])


@check
def words_wrong(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """No word is written as it must not be (`words`: wrong>right), or twice in a row."""
    wrong = dict(w.split(">", 1) for w in asked.words)
    for paper, text in _passages(dossier, asked):
        for word, right in wrong.items():
            if word in text:
                yield quoted(dossier, paper, word, wanted=right)
        for twice in dict.fromkeys(_STUTTER.findall(text)):
            yield quoted(dossier, paper, twice, wanted=twice[0])


@check
def days_wrong(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Days exist, and are written in full and without padding (2026年4月3日)."""
    act = dossier.data.day("act_on")
    for paper, text in _passages(dossier, asked):
        bad = [d.text for d in days(text, act.year if act else None) if d.day is None]
        bad += [*_PADDED.findall(text), *_SHORT_YEAR.findall(text)]
        for written in dict.fromkeys(bad):
            yield quoted(dossier, paper, written)


@check
def capitals_missing(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """A penalty's amount stands in capitals and in figures, and they agree."""
    for paper, text in _passages(dossier, asked):
        found = [a for a in amounts(text) if not a.bound]
        capitals = {a.fen for a in found if a.capitals}
        plain = tuple(a.text for a in found if not a.capitals and a.fen not in capitals)
        wrong = (*plain, *(one.text for one, _ in contradicting(text)))
        if wrong:
            yield quoted(dossier, paper, wrong[0])
