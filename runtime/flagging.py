"""Asking a whole workspace the questions of an auditor: cases replayed, pictures looked at."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from engine.case import Case
from engine.errors import AnjuanError
from engine.flags import (
    At,
    Flag,
    Photo,
    Thresholds,
    hasty_approvals,
    hasty_records,
    reused,
    sightings_of,
    speeds,
    stamps,
)
from engine.reading import every_case
from runtime.picture_hash import hashes
from runtime.workspace import Workspace
from workflows.flag_data import load_thresholds

Progress = Callable[[int, int], None]
#: Files that are looked at as pictures.
_PICTURES = frozenset({"image/jpeg", "image/png"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagged:
    """Every question, and what was looked at."""

    flags: tuple[Flag, ...]
    thresholds: Thresholds
    cases: int
    photos: int


def flag(workspace: Workspace, *, month: str = "", progress: Progress | None = None) -> Flagged:
    """Return the questions of all cases, or those whose last event was in a month `2026-03`."""
    limits = load_thresholds()
    with workspace.store.read() as view:
        ids = [row.case_id for row in every_case(view)]
    cases: list[Case] = []
    photos: list[Photo] = []
    for done, case_id in enumerate(ids):
        if progress is not None:
            progress(done, len(ids))
        case = workspace.road.case(case_id)
        cases.append(case)
        photos += photos_of(workspace, case)
    found = [one for one in _all(cases, photos, limits) if f"{one.at:%Y-%m}".startswith(month)]
    ordered = tuple(sorted(found, key=lambda one: (one.at, one.kind, one.events)))
    return Flagged(flags=ordered, thresholds=limits, cases=len(cases), photos=len(photos))


def _all(cases: Sequence[Case], photos: Sequence[Photo], limits: Thresholds) -> Iterator[Flag]:
    yield from reused(photos, limits)
    yield from speeds((s for case in cases for s in sightings_of(case)), limits)
    for case in cases:
        yield from hasty_records(case, limits)
        yield from hasty_approvals(case, limits)
    yield from stamps(cases, limits)


def photos_of(workspace: Workspace, case: Case) -> Iterator[Photo]:
    """Yield every piece of a case's evidence with its digest, and its hashes where it is a picture.

    A file that is lost or damaged is the business of `audit verify`; here it has no hashes.
    """
    moments = {event.seq: event.at for event in case.events}
    for piece in case.evidence:
        file = piece.item.record("file")
        digest = file.text("digest")
        if not digest:
            continue
        found = None
        if file.text("media") in _PICTURES:
            found = _looked(workspace, digest)
        dhash, phash = found or (None, None)
        yield Photo(
            where=At(case.id, piece.event),
            at=moments[piece.event],
            number=piece.number,
            digest=digest,
            dhash=dhash,
            phash=phash,
        )


def _looked(workspace: Workspace, digest: str) -> tuple[int, int] | None:
    try:
        return hashes(workspace.blobs.get(digest))
    except AnjuanError:
        return None
