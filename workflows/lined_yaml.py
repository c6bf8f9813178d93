"""YAML files written by people, read so that every complaint names its file and line.

A file is composed into nodes and taken apart field by field; unknown fields, missing fields and
values of the wrong kind are errors. What the fields mean is not known here.
"""

import difflib
import hashlib
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import Never, TypeVar

import yaml

from engine.errors import ConfigurationError
from engine.record import Record, Value

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")
TRUTH = {"true": True, "false": False}
#: Characters no text file holds.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Place:
    """A value in a file, with the way to complain about it."""

    path: Path
    line: int

    def refuse(self, code: str, **facts: object) -> Never:
        """Raise ConfigurationError `code` naming the file and line (counted from 1)."""
        raise ConfigurationError(code, file=self.path.name, line=self.line, **facts)


@dataclass(frozen=True, slots=True)
class Scalar:
    """One plain value."""

    value: str
    field: str
    place: Place

    def text(self) -> str:
        """A text that is not empty."""
        if not self.value.strip():
            self.place.refuse("data.empty_text", field=self.field)
        return self.value

    def whole(self) -> int:
        """A whole number."""
        return self._as(int, "data.not_a_number")

    def decimal(self) -> Decimal:
        """An exact decimal number."""
        return self._as(Decimal, "data.not_a_number")

    def day(self) -> date:
        """A date written YYYY-MM-DD."""
        return self._as(date.fromisoformat, "data.not_a_date")

    def truth(self) -> bool:
        """Either true or false."""
        return self._as(TRUTH.__getitem__, "data.not_true_or_false")

    def choice(self, kind: type[E]) -> E:
        """One of the words of `kind`."""
        if self.value not in {member.value for member in kind}:
            allowed = "、".join(member.value for member in kind)
            self.place.refuse(
                "data.unknown_word", field=self.field, value=self.value, allowed=allowed
            )
        return kind(self.value)

    def _as(self, read: Callable[[str], T], code: str) -> T:
        try:
            return read(self.value)
        except (ValueError, KeyError, InvalidOperation) as wrong:
            raise ConfigurationError(
                code,
                file=self.place.path.name,
                line=self.place.line,
                field=self.field,
                value=self.value,
            ) from wrong


class Fields:
    """A mapping whose fields are taken one by one; `done` refuses what nobody took."""

    def __init__(self, node: yaml.Node, path: Path) -> None:
        """Take apart `node`, refusing anything but a mapping without repeated keys."""
        self.place = Place(path, node.start_mark.line + 1)
        self._path = path
        self._left: dict[str, yaml.Node] = {}
        self._asked: set[str] = set()
        if not isinstance(node, yaml.MappingNode):
            self.place.refuse("data.not_a_mapping")
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                Place(path, key.start_mark.line + 1).refuse("data.not_a_value", field="")
            if key.value in self._left:
                Place(path, key.start_mark.line + 1).refuse("data.twice", field=key.value)
            self._left[key.value] = value

    def has(self, field: str) -> bool:
        """Whether `field` is written and not yet taken."""
        self._asked.add(field)
        return field in self._left

    def peek(self, field: str) -> str:
        """What is written for a plain value, without taking it; "" when it is left out."""
        node = self._left.get(field)
        return node.value if isinstance(node, yaml.ScalarNode) else ""

    def scalar(self, field: str) -> Scalar:
        """The plain value of a required field."""
        return self._scalar(self._take(field), field)

    def text(self, field: str, default: str | None = None) -> str:
        """The text of `field`; `default` when the field may be left out."""
        if default is not None and not self.has(field):
            return default
        return self.scalar(field).text()

    def scalars(self, field: str) -> tuple[Scalar, ...]:
        """The plain values of a list; none when the field is left out."""
        return tuple(self._scalar(node, field) for node in self._list(field))

    def texts(self, field: str) -> tuple[str, ...]:
        """The texts of a list; none when the field is left out."""
        return tuple(scalar.text() for scalar in self.scalars(field))

    def child(self, field: str) -> "Fields":
        """The mapping of a required field."""
        return Fields(self._take(field), self._path)

    def children(self, field: str) -> tuple["Fields", ...]:
        """The mappings of a list; none when the field is left out."""
        return tuple(Fields(node, self._path) for node in self._list(field))

    def value(self, field: str) -> Value:
        """Whatever is written under a required field, typed by its spelling."""
        return _typed(self._take(field), self._path)

    def empty(self, field: str) -> bool:
        """Whether `field` is left out or written as null; takes it if so."""
        self._asked.add(field)
        node = self._left.get(field)
        if node is None or node.tag == "tag:yaml.org,2002:null":
            self._left.pop(field, None)
            return True
        return False

    def is_list(self, field: str) -> bool:
        """Whether a list is written under `field`."""
        return isinstance(self._left.get(field), yaml.SequenceNode)

    def names(self) -> tuple[str, ...]:
        """The fields not yet taken, in the order written."""
        return tuple(self._left)

    def done(self) -> None:
        """Refuse fields that nobody asked for: most are misspelt."""
        for field, node in self._left.items():
            place = Place(self._path, node.start_mark.line + 1)
            place.refuse("data.unknown_field", field=field, near=_near(field, self._asked))

    def _take(self, field: str) -> yaml.Node:
        self._asked.add(field)
        if field not in self._left:
            self.place.refuse("data.missing_field", field=field, near=_near(field, self._left))
        return self._left.pop(field)

    def _list(self, field: str) -> list[yaml.Node]:
        if not self.has(field):
            return []
        node = self._take(field)
        if not isinstance(node, yaml.SequenceNode):
            Place(self._path, node.start_mark.line + 1).refuse("data.not_a_list", field=field)
        return list(node.value)

    def _scalar(self, node: yaml.Node, field: str) -> Scalar:
        place = Place(self._path, node.start_mark.line + 1)
        if not isinstance(node, yaml.ScalarNode):
            place.refuse("data.not_a_value", field=field)
        return Scalar(node.value, field, place)


def _near(word: str, known: Collection[str]) -> str:
    """The word of `known` that was probably meant, or an empty text."""
    found = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return found[0] if found else ""


def _typed(node: yaml.Node, path: Path) -> Value:
    """A node as a value: truth, whole number, text, list or record."""
    if isinstance(node, yaml.SequenceNode):
        return tuple(_typed(item, path) for item in node.value)
    if isinstance(node, yaml.MappingNode):
        inner = Fields(node, path)
        return Record({name: inner.value(name) for name in inner.names()})
    scalar = Scalar(node.value, "", Place(path, node.start_mark.line + 1))
    match node.tag.rpartition(":")[2]:
        case "bool":
            return scalar.truth()
        case "int":
            return scalar.whole()
        case _:
            return str(node.value)


def content_of(*paths: Path) -> str:
    """One word for what the files at `paths` hold, another one when any of them changes."""
    held = hashlib.sha256()
    for path in paths:
        held.update(hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b"none")
    return held.hexdigest()


def read_fields(path: Path) -> Fields:
    """The top-level mapping of the file at `path`.

    Raises ConfigurationError "data.missing_file", "data.not_utf8" or "data.not_yaml" (with the
    line).
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as missing:
        raise ConfigurationError("data.missing_file", file=str(path)) from missing
    except UnicodeDecodeError as wrong:
        line = wrong.object[: wrong.start].count(b"\n") + 1
        raise ConfigurationError("data.not_utf8", file=path.name, line=line) from wrong
    return fields_of(text, path)


def fields_of(text: str, path: Path) -> Fields:
    """The top-level mapping of `text`, which complaints say stands in `path`."""
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as wrong:
        line = wrong.problem_mark.line + 1 if wrong.problem_mark else 1
        raise ConfigurationError(
            "data.not_yaml", file=path.name, line=line, problem=wrong.problem
        ) from wrong
    except (yaml.YAMLError, RecursionError) as wrong:
        # Control characters are refused without a line, nesting beyond all measure without a mark.
        line = next((n for n, row in enumerate(text.splitlines(), 1) if CONTROL.search(row)), 1)
        problem = type(wrong).__name__
        raise ConfigurationError(
            "data.not_yaml", file=path.name, line=line, problem=problem
        ) from wrong
    if node is None:
        raise ConfigurationError("data.empty_file", file=path.name, line=1)
    return Fields(node, path)
