"""Who signs and seals a report, asked for and unlocked before anything is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from commands.office import Office
from commands.output_files import write_out
from commands.pins import collect_pins
from engine.errors import InputError
from engine.forms import SEAL_ROLE
from engine.people import Person
from engine.ports import SEAL_KEY
from runtime.keyring import Keyring
from runtime.languages import Language
from runtime.naming import LawNames
from runtime.reports.issued import enter, signed
from runtime.reports.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """People present with their keys unlocked; the first of them issues the report."""

    people: tuple[Person, ...]
    keeper: Person
    keys: Keyring

    def issue(self, office: Office, report: Report, to: Path, sent: Sequence[str]) -> str:
        """Have a report signed and sealed, write it, enter it in the journal; its digest."""
        pdf = signed(office.workspace, report, self.keys, self.people, self.keeper)
        write_out(to, pdf)
        return enter(office.workspace, report, pdf, self.people[0], sent)


def signing(office: Office, people: Sequence[str], pin_file: Path | None) -> Signing:
    """Unlock the keys of people given by id or name, and the seal.

    Raises InputError `report.to_needs_signer` for nobody, `report.seal_missing` without the
    keeper of the seal, and what PINs and keys refuse.
    """
    agency = office.workspace.agency
    found = [agency.person(office.person_id(text)) for text in people if text]
    present = tuple(person for person in found if person is not None)
    if not present:
        raise InputError("report.to_needs_signer")
    keeper = next((person for person in present if SEAL_ROLE in person.roles), None)
    if keeper is None:
        raise InputError("report.seal_missing")
    pins = collect_pins(office, [*(person.id for person in present), SEAL_KEY], pin_file)
    return Signing(people=present, keeper=keeper, keys=office.workspace.keyring(pins))


def official(office: Office) -> LawNames:
    """Return the names official text uses, whatever the language of the screen."""
    return LawNames(office.workspace.law, Language.ZH)
