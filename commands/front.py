"""The face of the program: help in the reader's language, and no traceback ever.

Errors leave as one sentence on stderr (one JSON object on stdout with --json) and an exit status;
a fault of the program itself leaves its trace in a file.
"""

import difflib
import os
import re
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from commands.exit_codes import ExitCode, exit_code_of
from commands.session import Session
from engine.errors import AnjuanError, InputError, StorageError
from engine.legal_time import LEGAL_ZONE

LOGS = "logs"
WORKSPACE_MARK = "workspace.yaml"
#: What click says of words it has no place for; they stand in the brackets.
_TOO_MANY = re.compile(r"Got unexpected extra arguments? \((.*)\)$", re.DOTALL)


class SpokenFormatter(click.HelpFormatter):
    """A help formatter whose headings come from the catalogue."""

    words: Mapping[str, str] = {}

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line."""
        super().write_usage(prog, args, prefix or self.words.get("Usage"))

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        super().write_heading(self.words.get(heading, heading))


class SpokenContext(click.Context):
    """A context that formats help in the session's language."""

    def make_formatter(self) -> click.HelpFormatter:
        """Return the formatter for this run."""
        formatter = SpokenFormatter(width=96, max_width=96)
        session = self.find_object(Session)
        if session is not None:
            said = session.messages.screen
            formatter.words = {
                "Usage": said("help.usage"),
                "Options": said("help.options"),
                "Commands": said("help.commands"),
            }
        return formatter


class UnknownCommandError(click.UsageError):
    """There is no such command."""

    def __init__(self, name: str, known: Sequence[str], ctx: click.Context) -> None:
        """`known` are the commands there are."""
        super().__init__(name, ctx)
        self.name = name
        self.near = tuple(difflib.get_close_matches(name, known))


class Leaf(click.Command):
    """A command whose texts come from the catalogue."""

    context_class = SpokenContext

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return `--help`, described in the reader's language."""
        return _spoken_help(super().get_help_option(ctx), ctx)


class Branch(click.Group):
    """A group whose texts come from the catalogue."""

    context_class = SpokenContext
    command_class = Leaf

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return `--help`, described in the reader's language."""
        return _spoken_help(super().get_help_option(ctx), ctx)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse; without any argument the help is the answer, and the usage was wrong."""
        if not args:
            click.echo(ctx.get_help(), err=True)
            ctx.exit(ExitCode.USAGE)
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command meant; raises UnknownCommandError."""
        known = self.list_commands(ctx)
        if args[0] not in known and not args[0].startswith("-"):
            raise UnknownCommandError(args[0], known, ctx)
        return super().resolve_command(ctx, args)


def _spoken_help(option: click.Option | None, ctx: click.Context) -> click.Option | None:
    session = ctx.find_object(Session)
    if option is not None and session is not None:
        option.help = session.messages.template("help", "options", "help")
    return option


class Front(Branch):
    """The whole program."""

    group_class = Branch

    def main(  # type: ignore[override] # one fixed mode instead of click's two
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        **extra: Any,
    ) -> None:
        """Run one command and exit with its status."""
        extra.pop("standalone_mode", None)
        arguments = list(sys.argv[1:] if args is None else args)
        session = Session.begin(arguments, os.environ)
        dress(self, session)
        sys.exit(int(self._run(arguments, prog_name, session, extra)))

    def _run(
        self,
        arguments: list[str],
        prog_name: str | None,
        session: Session,
        extra: Mapping[str, Any],  # Any: click's own keyword arguments
    ) -> int:
        try:
            _readable(arguments)
            given = super().main(
                arguments, prog_name or "anjuan", standalone_mode=False, obj=session, **extra
            )
        except click.UsageError as wrong:
            return _tell(session, *_usage(session, wrong), ExitCode.USAGE)
        except (click.Abort, KeyboardInterrupt):
            text = session.messages.coded("interrupted", {})
            return _tell(session, "interrupted", text, {}, ExitCode.INTERRUPTED)
        except AnjuanError as wrong:
            return _tell_error(session, wrong)
        except OSError as wrong:
            reason = wrong.strerror or type(wrong).__name__
            path = str(wrong.filename or "")
            return _tell_error(session, StorageError("storage.os", path=path, reason=reason))
        except Exception as wrong:  # noqa: BLE001 - the last line of defence: told, and kept on file
            facts = {"kind": type(wrong).__name__, "log": str(_keep_trace(session))}
            text = session.messages.coded("internal", facts)
            return _tell(session, "internal", text, facts, ExitCode.BUG)
        return int(given) if isinstance(given, int) else ExitCode.DONE


def _readable(arguments: Sequence[str]) -> None:
    """Refuse bytes that are no text in the terminal's encoding; no record could hold them."""
    for argument in arguments:
        if any("\ud800" <= c <= "\udfff" for c in argument):
            shown = argument.encode("utf-8", "backslashreplace").decode("utf-8")
            raise InputError("command.not_text", given=shown)


def _tell_error(session: Session, wrong: AnjuanError) -> int:
    text = session.messages.error(wrong)
    return _tell(session, wrong.code, text, wrong.facts, exit_code_of(wrong))


def _tell(
    session: Session, code: str, text: str, facts: Mapping[str, object], status: ExitCode
) -> int:
    if session.screen.as_json:
        error = {"code": code, "message": text, "facts": facts}
        session.screen.text({"ok": False, "outcome": "error", "error": error}, text)
    else:
        session.screen.talk(text)
    return status


def _usage(session: Session, wrong: click.UsageError) -> tuple[str, str, dict[str, object]]:
    """Return code, text and facts of a wrong command line."""
    command = wrong.ctx.command_path if wrong.ctx is not None else "anjuan"
    code, facts = "usage.other", {"problem": wrong.format_message()}
    if isinstance(wrong, UnknownCommandError):
        code, facts = "usage.no_such_command", {"name": wrong.name, "known": "、".join(wrong.near)}
    elif isinstance(wrong, click.NoSuchOption):
        near = "、".join(wrong.possibilities or ())
        code, facts = "usage.no_such_option", {"name": wrong.option_name, "known": near}
    elif isinstance(wrong, click.MissingParameter) and wrong.param is not None:
        kind = "argument" if isinstance(wrong.param, click.Argument) else "option"
        name = wrong.param.opts[0] if kind == "option" else wrong.param.human_readable_name
        code, facts = f"usage.missing_{kind}", {"name": name}
    elif isinstance(wrong, click.BadParameter) and wrong.param is not None:
        name = wrong.param.opts[0] if wrong.param.opts else ""
        code, facts = "usage.bad_value", {"name": name, "problem": _wanted(session, wrong)}
    elif isinstance(wrong, click.BadOptionUsage):
        code, facts = "usage.value_missing", {"name": wrong.option_name}
    elif extra := _TOO_MANY.match(wrong.format_message()):
        code, facts = "usage.too_many", {"given": extra[1]}
    text = session.messages.coded(code, facts)
    further = session.messages.coded("usage.see_help", {"command": command})
    return code, f"{text}\n{further}", dict(facts)


def _wanted(session: Session, wrong: click.BadParameter) -> str:
    """Return what a value should have been, in the reader's language."""
    kind = wrong.param.type if wrong.param is not None else None
    text = session.messages.coded
    if isinstance(kind, click.Choice):
        return text("usage.wanted.choice", {"known": tuple(kind.choices)})
    if isinstance(kind, click.IntRange):
        return text("usage.wanted.range", {"least": kind.min, "most": kind.max})
    if isinstance(kind, type(click.INT)):
        return text("usage.wanted.whole", {})
    if isinstance(kind, click.Path):  # it asks for nothing but that what is there can be read
        return text("usage.wanted.readable", {})
    return wrong.message


def _keep_trace(session: Session) -> Path:
    """Write the trace of the present exception to a file and return its path."""
    inside = (session.root / WORKSPACE_MARK).is_file()
    folder = session.root / LOGS if inside else Path(tempfile.gettempdir())
    name = f"anjuan-{datetime.now(LEGAL_ZONE):%Y%m%d-%H%M%S}-{os.getpid()}.log"
    try:
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(traceback.format_exc(), encoding="utf-8")
    except OSError:
        sys.stderr.write(traceback.format_exc())  # no place to keep it: better seen than lost
    return folder / name


# -- texts ----------------------------------------------------------------------------------------


def dress(root: click.Group, session: Session) -> None:
    """Give every command and option its help text in the session's language."""
    template = session.messages.template
    root.help = template("help", "anjuan")
    root.epilog = "\b\n" + (template("help", "exit_codes") or "")
    for path, command in walk(root):
        if path:
            command.help = template("help", "commands", path)
        for parameter in command.params:
            if isinstance(parameter, click.Option) and parameter.name is not None:
                own = template("help", "options", f"{path} {parameter.name}".strip())
                parameter.help = own or template("help", "options", parameter.name)


def walk(command: click.Command, path: str = "") -> list[tuple[str, click.Command]]:
    """Return a command and all below it with their paths, such as `case next`."""
    found = [(path, command)]
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            found += walk(below, f"{path} {name}".strip())
    return found
