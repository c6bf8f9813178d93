"""Where results go: tables for people or one JSON object for programs on stdout, talk on stderr.

A terminal that cannot print a character gets its escape instead of a crash. Colours follow
NO_COLOR and the terminal, as Rich does.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, TextIO, TypeAlias, TypeVar

import click

from engine.record import Record
from engine.verdict import Remark, Term

if TYPE_CHECKING:
    from rich.console import Console

Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"
Made = TypeVar("Made")
#: Width when the output is no terminal.
PIPE_WIDTH = 120


def plain(value: object) -> Plain:
    """Return `value` in JSON shapes: days and moments in ISO 8601, terms by their id."""
    if isinstance(value, Enum):
        return plain(value.value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Term):
        return value.id
    if isinstance(value, Remark):
        return {"code": value.code, "law": value.law, "details": plain(value.details)}
    if isinstance(value, Record | Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, Iterable):
        return [plain(item) for item in value]
    return str(value)


class Screen:
    """The one way out for results and talk."""

    def __init__(self, *, as_json: bool = False) -> None:
        """`as_json` turns results into one JSON object."""
        self.as_json = as_json

    def result(self, payload: Mapping[str, object], show: "Callable[[Console], None]") -> None:
        """Give the result: `payload` to programs, `show` to people."""
        if self.as_json:
            text = json.dumps(plain(payload), ensure_ascii=False, indent=2)
            self._write(sys.stdout, text)
        else:
            show(self.console())

    @contextmanager
    def progress(self, words: str) -> Iterator[Callable[[int, int], None] | None]:
        """Yield what to tell how much is done, of how much: a bar on a terminal, else nothing."""
        if self.as_json:
            yield None
            return
        from rich.console import Console  # noqa: PLC0415 - keeps JSON fast
        from rich.progress import Progress  # noqa: PLC0415 - as above

        console = Console(stderr=True)
        with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
            task = bar.add_task(words, total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)

    def followed(self, words: str, made: Iterable[Made], total: int) -> list[Made]:
        """Return all that is made, telling meanwhile how much of `total` is."""
        done: list[Made] = []
        with self.progress(words) as progress:
            for one in made:
                done.append(one)
                if progress is not None:
                    progress(len(done), total)
        return done

    def text(self, payload: Mapping[str, object], text: str) -> None:
        """Give a result that is a text of its own, such as a template or a drawing."""
        if self.as_json:
            self._write(sys.stdout, json.dumps(plain(payload), ensure_ascii=False, indent=2))
        else:
            self._write(sys.stdout, text.rstrip("\n"))

    def talk(self, text: str) -> None:
        """Say something beside the result."""
        self._write(sys.stderr, text)

    def _write(self, stream: TextIO, text: str) -> None:
        click.echo(printable(text, stream), file=stream)

    def console(self) -> "Console":
        """Return a console on stdout that never interprets texts as markup."""
        from rich.console import Console  # noqa: PLC0415 - keeps help and JSON fast

        _escape_unprintable(sys.stdout)
        width = None if sys.stdout.isatty() else PIPE_WIDTH
        return Console(
            file=sys.stdout,
            markup=False,
            highlight=False,
            emoji=False,
            soft_wrap=False,
            width=width,
        )


def put(console: "Console", text: str) -> None:
    """Print a line of prose; where it breaks is the terminal's business."""
    console.print(text, soft_wrap=True)


def printable(text: str, stream: TextIO) -> str:
    r"""Return `text` with what the stream's encoding lacks written as \uXXXX."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def _escape_unprintable(stream: TextIO) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")


def table(
    console: "Console",
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    title: str = "",
    ratios: Sequence[int] = (),
    whole: Sequence[int] = (),
    styles: Sequence[str] = (),
) -> None:
    """Print a table, columns in `whole` unbroken; nothing at all when there are no rows.

    `styles` colours the rows, one by one.
    """
    from rich.table import Table  # noqa: PLC0415 - keeps help and JSON fast
    from rich.text import Text  # noqa: PLC0415 - as above

    from commands.wrapping import Cell  # noqa: PLC0415 - as above

    made = Table(
        title=title or None,
        title_justify="left",
        expand=bool(ratios),
        show_header=any(heads),
    )
    for number, head in enumerate(heads):
        ratio = ratios[number] if ratios else None
        made.add_column(head, ratio=ratio, overflow="fold", no_wrap=number in whole)
    for line, row in enumerate(rows):
        cells = enumerate(row)
        style = styles[line] if styles else None
        made.add_row(*(Text(cell) if n in whole else Cell(cell) for n, cell in cells), style=style)
    if made.row_count:
        console.print(made)
