"""Discretion benchmarks from `benchmarks/*.yaml`: tiers, factors, rounding.

Complaints name file and line; the arithmetic is the engine's business.
"""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from engine.benchmarks import Benchmark, Factor, RoundingStep, Tier, TierSpan
from engine.errors import ConfigurationError
from engine.periods import Tag
from workflows.lined_yaml import Fields, read_fields

SHIPPED = Path(__file__).parent / "data" / "benchmarks"
FEN = 100
#: Folder of the copies, beside the benchmarks of a bureau.
KEPT = "kept"


def load_benchmarks(folder: Path = SHIPPED) -> dict[str, Benchmark]:
    """Every benchmark of `folder` by id.

    Raises ConfigurationError naming file and line for anything that cannot be right.
    """
    loaded = [load_benchmark(path) for path in sorted(folder.glob("*.yaml"))]
    return {benchmark.id: benchmark for benchmark in loaded}


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnBenchmarks:
    """The benchmarks a bureau has published itself."""

    #: Those in its folder now, by id; one with the id of a shipped benchmark takes its place.
    current: Mapping[str, Benchmark]
    #: All that were ever there, by digest: decisions name the one they were weighed by.
    ever: Mapping[str, Benchmark]


def keep_benchmarks(folder: Path | None) -> OwnBenchmarks:
    """Read the benchmarks in `folder`, and keep a copy of each under its digest; none without it.

    Raises ConfigurationError naming file and line for one that cannot be right, and
    "data.twice" for two of one id.
    """
    if folder is None:
        return OwnBenchmarks(current={}, ever={})
    current: dict[str, Benchmark] = {}
    for path in sorted(folder.glob("*.yaml")):
        benchmark = _own(path)
        if benchmark.id in current:
            raise ConfigurationError("data.twice", file=path.name, line=1, field=benchmark.id)
        current[benchmark.id] = benchmark
        copy = folder / KEPT / f"{benchmark.digest[:16]}.yaml"
        if not copy.exists():
            copy.parent.mkdir(mode=0o700, exist_ok=True)
            fresh = copy.with_suffix(f".{os.getpid()}.new")
            fresh.write_bytes(path.read_bytes())
            fresh.replace(copy)
    kept = (_own(path) for path in sorted((folder / KEPT).glob("*.yaml")))
    return OwnBenchmarks(current=current, ever={benchmark.digest: benchmark for benchmark in kept})


def _own(path: Path) -> Benchmark:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return replace(load_benchmark(path), digest=digest)


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
