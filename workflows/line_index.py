"""Where in a file every value of it is written, by the steps that lead to it.

`line("transitions", 3, "requires", 0, "fact")` is the line of that fact, or of the nearest thing
around it that is written. Knows YAML and nothing of definitions.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

Step = str | int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The lines an entry of a list stands on."""

    first: int
    last: int
    #: Whether its list has no other entry.
    alone: bool


class LineIndex:
    """The lines of one file's values."""

    def __init__(self, text: str) -> None:
        """Index `text`, which must be readable YAML."""
        self._root = yaml.compose(text, Loader=yaml.CSafeLoader)
        self._rows = text.splitlines()

    def line(self, *steps: Step) -> int:
        """Return the line (from 1) of the value under `steps`, or of what is nearest to it."""
        node, line = self._root, 1
        for step in steps:
            found = _under(node, step)
            if found is None:
                return line
            line, node = found
        return line

    def names(self, *steps: Step) -> frozenset[str]:
        """Return the names written in the mapping under `steps`."""
        node = self._root
        for step in steps:
            found = _under(node, step)
            node = found[1] if found is not None else None
        pairs = node.value if isinstance(node, yaml.MappingNode) else ()
        return frozenset(str(key.value) for key, _ in pairs)

    def writes(self, line: int, field: object) -> bool:
        """Whether a mapping that begins on `line` has this field."""
        mappings = (n for _, n in _walk(self._root, ()) if isinstance(n, yaml.MappingNode))
        here = (n for n in mappings if n.start_mark.line + 1 == line)
        return any(key.value == field for node in here for key, _ in node.value)

    def item_around(self, line: int) -> "Entry | None":
        """Return the innermost entry of a list that holds `line`, or None.

        An entry of `states` counts as well.
        """
        around = [e for e in self._entries() if e.first <= line <= e.last]
        return min(around, key=lambda e: e.last - e.first, default=None)

    def _entries(self) -> "Iterator[Entry]":
        for path, node in _walk(self._root, ()):
            if isinstance(node, yaml.SequenceNode):
                for item in node.value:
                    if isinstance(item, yaml.MappingNode):
                        yield self._entry(item, alone=len(node.value) == 1)
            if path == ("states",) and isinstance(node, yaml.MappingNode):
                for _, item in node.value:
                    yield self._entry(item, alone=False)

    def _entry(self, node: yaml.Node, *, alone: bool) -> "Entry":
        return Entry(first=node.start_mark.line + 1, last=self._last(node), alone=alone)

    def _last(self, node: yaml.Node) -> int:
        """Return the last line of a node; the mark of a block stands at what follows it."""
        first, end = node.start_mark.line, node.end_mark.line
        block = isinstance(node, yaml.CollectionNode) and not node.flow_style
        if block and end > first:
            end -= 1
            while end > first and not self._rows[end].strip():
                end -= 1
        return end + 1


def _under(node: yaml.Node | None, step: Step) -> tuple[int, yaml.Node] | None:
    """Return the line and node one step below a node."""
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item: yaml.Node = node.value[step]
        return item.start_mark.line + 1, item
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if key.value == step:
            return key.start_mark.line + 1, value
    return None


def _walk(
    node: yaml.Node | None, path: tuple[Step, ...]
) -> Iterator[tuple[tuple[Step, ...], yaml.Node | None]]:
    """Yield every node with its path; repeated ones (aliases) under each path."""
    yield path, node
    if isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield from _walk(item, (*path, number))
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _walk(value, (*path, str(key.value)))
