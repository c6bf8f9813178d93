"""The instruments of law the definitions cite, from `instruments.yaml` and its companion."""

from collections.abc import Iterable
from pathlib import Path

from engine.instruments import Instrument
from workflows.lined_yaml import read_fields

DATA = Path(__file__).parent / "data"
SHIPPED = (DATA / "instruments.yaml", DATA / "deadline_instruments.yaml")


def load_instruments(paths: Iterable[Path] = SHIPPED) -> dict[str, Instrument]:
    """Return every instrument by its short code."""
    found: dict[str, Instrument] = {}
    for path in paths:
        top = read_fields(path)
        for code in top.names():
            entry = top.child(code)
            name = entry.text("name")
            found[code] = Instrument(code=code, name=name, name_en=entry.text("name_en", name))
    return found
