"""`anjuan demo`, `init` and `doctor`. Declarations only."""

from pathlib import Path

import click

from commands.exit_codes import ExitCode
from commands.front import Leaf
from commands.options import everywhere, pin_file
from commands.session import Session

_PATH = click.Path(path_type=Path)


@click.command(cls=Leaf)
@click.option("--dir", "folder", type=_PATH, metavar="DIR")
@everywhere
@click.pass_obj
def demo(session: Session, folder: Path | None) -> ExitCode:
    """Play the demonstration."""
    from commands.admin_work import play_demo  # noqa: PLC0415 - keeps help fast

    return play_demo(session, folder)


@click.command(cls=Leaf)
@click.argument("folder", metavar="DIR", type=_PATH)
@click.option("--agency", type=_PATH, metavar="FILE", required=True)
@click.option("--training", is_flag=True)
@pin_file
@everywhere
@click.pass_obj
def init(
    session: Session, folder: Path, *, agency: Path, training: bool, pin_file: Path | None
) -> ExitCode:
    """Make a workspace."""
    from commands.admin_work import make_workspace  # noqa: PLC0415 - keeps help fast

    return make_workspace(session, folder, agency, training=training, pin_file=pin_file)


@click.command(cls=Leaf)
@everywhere
@click.pass_obj
def doctor(session: Session) -> ExitCode:
    """Examine the workspace."""
    from commands.admin_work import examine_workspace  # noqa: PLC0415 - keeps help fast

    return examine_workspace(session)
