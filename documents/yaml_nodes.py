"""YAML that remembers its lines: every complaint about a form names file, line and key.

Refuses to know what forms mean; it only checks shapes.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import yaml

from engine.errors import ConfigurationError

Choice = TypeVar("Choice", bound=StrEnum)
_WIDE = "[\u2e80-\uffef{}]"
_FOLDED = re.compile(f"(?<={_WIDE}) (?={_WIDE})")


@dataclass(frozen=True, slots=True)
class Node:
    """A YAML node of one file."""

    node: yaml.Node
    file: str

    @property
    def line(self) -> int:
        """The line the node begins on, counted from 1."""
        return self.node.start_mark.line + 1

    def fail(self, code: str, **facts: object) -> ConfigurationError:
        """An error that names file and line; the caller raises it."""
        return ConfigurationError(code, file=self.file, line=self.line, **facts)

    def mapping(self, required: str = "", optional: str = "") -> dict[str, "Node"]:
        """The entries of a mapping; both arguments are space-separated key lists."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.fail("form.wrong_shape", expected="mapping")
        found: dict[str, Node] = {}
        allowed = {*required.split(), *optional.split()}
        for key, value in self.node.value:
            name = Node(key, self.file).text()
            if name not in allowed:
                known = " ".join(sorted(allowed))
                raise Node(key, self.file).fail("form.unknown_key", key=name, known=known)
            if name in found:
                raise Node(key, self.file).fail("form.repeated_key", key=name)
            found[name] = Node(value, self.file)
        for name in required.split():
            if name not in found:
                raise self.fail("form.missing_key", key=name)
        return found

    def names(self) -> tuple[str, ...]:
        """The keys of a mapping as written."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.fail("form.wrong_shape", expected="mapping")
        return tuple(Node(key, self.file).text() for key, _ in self.node.value)

    def items(self) -> Iterator["Node"]:
        """The entries of a sequence; a scalar stands for a sequence of one."""
        if isinstance(self.node, yaml.SequenceNode):
            return (Node(entry, self.file) for entry in self.node.value)
        if isinstance(self.node, yaml.ScalarNode) and not self.null:
            return iter((self,))
        raise self.fail("form.wrong_shape", expected="list")

    @property
    def is_mapping(self) -> bool:
        """Whether the value has keys."""
        return isinstance(self.node, yaml.MappingNode)

    @property
    def null(self) -> bool:
        """Whether the value is null."""
        return bool(self.node.tag == "tag:yaml.org,2002:null")

    @property
    def scalar(self) -> bool:
        """Whether the value is a single text."""
        return isinstance(self.node, yaml.ScalarNode)

    def text(self) -> str:
        """A scalar as written; a text over several lines is joined the Chinese way."""
        if not isinstance(self.node, yaml.ScalarNode) or self.null:
            raise self.fail("form.wrong_shape", expected="text")
        value = str(self.node.value).strip()
        if self.node.style == "|":
            return "\n\n".join(_joined(part) for part in re.split(r"\n[ \t]*\n", value))
        spread = self.node.end_mark.line > self.node.start_mark.line
        return _FOLDED.sub("", value) if spread else value

    def number(self) -> float:
        """A number."""
        try:
            return float(self.text())
        except ValueError:
            raise self.fail("form.wrong_shape", expected="number") from None

    def flag(self) -> bool:
        """`true` or `false`."""
        if self.node.tag != "tag:yaml.org,2002:bool":
            raise self.fail("form.wrong_shape", expected="true or false")
        return bool(self.text().lower() == "true")

    def choice(self, choices: type[Choice]) -> Choice:
        """A member of a closed list."""
        try:
            return choices(self.text())
        except ValueError:
            known = " ".join(choices)
            raise self.fail("form.unknown_choice", value=self.text(), known=known) from None


def parse(text: str, file: str) -> Node:
    """The root node of a YAML text; ConfigurationError `form.not_yaml` with line otherwise."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        root = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problem = error.problem or ""
        raise ConfigurationError("form.not_yaml", file=file, line=line, problem=problem) from error
    if root is None:
        raise ConfigurationError("form.not_yaml", file=file, line=1, problem="empty")
    return Node(root, file)


def optional(entries: Mapping[str, Node], name: str) -> Node | None:
    """An entry that is present and not null."""
    found = entries.get(name)
    return None if found is None or found.null else found


def _joined(part: str) -> str:
    """Lines of one paragraph joined; a space only between two Latin words."""
    lines = [line.strip() for line in part.split("\n") if line.strip()]
    text = lines[0] if lines else ""
    for line in lines[1:]:
        gap = " " if text[-1].isascii() and line[0].isascii() and text[-1].isalnum() else ""
        text = f"{text}{gap}{line}"
    return text
