"""The four checks of an electronic archive (四性检测, DA/T 70) over a dossier handed over.

Which items there are, and what counts against each, stands in data. Refuses to decide what only a
person can look at: those items are left open.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path

from engine.errors import ConfigurationError
from runtime.archive_probes import PROBES, Looked, Objection
from runtime.bag_faults import BagFault
from runtime.receiving import Verified
from workflows.lined_yaml import Fields, read_fields

DATA = Path(__file__).parent / "data" / "archive_check.yaml"


class Kind(StrEnum):
    """Who looks."""

    AUTO = "auto"
    MANUAL = "manual"


class Outcome(StrEnum):
    """What became of one item."""

    PASSED = "passed"
    FAILED = "failed"
    #: A person has to look.
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of the standard."""

    id: str
    name: str
    name_en: str
    #: How it is checked, in the words of the report.
    method: str
    automatic: bool
    #: Patterns of faults that count against it.
    faults: tuple[str, ...]
    probes: tuple[str, ...]
    #: What the archive has to confirm; "" when nothing.
    doubt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One of the four properties."""

    id: str
    name: str
    name_en: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """The items as data lists them."""

    id: str
    name: str
    name_en: str
    doubt: str
    groups: tuple[Group, ...]
    formats: dict[str, tuple[str, ...]]
    filed: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One item with what was found."""

    item: Item
    outcome: Outcome
    found: tuple[BagFault | Objection, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Every item, group by group."""

    standard: Standard
    groups: tuple[tuple[Group, tuple[Checked, ...]], ...]
    #: Faults of the dossier that no item of the data speaks of; they count all the same.
    others: tuple[BagFault, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing failed; items left to people do not count."""
        return not self.others and not any(
            one.outcome is Outcome.FAILED for _, checked in self.groups for one in checked
        )


@lru_cache(maxsize=1)
def load_standard(path: Path = DATA) -> Standard:
    """Return the items; raises ConfigurationError naming file and line."""
    top = read_fields(path)
    formats = top.child("formats")
    found = Standard(
        id=top.text("standard"),
        name=top.text("name"),
        name_en=top.text("name_en"),
        doubt=_doubt(top),
        groups=tuple(_group(child) for child in top.children("groups")),
        formats={kind: formats.texts(kind) for kind in formats.names()},
        filed=tuple(line.texts("any") for line in top.children("filed")),
    )
    top.done()
    return found


def _doubt(entry: Fields) -> str:
    """What has to be confirmed; an entry that must be confirmed says what."""
    if entry.text("tag", "confirmed") == "confirmed":
        return ""
    return entry.text("doubt")


def _group(entry: Fields) -> Group:
    group = Group(
        id=entry.text("id"),
        name=entry.text("name"),
        name_en=entry.text("name_en"),
        items=tuple(_item(child) for child in entry.children("items")),
    )
    entry.done()
    return group


def _item(entry: Fields) -> Item:
    probes = entry.texts("probes")
    unknown = [name for name in probes if name not in PROBES]
    if unknown:
        entry.place.refuse("archive.unknown_probe", probe=unknown[0])
    item = Item(
        id=entry.text("id"),
        name=entry.text("name"),
        name_en=entry.text("name_en"),
        method=entry.text("method"),
        automatic=entry.scalar("kind").choice(Kind) is Kind.AUTO,
        faults=entry.texts("faults"),
        probes=probes,
        doubt=_doubt(entry),
    )
    entry.done()
    if item.automatic != bool(item.faults or item.probes):
        raise ConfigurationError("archive.idle_item", item=item.id)
    return item


def check(verified: Verified, standard: Standard | None = None) -> Report:
    """Return what every item comes to for a dossier that was verified."""
    known = standard or load_standard()
    looked = Looked(
        bag=verified.read, standing=verified.standing, formats=known.formats, filed=known.filed
    )
    groups = tuple(
        (group, tuple(_checked(item, verified.faults, looked) for item in group.items))
        for group in known.groups
    )
    spoken = [pattern for group in known.groups for item in group.items for pattern in item.faults]
    return Report(
        standard=known,
        groups=groups,
        others=tuple(f for f in verified.faults if not _matches(f, spoken)),
    )


def _checked(item: Item, faults: Sequence[BagFault], looked: Looked) -> Checked:
    if not item.automatic:
        return Checked(item=item, outcome=Outcome.OPEN)
    found: list[BagFault | Objection] = [f for f in faults if _matches(f, item.faults)]
    found += _probed(item, looked)
    return Checked(item=item, outcome=_outcome(found), found=tuple(found))


def _outcome(found: Sequence[BagFault | Objection]) -> Outcome:
    if not found:
        return Outcome.PASSED
    askable = all(isinstance(one, Objection) and one.askable for one in found)
    return Outcome.OPEN if askable else Outcome.FAILED


def _probed(item: Item, looked: Looked) -> Iterator[Objection]:
    for name in item.probes:
        yield from PROBES[name](looked)


def _matches(fault: BagFault, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(fault.code, pattern) for pattern in patterns)
