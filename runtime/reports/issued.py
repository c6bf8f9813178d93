"""Setting, signing and sealing a report, and entering it in the bureau's journal.

The figures travel inside the file, as the statement of an act does in a decision. Refuses to know
what a report is about.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from documents.compose import compose
from documents.forms import load_report_forms
from engine.errors import InputError
from engine.forms import SEAL_SLOT
from engine.journal import Act, note
from engine.people import Person
from engine.ports import SEAL_KEY, SigningAct
from engine.record import Json, canonical
from runtime.keyring import Keyring
from runtime.reports.report import Report
from runtime.workspace import Workspace

#: Who may sign a slot of a report in the place of the role its form names.
_INSTEAD: Mapping[str, frozenset[str]] = {
    "legal_head": frozenset({"legal_head", "auditor"}),
    "recorder": frozenset({"recorder", "legal_reviewer"}),
}


def signed(
    workspace: Workspace, report: Report, keys: Keyring, signers: Sequence[Person], keeper: Person
) -> bytes:
    """Return the report as a file signed by `signers`, in the order of its form, and sealed.

    Raises InputError `report.signer` when nobody among them may sign a slot, and what the keyring
    refuses.
    """
    form = load_report_forms()[report.form]
    slots = form.slots
    people = {s.slot: _signer(s.slot, s.role, signers) for s in form.signers}
    moment = workspace.now()
    composed = compose(
        form,
        {"agency": {"name": workspace.agency.name}, "input": report.values},
        moment=moment,
        number=None,
        slots=slots,
        training=workspace.training,
        preview=False,
        attachment=canonical(_json(report.payload)),
        book=workspace.book,
    )
    pdf = composed.pdf
    for one in form.signers:
        act = _act(one.slot, people[one.slot], one.role, one.label, moment)
        pdf = keys.sign(pdf, act)
    if SEAL_SLOT in slots:
        pdf = keys.sign(pdf, _act(SEAL_SLOT, keeper, SEAL_KEY, workspace.agency.name, moment))
    return pdf


def _act(slot: str, person: Person, role: str, label: str, moment: datetime) -> SigningAct:
    return SigningAct(slot=slot, person=person, role=role, label=label, opinion="", at=moment)


def _signer(slot: str, role: str, signers: Sequence[Person]) -> Person:
    able = _INSTEAD.get(role, frozenset({role}))
    found = next((person for person in signers if person.roles & able), None)
    if found is None:
        raise InputError("report.signer", slot=slot, role=role)
    return found


def _json(value: object) -> Json:
    """Return figures in JSON shapes; numbers with a fraction stay numbers."""
    if isinstance(value, Mapping):
        return {str(name): _json(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_json(one) for one in value]
    if value is None or isinstance(value, bool | int | str):
        return value
    return str(value)


def enter(workspace: Workspace, report: Report, pdf: bytes, by: Person, to: Sequence[str]) -> str:
    """Keep a signed report and enter it in the journal with whom it goes to; return its digest."""
    digest = workspace.blobs.put(pdf)
    facts: dict[str, Json] = {
        "form": report.form,
        "month": report.month,
        "digest": digest,
        "to": [*to],
    }
    with workspace.store.write() as unit:
        note(unit, Act.REPORT_ISSUED, at=workspace.now(), actor=by.id, facts=facts)
    return digest
