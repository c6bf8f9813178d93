"""`anjuan matter tiers`: where the tiers of the benchmark lie in a matter's ranges.

Says for an amount which tier it falls into; choosing a tier stays with people.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.matter_work import matter_of, spoken
from commands.office import Office
from commands.screen import put, table
from commands.session import Session
from engine.benchmarks import TierSpan
from engine.fine_ranges import Measure, Range
from engine.law_choice import quantity
from engine.matters import Benchmark, FineRange, Matter, choose, tier_of, tier_range
from engine.money import parse_yuan

if TYPE_CHECKING:
    from rich.console import Console


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line asks about."""

    fine: str | None
    base: str | None
    on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """One range cut into tiers, and where an amount falls in it."""

    fine: FineRange
    bounds: Range
    tiers: tuple[tuple[TierSpan, Range], ...]
    #: Tier of the amount asked about; "" above the range, or when none was asked about.
    tier: str


def tiers(session: Session, matter_id: str, asked: Asked) -> ExitCode:
    """Give the tiers of every range of a matter; raises NotFoundError `matter.not_in_force`."""
    with session.open() as office:
        matter = matter_of(office, matter_id)
        version = choose(matter, asked.on or office.workspace.now().date())
        benchmark = office.workspace.law.benchmark_for(matter.id)
        amount = int(parse_yuan(asked.fine)) if asked.fine else None
        base = int(parse_yuan(asked.base)) if asked.base else 0
        found = [_graded(benchmark, fine, _bounds(fine, base), amount) for fine in version.ranges]
        payload = {
            "ok": True,
            "matter": matter.id,
            "benchmark": benchmark.id,
            "valid_from": version.valid_from,
            "amount": amount,
            "ranges": [_payload(graded) for graded in found],
        }
        office.screen.result(
            payload, lambda console: _show(office, console, matter, benchmark, found, amount)
        )
    return ExitCode.DONE


def _bounds(fine: FineRange, base: int) -> Range:
    """The range in fen once something is assessed, else as the article measures it."""
    return fine.range.in_fen(quantity(fine, base)) if base else fine.range


def _graded(benchmark: Benchmark, fine: FineRange, bounds: Range, amount: int | None) -> Graded:
    spans = tuple(
        (span, tier_range(benchmark, bounds, span.tier, fine.mode)) for span in benchmark.tiers
    )
    comparable = amount is not None and bounds.measure is Measure.YUAN and amount <= bounds.high
    tier = tier_of(benchmark, bounds, amount).value if comparable and amount is not None else ""
    return Graded(fine=fine, bounds=bounds, tiers=spans, tier=tier)


def _payload(graded: Graded) -> dict[str, object]:
    return {
        "id": graded.fine.id,
        "party": graded.fine.party.value,
        "situation": graded.fine.situation or None,
        "measure": graded.bounds.measure.value,
        "low": graded.bounds.low,
        "high": graded.bounds.high,
        "tier": graded.tier or None,
        "tiers": [
            {
                "tier": span.tier.value,
                "name": span.name,
                "low": part.low,
                "high": part.high,
                "facts": span.facts,
            }
            for span, part in graded.tiers
        ],
    }


def _show(
    office: Office,
    console: "Console",
    matter: Matter,
    benchmark: Benchmark,
    found: list[Graded],
    amount: int | None,
) -> None:
    put(console, f"{matter.id}　{matter.name}")
    put(console, office.say("matter.benchmark", name=benchmark.name))
    heads = tuple(office.say(f"matter.{key}") for key in ("tier", "range", "facts"))
    for graded in found:
        party = office.messages.named("party_kind", graded.fine.party.value)
        bounds = spoken(office, graded.bounds)
        title = office.say(
            "matter.fine", party=party, situation=graded.fine.situation, range=bounds
        )
        rows = [
            (f"{span.tier.value} {span.name}", spoken(office, part), span.facts)
            for span, part in graded.tiers
        ]
        table(console, heads, rows, title=title)
        if amount is not None and graded.bounds.measure is Measure.YUAN:
            put(console, _placed(office, graded, amount))
    factors = tuple(f"{factor.name} {factor.weight}%" for factor in benchmark.factors)
    put(console, office.say("matter.factors", factors=factors))


def _placed(office: Office, graded: Graded, amount: int) -> str:
    """Where an amount falls: a tier, below the range, nothing, or above what the law allows."""
    if not graded.tier:
        return office.say("matter.above", amount_fen=amount)
    tier = office.messages.named("tier", graded.tier)
    return office.say("matter.falls", amount_fen=amount, tier=f"{graded.tier} {tier}")
