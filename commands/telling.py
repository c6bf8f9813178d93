"""Saying what happened to a case: events, refusals and outcomes, for people and for programs."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.office import Office
from commands.screen import put, table
from engine.case import Case
from engine.command import Command
from engine.definition import Transition
from engine.event import DeadlineChanged, DocumentMade, Event, EventKind
from engine.forms import SEAL_SLOT
from engine.periods import Deadline
from engine.planning import Refusal
from engine.road import Done, Outcome
from engine.verdict import Verdict

if TYPE_CHECKING:
    from rich.console import Console


def tell_outcome(office: Office, outcome: Outcome, *, dossier: Path | None = None) -> ExitCode:
    """Give the outcome of a command, and the dossier it bound; return the exit status."""
    if isinstance(outcome, Refusal):
        return tell_refusal(office, outcome)
    case, event = outcome.case, outcome.event
    done = isinstance(outcome, Done)
    payload = {
        "ok": True,
        "outcome": "done" if done else "waiting",
        "repeated": outcome.repeated if isinstance(outcome, Done) else False,
        "case": case.id,
        "number": case.number or None,
        "version": case.version,
        "event": event_payload(office, event),
        "waiting": waiting_payload(case),
        "dossier": dossier,
    }

    def show(console: "Console") -> None:
        if isinstance(outcome, Done) and outcome.repeated:
            put(console, office.say("outcome.repeated"))
        heading = "outcome.done" if done else "outcome.waiting"
        put(
            console,
            office.say(
                heading,
                step=step_name(office, event),
                case=case.number or case.id,
                seq=event.seq,
                person=office.person(event.actor),
                at=event.at,
            ),
        )
        show_event(office, console, event)
        show_waiting(office, console, case, headed=done)
        if dossier is not None:
            put(console, office.say("outcome.bound", path=dossier))

    office.screen.result(payload, show)
    return ExitCode.DONE if done else ExitCode.WAITING


# -- refusals -------------------------------------------------------------------------------------


def tell_refusal(office: Office, refusal: Refusal) -> ExitCode:
    """Give a refusal: every wrong field, or every unmet condition with article and cure."""
    case = refusal.command.case
    meant = refusal.transition or _meant(office, refusal.command)
    name = office.names.transition(meant) if meant else ""
    payload = {
        "ok": False,
        "outcome": "refused",
        "case": case or None,
        "trigger": refusal.command.trigger,
        "problems": [
            {
                "field": p.path,
                "code": f"input.{p.code}",
                "message": office.messages.problem(p.code, p.facts),
            }
            for p in refusal.problems
        ],
        "unmet": [verdict_payload(office, v, case) for v in refusal.unmet],
    }

    def show(console: "Console") -> None:
        put(console, office.say("refusal.title", step=name or refusal.command.trigger))
        table(
            console,
            (office.say("refusal.field"), office.say("refusal.problem")),
            [(p.path, office.messages.problem(p.code, p.facts)) for p in refusal.problems],
            ratios=(2, 5),
        )
        show_verdicts(office, console, refusal.unmet, case)
        if case and refusal.unmet:  # a paper without its last signature does not count yet
            show_waiting(office, console, office.case(case))

    office.screen.result(payload, show)
    return ExitCode.INPUT if refusal.problems else ExitCode.REFUSED


def _meant(office: Office, command: Command) -> Transition | None:
    """Return the step a command means where its time has not come, for its name."""
    if not command.case:
        return None
    law, tracks = office.workspace.law, office.case(command.case).tracks
    workflow = law.pinned(tracks[command.track].definition) if command.track in tracks else None
    steps = workflow.transitions if workflow is not None else ()
    return next((step for step in steps if step.trigger == command.trigger), None)


def verdict_payload(office: Office, verdict: Verdict, case: str) -> dict[str, object]:
    """Return an unmet condition for programs."""
    return {
        "code": verdict.code,
        "rule": verdict.rule,
        "law": verdict.law,
        "article": office.names.article(verdict.law),
        "reason": office.messages.reason(verdict, case),
        "cure": office.messages.cure(verdict, case),
        "details": dict(verdict.details),
    }


def show_verdicts(
    office: Office, console: "Console", verdicts: Iterable[Verdict], case: str
) -> None:
    """Print unmet conditions: rule, article, reason, cure."""
    heads = tuple(office.say(f"refusal.{head}") for head in ("rule", "law", "reason", "cure"))
    rows = [
        (
            v.rule,
            office.names.article(v.law),
            office.messages.reason(v, case),
            office.messages.cure(v, case),
        )
        for v in verdicts
    ]
    table(console, heads, rows, ratios=(2, 9, 13, 14))


# -- events ---------------------------------------------------------------------------------------


def transition_of(office: Office, event: Event) -> Transition | None:
    """Return the transition an event belongs to."""
    return office.workspace.law.pinned(event.definition).by_id(event.transition)


def step_name(office: Office, event: Event) -> str:
    """Return what an event did, such as 送签：调查终结."""
    if event.kind is EventKind.MIGRATION:
        version = office.workspace.law.pinned(event.definition).version
        return office.say(f"words.{event.trigger}", version=version)
    found = transition_of(office, event)
    name = office.names.transition(found) if found is not None else event.trigger
    if event.kind.value == "transition":
        return name
    return office.say(
        "words.kind_of_step", kind=office.messages.named("event", event.kind.value), step=name
    )


def event_payload(office: Office, event: Event) -> dict[str, object]:
    """Return an event for programs; personal inputs stay out."""
    found = transition_of(office, event)
    return {
        "seq": event.seq,
        "kind": event.kind.value,
        "at": event.at,
        "actor": event.actor,
        "actor_name": office.person(event.actor),
        "role": event.role,
        "track": event.track,
        "machine": event.machine,
        "transition": event.transition,
        "trigger": event.trigger,
        "name": step_name(office, event),
        "from": event.source,
        "to": event.target,
        "articles": [office.names.article(law) for law in found.law] if found else [],
        "judged": [[j.rule, j.fact, j.value, j.law] for j in event.judged],
        "documents": [document_payload(office, d) for d in event.documents],
        "deadlines": [_change_payload(office, c) for c in event.deadlines],
        "tracks": [t.id for t in event.tracks],
        "checklist": [[i.id, i.result, i.by, i.note] for i in event.checklist],
    }


def document_payload(office: Office, made: DocumentMade) -> dict[str, object]:
    """Return a document for programs."""
    return {
        "id": made.id,
        "form": made.form,
        "name": office.names.form(made.form),
        "number": made.number or None,
        "status": made.status,
        "digest": made.digest,
        "pages": made.pages,
        "composed_at": made.composed_at,
        "signed": [
            {"slot": s.slot, "person": s.person, "role": s.role, "at": s.at} for s in made.signed
        ],
        "waiting": [{"slot": s, "role": r, "person": p or None} for s, r, p in made.waiting],
    }


def show_event(office: Office, console: "Console", event: Event) -> None:
    """Print what an event brought: state, articles, documents, periods, tracks."""
    lines: list[str] = []
    found = transition_of(office, event)
    workflow = office.workspace.law.pinned(event.definition)
    if event.source != event.target:
        before = office.names.state(workflow, event.source) or office.messages.named(
            "state", "none"
        )
        after = office.names.state(workflow, event.target)
        lines.append(office.say("event.state", before=before, after=after))
    if found is not None:
        lines.append(office.say("event.articles", articles=office.names.articles(found.law)))
    lines += [_document_line(office, d) for d in event.documents]
    lines += [line for c in event.deadlines if (line := _change_line(office, c))]
    lines += [
        office.say("event.track", track=office.messages.named("track", t.id)) for t in event.tracks
    ]
    graded = [i for i in event.checklist if i.result == "no"]
    lines += [
        office.say("event.graded", item=office.messages.named("checklist", i.id)) for i in graded
    ]
    for line in lines:
        put(console, f"  {line}")


def _document_line(office: Office, made: DocumentMade) -> str:
    signers = tuple(office.person(s.person) for s in made.signed)
    return office.say(
        "event.document",
        id=made.id,
        name=office.names.form(made.form),
        number=made.number,
        status=office.messages.named("status", made.status),
        signers=signers,
    )


def computed_of(change: DeadlineChanged) -> Deadline | None:
    """Return the period as an event computed it."""
    return Deadline.from_plain(change.computed) if isinstance(change.computed, dict) else None


def _change_payload(office: Office, change: DeadlineChanged) -> dict[str, object]:
    computed = computed_of(change)
    return {
        "move": change.move,
        "instance": change.instance,
        "rule": change.rule,
        "name": office.names.deadline(change.rule),
        "due": computed.due if computed is not None else None,
    }


def _change_line(office: Office, change: DeadlineChanged) -> str:
    computed = computed_of(change)
    due: date | None = computed.due if computed is not None else None
    return office.say(
        "event.deadline",
        name=office.names.deadline(change.rule) or change.rule,
        move=office.messages.named("move", change.move),
        due=due,
    )


# -- signatures waited for ------------------------------------------------------------------------


def _waiting_heads(office: Office) -> tuple[str, ...]:
    return tuple(office.say(f"waiting.{head}") for head in ("document", "name", "field", "who"))


def show_waiting(office: Office, console: "Console", case: Case, *, headed: bool = True) -> None:
    """Print the signatures a case waits for, if any; `headed` where nothing above says so."""
    rows = waiting_rows(office, case)
    if rows and headed:
        put(console, office.say("waiting.title"))
    table(console, _waiting_heads(office), rows)


def waiting_payload(case: Case) -> list[dict[str, object]]:
    """Return the signatures a case waits for, for programs."""
    return [
        {
            "document": made.id,
            "form": made.form,
            "slot": slot,
            "role": role,
            "person": person or None,
        }
        for made in waiting_documents(case)
        for slot, role, person in made.waiting
    ]


def waiting_rows(office: Office, case: Case) -> list[Sequence[str]]:
    """Return the signatures a case waits for: document, name, field, by whom."""
    rows: list[Sequence[str]] = []
    for made in waiting_documents(case):
        for slot, role, person in made.waiting:
            who = office.person(person) if person else office.messages.named("role", role)
            rows.append(
                (made.id, office.names.form(made.form), slot_label(office, made, slot), who)
            )
    return rows


def waiting_documents(case: Case) -> list[DocumentMade]:
    """Return the documents of a case that wait for a signature."""
    return [d for d in case.documents.values() if d.waiting and d.status in {"pending", "draft"}]


def slot_label(office: Office, made: DocumentMade, slot: str) -> str:
    """Return how the form calls a signature field."""
    form = office.workspace.law.forms.form(made.form)
    base = slot.rsplit("_", 1)[0]
    found = next((s.label for s in form.slots if s.id in {slot, base}), "")
    return found or (office.say("waiting.seal") if slot == SEAL_SLOT else slot)
