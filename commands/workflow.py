"""`anjuan workflow`: the procedures in force. Declarations only."""

from pathlib import Path

import click

from commands.exit_codes import ExitCode
from commands.front import Branch
from commands.options import everywhere
from commands.session import Session

FORMATS = ("table", "mermaid", "svg")


@click.group(cls=Branch)
def workflow() -> None:
    """See `help` in the catalogue."""


@workflow.command("show")
@click.argument("machine", metavar="[MACHINE]", required=False, default="")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table")
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE")
@everywhere
@click.pass_obj
def show(session: Session, machine: str, form: str, to: Path | None) -> ExitCode:
    """Show a procedure."""
    from commands.workflow_work import show_workflow  # noqa: PLC0415 - keeps help fast

    return show_workflow(session, machine, form, to)
