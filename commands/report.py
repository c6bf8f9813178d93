"""`anjuan report`: accounts for finance and audit. Declarations only."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from commands.exit_codes import ExitCode
from commands.front import Branch
from commands.options import day_given, everywhere, helpers, pin_file, reader
from commands.session import Session

F = TypeVar("F", bound=Callable[..., Any])  # Any: click fits every signature
_FILE = click.Path(path_type=Path)


@click.group(cls=Branch)
def report() -> None:
    """See `help` in the catalogue."""


@report.command("payments")
@click.option("--from", "first", metavar="DAY", required=True, callback=day_given)
@click.option("--to", "last", metavar="DAY", required=True, callback=day_given)
@click.option("--by", type=click.Choice(["payment", "decision"]), default="payment")
@reader
@everywhere
@click.pass_obj
def payments(
    session: Session, *, first: date, last: date, by: str, reader: str, why: str
) -> ExitCode:
    """Account for fines."""
    from commands.reading_log import Reader  # noqa: PLC0415 - keeps help fast
    from commands.report_payments import show_payments  # noqa: PLC0415 - as above

    return show_payments(session, first, last, by, Reader(named=reader, why=why))


def _monthly(function: F) -> F:
    """Add what every report of a month understands."""
    options = (
        click.argument("month", metavar="MONTH"),
        click.option("--to", type=_FILE, metavar="FILE"),
        click.option("--csv", "table", type=_FILE, metavar="FILE"),
        click.option("--as", "officer", metavar="OFFICER", default=""),
        click.option("--send-to", "sent", metavar="TEXT", multiple=True),
    )
    for option in reversed(options):
        function = option(function)
    return helpers(pin_file(everywhere(function)))


@report.command("quality")
@_monthly
@click.option("--remarks", metavar="TEXT", default="")
@click.pass_obj
def quality(session: Session, /, month: str, remarks: str, **how: Any) -> ExitCode:  # Any: as click
    """Analyse a month's dossiers."""
    from commands.report_month import Issue, give_quality  # noqa: PLC0415 - keeps help fast

    return give_quality(session, month, Issue(**how), remarks)


@report.command("conference")
@_monthly
@click.option("--file", "minutes", type=_FILE, metavar="FILE", required=True)
@click.pass_obj
def conference(
    session: Session, /, month: str, minutes: Path, **how: Any
) -> ExitCode:  # Any: as click
    """Write the minutes of a case conference."""
    from commands.report_month import Issue, give_conference  # noqa: PLC0415 - keeps help fast

    return give_conference(session, month, Issue(**how), minutes)


@report.command("raters")
@_monthly
@click.pass_obj
def raters(session: Session, /, month: str, **how: Any) -> ExitCode:  # Any: as click
    """Show what reviewers' scores and reasons show."""
    from commands.report_month import Issue, give_raters  # noqa: PLC0415 - keeps help fast

    return give_raters(session, month, Issue(**how))


@report.command("rectification")
@_monthly
@click.pass_obj
def rectification(session: Session, /, month: str, **how: Any) -> ExitCode:  # Any: as click
    """Show how long rectification takes."""
    from commands.report_month import Issue, give_rectification  # noqa: PLC0415 - keeps help fast

    return give_rectification(session, month, Issue(**how))


@report.command("ranking")
@_monthly
@click.pass_obj
def ranking(session: Session, /, month: str, **how: Any) -> ExitCode:  # Any: as click
    """Rank units by on-time closure."""
    from commands.report_month import Issue, give_ranking  # noqa: PLC0415 - keeps help fast

    return give_ranking(session, month, Issue(**how))
