"""An incremental update (ISO 32000-1, 7.5.6) that puts one signature into one field.

The same few statements write an update and, in verification, say byte for byte how it must look.
Refuses to know what is signed and by whom.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from documents.signing.errors import TimestampError
from documents.signing.pdf import FREE, Document
from documents.signing.syntax import Dictionary, Entry
from documents.signing.written import FormFields, Revision, Written

RANGE_WIDTH = 45  # "[0 " and three numbers of up to ten digits and the rest
ROUNDING = 256


class Update:
    """Objects to be appended to a document; numbers continue those of the document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._next = document.size
        self._objects: list[tuple[int, bytes]] = []

    def number(self) -> int:
        """The next free object number."""
        self._next += 1
        return self._next - 1

    def add(self, body: bytes) -> int:
        """Append a new object; returns its number."""
        number = self.number()
        self.put(number, body)
        return number

    def put(self, number: int, body: bytes) -> None:
        """Append an object under a number that exists already or was taken with `number`."""
        self._objects.append((number, body))

    def write(self, signature: tuple[int, bytes], *, size: int) -> "Unsigned":
        """Write everything, the signature dictionary last, with room for `size` bytes of CMS."""
        document = self.document
        data = document.data
        out = bytearray(b"" if data.endswith(b"\n") else b"\n")
        offsets: dict[int, int] = {}
        for number, body in self._objects:
            offsets[number] = len(data) + len(out)
            out += object_bytes(number, body)
        number, opening = signature
        offsets[number] = len(data) + len(out)
        out += b"%d 0 obj\n%s\n/ByteRange " % (number, opening)
        range_at = len(data) + len(out)
        out += b" " * RANGE_WIDTH + b"\n/Contents "
        contents_at = len(data) + len(out)
        digits = 2 * (-(-size // ROUNDING) * ROUNDING)
        out += b"<" + b"0" * digits + b">\n>>\nendobj\n"
        table = len(data) + len(out)
        out += table_bytes(document, offsets, size=self._next, at=table)
        whole = bytearray().join((data, out))  # joined once: a bytearray that grows is copied often
        revision = _following(document, offsets, size=self._next, table=table, end=len(whole))
        return Unsigned(
            out=whole,
            range_at=range_at,
            contents_at=contents_at,
            digits=digits,
            revisions=(*document.revisions, revision),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsigned:
    """An update whose signature is still blank."""

    out: bytearray
    range_at: int
    contents_at: int
    #: Hexadecimal digits reserved for the CMS.
    digits: int
    #: What the file will be read as.
    revisions: tuple[Revision, ...]

    def seal(self, make: Callable[[bytes], bytes]) -> bytes:
        """Fill in the byte range, hash what it covers, and put in what `make(digest)` returns."""
        self._fill(make)
        return bytes(self.out)

    def sign(self, make: Callable[[bytes], bytes], fields: FormFields) -> Written:
        """The same for an update that adds no field to those there are."""
        self._fill(make)
        return Written.of(self.out, self.revisions, fields)

    def _fill(self, make: Callable[[bytes], bytes]) -> None:
        start, after = self.contents_at, self.contents_at + self.digits + 2
        covered = b"[0 %d %d %d]" % (start, after, len(self.out) - after)
        self.out[self.range_at : self.range_at + RANGE_WIDTH] = covered.ljust(RANGE_WIDTH)
        view = memoryview(self.out)
        digest = hashlib.sha256(view[:start])
        digest.update(view[after:])
        view.release()
        digits = make(digest.digest()).hex().encode()
        if len(digits) > self.digits:
            raise TimestampError("signing.no_room", needed=len(digits) // 2, room=self.digits // 2)
        self.out[start + 1 : start + 1 + len(digits)] = digits


def _following(
    document: Document, offsets: dict[int, int], *, size: int, table: int, end: int
) -> Revision:
    """What an update to `document` will be read as."""
    told = {b"Size": size, b"Prev": document.last.table}
    trailer = {key: entry for key, entry in document.last.trailer.items() if key not in told}
    trailer |= {key: Entry(number, b"%d" % number, 0) for key, number in told.items()}
    return Revision(table=table, end=end, offsets={0: FREE, **offsets}, trailer=trailer)


def object_bytes(number: int, body: bytes) -> bytes:
    """An indirect object as updates write it."""
    return b"%d 0 obj\n%s\nendobj\n" % (number, body)


def table_bytes(document: Document, offsets: dict[int, int], *, size: int, at: int) -> bytes:
    """The cross-reference section, trailer and end of an update to `document` written at `at`."""
    trailer = document.last.trailer
    rows = [b"xref\n0 1\n0000000000 65535 f \n"]
    rows += [b"%d 1\n%010d 00000 n \n" % (number, offsets[number]) for number in sorted(offsets)]
    kept = b"".join(
        b"/%s %s " % (key, trailer[key].raw) for key in (b"Root", b"Info", b"ID") if key in trailer
    )
    rows.append(b"trailer\n<< /Size %d %s/Prev %d >>\n" % (size, kept, document.last.table))
    rows.append(b"startxref\n%d\n%%%%EOF\n" % at)
    return b"".join(rows)


def widget_bytes(entries: Dictionary, signature: int, appearance: int | None) -> bytes:
    """A field's dictionary with its signature and, if given, its new appearance."""
    if appearance is None:
        return rewritten(entries, b"/V %d 0 R" % signature, replaced=frozenset((b"V",)))
    fresh = b"/V %d 0 R /AP << /N %d 0 R >>" % (signature, appearance)
    return rewritten(entries, fresh, replaced=frozenset((b"V", b"AP")))


def rewritten(entries: Dictionary, fresh: bytes, *, replaced: frozenset[bytes]) -> bytes:
    """A dictionary as it was without the entries `replaced`, and with the `fresh` ones."""
    kept = [
        b"/%s %s" % (_name(key), entry.raw) for key, entry in entries.items() if key not in replaced
    ]
    return b"<< %s >>" % b" ".join([*kept, fresh])


def _name(key: bytes) -> bytes:
    return b"".join(
        bytes((c,)) if 0x21 <= c < 0x7F and c not in b"#%()<>[]{}/" else b"#%02X" % c for c in key
    )
