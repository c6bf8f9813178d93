"""Signing one after another: each person's own list, signing the next field, withdrawing."""

from pathlib import Path
from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.office import Office
from commands.pins import collect_pins
from commands.screen import put, table
from commands.session import Session
from commands.telling import slot_label, tell_outcome
from engine.case import Case
from engine.errors import NotFoundError
from engine.signing_road import Signing, proposal_of, sign, withdraw
from engine.storage_rows import WaitingRow

if TYPE_CHECKING:
    from rich.console import Console


def list_signatures(session: Session, officer: str) -> ExitCode:
    """Give what waits for a person's signature, now or after others."""
    with session.open() as office:
        person_id = office.person_id(officer)
        person = office.workspace.agency.person(person_id)
        roles = sorted(person.roles) if person is not None else []
        with office.workspace.store.read() as view:
            rows = list(view.waiting_for(person=person_id, roles=roles))
        cases = {row.case_id: office.case(row.case_id) for row in rows}
        found = [(row, cases[row.case_id], _turn(cases[row.case_id], row)) for row in rows]
        found = [(row, case, turn) for row, case, turn in found if turn is not None]
        payload = {
            "ok": True,
            "person": person_id,
            "waiting": [
                {
                    "case": row.case_id,
                    "document": row.doc_id,
                    "form": case.documents[row.doc_id].form,
                    "slot": row.slot,
                    "role": row.role,
                    "your_turn": turn,
                }
                for row, case, turn in found
            ],
        }

        def show(console: "Console") -> None:
            keys = ("case", "document", "name", "field", "turn")
            heads = tuple(office.say(f"signing.{key}") for key in keys)
            lines = [_line(office, row, case, turn=bool(turn)) for row, case, turn in found]
            table(console, heads, lines)
            if not lines:
                put(console, office.say("signing.none", person=office.person(person_id)))

        office.screen.result(payload, show)
    return ExitCode.DONE


def _turn(case: Case, row: WaitingRow) -> bool | None:
    """Whether a field is the next one to be signed; None when it waits no longer."""
    made = case.documents.get(row.doc_id)
    slots = [slot for slot, _, _ in made.waiting] if made is not None else []
    return slots.index(row.slot) == 0 if row.slot in slots else None


def _line(office: Office, row: WaitingRow, case: Case, *, turn: bool) -> tuple[str, ...]:
    made = case.documents[row.doc_id]
    return (
        case.number or case.id,
        made.id,
        office.names.form(made.form),
        slot_label(office, made, row.slot),
        office.say("signing.your_turn" if turn else "signing.others_first"),
    )


def sign_document(
    session: Session,
    case_text: str,
    document: str,
    *,
    officer: str,
    opinion: str,
    helpers: tuple[str, ...],
    pin_file: Path | None,
) -> ExitCode:
    """Sign the next field of a waiting document."""
    with session.open() as office:
        case = office.case(case_text)
        person = office.person_id(officer)
        persons = [person, *(office.person_id(h) for h in helpers)]
        keyring = office.workspace.keyring(collect_pins(office, persons, pin_file))
        wish = Signing(
            case=case.id,
            document=document,
            person=person,
            opinion=opinion,
            at=office.workspace.now(),
        )
        return tell_outcome(office, sign(office.workspace.road, wish, keyring))


def withdraw_proposal(
    session: Session,
    case_text: str,
    document: str,
    *,
    officer: str,
    reason: str,
    pin_file: Path | None,
) -> ExitCode:
    """Withdraw what waits for signatures, with a reason; its documents are void."""
    with session.open() as office:
        case = office.case(case_text)
        person = office.person_id(officer)
        made = case.documents.get(document)
        proposal = proposal_of(case, made) if made is not None else None
        if proposal is None:
            raise NotFoundError("document.unknown", case=case.id, document=document)
        office.workspace.keyring(collect_pins(office, [person], pin_file))  # proves who asks
        withdraw(
            office.workspace.road,
            case.id,
            proposal.seq,
            actor=person,
            reason=reason,
            at=office.workspace.now(),
        )
        payload = {"ok": True, "outcome": "withdrawn", "case": case.id, "proposal": proposal.seq}
        name = office.names.form(made.form) if made is not None else document
        office.screen.result(
            payload, lambda console: put(console, office.say("signing.withdrawn", name=name))
        )
    return ExitCode.DONE
