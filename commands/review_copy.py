"""`review candidates --read`: an anonymised copy of the pool, as comparing people read it.

What is shown is the copy frozen when the dossier was put into the pool; the case is not opened.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from commands.exit_codes import ExitCode
from commands.office import Office
from commands.review_merit import pool
from commands.screen import put, table
from commands.session import Session
from engine.errors import InputError
from engine.merit import Candidate

if TYPE_CHECKING:
    from rich.console import Console

Copy: TypeAlias = Mapping[str, object]


def read_copy(session: Session, year: int, rank: int) -> ExitCode:
    """Show the copy of the dossier with this rank; raises InputError `review.no_candidate`."""
    with session.open() as office:
        found = pool(office, year)
        if rank > len(found):
            raise InputError("review.no_candidate", year=year, rank=rank, count=len(found))
        one = found[rank - 1]
        copy: dict[str, object] = json.loads(office.workspace.blobs.get(one.digest))
        payload = {"ok": True, "rank": rank, "digest": one.digest, "copy": copy}
        office.screen.result(payload, lambda console: _show(office, console, one, copy))
    return ExitCode.DONE


def _show(office: Office, console: "Console", one: Candidate, copy: Copy) -> None:
    put(console, office.say("review.copy.title", digest=one.digest))
    heads = ("number", "form", "day", "pages")
    rows = [
        (str(number), str(made["name"]), str(made["date"]), str(made["pages"] or ""))
        for number, made in enumerate(_records(copy["documents"]), 1)
    ]
    _table(office, console, "documents", heads, rows, (1, 8, 3, 1))
    evidence = [
        (str(number), "\n".join(_lines(piece)))
        for number, piece in enumerate(_records(copy["evidence"]), 1)
    ]
    _table(office, console, "evidence", ("number", "given"), evidence, (1, 12))
    acts = [
        (str(act["at"])[:16].replace("T", " "), str(act["step"]), _who(office, act),
         "\n".join(_lines(act["given"])))
        for act in _records(copy["acts"])
    ]  # fmt: skip
    _table(office, console, "acts", ("at", "act", "who", "given"), acts, (3, 3, 3, 9))


def _table(
    office: Office,
    console: "Console",
    name: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    ratios: Sequence[int],
) -> None:
    named = [office.say(f"review.copy.{head}") for head in heads]
    table(console, named, rows, title=office.say(f"review.copy.{name}"), ratios=ratios)


def _who(office: Office, act: Mapping[str, object]) -> str:
    role = str(act["role"])
    named = office.messages.named("role", role) if role else ""
    return f"{named} {act['person']}".strip()


def _records(found: object) -> Iterator[Mapping[str, object]]:
    if isinstance(found, list):
        yield from (one for one in found if isinstance(one, dict))


def _lines(value: object, label: str = "") -> Iterator[str]:
    """One line for every value that is not empty, after the labels that lead to it."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from _lines(item, f"{label}·{name}" if label else str(name))
    elif isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        for number, item in enumerate(value, 1):
            yield from _lines(item, f"{label}{number}")
    elif isinstance(value, list) and value:
        yield f"{label}：{'、'.join(map(str, value))}"
    elif value not in (None, "", [], False):
        yield f"{label}：{value if value is not True else '✓'}"
