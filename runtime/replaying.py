"""Composing a workspace's documents again, with everything they were composed from.

Knows where profiles, files and forms lie; what is compared with what is the engine's.
"""

from documents.attachment import inclusion_text
from documents.inflated import same_content
from engine.audit import bench_over
from engine.replaying import Replayed, replay_documents
from runtime.workspace import Workspace


def replay(workspace: Workspace, case_id: str) -> tuple[Replayed, ...]:
    """Compose every document of a case again; raises IntegrityError for an unreadable event."""
    with workspace.store.read() as view:
        stored = list(view.events(case_id))
        bench = bench_over(view, case_id, workspace.law, workspace.profile_of)
        road = workspace.road
        ports = (road.composer, workspace.blobs, inclusion_text)
        return tuple(replay_documents(stored, bench, *ports, alike=same_content))
