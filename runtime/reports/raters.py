"""What reviewers' scores and reasons show, as a report (评查人质量报告)."""

from engine.rater_quality import Kind, PanelQuality, RaterFigures, Signal
from runtime.reports.report import Report, cells, heads_of, month_name, number, signed, word
from runtime.reports.reviewed import Names

#: Dossiers named beside a signal.
NAMED = 6
#: Signals whose figure is a share.
SHARES = frozenset({Kind.IDENTICAL, Kind.NO_DEDUCTIONS, Kind.COPIED_SCORES})


def rater_report(month: str, panel: PanelQuality, names: Names) -> Report:
    """Return the report on a month's reviewers."""
    values = {
        "period": month_name(month),
        "count": len(panel.raters),
        "gradings": sum(len(one.totals) for one in panel.raters),
        "agreement": _agreement(panel),
        "raters": [_rater(one, names) for one in panel.raters],
        "signals": [_signal(one, names) for one in panel.signals],
        "gaps": [{"case": case, "points": signed(points)} for case, points in panel.gaps],
    }
    keys = ("rater", "dossiers", "mean", "spread", "leaning", "low", "high", "signals")
    return Report(
        form="rater_report",
        month=month,
        values=values,
        heads=heads_of("raters", *keys),
        rows=cells([_row(one, panel, names) for one in panel.raters]),
        payload={"month": month, "figures": values},
    )


def _agreement(panel: PanelQuality) -> str:
    found = panel.agreement
    if found is None:
        return word("raters.no_agreement")
    return word(
        "raters.agreement",
        alpha=number(found.alpha, 2),
        low=number(found.low, 2),
        high=number(found.high, 2),
        units=str(found.units),
    )


def _rater(one: RaterFigures, names: Names) -> dict[str, object]:
    leaning = one.leaning
    return {
        "name": names.person(one.rater),
        "totals": list(one.totals),
        "dossiers": len(one.totals),
        "mean": number(one.mean),
        "spread": number(one.spread),
        "modal": _percent(one.modal_share),
        "clean": _percent(one.clean_share),
        "against": signed(one.against_others),
        "leaning": [leaning.low, leaning.points, leaning.high],
        "leaning_text": signed(leaning.points),
    }


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%"


def _signal(one: Signal, names: Names) -> dict[str, object]:
    figure, threshold = number(one.figure), number(one.threshold)
    if one.kind in SHARES:
        figure, threshold = _percent(one.figure), _percent(one.threshold)
    listed = word("comma").join(one.dossiers[:NAMED])
    more = len(one.dossiers) - NAMED
    basis = word("raters.more", listed=listed, count=str(len(one.dossiers))) if more > 0 else listed
    if one.text:
        basis = word("raters.pasted", text=one.text, listed=basis)
    return {
        "name": names.person(one.rater),
        "kind": word(f"raters.kind.{one.kind.value}"),
        "figure": figure,
        "threshold": threshold,
        "basis": basis,
    }


def _row(one: RaterFigures, panel: PanelQuality, names: Names) -> list[object]:
    kinds = dict.fromkeys(s.kind.value for s in panel.signals if s.rater == one.rater)
    return [
        names.person(one.rater),
        len(one.totals),
        number(one.mean),
        number(one.spread),
        signed(one.leaning.points),
        signed(one.leaning.low),
        signed(one.leaning.high),
        word("comma").join(word(f"raters.kind.{kind}") for kind in kinds),
    ]
