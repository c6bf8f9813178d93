"""One edition of the duties: what every act is asked, what bars a role, who signs and migrates.

An edition holds from a day until the next one; an act is judged by the edition of its own day, when
it is done and whenever it is judged again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engine.definition import Requirement, SlotSource
from engine.relations import Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """What every act is asked, and which duties exclude each other, from a day on."""

    valid_from: date
    always: tuple[Requirement, ...]
    #: By role, the parts in the case that bar its holder.
    barred: Mapping[str, Requirement]
    #: By signature slot of the forms, where the case names who signs there.
    signers: Mapping[str, SlotSource]
    relations: Mapping[str, Relation]
    #: Roles that may move a running case to another version of its machine.
    migrators: frozenset[str]
    #: SHA-256 of the file, hex.
    digest: str = ""


def edition_on(editions: Sequence[Duties], day: date) -> Duties:
    """Return the edition in force on `day`; before the first one, the first."""
    begun = [e for e in editions if e.valid_from <= day]
    return max(begun or editions[:1], key=lambda e: e.valid_from)
