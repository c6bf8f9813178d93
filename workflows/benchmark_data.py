"""Discretion benchmarks from `benchmarks/*.yaml`: tiers, factors, rounding.

Complaints name file and line; the arithmetic is the engine's business.
"""

from pathlib import Path

from engine.benchmarks import Benchmark, Factor, RoundingStep, Tier, TierSpan
from engine.errors import ConfigurationError
from engine.periods import Tag
from workflows.lined_yaml import Fields, read_fields

SHIPPED = Path(__file__).parent / "data" / "benchmarks"
FEN = 100


def load_benchmarks(folder: Path = SHIPPED) -> dict[str, Benchmark]:
    """Every benchmark of `folder` by id.

    Raises ConfigurationError naming file and line for anything that cannot be right.
    """
    loaded = [load_benchmark(path) for path in sorted(folder.glob("*.yaml"))]
    return {benchmark.id: benchmark for benchmark in loaded}


def load_benchmark(path: Path) -> Benchmark:
    """The benchmark in one file."""
    top = read_fields(path)
    outside = top.child("outside")
    try:
        benchmark = Benchmark(
            id=top.text("id"),
            name=top.text("name"),
            valid_from=top.scalar("valid_from").day(),
            tag=top.scalar("tag").choice(Tag),
            tiers=tuple(_tier(entry) for entry in top.children("tiers")),
            outside={tier: outside.text(tier) for tier in (Tier.NONE, Tier.REDUCED)},
            may_starts_at_zero=top.scalar("may_starts_at_zero").truth(),
            factors=tuple(_factor(entry) for entry in top.children("factors")),
            rounding=_rounding(top),
        )
    except ConfigurationError as wrong:
        if "line" in wrong.facts:
            raise
        raise ConfigurationError(
            wrong.code, file=path.name, line=top.place.line, **wrong.facts
        ) from wrong
    outside.done()
    top.done()
    return benchmark


def _tier(entry: Fields) -> TierSpan:
    span = TierSpan(
        tier=entry.scalar("tier").choice(Tier),
        name=entry.text("name"),
        low_percent=entry.scalar("from_percent").whole(),
        high_percent=entry.scalar("to_percent").whole(),
        facts=entry.text("facts"),
    )
    entry.done()
    return span


def _factor(entry: Fields) -> Factor:
    factor = Factor(
        id=entry.text("id"), name=entry.text("name"), weight=entry.scalar("weight").whole()
    )
    entry.done()
    return factor


def _rounding(top: Fields) -> tuple[RoundingStep, ...]:
    """The steps, rising, the last one without a bound."""
    place = top.place
    steps = tuple(_step(entry) for entry in top.children("rounding"))
    bounds = [step.below for step in steps]
    rising = [bound for bound in bounds[:-1] if bound is not None]
    if not bounds or bounds[-1] is not None or len(rising) != len(bounds) - 1:
        place.refuse("benchmark.rounding", bounds=bounds)
    if rising != sorted(set(rising)):
        place.refuse("benchmark.rounding", bounds=bounds)
    return steps


def _step(entry: Fields) -> RoundingStep:
    below = entry.scalar("below").whole() * FEN if entry.has("below") else None
    step = RoundingStep(below=below, step=entry.scalar("step").whole() * FEN)
    if step.step <= 0:
        entry.place.refuse("data.not_positive", field="step", value=step.step)
    entry.done()
    return step
