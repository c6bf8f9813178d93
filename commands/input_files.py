"""Input files as officers write them: YAML or JSON, Chinese labels or English names.

Values stay as close to what was typed as possible: a number with a leading zero, `9:30` and `1_000`
are texts, not the numbers YAML 1.1 would make of them. Every complaint names file and line.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import yaml

from engine.errors import InputError

JSON_SUFFIX = ".json"


class _Loader(yaml.CSafeLoader):
    """Plain scalars: null, true and false, whole numbers; everything else is text."""


_Loader.yaml_implicit_resolvers = {}
_NULL, _BOOL, _INT = (f"tag:yaml.org,2002:{kind}" for kind in ("null", "bool", "int"))
_PLAIN = {"": _NULL, "~": _NULL, "null": _NULL, "true": _BOOL, "false": _BOOL}


def read_input(path: Path) -> dict[str, object]:
    """Return the fields of an input file.

    Raises InputError `command.file_unreadable`, `command.not_utf8`, `command.not_yaml`,
    `command.key_twice` or `command.not_fields`.
    """
    text = read_text(path)
    if path.suffix.lower() == JSON_SUFFIX:
        return _fields(_json(text, path), path)
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
        raise InputError("command.not_yaml", path=path.name, line=line, column=column) from wrong
    except yaml.YAMLError as wrong:
        raise InputError("command.not_yaml", path=path.name, line=1, column=1) from wrong
    return _fields(_value(node, path) if node is not None else {}, path)


def read_text(path: Path) -> str:
    """Return a file's text; a byte order mark at its beginning is dropped.

    Raises InputError `command.file_unreadable` or `command.not_utf8`.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as wrong:
        reason = wrong.strerror or str(wrong)
        raise InputError("command.file_unreadable", path=str(path), reason=reason) from wrong
    except UnicodeDecodeError as wrong:
        raise InputError("command.not_utf8", path=path.name) from wrong


def _json(text: str, path: Path) -> object:
    try:
        return json.loads(text, parse_float=str)
    except json.JSONDecodeError as wrong:
        raise InputError(
            "command.not_yaml", path=path.name, line=wrong.lineno, column=wrong.colno
        ) from wrong


def _fields(value: object, path: Path) -> dict[str, object]:
    if not isinstance(value, dict):
        raise InputError("command.not_fields", path=path.name)
    return {str(key): item for key, item in _kept(value)}


def _kept(value: dict[object, object]) -> Iterator[tuple[object, object]]:
    """Yield the entries that are not left empty."""
    for key, item in value.items():
        filled = _filled(item)
        if filled is not None:
            yield key, filled


def _filled(value: object) -> object:
    """Return `value` without what was left empty; None when nothing is left."""
    if isinstance(value, dict):
        return dict(_kept(value)) or None
    if isinstance(value, list):
        return [item for item in map(_filled, value) if item is not None] or None
    return value


def _value(node: yaml.Node, path: Path) -> object:
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, path) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        found: dict[str, object] = {}
        for key, item in node.value:
            name = str(key.value)
            if name in found:
                line = key.start_mark.line + 1
                raise InputError("command.key_twice", path=path.name, line=line, key=name)
            found[name] = _value(item, path)
        return found
    return _scalar(node)


def _scalar(node: yaml.Node) -> object:
    text = str(node.value)
    plain = isinstance(node, yaml.ScalarNode) and node.style in {None, ""}
    tag = _PLAIN.get(text.lower()) if plain else None
    if tag == _NULL:
        return None
    if tag == _BOOL:
        return text.lower() == "true"
    digits = text.removeprefix("-")
    if plain and digits.isascii() and digits.isdecimal() and str(int(text)) == text:
        return int(text)
    return text
