"""Lifting the documents of closed cases to B-LTA: what is due, and doing it one by one.

The lifted file is kept beside the original, which stays as it is; the journal names both. Cut short
anywhere, what was entered stands and the rest is still due. Refuses to judge cases.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files

import yaml

from documents.signing.archival import lift
from documents.signing.errors import MalformedError
from documents.signing.evidence import evidence_for
from documents.signing.verification import Level, StampVerdict
from documents.signing.verify import verify
from engine.command import SYSTEM
from engine.errors import AnjuanError
from engine.event import DocumentMade
from engine.journal import Act, note, read_journal
from engine.legal_time import LEGAL_ZONE
from engine.reading import every_case
from engine.record import Json
from runtime.archive_records import Lifted, lifted_in
from runtime.workspace import Workspace

#: How long before its proof ends a document is due again.
WITHIN = timedelta(days=90)
#: Documents entered in the journal at once.
BATCH = 50
DAY_ENDS = time(23, 59, 59)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A document to be lifted, and its newest lift if there is one."""

    case: str
    made: DocumentMade
    last: Lifted | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one due document."""

    due: Due
    #: None when it was refused, or when another timestamp would prove no longer than the last.
    lifted: Lifted | None = None
    #: Why it was refused; codes of findings or of an error.
    problems: tuple[str, ...] = ()


@cache
def _algorithms() -> Mapping[str, date]:
    text = (files("runtime") / "data" / "algorithms.yaml").read_text("utf-8")
    known: Mapping[str, date] = yaml.safe_load(text)
    return known


def proof_until(stamp: StampVerdict) -> datetime | None:
    """Return until when a document timestamp proves: its certificate's end or its algorithm's."""
    if stamp.until is None or stamp.algorithm not in _algorithms():
        return None
    last = datetime.combine(_algorithms()[stamp.algorithm], DAY_ENDS, tzinfo=LEGAL_ZONE)
    return min(stamp.until, last)


def due_documents(
    workspace: Workspace, *, within: timedelta = WITHIN, only: str = ""
) -> tuple[Due, ...]:
    """Return the signed documents of closed cases that were never lifted or must be soon again.

    `only` names one case. Raises IntegrityError for a damaged journal or event.
    """
    with workspace.store.read() as view:
        known = lifted_in(read_journal(view))
        closed = (row.case_id for row in every_case(view) if row.closed_at is not None)
        cases = [only] if only else list(closed)
        limit = workspace.now() + within
        cases = [
            case
            for case in cases
            if any(_wants(known.get(row.digest, ()), limit) for row in view.documents(case))
        ]
    return tuple(
        Due(case=case, made=made, last=(known.get(made.digest) or (None,))[-1])
        for case in cases
        for made in workspace.road.case(case).documents.values()
        if made.signed_by_all and _wants(known.get(made.digest, ()), limit)
    )


def _wants(lifts: Sequence[Lifted], limit: datetime) -> bool:
    return not lifts or lifts[-1].until <= limit


def lift_documents(workspace: Workspace, due: Sequence[Due]) -> Iterator[Outcome]:
    """Lift documents one after another; each is on record soon after it was given.

    Raises TimestampError when no timestamp can be had and StorageError when the disk refuses; what
    was lifted before is entered first.
    """
    waiting: list[Lifted] = []
    try:
        for one in due:
            outcome = _lifted(workspace, one)
            if outcome.lifted is not None:
                waiting.append(outcome.lifted)
            if len(waiting) >= BATCH:
                _enter(workspace, waiting)
            yield outcome
    finally:
        _enter(workspace, waiting)


def _lifted(workspace: Workspace, due: Due) -> Outcome:
    """Lift one document; a file that is not sound is refused, never covered up."""
    trust, moment = workspace.trust(), workspace.now()
    try:
        before = workspace.blobs.get(due.last.digest if due.last else due.made.digest)
    except AnjuanError as error:
        return Outcome(due=due, problems=(error.code,))
    found = verify(before, trust)
    if found.findings:
        return Outcome(due=due, problems=tuple(f.code for f in found.findings))
    try:
        evidence = evidence_for(before, trust)
    except MalformedError as error:
        return Outcome(due=due, problems=(error.code,))
    after = lift(before, evidence, tsa=workspace.timestamping(), moment=moment)
    seen = verify(after, trust)
    until = proof_until(seen.stamps[-1]) if seen.stamps else None
    if seen.findings or seen.level is not Level.ARCHIVED or until is None:
        codes = tuple(f.code for f in seen.findings) or ("archive.not_reached",)
        return Outcome(due=due, problems=codes)
    if due.last is not None and until <= due.last.until:
        return Outcome(due=due)
    stamped = seen.stamps[-1].moment or moment
    return Outcome(
        due=due,
        lifted=Lifted(
            case=due.case,
            document=due.made.id,
            original=due.made.digest,
            digest=workspace.blobs.put(after),
            previous=due.last.digest if due.last else due.made.digest,
            stamped=stamped,
            until=until,
        ),
    )


def _enter(workspace: Workspace, waiting: list[Lifted]) -> None:
    """Enter lifts in the journal, but for documents somebody else has lifted meanwhile.

    Raises IntegrityError when the journal is damaged.
    """
    if not waiting:
        return
    with workspace.store.write() as unit:
        known = lifted_in(read_journal(unit))
        newest = {original: lifts[-1].digest for original, lifts in known.items()}
        fresh = [w for w in waiting if newest.get(w.original, w.original) == w.previous]
        if fresh:
            facts: dict[str, Json] = {"documents": [one.facts() for one in fresh]}
            note(unit, Act.DOCUMENTS_LIFTED, at=workspace.now(), actor=SYSTEM, facts=facts)
    waiting.clear()


def newest(workspace: Workspace, made: DocumentMade) -> Lifted | None:
    """Return the newest lift of a document, or None; raises IntegrityError for the journal."""
    with workspace.store.read() as view:
        lifts = lifted_in(read_journal(view)).get(made.digest, ())
    return lifts[-1] if lifts else None
