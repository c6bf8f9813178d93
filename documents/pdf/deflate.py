"""The one way streams of documents are deflated (RFC 1950): ISA-L, many times as fast as zlib.

Another version, or a processor of another kind, may pack the same data differently.
"""

from isal import isal_zlib

#: Of 0 to 3. A level that looks further back packs a page a quarter smaller, but clears so much
#: memory for every stream that what comes after it is slower as well.
QUICK, CLOSE = 0, 1
LONG = 1 << 16  # bytes of a stream that is worth it


def deflate(data: bytes) -> bytes:
    """The data as a zlib stream."""
    return deflate_closely(data) if len(data) > LONG else isal_zlib.compress(data, QUICK)


def deflate_closely(data: bytes) -> bytes:
    """The same, smaller: for what is deflated once and kept for many documents."""
    return isal_zlib.compress(data, CLOSE)
