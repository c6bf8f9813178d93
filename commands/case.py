"""`anjuan case`: opening, advising on, moving and reading cases. Declarations only."""

from datetime import datetime
from pathlib import Path

import click

from commands.exit_codes import ExitCode
from commands.front import Branch
from commands.options import (
    as_of,
    everywhere,
    helpers,
    input_file,
    officer,
    pin_file,
    reader,
)
from commands.session import Session, read_moment

PREVIEWS = Path("previews")


@click.group(cls=Branch)
def case() -> None:
    """See `help` in the catalogue."""


@case.command("open")
@input_file(required=True)
@officer
@click.option("--procedure", metavar="PROCEDURE", default="")
@helpers
@pin_file
@click.option("--command-id", metavar="ID", default="")
@everywhere
@click.pass_obj
def open_case(
    session: Session,
    *,
    file: Path,
    officer: str,
    procedure: str,
    helpers: tuple[str, ...],
    pin_file: Path | None,
    command_id: str,
) -> ExitCode:
    """Open a case."""
    from commands.case_moving import Request, move  # noqa: PLC0415 - keeps help fast

    request = Request(
        officer=officer,
        procedure=procedure,
        file=file,
        helpers=helpers,
        pin_file=pin_file,
        command_id=command_id,
    )
    return move(session, request)


@case.command("next")
@click.argument("case", metavar="CASE")
@click.option("--template", metavar="TRIGGER", default="")
@click.option("--as", "officer", metavar="OFFICER", default="")
@click.option("--why", metavar="TEXT", default="")
@click.option("--all", "everything", is_flag=True)
@as_of
@everywhere
@click.pass_obj
def next_moves(
    session: Session,
    case: str,
    template: str,
    *,
    officer: str,
    why: str,
    everything: bool,
    as_of: str | None,
) -> ExitCode:
    """Advise on a case."""
    from commands.case_advice import advise_on  # noqa: PLC0415 - keeps help fast
    from commands.reading_log import Reader  # noqa: PLC0415 - as above

    who = Reader(named=officer, why=why)
    return advise_on(session, case, template, who=who, everything=everything, as_of=_past(as_of))


@case.command("advance")
@click.argument("case", metavar="CASE")
@click.argument("trigger", metavar="TRIGGER")
@officer
@click.option("--track", metavar="TRACK", default="")
@input_file(required=False)
@helpers
@pin_file
@click.option("--dry-run", is_flag=True)
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", default=PREVIEWS)
@click.option("--command-id", metavar="ID", default="")
@click.option("--expect-version", type=int, metavar="N")
@everywhere
@click.pass_obj
def advance(
    session: Session,
    case: str,
    trigger: str,
    *,
    officer: str,
    track: str,
    file: Path | None,
    helpers: tuple[str, ...],
    pin_file: Path | None,
    dry_run: bool,
    out: Path,
    command_id: str,
    expect_version: int | None,
) -> ExitCode:
    """Take one step."""
    from commands.case_moving import Request, move  # noqa: PLC0415 - keeps help fast

    request = Request(
        officer=officer,
        case=case,
        trigger=trigger,
        track=track,
        file=file,
        helpers=helpers,
        pin_file=pin_file,
        command_id=command_id,
        expect_version=expect_version,
        preview_to=out if dry_run else None,
    )
    return move(session, request)


def _past(text: str | None) -> datetime | None:
    return read_moment(text, whole_day=True) if text else None


@case.command("show")
@click.argument("case", metavar="CASE")
@as_of
@click.option("--unmask", is_flag=True)
@reader
@everywhere
@click.pass_obj
def show(
    session: Session, case: str, *, as_of: str | None, unmask: bool, reader: str, why: str
) -> ExitCode:
    """Show a case."""
    from commands.case_reading import show_case  # noqa: PLC0415 - keeps help fast
    from commands.reading_log import Reader  # noqa: PLC0415 - as above

    who = Reader(named=reader, why=why)
    return show_case(session, case, _past(as_of), who, unmask=unmask)


@case.command("list")
@click.option("--state", metavar="STATE")
@click.option("--squad", metavar="SQUAD")
@click.option("--officer", metavar="OFFICER")
@click.option("--party", metavar="TEXT")
@click.option("--open", "open_only", is_flag=True)
@click.option("--counted", is_flag=True)
@click.option("--mine", metavar="OFFICER")
@as_of
@reader
@everywhere
@click.pass_obj
def list_all(
    session: Session,
    *,
    state: str | None,
    squad: str | None,
    officer: str | None,
    party: str | None,
    open_only: bool,
    counted: bool,
    mine: str | None,
    as_of: str | None,
    reader: str,
    why: str,
) -> ExitCode:
    """List cases."""
    from commands.case_reading import Wanted, list_cases  # noqa: PLC0415 - keeps help fast
    from commands.reading_log import Reader  # noqa: PLC0415 - as above

    wanted = Wanted(
        state=state,
        squad=squad,
        officer=officer,
        party=party,
        open_only=open_only,
        counted=counted,
        mine=mine,
        as_of=_past(as_of),
    )
    return list_cases(session, wanted, Reader(named=reader, why=why))


@case.command("history")
@click.argument("case", metavar="CASE")
@as_of
@everywhere
@click.pass_obj
def history(session: Session, case: str, as_of: str | None) -> ExitCode:
    """Show what happened to a case."""
    from commands.case_reading import show_history  # noqa: PLC0415 - keeps help fast

    return show_history(session, case, _past(as_of))


@case.command("deadlines")
@click.argument("case", metavar="CASE")
@click.option("--explain", is_flag=True)
@click.option("--what-if", metavar="SUPPOSED", multiple=True)
@everywhere
@click.pass_obj
def deadlines(session: Session, case: str, *, explain: bool, what_if: tuple[str, ...]) -> ExitCode:
    """Show the periods of a case."""
    from commands.case_deadlines import show_deadlines  # noqa: PLC0415 - keeps help fast

    return show_deadlines(session, case, explain=explain, suppositions=what_if)


@case.command("alike")
@click.argument("case", metavar="CASE")
@everywhere
@click.pass_obj
def alike(session: Session, case: str) -> ExitCode:
    """Show like cases."""
    from commands.case_alike import show_alike  # noqa: PLC0415 - keeps help fast

    return show_alike(session, case)


@case.command("lint")
@click.argument("case", metavar="CASE")
@input_file(required=False)
@click.option("--step", metavar="TRIGGER", default="")
@click.option("--draft", is_flag=True)
@reader
@everywhere
@click.pass_obj
def lint(
    session: Session,
    case: str,
    *,
    file: Path | None,
    step: str,
    draft: bool,
    reader: str,
    why: str,
) -> ExitCode:
    """Look at a decision before it is made."""
    from commands.case_lint import lint_case  # noqa: PLC0415 - keeps help fast
    from commands.reading_log import Reader  # noqa: PLC0415 - as above

    who = Reader(named=reader, why=why)
    return lint_case(session, case, who, file=file, step=step, draft=draft)


@case.command("check")
@click.argument("case", metavar="CASE")
@reader
@everywhere
@click.pass_obj
def check(session: Session, case: str, *, reader: str, why: str) -> ExitCode:
    """Look at a case as its grader will."""
    from commands.case_check import check_case  # noqa: PLC0415 - keeps help fast
    from commands.reading_log import Reader  # noqa: PLC0415 - as above

    return check_case(session, case, Reader(named=reader, why=why))
