"""Sign one field of a PDF: PAdES baseline B-T (ETSI EN 319 142-1) as an incremental update.

Several people sign one after another, each adding an update that leaves all earlier bytes as they
are. Refuses to know who must sign and what the document says.
"""

from datetime import datetime
from typing import Protocol

from documents.signing import cms, der
from documents.signing.act import SignatureAct
from documents.signing.errors import FieldError, FieldSignedError, SignerError
from documents.signing.keys import CertifiedKey
from documents.signing.pdf import Document
from documents.signing.seam import fill, seams
from documents.signing.syntax import text_string
from documents.signing.timestamp import TimestampAuthority
from documents.signing.update import Update, widget_bytes
from documents.signing.written import SignatureField
from engine.legal_time import fourteen_digits, legal_moment

SIGNATURE_OVERHEAD = 700  # bytes of a CMS besides certificate, issuer names, signature, token
STAMP_ATTEMPTS = 12


class Look(Protocol):
    """How a signature appears on the page."""

    def place(self, update: Update, size: tuple[float, float], act: SignatureAct) -> int:
        """Add the appearance to the update; returns the number of its form XObject.

        `size` is the width and height of the field in points. Raises AppearanceError when the act
        cannot be shown in it.
        """
        ...


def sign(
    pdf: bytes,
    *,
    field: str,
    key: CertifiedKey,
    act: SignatureAct,
    tsa: TimestampAuthority,
    look: Look | None = None,
) -> bytes:
    """The file with `field` signed by `key`; without a `look` the field stays as composed.

    The same arguments give the same bytes when the authority's serial numbers do. Raises FieldError
    and FieldSignedError for the field, SignerError when the key is not the named signer's or not
    valid at the moment, MalformedError when `pdf` is not one of our files.
    """
    document = Document.open(pdf)
    target = _open_field(document, field)
    _check_signer(key, act)
    update = Update(document)
    signature = update.number()
    left, low, right, high = target.box
    appearance = look.place(update, (right - left, high - low), act) if look else None
    update.put(target.number, widget_bytes(target.entries, signature, appearance))
    if appearance is not None:
        fill(update, seams(document, field), appearance)
    size = 2 * len(key.certificate) + key.signature_size + tsa.token_size + SIGNATURE_OVERHEAD
    unsigned = update.write((signature, _opening(act)), size=size)
    return unsigned.sign(
        lambda digest: stamped_signature(digest, key, tsa, act.moment),
        document.fields.signed(field),
    )


def _open_field(document: Document, name: str) -> SignatureField:
    target = document.signature_field(name)
    if target is None:
        raise FieldError(field=name, fields=tuple(document.signature_fields))
    if b"V" in target.entries:
        raise FieldSignedError(field=name)
    return target


def _check_signer(key: CertifiedKey, act: SignatureAct) -> None:
    if key.subject.name != act.name:
        raise SignerError("signing.signer_differs", name=act.name, certificate=key.subject.name)
    if not key.valid_at(legal_moment(act.moment)):
        raise SignerError("signing.certificate_not_valid", name=act.name, moment=act.moment)


def _opening(act: SignatureAct) -> bytes:
    """The signature dictionary up to its byte range (ISO 32000-1, 12.8.1)."""
    entries = [
        b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached",
        b"/M (%s)" % pdf_date(act.moment),
        b"/Name " + text_string(act.name),
    ]
    texts = ((b"Reason", act.reason or act.role), (b"Location", act.location))
    entries += [b"/%s %s" % (key, text_string(text)) for key, text in texts if text]
    return b"\n".join(entries)


def pdf_date(moment: datetime) -> bytes:
    """A date of PDF (ISO 32000-1, 7.9.4) on the legal clock."""
    return f"D:{fourteen_digits(legal_moment(moment))}+08'00'".encode()


def stamped_signature(
    digest: bytes, key: CertifiedKey, tsa: TimestampAuthority, moment: datetime
) -> bytes:
    """A detached CAdES signature of level T over a SHA-256 digest, DER.

    The timestamp is asked for again with a longer nonce while a length in the result would make
    asn1crypto stall (`der.trips_asn1crypto`).
    """
    signed = cms.sign(digest, key)
    imprint = cms.imprint(signed)
    nonce: int | None = None
    for attempt in range(STAMP_ATTEMPTS):
        token = tsa.stamp(imprint, moment=moment, nonce=nonce)
        result = cms.with_timestamp(signed, token).encode()
        if not der.trips_asn1crypto(result):
            break
        nonce = int.from_bytes(b"\x01" + imprint[: 2 * attempt])
    return result
