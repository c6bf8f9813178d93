"""The duties, from `duties.yaml` and its later editions `duties-*.yaml`.

An edition is never changed once an act was judged by it: a later one stands in a file of its own,
with the day it holds from and the digest of the edition it follows. Complaints name file and line.
"""

import hashlib
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from engine.definition import Requirement, SlotSource
from engine.duties import Duties
from engine.record import Record
from engine.relations import Reading, Relation
from workflows.definition_data import read_requirement
from workflows.lined_yaml import Fields, read_fields

DATA = Path(__file__).parent / "data"
#: Where a case may name the person who signs a slot.
SOURCES = ("data", "input", "actor")
#: Where a relation may read the people who stand in it.
READINGS = ("data", "input", "here", "ever", "track", "squad", "owner")


def load_duty_editions(folder: Path = DATA) -> tuple[Duties, ...]:
    """Return every edition of the duties in a folder, the oldest first.

    Raises ConfigurationError naming file and line: `duties.same_day` for two editions from one day,
    `duties.changed` for an edition that does not follow the one before it as it now is.
    """
    read = [_read(path) for path in sorted(folder.glob("duties*.yaml"))]
    ordered = sorted(read, key=lambda e: e[0].valid_from)
    for (before, _, _), (edition, follows, top) in pairwise(ordered):
        if edition.valid_from == before.valid_from:
            top.place.refuse("duties.same_day", day=edition.valid_from)
        if follows != before.digest:
            top.place.refuse("duties.changed", day=before.valid_from, digest=before.digest)
    return tuple(edition for edition, _, _ in ordered)


def load_duties(path: Path = DATA / "duties.yaml") -> Duties:
    """Return one edition: the general requirements and the prohibitions."""
    return _read(path)[0]


def _read(path: Path) -> tuple[Duties, str, Fields]:
    """Return an edition, the digest of the one it follows, and its top for complaints."""
    top = read_fields(path)
    follows = top.text("follows", "")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return replace(_edition(top), digest=digest), follows, top


def _edition(top: Fields) -> Duties:
    valid_from = top.scalar("valid_from").day()
    always = tuple(read_requirement(child) for child in top.children("always"))
    barred = top.child("barred")
    found = {role: _barred(barred.child(role)) for role in barred.names()}
    slots = top.child("signers")
    signers = {slot: _signer(slots.child(slot)) for slot in slots.names()}
    migrators = frozenset(top.texts("migrators"))
    ties = top.child("relations")
    relations = {name: _relation(name, ties.child(name)) for name in ties.names()}
    top.done()
    return Duties(
        valid_from=valid_from,
        always=always,
        barred=found,
        signers=signers,
        migrators=migrators,
        relations=relations,
    )


def _relation(name: str, entry: Fields) -> Relation:
    found = Relation(
        id=name,
        name=entry.text("name"),
        name_en=entry.text("name_en"),
        reads=tuple(_reading(child) for child in entry.children("reads")),
    )
    entry.done()
    return found


def _reading(entry: Fields) -> Reading:
    reading = Reading(
        source=_one_of(entry, "from", READINGS),
        name=entry.text("name", ""),
        machine=entry.text("machine", ""),
        states=entry.texts("states") if entry.has("states") else (),
    )
    entry.done()
    return reading


def _one_of(entry: Fields, field: str, allowed: tuple[str, ...]) -> str:
    written = entry.text(field)
    if written not in allowed:
        entry.place.refuse(
            "data.unknown_word", field=field, value=written, allowed="、".join(allowed)
        )
    return written


def _signer(entry: Fields) -> SlotSource:
    found = SlotSource(source=_one_of(entry, "from", SOURCES), name=entry.text("name", ""))
    entry.done()
    return found


def _barred(entry: Fields) -> Requirement:
    requirement = Requirement(
        fact="duties_separate",
        args=Record({"not": entry.texts("not")}),
        rule=entry.text("rule"),
        law=entry.text("law"),
    )
    entry.done()
    return requirement
