"""Dossiers of other bureaus: kept whole, as they came, each named by an entry of the journal.

Their events stay in their own ledger: nothing here ever becomes an event of a case of ours, so they
can be read, graded, checked and handed on, and never moved. Refuses to change a kept file.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from engine.audit_finding import AuditFinding, Place
from engine.audit_journal import journal_finding
from engine.errors import AnjuanError, InputError, IntegrityError, NotFoundError
from engine.journal import Act, Entry, read_journal
from engine.record import Json
from runtime import bag_format as bag
from runtime.bag_faults import BagFault, BagRefused
from runtime.bag_folder import BagFolder, folder_faults
from runtime.bag_reading import Bag, read_bag
from runtime.settings import RECEIVED
from runtime.workspace import Workspace

#: Between a case id and the ledger it is from: `2026-000001@anjuan/1233…/3f2a9c1d`.
AT = "@"


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One dossier as the journal records it."""

    case: str
    #: Ledger it is from.
    origin: str
    #: Name of the bureau and its code, as the dossier has them.
    agency: str
    code: str
    #: SHA-256 of the bag's tag manifest, hex.
    digest: str
    events: int
    #: Hash of the newest event, hex.
    head: str
    #: Whether the workspace knew the bureau when it received the dossier.
    known: bool
    at: datetime
    by: str
    #: Entry of the journal.
    entry: int

    @property
    def reference(self) -> str:
        """Return how the dossier is called here: its case id and its ledger."""
        return f"{self.case}{AT}{self.origin}"

    def facts(self) -> dict[str, Json]:
        """Return what the journal keeps; no name of a party."""
        return {
            "case": self.case,
            "origin": self.origin,
            "agency": self.agency,
            "code": self.code,
            "digest": self.digest,
            "events": self.events,
            "head": self.head,
            "known": self.known,
        }


def received_in(entries: Sequence[Entry]) -> tuple[Received, ...]:
    """Return every dossier the journal says was received, oldest first."""
    return tuple(_read(entry) for entry in entries if entry.act is Act.DOSSIER_RECEIVED)


def _read(entry: Entry) -> Received:
    events = entry.facts.get("events")
    return Received(
        case=entry.text("case"),
        origin=entry.text("origin"),
        agency=entry.text("agency"),
        code=entry.text("code"),
        digest=entry.text("digest"),
        events=events if isinstance(events, int) else 0,
        head=entry.text("head"),
        known=entry.facts.get("known") is True,
        at=entry.at,
        by=entry.actor,
        entry=entry.seq,
    )


def received(workspace: Workspace) -> tuple[Received, ...]:
    """Return every dossier received; raises IntegrityError for a damaged journal."""
    with workspace.store.read() as view:
        return received_in(read_journal(view))


def is_reference(text: str) -> bool:
    """Whether a text names a dossier received and no case of this bureau."""
    return AT in text


def find_received(workspace: Workspace, text: str) -> Received:
    """Return the newest state of the dossier a text names: `case@origin`, or `case@` and its end.

    Raises NotFoundError `received.unknown`, InputError `received.ambiguous`.
    """
    case, _, origin = text.partition(AT)
    found = [one for one in received(workspace) if one.case == case and one.origin.endswith(origin)]
    if not found:
        raise NotFoundError("received.unknown", given=text)
    if len({one.origin for one in found}) > 1:
        known = "、".join(sorted({one.reference for one in found}))
        raise InputError("received.ambiguous", given=text, known=known)
    return max(found, key=lambda one: (one.events, one.entry))


def place_of(root: Path, digest: str) -> Path:
    """Return the folder a dossier is kept in."""
    return root / RECEIVED / digest


def is_whole(place: Path, digest: str) -> bool:
    """Whether a folder holds the bag with this digest, to the byte."""
    try:
        folder = BagFolder(place)
    except AnjuanError:
        return False
    return folder.digest == digest and not any(folder_faults(folder))


def open_received(workspace: Workspace, one: Received) -> Bag:
    """Return a dossier received, checked again.

    Raises NotFoundError `bag.none` where it is lost, IntegrityError `received.damaged` where it is
    no longer whole.
    """
    place = place_of(workspace.root, one.digest)
    try:
        found = read_bag(place, strict=True, known=workspace.law.workflows)
    except BagRefused as refused:
        raise IntegrityError("received.damaged", reference=one.reference) from refused
    if found.folder.digest != one.digest:
        raise IntegrityError("received.damaged", reference=one.reference)
    return found


def audit_received(root: Path, entries: Sequence[Entry]) -> Iterator[AuditFinding]:
    """Every dossier the journal names is kept as it came, and no other lies beside them.

    Codes: `received_lost`, `received_changed`, `received_unrecorded`.
    """
    recorded = {one.digest: one for one in received_in(entries)}
    for one in recorded.values():
        yield from _kept(root, one)
    here = root / RECEIVED
    for path in sorted(here.iterdir()) if here.is_dir() else ():
        if not path.name.startswith(".") and path.name not in recorded:
            yield journal_finding("received_unrecorded", 0, path=f"{RECEIVED}/{path.name}")


def _kept(root: Path, one: Received) -> Iterator[AuditFinding]:
    facts = {"case": one.case, "origin": one.origin}
    try:
        folder = BagFolder(place_of(root, one.digest))
    except AnjuanError:
        yield journal_finding("received_lost", one.entry, **facts)
        return
    faults = list(folder_faults(folder))
    if folder.digest != one.digest:
        faults.append(BagFault(code="bag.file_changed", path=bag.TAG_MANIFEST))
    for fault in faults:
        path = f"{RECEIVED}/{one.digest}/{fault.path}"
        yield AuditFinding(code="received_changed", place=Place(path=path), facts=facts)


def told(one: Received) -> dict[str, object]:
    """Return a dossier received as programs read it."""
    return {
        **json.loads(json.dumps(one.facts())),
        "reference": one.reference,
        "at": one.at,
        "by": one.by,
    }
