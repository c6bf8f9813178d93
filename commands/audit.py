"""`anjuan audit`: checking everything again. Declarations only."""

import click

from commands.exit_codes import ExitCode
from commands.front import Branch
from commands.options import everywhere
from commands.session import Session


@click.group(cls=Branch)
def audit() -> None:
    """See `help` in the catalogue."""


@audit.command("verify")
@click.argument("case", metavar="[CASE]", required=False, default="")
@everywhere
@click.pass_obj
def verify(session: Session, case: str) -> ExitCode:
    """Verify the workspace or one case."""
    from commands.audit_work import verify_workspace  # noqa: PLC0415 - keeps help fast

    return verify_workspace(session, case)


@audit.command("journal")
@everywhere
@click.pass_obj
def journal(session: Session) -> ExitCode:
    """Show the bureau's own acts."""
    from commands.audit_journal import show_journal  # noqa: PLC0415 - keeps help fast

    return show_journal(session)
