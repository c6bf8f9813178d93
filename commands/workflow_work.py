"""`workflow show`: the procedures in force, as a table, a Mermaid diagram or a drawing."""

from pathlib import Path
from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.output_files import write_out
from commands.screen import table
from commands.session import Session
from commands.workflow_versions import SHORT, today
from engine.definition import Requirement, Transition, Workflow
from engine.instruments import Instrument, spelled
from engine.law import ORDINARY
from runtime.languages import Language
from runtime.state_chart import Namer, mermaid, svg
from runtime.versions import find_of_machine, known_versions
from workflows.instrument_data import load_instruments

if TYPE_CHECKING:
    from rich.console import Console


def show_workflow(
    session: Session, machine: str, form: str, to: Path | None, version: str = ""
) -> ExitCode:
    """Give one procedure, or the list of all."""
    day, known = today(session), known_versions(session.root)
    if not machine and form == "table":
        return _list(session, [w for w in known.values() if w.in_force(day)])
    workflow = find_of_machine(machine or ORDINARY, version, known, day)
    if form == "table":
        return _table(session, workflow)
    namer = _namer(session, workflow)
    text = (
        mermaid(workflow, namer)
        if form == "mermaid"
        else svg(workflow, namer, _title(session, workflow))
    )
    return _give(session, workflow, text, to)


def _give(session: Session, workflow: Workflow, text: str, to: Path | None) -> ExitCode:
    payload: dict[str, object] = {"ok": True, "machine": workflow.id}
    if to is None:
        session.screen.text(payload | {"text": text}, text)
        return ExitCode.DONE
    write_out(to, text.encode())
    saved = session.messages.screen("workflow.saved", path=to)
    session.screen.text(payload | {"file": str(to)}, saved)
    return ExitCode.DONE


def _english(session: Session) -> bool:
    return session.language is Language.EN


def _named(session: Session, workflow: Workflow) -> str:
    return workflow.name_en if _english(session) else workflow.name


def _title(session: Session, workflow: Workflow) -> str:
    return session.messages.screen(
        "chart.title",
        name=_named(session, workflow),
        version=workflow.version,
        since=workflow.valid_from,
        digest=workflow.digest[:SHORT],
    )


def _namer(session: Session, workflow: Workflow) -> Namer:
    messages = session.messages
    laws = load_instruments()

    def state(state_id: str) -> str:
        found = workflow.states[state_id]
        return found.name_en if _english(session) else found.name

    def transition(found: Transition) -> str:
        return found.name_en if _english(session) else found.name

    def actors(found: Transition) -> str:
        return messages.value(tuple(messages.named("role", a.role) for a in found.actors))

    def tip(found: Transition) -> str:
        cited = [spelled(law, laws, english=_english(session)) for law in found.law]
        asked = [f"{r.rule} {messages.asks(r.fact, **_named_input(r))}" for r in found.requires]
        return "\n".join([messages.value(tuple(cited)), *asked])

    return Namer(
        state=state,
        transition=transition,
        actors=actors,
        tip=tip,
        word=lambda name: messages.screen(f"chart.{name}"),
    )


def _named_input(requirement: Requirement) -> dict[str, str]:
    return {"input": requirement.args.text("input") or requirement.args.text("name")}


def _list(session: Session, workflows: list[Workflow]) -> ExitCode:
    payload = {
        "ok": True,
        "machines": [
            {
                "id": w.id,
                "name": _named(session, w),
                "version": w.version,
                "valid_from": w.valid_from,
                "valid_to": w.valid_to,
                "digest": w.digest,
                "states": len(w.states),
                "transitions": len(w.transitions),
            }
            for w in workflows
        ],
    }
    say = session.messages.screen

    def show(console: "Console") -> None:
        keys = ("machine", "name", "version", "since", "states", "transitions")
        rows = [
            (
                w.id,
                _named(session, w),
                w.version,
                session.messages.day(w.valid_from),
                str(len(w.states)),
                str(len(w.transitions)),
            )
            for w in workflows
        ]
        table(console, tuple(say(f"workflow.{key}") for key in keys), rows)

    session.screen.result(payload, show)
    return ExitCode.DONE


def _table(session: Session, workflow: Workflow) -> ExitCode:
    instruments, namer = load_instruments(), _namer(session, workflow)
    payload = {
        "ok": True,
        "machine": workflow.id,
        "version": workflow.version,
        "digest": workflow.digest,
        "states": [
            {"id": s.id, "name": namer.state(s.id), "kind": s.kind.value}
            for s in workflow.states.values()
        ],
        "transitions": [
            {
                "id": t.id,
                "trigger": t.trigger,
                "name": namer.transition(t),
                "from": list(t.sources),
                "to": t.target,
                "roles": [a.role for a in t.actors],
                "law": list(t.law),
                "requires": [[r.rule, r.fact, r.law] for r in t.requires],
                "documents": [d.form for d in t.documents],
            }
            for t in workflow.transitions
        ],
    }

    def show(console: "Console") -> None:
        say = session.messages.screen
        keys = ("id", "step", "from", "to", "who", "law")
        rows = [_row(session, workflow, t, instruments) for t in workflow.transitions]
        table(
            console, tuple(say(f"workflow.{key}") for key in keys), rows, ratios=(2, 6, 5, 4, 4, 9)
        )

    session.screen.result(payload, show)
    return ExitCode.DONE


def _row(
    session: Session,
    workflow: Workflow,
    transition: Transition,
    instruments: dict[str, Instrument],
) -> tuple[str, ...]:
    namer, messages = _namer(session, workflow), session.messages
    target = "=" if transition.target == "same" else namer.state(transition.target)
    return (
        transition.id,
        f"{namer.transition(transition)}\n{transition.trigger}",
        "\n".join(namer.state(s) for s in transition.sources) or "—",
        target,
        "\n".join(messages.named("role", a.role) for a in transition.actors),
        "\n".join(spelled(law, instruments, english=_english(session)) for law in transition.law),
    )
