"""Telling what is wrong with a table handed in: every fault with its place and what to write."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.office import Office
from commands.screen import put, table
from engine.errors import InputError
from workflows.list_columns import Column
from workflows.list_sheet import MOST, Fault

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

#: Faults shown on a terminal; programs get all of them.
SHOWN = 50


def table_bytes(path: "Path") -> bytes:
    """Return the bytes of a table; raises InputError `command.file_unreadable`.

    Of one too large only as much as shows that it is: it may be a device without end.
    """
    try:
        with path.open("rb") as file:
            return file.read(MOST + 1)
    except OSError as wrong:
        reason = wrong.strerror or str(wrong)
        raise InputError("command.file_unreadable", path=str(path), reason=reason) from wrong


def refuse_person(office: Office, code: str, person: str, roles: frozenset[str]) -> ExitCode:
    """Say who may take such a table in."""
    names = tuple(office.messages.named("role", role) for role in sorted(roles))
    text = office.messages.coded(code, {"person": office.person(person), "roles": names})
    error = {"code": code, "message": text}
    office.screen.text({"ok": False, "outcome": "refused", "error": error}, text)
    return ExitCode.REFUSED


def refuse_table(
    office: Office, code: str, file: str, faults: Sequence[Fault], columns: Mapping[str, Column]
) -> ExitCode:
    """Say everything that is wrong with the table `file`; `code` is the sentence that sums up."""
    text = office.messages.coded(code, {"file": file, "count": str(len(faults))})
    payload = {
        "ok": False,
        "outcome": "error",
        "error": {"code": code, "message": text},
        "faults": [
            {
                "row": fault.row or None,
                "column": fault.letter or None,
                "heading": fault.heading or None,
                "value": fault.value,
                "code": fault.code,
                "message": _problem(office, fault, columns),
            }
            for fault in faults
        ],
    }

    def show(console: "Console") -> None:
        keys = ("row", "column", "heading", "value", "problem")
        rows = [_row(office, fault, columns) for fault in faults[:SHOWN]]
        table(console, tuple(office.say(f"matter.{key}") for key in keys), rows, whole=(0, 1))
        if len(faults) > SHOWN:
            put(console, office.say("matter.more_faults", count=str(len(faults) - SHOWN)))
        put(console, text)

    office.screen.result(payload, show)
    return ExitCode.INPUT


def _row(office: Office, fault: Fault, columns: Mapping[str, Column]) -> tuple[str, ...]:
    row = str(fault.row) if fault.row else ""
    problem = _problem(office, fault, columns)
    return (row, fault.letter, fault.heading, fault.value, problem)


def _problem(office: Office, fault: Fault, columns: Mapping[str, Column]) -> str:
    """What is wrong with a cell, and what to write instead."""
    facts = {"value": fault.value, "heading": fault.heading, **dict(fault.facts)}
    column = columns.get(facts.pop("column_name", ""))
    if column is not None:
        facts["cure"] = column.cure[office.session.language.value]
    return office.messages.coded(fault.code, facts)
