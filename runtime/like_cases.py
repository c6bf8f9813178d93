"""Finding the earlier cases a case is weighed beside, newest first and not without end."""

import json
from collections.abc import Iterator

from engine.case import Case
from engine.like_cases import Alike, alike
from engine.reading import every_case
from engine.storage_rows import CaseRow
from runtime.workspace import Workspace

#: Cases read at most: decisions further back say little about discretion today.
MOST = 300


def like_cases(workspace: Workspace, case: Case) -> Alike:
    """Return the decisions on the same matter, kind of party and tier."""
    rows = [row for row in _rows(workspace, case.data.text("matter")) if row.case_id != case.id]
    newest = sorted(rows, key=lambda row: row.moved_at, reverse=True)[:MOST]
    return alike(case, (workspace.road.case(row.case_id) for row in newest))


def _rows(workspace: Workspace, matter: str) -> Iterator[CaseRow]:
    """Every case of a matter; none for a case that has no matter yet."""
    if not matter:
        return
    with workspace.store.read() as view:
        yield from (r for r in every_case(view) if json.loads(r.extra).get("matter") == matter)
