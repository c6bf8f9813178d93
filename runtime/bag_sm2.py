"""SM2 signatures in a bag: those of a case's documents, their roots, and whether they hold.

Whether those roots are to be believed is asked elsewhere. Damage is told by code, never raised.
"""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from documents.signing.sm2_certificates import Sm2Trust
from documents.signing.sm2_cms import judge_beside
from engine.case import Case
from engine.dossier import FILED
from engine.errors import AnjuanError
from engine.event import DocumentMade
from engine.journal import read_journal
from runtime import bag_format as bag
from runtime.bag_faults import BagFault
from runtime.bag_law import as_file
from runtime.bag_parts import Obj, object_at
from runtime.bag_reading import Bag
from runtime.dossier_contents import Piece, safe
from runtime.plain_values import Plain
from runtime.settings import KEYS
from runtime.sm2_places import sm2_trust
from runtime.sm2_records import Beside, beside_in
from runtime.workspace import Workspace

FOLDER = f"{bag.AUDIT}sm2/"
INDEX, ROOTS, LISTS = f"{FOLDER}signatures.json", f"{FOLDER}roots/", f"{FOLDER}crl/"


def sm2_pieces(workspace: Workspace, case: Case) -> tuple[Piece, ...]:
    """Return what a bag holds of SM2 signatures: nothing where no document of the case has one.

    The index names the documents that leave without one. A signature that is lost counts as none:
    the audit of the workspace tells of it.
    """
    with workspace.store.read() as view:
        known = beside_in(read_journal(view))
    found = [known[made.digest] for made in _filed(case) if made.digest in known]
    kept = [one for one in found if workspace.blobs.has(one.digest)]
    if not kept:
        return ()
    trust = sm2_trust(workspace.root / KEYS)
    signed = {one.original for one in kept}
    without: list[Plain] = [made.id for made in _filed(case) if made.digest not in signed]
    index = as_file({"signatures": [_told(one) for one in kept], "without": without})
    return (
        *(Piece(path=_path(one), digest=one.digest) for one in kept),
        _tag(INDEX, index),
        *(_tag(f"{ROOTS}{n:02}.pem", _pem(root)) for n, root in enumerate(trust.roots, 1)),
        *(_tag(f"{LISTS}{n:02}.pem", _list_pem(one)) for n, one in enumerate(trust.crls, 1)),
    )


def _filed(case: Case) -> list[DocumentMade]:
    """The documents of the dossier that somebody signs, finished."""
    made = case.documents.values()
    return [one for one in made if one.status in FILED and one.signed_by_all]


def _told(one: Beside) -> Plain:
    return {
        "document": one.document,
        "digest": one.original,
        "signature": _path(one),
        "certificate": one.certificate,
        "user": one.user,
        "signed": one.signed.isoformat(),
    }


def _path(one: Beside) -> str:
    return bag.portable(f"{FOLDER}{safe(one.document)}.p7s")


def _tag(path: str, data: bytes) -> Piece:
    return Piece(path=path, digest=bag.digest_of(data), data=data)


def _pem(root: bytes) -> bytes:
    return x509.load_der_x509_certificate(root).public_bytes(Encoding.PEM)


def _list_pem(listed: bytes) -> bytes:
    return x509.load_der_x509_crl(listed).public_bytes(Encoding.PEM)


def sm2_faults(read: Bag, case: Case) -> Iterator[BagFault]:
    """Every SM2 signature of a bag that does not hold, up to the roots in the bag, or is missing.

    Codes: `bag.signature` with the problem, `bag.misshapen` and those of reading the index.
    """
    if not read.folder.under(FOLDER):
        return
    faults: list[BagFault] = []
    index = object_at(read.folder, INDEX, faults.append)
    told, without = index.get("signatures"), index.get("without", [])
    if faults or not isinstance(told, list) or not isinstance(without, list):
        yield from faults or [BagFault(code="bag.misshapen", path=INDEX)]
        return
    try:
        trust = _trust(read)
    except ValueError:
        yield BagFault(code="bag.not_certificate", path=FOLDER, facts={"file": FOLDER})
        return
    listed = [one if isinstance(one, dict) else {} for one in told]
    for one in listed:
        yield from _faults(read, case, trust, one)
    known = {str(one.get("document")) for one in listed} | {str(one) for one in without}
    for made in _filed(case):
        if made.id not in known:
            yield _fault("sm2_missing", INDEX, made.id)


def _faults(read: Bag, case: Case, trust: Sm2Trust, one: Obj) -> Iterator[BagFault]:
    path, document = str(one.get("signature")), str(one.get("document"))
    made = case.documents.get(document)
    if made is None or one.get("digest") != made.digest:
        yield _fault("sm2_differs", path, document)
        return
    try:
        signed, signature = read.folder.read(read.blobs.place(made.digest)), read.folder.read(path)
    except AnjuanError:
        yield _fault("sm2_missing", path, document)
        return
    seen = judge_beside(signed, signature, trust, str(one.get("user")).encode())
    for finding in seen.findings:
        yield _fault(finding.code, path, document)
    if seen.certificate is not None and not _as_entered(one, seen.certificate, seen.moment):
        yield _fault("sm2_differs", path, document)


def _fault(problem: str, path: str, document: str) -> BagFault:
    facts = {"problem": problem}
    return BagFault(code="bag.signature", path=path, document=document, facts=facts)


def _as_entered(one: Obj, certificate: bytes, moment: datetime | None) -> bool:
    """Whether a signature is of the certificate and the moment an entry of the index names."""
    try:
        same = datetime.fromisoformat(str(one.get("signed"))) == moment
    except ValueError:
        return False
    return same and one.get("certificate") == sha256(certificate).hexdigest()


def _trust(read: Bag) -> Sm2Trust:
    """The roots and lists of the bag; raises ValueError for what is none."""
    folder = read.folder
    roots = [x509.load_pem_x509_certificate(folder.read(p)) for p in folder.under(ROOTS)]
    lists = [x509.load_pem_x509_crl(folder.read(p)) for p in folder.under(LISTS)]
    return Sm2Trust(
        roots=tuple(one.public_bytes(Encoding.DER) for one in roots),
        crls=tuple(one.public_bytes(Encoding.DER) for one in lists),
    )
