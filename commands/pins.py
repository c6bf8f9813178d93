"""Collecting PINs: from a file, or by a prompt that does not show what is typed."""

from collections.abc import Sequence
from pathlib import Path

from commands.asking import asked
from commands.input_files import read_text
from commands.office import Office
from engine.command import SYSTEM
from engine.errors import InputError
from engine.forms import SEAL_ROLE
from engine.ports import SEAL_KEY


def collect_pins(office: Office, persons: Sequence[str], pin_file: Path | None) -> dict[str, str]:
    """Return the PINs of `persons` (ids, or `seal`), and of the seal if a keeper is among them.

    Raises InputError `keys.pin_needed` when one is missing, `keys.pin_file` for a file that
    cannot be understood.
    """
    wanted = [p for p in dict.fromkeys(persons) if p != SYSTEM]
    given = _from_file(office, wanted, pin_file) if pin_file is not None else {}
    pins: dict[str, str] = {}
    for owner in wanted:
        pin = given.get(owner) or (_asked(office, owner) if pin_file is None else "")
        if not pin:
            raise InputError("keys.pin_needed", person=office.person(owner))
        pins[owner] = pin
    if SEAL_KEY not in wanted and _keeps_seal(office, wanted):
        pin = given.get(SEAL_KEY, "") if pin_file is not None else _asked(office, SEAL_KEY)
        pins |= {SEAL_KEY: pin} if pin else {}
    return pins


def _keeps_seal(office: Office, persons: Sequence[str]) -> bool:
    keepers = {p.id for p in office.workspace.agency.holders(SEAL_ROLE)}
    return bool(keepers & set(persons))


def _asked(office: Office, owner: str) -> str:
    key = "pins.ask_seal" if owner == SEAL_KEY else "pins.ask"
    typed = asked(office.say(key, person=office.person(owner)))
    if typed is None:
        raise InputError("keys.pin_needed", person=office.person(owner))
    return typed


def _from_file(office: Office, wanted: Sequence[str], path: Path) -> dict[str, str]:
    lines = [line.strip() for line in read_text(path).splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    if len(lines) == 1 and ":" not in lines[0].replace("：", ":") and wanted:
        return {wanted[0]: lines[0]}
    found: dict[str, str] = {}
    known = {p.id for p in office.workspace.agency.people}
    known |= {p.name for p in office.workspace.agency.people} | {SEAL_KEY}
    for line in lines:
        owner, colon, pin = line.replace("：", ":").partition(":")
        if not colon:
            raise InputError("keys.pin_file", path=str(path))
        if owner.strip() in known:  # the file made by init also names keys that sign nothing
            found[office.person_id(owner.strip())] = pin.strip().strip("'\"")
    return found


def pins_by_owner(path: Path) -> dict[str, str]:
    """Return the PINs of a file by owner: person id, `seal` or `root`.

    Raises InputError `keys.pin_file` for a line that is no `owner: PIN`.
    """
    found: dict[str, str] = {}
    for line in read_text(path).splitlines():
        owner, colon, pin = line.strip().replace("：", ":").partition(":")
        if colon and not owner.startswith("#"):
            found[owner.strip()] = pin.strip().strip("'\"")
        elif owner and not owner.startswith("#"):
            raise InputError("keys.pin_file", path=str(path))
    return found


class Assumed:
    """Keys as if unlocked, for previews: it says who could sign and signs nothing."""

    def __init__(self, persons: Sequence[str]) -> None:
        """Assume that `persons` would unlock their keys."""
        self._persons = frozenset(persons)

    def unlocked(self) -> frozenset[str]:
        """Return whose keys are assumed unlocked."""
        return self._persons

    def sign(self, pdf: bytes, act: object) -> bytes:
        """Refuse: a preview is never signed. Raises InputError `keys.locked`."""
        del pdf
        raise InputError("keys.locked", person=str(act))
