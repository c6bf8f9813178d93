"""A PDF file as numbered objects whose bytes are ready (ISO 32000-1, 7.5): nothing is formatted.

Writes header, objects, cross-reference table and trailer. Refuses to know what objects mean.
"""

from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple

from documents.signing.syntax import Reference, Value

# the comment's bytes above 127 tell programs that the file is binary (7.5.2)
HEADER = b"%PDF-1.7\n%\xe5\xae\x98\xe6\x96\x87\n"
END = b"\nendobj\n"


def number_of(reference: bytes) -> int:
    """The object number of a reference."""
    return int(reference.split()[0])


class File(NamedTuple):
    """A file, and where everything stands in it."""

    data: bytes
    table: int  # of cross-references
    offsets: list[int]  # of the objects, by number from 1
    trailer: dict[bytes, tuple[Value, bytes]]  # what is told, and how it is written


class Objects:
    """The objects of one file in the order of their numbers."""

    def __init__(self) -> None:
        self._bodies: list[bytes] = []

    def add(self, body: bytes) -> bytes:
        """Keep an object; its reference `12 0 R`."""
        self._bodies.append(body)
        return b"%d 0 R" % len(self._bodies)

    def extend(self, bodies: Iterable[bytes]) -> None:
        """Keep the objects that were given references ahead."""
        self._bodies += bodies

    def ahead(self, count: int) -> list[bytes]:
        """The references the next objects will have."""
        first = len(self._bodies) + 1
        return [b"%d 0 R" % number for number in range(first, first + count)]

    def reserve(self) -> bytes:
        """The reference of an object that is told later, with `fill`."""
        return self.add(b"null")

    def fill(self, reference: bytes, body: bytes) -> None:
        """Tell what a reserved object is."""
        self._bodies[number_of(reference) - 1] = body

    def file(self, *, root: bytes, information: bytes, identity: bytes) -> File:
        """The whole file; `identity` in hexadecimal."""
        size = len(self._bodies) + 1
        parts = [END] * (3 * size - 3)  # joined but once: a document is hundreds of kilobytes
        parts[::3] = [b"%d 0 obj\n" % number for number in range(1, size)]
        parts[1::3] = self._bodies
        *offsets, end = accumulate(map(len, parts), initial=len(HEADER))
        offsets = offsets[::3]
        table = b"%010d 00000 n \n" * len(offsets) % tuple(offsets)
        trailer: dict[bytes, tuple[Value, bytes]] = {
            b"Size": (size, b"%d" % size),
            b"Root": (Reference(number_of(root), 0), root),
            b"Info": (Reference(number_of(information), 0), information),
            b"ID": ([bytes.fromhex(identity.decode())] * 2, b"[<%s> <%s>]" % (identity, identity)),
        }
        data = b"".join(
            (
                HEADER,
                *parts,
                b"xref\n0 %d\n0000000000 65535 f \n" % size,
                table,
                b"trailer\n<< %s >>"
                % b" ".join([b"/%s %s" % (k, raw) for k, (_, raw) in trailer.items()]),
                b"\nstartxref\n%d\n%%%%EOF\n" % end,
            )
        )
        return File(data, end, offsets, trailer)
