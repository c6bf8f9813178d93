"""`anjuan dossier`: what a bound case is read from. Declarations only."""

from pathlib import Path

import click

from commands.exit_codes import ExitCode
from commands.front import Branch
from commands.options import everywhere
from commands.session import Session


@click.group(cls=Branch)
def dossier() -> None:
    """See `help` in the catalogue."""


@dossier.command("read")
@click.argument("case", metavar="CASE")
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE")
@everywhere
@click.pass_obj
def read(session: Session, case: str, to: Path | None) -> ExitCode:
    """Join the dossier into one file."""
    from commands.dossier_work import join_dossier  # noqa: PLC0415 - keeps help fast

    return join_dossier(session, case, to)
