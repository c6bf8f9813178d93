"""Keys of newcomers and leavers, and renewals: all need the root key's PIN."""

from pathlib import Path
from typing import TYPE_CHECKING

from commands.asking import asked
from commands.exit_codes import ExitCode
from commands.key_request import KeyRequest
from commands.office import Office
from commands.pins import pins_by_owner
from commands.screen import put
from commands.session import Session
from documents.signing.keys import KeyKind
from documents.signing.token_place import TokenPlace
from engine.errors import InputError
from engine.legal_time import legal_moment
from runtime.key_issuing import IssuedKey, KeyWish, issue_key, renew_key
from runtime.key_issuing import revoke_key as revoke
from runtime.key_places import TIMESTAMPING, place_on_token
from runtime.log_key_renewal import LOG, renew_log_key
from runtime.root_desk import ROOT
from runtime.settings import KEYS

if TYPE_CHECKING:
    from rich.console import Console


def _wish(office: Office, request: KeyRequest, owner: str, pins: dict[str, str]) -> KeyWish:
    """Return the key wanted for an owner; asks for the PIN of a token.

    Raises InputError `keys.token_and_module` for one without the other.
    """
    if (request.module is None) != (request.token is None):
        raise InputError("keys.token_and_module")
    place = None
    if request.module is not None and request.token is not None:
        place = TokenPlace(module=str(request.module), token=request.token)
    held = place or place_on_token(office.workspace.root / KEYS, owner)
    pin = pins.get(owner, "")
    if held is not None and not pin and request.pin_file is None:
        pin = asked(office.say("pins.ask_token", token=held.token)) or ""
    kind = KeyKind(request.algorithm) if request.algorithm else None
    return KeyWish(pin=pin, kind=kind, token=place)


def issue(session: Session, text: str, request: KeyRequest) -> ExitCode:
    """Issue a key; a PIN nobody gave is made up and told once."""
    with session.open() as office:
        person, pins = office.person_id(text), _pins(request.pin_file)
        root = _root_pin(office, pins)
        wish = _wish(office, request, person, pins)
        made = issue_key(office.workspace, person, root_pin=root, wish=wish)
        payload = {"ok": True, "person": person, "serial": made.serial, "pin": made.pin or None}

        def show(console: "Console") -> None:
            put(
                console, office.say("keys.issued", person=office.person(person), serial=made.serial)
            )
            _tell_pin(office, console, made)

        office.screen.result(payload, show)
    return ExitCode.DONE


def renew(session: Session, text: str, request: KeyRequest) -> ExitCode:
    """Issue a key in place of an old one: of a person, the seal, the timestamps or the ledger."""
    with session.open() as office:
        pins = _pins(request.pin_file)
        if text == LOG:
            return _renew_log(office, pins)
        owner = text if text == TIMESTAMPING else office.person_id(text)
        root = _root_pin(office, pins)
        wish = _wish(office, request, owner, pins)
        made = renew_key(office.workspace, owner, root_pin=root, wish=wish)
        until = legal_moment(made.certificate.not_valid_after_utc)
        payload = {
            "ok": True,
            "owner": owner,
            "serial": made.serial,
            "replaces": made.replaces,
            "until": until,
            "pin": made.pin or None,
        }

        def show(console: "Console") -> None:
            details = {"serial": made.serial, "replaces": made.replaces, "until": until.date()}
            put(console, office.say("keys.renewed", owner=_owner(office, owner), **details))
            _tell_pin(office, console, made)

        office.screen.result(payload, show)
    return ExitCode.DONE


def _renew_log(office: Office, pins: dict[str, str]) -> ExitCode:
    key = str(renew_log_key(office.workspace, root_pin=_root_pin(office, pins)))
    told = office.say("keys.log_renewed", key=key)
    payload = {"ok": True, "owner": LOG, "key": key}
    office.screen.result(payload, lambda console: put(console, told))
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


def _owner(office: Office, owner: str) -> str:
    person = office.workspace.agency.person(owner)
    return person.name if person is not None else office.messages.named("key_owner", owner)


def _tell_pin(office: Office, console: "Console", made: IssuedKey) -> None:
    if made.pin:
        put(console, office.say("keys.new_pin", pin=made.pin))


def _pins(pin_file: Path | None) -> dict[str, str]:
    return pins_by_owner(pin_file) if pin_file is not None else {}


def root_pin_of(office: Office, pin_file: Path | None) -> str:
    """Return the root key's PIN, from the file of PINs or asked for; raises InputError."""
    return _root_pin(office, _pins(pin_file))


def _root_pin(office: Office, pins: dict[str, str]) -> str:
    pin = pins.get(ROOT, "")
    if pin or pins:
        if not pin:
            raise InputError("keys.pin_needed", person=office.say("words.root"))
        return pin
    typed = asked(office.say("pins.ask_root"))
    if not typed:
        raise InputError("keys.pin_needed", person=office.say("words.root"))
    return typed
