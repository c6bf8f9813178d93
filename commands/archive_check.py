"""`archive check`: the four checks of an electronic archive, told or written as a sealed report."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.office import Office
from commands.output_files import write_out
from commands.pins import collect_pins
from commands.screen import put, table
from commands.session import Session
from engine.errors import InputError
from runtime.archive_check import check
from runtime.archive_report import Spoken, payload, write_report
from runtime.export import bag_of
from runtime.received import find_received, is_reference, place_of
from runtime.receiving import Desk

if TYPE_CHECKING:
    from rich.console import Console


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckWish:
    """What is to be checked, and who signs for it."""

    dossier: str
    to: Path | None
    officer: str
    helpers: Sequence[str]
    pin_file: Path | None


def check_archive(session: Session, wish: CheckWish) -> ExitCode:
    """Check a dossier; 0 when nothing failed, whatever is left to people."""
    with session.open() as office, _bag(office, wish.dossier) as folder:
        with office.screen.progress(office.say("archiving.checking")):
            verified = Desk(office.workspace).verify(folder)
            report = check(verified)
        spoken = Spoken(report=report, verified=verified, messages=office.messages)
        if wish.to is not None:
            write_out(wish.to, _signed(office, spoken, wish))
        told = {**payload(spoken), "file": wish.to}
        office.screen.result(told, lambda console: _show(office, console, spoken, wish))
        passed = report.passed
    return ExitCode.DONE if passed else ExitCode.INTEGRITY


@contextmanager
def _bag(office: Office, text: str) -> Iterator[Path]:
    """Yield the folder of a dossier: as it lies there, or as the case would leave today."""
    workspace = office.workspace
    if is_reference(text):
        yield place_of(workspace.root, find_received(workspace, text).digest)
    elif Path(text).is_dir():
        yield Path(text)
    else:
        case = office.case(text)
        with TemporaryDirectory(prefix="anjuan-") as place:
            yield bag_of(workspace, case.id, Path(place))


def _signed(office: Office, spoken: Spoken, wish: CheckWish) -> bytes:
    if not wish.officer:
        raise InputError("archive.no_checker")
    person = office.person_id(wish.officer)
    persons = [person, *(office.person_id(one) for one in wish.helpers)]
    keys = office.workspace.keyring(collect_pins(office, persons, wish.pin_file))
    checker = office.workspace.agency.person(person)
    if checker is None:
        raise InputError("archive.no_checker")
    return write_report(office.workspace, spoken, keys, checker, at=office.workspace.now())


def _show(office: Office, console: "Console", spoken: Spoken, wish: CheckWish) -> None:
    heads = tuple(office.say(f"archiving.{name}") for name in ("item", "result", "told"))
    for group, checked in spoken.report.groups:
        rows = [
            (f"{one.item.id} {one.item.name}", spoken.outcome(one), spoken.told(one))
            for one in checked
        ]
        table(console, heads, rows, title=group.name)
    for one in spoken.report.others:
        put(console, spoken.sentence(one))
    put(console, spoken.doubts())
    title, conclusion = spoken.verified.read.title, spoken.conclusion()
    put(console, office.say("archiving.done", title=title, conclusion=conclusion))
    if wish.to is not None:
        person = office.person(office.person_id(wish.officer))
        put(console, office.say("archiving.written", path=wish.to, person=person))
