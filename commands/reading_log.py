"""Recording that somebody looked at personal data, before anything is shown.

The command line has no sign-in: a reader named with `--as` is believed, as a signature book is;
without a name the account of the operating system is recorded as what it is.
"""

import getpass
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from commands.office import Office
from engine.case import Case
from engine.named_people import is_a_name, names_a_person
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


def named(office: Office, who: Reader, cases: Iterable[Case]) -> None:
    """Record a look at the cases, of those about to be told of, whose party is a natural person.

    One entry for all of them, and none where there are none.
    """
    masking = office.workspace.law.masking
    found = [c.id for c in cases if masking is None or names_a_person(c.data, masking)]
    named_in(office, who, found)


def named_in(office: Office, who: Reader, cases: Iterable[str]) -> None:
    """Record a look at cases that name natural persons; none where there are none."""
    found = tuple(dict.fromkeys(cases))
    if found:
        looked(office, Look.NAMED, who, found)


def reads_like_a_person(office: Office, name: str) -> bool:
    """Whether a party of whom only the name is known reads like a natural person."""
    masking = office.workspace.law.masking
    return bool(name) and (masking is None or is_a_name(name, masking))


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name
        return "?"
