"""`people renew-root`: a new root certificate, with two people and the old root's PIN."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from commands.asking import asked
from commands.exit_codes import ExitCode
from commands.office import Office
from commands.people_keys import root_pin_of
from commands.pins import collect_pins, pins_by_owner
from commands.screen import put
from commands.session import Session
from documents.signing.keys import KeyKind
from engine.errors import InputError
from engine.legal_time import legal_moment
from runtime.root_renewal import RenewedRoot, RootWish, renew_root
from runtime.two_people import check_people

if TYPE_CHECKING:
    from rich.console import Console

#: Name of the line of a PIN file that holds the new root key's PIN.
NEW_ROOT = "new-root"


@dataclass(frozen=True, slots=True, kw_only=True)
class RootRequest:
    """What the command line asks for."""

    officer: str
    helper: str
    algorithm: str | None
    compromised: bool


def renew(session: Session, request: RootRequest, pin_file: Path | None) -> ExitCode:
    """Renew the root, or finish a renewal that was cut short."""
    with session.open() as office:
        people = (office.person_id(request.officer), office.person_id(request.helper))
        check_people(office.workspace, people)
        root_pin = root_pin_of(office, pin_file)
        wish = RootWish(
            people=people,
            pin=_new_pin(office, pin_file),
            kind=KeyKind(request.algorithm) if request.algorithm else None,
            compromised=request.compromised,
        )
        pins = collect_pins(office, people, pin_file)
        made = renew_root(office.workspace, wish, root_pin=root_pin, pins=pins)
        if made is None:
            told = office.say("keys.root_finished")
            payload = {"ok": True, "finished": True}
            office.screen.result(payload, lambda console: put(console, told))
        else:
            _show(office, made, compromised=request.compromised)
    return ExitCode.DONE


def _new_pin(office: Office, pin_file: Path | None) -> str:
    """The new root key's PIN; empty to keep the one of the old.

    Raises InputError `keys.pins_differ` when it is not typed alike twice.
    """
    if pin_file is not None:
        return pins_by_owner(pin_file).get(NEW_ROOT, "")
    typed = asked(office.say("pins.ask_new_root")) or ""
    if typed and asked(office.say("pins.ask_new_root_again")) != typed:
        raise InputError("keys.pins_differ")
    return typed


def _show(office: Office, made: RenewedRoot, *, compromised: bool) -> None:
    until = legal_moment(made.certificate.not_valid_after_utc)
    payload = {
        "ok": True,
        "finished": False,
        "serial": made.serial,
        "replaces": made.replaces,
        "until": until,
        "fingerprint": made.fingerprint,
        "certified": list(made.owners),
        "entry": made.entry.seq,
    }
    facts = {"serial": made.serial, "until": until.date(), "count": str(len(made.owners))}

    def show(console: "Console") -> None:
        put(console, office.say("keys.root_renewed", **facts))
        put(console, office.say("keys.root_fingerprint", fingerprint=made.fingerprint))
        put(console, office.say(f"keys.root_{'compromised' if compromised else 'linked'}"))

    office.screen.result(payload, show)
