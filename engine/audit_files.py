"""The files a case relies on: kept, unchanged, and signed by exactly whom the events name.

Knows digests and what a reader of signatures reports. Refuses to know PDF and certificates.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from engine.audit_finding import AuditFinding, Place
from engine.case import Case
from engine.errors import AnjuanError
from engine.event import DocumentMade, Signed
from engine.forms import SEAL_SLOT
from engine.projection import files_of
from engine.storage_ports import BlobStore


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSignature:
    """One signature of a file, as its certificate and timestamp state it."""

    slot: str
    #: Person id; for the agency's seal the agency's code.
    signer: str
    sealed: bool
    #: None when no timestamp can be believed.
    at: datetime | None
    #: Serial number of the certificate, hex; empty when it cannot be read.
    certificate: str = ""
    #: The role and person the signature itself states, as `role:person`.
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundProblem:
    """What a reader of signatures holds against a file."""

    code: str
    slot: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSignatures:
    """Every signature of a file in order, the fields still empty, and every problem."""

    signatures: tuple[FoundSignature, ...]
    unsigned: tuple[str, ...]
    problems: tuple[FoundProblem, ...]


#: Reads the signatures of a file, up to the workspace's own root; never raises for bad bytes.
SignatureReader = Callable[[bytes], FoundSignatures]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePorts:
    """What the audit of files needs."""

    blobs: BlobStore
    signatures: SignatureReader
    agency_code: str
    #: How far a timestamp may be from the moment of its act.
    tolerance: timedelta
    #: Serial numbers of the certificates the bureau has on record, hex; None asks nobody.
    certificates: frozenset[str] | None = None


def audit_files(case: Case, ports: FilePorts) -> Iterator[AuditFinding]:
    """Documents and evidence of a case that are missing, damaged or not signed as recorded.

    Codes: `blob_missing`, `blob_damaged` and other refusals of the store,
    and those of `check_signatures`.
    """
    last = {made.id: event.seq for event in case.events for made in event.documents}
    for made in case.documents.values():
        place = Place(case=case.id, seq=last[made.id], document=made.id)
        pdf, finding = _read(ports, made.digest, place)
        if finding is not None:
            yield finding
        elif pdf is not None and made.signed:
            yield from check_signatures(made, ports.signatures(pdf), place, ports)
    yield from _earlier(case, ports)


def _earlier(case: Case, ports: FilePorts) -> Iterator[AuditFinding]:
    """Files handed in, and documents as they were before later signatures."""
    seen = {made.digest for made in case.documents.values()}
    for event in case.events:
        made = {d.digest: d.id for d in event.documents} | dict.fromkeys(files_of(event.inputs), "")
        for digest in sorted(made.keys() - seen):
            place = Place(case=case.id, seq=event.seq, document=made[digest])
            _, finding = _read(ports, digest, place)
            if finding is not None:
                yield finding
        seen |= made.keys()


def _read(ports: FilePorts, digest: str, place: Place) -> tuple[bytes | None, AuditFinding | None]:
    try:
        return ports.blobs.get(digest), None
    except AnjuanError as error:
        return None, AuditFinding(code=error.code, place=place, facts={"digest": digest})


def check_signatures(
    made: DocumentMade, found: FoundSignatures, place: Place, ports: FilePorts
) -> Iterator[AuditFinding]:
    """What a document's signatures are not as its event says: who, in which role, when, by what.

    Codes: `signature_invalid`, `signatures_differ`, `signer_differs`, `signature_role`,
    `certificate_unrecorded`, `signature_moment`.
    """
    for problem in found.problems:
        facts = {"slot": problem.slot or "—", "problem": problem.code}
        yield AuditFinding(code="signature_invalid", place=place, facts=facts)
    slots = [s.slot for s in found.signatures]
    waiting = {slot for slot, _, _ in made.waiting}
    # A void document waits for nobody, and its empty fields stay empty.
    still_open = waiting if made.status == "void" else set(found.unsigned)
    if slots != [s.slot for s in made.signed] or still_open != waiting:
        facts = {
            "recorded": "、".join(s.slot for s in made.signed) or "—",
            "found": "、".join(slots) or "—",
        }
        yield AuditFinding(code="signatures_differ", place=place, facts=facts)
        return
    for recorded, signature in zip(made.signed, found.signatures, strict=True):
        for code, details in _differences(recorded, signature, ports):
            yield AuditFinding(code=code, place=place, facts={"slot": recorded.slot, **details})


def _differences(
    recorded: Signed, signature: FoundSignature, ports: FilePorts
) -> Iterator[tuple[str, dict[str, str]]]:
    sealed = recorded.slot == SEAL_SLOT
    wanted = ports.agency_code if sealed else recorded.person
    if (signature.signer, signature.sealed) != (wanted, sealed):
        yield "signer_differs", {"recorded": wanted, "found": signature.signer or "—"}
    role = f"{recorded.role}:{recorded.person}"
    if signature.reason != role:
        yield "signature_role", {"recorded": role, "found": signature.reason or "—"}
    if ports.certificates is not None and signature.certificate not in ports.certificates:
        yield "certificate_unrecorded", {"serial": signature.certificate or "—"}
    if signature.at is not None and abs(signature.at - recorded.at) > ports.tolerance:
        moments = {"recorded": recorded.at.isoformat(), "found": signature.at.isoformat()}
        yield "signature_moment", moments
