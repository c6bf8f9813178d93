"""`document verify`: the documents of a case, or a copy somebody has, and what is wrong with each.

Every finding says what changed; every kind of finding says once what to do.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from commands.document_work import document_of
from commands.exit_codes import ExitCode
from commands.input_files import read_bytes
from commands.office import Office
from commands.screen import put, table
from commands.session import Session
from commands.telling import document_payload, slot_label
from documents.signing.verification import Finding, SignatureVerdict
from engine.errors import InputError
from runtime.document_check import CheckedDocument, DocumentCheck

if TYPE_CHECKING:
    from rich.console import Console


def verify_documents(
    session: Session, text: str, document: str, copy: Path | None = None
) -> ExitCode:
    """Check documents against the ledger's digests and their own signatures."""
    with session.open() as office:
        case = office.case(text)
        if copy is not None and not document:
            raise InputError("command.copy_of_what")
        wanted = [document_of(case, document)] if document else list(case.documents.values())
        check = DocumentCheck(office.workspace)
        if copy is not None:
            checked = [check.copy(case.id, wanted[0], read_bytes(copy))]
        else:
            checked = [check.kept(case.id, made) for made in wanted]
        good = not any(one.findings for one in checked)
        payload = {
            "ok": good,
            "case": case.id,
            "file": copy,
            "documents": [_payload(office, one) for one in checked],
        }
        office.screen.result(payload, lambda console: _show(office, console, checked))
    return ExitCode.DONE if good else ExitCode.INTEGRITY


def _payload(office: Office, checked: CheckedDocument) -> dict[str, object]:
    signatures = checked.seen.signatures if checked.seen is not None else ()
    return {
        **document_payload(office, checked.made),
        "valid": not checked.findings,
        "findings": checked.codes,
        "problems": [
            {
                "code": finding.code,
                "field": finding.field or None,
                "message": _told(office, checked, finding),
                "remedy": _remedy(office, finding.code),
                "facts": dict(finding.facts),
            }
            for finding in checked.findings
        ],
        "signatures": [_signature(seen) for seen in signatures],
        "level": checked.seen.level if checked.seen is not None else None,
        "proved_until": _until(checked),
        "sm2": _sm2(checked),
    }


def _sm2(checked: CheckedDocument) -> dict[str, object] | None:
    """The SM2 signature beside the file, or None without one."""
    seen = checked.sm2
    if seen is None:
        return None
    return {"signer": seen.signer or None, "moment": seen.moment, "valid": not seen.findings}


def _until(checked: CheckedDocument) -> datetime | None:
    """Until when what is in the file proves itself."""
    return checked.until or (checked.seen.until if checked.seen is not None else None)


def _signature(seen: SignatureVerdict) -> dict[str, object]:
    return {
        "field": seen.field,
        "signer": seen.signer.name if seen.signer is not None else None,
        "moment": seen.moment,
        "valid": seen.valid,
    }


# -- telling ---------------------------------------------------------------------------------------


def _show(office: Office, console: "Console", checked: Sequence[CheckedDocument]) -> None:
    rows = [_row(office, one) for one in checked]
    heads = tuple(office.say(f"document.{key}") for key in ("id", "name", "verdict", "signers"))
    table(console, heads, rows)
    bad = [one for one in checked if one.findings]
    for one in bad:
        put(console, office.say("document.wrong_with", document=one.made.id))
        for line in dict.fromkeys(_told(office, one, finding) for finding in one.findings):
            put(console, office.say("document.wrong", what=line))
        for line in dict.fromkeys(_remedy(office, code) for code in one.codes):
            put(console, office.say("document.remedy", what=line))
    key = "document.all_good" if not bad else "document.some_bad"
    put(console, office.say(key, count=str(len(checked)), bad=str(len(bad))))


def _row(office: Office, checked: CheckedDocument) -> tuple[str, ...]:
    made, signatures = checked.made, checked.seen.signatures if checked.seen is not None else ()
    signers = [
        office.say("document.signer", name=s.signer.name if s.signer else s.field, at=s.moment)
        for s in signatures
    ]
    if checked.sm2 is not None and not checked.sm2.findings:
        seen = checked.sm2
        signers.append(office.say("sm2.signer", name=seen.signer, at=seen.moment))
    codes = dict.fromkeys(checked.codes)
    verdict = (
        office.messages.value(tuple(office.messages.named("finding", code) for code in codes))
        if codes
        else office.say("document.valid", level=_level(checked), until=_until(checked))
    )
    return made.id, office.names.form(made.form), verdict, "\n".join(signers)


def _level(checked: CheckedDocument) -> str:
    level = checked.seen.level if checked.seen is not None else None
    return level.value if level is not None else ""


def _told(office: Office, checked: CheckedDocument, finding: Finding) -> str:
    """What a finding says in a sentence; its name where the catalogue has no sentence."""
    messages = office.messages
    template = messages.template("findings", "told", finding.code)
    if template is None:
        return messages.named("finding", finding.code)
    field = slot_label(office, checked.made, finding.field) if finding.field else ""
    return messages.fill(template, {"problem": "malformed", **finding.facts, "field": field})


def _remedy(office: Office, code: str) -> str:
    """What to do: by the code, by its first part, or by the first word of that."""
    family = code.partition(".")[0]
    for key in (code, family, family.partition("_")[0]):
        if (found := office.messages.template("findings", "remedy", key)) is not None:
            return found
    return ""
