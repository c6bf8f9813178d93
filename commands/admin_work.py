"""Making a workspace, examining it, and playing the demonstration in a fresh one."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from commands.audit_work import audit_payload, show_report
from commands.exit_codes import ExitCode
from commands.office import Office
from commands.pins import pins_by_owner
from commands.screen import put, table
from commands.session import Session
from commands.telling import show_event, step_name
from engine.errors import InputError
from runtime import demo
from runtime.audit import verify_root
from runtime.creation import create
from runtime.diagnosis import BAD, Diagnosis
from runtime.doctor import examine
from runtime.dossier import bind
from runtime.workspace import Workspace

if TYPE_CHECKING:
    from rich.console import Console

DEMO_FOLDER = "anjuan-demo"


# -- init -----------------------------------------------------------------------------------------


def make_workspace(
    session: Session, folder: Path, agency: Path, *, training: bool, pin_file: Path | None
) -> ExitCode:
    """Make a workspace; PINs not given are made up and written to a file to hand out."""
    if session.at is not None and not training:
        raise InputError("clock.not_settable")
    pins = pins_by_owner(pin_file) if pin_file is not None else None
    made = create(folder, agency_file=agency, training=training, pins=pins, at=session.at)
    payload = {
        "ok": True,
        "workspace": made.root,
        "training": training,
        "made_up_pins": sorted(made.pins),
        "pin_file": made.pin_file,
    }
    messages = session.messages

    def show(console: "Console") -> None:
        kind = "init.training" if training else "init.ordinary"
        put(console, messages.screen(kind, path=made.root))
        if made.pin_file is not None:
            put(console, messages.screen("init.pins", path=made.pin_file))

    session.screen.result(payload, show)
    return ExitCode.DONE


# -- doctor ---------------------------------------------------------------------------------------


def examine_workspace(session: Session) -> ExitCode:
    """Say what is missing, weak or unconfirmed, and how to mend it."""
    with session.open() as office:
        found = examine(office.workspace)
        bad = [d for d in found if d.level == BAD]
        payload = {
            "ok": not bad,
            "findings": [
                {
                    "code": d.code,
                    "level": d.level,
                    "message": _told(office, d),
                    "facts": d.facts,
                }
                for d in found
            ],
        }

        def show(console: "Console") -> None:
            heads = (office.say("doctor.level"), office.say("doctor.finding"))
            rows = [(office.messages.named("level", d.level), _told(office, d)) for d in found]
            table(console, heads, rows, ratios=(1, 9))

        office.screen.result(payload, show)
    return ExitCode.CONFIGURATION if bad else ExitCode.DONE


def _told(office: Office, diagnosis: Diagnosis) -> str:
    template = office.messages.template("doctor", diagnosis.code)
    return office.messages.fill(template, diagnosis.facts) if template else diagnosis.code


# -- demo -----------------------------------------------------------------------------------------


def play_demo(session: Session, folder: Path | None) -> ExitCode:
    """Play the example cases in a fresh training workspace, verify, and say where they lie.

    Raises InputError `demo.two_folders` where both options name one; the folder the environment
    names is a workspace in use and never taken.
    """
    if folder is not None and session.workspace not in {None, folder}:
        raise InputError("demo.two_folders", first=folder, second=session.workspace)
    root = folder or session.workspace or Path.cwd() / DEMO_FOLDER
    session.screen.talk(session.messages.screen("demo.preparing", path=root))
    pins = demo.prepare(root)
    plays = demo.scripts()
    played = _play_all(session, root, plays, pins)
    closing = plays[-1].steps[-1].at
    report = verify_root(root, at=closing)  # after closing, so that every page is on disk
    with Workspace.open(root, at=closing) as workspace:
        office = Office(workspace, session)
        payload = audit_payload(office.messages, report) | {"workspace": root, "cases": played}

        def show(console: "Console") -> None:
            put(console, f"\n{office.say('demo.verified')}")
            show_report(office.messages, console, report)
            for case in played:
                put(console, office.say("demo.dossier", **case))
            put(console, office.say("demo.further", path=root))

        office.screen.result(payload, show)
    return ExitCode.DONE if report.sound else ExitCode.INTEGRITY


def _play_all(
    session: Session, root: Path, plays: Sequence[demo.Script], pins: Mapping[str, str]
) -> list[dict[str, object]]:
    """Play every case and bind its dossier; return what was played."""
    played: list[dict[str, object]] = []
    with Workspace.open(root, at=plays[0].steps[0].at) as workspace:
        office = Office(workspace, session)
        people = {p.id for p in workspace.agency.people} | {"seal"}
        keys = workspace.keyring({owner: pin for owner, pin in pins.items() if owner in people})
        for play in plays:
            last = None
            for last in demo.play(workspace, play, keys):
                _tell_step(office, play, last)
            if last is not None:
                path = bind(workspace, last.case.id)
                played.append({"case": last.case.id, "number": last.case.number, "dossier": path})
    return played


def _tell_step(office: Office, play: demo.Script, played: demo.Played) -> None:
    if office.screen.as_json:
        return
    console = office.screen.console()
    if played.number == 1:
        put(console, f"\n{play.title}")
    event = played.event
    put(
        console,
        office.say(
            "demo.step",
            number=str(played.number),
            total=str(played.total),
            at=event.at,
            step=step_name(office, event),
            trigger=event.trigger,
            person=office.person(event.actor),
            role=office.messages.named("role", event.role) if event.role else "",
        ),
    )
    show_event(office, console, event)
