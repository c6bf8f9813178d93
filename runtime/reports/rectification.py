"""How long orders to put things right have waited, as a report (案卷整改时效报告)."""

from engine.reporting.rectification import AGES, Ageing, Order
from runtime.reports.report import Report, cells, day_text, heads_of, month_name, word
from runtime.reports.reviewed import Names


def rectification_report(month: str, ageing: Ageing, names: Names) -> Report:
    """Return the report as of the ageing's day."""
    day = ageing.day
    values = {
        "month_name": month_name(month),
        "day": word("day", year=str(day.year), month=str(day.month), day=str(day.day)),
        "open_count": len(ageing.open),
        "overdue": sum(order.overdue(day) > 0 for order in ageing.open),
        "closed_count": len(ageing.closed),
        "closed_late": sum(order.overdue(day) > 0 for order in ageing.closed),
        "ages": [{"name": _age(end), "count": count} for end, count in ageing.ages],
        "squads": [
            {
                "name": names.squad(one.squad),
                "open": one.open,
                "overdue": one.overdue,
                "closed": one.closed,
            }
            for one in ageing.squads
        ],
        "open": [_order(one, ageing, names) for one in ageing.open],
        "closed": [_order(one, ageing, names) for one in ageing.closed],
    }
    keys = ("case", "squad", "owner", "items", "ordered", "due", "closed", "age", "overdue")
    return Report(
        form="rectification_report",
        month=month,
        values=values,
        heads=heads_of("rectification", *keys),
        rows=cells([_row(one, ageing, names) for one in (*ageing.open, *ageing.closed)]),
        payload={"month": month, "figures": values},
    )


def _age(end: int | None) -> str:
    if end is None:
        return word("rectification.older", days=str(AGES[-1]))
    before = ([0, *AGES])[AGES.index(end)]
    return word("rectification.age", first=str(before + bool(before)), last=str(end))


def _order(one: Order, ageing: Ageing, names: Names) -> dict[str, object]:
    over = one.overdue(ageing.day)
    return {
        "case": one.case,
        "squad": names.squad(one.squad),
        "owner": names.person(one.owner),
        "items": word("comma").join(one.items),
        "ordered": day_text(one.ordered_on),
        "due": day_text(one.due_on),
        "closed": day_text(one.closed_on),
        "age": one.age(ageing.day),
        "overdue": word("rectification.over", days=str(over)) if over else word("none"),
    }


def _row(one: Order, ageing: Ageing, names: Names) -> list[object]:
    return [
        one.case,
        names.squad(one.squad),
        names.person(one.owner),
        " ".join(one.items),
        one.ordered_on.isoformat(),
        one.due_on.isoformat() if one.due_on else "",
        one.closed_on.isoformat() if one.closed_on else "",
        one.age(ageing.day),
        one.overdue(ageing.day),
    ]
