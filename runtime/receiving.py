"""Taking in a bag of another bureau: copied, verified as a whole, then kept and entered.

What is verified is the copy that will be kept. A refused bag leaves nothing behind, and its refusal
names every fault. Refuses to take over events: they stay another ledger's.
"""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from engine.command import SYSTEM
from engine.errors import AnjuanError, InputError
from engine.journal import Act, note, read_journal
from runtime import bag_format as bag
from runtime.bag_documents import Verifying, certificate, document_faults, links_of
from runtime.bag_faults import BagFault, BagRefused
from runtime.bag_folder import BagFolder, fault_of, folder_faults
from runtime.bag_law_faults import LawCheck
from runtime.bag_ledger import key_of
from runtime.bag_reading import Bag, integrity_faults, read_bag
from runtime.key_records import log_keys
from runtime.known_agencies import KnownAgency, Standing, known_agencies, standing
from runtime.received import Received, is_whole, open_received, place_of, received_in
from runtime.settings import RECEIVED
from runtime.whole_folders import put_folder
from runtime.workspace import Workspace
from storage.filesystem import write_whole

#: Where a bag without a tag manifest would lie; it is refused.
UNNAMED = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A bag with everything that was found about it."""

    read: Bag
    standing: Standing
    faults: tuple[BagFault, ...]


class Desk:
    """Verifies and takes in bags, one after another."""

    def __init__(self, workspace: Workspace, verifying: Verifying | None = None) -> None:
        """Know the bureaus; raises ConfigurationError `agencies.unreadable`.

        `verifying` is for `document_faults`.
        """
        self._workspace, self._verifying = workspace, verifying
        self._law = LawCheck()
        self._known = known_agencies(workspace.root)
        with workspace.store.read() as view:
            self._own_keys = [record.key for record in log_keys(read_journal(view))]

    def verify(self, path: Path) -> Verified:
        """Check everything the bag in `path` claims; raises NotFoundError `bag.none`."""
        read = read_bag(path, strict=False, known=self._workspace.law.workflows)
        faults = [
            *read.faults,
            *integrity_faults(read),
            *document_faults(read, self._verifying),
            *self._law.faults(read),
        ]
        found, strange = self._standing(read.folder)
        faults += strange
        if not self._workspace.training and self._for_training(read.folder):
            faults.append(BagFault(code="bag.training", path=bag.INFO))
        return Verified(read=read, standing=found, faults=tuple(_once(faults)))

    def _standing(self, folder: BagFolder) -> tuple[Standing, list[BagFault]]:
        try:
            key, root = key_of(folder), certificate(folder, bag.ROOT)
            found = standing(key, root, (self._own(), *self._known), links_of(folder))
        except AnjuanError as error:
            return Standing.FOREIGN, [fault_of(error, bag.AUDIT)]
        if found is Standing.IMPOSTOR:
            return found, [
                BagFault(code="bag.impostor", path=bag.LOG_KEY, facts={"origin": key.name})
            ]
        return found, []

    def _own(self) -> KnownAgency:
        trust = self._workspace.trust()
        roots = (*trust.roots, *(one.root for one in trust.earlier))
        return KnownAgency(name="", keys=tuple(self._own_keys), roots=roots)

    def _for_training(self, folder: BagFolder) -> bool:
        try:
            return bag.read_info(folder.read(bag.INFO)).get("Anjuan-Training") != "false"
        except AnjuanError:
            return False  # told by `folder_faults`

    def receive(self, path: Path, *, by: str = SYSTEM) -> tuple[Received, bool]:
        """Verify a bag and keep it; return it, and whether it is new here.

        Raises NotFoundError `bag.none`, `BagRefused` with every fault, InputError `bag.own` for a
        dossier of this very ledger, StorageError when the disk refuses.
        """
        if path.resolve().is_relative_to(self._workspace.root / RECEIVED):
            raise InputError("command.file_kept", path=str(path))
        copied = _Copy(BagFolder(path))
        place = place_of(self._workspace.root, copied.source.digest or UNNAMED)
        before = self._before(copied.source.digest)
        whole = before is not None and not any(folder_faults(copied.source))
        if before is not None and whole and is_whole(place, before.digest):
            return before, False
        taken: list[Received] = []

        def write(building: Path) -> None:
            copied.write(building)
            taken.append(self._accepted(path, building, by))

        try:
            put_folder(place, write, durable=True)  # the journal will say that it is here
        finally:
            with contextlib.suppress(OSError):  # it holds what was received before
                place.parent.rmdir()
        return (before, False) if before is not None else (self._entered(taken[0]), True)

    def _before(self, digest: str) -> Received | None:
        with self._workspace.store.read() as view:
            known = received_in(read_journal(view))
        return next((one for one in known if one.digest == digest), None)

    def _accepted(self, path: Path, building: Path, by: str) -> Received:
        found = self.verify(building)
        faults = [*found.faults, *self._forks(found.read)]
        if faults:
            raise BagRefused(str(path), faults)
        if key_of(found.read.folder) in self._own_keys:
            raise InputError("bag.own", case=found.read.case_id)
        agency = found.read.agency
        return Received(
            case=found.read.case_id,
            origin=found.read.origin,
            agency=agency.name if agency is not None else "",
            code=agency.code if agency is not None else "",
            digest=found.read.folder.digest,
            events=len(found.read.events),
            head=found.read.case().head,
            known=found.standing is Standing.KNOWN,
            at=self._workspace.now(),
            by=by,
            entry=0,
        )

    def _forks(self, read: Bag) -> Iterator[BagFault]:
        """Whether the bag tells another past of a case than an earlier one from the same ledger."""
        with self._workspace.store.read() as view:
            known = received_in(read_journal(view))
        for one in known:
            same = (one.case, one.origin) == (read.case_id, read.origin)
            if same and not self._continues(one, read):
                yield BagFault(code="bag.fork", path=bag.EVENTS, facts={"received": one.events})

    def _continues(self, earlier: Received, read: Bag) -> bool:
        """Whether the longer of two states of a case holds the newest event of the shorter."""
        if earlier.events <= len(read.events):
            return earlier.head in {one.hash.hex() for one in read.events}
        kept = open_received(self._workspace, earlier)
        return read.events[-1].hash in {one.hash for one in kept.events}

    def _entered(self, one: Received) -> Received:
        with self._workspace.store.write() as unit:
            entry = note(unit, Act.DOSSIER_RECEIVED, at=one.at, actor=one.by, facts=one.facts())
        return replace(one, entry=entry.seq)


class _Copy:
    """Copies a bag byte by byte, as it lies there."""

    def __init__(self, source: BagFolder) -> None:
        self.source = source

    def write(self, building: Path) -> None:
        """Copy every plain file; raises IntegrityError `bag.link` for anything else."""
        if self.source.foreign:
            raise BagRefused(
                str(self.source.root),
                [BagFault(code="bag.link", path=p) for p in self.source.foreign],
            )
        made: set[Path] = set()
        for path in self.source.files:
            target = building / path
            if target.parent not in made:
                target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                made.add(target.parent)
            write_whole(target, self.source.read(path), durable=False)


def _once(faults: Sequence[BagFault]) -> Iterator[BagFault]:
    """Each fault once: several checks may come upon the same."""
    seen: list[BagFault] = []
    for fault in faults:
        if fault not in seen:
            seen.append(fault)
            yield fault


def fingerprint_of(workspace: Workspace, one: Received) -> str:
    """Return the SHA-256 fingerprint of a received dossier's root, as `openssl x509` shows it."""
    folder = BagFolder(place_of(workspace.root, one.digest))
    return sha256(certificate(folder, bag.ROOT)).digest().hex(":").upper()
