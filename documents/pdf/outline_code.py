"""Packs outlines one by one, so that packed ones can be joined to one deflate block (RFC 1951).

A document embeds some three hundred outlines of twenty-six thousand, others than the one before;
deflating them anew took longer than anything else. Here each is coded once in a process, under one
code for all (3.2.7; repetitions are not looked for), and filled up to whole bytes. A face becomes
a tenth larger than if it were deflated anew.
"""

from collections.abc import Iterator, Mapping, Sequence
from operator import mul

from isal import isal_zlib

#: How many bits the code of each byte takes, and that of the block's end, in hexadecimal: a Huffman
#: code for the outlines of the Chinese characters of the faces that come with the product.
BITS = (
    "645565546666666676776555778888788766875599999989896676559999998999999999999aaaaaaaaaaaaaaaaa"
    "aaaaaaaaaaaaaaaaaaaabaabbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
    "bbbbbbbbbbbbbbbbbbccccccccccccccccccccccccccccccccccccccccccccccdcccb979d"
)
SIZES = {symbol: int(digit, 16) for symbol, digit in enumerate(BITS)}
#: How many bits each of these sizes takes at the head of the block (3.2.7, code length codes),
#: chosen so that the head ends on a whole byte; and the order they are told in.
SIZE_SIZES = {1: 5, 4: 5, 5: 5, 6: 3, 7: 4, 8: 4, 9: 3, 10: 3, 11: 2, 12: 3, 13: 5}
SIZE_ORDER = (16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15)
DISTANCES = (1, 1)  # not used, but a code of one alone is more than some readers know
BYTES = 256
ALIGNMENT = 4  # bytes: where outlines begin (OpenType 1.9, loca)
WRAPPER = b"\x78\x01"  # RFC 1950, 2.2
LONGEST = 0xFFFF  # stored block
EMPTY = b"\0\0\xff\xff"  # the length of a stored block that holds nothing
LAST = b"\1" + EMPTY
ADLER = 65521  # RFC 1950, 8.2


def _codes(sizes: Mapping[int, int]) -> dict[int, str]:
    """The bits of each symbol, in the order they are read, given how many it has (3.2.2)."""
    found: dict[int, str] = {}
    code = before = 0
    for size, symbol in sorted((size, symbol) for symbol, size in sizes.items()):
        code <<= size - before
        found[symbol] = f"{code:0{size}b}"
        code, before = code + 1, size
    return found


def _number(value: int, size: int) -> str:
    """A number at the head of a block, its lowest bit first."""
    return f"{value:0{size}b}"[::-1]


def _bytes(bits: str) -> bytes:
    """Bits in the order they are read; the last byte is filled up with zeros."""
    return int(bits[::-1], 2).to_bytes(-(-len(bits) // 8), "little")


def _head() -> bytes:
    """The head of a block that is not the last and has its own codes."""
    sizes, told = _codes(SIZE_SIZES), (*SIZES.values(), *DISTANCES)
    counts = (len(SIZES) - 257, 5), (len(DISTANCES) - 1, 5), (len(SIZE_ORDER) - 4, 4)
    own = [(SIZE_SIZES.get(size, 0), 3) for size in SIZE_ORDER]
    numbers = "".join(_number(*pair) for pair in ((0, 1), (2, 2), *counts, *own))
    return _bytes(numbers + "".join(sizes[size] for size in told))


CODES = _codes(SIZES)
HEAD = _head()
#: The end of the block, and an empty stored one that goes on to a whole byte.
END = _bytes(CODES[BYTES] + "000") + EMPTY
#: By how many bits are wanted for a whole byte, the byte whose code has so many and fewest more.
FILLERS = [
    min((b for b in range(BYTES) if SIZES[b] % 8 == wanted), key=SIZES.__getitem__)
    for wanted in range(8)
]


def coded(outline: bytes) -> tuple[bytes, bytes]:
    """An outline filled up to where the next one may begin, and its code, which is whole bytes."""
    bits = "".join([CODES[byte] for byte in outline])
    if len(bits) % 8 or len(outline) % ALIGNMENT:
        zeros = bytes(ALIGNMENT - 1 - len(outline) % ALIGNMENT)
        bits += CODES[0] * len(zeros)
        last = FILLERS[-len(bits) % 8]
        outline, bits = outline + zeros + bytes((last,)), bits + CODES[last]
    return outline, _bytes(bits) if bits else b""


def sums(data: bytes) -> tuple[int, int]:
    """The two sums of RFC 1950, 2.2, begun at nothing: those of parts make those of the whole."""
    found = isal_zlib.adler32(data, 0)
    return found & 0xFFFF, found >> 16


def joined(
    before: bytes, ends: Sequence[int], low: Sequence[int], high: Sequence[int], after: bytes
) -> int:
    """The checksum of all that is packed together.

    Outlines are told by their sums and by where each ends, counted from the first one: they are
    then never joined themselves, as what they are packed to is all a document holds.
    """
    start, size = isal_zlib.adler32(before), ends[-1] if ends else 0
    plain, weighted = start & 0xFFFF, (start >> 16) + sum(high)
    # what has gone before counts once for every byte that follows
    weighted += size * (plain + sum(low)) - sum(map(mul, low, ends))
    return isal_zlib.adler32(after, weighted % ADLER << 16 | (plain + sum(low)) % ADLER)


def packed(before: bytes, outlines: Sequence[bytes], after: bytes, check: int) -> bytes:
    """A zlib stream of what stands before outlines, of these by their codes, and what follows them.

    What is not an outline is stored as it is; `check` is the checksum of all.
    """
    ended = LAST + check.to_bytes(4)
    return b"".join((WRAPPER, *_stored(before), HEAD, *outlines, END, *_stored(after), ended))


def _stored(data: bytes) -> Iterator[bytes]:
    """Blocks that hold data as they are (3.2.4)."""
    for at in range(0, len(data), LONGEST):
        size = min(len(data) - at, LONGEST)
        yield b"\0" + size.to_bytes(2, "little") + (size ^ LONGEST).to_bytes(2, "little")
        yield data[at : at + size]
