"""`anjuan people`: who is who, who may do what and why, keys for newcomers. Declarations only."""

from pathlib import Path

import click

from commands.exit_codes import ExitCode
from commands.front import Branch
from commands.key_request import KeyRequest, key_request
from commands.options import everywhere, pin_file
from commands.session import Session


@click.group(cls=Branch)
def people() -> None:
    """See `help` in the catalogue."""


@people.command("show")
@click.argument("case", metavar="[CASE]", required=False, default="")
@everywhere
@click.pass_obj
def show(session: Session, case: str) -> ExitCode:
    """Show the roster, or who works on a case."""
    from commands.people_work import show_people  # noqa: PLC0415 - keeps help fast

    return show_people(session, case)


@people.command("can")
@click.argument("person", metavar="PERSON")
@click.argument("case", metavar="[CASE]", required=False, default="")
@click.option("--all", "everything", is_flag=True)
@everywhere
@click.pass_obj
def can(session: Session, person: str, case: str, *, everything: bool) -> ExitCode:
    """Say what a person may do, and why not."""
    from commands.people_work import show_permissions  # noqa: PLC0415 - keeps help fast

    return show_permissions(session, person, case, everything=everything)


@people.command("add-key")
@click.argument("owner", metavar="PERSON")
@everywhere
@click.pass_obj
@key_request
def add_key(session: Session, owner: str, request: KeyRequest) -> ExitCode:
    """Issue a key to somebody new."""
    from commands.people_keys import issue  # noqa: PLC0415 - keeps help fast

    return issue(session, owner, request)


@people.command("renew-key")
@click.argument("owner", metavar="OWNER")
@everywhere
@click.pass_obj
@key_request
def renew_key(session: Session, owner: str, request: KeyRequest) -> ExitCode:
    """Renew a key before its certificate ends."""
    from commands.people_keys import renew  # noqa: PLC0415 - keeps help fast

    return renew(session, owner, request)


@people.command("renew-root")
@click.option("--as", "officer", metavar="OFFICER", required=True)
@click.option("--with", "helper", metavar="OFFICER", required=True)
@click.option("--algorithm", type=click.Choice(["p256", "rsa2048", "rsa3072"]))
@click.option("--compromised", is_flag=True)
@pin_file
@everywhere
@click.pass_obj
def renew_root(
    session: Session,
    *,
    officer: str,
    helper: str,
    algorithm: str | None,
    compromised: bool,
    pin_file: Path | None,
) -> ExitCode:
    """Renew the bureau's root certificate."""
    from commands.people_root import RootRequest, renew  # noqa: PLC0415 - keeps help fast

    request = RootRequest(
        officer=officer, helper=helper, algorithm=algorithm, compromised=compromised
    )
    return renew(session, request, pin_file)


@people.command("revoke-key")
@click.argument("person", metavar="PERSON")
@pin_file
@everywhere
@click.pass_obj
def revoke_key(session: Session, person: str, *, pin_file: Path | None) -> ExitCode:
    """Take the key of a leaver back."""
    from commands.people_keys import take_back  # noqa: PLC0415 - keeps help fast

    return take_back(session, person, pin_file)
