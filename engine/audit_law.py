"""Judging a recorded event again, under the definitions it was judged under.

The case is replayed up to the event, the recorded inputs are planned once more, and whatever the
plan says must be what the event says. Refuses to know files and signatures' bytes.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date

from engine.answers import CHECKS_KEY
from engine.audit_documents import check_documents
from engine.audit_finding import AuditFinding, Place
from engine.audit_signing import check_signature, check_withdrawal
from engine.carrying import brought, with_carried, without_carried
from engine.case import MAIN, Case
from engine.command import SYSTEM, Command
from engine.definition import Transition, Workflow
from engine.elsewhere import Elsewhere
from engine.event import Event, EventKind, number_of
from engine.law import Law
from engine.people import Agency
from engine.planning import Desk, Plan, Refusal, plan
from engine.record import Json, Record
from engine.recording import acting_role, basis_of, judged_in


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedLaw(Law):
    """The law, in which the current version of some machines is the one an event recorded."""

    #: Machine to digest.
    pins: Mapping[str, str] = field(default_factory=dict)

    def current(self, machine: str, day: date) -> Workflow:
        """Return the recorded version of a machine, or the one in force on `day`."""
        digest = self.pins.get(machine)
        return Law.current(self, machine, day) if digest is None else self.pinned(digest)


def law_of(law: Law, event: Event) -> PinnedLaw:
    """Return the law with what `event` names, and with the duties of its day."""
    law = law.on(event.at.date())
    pins = {t.machine: t.definition for t in event.tracks} | {event.machine: event.definition}
    known = {f.name: getattr(law, f.name) for f in fields(law)}
    return PinnedLaw(**known | _matters_of(law, event), pins=pins)


def _matters_of(law: Law, event: Event) -> dict[str, object]:
    """Return matters and benchmark as an event names them; a lost edition or list changes nothing.

    An event that names no edition is judged under that of today.
    """
    shipped, own = event.basis.get("matters", ""), event.basis.get("matter_list", "")
    present = shipped in {"", law.shipped_matters} and own == law.matter_list
    found = law.matters_under(shipped, own) if law.matters_under and not present else None
    named: dict[str, object] = {"shipped_matters": shipped}
    if found is not None:
        named |= {"matters": found, "matter_list": own}
    elif not present:
        named = {}
    return _benchmark_of(law, event) | named


def _benchmark_of(law: Law, event: Event) -> dict[str, object]:
    """Return the benchmarks an event was weighed by: the bureau's own it names, or the shipped."""
    shipped = {b.id: b for b in law.benchmarks.values() if not b.digest}
    named = law.own_benchmarks.get(event.basis.get("benchmark", ""))
    return {"benchmarks": shipped if named is None else {**shipped, named.id: named}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What judging needs beside case and event."""

    law: Law
    #: The profile an event names, or None when it is lost.
    agency_of: Callable[[Event], Agency | None]
    #: The other cases as they stood before a leaf of the ledger.
    elsewhere: Callable[[int], Elsewhere]
    #: Whom a sample drew for the review of the case before a leaf of the ledger, or "".
    drawn_for: Callable[[int], str]


def rejudge(case: Case, event: Event, leaf: int, bench: Bench) -> Iterator[AuditFinding]:
    """Everything that does not hold about `event`, which comes next after `case`."""
    agency = bench.agency_of(event)
    if agency is None:
        yield _finding(event, "profile_unknown", digest=event.basis.get("agency", "")[:12])
        return
    if event.kind is EventKind.SIGNATURE:
        yield from check_signature(case, event, bench.law.on(event.at.date()), agency)
        return
    if event.kind is EventKind.WITHDRAWAL:
        yield from check_withdrawal(case, event)
        return
    law = law_of(bench.law, event)
    lost = {d for d in law.pins.values() if d not in law.workflows}
    if lost:
        yield _finding(event, "definition_unknown", digest=min(lost)[:12])
        return
    yield from _in_force(case, event, law)
    planned = planned_again(case, event, leaf, bench, agency=agency, law=law)
    if isinstance(planned, Refusal):
        yield _refused(event, planned)
    else:
        yield from _compare(case, event, planned, law)


def planned_again(
    case: Case, event: Event, leaf: int, bench: Bench, *, agency: Agency, law: Law
) -> Plan | Refusal:
    """Return what planning says of a recorded event today, from the case as it stood before it."""
    elsewhere = bench.elsewhere(leaf)
    desk = Desk(
        law=law,
        agency=agency,
        case=case,
        take_file=lambda path: Record({"name": path}),
        neighbours=elsewhere.neighbours,
        other=elsewhere.other,
        drawn_for=lambda: bench.drawn_for(leaf),
    )
    return plan(command_of(event), desk)


def _in_force(case: Case, event: Event, law: PinnedLaw) -> Iterator[AuditFinding]:
    """A definition is chosen when its track opens, and must be in force on that day."""
    opened = {t.machine: t.definition for t in event.tracks}
    if event.track not in case.tracks:
        opened[event.machine] = event.definition
    mains = {t.machine for t in event.tracks if t.id == MAIN}
    mains |= {event.machine} if event.track == MAIN else set()
    for machine, digest in opened.items():
        workflow = law.pinned(digest)
        role = "main" if machine in mains else "track"
        if not workflow.in_force(event.at.date()) or workflow.role != role:
            yield _finding(event, "definition_not_in_force", machine=machine, digest=digest[:12])


_WRITTEN = {"not_applicable": "不适用"}


def command_of(event: Event) -> Command:
    """Return the command that would be planned into `event`."""
    answers = {i.id: _WRITTEN.get(i.result, i.result) for i in event.checklist if i.by != SYSTEM}
    return Command(
        id=event.command,
        case="" if event.seq == 1 else event.case,
        track=event.track,
        trigger=event.trigger,
        actor=event.actor,
        at=event.at,
        raw={CHECKS_KEY: answers},
        checked=event.inputs,
        proposal=event.proposal,
    )


def _refused(event: Event, refusal: Refusal) -> AuditFinding:
    unmet = [f"{v.rule} {v.law} {v.code}" for v in refusal.unmet]
    unmet += [f"{p.path} {p.code}" for p in refusal.problems]
    return _finding(
        event, "transition_unlawful", trigger=event.trigger, unmet="; ".join(unmet) or "?"
    )


def _compare(case: Case, event: Event, planned: Plan, law: Law) -> Iterator[AuditFinding]:
    for code, recorded, expected in _expectations(event, planned):
        if recorded != expected:
            yield _finding(event, code, **_difference(recorded, expected))
    yield from _inputs(event, planned.transition)
    yield from _deadlines(event, planned)
    yield from check_documents(case, event, planned, law)


def _expectations(event: Event, planned: Plan) -> Iterator[tuple[str, object, object]]:
    whole = event.kind is EventKind.TRANSITION
    yield "transition_differs", event.transition, planned.transition.id
    yield "definition_differs", event.definition, planned.workflow.digest
    yield "machine_differs", event.machine, planned.workflow.id
    yield "source_differs", event.source, planned.source
    yield "target_differs", event.target, planned.target if whole else planned.source
    yield "role_differs", event.role, acting_role(planned)
    own = without_carried(planned.inputs)
    yield "fingerprint_differs", event.fingerprint, planned.command.fingerprint(own, event.salt)
    along = with_carried(planned.transition, own, planned.situation.other)
    yield "evidence_differs", brought(event.inputs), brought(along)
    yield "verdicts_differ", event.judged, judged_in(planned)
    yield "checklist_differs", event.checklist, planned.checklist
    yield "tracks_differ", event.tracks, planned.tracks if whole else ()
    left = planned.transition.marks_left(planned.inputs) if whole else {}
    yield "marks_differ", dict(event.marks), left
    yield "service_differs", event.served, planned.served if whole else None
    yield (
        "case_number_differs",
        event.case_number,
        number_of(planned.transition.names_case, event.documents) if whole else "",
    )
    yield "basis_differs", dict(event.basis), basis_of(planned.situation)


def _difference(recorded: object, expected: object) -> dict[str, str | int]:
    """Return the first member of two values that differs, in a few words."""
    if isinstance(recorded, tuple) and isinstance(expected, tuple):
        pairs = zip((*recorded, None), (*expected, None), strict=False)
        recorded, expected = next((p for p in pairs if p[0] != p[1]), (recorded, expected))
    return {"recorded": str(recorded)[:200], "expected": str(expected)[:200]}


def _inputs(event: Event, transition: Transition) -> Iterator[AuditFinding]:
    known = {s.name for s in transition.inputs}
    for name in sorted(without_carried(event.inputs).keys() - known):
        yield _finding(event, "input_unknown", field=name)
    for spec in transition.inputs:
        if spec.required and spec.name not in event.inputs:
            yield _finding(event, "input_missing", field=spec.name)


def _deadlines(event: Event, planned: Plan) -> Iterator[AuditFinding]:
    expected = planned.deadlines if event.kind is EventKind.TRANSITION else ()
    if len(event.deadlines) != len(expected):
        yield _finding(
            event,
            "deadlines_differ",
            recorded="、".join(f"{d.move} {d.instance}" for d in event.deadlines) or "—",
            expected="、".join(f"{d.move} {d.instance}" for d in expected) or "—",
        )
        return
    for recorded, change in zip(event.deadlines, expected, strict=True):
        same = (recorded.move, recorded.instance, recorded.rule, recorded.track) == (
            *(change.move, change.instance, change.rule),
            change.track,
        ) and (recorded.length, recorded.unit, recorded.reason) == (
            *(change.length, change.unit),
            change.reason,
        )
        if not same or not _same_day(recorded.computed, change.computed):
            yield _finding(
                event,
                "deadline_differs",
                instance=recorded.instance,
                recorded=_due(recorded.computed),
                expected=_due(change.computed),
            )


def _same_day(recorded: Json, computed: Json) -> bool:
    """Whether a date is the one computed now, or was unknown for want of a year's calendar."""
    if recorded == computed:
        return True
    if not isinstance(recorded, dict) or not isinstance(computed, dict):
        return False
    known = ("rule_id", "name_zh", "rollover", "direction", "start", "start_at")
    missing = recorded.get("status") == "calendar_missing"
    return missing and all(recorded.get(k) == computed.get(k) for k in known)


def _due(computed: Json) -> str:
    return str(computed.get("due")) if isinstance(computed, dict) else "—"


def _finding(event: Event, code: str, **facts: str | int) -> AuditFinding:
    return AuditFinding(code=code, place=Place(case=event.case, seq=event.seq), facts=facts)
