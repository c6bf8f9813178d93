"""Outlines packed one by one are together a stream any reader of RFC 1950 and 1951 inflates."""

import zlib
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st
from isal import isal_zlib

from documents.fonts import Role, vendored_book
from documents.pdf.embed import alphabet
from documents.pdf.outline_code import ALIGNMENT, CODES, SIZES, coded, joined, packed, sums
from documents.pdf.subset import cut_program


@given(st.lists(st.binary(max_size=300), max_size=20), st.binary(max_size=99), st.binary())
def test_whatever_is_packed_comes_out_again(
    outlines: list[bytes], before: bytes, after: bytes
) -> None:
    pairs = [coded(outline) for outline in outlines]
    data = b"".join((before, *(filled for filled, _ in pairs), after))
    filled = [outline for outline, _ in pairs]
    low, high = zip(*map(sums, filled), strict=True) if filled else ((), ())
    check = joined(before, list(accumulate(map(len, filled))), low, high, after)
    assert check == zlib.adler32(data)
    stream = packed(before, [code for _, code in pairs], after, check)
    assert zlib.decompress(stream) == isal_zlib.decompress(stream) == data


@given(st.binary(max_size=300))
def test_an_outline_is_only_filled_up_to_where_the_next_may_begin(outline: bytes) -> None:
    filled, _ = coded(outline)
    assert filled.startswith(outline)
    assert len(filled) % ALIGNMENT == 0
    assert len(filled) - len(outline) <= ALIGNMENT


def test_more_than_a_stored_block_holds_may_stand_before_outlines() -> None:
    before = bytes(range(256)) * 700
    data = before + b"after"
    assert zlib.decompress(packed(before, [], b"after", zlib.adler32(data))) == data


def test_every_byte_has_a_code_and_no_code_begins_another() -> None:
    """RFC 1951, 3.2.7: readers refuse codes that leave something out."""
    assert set(range(256)) < set(CODES)
    assert sum(2.0**-size for size in SIZES.values()) == 1


def test_packed_faces_are_hardly_larger_than_deflated_ones() -> None:
    face = vendored_book().typeface(Role.FANGSONG).glyph("案", "案").face
    known = alphabet(face)
    text = "行政处罚决定书当事人陈述申辩听证事实理由依据罚款履行期限复议诉讼"
    program = cut_program(face, [letter.piece for letter in known.letters(known.bits(text))])
    assert zlib.decompress(program.packed) == program.data
    assert len(program.packed) < 1.2 * len(zlib.compress(program.data))
