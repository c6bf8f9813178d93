"""The thresholds of rater quality, from `grading/raters.yaml`.

Complaints name file and line; what a threshold means is the engine's business.
"""

from pathlib import Path

from engine.rater_quality import Thresholds
from engine.rater_severity import Spreads
from workflows.lined_yaml import Fields, read_fields

SHIPPED = Path(__file__).parent / "data" / "grading" / "raters.yaml"


def load_raters(path: Path = SHIPPED) -> Thresholds:
    """Return the thresholds in a file; raises ConfigurationError with the line."""
    top = read_fields(path)
    parts = ("identical", "spread", "leaning", "no_deductions", "copied_scores", "copied_reasons")
    identical, spread, leaning, clean, scores, reasons = (top.child(name) for name in parts)
    spreads = top.child("spreads")
    found = Thresholds(
        identical_share=_number(identical, "share"),
        identical_least=identical.scalar("least").whole(),
        spread_below=_number(spread, "below"),
        spread_least=spread.scalar("least").whole(),
        spread_of_panel=_number(spread, "of_panel"),
        leaning_above=_number(leaning, "above"),
        leaning_least=leaning.scalar("least").whole(),
        no_deductions_share=_number(clean, "share"),
        no_deductions_least=clean.scalar("least").whole(),
        copied_share=_number(scores, "share"),
        copied_least=scores.scalar("least").whole(),
        reasons_dossiers=reasons.scalar("dossiers").whole(),
        reasons_shortest=reasons.scalar("shortest").whole(),
        reasons_similar=_number(reasons, "similar"),
        reasons_near_share=_number(reasons, "near_share"),
        gap=_number(top, "gap"),
        chance=_number(top, "chance"),
        spreads=Spreads(
            dossiers=_number(spreads, "dossiers"),
            raters=_number(spreads, "raters"),
            chance=_number(spreads, "chance"),
        ),
    )
    top.scalar("confirmed").truth()
    for part in (identical, spread, leaning, clean, scores, reasons, spreads, top):
        part.done()
    return found


def _number(entry: Fields, field: str) -> float:
    return float(entry.scalar(field).decimal())
