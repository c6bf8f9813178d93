"""Recording that somebody looked at personal data, before anything is shown.

The command line has no sign-in: a reader named with `--as` is believed, as a signature book is;
without a name the account of the operating system is recorded as what it is.
"""

import getpass
from collections.abc import Sequence
from dataclasses import dataclass

from commands.office import Office
from engine.reads import OS_USER, Look, Read, record_read


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who looks, as the command line says, and why."""

    #: Id or name; empty where nobody was named.
    named: str = ""
    why: str = ""


def looked(
    office: Office,
    look: Look,
    who: Reader,
    cases: Sequence[str],
    *,
    document: str = "",
    words: str = "",
) -> Read:
    """Record one look; raises what the disk refuses, and then nothing is to be shown."""
    read = Read(
        at=office.workspace.now(),
        look=look,
        reader=office.person_id(who.named) if who.named else f"{OS_USER}{_account()}",
        cases=tuple(cases),
        document=document,
        words=words,
        reason=who.why,
    )
    with office.workspace.store.write() as unit:
        return record_read(unit, read)


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name
        return "?"
