"""Grading many dossiers at once: several processes, and nothing done twice.

Every outcome is kept as soon as it is there, under the dossier's newest event and the standard's
digest; whoever stops the run and starts it again goes on where it stopped.
"""

import json
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from engine.errors import AnjuanError
from engine.grading.profile import Profile
from engine.grading.scoring import prechecked
from engine.grading.sheet import Plain
from engine.law import Law
from engine.storage_rows import CaseRow
from runtime.grading import Grader, shelf_of
from runtime.grading_record import Wording, record_of
from runtime.workspace import Workspace
from storage.grading_shelf import GradingShelf
from workflows.grading_data import profile_for

RESULTS = "precheck"
#: Dossiers handed to a process at once, and how many such bundles wait.
_BUNDLE, _WAITING = 8, 4

#: Told how many dossiers are done, of how many.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One dossier to be graded, and the state its outcome is kept under."""

    case: str
    state: str
    profile: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one run is to do."""

    tasks: tuple[Task, ...]
    #: Dossiers whose kept outcome still holds.
    kept: tuple[Task, ...]
    #: Cases no standard grades.
    ungraded: tuple[str, ...]


def state_of(profile: Profile, head: str, *, signatures: bool) -> str:
    """Return what an outcome depends on: standard, newest event, program, whether seals count."""
    return f"{profile.digest}:{head}:{_checks()}:{'s' if signatures else '-'}"


@cache
def _checks() -> str:
    """A word for the checks of this program: whoever mends one grades every dossier anew."""
    held = sha256()
    for folder in (files("engine") / "grading", files("engine") / "grading" / "checks"):
        for source in sorted(folder.iterdir(), key=lambda one: one.name):
            if source.name.endswith(".py"):
                held.update(source.read_bytes())
    return held.hexdigest()[:16]


def batch_of(
    grader: Grader, rows: Sequence[CaseRow], *, named: str, signatures: bool, again: bool
) -> Batch:
    """Return what is still to be graded of some cases; everything with `again`."""
    kept = grader.shelf.states(RESULTS) if grader.shelf is not None and not again else {}
    day = grader.workspace.now().date()
    tasks: list[Task] = []
    done: list[Task] = []
    ungraded: list[str] = []
    for row in rows:
        machine = _machine(grader.workspace.law, row)
        profile = grader.profiles.get(named) or profile_for(grader.profiles, machine, day)
        if profile is None:
            ungraded.append(row.case_id)
            continue
        state = state_of(profile, row.head.hex(), signatures=signatures)
        task = Task(case=row.case_id, state=state, profile=profile.id)
        (done if kept.get(row.case_id) == state else tasks).append(task)
    return Batch(tasks=tuple(tasks), kept=tuple(done), ungraded=tuple(ungraded))


def _machine(law: Law, row: CaseRow) -> str:
    workflow = law.workflows.get(row.workflow)
    return workflow.id if workflow is not None else ""


def grade_one(grader: Grader, wording: Wording, case_id: str, named: str) -> dict[str, Plain]:
    """Grade one case of the workspace and return the outcome as it is kept."""
    dossier = grader.dossier(grader.workspace.road.case(case_id))
    found = grader.grade(dossier, named)
    return record_of(found, prechecked(found), dossier.now, wording, signatures=grader.seals.eager)


def grade_all(
    grader: Grader,
    batch: Batch,
    *,
    processes: int = 0,
    progress: Progress | None = None,
) -> Iterator[dict[str, Plain]]:
    """Grade what is left of a batch, keep every outcome, and yield it.

    A dossier that cannot even be opened is an outcome with its `problem`, and is tried again by the
    next run.
    """
    states = {task.case: task.state for task in batch.tasks}
    count = min(processes or os.cpu_count() or 1, max(1, len(batch.tasks)))
    made = _alone(grader, batch) if count == 1 else _together(grader, batch, count)
    for number, record in enumerate(made, 1):
        case_id = str(record["dossier_id"])
        if grader.shelf is not None and "problem" not in record:
            data = json.dumps(record, ensure_ascii=False).encode()
            grader.shelf.put(RESULTS, case_id, states[case_id], data)
        if progress is not None:
            progress(number, len(batch.tasks))
        yield record


def kept_results(shelf: GradingShelf, batch: Batch) -> Iterator[dict[str, Plain]]:
    """Yield the outcomes that still hold."""
    for task in batch.kept:
        data = shelf.get(RESULTS, task.case, task.state)
        if data is not None:
            yield json.loads(data)


def _alone(grader: Grader, batch: Batch) -> Iterator[dict[str, Plain]]:
    wording = Wording.of(grader.workspace.law)
    for task in batch.tasks:
        yield _tried(grader, wording, task)


def _tried(grader: Grader, wording: Wording, task: Task) -> dict[str, Plain]:
    try:
        return grade_one(grader, wording, task.case, task.profile)
    except AnjuanError as error:
        return {"dossier_id": task.case, "problem": error.code}


# -- several processes ----------------------------------------------------------------------------


def _together(grader: Grader, batch: Batch, count: int) -> Iterator[dict[str, Plain]]:
    """Every process opens the workspace for itself; bundles are handed out as others end."""
    bundles = [batch.tasks[n : n + _BUNDLE] for n in range(0, len(batch.tasks), _BUNDLE)]
    workspace = grader.workspace
    at = workspace.now() if workspace.training else None
    given = (workspace.root, at, grader.seals.eager)
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, fresh, initializer=_begin, initargs=given) as pool:
        waiting: set[Future[list[dict[str, Plain]]]] = set()
        while bundles or waiting:
            while bundles and len(waiting) < count * _WAITING:
                waiting.add(pool.submit(_bundle, bundles.pop(0)))
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                yield from future.result()


#: What a process grades with.
_mine: list[tuple[Grader, Wording]] = []


def _begin(root: Path, at: datetime | None, eager: bool) -> None:
    workspace = Workspace.open(root, at=at)
    grader = Grader(workspace, shelf_of(workspace))
    grader.seals.eager = eager
    _mine.append((grader, Wording.of(workspace.law)))


def _bundle(tasks: Sequence[Task]) -> list[dict[str, Plain]]:
    (grader, wording), *_ = _mine
    return [_tried(grader, wording, task) for task in tasks]
