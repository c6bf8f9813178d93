"""Checking one document: its own signatures and event, and that the ledger records the same.

Damage to the file is told by code, never raised. Refuses to judge whether the act was lawful.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from documents.attachment import attachment_of
from documents.publication import statement_of
from documents.signing.errors import MalformedError
from documents.signing.judgement import MOMENT_TOLERANCE_SECONDS
from documents.signing.sm2_cms import Sm2Seen
from documents.signing.verification import Finding, Verification
from documents.signing.verify import verify
from engine.act_statement import act_recorded, composed_by
from engine.audit_files import FilePorts, FoundSignatures, check_signatures
from engine.audit_finding import Place
from engine.case import Case, apply
from engine.errors import AnjuanError, NotFoundError
from engine.event import DocumentMade
from engine.journal import read_journal
from engine.reading import decode
from runtime.archive_records import lifted_in
from runtime.document_copies import differences
from runtime.document_lifts import check_lifts, lapsed
from runtime.key_records import key_records
from runtime.settings import KEYS
from runtime.signature_reading import found_in
from runtime.sm2_check import check_beside
from runtime.sm2_places import sm2_trust
from runtime.sm2_records import beside_in
from runtime.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedDocument:
    """One document, everything wrong with it, and what was seen of its signatures."""

    made: DocumentMade
    findings: tuple[Finding, ...]
    #: None where there was nothing to be verified.
    seen: Verification | None = None
    #: Until when the newest archive timestamp proves; None where there is none.
    until: datetime | None = None
    #: The SM2 signature beside it; None where there is none.
    sm2: Sm2Seen | None = None

    @property
    def codes(self) -> list[str]:
        """The codes of the findings."""
        return [finding.code for finding in self.findings]


class DocumentCheck:
    """Checks the documents of a workspace, under the certificates its journal names."""

    def __init__(self, workspace: Workspace) -> None:
        """Read the journal and whom to believe; raises IntegrityError for a damaged journal."""
        self._workspace = workspace
        self._blobs = workspace.blobs
        self._statements: dict[str, Mapping[str, bytes]] = {}
        self._trust = workspace.trust()
        with workspace.store.read() as view:
            journal = read_journal(view)
        records, self._lifts = key_records(journal), lifted_in(journal)
        self._beside = beside_in(journal)
        self._sm2_trust = sm2_trust(workspace.root / KEYS)
        self._ports = FilePorts(
            blobs=workspace.blobs,
            signatures=lambda _: FoundSignatures(signatures=(), unsigned=(), problems=()),
            agency_code=workspace.agency.code,
            tolerance=timedelta(seconds=MOMENT_TOLERANCE_SECONDS),
            certificates=frozenset(record.serial for record in records),
        )

    def kept(self, case: str, made: DocumentMade) -> CheckedDocument:
        """Check a document as it is kept; raises IntegrityError for an unreadable event."""
        try:
            pdf = self._blobs.as_found(made.digest)
        except NotFoundError:
            return CheckedDocument(made=made, findings=(Finding(code="blob_missing"),))
        checked = self._checked(case, made, pdf, self._changed(made, pdf))
        return self._with_sm2(self._with_lifts(checked, pdf), pdf)

    def _with_lifts(self, checked: CheckedDocument, pdf: bytes) -> CheckedDocument:
        """With what became of the document in the archive; a damaged one is told alone."""
        lifts = self._lifts.get(checked.made.digest, ())
        if checked.findings or not lifts:
            return checked
        found, seen = check_lifts(lifts, pdf, self._blobs, self._trust)
        late = () if found else tuple(lapsed(lifts, self._workspace.now()))
        return replace(
            checked, findings=(*found, *late), seen=seen or checked.seen, until=lifts[-1].until
        )

    def _with_sm2(self, checked: CheckedDocument, pdf: bytes) -> CheckedDocument:
        """With the SM2 signature beside it; a document changed since is told alone."""
        one = self._beside.get(checked.made.digest)
        if one is None or "document_changed" in checked.codes:
            return checked
        seen = check_beside(one, pdf, self._blobs, self._sm2_trust)
        return replace(checked, findings=(*checked.findings, *seen.findings), sm2=seen)

    def copy(self, case: str, made: DocumentMade, pdf: bytes) -> CheckedDocument:
        """Check a copy somebody has; raises IntegrityError for an unreadable event."""
        try:
            kept = self._blobs.get(self._alike(made, pdf))
        except AnjuanError:  # the original is lost or damaged: its digest is still recorded
            return self._checked(case, made, pdf, self._changed(made, pdf))
        return self._checked(case, made, pdf, tuple(differences(kept, pdf)))

    def _alike(self, made: DocumentMade, pdf: bytes) -> str:
        """The digest of what the copy is of: the lift it equals, or else the original."""
        digest = hashlib.sha256(pdf).hexdigest()
        lifts = self._lifts.get(made.digest, ())
        same = (one.digest for one in lifts if one.digest == digest)
        return next(same, made.digest)

    def _changed(self, made: DocumentMade, pdf: bytes) -> tuple[Finding, ...]:
        same = hashlib.sha256(pdf).hexdigest() == made.digest
        return () if same else (Finding(code="document_changed"),)

    def _checked(
        self, case: str, made: DocumentMade, pdf: bytes, before: tuple[Finding, ...]
    ) -> CheckedDocument:
        """Findings on the bytes first, then on what they carry and who signed them."""
        carried = tuple(Finding(code=code) for code in self._carried(case, made, pdf))
        if not made.signed:
            return CheckedDocument(made=made, findings=before + carried)
        seen = verify(pdf, self._trust)
        found = (*before, *carried, *seen.findings, *self._unrecorded(made, seen))
        return CheckedDocument(made=made, findings=found, seen=seen)

    def _unrecorded(self, made: DocumentMade, seen: Verification) -> Iterator[Finding]:
        """Who signed otherwise than the ledger records."""
        signed = {s.field for s in seen.signatures}
        for recorded in made.signed:
            if recorded.slot not in signed:
                yield Finding(code="document_unsigned", field=recorded.slot)
        for found in check_signatures(made, found_in(seen), Place(), self._ports):
            if found.code != "signature_invalid":
                slot = str(found.facts.get("slot", ""))
                yield Finding(code=found.code, field=slot, facts=found.facts)

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
        return ["attachment_differs"] if expected not in {None, statement_of(carried)} else []


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
                    found[made.id] = tell(
                        made.id, made.form, made.form_digest, made.number, made.commitment
                    )
            apply(case, event)
            case.head = stored.hash.hex()
    return found
