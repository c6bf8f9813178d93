"""The order of a dossier from `dossier.yaml`."""

from pathlib import Path

from engine.dossier import DossierOrder
from engine.originals import OriginalsOrder
from workflows.lined_yaml import Fields, read_fields

SHIPPED = Path(__file__).parent / "data" / "dossier.yaml"


def load_dossier_order(path: Path = SHIPPED) -> DossierOrder:
    """Return the order; raises ConfigurationError naming file and line."""
    top = read_fields(path)
    words, kept = top.child("words"), top.child("originals")
    principal = top.texts("principal")
    order = DossierOrder(
        title=top.text("title"),
        rebinding=top.text("rebinding"),
        words={name: words.text(name) for name in words.names()},
        principal=principal,
        supplementary=top.texts("supplementary"),
        unnumbered=top.texts("unnumbered"),
        closing=top.texts("closing"),
        originals=OriginalsOrder(
            since=kept.scalar("since").whole(),
            shown_by=kept.texts("shown_by"),
            evidence_before=_among(principal, kept, "evidence_before"),
            vouchers_before=_among(principal, kept, "vouchers_before"),
            vouchers=kept.texts("vouchers"),
            internal=kept.texts("internal"),
            checked=kept.text("checked"),
            attachment=kept.text("attachment"),
        ),
    )
    kept.done()
    top.done()
    return order


def _among(forms: tuple[str, ...], fields: Fields, name: str) -> str:
    """Return a form that stands among others; refuses any other, before which nothing would."""
    found = fields.scalar(name)
    if found.text() not in forms:
        allowed = "、".join(forms)
        found.place.refuse("data.unknown_word", field=name, value=found.text(), allowed=allowed)
    return found.text()
