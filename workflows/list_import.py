"""Importing a bureau's list of matters in one go: read, checked and fitted, or refused whole.

Nothing is written here; `KeptLists.keep` puts an outcome without faults into force.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from engine.matters import Matter
from workflows.kept_lists import KeptList
from workflows.lined_yaml import read_fields
from workflows.list_columns import ListShape, load_list_shape
from workflows.list_merge import merge
from workflows.list_rows import LawKnown, Library, read_rows
from workflows.list_sheet import Fault, read_sheet
from workflows.matter_data import LAWS

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The file handed in, by whom and when."""

    name: str
    data: bytes
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What a file comes to: the list it would put into force, or its faults in file order."""

    outcome: KeptList
    faults: tuple[Fault, ...]
    rows: int

    @property
    def news(self) -> bool:
        """Whether anything is not as it was."""
        return any(ids for word, ids in self.outcome.effect.items() if word != "unchanged")


def import_list(
    source: Source,
    known: Mapping[str, Matter],
    benchmarks: frozenset[str],
    last: KeptList | None,
    *,
    correct: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Work out the list `source` would put into force after `last`.

    `known` are all matters there are now. Raises InputError where the file is no table at all.
    """
    shape = load_list_shape()
    earlier = last.laws if last is not None else {}
    library = Library(shape=shape, laws=shipped_laws() | dict(earlier), benchmarks=benchmarks)
    reading = read_rows(read_sheet(source.data), library, progress)
    own = last.matters if last is not None else {}
    merged = merge(reading.entries, known, own, correct=correct)
    outcome = KeptList(
        number=last.number + 1 if last is not None else 1,
        previous=last.digest if last is not None else "",
        at=source.at,
        by=source.by,
        source=source.name,
        source_digest=hashlib.sha256(source.data).hexdigest(),
        effect={
            "added": tuple(merged.added),
            "changed": tuple(merged.changed),
            "ended": tuple(merged.ended),
            "corrected": tuple(merged.corrected),
            "unchanged": tuple(merged.unchanged),
        },
        laws=dict(earlier) | reading.laws,
        matters=merged.matters,
    )
    faults = [_headed(fault, shape) for fault in (*reading.faults, *merged.faults)]
    ordered = tuple(sorted(faults, key=lambda fault: (fault.row, fault.column)))
    return Imported(outcome=outcome, faults=ordered, rows=len(reading.entries))


def _headed(fault: Fault, shape: ListShape) -> Fault:
    """The fault with the heading of its column, where it knows the column by its own name."""
    name = dict(fault.facts).get("column_name", "")
    if fault.heading or name not in shape.columns:
        return fault
    return Fault(
        code=fault.code,
        row=fault.row,
        column=fault.column,
        heading=shape.columns[name].headings[0],
        value=fault.value,
        facts=fault.facts,
    )


def shipped_laws(path: Path = LAWS) -> dict[str, LawKnown]:
    """The instruments the shipped matters rest on."""
    top = read_fields(path)
    laws: dict[str, LawKnown] = {}
    for entry in top.children("laws"):
        kind, since = entry.text("class"), entry.scalar("in_force").day()
        laws[entry.text("name")] = LawKnown(kind=kind, since=since)
        entry.done()
    top.done()
    return laws
