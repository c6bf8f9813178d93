"""Checking one document: its own signatures, and that they are those the ledger records.

Damage to the file is told by code, never raised. Refuses to judge whether the act was lawful.
"""

import hashlib
from datetime import timedelta

from documents.signing.judgement import MOMENT_TOLERANCE_SECONDS
from documents.signing.verification import Verification
from documents.signing.verify import verify
from engine.audit_files import FilePorts, FoundSignatures, check_signatures
from engine.audit_finding import Place
from engine.errors import NotFoundError
from engine.event import DocumentMade
from engine.journal import read_journal
from runtime.key_records import key_records
from runtime.signature_reading import found_in
from runtime.workspace import Workspace


class DocumentCheck:
    """Checks the documents of a workspace, under the certificates its journal names."""

    def __init__(self, workspace: Workspace) -> None:
        """Read the journal and whom to believe; raises IntegrityError for a damaged journal."""
        self._blobs = workspace.blobs
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

    def findings(self, made: DocumentMade) -> tuple[list[str], Verification | None]:
        """Return the codes of everything wrong with a document, and what was seen of signatures."""
        try:
            pdf = self._blobs.get(made.digest)
        except NotFoundError:
            return ["blob_missing"], None
        if hashlib.sha256(pdf).hexdigest() != made.digest:
            return ["document_changed"], None
        if not made.signed:
            return [], None
        seen = verify(pdf, self._trust)
        codes = [finding.code for finding in seen.findings]
        signed = {s.field for s in seen.signatures}
        codes += ["document_unsigned" for s in made.signed if s.slot not in signed]
        differing = check_signatures(made, found_in(seen), Place(), self._ports)
        codes += [f.code for f in differing if f.code != "signature_invalid"]
        return codes, seen
