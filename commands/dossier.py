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


@dossier.command("print")
@click.argument("case", metavar="CASE")
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--volume", type=click.Choice(["principal", "supplementary"]))
@click.option("--single-sided", is_flag=True)
@everywhere
@click.pass_obj
def print_(
    session: Session, case: str, to: Path | None, volume: str | None, single_sided: bool
) -> ExitCode:
    """Lay the volumes out for paper."""
    from commands.dossier_work import print_dossier  # noqa: PLC0415 - keeps help fast

    return print_dossier(session, case, to, volume=volume, single_sided=single_sided)
