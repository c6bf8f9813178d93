"""Checking one document: its own signatures and event, and that the ledger records the same.

Damage to the file is told by code, never raised. Refuses to judge whether the act was lawful.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import timedelta

from documents.attachment import attachment_of
from documents.signing.errors import MalformedError
from documents.signing.judgement import MOMENT_TOLERANCE_SECONDS
from documents.signing.verification import Verification
from documents.signing.verify import verify
from engine.act_statement import act_recorded, composed_by
from engine.audit_files import FilePorts, FoundSignatures, check_signatures
from engine.audit_finding import Place
from engine.case import Case, apply
from engine.errors import NotFoundError
from engine.event import DocumentMade
from engine.journal import read_journal
from engine.reading import decode
from runtime.key_records import key_records
from runtime.signature_reading import found_in
from runtime.workspace import Workspace


class DocumentCheck:
    """Checks the documents of a workspace, under the certificates its journal names."""

    def __init__(self, workspace: Workspace) -> None:
        """Read the journal and whom to believe; raises IntegrityError for a damaged journal."""
        self._workspace = workspace
        self._blobs = workspace.blobs
        self._statements: dict[str, Mapping[str, bytes]] = {}
        self._trust = workspace.trust()
        with workspace.store.read() as view:
            records = key_records(read_journal(view))
        self._ports = FilePorts(
            blobs=workspace.blobs,
            signatures=lambda _: FoundSignatures(signatures=(), unsigned=(), problems=()),
            agency_code=workspace.agency.code,
            tolerance=timedelta(seconds=MOMENT_TOLERANCE_SECONDS),
            certificates=frozenset(record.serial for record in records),
        )

    def findings(self, case: str, made: DocumentMade) -> tuple[list[str], Verification | None]:
        """Return the codes of everything wrong with a document, and what was seen of signatures.

        Raises IntegrityError when an event of the case cannot be read.
        """
        try:
            pdf = self._blobs.get(made.digest)
        except NotFoundError:
            return ["blob_missing"], None
        if hashlib.sha256(pdf).hexdigest() != made.digest:
            return ["document_changed"], None
        carried = self._carried(case, made, pdf)
        if not made.signed:
            return carried, None
        seen = verify(pdf, self._trust)
        codes = carried + [finding.code for finding in seen.findings]
        signed = {s.field for s in seen.signatures}
        codes += ["document_unsigned" for s in made.signed if s.slot not in signed]
        differing = check_signatures(made, found_in(seen), Place(), self._ports)
        codes += [f.code for f in differing if f.code != "signature_invalid"]
        return codes, seen

    def _carried(self, case: str, made: DocumentMade, pdf: bytes) -> list[str]:
        """What is wrong with the event a document carries, held against the ledger's."""
        try:
            carried = attachment_of(pdf)
            if carried is not None:
                statement_in(carried)
        except MalformedError:
            return ["attachment_unreadable"]
        if carried is None:
            return ["attachment_missing"] if made.layout else []
        if case not in self._statements:
            self._statements[case] = statements_of(self._workspace, case)
        expected = self._statements[case].get(made.id)
        return ["attachment_differs"] if expected not in {None, carried} else []


def statement_in(data: bytes) -> Mapping[str, object]:
    """Return what a document carries as plain values; raises MalformedError when it is no event."""
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise MalformedError("malformed.attachment") from error
    if not isinstance(told, dict) or not str(told.get("schema")).startswith("anjuan.act/"):
        raise MalformedError("malformed.attachment")
    return told


def statements_of(workspace: Workspace, case_id: str) -> Mapping[str, bytes]:
    """Return by document what the ledger says each document of a case carries.

    Documents whose profile or definition is lost are left out: the audit tells of those. Raises
    IntegrityError for an event that cannot be read.
    """
    found: dict[str, bytes] = {}
    case = Case(id=case_id)
    with workspace.store.read() as view:
        for stored in view.events(case_id):
            event = decode(stored)
            agency = workspace.profile_of(event)
            known = event.definition in workspace.law.workflows
            act = act_recorded(case, event, agency, workspace.law) if agency and known else None
            if act is not None:
                tell = act.statement
                for made in composed_by(case, event):
                    found[made.id] = tell(made.id, made.form, made.form_digest, made.number)
            apply(case, event)
            case.head = stored.hash.hex()
    return found
