"""The monthly sample in a workspace: promising a secret, reading the month, drawing, repeating.

Promises and draws stand in the bureau's journal; the record of a draw is kept by its digest. The
month is read as it stood when it ended, so that nothing done later moves it. Refuses to decide
anything about how a sample is drawn.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

from engine.case import Case
from engine.closed_dossiers import closing_of, eligible
from engine.errors import InputError
from engine.free_reviewers import Beginning, beginning_of_reviews
from engine.journal import Act, Entry, note, read_journal
from engine.people import Person
from engine.reading import every_case, load
from engine.record import Json, canonical
from engine.sampling import Eligible, Population, Rules, freeze
from engine.sampling_commitments import (
    Beacon,
    Commitment,
    check_new,
    commitment_of,
    month_span,
)
from engine.sampling_draws import draws_in
from engine.sampling_record import Occasion, Sample, differences, promise_plain, sample, to_plain
from engine.sampling_reviewers import Reviewer
from engine.storage_ports import Snapshot
from engine.verdict import Term
from runtime.review_settings import sampling_of
from runtime.workspace import Workspace
from workflows.sampling_data import load_sampling

#: Just before a moment; moments of acts are whole seconds.
_INSTANT = timedelta(microseconds=1)
#: Told how many cases were looked at, of how many.
Progress = Callable[[int, int], None]


def commit(
    workspace: Workspace, month: str, person: Person, secret: str, beacon: Beacon | None = None
) -> Commitment:
    """Enter a person's promise of a secret for a month in the journal.

    Raises InputError `sampling.may_not` and what `check_new` and `commitment_of` refuse.
    """
    plan = sampling_of(workspace)
    _permit(person, plan.commits)
    month_span(month)
    digest = commitment_of(month, person.id, secret)
    with workspace.store.write() as unit:
        entries = read_journal(unit)
        dossiers = list(_closed(unit, month, sampled=frozenset(), progress=None))
        wanted = Commitment(
            month=month,
            person=person.id,
            at=workspace.now(),
            digest=digest,
            leaf=unit.ledger_head().size,
            rules=plan.rules,
            beacon=beacon,
        )
        known = [one for one in commitments_in(entries) if one.month == month]
        check_new(wanted, known, min((one.leaf for one in dossiers), default=None))
        if any(drawn.month == month for drawn in draws_in(entries)):
            raise InputError("sampling.drawn_already", month=month)
        facts = _promise(wanted)
        note(unit, Act.SAMPLE_PROMISED, at=wanted.at, actor=person.id, facts=facts)
    return wanted


def _permit(person: Person, roles: frozenset[str]) -> None:
    if not person.roles & roles:
        raise InputError("sampling.may_not", person=person.name, roles=tuple(sorted(roles)))


def _promise(one: Commitment) -> dict[str, Json]:
    facts: dict[str, Json] = {
        "month": one.month,
        "digest": one.digest,
        "size": one.rules.size,
        "always": [*sorted(one.rules.always)],
    }
    if one.beacon is not None:
        facts["beacon"] = one.beacon.source
        facts["published_at"] = one.beacon.published_at.isoformat()
    return facts


def commitments_in(entries: Sequence[Entry]) -> tuple[Commitment, ...]:
    """Return every promise of a journal, oldest first."""
    return tuple(_commitment(e) for e in entries if e.act is Act.SAMPLE_PROMISED)


def _commitment(entry: Entry) -> Commitment:
    source = entry.text("beacon")
    published = entry.text("published_at")
    return Commitment(
        month=entry.text("month"),
        person=entry.actor,
        at=entry.at,
        digest=entry.text("digest"),
        leaf=entry.leaf,
        rules=Rules(
            size=cast("int", entry.facts["size"]),  # shape fixed by _promise
            always=tuple(cast("list[str]", entry.facts["always"])),  # as above
        ),
        beacon=Beacon(source=source, published_at=datetime.fromisoformat(published))
        if source
        else None,
    )


def population_of(
    view: Snapshot,
    month: str,
    progress: Progress | None = None,
    *,
    barred: Callable[[Case], frozenset[str]] = lambda _: frozenset(),
) -> Population:
    """Return the dossiers closed in a month and not sampled before it, as it stood at its end.

    `barred` gives whoever may not review a case besides those the settings name. Raises InputError
    `sampling.bad_month`, IntegrityError for a damaged event.
    """
    earlier = [d for d in draws_in(read_journal(view)) if d.month < month]
    sampled = frozenset(case for drawn in earlier for case in drawn.reviewers)
    found = _closed(view, month, sampled=sampled, progress=progress, barred=barred)
    return freeze(month, found)


def _closed(
    view: Snapshot,
    month: str,
    *,
    sampled: frozenset[str],
    progress: Progress | None,
    barred: Callable[[Case], frozenset[str]] = lambda _: frozenset(),
) -> Iterator[Eligible]:
    closings = load_sampling().closings  # the shipped ones: no setting moves a population
    begin, end = month_span(month)
    rows = [r for r in every_case(view) if r.opened_at < end and r.case_id not in sampled]
    open_then = [r for r in rows if r.closed_at is None or r.closed_at >= begin]
    for done, row in enumerate(open_then, 1):
        case = load(view, row.case_id, until=end - _INSTANT)
        closing = closing_of(case, closings) if case.version else None
        if closing is not None and closing.at >= begin:
            leaf = view.events(row.case_id, up_to_seq=closing.seq)[-1].leaf
            found = eligible(case, closing, leaf, closings)
            yield replace(found, people=found.people | barred(case))
        if progress is not None:
            progress(done, len(open_then))


def draw(
    workspace: Workspace,
    month: str,
    person: Person,
    secrets: Mapping[str, str],
    *,
    beacon: str = "",
    reviewers: Sequence[Person] = (),
    progress: Progress | None = None,
) -> tuple[Sample, bytes]:
    """Draw a month's sample, enter it in the journal, and return it with its record.

    `secrets` by person id; `reviewers` take the place of all who hold a reviewing role. No dossier
    goes to somebody the road would not let begin its review. Raises InputError `sampling.may_not`,
    `sampling.month_running`, `sampling.drawn_already`, `sampling.no_reviewers`,
    `sampling.reviewer_role`, `sampling.reviewer_part`, and what `sample` refuses.
    """
    plan = sampling_of(workspace)
    _permit(person, plan.draws)
    if workspace.now() < month_span(month)[1]:
        raise InputError("sampling.month_running", month=month)
    beginning = beginning_of_reviews(workspace.law, workspace.now().date())
    people = _reviewing(workspace, reviewers, plan.reviews, beginning)

    def barred(case: Case) -> frozenset[str]:
        return frozenset(p.id for p in people if beginning.bar(p, case) is not None)

    with workspace.store.write() as unit:
        entries = read_journal(unit)
        if any(drawn.month == month for drawn in draws_in(entries)):
            raise InputError("sampling.drawn_already", month=month)
        found = sample(
            Occasion(
                agency=workspace.agency.code,
                agency_name=workspace.agency.name,
                drawn_at=workspace.now(),
                drawn_by=person.id,
                population=population_of(unit, month, progress, barred=barred),
                commitments=tuple(c for c in commitments_in(entries) if c.month == month),
                secrets=secrets,
                beacon=beacon,
                reviewers=tuple(Reviewer(id=p.id, squad=p.squad) for p in people),
            )
        )
        record = canonical(to_plain(found))
        digest = workspace.blobs.put(record)
        facts = _facts(found, digest)
        note(unit, Act.SAMPLE_DRAWN, at=workspace.now(), actor=person.id, facts=facts)
    return found, record


def _reviewing(
    workspace: Workspace, named: Sequence[Person], roles: frozenset[str], beginning: Beginning
) -> Sequence[Person]:
    """Return those named, or all in one of the roles; nobody who could begin no review."""
    for one in named:
        _fit(one, beginning)
    able = [p for p in workspace.agency.people if p.roles & roles and not beginning.bar(p)]
    people = named or able
    if not people:
        raise InputError("sampling.no_reviewers", roles=tuple(sorted(roles)))
    return people


def _fit(person: Person, beginning: Beginning) -> None:
    """Refuse to let somebody review who could begin no review at all."""
    bar = beginning.bar(person)
    if bar is not None and bar.roles:
        raise InputError("sampling.reviewer_role", person=person.name, roles=bar.roles)
    if bar is not None:
        raise InputError("sampling.reviewer_part", person=person.name, part=Term("part", bar.part))


def _facts(found: Sample, digest: str) -> dict[str, Json]:
    population = found.occasion.population
    return {
        "month": population.month,
        "digest": digest,
        "root": population.root,
        "count": len(population.dossiers),
        "seed": found.drawing.seed,
        "reason": found.drawing.reason,
        "reviewers": dict(found.reviewers),
    }


def read_record(text: str) -> dict[str, Json]:
    """Return a record of a draw; raises InputError `sampling.unreadable`."""
    try:
        plain = json.loads(text)
    except ValueError as wrong:
        raise InputError("sampling.unreadable") from wrong
    if not isinstance(plain, dict):
        raise InputError("sampling.unreadable")
    return cast("dict[str, Json]", plain)  # JSON objects have texts for keys


def repeated(plain: Mapping[str, Json]) -> tuple[str, ...]:
    """Repeat a recorded draw from the record alone; return the parts in which it differs."""
    return differences(plain)


def compared(workspace: Workspace, plain: Mapping[str, Json]) -> tuple[str, ...]:
    """Hold a record against this workspace's ledger; return what differs.

    `population` for other dossiers than the ledger's, `commitments` for other promises, `journal`
    for a record the journal does not name.
    """
    month = str(plain.get("month", ""))
    found: list[str] = []
    with workspace.store.read() as view:
        entries = read_journal(view)
        population = population_of(view, month)
        known = [promise_plain(c) for c in commitments_in(entries) if c.month == month]
        entered = [d for d in draws_in(entries) if d.month == month]
    told, promises = plain.get("population"), plain.get("commitments")
    if (told.get("root") if isinstance(told, dict) else "") != population.root:
        found.append("population")
    listed = promises if isinstance(promises, list) else []
    if [_without_secret(one) for one in listed] != known:
        found.append("commitments")
    digest = hashlib.sha256(canonical(dict(plain))).hexdigest()
    if digest not in {drawn.digest for drawn in entered}:
        found.append("journal")
    return tuple(found)


def _without_secret(promise: Json) -> Json:
    if not isinstance(promise, dict):
        return promise
    return {name: value for name, value in promise.items() if name != "secret"}
