"""Tables of grid leads a bureau has taken in: each kept as it came, and named in the journal.

A later table changes the leads it names again and leaves the others; which those are is worked out
from the kept tables whenever somebody asks. Refuses to make a case of a lead.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from engine.errors import IntegrityError
from engine.grid_leads import GridLead
from engine.journal import Act, Entry, note, read_journal
from engine.record import Json
from runtime.settings import LEADS
from runtime.workspace import Workspace
from storage.filesystem import disk_errors, flush_folder, write_whole
from workflows.grid_lead_list import Progress, read_leads
from workflows.list_sheet import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadImport:
    """What taking in a table does, or would do."""

    source: str
    digest: str
    rows: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: int
    faults: tuple[Fault, ...] = ()

    @property
    def news(self) -> bool:
        """Whether anything is not as it was."""
        return bool(self.added or self.changed)


def work_out(
    workspace: Workspace, name: str, data: bytes, progress: Progress | None = None
) -> LeadImport:
    """Return what the table `data` would do; raises InputError where it is no table at all."""
    reading = read_leads(data, progress)
    known = leads_of(workspace)
    fresh = [one for one in reading.leads if one.number not in known]
    changed = [one for one in reading.leads if known.get(one.number, one) != one]
    return LeadImport(
        source=name,
        digest=sha256(data).hexdigest(),
        rows=len(reading.leads),
        added=tuple(one.number for one in fresh),
        changed=tuple(one.number for one in changed),
        unchanged=len(reading.leads) - len(fresh) - len(changed),
        faults=tuple(sorted(reading.faults, key=lambda fault: (fault.row, fault.column))),
    )


def take_in(workspace: Workspace, found: LeadImport, data: bytes, by: str) -> None:
    """Keep a table and enter it in the journal, both or neither; `by` is a person id.

    Raises StorageError when the disk refuses. A table kept without its entry counts for nothing.
    """
    path = kept_at(workspace.root, found.digest)
    with disk_errors(path):
        path.parent.mkdir(mode=0o700, exist_ok=True)
        write_whole(path, data)
        flush_folder(path.parent)
    facts: dict[str, Json] = {
        "source": found.source,
        "digest": found.digest,
        "rows": found.rows,
        "added": len(found.added),
        "changed": len(found.changed),
    }
    with workspace.store.write() as unit:
        note(unit, Act.LEADS_IMPORTED, at=workspace.now(), actor=by, facts=facts)


def leads_of(workspace: Workspace) -> Mapping[str, GridLead]:
    """Return every lead taken in, by number, as its newest table has it.

    Raises IntegrityError `lead_list_damaged` for a table that is not the one the journal names.
    """
    with workspace.store.read() as view:
        entries = imports_in(read_journal(view))
    leads: dict[str, GridLead] = {}
    for entry in entries:
        leads |= {lead.number: lead for lead in read_leads(_kept(workspace.root, entry)).leads}
    return leads


def imports_in(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the journal's entries about tables of leads, oldest first."""
    return tuple(entry for entry in entries if entry.act is Act.LEADS_IMPORTED)


def kept_at(root: Path, digest: str) -> Path:
    """Return where the table with a digest is kept."""
    return root / LEADS / f"{digest}.table"


def _kept(root: Path, entry: Entry) -> bytes:
    path = kept_at(root, entry.text("digest"))
    data = path.read_bytes() if path.is_file() else b""
    if sha256(data).hexdigest() != entry.text("digest"):
        raise IntegrityError("lead_list_damaged", source=entry.text("source"), path=str(path))
    return data
