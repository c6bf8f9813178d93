"""Breaking lines of Chinese and English text for a cell.

Words and command names stay whole, and no line begins with a closing mark (after GB/T 15834-2011,
5.1). Widths are terminal cells.
"""

import re
from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.text import Text

_TOKEN = re.compile(r"[!-~]+|[^!-~]")
_NO_START = frozenset("，。、；：？！）》〉」』】〕”’％…·")
_NO_END = frozenset("（《〈「『【〔“‘")


def wrap(text: str, width: int) -> list[str]:
    """Return the lines of `text`, none wider than `width` cells unless one character is."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _wrap_one(paragraph, max(width, 2))
    return lines


def _wrap_one(text: str, width: int) -> list[str]:
    lines = [""]
    for piece in _pieces(text):
        for part in _cut(piece, width):
            if lines[-1] and cell_len(lines[-1]) + cell_len(part) > width:
                lines.append("")
            lines[-1] += part.lstrip() if not lines[-1] and len(lines) > 1 else part
    return lines


def _pieces(text: str) -> Iterator[str]:
    """Yield what must not be parted: words, and characters with the marks that cling to them."""
    held = ""
    for token in _TOKEN.findall(text):
        if held and token[0] not in _NO_START and held[-1] not in _NO_END:
            yield held
            held = ""
        held += token
    if held:
        yield held


def _cut(piece: str, width: int) -> Iterator[str]:
    """Yield a piece whole, or in parts when it is wider than a line."""
    while cell_len(piece) > width and len(piece) > 1:
        end = len(piece) - 1
        while end > 1 and cell_len(piece[:end]) > width:
            end -= 1
        yield piece[:end]
        piece = piece[end:]
    yield piece


class Cell:
    """A table cell wrapped by these rules."""

    def __init__(self, text: str) -> None:
        """Show `text`."""
        self._text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the wrapped lines."""
        del console
        yield Text("\n".join(wrap(self._text, options.max_width)))

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """Return the narrowest and the natural width."""
        del console
        lines = self._text.split("\n")
        widest = max(cell_len(line) for line in lines)
        tokens = [piece for line in lines for piece in _pieces(line)]
        narrow = max((cell_len(token) for token in tokens), default=1)
        most = min(widest, options.max_width)
        return Measurement(min(narrow, most, 24), most)
