"""`anjuan deadlines`: periods of all cases. Declarations only."""

import click

from commands.exit_codes import ExitCode
from commands.front import Branch
from commands.options import everywhere, reader
from commands.session import Session

#: Ten years: further ahead nobody has a calendar.
FARTHEST = 3660


@click.group(cls=Branch)
def deadlines() -> None:
    """See `help` in the catalogue."""


@deadlines.command("due")
@click.option("--within", type=click.IntRange(0, FARTHEST), metavar="DAYS", default=7)
@click.option("--squad", metavar="SQUAD", default="")
@click.option("--officer", metavar="OFFICER", default="")
@reader
@everywhere
@click.pass_obj
def due(
    session: Session, *, within: int, squad: str, officer: str, reader: str, why: str
) -> ExitCode:
    """List what is due."""
    from commands.deadlines_due import Asked, show_due  # noqa: PLC0415 - keeps help fast
    from commands.reading_log import Reader  # noqa: PLC0415 - as above

    asked = Asked(within=within, squad=squad, officer=officer)
    return show_due(session, asked, Reader(named=reader, why=why))
