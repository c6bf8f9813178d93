"""`anjuan report`: accounts for finance and audit. Declarations only."""

from datetime import datetime

import click

from commands.exit_codes import ExitCode
from commands.front import Branch
from commands.options import everywhere
from commands.session import Session, read_moment


@click.group(cls=Branch)
def report() -> None:
    """See `help` in the catalogue."""


def _moment(ctx: click.Context, parameter: click.Parameter, value: str) -> datetime:
    del ctx, parameter
    return read_moment(value)


@report.command("payments")
@click.option("--from", "first", metavar="DAY", required=True, callback=_moment)
@click.option("--to", "last", metavar="DAY", required=True, callback=_moment)
@click.option("--by", type=click.Choice(["payment", "decision"]), default="payment")
@everywhere
@click.pass_obj
def payments(session: Session, *, first: datetime, last: datetime, by: str) -> ExitCode:
    """Account for fines."""
    from commands.report_payments import show_payments  # noqa: PLC0415 - keeps help fast

    return show_payments(session, first.date(), last.date(), by)
