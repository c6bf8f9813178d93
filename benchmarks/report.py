"""The tables: medians over rounds, the range of rounds, and everybody as a ratio to the first."""

import statistics

PEER_COLUMNS = (
    "contender (SQLite WAL, synchronous=FULL)",
    "transitions/s",
    "range of rounds",
    "p50 ms",
    "p99 ms",
    "CPU ms/transition",
    "ours is faster by",
    "history/case",
)
DOCUMENT_COLUMNS = (
    "transitions/s",
    "range",
    "signed documents/s",
    "signatures/s",
    "CPU ms/transition",
    "transitions/s of those without a document",
)


def peers_table(result: dict) -> str:
    """One Markdown line for every contender.

    The ratio is the median over rounds of our rate divided by the contender's in the same round,
    so that a slow minute of the machine cancels out; more than 1 means that we are faster.
    """
    before, load = result["before"], [result[w]["load_average"][0] for w in ("before", "after")]
    system = f"Python {before['python']}, {before['system']}, {before['cores']} cores"
    ours = result["bookkeeping"][0]["rounds"]
    lines = [_peer(c["name"], c["rounds"], ours) for c in result["bookkeeping"]]
    return "\n".join(
        (
            f"{system}, load {load[0]} before and {load[1]} after",
            f"{result['cases']} cases x 12 transitions a round, {len(ours)} rounds in turn",
            "",
            *_head(PEER_COLUMNS),
            *lines,
        )
    )


def _head(columns: tuple[str, ...]) -> tuple[str, str]:
    return f"| {' | '.join(columns)} |", f"|---|{'---:|' * (len(columns) - 1)}"


def _peer(name: str, rounds: list[dict], ours: list[dict]) -> str:
    rates = [_rate(r) for r in rounds]
    ratio = statistics.median(_rate(o) / rate for o, rate in zip(ours, rates, strict=True))
    cpu = statistics.median(r["cpu_seconds"] / r["transitions"] * 1000 for r in rounds)
    p50, p99 = (statistics.median(r[p] for r in rounds) for p in ("p50_ms", "p99_ms"))
    return (
        f"| {name} | {statistics.median(rates):.0f} | {min(rates):.0f}-{max(rates):.0f} "
        f"| {p50:.2f} | {p99:.2f} | {cpu:.2f} | {ratio:.2f}x | {rounds[0]['history_per_case']} |"
    )


def documents_table(result: dict) -> str:
    """The case with documents: every figure is the median over plays."""
    plays = result["documents"]["rounds"]
    first = plays[0]
    rates = [_rate(p) for p in plays]
    signed = [p["documents"] / p["seconds"] for p in plays]
    signatures = [p["signatures"] / p["seconds"] for p in plays]
    silent = [p["silent_transitions"] / p["silent_seconds"] for p in plays]
    cpu = statistics.median(p["cpu_seconds"] / p["transitions"] * 1000 for p in plays)
    figures = (
        f"{statistics.median(rates):.1f}",
        f"{min(rates):.1f}-{max(rates):.1f}",
        f"{statistics.median(signed):.1f}",
        f"{statistics.median(signatures):.1f}",
        f"{cpu:.1f}",
        f"{statistics.median(silent):.0f}",
    )
    counts = ", ".join(f"{first[n]} {n}" for n in ("transitions", "documents", "signatures"))
    return "\n".join(
        (
            "",
            f"{result['documents']['name']}: {counts} a case, {len(plays)} plays",
            "",
            *_head(DOCUMENT_COLUMNS),
            f"| {' | '.join(figures)} |",
        )
    )


def _rate(measured: dict) -> float:
    return measured["transitions"] / measured["seconds"]
