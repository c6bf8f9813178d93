"""One run of the program: which workspace, language and clock, and the open workspace itself."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from commands.screen import Screen
from engine.errors import InputError
from engine.legal_time import LEGAL_ZONE
from runtime.languages import Language, choose_language
from runtime.messages import Messages

if TYPE_CHECKING:
    from commands.office import Office

WORKSPACE_VARIABLE = "ANJUAN_WORKSPACE"


@dataclass(slots=True, kw_only=True)
class Session:
    """What the options common to all commands say."""

    environment: Mapping[str, str]
    language: Language
    workspace: Path | None = None
    at: datetime | None = None
    screen: Screen = field(default_factory=Screen)

    @classmethod
    def begin(cls, arguments: Sequence[str], environment: Mapping[str, str]) -> "Session":
        """Return the session before parsing, already in the reader's language."""
        named = [value for name, value in pairwise(arguments) if name == "--lang"]
        named += [a.removeprefix("--lang=") for a in arguments if a.startswith("--lang=")]
        asked = named[-1] if named else None
        screen = Screen(as_json="--json" in arguments)
        return cls(
            environment=environment,
            language=choose_language(environment, asked),
            screen=screen,
        )

    @property
    def messages(self) -> Messages:
        """Return the catalogue, without the names only an open workspace knows."""
        return Messages(self.language)

    @property
    def root(self) -> Path:
        """Return the workspace folder: the option, the environment, or the current folder."""
        named = self.environment.get(WORKSPACE_VARIABLE)
        return self.workspace or (Path(named) if named else Path.cwd())

    @contextmanager
    def open(self) -> "Iterator[Office]":
        """Open the workspace; raises what `Workspace.open` raises."""
        from commands.office import Office  # noqa: PLC0415 - keeps help fast
        from runtime.workspace import Workspace  # noqa: PLC0415 - as above

        with Workspace.open(self.root, at=self.at) as workspace:
            yield Office(workspace, self)


def read_day(text: str) -> date:
    """Read a day such as `2026-01-05` on the legal clock; raises InputError `command.bad_day`."""
    try:
        return read_moment(text).date()
    except InputError as wrong:
        raise InputError("command.bad_day", given=text) from wrong


def read_moment(text: str, *, whole_day: bool = False) -> datetime:
    """Read a moment such as `2026-01-05 09:30` on the legal clock.

    A bare day is its end when `whole_day`, else its beginning. Raises InputError
    `command.bad_moment`.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
        if moment.tzinfo is not None:
            moment = moment.astimezone(LEGAL_ZONE)
    except (ValueError, OverflowError) as wrong:
        raise InputError("command.bad_moment", given=text) from wrong
    if len(text.strip()) <= len("2026-01-05") and whole_day:
        moment = datetime.combine(moment.date(), time.max)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=LEGAL_ZONE)
