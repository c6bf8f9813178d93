"""Dossiers as their grader reads them: from the workspace, or from a bag somebody handed over.

Puts the rooms together for `engine.grading`; decides nothing about what is found.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path

from documents.signing.verification import TrustAnchors
from engine.case import Case
from engine.elsewhere import phrases_of, rows_about
from engine.errors import AnjuanError, InputError
from engine.event import Event
from engine.grading.asking import Precheck, precheck
from engine.grading.dossier import Dossier
from engine.grading.files import Binding, Listed
from engine.grading.profile import Profile
from engine.like_cases import LikeCase, like_key
from engine.people import Agency
from engine.reading import every_case
from engine.situation import Neighbour
from engine.storage_rows import CaseRow
from runtime import bag_format
from runtime import settings as names
from runtime.bag_documents import anchors_of
from runtime.bag_folder import folder_faults
from runtime.bag_ledger import ledger_faults
from runtime.bag_reading import Bag, read_bag
from runtime.dossier_contents import folder_name
from runtime.dossier_contents import names as contents_names
from runtime.grading_files import KeptFiles, Seals
from runtime.grading_index import CaseFacts, facts_of, read_facts, written
from runtime.grading_replay import replayed_leniently
from runtime.signature_reading import signature_reader
from runtime.workspace import Workspace
from storage.grading_shelf import GradingShelf
from workflows.grading_data import profile_for

#: Name of the shelf in a workspace.
SHELF = "grading.sqlite"
FACTS = "facts"
#: Like cases read at most.
MOST_PEERS = 300
#: Answers about other cases kept at a time.
MOST_AROUND = 8


class Grader:
    """A workspace opened for grading."""

    def __init__(self, workspace: Workspace, shelf: GradingShelf | None = None) -> None:
        """Without a `shelf` nothing is kept, and nothing found before is known."""
        self.workspace = workspace
        self.shelf = shelf
        self.seals = _seals(shelf, workspace.trust())
        self._known: dict[tuple[str, str], CaseFacts] = {}
        #: What was last found around cases: dossiers of one party are often graded in a row.
        self._around: dict[tuple[tuple[str, ...], datetime], tuple[Neighbour, ...]] = {}

    @cached_property
    def profiles(self) -> Mapping[str, Profile]:
        """Return the standards in force, the bureau's own before the shipped ones."""
        found: dict[str, Profile] = {}
        for profile in self.workspace.law.grading():
            found.setdefault(profile.id, profile)
        return found

    def profile(self, dossier: Dossier, named: str = "") -> Profile:
        """Return the standard for a dossier: the one `named`, or that of its procedure.

        Raises InputError `grading.no_profile` where there is none.
        """
        day = dossier.now.date()
        found = self.profiles.get(named) if named else None
        if not named:
            found = profile_for(self.profiles, dossier.procedure, day)
        if found is None:
            raise InputError("grading.no_profile", profile=named, procedure=dossier.procedure)
        return found

    def grade(self, dossier: Dossier, named: str = "") -> Precheck:
        """Return what the standard of a dossier finds in it."""
        return precheck(dossier, self.profile(dossier, named))

    # -- of the workspace -----------------------------------------------------------------------

    def dossier(self, case: Case) -> Dossier:
        """Return a case of the workspace."""
        workspace = self.workspace
        blobs = workspace.blobs
        files = KeptFiles(blobs.get, blobs.has, self.seals, hashed=True)
        return Dossier(
            case=case,
            law=workspace.law,
            agency=_newest(case.events, workspace.profile_of) or workspace.agency,
            agency_of=workspace.profile_of,
            now=workspace.now(),
            files=files,
            binding=self._bound(case),
            peers=lambda: self.peers(case),
            neighbours=lambda since: self.neighbours(case, since),
        )

    def _bound(self, case: Case) -> Binding | None:
        """How the case's dossier lies in the workspace; its bytes are for the audit to compare."""
        folder = self.workspace.root / names.DOSSIERS / folder_name(case, self.workspace.law)
        index = folder / contents_names().index
        if not index.is_file():
            return None
        listed = tuple(_listed(json.loads(index.read_text("utf-8")).get("files", ())))
        missing = {one.path: "missing" for one in listed if not (folder / one.path).is_file()}
        return Binding(listed=listed, wrong=missing)

    # -- of a bag -------------------------------------------------------------------------------

    def bag(self, folder: Path) -> Dossier:
        """Return the dossier in a bag, read as far as it can be; edited ones are to be graded too.

        Raises NotFoundError `bag.none`, and IntegrityError `ledger.unreadable` where there are no
        events.
        """
        return self.read(read_bag(folder, strict=False, known=self.workspace.law.workflows))

    def read(self, bag: Bag) -> Dossier:
        """Return the dossier of a bag that was read; its signatures are held to its own root.

        Whether that root is to be believed is the business of whoever takes the bag in. Raises as
        `bag` does.
        """
        case, left_out = _case_of(bag)
        agency = _newest(case.events, bag.profile_of) or bag.agency or self.workspace.agency
        return Dossier(
            case=case,
            law=bag.law(self.workspace.law),
            agency=agency,
            agency_of=bag.profile_of,
            now=self.workspace.now(),
            files=KeptFiles(bag.blobs.get, bag.blobs.has, self._seals_of(bag), hashed=False),
            binding=_bag_binding(bag, left_out),
            peers=lambda: self.peers(case),
            neighbours=lambda since: self.neighbours(case, since),
        )

    def _seals_of(self, bag: Bag) -> Seals:
        try:
            seals = _seals(self.shelf, anchors_of(bag.folder))
        except AnjuanError:  # a bag without a root of its own: ours is all there is
            return self.seals
        seals.eager = self.seals.eager
        return seals

    # -- beside it ------------------------------------------------------------------------------

    @cached_property
    def rows(self) -> tuple[CaseRow, ...]:
        """Return the row of every case, as of when it was first asked for."""
        with self.workspace.store.read() as view:
            return tuple(every_case(view))

    @cached_property
    def _by_matter(self) -> Mapping[str, Sequence[CaseRow]]:
        found: dict[str, list[CaseRow]] = {}
        for row in sorted(self.rows, key=lambda r: (r.moved_at, r.case_id), reverse=True):
            found.setdefault(str(json.loads(row.extra).get("matter", "")), []).append(row)
        return found

    def peers(self, case: Case) -> tuple[LikeCase, ...]:
        """Return the decisions on the same matter, kind of party and tier, newest first."""
        key = like_key(case)
        rows = self._by_matter.get(case.data.text("matter"), ())[:MOST_PEERS]
        found = (self.facts(r.case_id, r.head.hex()) for r in rows if r.case_id != case.id)
        return tuple(f.like for f in found if f.like is not None and f.key == key)

    def neighbours(self, case: Case, since: datetime) -> tuple[Neighbour, ...]:
        """Return what other cases of the same party, place or vehicle say that moved since."""
        asked = (phrases_of(case.data), since)
        if asked not in self._around:
            with self.workspace.store.read() as view:
                rows = {row.case_id: row.head.hex() for row in rows_about(view, case.data, since)}
            found = tuple(self.facts(one, rows[one]).neighbour for one in sorted(rows))
            self._around = {asked: found} | dict(list(self._around.items())[: MOST_AROUND - 1])
        return tuple(one for one in self._around[asked] if one.case != case.id)

    def facts(self, case_id: str, head: str) -> CaseFacts:
        """Return what one case says to others, worked out once for every state of it."""
        known = self._known.get((case_id, head))
        if known is None:
            known = self._known[case_id, head] = self._facts(case_id, head)
        return known

    def _facts(self, case_id: str, head: str) -> CaseFacts:
        kept = self.shelf.get(FACTS, case_id, head) if self.shelf is not None else None
        if kept is not None:
            return read_facts(kept)
        found = facts_of(self.workspace.road.case(case_id))
        if self.shelf is not None:
            self.shelf.put(FACTS, case_id, head, written(found))
        return found


def shelf_of(workspace: Workspace) -> GradingShelf:
    """Open the shelf of a workspace."""
    key = bytes.fromhex((workspace.root / names.KEYS / "data.key").read_text("ascii").strip())
    return GradingShelf(workspace.root / SHELF, key)


def _seals(shelf: GradingShelf | None, trust: TrustAnchors) -> Seals:
    believed = hashlib.sha256(b"".join((*trust.roots, *trust.timestamp_roots, *trust.crls)))
    return Seals(shelf, believed.hexdigest(), signature_reader(trust))


def _newest(events: Sequence[Event], agency_of: Callable[[Event], Agency | None]) -> Agency | None:
    """The bureau under the newest profile that is not lost."""
    found = (agency_of(event) for event in reversed(events))
    return next((agency for agency in found if agency is not None), None)


def _case_of(bag: Bag) -> tuple[Case, dict[str, str]]:
    """The case a bag's events make, or as much of it as edited ones still do."""
    if not bag.events:
        return bag.case(), {}
    return replayed_leniently(bag.case_id, bag.events)


def _bag_binding(read: Bag, left_out: Mapping[str, str]) -> Binding:
    """How a bag was bound. Whatever an edited event breaks of the ledger counts once."""
    faults = (*folder_faults(read.folder), *ledger_faults(read.folder, read.events), *read.faults)
    wrong: dict[str, str] = {}
    for fault in faults:
        beside = not fault.path.startswith(bag_format.PAYLOAD)
        wrong.setdefault(bag_format.AUDIT if beside else fault.path, fault.code)
    return Binding(listed=tuple(_listed(read.entries())), wrong={**wrong, **left_out})


def _listed(entries: Iterable[Mapping[str, object]]) -> Iterator[Listed]:
    for entry in entries:
        yield Listed(
            path=str(entry.get("file", "")),
            digest=str(entry.get("sha256", "")),
            document=str(entry.get("document", "")),
            evidence=str(entry.get("evidence", "")),
            number=str(entry.get("number", "")),
            name=str(entry.get("name", "")),
            first_page=_whole(entry.get("first_page")),
            last_page=_whole(entry.get("last_page")),
        )


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0
