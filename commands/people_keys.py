"""Keys of newcomers and leavers: both need the root key's PIN; a newcomer's PIN may be given."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.exit_codes import ExitCode
from commands.office import Office
from commands.pins import pins_by_owner
from commands.screen import put
from commands.session import Session
from engine.errors import InputError
from runtime.key_issuing import ROOT, issue_key
from runtime.key_issuing import revoke_key as revoke

if TYPE_CHECKING:
    from rich.console import Console


def add_key(session: Session, text: str, pin_file: Path | None) -> ExitCode:
    """Issue a key; a PIN nobody gave is made up and told once."""
    with session.open() as office:
        person, pins = office.person_id(text), _pins(pin_file)
        root = _root_pin(office, pins)
        made = issue_key(office.workspace, person, root_pin=root, pin=pins.get(person, ""))
        payload = {
            "ok": True,
            "person": person,
            "serial": made.serial,
            "pin": made.pin or None,
        }

        def show(console: "Console") -> None:
            put(console, office.say("keys.issued", person=made.person.name, serial=made.serial))
            if made.pin:
                put(console, office.say("keys.new_pin", pin=made.pin))

        office.screen.result(payload, show)
    return ExitCode.DONE


def take_back(session: Session, text: str, pin_file: Path | None) -> ExitCode:
    """Take a key back from now on."""
    with session.open() as office:
        person = office.person_id(text)
        serial = revoke(office.workspace, person, root_pin=_root_pin(office, _pins(pin_file)))
        told = office.say("keys.revoked", person=office.person(person), serial=serial)
        payload = {"ok": True, "person": person, "serial": serial}
        office.screen.result(payload, lambda console: put(console, told))
    return ExitCode.DONE


def _pins(pin_file: Path | None) -> dict[str, str]:
    return pins_by_owner(pin_file) if pin_file is not None else {}


def _root_pin(office: Office, pins: dict[str, str]) -> str:
    pin = pins.get(ROOT, "")
    if pin or pins:
        if not pin:
            raise InputError("keys.pin_needed", person=office.say("words.root"))
        return pin
    text = office.say("pins.ask_root")
    typed: str = click.prompt(text, hide_input=True, err=True, default="", show_default=False)
    if not typed:
        raise InputError("keys.pin_needed", person=office.say("words.root"))
    return typed
