"""`workflow show`: the procedures in force, as a table, a Mermaid diagram or a drawing."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.screen import table
from commands.session import Session
from engine.definition import Transition, Workflow
from engine.errors import InputError, StorageError
from engine.instruments import Instrument, spelled
from engine.legal_time import LEGAL_ZONE
from runtime.languages import Language
from runtime.state_chart import Namer, mermaid, svg
from workflows.definition_data import load_workflows
from workflows.instrument_data import load_instruments

if TYPE_CHECKING:
    from rich.console import Console


def show_workflow(session: Session, machine: str, form: str, to: Path | None) -> ExitCode:
    """Give one procedure, or the list of all."""
    day = (session.at or datetime.now(LEGAL_ZONE)).date()
    known = {w.id: w for w in load_workflows().values() if w.in_force(day)}
    if not machine and form == "table":
        return _list(session, list(known.values()))
    workflow = known.get(machine or next(w.id for w in known.values() if w.role == "main"))
    if workflow is None:
        raise InputError("command.unknown_machine", machine=machine, known="、".join(known))
    if form == "table":
        return _table(session, workflow)
    namer = _namer(session, workflow)
    text = (
        mermaid(workflow, namer)
        if form == "mermaid"
        else svg(workflow, namer, _named(session, workflow))
    )
    return _give(session, workflow, text, to)


def _give(session: Session, workflow: Workflow, text: str, to: Path | None) -> ExitCode:
    payload: dict[str, object] = {"ok": True, "machine": workflow.id}
    if to is None:
        session.screen.text(payload | {"text": text}, text)
        return ExitCode.DONE
    try:
        to.write_text(text, encoding="utf-8")
    except OSError as wrong:
        reason = wrong.strerror or str(wrong)
        raise StorageError("command.file_unwritable", path=str(to), reason=reason) from wrong
    saved = session.messages.screen("workflow.saved", path=to)
    session.screen.text(payload | {"file": str(to)}, saved)
    return ExitCode.DONE


def _english(session: Session) -> bool:
    return session.language is Language.EN


def _named(session: Session, workflow: Workflow) -> str:
    return workflow.name_en if _english(session) else workflow.name


def _namer(session: Session, workflow: Workflow) -> Namer:
    def state(state_id: str) -> str:
        found = workflow.states[state_id]
        return found.name_en if _english(session) else found.name

    def transition(found: Transition) -> str:
        return found.name_en if _english(session) else found.name

    return Namer(state=state, transition=transition)


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
