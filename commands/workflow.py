"""`anjuan workflow`: the procedures in force. Declarations only."""

from pathlib import Path

import click

from commands.exit_codes import ExitCode
from commands.front import Branch
from commands.options import everywhere, pin_file
from commands.session import Session

FORMATS = ("table", "mermaid", "svg")


@click.group(cls=Branch)
def workflow() -> None:
    """See `help` in the catalogue."""


@workflow.command("show")
@click.argument("machine", metavar="[MACHINE]", required=False, default="")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table")
@click.option("--version", "wanted", metavar="VERSION", default="")
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE")
@everywhere
@click.pass_obj
def show(session: Session, machine: str, form: str, wanted: str, to: Path | None) -> ExitCode:
    """Show a procedure."""
    from commands.workflow_work import show_workflow  # noqa: PLC0415 - keeps help fast

    return show_workflow(session, machine, form, to, wanted)


@workflow.command("list")
@everywhere
@click.pass_obj
def list_all(session: Session) -> ExitCode:
    """List every known version."""
    from commands.workflow_versions import list_versions  # noqa: PLC0415 - keeps help fast

    return list_versions(session)


@workflow.command("diff")
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@everywhere
@click.pass_obj
def diff(session: Session, a: str, b: str) -> ExitCode:
    """Tell what differs between two versions."""
    from commands.workflow_versions import diff_versions  # noqa: PLC0415 - keeps help fast

    return diff_versions(session, a, b)


@workflow.command("migrate")
@click.argument("machine", metavar="MACHINE")
@click.option("--to", "to_version", metavar="VERSION", required=True)
@click.option("--dry-run", is_flag=True)
@click.option("--as", "officer", metavar="OFFICER", default="")
@click.option("--with", "second", metavar="OFFICER", default="")
@click.option("--reason", metavar="TEXT", default="")
@click.option("--approve", metavar="CASE", multiple=True)
@click.option("--case", "cases", metavar="CASE", multiple=True)
@click.option("--back", is_flag=True)
@pin_file
@everywhere
@click.pass_obj
def migrate(
    session: Session,
    machine: str,
    *,
    to_version: str,
    dry_run: bool,
    officer: str,
    second: str,
    reason: str,
    approve: tuple[str, ...],
    cases: tuple[str, ...],
    back: bool,
    pin_file: Path | None,
) -> ExitCode:
    """Move running cases to another version."""
    from commands.workflow_migrating import Wanted, migrate_cases  # noqa: PLC0415 - as above

    return migrate_cases(
        session,
        Wanted(
            machine=machine,
            version=to_version,
            back=back,
            dry_run=dry_run,
            officer=officer,
            second=second,
            reason=reason,
            approve=approve,
            cases=cases,
            pin_file=pin_file,
        ),
    )


@workflow.command("lint")
@click.argument("files", metavar="[FILES]...", nargs=-1, type=click.Path(path_type=Path))
@everywhere
@click.pass_obj
def lint(session: Session, files: tuple[Path, ...]) -> ExitCode:
    """Check data files."""
    from commands.workflow_lint import lint_data  # noqa: PLC0415 - keeps help fast

    return lint_data(session, files)


@workflow.command("check")
@click.argument("scopes", metavar="[SCOPE]...", nargs=-1)
@click.option(
    "--file", "files", type=click.Path(path_type=Path), metavar="DEFINITION", multiple=True
)
@everywhere
@click.pass_obj
def check(session: Session, scopes: tuple[str, ...], files: tuple[Path, ...]) -> ExitCode:
    """Explore everything definitions permit."""
    from commands.workflow_check import check_definitions  # noqa: PLC0415 - keeps help fast

    return check_definitions(session, scopes, files)
