"""Values of the law and the roster as plain JSON, for readers who know nothing of this program.

Every field keeps its name; days are ISO 8601, sets are sorted lists. Refuses to know what a value
means.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import TypeAlias

from engine.citation import Citation

Plain: TypeAlias = "str | int | bool | list[Plain] | dict[str, Plain] | None"


def plain_of(value: object) -> Plain:
    """Return a value as JSON keeps it; raises TypeError for a kind nobody has thought of."""
    if isinstance(value, Enum):
        return plain_of(value.value)
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Citation):
        return {**_fields(value), "text": value.text()}
    if is_dataclass(value):
        return _fields(value)
    if isinstance(value, Mapping):
        return {_key(key): plain_of(one) for key, one in value.items()}
    if isinstance(value, frozenset):
        return sorted((plain_of(one) for one in value), key=repr)
    if isinstance(value, tuple | list):
        return [plain_of(one) for one in value]
    raise TypeError(type(value))


def _key(key: object) -> str:
    return str(plain_of(key))


def _fields(value: object) -> dict[str, Plain]:
    if not is_dataclass(value):
        raise TypeError(type(value))
    return {one.name: plain_of(getattr(value, one.name)) for one in fields(value)}
