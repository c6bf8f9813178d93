"""Checks of the five blocks: each written, facts proved, law quoted, amount reasoned, answered."""

from collections.abc import Iterator

from engine.reasoning.amounts import called
from engine.reasoning.brief import Brief
from engine.reasoning.finding import Details, check, quote
from engine.reasoning.proofs import named_in, unknown_in
from engine.reasoning.rules import Part, ReasoningRule
from engine.reasoning.statutes import covers, same_article, same_law, statutes
from engine.reasoning.wording import days, plain, sentences, shares
from engine.verdict import Term


@check
def written(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """Every text of the block says something: `number` characters, and no mere `words`."""
    for passage in brief.said(frozenset({rule.part})):
        bare = plain(passage.text)
        if len(bare) < rule.number or bare in rule.words:
            yield {"where": Term("input", passage.input)}


@check
def time_stated(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """The facts name the day of the act."""
    act = brief.data.day("act_on")
    if act is not None and act not in {d.day for d in days(brief.text(rule.part), act.year)}:
        yield {"day": act}


@check
def place_stated(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """The facts name the place, by `number` characters of how the case calls it."""
    text = brief.text(rule.part)
    if brief.places and not any(shares(text, place, rule.number) for place in brief.places):
        yield {"place": brief.places[0]}


@check
def one_of_words(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """The block uses at least one of `words`."""
    text = brief.text(rule.part)
    if text and not any(word in text for word in rule.words):
        yield {"words": rule.words}


@check
def no_such_words(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """The texts read use none of `words`, which leave open what is meant."""
    for passage in brief.said(rule.reads):
        for word in rule.words:
            at = passage.text.find(word)
            if at >= 0:
                yield {"where": Term("input", passage.input), "quote": passage.text[at : at + 10]}


@check
def sentences_proved(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """Every sentence of the facts names a proof of the case."""
    for number, sentence in enumerate(sentences(brief.text(rule.part)), 1):
        if not named_in(sentence, brief.proofs):
            yield {"number": number, "quote": quote(sentence)}


@check
def proofs_known(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """Every number of evidence cited anywhere is one of the case."""
    for passage in brief.said(rule.reads):
        for number in unknown_in(passage.text, brief.proofs):
            yield {"where": Term("input", passage.input), "proof": number}


@check
def elements_proved(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """Every element of the violation is proved by something the decision cites."""
    matter = brief.situation.matter
    cited = named_in(brief.text(*rule.reads), brief.proofs)
    proved = {e for p in cited for e in p.elements}
    for element in matter.elements if matter is not None else ():
        if {element.id, element.text} & proved:
            continue
        proofs = tuple(p.number for p in brief.proofs if {element.id, element.text} & {*p.elements})
        yield {"element": element.text, "proofs": proofs}


@check
def proofs_admitted(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """Every proof cited says what it proves, and its source was checked."""
    for proof in named_in(brief.text(*rule.reads), brief.proofs):
        if not proof.admitted or not proof.proves:
            yield {"proof": proof.number, "name": proof.name}


@check
def proofs_used(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """No item of evidence is listed that the decision never cites."""
    cited = {p.number for p in named_in(brief.text(*rule.reads), brief.proofs)}
    left = tuple(p.number for p in brief.proofs if not p.document and p.number not in cited)
    if left:
        yield {"proofs": left}


@check
def breach_cited(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """The reasons name a provision the act breached, and one the penalty rests on."""
    cited = statutes(brief.text(rule.part))
    for group in (brief.breached, brief.penalty):
        if group and not any(same_article(c, g) for c in cited for g in group):
            yield {"provision": tuple(c.text() for c in group)}


@check
def citations_apply(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """Every provision cited is one of the matter, or of the general laws in `words`."""
    for passage in brief.said(rule.reads):
        for cited in statutes(passage.text):
            general = any(same_law(cited.law, law) for law in rule.words)
            known = [c for c in brief.citable if same_law(c.law, cited.law)]
            fits = any(c.article == cited.article for c in known) or cited.article is None
            if not general and not (known and fits):
                yield {"where": Term("input", passage.input), "provision": cited.text()}


@check
def citations_exact(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """Provisions of the matter are cited as far down as the matter names them."""
    cited = statutes(brief.text(rule.part))
    for written_as in dict.fromkeys(cited):
        near = [c for c in (*brief.breached, *brief.penalty) if same_law(c.law, written_as.law)]
        mine = [c for c in near if c.article == written_as.article]
        if written_as.article is None and near:
            yield {"provision": written_as.text(), "exact": tuple(c.text() for c in near)}
        elif mine and not any(covers(c, written_as) for c in mine):
            yield {"provision": written_as.text(), "exact": tuple(c.text() for c in mine)}


@check
def factors_proved(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """Every circumstance weighed names a proof of the case."""
    del rule
    for factor in brief.data.records("factors"):
        said = factor.text("evidence")
        if not named_in(said, brief.proofs) or unknown_in(said, brief.proofs):
            yield {"factor": factor.text("name"), "quote": said}


@check
def ground_proved(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """The ground for not penalising names a proof of the case."""
    del rule
    said = brief.situation.inputs.text("ground_evidence")
    if not named_in(said, brief.proofs) or unknown_in(said, brief.proofs):
        yield {"quote": said}


@check
def tier_agrees(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """The reasons place the case in no other tier than the one proposed."""
    tier = brief.data.text("tier")
    text = brief.text(rule.part)
    for other, name in brief.edition.tiers.items():
        said = next((w.format(tier=name) for w in rule.words if w.format(tier=name) in text), "")
        if tier and other != tier and said:
            yield {"tier": Term("tier", tier), "quote": said}


@check
def amount_reasoned(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """The reasons lead to the fine decided."""
    if brief.fine and brief.fine not in {a.fen for a in called(brief.text(rule.part), rule.words)}:
        yield {"amount_fen": brief.fine}


@check
def points_answered(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """Every point of the party was checked and answered with a reason."""
    del rule
    for point in brief.points:
        answer = brief.answers.get(point)
        given = answer is not None and answer.text("adopted") and plain(answer.text("reason"))
        if not given:
            yield {"quote": quote(point)}


@check
def adoption_said(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """The answer says adopted or not adopted, as every point was answered."""
    text = brief.text(rule.part)
    words = brief.edition.adoption
    results = {brief.answers[p].text("adopted") for p in brief.points if p in brief.answers}
    said = {result for result, ways in words.items() if any(way in text for way in ways)}
    if brief.points and not said:
        yield {"words": tuple(ways[0] for ways in words.values())}
    for result in sorted(results - {"partly"}):
        against = {"adopted": "rejected", "rejected": "adopted"}[result]
        if results == {result} and against in said and result not in said:
            yield {"words": (words[result][0],)}


@check
def silence_said(brief: Brief, rule: ReasoningRule) -> Iterator[Details]:
    """Where the party raised nothing, the answer does not adopt or reject anything."""
    text = brief.text(Part.ANSWER)
    if not brief.points and any(word in text for word in rule.words):
        yield {"quote": quote(text)}
