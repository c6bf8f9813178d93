"""Values dressed for documents: names and Chinese labels beside ids, None for what is missing.

Every choice, person, squad and yes/no value `x` gains a sibling `x_label`.
"""

from collections.abc import Mapping, Sequence

from engine.half_points import points_text
from engine.people import Agency
from engine.record import Record, Value
from engine.schema import YES_NO_LABELS, FieldSpec

Dressed = dict[str, object]


class Dresser:
    """Dresses records by their schema."""

    def __init__(self, records: Mapping[str, tuple[FieldSpec, ...]], agency: Agency) -> None:
        """Know the kinds of structured input and the bureau's people."""
        self._records = records
        self._agency = agency

    def dress(self, record: Record, specs: Sequence[FieldSpec]) -> Dressed:
        """Return `record` as a mapping with every field of `specs` present."""
        out: Dressed = {}
        for spec in specs:
            value = record.get(spec.name)
            out[spec.name] = self._value(spec, spec.kind, value)
            if spec.kind in {"choice", "person", "squad", "yes_no", "matter"}:
                out[f"{spec.name}_label"] = self._label(spec, value)
            if spec.kind == "list" and spec.of in {"choice", "person"}:
                items = value if isinstance(value, tuple) else ()
                out[f"{spec.name}_label"] = "、".join(self._label(spec, v) or "" for v in items)
        return out

    def _value(self, spec: FieldSpec, kind: str, value: Value) -> object:
        if kind == "list":
            items = value if isinstance(value, tuple) else ()
            return [self._value(spec, spec.of, item) for item in items]
        if kind in self._records:
            if value is None and kind != "party":
                return None
            inner = value if isinstance(value, Record) else Record()
            return self.dress(inner, self._records[kind])
        if kind == "points" and isinstance(value, int):
            return points_text(value)
        if isinstance(value, Record):
            return dict(value)
        return value

    def _label(self, spec: FieldSpec, value: Value) -> str | None:
        if value is None:
            return None
        if isinstance(value, bool):
            return YES_NO_LABELS[value]
        text = str(value)
        person, squad = self._agency.person(text), self._agency.squad(text)
        if spec.kind == "person" or spec.of == "person":
            return person.name if person is not None else text
        if spec.kind == "squad":
            return squad.name if squad is not None else text
        return spec.choices.get(text, text)
