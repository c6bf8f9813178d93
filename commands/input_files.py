"""Input files as officers write them: YAML or JSON, Chinese labels or English names.

Values stay as close to what was typed as possible: a number with a leading zero, `9:30` and `1_000`
are texts, not the numbers YAML 1.1 would make of them. Every complaint names file and line.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from engine.errors import InputError

JSON_SUFFIX = ".json"
#: Bytes; the longest text an officer types is far below.
LARGEST = 8 * 1024 * 1024
#: Bytes; documents and dossiers with their pictures are far below.
LARGEST_DOCUMENT = 512 * 1024 * 1024
#: Fields within fields; the deepest input has five levels.
DEEPEST = 30
#: Digits of a whole number; longer ones stay texts.
MOST_DIGITS = 18


class _Loader(yaml.CSafeLoader):
    """Plain scalars: null, true and false, whole numbers; everything else is text."""


_Loader.yaml_implicit_resolvers = {}
_NULL, _BOOL, _INT = (f"tag:yaml.org,2002:{kind}" for kind in ("null", "bool", "int"))
_KNOWN_TAGS = {
    None,
    "!",
    _NULL,
    _BOOL,
    _INT,
    *(f"tag:yaml.org,2002:{k}" for k in ("str", "map", "seq")),
}
_PLAIN = {"": _NULL, "~": _NULL, "null": _NULL, "true": _BOOL, "false": _BOOL}


def read_input(path: Path) -> dict[str, object]:
    """Return the fields of an input file.

    Raises InputError `command.file_unreadable`, `command.file_too_large`, `command.not_utf8`,
    `command.not_yaml`, `command.no_references`, `command.no_tags`, `command.too_deep`,
    `command.key_twice` or `command.not_fields`.
    """
    text = read_text(path)
    if path.suffix.lower() == JSON_SUFFIX:
        return _fields(_json(text, path), path)
    try:
        _look_over(text, path)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
        raise InputError("command.not_yaml", path=path.name, line=line, column=column) from wrong
    except yaml.YAMLError as wrong:
        raise InputError("command.not_yaml", path=path.name, line=1, column=1) from wrong
    return _fields(_value(node, path) if node is not None else {}, path)


def _look_over(text: str, path: Path) -> None:
    """Refuse what would grow without bound, before a tree is built of it."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        code = ""
        if isinstance(event, yaml.AliasEvent):
            code = "command.no_references"
        elif getattr(event, "tag", None) not in _KNOWN_TAGS:
            code = "command.no_tags"
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            code = "command.too_deep"
        if code:
            line = event.start_mark.line + 1 if event.start_mark is not None else 1
            raise InputError(code, path=path.name, line=line)


def read_text(path: Path) -> str:
    """Return a file's text; a byte order mark at its beginning is dropped.

    Raises InputError `command.file_unreadable`, `command.file_too_large` or `command.not_utf8`.
    """
    try:
        with path.open("rb") as file:  # not more than needed: it may be a device without end
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise InputError("command.file_too_large", path=path.name, mib=LARGEST // 1024**2)
        return data.decode("utf-8-sig")
    except OSError as wrong:
        reason = wrong.strerror or str(wrong)
        raise InputError("command.file_unreadable", path=str(path), reason=reason) from wrong
    except UnicodeDecodeError as wrong:
        raise InputError("command.not_utf8", path=path.name) from wrong


def _json(text: str, path: Path) -> object:

    def fields(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
        found: dict[str, object] = {}
        for key, item in pairs:
            if key in found:
                raise InputError("command.key_twice", path=path.name, key=key)
            found[key] = item
        return found

    try:
        return _not_deep(
            json.loads(
                text,
                parse_float=str,
                parse_constant=str,
                parse_int=_whole,
                object_pairs_hook=fields,
            ),
            path,
        )
    except RecursionError as wrong:
        raise InputError("command.too_deep", path=path.name) from wrong
    except json.JSONDecodeError as wrong:
        raise InputError(
            "command.not_yaml", path=path.name, line=wrong.lineno, column=wrong.colno
        ) from wrong


def _not_deep(value: object, path: Path) -> object:
    level: list[object] = [value]
    for _ in range(DEEPEST + 1):
        lists = [item for item in level if isinstance(item, list)]
        maps = [item for item in level if isinstance(item, dict)]
        level = [inner for item in lists for inner in item]
        level += [inner for item in maps for inner in item.values()]
    if level:
        raise InputError("command.too_deep", path=path.name)
    return value


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
            if not isinstance(key, yaml.ScalarNode):
                mark = key.start_mark
                raise InputError(
                    "command.not_yaml", path=path.name, line=mark.line + 1, column=mark.column + 1
                )
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
    return _whole(text) if plain else text


def _whole(text: str) -> int | str:
    """Return a number written the one usual way; anything else stays the text it is."""
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= MOST_DIGITS):
        return text
    return int(text) if str(int(text)) == text else text


def read_bytes(path: Path) -> bytes:
    """Return a whole file as it is.

    Raises InputError `command.file_unreadable` or `command.document_too_large`.
    """
    try:
        with path.open("rb") as file:  # as above
            data = file.read(LARGEST_DOCUMENT + 1)
    except OSError as wrong:
        reason = wrong.strerror or str(wrong)
        raise InputError("command.file_unreadable", path=str(path), reason=reason) from wrong
    if len(data) > LARGEST_DOCUMENT:
        mib = LARGEST_DOCUMENT // 1024**2
        raise InputError("command.document_too_large", path=str(path), mib=mib)
    return data
