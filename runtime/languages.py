"""Which language a reader reads: Chinese unless the locale is an English one."""

from collections.abc import Mapping
from enum import StrEnum


class Language(StrEnum):
    """The languages the catalogues speak."""

    ZH = "zh"
    EN = "en"


#: Environment variables that name a locale, the strongest first (POSIX, XBD 8.2).
LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def choose_language(environment: Mapping[str, str], asked: str | None = None) -> Language:
    """Return the language asked for, else the locale's; the bureau's readers read Chinese."""
    if asked is not None and asked in {member.value for member in Language}:
        return Language(asked)
    named = next((environment[name] for name in LOCALE_VARIABLES if environment.get(name)), "")
    return Language.EN if named.lower().startswith("en") else Language.ZH
