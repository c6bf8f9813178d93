"""Fitting a list that was read into the matters there are: new, changed, ended, unchanged.

A text that applies to past acts is never rewritten unless somebody says that it corrects a
mistake: a change begins on its own day and ends the text before it on the day before.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

from engine.matters import Matter, MatterVersion
from workflows.list_rows import Entry
from workflows.list_sheet import Fault

BENCHMARK, LIMITATION = "default-1", "D30"
DAY = timedelta(days=1)


@dataclass(slots=True)
class Merged:
    """The bureau's own matters after the import, and what it did to them."""

    matters: dict[str, Matter] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    corrected: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)


def merge(
    entries: Sequence[Entry],
    known: Mapping[str, Matter],
    own: Mapping[str, Matter],
    *,
    correct: bool = False,
) -> Merged:
    """Fit `entries` into `known` (every matter there is); `own` are those of the last list.

    With `correct` a row may replace the text that began on the same day.
    """
    merged = Merged(matters=dict(own))
    for matter_id, rows in _by_matter(entries, merged).items():
        _take(merged, matter_id, rows, known.get(matter_id), correct=correct)
    merged.matters = dict(sorted(merged.matters.items()))
    _refuse_unknown(merged, entries, {*known, *merged.matters})
    return merged


def _refuse_unknown(merged: Merged, entries: Sequence[Entry], known: set[str]) -> None:
    """Name every row that links to a matter nobody has."""
    for entry in entries:
        linked = {"yields_to": entry.version.yields_to, "competes": entry.version.competes}
        for column, codes in linked.items():
            for code in codes:
                if code not in known:
                    fault = _fault(entry, column, "matter_list.unknown_matter", code)
                    merged.faults.append(fault)


def _by_matter(entries: Iterable[Entry], merged: Merged) -> dict[str, list[Entry]]:
    """Rows by matter, one for each version: rows of one day are situations of one version."""
    found: dict[str, dict[date, Entry]] = {}
    for entry in entries:
        versions = found.setdefault(entry.id, {})
        first = versions.get(entry.version.valid_from)
        joined = entry if first is None else _joined(first, entry, merged)
        versions[entry.version.valid_from] = joined
    return {matter_id: sorted(v.values(), key=_since) for matter_id, v in found.items()}


def _since(entry: Entry) -> date:
    return entry.version.valid_from


def _joined(first: Entry, entry: Entry, merged: Merged) -> Entry:
    """Two rows of one version as one; the same situation twice is a doubled code."""
    taken = {(f.party, f.situation) for f in first.version.ranges}
    mine = entry.version.ranges
    if not mine or any((f.party, f.situation) in taken for f in mine):
        merged.faults.append(
            _fault(entry, "id", "matter_list.code_twice", entry.id, other=str(first.row))
        )
        return first
    ranges = (*first.version.ranges, *mine)
    numbered = tuple(replace(f, id=f"{f.party.value}_{n}") for n, f in enumerate(ranges, 1))
    alone = replace(entry.version, ranges=first.version.ranges)
    if (entry.name, alone) != (first.name, first.version):
        merged.faults.append(
            _fault(entry, "id", "matter_list.rows_differ", entry.id, other=str(first.row))
        )
        return first
    return replace(first, version=replace(first.version, ranges=numbered))


def _fault(entry: Entry, column: str, code: str, value: str, **facts: str) -> Fault:
    return Fault(
        code=code,
        row=entry.row,
        column=entry.places.get(column, 0),
        value=value,
        facts=(("column_name", column), *facts.items()),
    )


def _take(
    merged: Merged, matter_id: str, rows: list[Entry], known: Matter | None, *, correct: bool
) -> None:
    versions = {v.valid_from: v for v in known.versions} if known is not None else {}
    before = dict(versions)
    for entry in rows:
        _place(merged, entry, versions, before, correct=correct)
    if not _apart(rows, versions, merged):
        return
    last = rows[-1]
    merged.matters[matter_id] = Matter(
        id=matter_id,
        name=last.name,
        field=last.field,
        benchmark=last.benchmark or (known.benchmark if known is not None else BENCHMARK),
        limitation=known.limitation if known is not None else LIMITATION,
        versions=tuple(versions[day] for day in sorted(versions)),
        own=True,
    )
    if known is None:
        merged.added.append(matter_id)
    elif versions == before:
        merged.unchanged.append(matter_id)


def _place(
    merged: Merged,
    entry: Entry,
    versions: dict[date, MatterVersion],
    before: dict[date, MatterVersion],
    *,
    correct: bool,
) -> None:
    """Put one version among those there are."""
    new, since = entry.version, entry.version.valid_from
    old = before.get(since)
    if old is not None:
        _replace(merged, entry, versions, old, correct=correct)
        return
    earlier = [v for day, v in versions.items() if day < since]
    last = max(earlier, key=lambda v: v.valid_from, default=None)
    new = _linked(new, last) if last is not None else new
    if last is not None and last.valid_to is None and last.valid_from in before:
        versions[last.valid_from] = replace(last, valid_to=since - DAY)
    versions[since] = new
    if before and entry.id not in merged.changed:
        merged.changed.append(entry.id)


def _replace(
    merged: Merged,
    entry: Entry,
    versions: dict[date, MatterVersion],
    old: MatterVersion,
    *,
    correct: bool,
) -> None:
    new = replace(_linked(entry.version, old), continued_by=old.continued_by)
    if _text_of(new) == _text_of(old):
        if new.valid_to != old.valid_to and old.valid_to is None:
            versions[old.valid_from] = replace(old, valid_to=new.valid_to)
            merged.ended.append(entry.id)
        return
    if not correct:
        since = old.valid_from.isoformat()
        fault = _fault(entry, "valid_from", "matter_list.already_in_force", since)
        merged.faults.append(fault)
        return
    versions[old.valid_from] = replace(new, valid_to=new.valid_to or old.valid_to)
    merged.corrected.append(entry.id)


def _linked(new: MatterVersion, old: MatterVersion) -> MatterVersion:
    """The text with the links to other matters that were known, where the row names none."""
    return replace(
        new, yields_to=new.yields_to or old.yields_to, competes=new.competes or old.competes
    )


def _text_of(version: MatterVersion) -> MatterVersion:
    """The text alone, without the day it ends."""
    return replace(version, valid_to=None)


def _apart(rows: list[Entry], versions: Mapping[date, MatterVersion], merged: Merged) -> bool:
    """Whether no two versions apply to one act; a fault names the later row where they do."""
    ordered = [versions[day] for day in sorted(versions)]
    by_day = {e.version.valid_from: e for e in rows}
    for first, second in pairwise(ordered):
        if second.valid_from <= (first.valid_to or date.max):
            row = by_day.get(second.valid_from) or by_day.get(first.valid_from) or rows[-1]
            merged.faults.append(
                _fault(
                    row,
                    "valid_from",
                    "matter_list.overlap",
                    row.version.valid_from.isoformat(),
                    since=first.valid_from.isoformat(),
                    until=first.valid_to.isoformat() if first.valid_to else "",
                    write=(second.valid_from - DAY).isoformat(),
                )
            )
            return False
    return True
