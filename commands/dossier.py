"""`anjuan dossier`: what a bound case is read from. Declarations only."""

from pathlib import Path

import click

from commands.exit_codes import ExitCode
from commands.front import Branch
from commands.options import everywhere, reader
from commands.session import Session


@click.group(cls=Branch)
def dossier() -> None:
    """See `help` in the catalogue."""


@dossier.command("read")
@click.argument("case", metavar="CASE")
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE")
@reader
@everywhere
@click.pass_obj
def read(session: Session, case: str, *, to: Path | None, reader: str, why: str) -> ExitCode:
    """Join the dossier into one file."""
    from commands.dossier_work import join_dossier  # noqa: PLC0415 - keeps help fast
    from commands.reading_log import Reader  # noqa: PLC0415 - as above

    return join_dossier(session, case, to, Reader(named=reader, why=why))


@dossier.command("print")
@click.argument("case", metavar="CASE")
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--volume", type=click.Choice(["principal", "supplementary"]))
@click.option("--single-sided", is_flag=True)
@reader
@everywhere
@click.pass_obj
def print_(
    session: Session,
    case: str,
    *,
    to: Path | None,
    volume: str | None,
    single_sided: bool,
    reader: str,
    why: str,
) -> ExitCode:
    """Lay the volumes out for paper."""
    from commands.dossier_work import PrintWish, print_dossier  # noqa: PLC0415 - keeps help fast
    from commands.reading_log import Reader  # noqa: PLC0415 - as above

    wish = PrintWish(to=to, volume=volume, single_sided=single_sided)
    return print_dossier(session, case, wish, Reader(named=reader, why=why))


@dossier.command("export")
@click.argument("case", metavar="CASE")
@click.option("--to", type=click.Path(path_type=Path), metavar="DIR")
@reader
@everywhere
@click.pass_obj
def export_(session: Session, case: str, *, to: Path | None, reader: str, why: str) -> ExitCode:
    """Hand a dossier out as a bag."""
    from commands.dossier_handing import export_dossier  # noqa: PLC0415 - keeps help fast
    from commands.reading_log import Reader  # noqa: PLC0415 - as above

    return export_dossier(session, case, to, Reader(named=reader, why=why))


@dossier.command("import")
@click.argument("bags", metavar="BAG...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--as", "officer", metavar="OFFICER", default="")
@click.option("--dry-run", is_flag=True)
@everywhere
@click.pass_obj
def import_(session: Session, bags: tuple[Path, ...], *, officer: str, dry_run: bool) -> ExitCode:
    """Verify dossiers of other bureaus and keep them."""
    from commands.dossier_receiving import import_dossiers  # noqa: PLC0415 - keeps help fast

    return import_dossiers(session, bags, officer=officer, dry_run=dry_run)


@dossier.command("received")
@everywhere
@click.pass_obj
def received(session: Session) -> ExitCode:
    """List the dossiers of other bureaus."""
    from commands.dossier_receiving import list_received  # noqa: PLC0415 - keeps help fast

    return list_received(session)
