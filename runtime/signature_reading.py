"""The documents room's verification of signatures, as the engine's audit asks for it."""

from documents.signing.certificates import HolderKind
from documents.signing.verification import SignatureVerdict, TrustAnchors, Verification
from documents.signing.verify import verify
from engine.audit_files import (
    FoundProblem,
    FoundSignature,
    FoundSignatures,
    SignatureReader,
)


def signature_reader(trust: TrustAnchors) -> SignatureReader:
    """Return a reader of signatures that believes `trust` and nobody else.

    Raises MalformedError when the anchors themselves cannot be read.
    """
    verify(b"", trust)  # unreadable anchors must be told apart from unreadable files

    def read(pdf: bytes) -> FoundSignatures:
        return found_in(verify(pdf, trust))

    return read


def found_in(seen: Verification) -> FoundSignatures:
    """Return what a verification found, as the engine's audit asks for it."""
    return FoundSignatures(
        signatures=tuple(_signature(verdict) for verdict in seen.signatures),
        unsigned=seen.unsigned,
        problems=tuple(
            FoundProblem(code=f.code, slot=f.field, facts=f.facts) for f in seen.findings
        ),
    )


def _signature(verdict: SignatureVerdict) -> FoundSignature:
    signer = verdict.signer
    return FoundSignature(
        slot=verdict.field,
        signer=signer.id if signer is not None else "",
        sealed=signer is not None and signer.kind is HolderKind.SEAL,
        at=verdict.moment,
        certificate=f"{verdict.certificate_serial:x}" if verdict.certificate_serial else "",
        reason=verdict.reason,
    )
