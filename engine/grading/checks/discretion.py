"""Checks of discretion: the amount in its range and tier, like its like, its reasons written."""

from collections.abc import Iterator

from engine.benchmarks import Tier, tier_range
from engine.errors import InputError
from engine.facts.discretion import MITIGATED
from engine.fine_ranges import Range
from engine.grading.dossier import Dossier
from engine.grading.finding import Hit, check, on
from engine.grading.profile import Asked
from engine.situation import Situation
from engine.verdict import Term


@check
def fine_out_of_range(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The fine decided lies in the range of the law; a reduction names its ground (APL 32).

    Where no text was in force there is no range; that is told of as a penalty without a basis.
    """
    del asked
    situation = dossier.deciding
    found = situation.lawful_range if situation is not None else None
    if situation is None or situation.matter is None or not dossier.fine:
        return
    if found is None:
        yield on(dossier.decision, amount_fen=dossier.fine)
        return
    data = situation.data
    reduced = data.text("tier") == Tier.REDUCED and bool(data.text("mitigation_ground"))
    if not (0 if reduced else found.low) <= dossier.fine <= found.high:
        yield on(dossier.decision, amount_fen=dossier.fine, low_fen=found.low, high_fen=found.high)


@check
def kinds_outside(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Every kind of penalty is one the article gives (APL 9)."""
    del asked
    situation = dossier.deciding
    version = situation.governing if situation is not None else None
    if situation is None or version is None:
        return
    bad = tuple(k for k in situation.data.texts("penalty_kinds") if k not in version.kinds)
    if bad:
        yield on(dossier.decision, kinds=tuple(Term("penalty_kind", k) for k in bad))


def tier_bounds(situation: Situation, tier: str) -> Range | None:
    """Return what a tier leaves of the lawful range; None where that cannot be said."""
    found = situation.lawful_range
    if found is None or not tier:
        return None
    try:
        return tier_range(situation.benchmark, found, tier)
    except InputError:  # a tier the benchmark has not
        return None


@check
def fine_outside_tier(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The fine lies in the tier named, or a reason was given and the head agreed (`fields`)."""
    situation = dossier.deciding
    if situation is None or not dossier.fine:
        return
    data = situation.data
    bounds = tier_bounds(situation, data.text("tier"))
    if bounds is None or bounds.holds(dossier.fine):
        return
    if not all(data.text(field) for field in asked.fields):
        yield on(
            dossier.decision,
            amount_fen=dossier.fine,
            low_fen=bounds.low,
            high_fen=bounds.high,
            tier=Term("tier", data.text("tier")),
        )


@check
def benchmark_unnamed(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The discretion part of the decision names benchmark or tier, by one of `words`."""
    decision = dossier.decision
    text = "".join(decision.inputs.text(f) for f in asked.fields) if decision is not None else ""
    if decision is not None and text and not any(word in text for word in asked.words):
        yield on(decision, words=asked.words)


@check
def factors_unlisted(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The report lists the circumstances weighed, each with what proves it, and their tier."""
    report = dossier.last(*asked.forms)
    if report is None:
        return
    factors = report.inputs.records("factors")
    if not factors:
        yield on(report, field=Term("input", "factors"))
    elif not report.inputs.text("tier"):
        yield on(report, field=Term("input", "tier"))
    for factor in factors:
        if not factor.text("evidence").strip():
            yield on(report, field=Term("input", "evidence"), quote=factor.text("name"))


@check
def outlier_unexplained(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The fine lies among those of like cases, or the decision says why not (`words`).

    Cut off on either side are `number` per cent of the like cases; fewer of them than `args.least`
    say nothing.
    """
    decision = dossier.decision
    if decision is None or not dossier.fine:
        return
    fines = sorted(peer.fine for peer in dossier.peers())
    if len(fines) < (asked.args.number("least") or 1):
        return
    cut = len(fines) * asked.number // 100
    low, high = fines[cut], fines[-1 - cut]
    text = "".join(decision.inputs.text(f) for f in asked.fields)
    explained = any(word in text for word in asked.words) or dossier.data.text("tier_departure")
    if not low <= dossier.fine <= high and not explained:
        yield on(decision, amount_fen=dossier.fine, low_fen=low, high_fen=high, found=len(fines))


@check
def mitigation_overlooked(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Where everything weighed speaks for leniency, the tier is a lenient one."""
    report, situation = dossier.last(*asked.forms), dossier.deciding
    if report is None or situation is None:
        return
    weights = [f.text("weight") for f in report.inputs.records("factors")]
    tier = situation.data.text("tier")
    lenient = "lighter" in weights and "heavier" not in weights
    if lenient and tier and tier not in {*MITIGATED, Tier.NONE}:
        yield on(dossier.decision, tier=Term("tier", tier))


@check
def correction_unjoined(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """A correction was ordered or teaching recorded (`forms`), or a reason says why not."""
    if dossier.of(*asked.forms) or dossier.data.text("correction_moot"):
        return
    yield on(dossier.decision)


@check
def education_missing(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Who is not punished on one of the grounds `words` is taught, on record (APL 33(3)).

    The record (`forms`) says in `fields` what was taught.
    """
    decision = dossier.decision
    if decision is None or decision.inputs.text("no_penalty_code") not in asked.words:
        return
    taught = (p.inputs.text(f).strip() for p in dossier.of(*asked.forms) for f in asked.fields)
    if not any(taught):
        yield on(decision)


@check
def fine_raised(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The fine decided is no higher than the one the party was last told of (APL 45(2))."""
    decision = dossier.decision
    told = [
        p for p in dossier.of(*asked.forms) if decision is not None and p.act.seq < decision.act.seq
    ]
    noticed = told[-1].inputs.number("notice_fine") if told else None
    if noticed is not None and dossier.fine > noticed:
        yield on(decision, amount_fen=dossier.fine, other_fen=noticed)
