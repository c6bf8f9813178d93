"""Whether the documents of a bag are signed as its events say, up to the root in the bag.

Whether that root is the bureau's is asked elsewhere. Damage is told by code, never raised.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from documents.attachment import attachment_of
from documents.signing.errors import MalformedError
from documents.signing.judgement import MOMENT_TOLERANCE_SECONDS
from documents.signing.verification import EarlierRoot, TrustAnchors, Verification
from documents.signing.verify import verify
from engine.audit_files import FilePorts, FoundSignatures, check_signatures
from engine.audit_finding import Place
from engine.dossier import FILED
from engine.errors import AnjuanError, IntegrityError
from engine.event import DocumentMade
from runtime import bag_format as bag
from runtime.bag_faults import BagFault
from runtime.bag_folder import BagFolder, fault_of
from runtime.bag_reading import Bag
from runtime.bag_sm2 import sm2_faults
from runtime.document_check import statement_in
from runtime.earlier_roots import LINK, VOUCHED
from runtime.signature_reading import found_in
from storage.memory import MemoryBlobs

Verifying = Callable[[bytes, TrustAnchors], Verification]


def anchors_of(folder: BagFolder) -> TrustAnchors:
    """Return whom the bag asks to be believed.

    Raises NotFoundError `bag.file_missing`, IntegrityError `bag.not_certificate`.
    """
    root = certificate(folder, bag.ROOT)
    stamps = [certificate(folder, path) for path in folder.under(bag.TIMESTAMP_ROOTS)]
    lists = tuple(_list(folder, path) for path in folder.under(bag.LISTS))
    earlier = tuple(_earlier(folder))
    return TrustAnchors(roots=(root,), timestamp_roots=(root, *stamps), crls=lists, earlier=earlier)


def _earlier(folder: BagFolder) -> Iterator[EarlierRoot]:
    """The roots the bureau had before; what is believed of them the present one must say."""
    for path in folder.under(bag.ROOTS):
        stem = path.removesuffix(".pem")
        if stem.removeprefix(bag.ROOTS).isdecimal():
            said = certificate(folder, f"{stem}{VOUCHED}")
            yield EarlierRoot(root=certificate(folder, path), vouched=said)


def links_of(folder: BagFolder) -> tuple[bytes, ...]:
    """Return what earlier roots say of the ones that took their places; raises as `anchors_of`."""
    found = (path for path in folder.under(bag.ROOTS) if path.endswith(LINK))
    return tuple(certificate(folder, path) for path in found)


def certificate(folder: BagFolder, path: str) -> bytes:
    """Return a certificate of the bag, DER; raises as `anchors_of`."""
    try:
        return x509.load_pem_x509_certificate(folder.read(path)).public_bytes(Encoding.DER)
    except ValueError as wrong:
        raise IntegrityError("bag.not_certificate", file=path) from wrong


def _list(folder: BagFolder, path: str) -> bytes:
    try:
        return x509.load_pem_x509_crl(folder.read(path)).public_bytes(Encoding.DER)
    except ValueError as wrong:
        raise IntegrityError("bag.not_certificate", file=path) from wrong


def document_faults(read: Bag, verifying: Verifying | None = None) -> Iterator[BagFault]:
    """Everything about signatures and carried statements that does not hold.

    `verifying` verifies a file as `documents.signing.verify.verify` does, which it is unless given.
    Codes: those of `anchors_of`, `bag.signature` with the problem, `bag.statement`,
    `bag.unread` where the events themselves cannot be replayed.
    """
    try:
        anchors, case = anchors_of(read.folder), read.case()
        ports = _ports(read)
    except AnjuanError as error:
        yield fault_of(error, bag.AUDIT)
        return
    for made in case.documents.values():
        if made.status in FILED and read.blobs.has(made.digest):
            yield from _document(read, made, anchors, ports, verifying or verify)
    yield from sm2_faults(read, case)


def _ports(read: Bag) -> FilePorts:
    certificates = [certificate(read.folder, p) for p in read.folder.under(bag.CERTIFICATES)]
    serials = [x509.load_der_x509_certificate(der).serial_number for der in certificates]
    return FilePorts(
        blobs=MemoryBlobs(),
        signatures=lambda _: FoundSignatures(signatures=(), unsigned=(), problems=()),
        agency_code=read.agency.code if read.agency is not None else "",
        tolerance=timedelta(seconds=MOMENT_TOLERANCE_SECONDS),
        certificates=frozenset(f"{serial:x}" for serial in serials),
    )


def _document(
    read: Bag,
    made: DocumentMade,
    anchors: TrustAnchors,
    ports: FilePorts,
    verifying: Verifying,
) -> Iterator[BagFault]:
    path = read.blobs.place(made.digest)
    pdf = read.folder.read(path)
    try:
        carried = attachment_of(pdf)
        if carried is not None:
            statement_in(carried)
        elif made.layout:
            yield BagFault(code="bag.statement", path=path, document=made.id)
    except MalformedError:
        yield BagFault(code="bag.statement", path=path, document=made.id)
    if not made.signed:
        return
    seen = verifying(pdf, anchors)
    for found in check_signatures(made, found_in(seen), Place(), ports):
        problem = str(found.facts.get("problem", found.code))
        facts = {**found.facts, "problem": problem}
        yield BagFault(code="bag.signature", path=path, document=made.id, facts=facts)
