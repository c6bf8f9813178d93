"""Opening a case and moving it: from a file and a PIN to an outcome, down the one road."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.input_files import read_input
from commands.office import Office
from commands.output_files import write_out
from commands.pins import Assumed, collect_pins
from commands.screen import put, table
from commands.session import Session
from commands.telling import tell_outcome, tell_refusal, transition_of
from engine.case import MAIN, Case
from engine.command import Command
from engine.errors import InputError
from engine.law import ORDINARY
from engine.planning import Refusal, moves
from engine.road import Done, Intake, Outcome, Preview
from engine.unknown import nearest
from runtime.dossier import bind

if TYPE_CHECKING:
    from rich.console import Console


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What `case open` and `case advance` are asked."""

    officer: str
    #: None opens a new case.
    case: str | None = None
    #: The procedure a new case begins by, id or name; empty for the ordinary one.
    procedure: str = ""
    trigger: str = ""
    track: str = ""
    file: Path | None = None
    #: The input itself, for commands that write it; files it names are found from the folder here.
    raw: Mapping[str, object] | None = None
    helpers: tuple[str, ...] = ()
    pin_file: Path | None = None
    command_id: str = ""
    expect_version: int | None = None
    #: Folder for previews; None carries the command out.
    preview_to: Path | None = None


def move(session: Session, request: Request) -> ExitCode:
    """Carry out, or preview, what is asked."""
    with session.open() as office:
        command, intake = _command(office, request)
        persons = [command.actor, *(office.person_id(p) for p in request.helpers)]
        road = office.workspace.road
        if request.preview_to is not None:
            seen = road.preview(command, intake, Assumed(persons))
            if isinstance(seen, Refusal):
                return tell_refusal(office, seen)
            return _tell_preview(office, seen, request.preview_to)
        outcome = _carried_out(office, command, intake, request)
        return tell_outcome(office, outcome, dossier=_bound(office, outcome))


def carry_out(office: Office, request: Request) -> Outcome:
    """Take the road with what is asked, and say nothing."""
    command, intake = _command(office, request)
    return _carried_out(office, command, intake, request)


def _carried_out(office: Office, command: Command, intake: Intake, request: Request) -> Outcome:
    persons = [command.actor, *(office.person_id(p) for p in request.helpers)]
    keyring = office.workspace.keyring(collect_pins(office, persons, request.pin_file))
    return office.workspace.road.advance(command, intake, keyring)


def _bound(office: Office, outcome: Outcome) -> Path | None:
    """Bind the dossier when the step just taken asks for it; return its folder."""
    if not isinstance(outcome, Done):
        return None
    taken = transition_of(office, outcome.event)
    binds = taken is not None and taken.binds_dossier
    return bind(office.workspace, outcome.case.id) if binds else None


def _command(office: Office, request: Request) -> tuple[Command, Intake]:
    raw = read_input(request.file) if request.file is not None else dict(request.raw or {})
    base = request.file.parent if request.file is not None else Path.cwd()
    case = office.case(request.case) if request.case is not None else None
    trigger = (
        request.trigger if case is not None else _opening(office, request.procedure or ORDINARY)
    )
    command = Command(
        id=request.command_id,
        case=case.id if case is not None else "",
        track=_track(office, case, request) if case is not None else MAIN,
        trigger=trigger,
        actor=office.person_id(request.officer),
        at=office.workspace.now(),
        raw=raw,
        expected_version=request.expect_version,
    )
    return command, office.workspace.intake(base).intake()


def _opening(office: Office, procedure: str) -> str:
    """Return the trigger that opens a case by a procedure, or the opening step named, today.

    Raises InputError `command.unknown_procedure` when no such procedure is in force.
    """
    mains = office.workspace.law.mains(office.workspace.now().date())
    found = next((w for w in mains if procedure in (w.id, w.name)), None)
    openings = (t for w in mains for t in w.transitions if not t.sources and not t.opened_only)
    meant = next((t.trigger for t in openings if procedure in (t.trigger, t.name)), "")
    if meant:  # a part split off begins by a step of its own
        return meant
    if found is None:
        known = "、".join(f"{w.id}（{w.name}）" for w in mains)
        near = nearest(procedure, [name for w in mains for name in (w.id, w.name)])
        raise InputError("command.unknown_procedure", procedure=procedure, near=near, known=known)
    return next(t.trigger for t in found.transitions if not t.sources and not t.opened_only)


def _track(office: Office, case: Case, request: Request) -> str:
    """Return the track meant: the one named, or the only one the trigger fits.

    Raises InputError `command.track_needed` when several fit, `command.track_not_begun` when the
    case has none of those that know the trigger yet.
    """
    if request.track:
        return request.track
    law, trigger = office.workspace.law, request.trigger
    fitting = [track for track, _, t in moves(case, law) if t.trigger == trigger]
    if not fitting:  # sent again, or not its time: the newest track that knows the trigger
        fitting = [
            t.id for t in case.tracks.values() if trigger in law.pinned(t.definition).triggers()
        ]
        done = [e.track for e in case.events if e.trigger == trigger and e.track in fitting]
        fitting = done[-1:] or fitting
    unique = list(dict.fromkeys(fitting))
    if len(unique) > 1:
        known = "、".join(unique)
        raise InputError("command.track_needed", trigger=trigger, known=known)
    if not unique:
        _ask_begun(office, case, trigger)
    return unique[0] if unique else MAIN


def _ask_begun(office: Office, case: Case, trigger: str) -> None:
    """Raise InputError `command.track_not_begun` for a step that only a later track has."""
    beside = [w for w in office.workspace.law.workflows.values() if w.role != "main"]
    knowing = {w.id for w in beside if trigger in w.triggers()}
    opens = any(t.trigger == trigger and not t.sources for w in beside for t in w.transitions)
    if knowing and not opens:
        tracks = "、".join(office.messages.named("machine", one) for one in sorted(knowing))
        raise InputError(
            "command.track_not_begun", trigger=trigger, tracks=tracks, case=case.number or case.id
        )


def _tell_preview(office: Office, seen: Preview, folder: Path) -> ExitCode:
    files = _written(seen, folder)
    planned = seen.plan
    missing = [
        {"form": form, "slot": slot, "name": office.names.form(form)}
        for form, slot in seen.missing_signers
    ]
    payload = {
        "ok": True,
        "outcome": "preview",
        "case": planned.command.case or None,
        "trigger": planned.command.trigger,
        "from": planned.source,
        "to": planned.target,
        "files": files,
        "deadlines": [{"rule": c.rule, "move": c.move} for c in planned.deadlines],
        "missing_signers": missing,
    }

    def show(console: "Console") -> None:
        step = office.names.transition(planned.transition)
        put(console, office.say("preview.title", step=step))
        heads = (office.say("preview.document"), office.say("preview.file"))
        rows = [(office.names.form(form), path) for form, path in files.items()]
        table(console, heads, rows)
        for row in missing:
            field = _label(office, str(row["form"]), str(row["slot"]))
            put(console, office.say("preview.missing", name=row["name"], field=field))

    office.screen.result(payload, show)
    return ExitCode.DONE


def _label(office: Office, form_id: str, slot: str) -> str:
    form = office.workspace.law.forms.form(form_id)
    base = slot.rsplit("_", 1)[0]
    return next((s.label for s in form.slots if s.id in {slot, base}), "") or slot


def _written(seen: Preview, folder: Path) -> dict[str, str]:
    """Write the previews; return form id to path."""
    forms = {d.id: d.form.id for d in seen.plan.documents}
    files: dict[str, str] = {}
    for document, pdf in seen.documents.items():
        path = folder / f"{document}.pdf"
        write_out(path, pdf, into_new=True)
        files[forms[document]] = str(path)
    return files
