"""An exported dossier read back: its events, files by digest, roster and law.

Strictly, it refuses a bag that is not what its own manifests and ledger say, naming every fault.
Leniently, it reads what can be read and lists the faults: an edited bag is still to be graded.
Refuses to judge whether the acts were lawful and whether the signatures hold.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from engine.calendar import WorkingCalendar
from engine.case import Case
from engine.definition import Workflow
from engine.errors import IntegrityError, NotFoundError
from engine.event import Event
from engine.law import Law
from engine.people import Agency
from engine.record import Json
from engine.storage_rows import StoredEvent
from runtime import bag_format as bag
from runtime.bag_events import case_of
from runtime.bag_faults import BagFault, BagRefused
from runtime.bag_folder import BagFolder, folder_faults
from runtime.bag_index import index_faults
from runtime.bag_ledger import ledger_faults
from runtime.bag_parts import (
    Obj,
    object_at,
    read_calendar,
    read_definitions,
    read_events,
    read_profiles,
)
from runtime.dossier_contents import names
from workflows.definition_data import load_workflows
from workflows.library import players_of


class BagBlobs:
    """The files of a dossier by the digest the ledger or the index records for them."""

    def __init__(self, folder: BagFolder, places: Mapping[str, str], *, strict: bool) -> None:
        """`places` names by digest the file that stands for it."""
        self._folder, self._places, self._strict = folder, places, strict

    def has(self, digest: str) -> bool:
        """Whether the bag holds a file for this digest; its content is not looked at."""
        return self._places.get(digest, "") in self._folder.files

    def place(self, digest: str) -> str:
        """Return the path of the file in the bag; "" where there is none."""
        return self._places.get(digest, "") if self.has(digest) else ""

    def get(self, digest: str) -> bytes:
        """Return the file; leniently read, its bytes may have another digest.

        Raises NotFoundError `blob_missing`, and strictly IntegrityError `blob_damaged`.
        """
        if not self.has(digest):
            raise NotFoundError("blob_missing", digest=digest)
        data = self._folder.read(self._places[digest])
        if self._strict and sha256(data).hexdigest() != digest:
            raise IntegrityError("blob_damaged", digest=digest)
        return data


@dataclass(frozen=True, slots=True, kw_only=True)
class Bag:
    """A bag as it was read."""

    folder: BagFolder
    case_id: str
    #: The index as it stands in the bag; empty where it cannot be read.
    index: Mapping[str, Json]
    events: tuple[StoredEvent, ...]
    blobs: BagBlobs
    #: The bureau by the digest of the profile events name, with the people the case names.
    profiles: Mapping[str, Agency]
    #: Definitions by the digest events name.
    workflows: Mapping[str, Workflow]
    calendar: WorkingCalendar | None
    #: What was found wrong in reading; after strict reading there is nothing.
    faults: tuple[BagFault, ...]

    @property
    def origin(self) -> str:
        """Return the ledger the bag says it comes from."""
        return str(self.index.get("origin", ""))

    @property
    def title(self) -> str:
        """Return the title of the case as the index has it."""
        return str(self.index.get("title", ""))

    @property
    def agency(self) -> Agency | None:
        """Return the bureau under the newest profile; None where the bag holds none."""
        return next(reversed([*self.profiles.values()]), None)

    def profile_of(self, event: Event) -> Agency | None:
        """Return the profile an event was judged under, or None when the bag lacks it."""
        return self.profiles.get(event.basis.get("agency", ""))

    def entries(self) -> tuple[Obj, ...]:
        """Return what the index says of each file, in order."""
        return tuple(one for one in _as_list(self.index.get("files")) if isinstance(one, dict))

    def law(self, own: Law) -> Law:
        """Return `own` law with the definitions and the calendar of the bag."""
        workflows = {**own.workflows, **self.workflows}
        return replace(
            own,
            workflows=workflows,
            players=players_of(workflows),
            calendar=self.calendar or own.calendar,
        )

    def case(self) -> Case:
        """Return the case its events make; raises IntegrityError `ledger.unreadable`."""
        if not self.events:
            raise IntegrityError("ledger.unreadable", case=self.case_id, seq=0)
        try:
            return case_of(self.events)
        except (KeyError, ValueError, TypeError, AttributeError, StopIteration) as wrong:
            raise IntegrityError("ledger.unreadable", case=self.case_id, seq=0) from wrong


def read_bag(path: Path, *, strict: bool, known: Mapping[str, Workflow] | None = None) -> Bag:
    """Return the bag in the folder `path`.

    `known` are definitions by digest that need not be read again; the shipped ones unless given.
    Raises NotFoundError `bag.none` where no bag is; strictly `BagRefused` with every fault that
    manifests, chain, digests and proofs show. Leniently nothing is hashed, and faults are only
    those of parts that cannot be read.
    """
    folder = BagFolder(path)
    faults: list[BagFault] = []
    index = object_at(folder, f"{bag.PAYLOAD}{names().index}", faults.append)
    events = read_events(folder, faults.append)
    read = Bag(
        folder=folder,
        case_id=events[0].case_id if events else str(index.get("case", "")),
        index=index,
        events=events,
        blobs=BagBlobs(folder, dict(_places(index, events)), strict=strict),
        profiles=read_profiles(folder, faults.append),
        workflows=read_definitions(
            folder, load_workflows() if known is None else known, faults.append
        ),
        calendar=read_calendar(folder, faults.append),
        faults=(),
    )
    found = replace(read, faults=tuple(faults))
    if strict:
        faults += integrity_faults(found)
        if faults:
            raise BagRefused(str(path), faults)
    return found


def integrity_faults(read: Bag) -> Iterator[BagFault]:
    """Everything in which the bag is not what its manifests and its ledger say."""
    yield from folder_faults(read.folder)
    yield from ledger_faults(read.folder, read.events)
    yield from index_faults(read.index, read.events, read.folder)


def _places(
    index: Mapping[str, Json], events: tuple[StoredEvent, ...]
) -> Iterator[tuple[str, str]]:
    """Yield the file of every digest: as the events name it, and before all as the index does.

    In an edited bag the two differ; a document is then found by either.
    """
    listed = [one for one in _as_list(index.get("files")) if isinstance(one, dict)]
    files = {str(one.get("document")): f"{bag.PAYLOAD}{one.get('file')}" for one in listed}
    for stored in events:
        for made in _as_list(json.loads(stored.body).get("documents")):
            if isinstance(made, dict) and str(made.get("id")) in files:
                yield str(made.get("digest")), files[str(made.get("id"))]
    for one in listed:
        yield str(one.get("sha256")), f"{bag.PAYLOAD}{one.get('file')}"


def _as_list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []
