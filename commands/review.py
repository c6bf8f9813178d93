"""`anjuan review`: the review of dossiers, from the queue to rectification. Declarations only."""

from datetime import datetime
from pathlib import Path

import click

from commands.exit_codes import ExitCode
from commands.front import Branch
from commands.options import everywhere, helpers, officer, pin_file, reader
from commands.session import Session, read_moment


@click.group(cls=Branch)
def review() -> None:
    """See `help` in the catalogue."""


_FILE = click.Path(path_type=Path)


def _moment(ctx: click.Context, parameter: click.Parameter, value: str | None) -> datetime | None:
    del ctx, parameter
    return read_moment(value) if value else None


@review.command("commit")
@click.argument("month", metavar="MONTH")
@officer
@click.option("--to", type=_FILE, metavar="FILE", required=True)
@click.option("--beacon", metavar="TEXT", default="")
@click.option("--beacon-at", metavar="MOMENT", callback=_moment)
@pin_file
@everywhere
@click.pass_obj
def commit(
    session: Session,
    month: str,
    officer: str,
    to: Path,
    beacon: str,
    beacon_at: datetime | None,
    pin_file: Path | None,
) -> ExitCode:
    """Promise a secret for a month's sample."""
    from commands.review_sampling import promise_secret  # noqa: PLC0415 - keeps help fast

    return promise_secret(
        session,
        month,
        officer,
        to,
        beacon=beacon,
        published_at=beacon_at,
        pin_file=pin_file,
    )


@review.command("sample")
@click.argument("month", metavar="[MONTH]", required=False, default="")
@click.option("--as", "officer", metavar="OFFICER", default="")
@click.option("--secret", "secret_files", type=_FILE, metavar="FILE", multiple=True)
@click.option("--beacon", metavar="TEXT", default="")
@click.option("--reviewer", "reviewers", metavar="OFFICER", multiple=True)
@click.option("--to", type=_FILE, metavar="FILE")
@click.option("--sheet", type=_FILE, metavar="FILE")
@click.option("--redraw", "again", type=_FILE, metavar="FILE")
@helpers
@pin_file
@everywhere
@click.pass_obj
def sample(
    session: Session,
    month: str,
    officer: str,
    secret_files: tuple[Path, ...],
    beacon: str,
    reviewers: tuple[str, ...],
    to: Path | None,
    sheet: Path | None,
    again: Path | None,
    helpers: tuple[str, ...],
    pin_file: Path | None,
) -> ExitCode:
    """Draw a month's sample, or repeat a draw."""
    from commands.review_sampling import Paper, draw_sample, redraw  # noqa: PLC0415 - keeps help fast

    if again is not None:
        return redraw(session, again)
    return draw_sample(
        session,
        month,
        officer,
        secret_files,
        Paper(to=to, sheet=sheet, helpers=helpers, pin_file=pin_file),
        beacon=beacon,
        reviewers=reviewers,
    )


@review.command("assign")
@click.argument("month", metavar="MONTH")
@officer
@click.option("--dry-run", is_flag=True)
@pin_file
@everywhere
@click.pass_obj
def assign(
    session: Session, month: str, officer: str, *, dry_run: bool, pin_file: Path | None
) -> ExitCode:
    """Carry a month's sample over to the reviews."""
    from commands.review_assigning import assign_month  # noqa: PLC0415 - keeps help fast

    return assign_month(session, month, officer, dry_run=dry_run, pin_file=pin_file)


@review.command("precheck")
@click.argument("dossier", metavar="[CASE|BAG]", required=False, default="")
@click.option("--all", "everything", is_flag=True)
@click.option("--month", metavar="MONTH", default="")
@click.option("--profile", metavar="STANDARD", default="")
@click.option("--signatures", is_flag=True)
@click.option("--processes", type=click.IntRange(min=0), metavar="NUMBER", default=0)
@click.option("--again", is_flag=True)
@reader
@everywhere
@click.pass_obj
def precheck(
    session: Session,
    *,
    dossier: str,
    everything: bool,
    month: str,
    profile: str,
    signatures: bool,
    processes: int,
    again: bool,
    reader: str,
    why: str,
) -> ExitCode:
    """Grade as far as a program can."""
    from commands.reading_log import Reader  # noqa: PLC0415 - keeps help fast
    from commands.review_precheck import Wanted  # noqa: PLC0415 - keeps help fast
    from commands.review_precheck import precheck as run  # noqa: PLC0415 - as above

    wanted = Wanted(
        target=dossier,
        everything=everything,
        month=month,
        profile=profile,
        signatures=signatures,
        processes=processes,
        again=again,
    )
    return run(session, wanted, Reader(named=reader, why=why))
