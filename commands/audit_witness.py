"""`anjuan audit witness`: who watches the ledger from outside. Declarations only."""

from pathlib import Path

import click

from commands.exit_codes import ExitCode
from commands.front import Branch
from commands.options import everywhere, pin_file
from commands.session import Session

_PATH = click.Path(path_type=Path)


@click.group("witness", cls=Branch)
def witness() -> None:
    """See `help` in the catalogue."""


@witness.command("init")
@click.argument("folder", metavar="DIR", type=_PATH)
@click.option("--name", metavar="NAME")
@click.option("--key", "keys", metavar="KEY", multiple=True, required=True)
@everywhere
@click.pass_obj
def init(session: Session, folder: Path, *, name: str | None, keys: tuple[str, ...]) -> ExitCode:
    """Make a witness, or let one believe a further key."""
    from commands.audit_witness_work import make  # noqa: PLC0415 - keeps help fast

    return make(session, folder, name, keys)


@witness.command("cosign")
@click.argument("folder", metavar="DIR", type=_PATH)
@click.argument("file", metavar="FILE", type=_PATH)
@click.option("--to", metavar="FILE", type=_PATH)
@everywhere
@click.pass_obj
def cosign(session: Session, folder: Path, file: Path, *, to: Path | None) -> ExitCode:
    """Cosign a head that extends the one last seen."""
    from commands.audit_witness_work import cosign_file  # noqa: PLC0415 - keeps help fast

    return cosign_file(session, folder, file, to)


@witness.command("name")
@click.argument("key", metavar="KEY")
@pin_file
@everywhere
@click.pass_obj
def name(session: Session, key: str, *, pin_file: Path | None) -> ExitCode:
    """Believe a witness from now on."""
    from commands.audit_witness_work import name_one  # noqa: PLC0415 - keeps help fast

    return name_one(session, key, pin_file)


@witness.command("keep")
@click.argument("file", metavar="FILE", type=_PATH)
@everywhere
@click.pass_obj
def keep(session: Session, file: Path) -> ExitCode:
    """Keep a cosigned head in the workspace."""
    from commands.audit_witness_work import keep_file  # noqa: PLC0415 - keeps help fast

    return keep_file(session, file)


@witness.command("status")
@click.argument("folder", metavar="[DIR]", type=_PATH, required=False)
@everywhere
@click.pass_obj
def status(session: Session, folder: Path | None) -> ExitCode:
    """Show what was cosigned."""
    from commands.audit_witness_work import show_status  # noqa: PLC0415 - keeps help fast

    return show_status(session, folder)
