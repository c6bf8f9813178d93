"""Lifting a signed file to level B-LTA (ETSI EN 319 142-1, 5.4 and 5.5) as one incremental update.

The update holds the certificates and revocation lists a verifier will need once nobody can be asked
any more, and a document timestamp over everything before it. The same statements write it and, in
verification, say byte for byte how it must look. Refuses to know whom to trust.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from documents.signing import der
from documents.signing.errors import MalformedError
from documents.signing.pdf import Document
from documents.signing.syntax import Dictionary, Reference
from documents.signing.timestamp import TimestampAuthority
from documents.signing.update import Unsigned, Update, rewritten

#: Names of the fields of document timestamps, in the order they were made.
FIELD = re.compile(r"archive-(\d{1,4})")
OPENING = b"<< /Type /DocTimeStamp /Filter /Adobe.PPKLite /SubFilter /ETSI.RFC3161"
STREAM = b"\nstream\n"
STAMP_ATTEMPTS = 12
PRINTED_AND_LOCKED = 4 + 128  # annotation flags, as of every field


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a verifier needs besides the file; DER."""

    certificates: tuple[bytes, ...]
    crls: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivalUpdate:
    """An update that archives: its timestamp's place and the evidence in force after it."""

    field: str
    signature: Dictionary
    #: Span of the hexadecimal string of /Contents with its angle brackets.
    contents: tuple[int, int]
    #: Where the update ends.
    end: int
    evidence: Evidence


def lift(pdf: bytes, evidence: Evidence, *, tsa: TimestampAuthority, moment: datetime) -> bytes:
    """The file with the evidence it does not hold yet and one more document timestamp.

    Raises TimestampError when no token can be had, MalformedError for a file that is not ours.
    """
    blank = _laid_out(Document.open(pdf), evidence, size=tsa.token_size)
    return blank.seal(lambda digest: _token(digest, tsa, moment))


def _token(digest: bytes, tsa: TimestampAuthority, moment: datetime) -> bytes:
    """A token over the digest, asked for again while a length in it would stall asn1crypto."""
    nonce: int | None = None
    for attempt in range(STAMP_ATTEMPTS):
        token = tsa.stamp(digest, moment=moment, nonce=nonce)
        if not der.trips_asn1crypto(token):
            break
        nonce = int.from_bytes(b"\x01" + digest[: 2 * attempt])
    return token


def archival_update(document: Document, index: int) -> ArchivalUpdate:
    """Revision `index` as an archival update; MalformedError when it is anything else."""
    after, end = document.at_revision(index), document.revisions[index - 1].end
    before = Document(document.data[:end], document.revisions[:index])
    store, field = _store(after), _name(before)
    stamped = after.signature_fields.get(field)
    signature = after.dictionary(stamped.signature) if stamped and stamped.signature else {}
    contents, ranged = signature.get(b"Contents"), signature.get(b"ByteRange")
    if stamped is None or stamped.signature is None or contents is None or ranged is None:
        raise MalformedError("malformed.update", at=end)
    fresh = Evidence(
        certificates=tuple(data for number, data in store.certificates if number >= before.size),
        crls=tuple(data for number, data in store.crls if number >= before.size),
    )
    blank = _laid_out(before, fresh, size=(len(contents.raw) - 2) // 2)
    start = after.object(stamped.signature.number).base + contents.at
    if not _same(blank, document.data[: after.last.end], ranged.raw):
        raise MalformedError("malformed.update", at=end)
    return ArchivalUpdate(
        field=field,
        signature=signature,
        contents=(start, start + len(contents.raw)),
        end=after.last.end,
        evidence=store.evidence,
    )


def evidence_in(document: Document) -> Evidence:
    """What the file holds of certificates and lists; MalformedError for a broken store."""
    return _store(document).evidence


def stamps_in(document: Document) -> int:
    """How many document timestamps of ours the file bears."""
    return sum(FIELD.fullmatch(name) is not None for name in document.signature_fields)


# -- the update ------------------------------------------------------------------------------------


def _laid_out(document: Document, evidence: Evidence, *, size: int) -> Unsigned:
    """The whole update with `size` bytes left for the token."""
    store, update = _store(document), Update(document)
    certificates = _kept(update, store.certificates, evidence.certificates)
    crls = _kept(update, store.crls, evidence.crls)
    known = update.add(b"<< /Type /DSS /Certs [%s] /CRLs [%s] >>" % (certificates, crls))
    field, signature = update.number(), update.number()
    update.put(field, _field(_name(document), signature))
    _enter(update, known, field)
    return update.write((signature, OPENING), size=size)


def _kept(update: Update, known: Sequence[tuple[int, bytes]], more: Sequence[bytes]) -> bytes:
    """References to what the file holds and to what it gets now, each thing once."""
    numbers, held = [number for number, _ in known], {data for _, data in known}
    for data in more:
        if data not in held:
            held.add(data)
            head = b"<< /Length %d >>" % len(data)
            numbers.append(update.add(head + STREAM + data + b"\nendstream"))
    return b" ".join(b"%d 0 R" % number for number in numbers)


def _field(name: str, signature: int) -> bytes:
    """An invisible field: a widget without extent needs no appearance (ISO 19005-3, 6.3.3)."""
    return (
        b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (%s) /F %d /Rect [0 0 0 0] /V %d 0 R >>"
        % (name.encode(), PRINTED_AND_LOCKED, signature)
    )


def _enter(update: Update, store: int, field: int) -> None:
    """Enter store and field in the catalog; a form of its own object gets the field there."""
    document = update.document
    catalog = document.dictionary(document.root)
    form, entered = catalog.get(b"AcroForm"), b"/DSS %d 0 R" % store
    if form is None:
        raise MalformedError("malformed.pdf_form")
    fields = _with_field(document.dictionary(form.value), field)
    if isinstance(form.value, Reference):
        update.put(form.value.number, fields)
        fresh, replaced = entered, frozenset((b"DSS",))
    else:
        fresh, replaced = b"/AcroForm %s %s" % (fields, entered), frozenset((b"DSS", b"AcroForm"))
    update.put(document.root.number, rewritten(catalog, fresh, replaced=replaced))


def _with_field(form: Dictionary, field: int) -> bytes:
    members = form.get(b"Fields")
    if members is None or not isinstance(members.value, list):
        raise MalformedError("malformed.pdf_form")
    text = b"/Fields %s %d 0 R]" % (members.raw[:-1].rstrip(), field)
    return rewritten(form, text, replaced=frozenset((b"Fields",)))


def _name(document: Document) -> str:
    return f"archive-{stamps_in(document) + 1}"


def _same(blank: Unsigned, data: bytes, ranged: bytes) -> bool:
    """Whether the update is the one laid out, but for byte range and token."""
    expected, start = blank.out, blank.contents_at + 1
    expected[blank.range_at : blank.range_at + len(ranged)] = ranged
    expected[start : start + blank.digits] = data[start : start + blank.digits]
    return expected == data


# -- reading ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Store:
    """The document security store: what it holds, with object numbers."""

    certificates: tuple[tuple[int, bytes], ...] = ()
    crls: tuple[tuple[int, bytes], ...] = ()

    @property
    def evidence(self) -> Evidence:
        return Evidence(
            certificates=tuple(data for _, data in self.certificates),
            crls=tuple(data for _, data in self.crls),
        )


def _store(document: Document) -> _Store:
    entry = document.dictionary(document.root).get(b"DSS")
    if entry is None:
        return _Store()
    held = document.dictionary(entry.value)
    return _Store(
        certificates=_streams(document, held, b"Certs"), crls=_streams(document, held, b"CRLs")
    )


def _streams(document: Document, held: Dictionary, key: bytes) -> tuple[tuple[int, bytes], ...]:
    entry = held.get(key)
    members = entry.value if entry else []
    if not isinstance(members, list) or not all(isinstance(m, Reference) for m in members):
        raise MalformedError("malformed.store")
    return tuple(
        (m.number, _stream(document, m.number)) for m in members if isinstance(m, Reference)
    )


def _stream(document: Document, number: int) -> bytes:
    """The bytes of a stream as they are written; only plain ones are."""
    found = document.object(number)
    length = found.value.get(b"Length") if isinstance(found.value, dict) else None
    at = found.end + len(STREAM)
    plain = document.data[found.end : at] == STREAM
    if not plain or length is None or not isinstance(length.value, int) or length.value < 0:
        raise MalformedError("malformed.store")
    return document.data[at : at + length.value]
