"""Composing a workspace's documents again, with everything they were composed from.

Knows where profiles, files and forms lie; what is compared with what is the engine's.
"""

from collections.abc import Iterator

from engine.audit import bench_over
from engine.replaying import Replayed, replay_documents
from engine.storage_rows import CaseFilter
from runtime.workspace import Workspace

#: Cases fetched at a time.
_PAGE = 500


def replay(workspace: Workspace, case_id: str) -> tuple[Replayed, ...]:
    """Compose every document of a case again; raises IntegrityError for an unreadable event."""
    with workspace.store.read() as view:
        stored = list(view.events(case_id))
        bench = bench_over(view, case_id, workspace.law, workspace.profile_of)
        road = workspace.road
        return tuple(replay_documents(stored, bench, road.composer, workspace.blobs))


def every_case(workspace: Workspace) -> Iterator[str]:
    """Return the id of every case, in order."""
    with workspace.store.read() as view:
        last = ""
        while page := view.cases(CaseFilter(after=last, limit=_PAGE)):
            yield from (row.case_id for row in page)
            last = page[-1].case_id
