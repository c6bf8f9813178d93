"""Putting a list of matters into force: the list is kept and the journal says so, both or neither.

What stands in the list, and who may do it, is decided by the caller.
"""

from hashlib import sha256
from pathlib import Path

from engine.journal import Act, note, read_journal
from engine.record import Json
from runtime import settings as names
from runtime.workspace import Workspace
from workflows.kept_lists import KeptList, KeptLists


def lists_of(root: Path) -> KeptLists:
    """Return the lists of the workspace in `root`."""
    return KeptLists(root / names.MATTERS)


def put_in_force(workspace: Workspace, outcome: KeptList, source: bytes, *, rows: int) -> KeptList:
    """Keep a list with the file it came from, and enter the import in the journal.

    Raises ConflictError `matter_list.raced` when somebody imported meanwhile, StorageError when
    the disk refuses; nothing is in force then.
    """
    lists = lists_of(workspace.root)
    kept: KeptList | None = None
    try:
        with workspace.store.write() as unit:
            kept = lists.keep(outcome, source)
            note(unit, Act.LIST_IMPORTED, at=kept.at, actor=kept.by, facts=_facts(kept, rows))
    except BaseException:
        if kept is not None and not _entered(workspace, kept):
            lists.drop(kept)
        raise
    return kept


def completed(workspace: Workspace, by: str, source: bytes, *, rows: int) -> KeptList | None:
    """Enter the newest list in the journal if its import was cut short before the entry.

    Only the same person with the same file completes it; None when there is nothing to complete.
    """
    kept = lists_of(workspace.root).latest()
    mine = kept is not None and kept.by == by and kept.source_digest == sha256(source).hexdigest()
    if kept is None or not mine or _entered(workspace, kept):
        return None
    with workspace.store.write() as unit:
        note(unit, Act.LIST_IMPORTED, at=kept.at, actor=kept.by, facts=_facts(kept, rows))
    return kept


def _facts(kept: KeptList, rows: int) -> dict[str, Json]:
    return {
        "number": kept.number,
        "digest": kept.digest,
        "previous": kept.previous,
        "source": kept.source,
        "source_digest": kept.source_digest,
        "rows": rows,
        "effect": {word: len(ids) for word, ids in kept.effect.items()},
    }


def _entered(workspace: Workspace, kept: KeptList) -> bool:
    """Whether the journal names a list: an error may follow a commit that succeeded."""
    with workspace.store.read() as view:
        return any(entry.text("digest") == kept.digest for entry in read_journal(view))
