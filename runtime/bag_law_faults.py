"""Whether the law in a bag is the one its events name, and says the same in both its forms.

A definition's file has the digest the events name; the plain JSON beside it, which strangers'
scripts read, must tell the same. Refuses to know whether that law was in force.
"""

from collections.abc import Iterator, Mapping

from engine.definition import Workflow
from engine.errors import AnjuanError
from engine.event import Event
from engine.record import Json
from runtime import bag_format as bag
from runtime.bag_faults import BagFault
from runtime.bag_folder import BagFolder, fault_of
from runtime.bag_law import as_file, definition, pinned_digests
from runtime.bag_parts import json_at
from runtime.bag_reading import Bag
from runtime.plain_values import Plain


class LawCheck:
    """Checks the law of bags, one after another; a definition is told in full only once."""

    def __init__(self) -> None:
        self._told: dict[str, tuple[Plain, bytes]] = {}

    def faults(self, read: Bag) -> Iterator[BagFault]:
        """Everything in which definitions, roster and events differ.

        Codes: `bag.definition_missing`, `bag.definition_changed`, `bag.definition_differs`,
        `bag.profile_missing`, `bag.person_missing`, and those of reading JSON.
        """
        try:
            case = read.case()
        except AnjuanError:
            return  # told by `ledger_faults`
        for digest in pinned_digests(case):
            yield from self._definition(read.folder, digest, read.workflows)
        for event in case.events:
            yield from _people(read, event)

    def _definition(
        self, folder: BagFolder, digest: str, workflows: Mapping[str, Workflow]
    ) -> Iterator[BagFault]:
        source, plain = f"{bag.DEFINITIONS}{digest}.yaml", f"{bag.DEFINITIONS}{digest}.json"
        if digest not in workflows or source not in folder.files:
            yield BagFault(code="bag.definition_missing", path=source)
            return
        if folder.digests[source] != digest:
            # What it says now is not what the events name, so nothing is compared with it.
            yield BagFault(code="bag.definition_changed", path=source)
            return
        if digest not in self._told:
            own = definition(workflows[digest])
            self._told[digest] = own, as_file(own)
        own, written = self._told[digest]
        try:
            # A program of the same version wrote the same bytes; another may say more or less.
            if folder.read(plain) != written and not _agree(json_at(folder, plain), own):
                yield BagFault(code="bag.definition_differs", path=plain)
        except AnjuanError as error:
            yield fault_of(error, plain)


def _agree(told: Json, own: Plain) -> bool:
    """Whether two accounts agree in all that both speak of; a later program may say more."""
    if isinstance(told, dict) and isinstance(own, dict):
        return all(_agree(told[name], own[name]) for name in told.keys() & own.keys())
    if isinstance(told, list) and isinstance(own, list):
        return len(told) == len(own) and all(map(_agree, told, own))
    return type(told) is type(own) and told == own


def _people(read: Bag, event: Event) -> Iterator[BagFault]:
    """Whether the roster knows who acted and signed, under the profile the event names."""
    digest = event.basis.get("agency", "")
    if not digest:
        return
    agency = read.profiles.get(digest)
    if agency is None:
        facts = {"digest": digest[:16]}
        yield BagFault(code="bag.profile_missing", path=bag.PEOPLE, event=event.seq, facts=facts)
        return
    acted = {event.actor} - {"system"}
    for person in sorted(acted):
        if agency.person(person) is None:
            facts = {"person": person}
            yield BagFault(code="bag.person_missing", path=bag.PEOPLE, event=event.seq, facts=facts)
