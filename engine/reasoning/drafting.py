"""The narrative of a decision put together from its case: five blocks and the content.

A draft for the officer, in the words of the data: every sentence of fact gets the proofs that bear
it, the amount its tier and circumstances, every point of the party its answer. It is linted like
any other text.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from engine.money import capital_text, yuan_text
from engine.reasoning.brief import Brief
from engine.reasoning.linting import brief_of
from engine.reasoning.proofs import Proof, named_in
from engine.reasoning.rules import Part
from engine.reasoning.wording import days, plain, sentences, shares
from engine.record import Record
from engine.situation import Situation

#: The most proofs a sentence is given, and how long a run of characters ties them to it.
_MOST, _RUN = 3, 4


def draft(situation: Situation, decision: str = "penalty") -> dict[str, str]:
    """Return a text for every input of a decision that holds one, by the input's name.

    Reads what was found at the end of the investigation, how the party's points were answered, and
    the amount last settled on. {} for kinds of decision that tell no facts.
    """
    brief = brief_of(situation, decision)
    if brief is None or Part.FACTS not in brief.kind.texts:
        return {}
    ways = {
        Part.FACTS: _facts,
        Part.LAW: _law,
        Part.DISCRETION: _discretion,
        Part.ANSWER: _answer,
        Part.CONTENT: _content,
    }
    parts = {part: names for part, names in brief.kind.texts.items() if part in ways}
    return {name: ways[part](brief) for part, names in parts.items() for name in names}


def with_fine(situation: Situation, fine: int) -> Situation:
    """Return a situation in which the decision is about to set a fine, in fen."""
    inputs = situation.inputs.merged({"decision_fine": fine})
    return replace(situation, inputs=inputs)


def _facts(brief: Brief) -> str:
    words = brief.edition.draft
    names = ("facts_found", "brief_facts", "lead_facts")
    found = next((said for name in names if (said := brief.data.text(name))), "")
    told = [_cited(brief, sentence) for sentence in sentences(found)]
    act = brief.data.day("act_on")
    dated = act is None or act in {d.day for d in days(found, act.year)}
    placed = not brief.places or any(shares(found, place, 3) for place in brief.places)
    if told and not (dated and placed) and act is not None:
        place = brief.places[0] if brief.places else brief.data.text("lead_area")
        opening = words["opening"].format(year=act.year, month=act.month, day=act.day, place=place)
        told.append(_cited(brief, opening))
    return "".join([*told, _elements(brief)])


def _cited(brief: Brief, sentence: str) -> str:
    """A sentence with the proofs that share most with it, unless it names some already."""
    if named_in(sentence, brief.proofs) or not brief.proofs:
        return sentence
    ranked = sorted(brief.proofs, key=lambda p: (not p.elements, -_shared(sentence, p)))
    near = [p for p in ranked if _shared(sentence, p)][:_MOST] or ranked[:1]
    marks = brief.edition.draft["cited"].format(proofs=_numbers(brief, near))
    return f"{sentence.removesuffix('。')}{marks}。"


def _shared(sentence: str, proof: Proof) -> int:
    """How many runs of characters a sentence has in common with what a proof is said to prove."""
    one, two = plain(sentence), plain(proof.proves + proof.name)
    return sum(two[i : i + _RUN] in one for i in range(len(two) - _RUN + 1))


def _numbers(brief: Brief, proofs: Iterable[Proof]) -> str:
    wanted = {p.number for p in proofs}
    return brief.edition.draft["gap"].join(p.number for p in brief.proofs if p.number in wanted)


def _elements(brief: Brief) -> str:
    """Every element of the violation with what proves it, in one sentence."""
    words, matter = brief.edition.draft, brief.situation.matter
    parts = [
        words["element"].format(element=element.text, proofs=_numbers(brief, proofs))
        for element in (matter.elements if matter is not None else ())
        if (proofs := [p for p in brief.proofs if {element.id, element.text} & {*p.elements}])
    ]
    return words["elements"].format(elements=words["semicolon"].join(parts)) if parts else ""


def _law(brief: Brief) -> str:
    governing = brief.situation.governing
    words = brief.edition.draft
    if Part.CONTENT not in brief.kind.texts:
        proofs = brief.data.text("ground_evidence") or _numbers(brief, brief.proofs[:1])
        return words["no_penalty"].format(evidence=proofs)
    if governing is None:
        return ""
    return words["law"].format(
        breached=words["gap"].join(c.text() for c in governing.breached),
        penalty=words["gap"].join(c.text() for c in governing.penalty),
    )


def _discretion(brief: Brief) -> str:
    words, tier = brief.edition.draft, brief.data.text("tier")
    factors = words["semicolon"].join(
        words["factor"].format(
            name=f.text("name").strip("。"),
            weight=brief.edition.weights.get(f.text("weight"), ""),
            evidence=f.text("evidence"),
        )
        for f in brief.data.records("factors")
    )
    told = [words["factors"].format(factors=factors)] if factors else []
    name = brief.edition.tiers.get(tier, "")
    told += [words["reduced" if tier == "Tx" else "tier"].format(tier=name)] if name else []
    told.append(
        words["amount"].format(amount=_yuan(brief.fine)) if brief.fine else words["no_fine"]
    )
    return "".join(told)


def _answer(brief: Brief) -> str:
    words = brief.edition.draft
    told = [_point(words, point, brief.answers.get(point, Record())) for point in brief.points]
    return "".join(told) or words["no_points"]


def _point(words: Mapping[str, str], point: str, answer: Record) -> str:
    adopted = words.get(answer.text("adopted"), words["rejected"])
    reason = answer.text("reason")
    ended = reason if reason.endswith("。") else f"{reason}。"
    return words["point"].format(point=point.strip("。"), adopted=adopted, reason=ended)


def _content(brief: Brief) -> str:
    words, kinds = brief.edition.draft, brief.edition.kinds
    proposed = [k for k in brief.data.texts("penalty_kinds") if k in kinds]
    others = [kinds[k][0] for k in proposed if k != "fine"]
    fined = words["fine"].format(capital=capital_text(brief.fine), yuan=yuan_text(brief.fine))
    listed = words["gap"].join(others)
    if "fine" in proposed:
        listed = f"{listed}{words['kind_gap']}{fined}" if listed else fined
    return words["content"].format(kinds=listed)


def _yuan(fen: int) -> str:
    return yuan_text(fen).removesuffix(".00")
