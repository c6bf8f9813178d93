"""The order of a dossier from `dossier.yaml`."""

from pathlib import Path

from engine.dossier import DossierOrder
from workflows.lined_yaml import read_fields

SHIPPED = Path(__file__).parent / "data" / "dossier.yaml"


def load_dossier_order(path: Path = SHIPPED) -> DossierOrder:
    """Return the order; raises ConfigurationError naming file and line."""
    top = read_fields(path)
    words = top.child("words")
    order = DossierOrder(
        title=top.text("title"),
        rebinding=top.text("rebinding"),
        words={name: words.text(name) for name in words.names()},
        principal=top.texts("principal"),
        supplementary=top.texts("supplementary"),
        unnumbered=top.texts("unnumbered"),
        closing=top.texts("closing"),
    )
    top.done()
    return order
