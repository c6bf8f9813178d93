"""`anjuan matter`: the list of matters - importing, searching, reading. Declarations only."""

from datetime import date
from pathlib import Path

import click

from commands.exit_codes import ExitCode
from commands.front import Branch
from commands.options import everywhere, officer, pin_file
from commands.session import Session, read_day


@click.group(cls=Branch)
def matter() -> None:
    """See `help` in the catalogue."""


@matter.command("import")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@officer
@pin_file
@click.option("--dry-run", is_flag=True)
@click.option("--correct", is_flag=True)
@everywhere
@click.pass_obj
def import_matters(
    session: Session,
    file: Path,
    *,
    officer: str,
    pin_file: Path | None,
    dry_run: bool,
    correct: bool,
) -> ExitCode:
    """Import a list."""
    from commands.matter_import import Wish, import_file  # noqa: PLC0415 - keeps help fast

    wish = Wish(file=file, officer=officer, pin_file=pin_file, dry_run=dry_run, correct=correct)
    return import_file(session, wish)


def _day(text: str | None) -> date | None:
    return read_day(text) if text else None


@matter.command("list")
@click.option("--field", metavar="TEXT", default="")
@click.option("--on", metavar="DAY")
@click.option("--own", is_flag=True)
@everywhere
@click.pass_obj
def list_matters(session: Session, *, field: str, on: str | None, own: bool) -> ExitCode:
    """List matters."""
    from commands.matter_work import list_all  # noqa: PLC0415 - keeps help fast

    return list_all(session, field=field, on=_day(on), own=own)


@matter.command("search")
@click.argument("text", metavar="TEXT", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(min=1), default=20)
@everywhere
@click.pass_obj
def search_matters(session: Session, text: tuple[str, ...], *, limit: int) -> ExitCode:
    """Search matters."""
    from commands.matter_work import search_for  # noqa: PLC0415 - keeps help fast

    return search_for(session, " ".join(text), limit)


@matter.command("show")
@click.argument("matter_id", metavar="ID")
@click.option("--on", metavar="DAY")
@everywhere
@click.pass_obj
def show_matter(session: Session, matter_id: str, *, on: str | None) -> ExitCode:
    """Show a matter."""
    from commands.matter_work import show  # noqa: PLC0415 - keeps help fast

    return show(session, matter_id, _day(on))


@matter.command("tiers")
@click.argument("matter_id", metavar="ID")
@click.option("--fine", metavar="AMOUNT")
@click.option("--base", metavar="AMOUNT")
@click.option("--on", metavar="DAY")
@everywhere
@click.pass_obj
def show_tiers(
    session: Session, matter_id: str, *, fine: str | None, base: str | None, on: str | None
) -> ExitCode:
    """Show the tiers of a matter."""
    from commands.matter_tiers import Asked, tiers  # noqa: PLC0415 - keeps help fast

    return tiers(session, matter_id, Asked(fine=fine, base=base, on=_day(on)))


@matter.command("history")
@everywhere
@click.pass_obj
def list_history(session: Session) -> ExitCode:
    """Show the imports."""
    from commands.matter_work import history  # noqa: PLC0415 - keeps help fast

    return history(session)
