"""`anjuan people`: who is who, who may do what and why, keys for newcomers. Declarations only."""

from pathlib import Path

import click

from commands.exit_codes import ExitCode
from commands.front import Branch
from commands.options import F, everywhere, pin_file
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


def _key_wish(function: F) -> F:
    """Add what can be wished of a key: its kind, and the token it is to lie on."""
    options = (
        click.option("--algorithm", type=click.Choice(["p256", "rsa2048", "rsa3072"])),
        click.option("--token", metavar="LABEL"),
        click.option("--module", metavar="FILE", type=click.Path(path_type=Path)),
    )
    for option in reversed(options):
        function = option(function)
    return function


@people.command("add-key")
@click.argument("person", metavar="PERSON")
@_key_wish
@pin_file
@everywhere
@click.pass_obj
def add_key(
    session: Session,
    person: str,
    *,
    pin_file: Path | None,
    algorithm: str | None,
    token: str | None,
    module: Path | None,
) -> ExitCode:
    """Issue a key to somebody new."""
    from commands.people_keys import Wish  # noqa: PLC0415 - keeps help fast
    from commands.people_keys import add_key as issue  # noqa: PLC0415 - as above

    wish = Wish(pin_file=pin_file, algorithm=algorithm, token=token, module=module)
    return issue(session, person, wish)


@people.command("renew-key")
@click.argument("owner", metavar="OWNER")
@_key_wish
@pin_file
@everywhere
@click.pass_obj
def renew_key(
    session: Session,
    owner: str,
    *,
    pin_file: Path | None,
    algorithm: str | None,
    token: str | None,
    module: Path | None,
) -> ExitCode:
    """Renew a key before its certificate ends."""
    from commands.people_keys import Wish, renew  # noqa: PLC0415 - keeps help fast

    wish = Wish(pin_file=pin_file, algorithm=algorithm, token=token, module=module)
    return renew(session, owner, wish)


@people.command("revoke-key")
@click.argument("person", metavar="PERSON")
@pin_file
@everywhere
@click.pass_obj
def revoke_key(session: Session, person: str, *, pin_file: Path | None) -> ExitCode:
    """Take the key of a leaver back."""
    from commands.people_keys import take_back  # noqa: PLC0415 - keeps help fast

    return take_back(session, person, pin_file)
