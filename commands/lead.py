"""`anjuan lead`: leads of the city grid - importing and counting. Declarations only."""

from datetime import date
from pathlib import Path

import click

from commands.exit_codes import ExitCode
from commands.front import Branch
from commands.options import day_given, everywhere, officer, pin_file
from commands.session import Session


@click.group(cls=Branch)
def lead() -> None:
    """See `help` in the catalogue."""


@lead.command("import")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@officer
@pin_file
@click.option("--dry-run", is_flag=True)
@everywhere
@click.pass_obj
def import_leads(
    session: Session, file: Path, *, officer: str, pin_file: Path | None, dry_run: bool
) -> ExitCode:
    """Import a table of leads."""
    from commands.lead_import import Wish, import_table  # noqa: PLC0415 - keeps help fast

    return import_table(session, Wish(file=file, officer=officer, pin_file=pin_file, dry=dry_run))


@lead.command("count")
@click.option("--from", "first", metavar="DAY", callback=day_given)
@click.option("--to", "last", metavar="DAY", callback=day_given)
@everywhere
@click.pass_obj
def count_leads(session: Session, *, first: date | None, last: date | None) -> ExitCode:
    """Count leads settled, and settled in time."""
    from commands.lead_count import show_counts  # noqa: PLC0415 - keeps help fast

    return show_counts(session, first, last)
