"""Options that several commands share, declared once; their texts stand in the catalogue."""

from collections.abc import Callable
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, TypeVar

import click

from commands.session import Session, read_day, read_moment
from runtime.languages import Language

F = TypeVar("F", bound=Callable[..., Any])  # Any: click fits every signature


def _keep_workspace(ctx: click.Context, parameter: click.Parameter, value: Path | None) -> None:
    del parameter
    if value is not None:
        ctx.ensure_object(Session).workspace = value


def _keep_language(ctx: click.Context, parameter: click.Parameter, value: str | None) -> None:
    del parameter
    if value is not None:
        ctx.ensure_object(Session).language = Language(value)


def _keep_json(ctx: click.Context, parameter: click.Parameter, value: bool) -> None:
    del parameter
    if value:
        ctx.ensure_object(Session).screen.as_json = True


def _keep_clock(ctx: click.Context, parameter: click.Parameter, value: str | None) -> None:
    del parameter
    if value is not None:
        ctx.ensure_object(Session).at = read_moment(value)


def day_given(ctx: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    """Read an option that names a day."""
    del ctx, parameter
    return read_day(value) if value else None


def show_version(ctx: click.Context, parameter: click.Parameter, value: bool) -> None:
    """Print the version installed, or that this is a checkout, and stop."""
    del parameter
    if not value or ctx.resilient_parsing:
        return
    try:
        found = version("anjuan")
    except PackageNotFoundError:
        found = "(checkout)"
    click.echo(f"anjuan {found}")
    ctx.exit()


def everywhere(function: F) -> F:
    """Add the options that every command understands, before or after its name."""
    options = (
        click.option(
            "-w",
            "--workspace",
            type=click.Path(path_type=Path),
            metavar="DIR",
            expose_value=False,
            callback=_keep_workspace,
        ),
        click.option(
            "--lang",
            type=click.Choice([member.value for member in Language]),
            expose_value=False,
            callback=_keep_language,
        ),
        click.option("--json", is_flag=True, expose_value=False, callback=_keep_json),
        click.option("--at", metavar="MOMENT", expose_value=False, callback=_keep_clock),
    )
    for option in reversed(options):
        function = option(function)
    return function


def officer(function: F) -> F:
    """Add `--as OFFICER` (id or name)."""
    return click.option("--as", "officer", metavar="OFFICER", required=True)(function)


def pin_file(function: F) -> F:
    """Add `--pin-file FILE`."""
    return click.option("--pin-file", type=_PATH, metavar="FILE")(function)


def helpers(function: F) -> F:
    """Add `--with OFFICER`, repeatable: people who sign together."""
    return click.option("--with", "helpers", metavar="OFFICER", multiple=True)(function)


def input_file(*, required: bool) -> Callable[[F], F]:
    """Add `--file FILE`, the input."""
    return click.option("--file", type=_PATH, metavar="FILE", required=required)


def reader(function: F) -> F:
    """Add `--as READER` and `--why TEXT`, for commands that show personal data."""
    function = click.option("--why", metavar="TEXT", default="")(function)
    return click.option("--as", "reader", metavar="READER", default="")(function)


def as_of(function: F) -> F:
    """Add `--as-of MOMENT`, a past moment to look from."""
    return click.option("--as-of", metavar="MOMENT")(function)


_PATH = click.Path(path_type=Path)
