"""`anjuan sign`: each person's own list, signing, withdrawing. Declarations only."""

from pathlib import Path

import click

from commands.exit_codes import ExitCode
from commands.front import Branch
from commands.options import everywhere, helpers, officer, pin_file
from commands.session import Session


@click.group(cls=Branch)
def sign() -> None:
    """See `help` in the catalogue."""


@sign.command("list")
@officer
@everywhere
@click.pass_obj
def list_all(session: Session, officer: str) -> ExitCode:
    """List what waits for a person."""
    from commands.sign_work import list_signatures  # noqa: PLC0415 - keeps help fast

    return list_signatures(session, officer)


@sign.command("do")
@click.argument("case", metavar="CASE")
@click.argument("document", metavar="DOC")
@officer
@click.option("--opinion", metavar="TEXT", default="")
@helpers
@pin_file
@everywhere
@click.pass_obj
def do(
    session: Session,
    case: str,
    document: str,
    *,
    officer: str,
    opinion: str,
    helpers: tuple[str, ...],
    pin_file: Path | None,
) -> ExitCode:
    """Sign a document."""
    from commands.sign_work import sign_document  # noqa: PLC0415 - keeps help fast

    return sign_document(
        session,
        case,
        document,
        officer=officer,
        opinion=opinion,
        helpers=helpers,
        pin_file=pin_file,
    )


@sign.command("withdraw")
@click.argument("case", metavar="CASE")
@click.argument("document", metavar="DOC")
@officer
@click.option("--reason", metavar="TEXT", required=True)
@pin_file
@everywhere
@click.pass_obj
def withdraw(
    session: Session, case: str, document: str, *, officer: str, reason: str, pin_file: Path | None
) -> ExitCode:
    """Withdraw what waits for signatures."""
    from commands.sign_work import withdraw_proposal  # noqa: PLC0415 - keeps help fast

    return withdraw_proposal(
        session, case, document, officer=officer, reason=reason, pin_file=pin_file
    )
