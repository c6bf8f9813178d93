"""Units by on-time closure and closing rate, as a report (办结情况月度通报). No fines, ever."""

from engine.reporting.ranking import Group, Placed, Ranking, average
from runtime.reports.report import (
    Report,
    cells,
    heads_of,
    month_name,
    number,
    share_text,
    word,
)

#: Months in a row on the last place that are told.
TWICE = 2


def ranking_report(
    found: Ranking, history: tuple[tuple[str, float | None, float | None], ...], *, target: float
) -> Report:
    """Return the report; `history` are month, on-time and closing per cent of all units."""
    month = found.months[-1]
    placed = [_placed(one, group) for group in found.groups for one in group.units]
    values = {
        "month_name": month_name(month),
        "on_time": share_text(found.overall.on_time),
        "closing": share_text(found.overall.closing),
        "measure": word("ranking.measure", target=number(target)),
        "target": target,
        "months": [
            {"name": _short(name), "on_time": on_time, "closing": closing}
            for name, on_time, closing in history
        ],
        "placed": placed,
        "ticks": [_short(name) for name in found.months],
        "groups": [_group(group) for group in found.groups],
        "lasts": [
            {"group": group.name, "unit": one.unit, "months": one.last_in_a_row}
            for group in found.groups
            for one in group.units
            if one.last_in_a_row >= TWICE
        ],
    }
    keys = (
        "group",
        "rank",
        "unit",
        "received",
        "closed",
        "in_time",
        "on_time",
        "closing",
        "before",
    )
    return Report(
        form="ranking_report",
        month=month,
        values=values,
        heads=heads_of("ranking", *keys, "last"),
        rows=cells([_row(one, group) for group in found.groups for one in group.units]),
        payload={"month": month, "figures": values},
    )


def _short(month: str) -> str:
    return word("short_month", month=str(int(month[-2:])))


def _placed(one: Placed, group: Group) -> dict[str, object]:
    flag = ""
    if one.last_in_a_row >= TWICE:
        flag = word("ranking.last", months=str(one.last_in_a_row))
    return {
        "group": group.name,
        "rank": str(one.rank) if one.rank else word("none"),
        "unit": one.unit,
        "on_time": share_text(one.now.on_time),
        "closing": share_text(one.now.closing),
        "before": str(one.before) if one.before else word("none"),
        "trend": [percent for percent in one.trend if percent is not None],
        "flag": flag,
    }


def _group(group: Group) -> dict[str, str]:
    return {
        "name": group.name,
        "mean": f"{number(average(group), 2)}%",
        "range": number(group.range_now, 2),
        "range_before": number(group.range_before, 2),
        "spread": number(group.spread_now, 2),
        "spread_before": number(group.spread_before, 2),
    }


def _row(one: Placed, group: Group) -> list[object]:
    now = one.now
    return [
        group.name,
        one.rank or "",
        one.unit,
        now.received,
        now.closed,
        now.in_time,
        now.on_time.percent if now.on_time.percent is not None else "",
        now.closing.percent if now.closing.percent is not None else "",
        one.before or "",
        one.last_in_a_row,
    ]
