"""Input fields as definitions and `records.yaml` write them.

Complaints name file and line; checking what people then hand in is `engine.schema`'s business.
"""

from pathlib import Path

from engine.record import Record, Value
from engine.schema import FieldSpec
from workflows.lined_yaml import Fields, read_fields

RECORDS = Path(__file__).parent / "data" / "records.yaml"
TRUTHS = ("not_after_now", "not_before_now", "act_time", "required")


def load_records(path: Path = RECORDS) -> dict[str, tuple[FieldSpec, ...]]:
    """Return the kinds of structured input by name."""
    top = read_fields(path)
    return {name: tuple(read_field(f) for f in top.children(name)) for name in top.names()}


def read_field(entry: Fields) -> FieldSpec:
    """Return the field written in `entry`."""
    truths = {name: entry.has(name) and entry.scalar(name).truth() for name in TRUTHS}
    choices = entry.value("choices") if entry.has("choices") else Record()
    field = FieldSpec(
        name=entry.text("name"),
        label=entry.text("label"),
        kind=entry.text("type"),
        required=truths["required"],
        required_when=_wanted(entry),
        required_when_fact=entry.text("required_when_fact", ""),
        choices={k: str(v) for k, v in choices.items()} if isinstance(choices, Record) else {},
        of=entry.text("of", ""),
        not_after_now=truths["not_after_now"],
        not_before_now=truths["not_before_now"],
        act_time=truths["act_time"],
        minimum=entry.scalar("minimum").whole() if entry.has("minimum") else None,
        maximum=entry.scalar("maximum").whole() if entry.has("maximum") else None,
    )
    entry.done()
    return field


def _wanted(entry: Fields) -> dict[str, tuple[Value, ...]]:
    value = entry.value("required_when") if entry.has("required_when") else None
    if not isinstance(value, Record):
        return {}
    return {k: v if isinstance(v, tuple) else (v,) for k, v in value.items()}
