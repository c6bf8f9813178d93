"""Typed values as they travel from an input file into events, facts and documents.

A `Record` is a frozen, ordered mapping checked against a schema; it knows nothing of YAML,
tables or screens. Its JSON form is canonical, so the same values always have the same digest.
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TypeAlias

import orjson

Value: TypeAlias = "str | int | bool | date | datetime | tuple[Value, ...] | Record | None"
Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"


class Record(Mapping[str, Value]):
    """A frozen set of named values; missing names read as None in `get`, never as an error."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Value] | None = None) -> None:
        """Keep a private copy of `values` in the order given."""
        self._values: dict[str, Value] = _plain(values) if values else {}

    def __getitem__(self, name: str) -> Value:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def __repr__(self) -> str:
        return f"Record({self._values!r})"

    def text(self, name: str) -> str:
        """Return the text under `name`, or an empty text."""
        value = self._values.get(name)
        return value if isinstance(value, str) else ""

    def number(self, name: str) -> int | None:
        """Return the whole number (or fen) under `name`, or None."""
        value = self._values.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def flag(self, name: str) -> bool:
        """Return True only when `name` holds True."""
        return self._values.get(name) is True

    def day(self, name: str) -> date | None:
        """Return the legal day under `name`; a moment gives its day."""
        value = self._values.get(name)
        if isinstance(value, datetime):
            return value.date()
        return value if isinstance(value, date) else None

    def moment(self, name: str) -> datetime | None:
        """Return the aware moment under `name`, or None."""
        value = self._values.get(name)
        return value if isinstance(value, datetime) else None

    def record(self, name: str) -> "Record":
        """Return the record under `name`, or an empty one."""
        value = self._values.get(name)
        return value if isinstance(value, Record) else Record()

    def records(self, name: str) -> tuple["Record", ...]:
        """Return the list of records under `name`, or an empty list."""
        value = self._values.get(name)
        if not isinstance(value, tuple):
            return ()
        return tuple([v for v in value if isinstance(v, Record)])

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the list of texts under `name`, or an empty list."""
        value = self._values.get(name)
        if not isinstance(value, tuple):
            return ()
        return tuple([v for v in value if isinstance(v, str)])

    def as_dict(self) -> dict[str, Value]:
        """Return the values in a dictionary of the caller's own."""
        return dict(self._values)

    def merged(self, other: Mapping[str, Value]) -> "Record":
        """Return a record in which the values of `other` win."""
        return Record({**self._values, **_plain(other)}) if other else self


def _plain(values: Mapping[str, Value]) -> dict[str, Value]:
    """Return a copy as a dictionary; a record's own is copied whole, not name by name."""
    return dict(values._values if isinstance(values, Record) else values)  # noqa: SLF001 - its own


def to_json(value: Value) -> Json:
    """Return `value` in JSON shapes; days and moments keep their type by a one-key wrapper."""
    if isinstance(value, datetime):
        return {"$moment": value.isoformat()}
    if isinstance(value, date):
        return {"$day": value.isoformat()}
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    if isinstance(value, Record):
        return {name: to_json(item) for name, item in value.items()}
    return value


def from_json(value: Json) -> Value:
    """Return the value `to_json` wrote."""
    if isinstance(value, list):
        return tuple(from_json(item) for item in value)
    if isinstance(value, dict):
        match value:
            case {"$moment": str(text)}:
                return datetime.fromisoformat(text)
            case {"$day": str(text)}:
                return date.fromisoformat(text)
        return Record({name: from_json(item) for name, item in value.items()})
    return value


def canonical(value: Json) -> bytes:
    """Return the one UTF-8 JSON form of `value`: sorted keys, no spaces (after RFC 8785).

    Raises TypeError for whole numbers of more than 64 bits.
    """
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def digest(value: Json) -> str:
    """Return the SHA-256 of the canonical form, in hex."""
    return hashlib.sha256(canonical(value)).hexdigest()
