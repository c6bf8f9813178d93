"""Gathering what a verifier of a signed file will need when nobody can be asked any more.

Takes it from the signatures themselves and from the trust anchors at hand; asks nobody.
"""

from collections.abc import Iterator

from cryptography.exceptions import InvalidSignature

from documents.signing import cms
from documents.signing.archival import Evidence, archival_update
from documents.signing.certificates import UNREADABLE, load
from documents.signing.errors import MalformedError
from documents.signing.judgement import contents_at
from documents.signing.pdf import Document
from documents.signing.revisions import signature_update
from documents.signing.timestamp import read_token
from documents.signing.verification import TrustAnchors


def evidence_for(pdf: bytes, trust: TrustAnchors) -> Evidence:
    """Certificates of signers and timestamps, the roots above them, and the lists at hand.

    Raises MalformedError for a file with an update of another kind.
    """
    used = dict.fromkeys(_certificates(Document.open(pdf)))
    earlier = (one.root for one in trust.earlier)
    roots = dict.fromkeys((*trust.roots, *trust.timestamp_roots, *earlier))
    above = [root for root in roots if any(_issued(one, root) for one in used)]
    return Evidence(certificates=(*above, *used), crls=tuple(dict.fromkeys(trust.crls)))


def _certificates(document: Document) -> Iterator[bytes]:
    for index in range(1, len(document.revisions)):
        try:
            span = signature_update(document, index).contents
        except MalformedError:
            span = archival_update(document, index).contents
        signed = cms.parse(contents_at(document.data, span))
        yield from signed.certificates
        stamp = signed.unsigned_attribute(cms.SIGNATURE_TIMESTAMP)
        if stamp is not None:
            yield from read_token(stamp.raw).signed.certificates


def _issued(certificate: bytes, issuer: bytes) -> bool:
    try:
        load(certificate).verify_directly_issued_by(load(issuer))
    except (InvalidSignature, *UNREADABLE):
        return False
    return True
