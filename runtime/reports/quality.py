"""The month's dossier quality as a report (案卷质量分析报告)."""

from collections.abc import Sequence

from engine.rater_quality import PanelQuality
from engine.repeat_problems import RepeatProblem
from engine.reporting.quality import Common, Difference, Quality, Standing
from engine.reporting.rectification import Ageing
from runtime.reports.report import Report, cells, heads_of, month_name, number, signed, word
from runtime.reports.reviewed import Drawn, Month, Names

#: Items about which something is proposed.
WORST = 3
SHORT = 9  # characters of an item's name beside a bar


def quality_report(found: Month, *, measures: str = "") -> Report:
    """Return the report; `measures` are the legal head's own words, added to what is proposed."""
    figures, names = found.figures, found.names
    values = {
        **_choice(found.drawn),
        **_totals(figures, names),
        "squads": [_standing(one, names.squad(one.name)) for one in figures.squads],
        "people": _people(figures, names),
        "vetoes": _vetoes(figures, names),
        "common": [_common(one, names) for one in figures.common],
        "repeats": [_repeat(one, names) for one in found.repeats if one.repeated],
        "differences": [_difference(one, names) for one in figures.differences],
        "gap": number(found.gap),
        "raters": _raters(found.panel, names),
        **_orders(found.ageing),
        "measures": _measures(figures, found.repeats, names, measures),
    }
    keys = ("case", "squad", "reviewer", "own", "total", "grade", "vetoes", "items")
    return Report(
        form="quality_report",
        month=found.drawn.month,
        values=values,
        heads=heads_of("quality", *keys),
        rows=cells(_rows(figures, names)),
        payload={"month": found.drawn.month, "figures": values},
    )


def _choice(drawn: Drawn) -> dict[str, object]:
    """Which month, out of how many dossiers, and how what was reviewed was chosen."""
    return {
        "month_name": month_name(drawn.month),
        "closed_in": month_name(drawn.closed_in or drawn.month),
        "population": drawn.population,
        "sampled": drawn.sampled,
        "reason": word(f"quality.reason.{drawn.reason or 'undrawn'}"),
        "root": drawn.root or word("none"),
        "seed": drawn.seed or word("none"),
    }


def _totals(figures: Quality, names: Names) -> dict[str, object]:
    """What all dossiers reviewed came to, in points and grades."""
    return {
        "mean": number(figures.mean),
        "median": number(figures.median),
        "highest": number(figures.highest),
        "lowest": number(figures.lowest),
        "before": number(figures.before),
        "vetoed": len({case for case, _ in figures.vetoes}),
        "grades": [
            {"name": names.grades.get(grade, grade), "count": n} for grade, n in figures.grades
        ],
    }


def _orders(ageing: Ageing) -> dict[str, object]:
    """Orders to rectify, and how many of them ran past their day."""
    return {
        "open": len(ageing.open),
        "overdue": sum(order.overdue(ageing.day) > 0 for order in ageing.open),
        "closed": len(ageing.closed),
        "closed_late": sum(order.overdue(ageing.day) > 0 for order in ageing.closed),
    }


def _standing(one: Standing, name: str) -> dict[str, object]:
    moved = one.mean - one.before if one.before is not None else None
    return {
        "name": name,
        "totals": list(one.totals),
        "mean": number(one.mean),
        "moved": word("quality.moved", points=signed(moved)) if moved is not None else "",
    }


def _people(figures: Quality, names: Names) -> str:
    """Officers and matters, one paragraph each."""
    told = []
    for key, standings, called in (
        ("officers", figures.officers, names.person),
        ("matters", figures.matters, lambda matter: names.matters.get(matter, matter)),
    ):
        listed = [
            word("quality.one", name=called(s.name), count=str(len(s.totals)), mean=number(s.mean))
            for s in standings
        ]
        if listed:
            told.append(word(f"quality.{key}", listed=word("comma").join(listed)))
    return "\n".join(told)


def _vetoes(figures: Quality, names: Names) -> list[dict[str, str]]:
    squads = {one.case: one.squad for one in figures.reviewed}
    return [
        {
            "case": case,
            "squad": names.squad(squads[case]),
            "veto": names.whole(veto),
        }
        for case, veto in figures.vetoes
    ]


def _common(one: Common, names: Names) -> dict[str, object]:
    name = names.item(one.item)
    return {
        "item": names.code(one.item),
        "name": name,
        "short": name if len(name) <= SHORT else f"{name[: SHORT - 1]}…",
        "dossiers": one.dossiers,
        "points": one.points,
        "points_text": number(one.points),
        "before": one.before,
        "example": one.example or word("none"),
    }


def _repeat(one: RepeatProblem, names: Names) -> dict[str, object]:
    return {
        "squad": names.squad(one.problem.squad),
        "item": names.whole(one.problem.item),
        "in_a_row": one.in_a_row,
        "now": one.now,
        "before": one.before,
        "for_the_head": one.for_the_head,
    }


def _difference(one: Difference, names: Names) -> dict[str, object]:
    return {
        "squad": names.squad(one.squad),
        "dossiers": one.dossiers,
        "mean": signed(one.mean),
        "beyond": one.beyond,
    }


def _raters(panel: PanelQuality, names: Names) -> str:
    found = panel.agreement
    said = word("quality.no_agreement")
    if found is not None:
        ends = {"low": number(found.low, 2), "high": number(found.high, 2)}
        said = word(
            "quality.agreement", units=str(found.units), alpha=number(found.alpha, 2), **ends
        )
    marked = sorted({signal.rater for signal in panel.signals})
    if not marked:
        return said + word("quality.no_signals")
    people = word("comma").join(names.person(rater) for rater in marked)
    return said + word("quality.signals", people=people)


def _measures(figures: Quality, repeats: Sequence[RepeatProblem], names: Names, own: str) -> str:
    """What follows from the figures, then what the legal head adds."""
    told = [
        word(
            "quality.measure",
            item=names.whole(one.item),
            dossiers=str(one.dossiers),
            points=number(one.points),
        )
        for one in figures.common[:WORST]
    ]
    if figures.vetoes:
        told.append(word("quality.measure_vetoes", count=str(len(figures.vetoes))))
    squads = dict.fromkeys(names.squad(r.problem.squad) for r in repeats if r.for_the_head)
    if squads:
        told.append(word("quality.measure_repeats", squads=word("comma").join(squads)))
    numbered = [f"{n}．{text}" for n, text in enumerate(told, 1)]
    return "\n".join([*numbered, *([own] if own else [])]) or word("quality.no_measures")


def _rows(figures: Quality, names: Names) -> list[list[str]]:
    return [
        [
            one.case,
            names.squad(one.squad),
            names.person(one.reviewer),
            number(one.own),
            number(one.total),
            names.grades.get(one.grade, one.grade),
            " ".join(map(names.code, one.vetoes)),
            " ".join(f"{names.code(cut.item)}:{number(cut.points)}" for cut in one.deductions),
        ]
        for one in figures.reviewed
    ]
