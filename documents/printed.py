"""A filled document as plain texts beside their shape, and back.

The shape is canonical JSON in which every text is only a number; keys tell where a text stands in
the form. Pictures have no words: a document with any is refused. Knows nothing of commitments.
"""

import dataclasses
import json
from collections.abc import Mapping, Sequence
from enum import Enum
from functools import cache
from typing import Any

from documents.filled import (
    Filled,
    FilledBlock,
    FilledBreak,
    FilledCell,
    FilledDateline,
    FilledHeading,
    FilledLines,
    FilledParas,
    FilledSignatures,
    FilledTable,
    Labelled,
    Place,
)
from documents.form import Align, Form, Layout
from documents.phrases import phrase
from engine.errors import InputError
from engine.printed import Printed, PrintedText

#: Names of the fields that are the program's own words.
_OWN = frozenset({"slot"})
_KINDS = {
    kind.__name__: kind
    for kind in (
        FilledTable,
        FilledLines,
        FilledHeading,
        FilledParas,
        FilledSignatures,
        FilledDateline,
        FilledBreak,
        FilledCell,
        Labelled,
        Place,
    )
}
_TEXT, _KIND, _CHOICE = "#", "=", "|"


def printed_of(filled: Filled) -> Printed:
    """Return every text of a filled document, each as one run, and how they hang together.

    Raises InputError `document.pictures_private` for a document with pictures.
    """
    texts: list[PrintedText] = []
    shape = {
        "layout": filled.form.layout.value,
        "name": _taken(filled.form.name, "name", texts),
        "issuer": _taken(filled.issuer, "issuer", texts),
        "number": _taken(filled.number, "number", texts),
        "body": [_taken(b, f"body.{n}", texts) for n, b in enumerate(filled.body, 1)],
    }
    return Printed(shape=json.dumps(shape, sort_keys=True), texts=tuple(texts))


def _taken(value: object, key: str, texts: list[PrintedText]) -> object:
    """Return a value with its texts taken out."""
    if isinstance(value, Enum):
        return {_CHOICE: value.value}
    if isinstance(value, str):
        if not value:
            return value
        texts.append(PrintedText(key=key, runs=(value,)))
        return {_TEXT: len(texts) - 1}
    if isinstance(value, tuple):
        return [_taken(item, f"{key}.{n}", texts) for n, item in enumerate(value, 1)]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _parts(value, key, texts)
    if value is None or isinstance(value, bool | int | float):
        return value
    raise InputError("document.pictures_private", kind=type(value).__name__)


def _parts(value: Any, key: str, texts: list[PrintedText]) -> dict[str, object]:  # Any: a dataclass
    if type(value).__name__ not in _KINDS:
        raise InputError("document.pictures_private", kind=type(value).__name__)
    parts: dict[str, object] = {_KIND: type(value).__name__}
    for name, default in _fields(type(value).__name__):
        inner = getattr(value, name)
        if inner != default:
            parts[name] = inner if name in _OWN else _taken(inner, f"{key}.{name}", texts)
    return parts


@cache
def _fields(kind: str) -> tuple[tuple[str, object], ...]:
    """Return the fields of a kind of block with what they are when nothing is said."""
    return tuple((field.name, field.default) for field in dataclasses.fields(_KINDS[kind]))


def filled_of(form: Form, shape: str, texts: Sequence[str], *, slots: Sequence[str] = ()) -> Filled:
    """Return a filled document that prints `texts` in the places of a shape.

    `form` lends what the shape does not tell. Only `slots` are left to be signed: where somebody
    else signed or sealed the original, words say so.

    Raises ValueError, TypeError, LookupError for what `printed_of` never gave.
    """
    plain, back = json.loads(shape), _Back(tuple(texts), frozenset(slots))
    layout, number = Layout(plain["layout"]), back.read(plain["number"])
    return Filled(
        form=dataclasses.replace(form, name=str(back.read(plain["name"])), layout=layout),
        issuer=str(back.read(plain["issuer"])),
        number=None if number is None else str(number),
        body=tuple(back.block(block) for block in plain["body"]),
        signers=(),
    )


@dataclasses.dataclass(frozen=True, slots=True)
class _Back:
    """Texts on their way back into their places."""

    texts: tuple[str, ...]
    slots: frozenset[str]

    def block(self, value: object) -> FilledBlock:
        """Return one block of a body."""
        read = self.read(value)
        if not isinstance(read, FilledBlock):
            raise TypeError(type(read).__name__)
        return read

    def read(self, value: Any) -> Any:  # Any: JSON in, one of our values out
        """Return a value with its texts put back."""
        if isinstance(value, list):
            return tuple(self.read(item) for item in value)
        if not isinstance(value, Mapping):
            return value
        if _TEXT in value:
            return self.texts[value[_TEXT]]
        if _CHOICE in value:
            return Align(value[_CHOICE])
        return self._parts(value)

    def _parts(self, value: Mapping[str, Any]) -> Any:  # Any: as above
        parts = {name: self.read(inner) for name, inner in value.items() if name != _KIND}
        kind = _KINDS[value[_KIND]]
        if kind is Place and parts.get("slot") is not None and parts["slot"] not in self.slots:
            parts.update(slot=None, text=phrase("signed_in_original"))
        seal = parts.get("seal")
        if kind is FilledDateline and seal is not None and seal.slot is None:
            parts["seal"] = None
        return kind(**parts)
