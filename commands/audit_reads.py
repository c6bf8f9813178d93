"""`audit reads`: who looked at personal data, when, of which cases and why."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.office import Office
from commands.reading_log import Reader, looked
from commands.screen import put, table
from commands.session import Session
from engine.journal import Act, Entry, read_journal
from engine.reads import OS_USER, Look, Read, reads_of

if TYPE_CHECKING:
    from rich.console import Console

#: Cases named in one line of the table.
_SHOWN = 3


def show_reads(
    session: Session, person: str, case: str, since: datetime | None, who: Reader
) -> ExitCode:
    """Give the record of reads; looking at it is a look itself, as it holds the words searched."""
    with session.open() as office:
        reader = person if person.startswith(OS_USER) or not person else office.person_id(person)
        wanted = office.case(case).id if case else ""
        with office.workspace.store.read() as view:
            found = reads_of(view, reader=reader, case=wanted, since=since)
            exported = _exports(read_journal(view), wanted, reader)
        if any(one.words for one in found):
            looked(office, Look.SEARCH, who, (), words="audit reads")
        payload = {
            "ok": True,
            "reads": [_payload(one) for one in found],
            "exports": [
                {"at": e.at, "by": e.actor, "entry": e.seq, "facts": dict(e.facts)}
                for e in exported
            ],
        }

        def show(console: "Console") -> None:
            keys = ("read_at", "look", "reader", "cases", "words", "reason")
            heads = tuple(office.say(f"auditing.{key}") for key in keys)
            table(console, heads, [_row(office, one) for one in found])
            put(console, office.say("auditing.reads", count=str(len(found))))
            put(console, office.say("auditing.reads_exports", count=str(len(exported))))

        office.screen.result(payload, show)
    return ExitCode.DONE


def _exports(entries: Sequence[Entry], case: str, reader: str) -> list[Entry]:
    return [
        e
        for e in entries
        if e.act is Act.DOSSIER_EXPORTED
        and case in ("", e.text("case"))
        and reader in ("", e.actor)
    ]


def _payload(one: Read) -> dict[str, object]:
    return {
        "entry": one.seq,
        "leaf": one.leaf,
        "at": one.at,
        "look": one.look.value,
        "reader": one.reader,
        "cases": list(one.cases),
        "document": one.document or None,
        "words": one.words or None,
        "why": one.reason or None,
    }


def _row(office: Office, one: Read) -> tuple[str, ...]:
    more = "…" if len(one.cases) > _SHOWN else ""
    cases = office.messages.value(one.cases[:_SHOWN]) if one.cases else "—"
    return (
        office.messages.moment(one.at),
        office.messages.named("look", one.look.value),
        one.reader if one.reader.startswith(OS_USER) else office.person(one.reader),
        f"{cases}{more}{' ' if one.document else ''}{one.document}",
        one.words or "—",
        one.reason or "—",
    )
