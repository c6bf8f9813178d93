"""Reading the little of YAML that definitions are written in: blocks, flows, anchors, plain words.

Python has no reader of YAML. This one refuses whatever it does not know, so that a definition is
either read as it is meant or not at all.
"""

from __future__ import annotations

import re

KEY = re.compile(r"([A-Za-z0-9_.]+):(?: +(.*))?$")
ANCHOR = re.compile(r"&([A-Za-z0-9_]+)(?: +(.*))?$")
WHOLE_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)$")
WORDS = {"true": True, "false": False, "null": None, "": None}


class NotPlainError(Exception):
    """Something this reader does not know; `args[0]` is the text."""


class PlainYaml:
    """Reads one text."""

    def __init__(self, text: str) -> None:
        """Take the lines apart; comments and empty lines are left out."""
        self.lines = [
            (len(line) - len(line.lstrip(" ")), line.strip())
            for line in (_without_comment(one) for one in text.split("\n"))
            if line.strip()
        ]
        self.at = 0
        self.anchors: dict[str, object] = {}

    def value(self) -> object:
        """The whole text as one value; raises NotPlainError."""
        found = self._block(0)
        if self.at != len(self.lines):
            raise NotPlainError(self.lines[self.at][1])
        return found

    def _block(self, indent: int) -> object:
        if self.at >= len(self.lines) or self.lines[self.at][0] < indent:
            return None
        depth, text = self.lines[self.at]
        return self._sequence(depth) if text.startswith("- ") else self._mapping(depth)

    def _sequence(self, indent: int) -> list[object]:
        found: list[object] = []
        while self.at < len(self.lines) and self.lines[self.at][0] == indent:
            text = self.lines[self.at][1]
            if not text.startswith("- "):
                break
            inner = text[2:].strip()
            deeper = indent + len(text) - len(inner)
            if KEY.match(inner):
                self.lines[self.at] = (deeper, inner)
                found.append(self._mapping(deeper))
            else:
                self.at += 1
                found.append(self._inline(inner, deeper))
        return found

    def _mapping(self, indent: int) -> dict[str, object]:
        found: dict[str, object] = {}
        while self.at < len(self.lines) and self.lines[self.at][0] == indent:
            key = KEY.match(self.lines[self.at][1])
            if not key or key[1] in found:
                raise NotPlainError(self.lines[self.at][1])
            self.at += 1
            found[key[1]] = self._inline((key[2] or "").strip(), indent)
        return found

    def _inline(self, text: str, indent: int) -> object:
        """A value after its key or dash; an empty one is the block below."""
        anchor = ANCHOR.match(text)
        if anchor:
            value = self._inline((anchor[2] or "").strip(), indent)
            self.anchors[anchor[1]] = value
            return value
        if not text:
            same = self.at < len(self.lines) and self.lines[self.at][1].startswith("- ")
            return self._block(indent if same else indent + 1)
        value, end = self._flow(text, 0, top=True)
        if text[end:].strip():
            raise NotPlainError(text)
        return value

    def _flow(self, text: str, at: int, *, top: bool = False) -> tuple[object, int]:
        """A value within a line, and the position behind it."""
        while text[at : at + 1] == " ":
            at += 1
        first = text[at : at + 1]
        if first == "{":
            return self._members(text, at + 1)
        if first == "[":
            return self._items(text, at + 1)
        if first == '"':
            end = text.index('"', at + 1)
            if "\\" in text[at:end]:
                raise NotPlainError(text)
            return text[at + 1 : end], end + 1
        if first == "*":
            name = re.match(r"[A-Za-z0-9_]+", text[at + 1 :])
            if not name or name[0] not in self.anchors:
                raise NotPlainError(text)
            return self.anchors[name[0]], at + 1 + name.end()
        if first == "&":
            name = re.match(r"[A-Za-z0-9_]+", text[at + 1 :])
            if not name:
                raise NotPlainError(text)
            value, end = self._flow(text, at + 1 + name.end())
            self.anchors[name[0]] = value
            return value, end
        if first in ("|", ">", "'", "!", "%", "@"):
            raise NotPlainError(text)
        return _scalar(text, at, top=top)

    def _items(self, text: str, at: int) -> tuple[object, int]:
        found: list[object] = []
        while True:
            at = _past(text, at)
            if text[at : at + 1] == "]":
                return found, at + 1
            value, at = self._flow(text, at)
            found.append(value)
            at = _comma(text, at, "]")

    def _members(self, text: str, at: int) -> tuple[object, int]:
        found: dict[str, object] = {}
        while True:
            at = _past(text, at)
            if text[at : at + 1] == "}":
                return found, at + 1
            key = re.compile(r"([^\s:,\[\]{}]+): *").match(text, at)
            if not key or key[1] in found:
                raise NotPlainError(text)
            found[key[1]], at = self._flow(text, key.end())
            at = _comma(text, at, "}")


def _past(text: str, at: int) -> int:
    while text[at : at + 1] == " ":
        at += 1
    return at


def _comma(text: str, at: int, end: str) -> int:
    at = _past(text, at)
    if text[at : at + 1] == ",":
        return at + 1
    if text[at : at + 1] != end:
        raise NotPlainError(text)
    return at


def _scalar(text: str, at: int, *, top: bool) -> tuple[object, int]:
    """A plain word: to the end of the line, or inside a flow to the next mark."""
    end = len(text)
    if not top:
        marks = [text.find(mark, at) for mark in (",", "]", "}")]
        end = min([place for place in marks if place >= 0], default=len(text))
    word = text[at:end].strip()
    if word in WORDS:
        return WORDS[word], end
    return (int(word) if WHOLE_NUMBER.match(word) else word), end


def _without_comment(line: str) -> str:
    """A line without its comment; a mark inside quotes is none."""
    quoted = False
    for place, char in enumerate(line):
        if char == '"':
            quoted = not quoted
        elif char == "#" and not quoted and (place == 0 or line[place - 1] == " "):
            return line[:place]
    return line
