"""`anjuan archive`: keeping documents verifiable for decades. Declarations only."""

from pathlib import Path

import click

from commands.exit_codes import ExitCode
from commands.front import Branch
from commands.options import everywhere, helpers, pin_file
from commands.session import Session

#: A century; nobody waits longer for a certificate to end.
MOST_DAYS = 36_500


@click.group(cls=Branch)
def archive() -> None:
    """See `help` in the catalogue."""


@archive.command("lift")
@click.argument("case", metavar="[CASE]", required=False, default="")
@click.option("--within", type=click.IntRange(0, MOST_DAYS), metavar="DAYS", default=90)
@click.option("--dry-run", is_flag=True)
@everywhere
@click.pass_obj
def lift(session: Session, case: str, within: int, *, dry_run: bool) -> ExitCode:
    """Give documents what verifies them for decades."""
    from commands.archive_work import lift_due  # noqa: PLC0415 - keeps help fast

    return lift_due(session, case, within, dry_run=dry_run)


@archive.command("sm2")
@click.argument("case", metavar="[CASE]", required=False, default="")
@click.option("--dry-run", is_flag=True)
@pin_file
@everywhere
@click.pass_obj
def sm2(session: Session, case: str, *, dry_run: bool, pin_file: Path | None) -> ExitCode:
    """Sign finished documents once more, with SM2."""
    from commands.archive_sm2 import sign_due  # noqa: PLC0415 - keeps help fast

    return sign_due(session, case, pin_file, dry_run=dry_run)


@archive.command("check")
@click.argument("dossier", metavar="CASE|BAG")
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--as", "officer", metavar="OFFICER", default="")
@helpers
@pin_file
@everywhere
@click.pass_obj
def check(
    session: Session,
    dossier: str,
    to: Path | None,
    *,
    officer: str,
    helpers: tuple[str, ...],
    pin_file: Path | None,
) -> ExitCode:
    """Make the four checks of an electronic archive."""
    from commands.archive_check import CheckWish, check_archive  # noqa: PLC0415 - keeps help fast

    wish = CheckWish(dossier=dossier, to=to, officer=officer, helpers=helpers, pin_file=pin_file)
    return check_archive(session, wish)
