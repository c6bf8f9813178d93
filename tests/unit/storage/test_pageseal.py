"""The seal's own file: blocks, redo, and damage that must not be blessed."""

from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import IntegrityError
from storage.pageseal import PageSeal, SealHeader, page_digest

PAGE = 4096


def header(pages):
    return SealHeader(page_size=PAGE, pages=pages, unfinished=False)


def digests(pages, salt=b""):
    return {page: page_digest(salt + bytes([page % 251])) for page in pages}


@pytest.fixture
def seal(tmp_path):
    path = tmp_path / "seal"
    PageSeal.create(path, PAGE)
    with closing(PageSeal(path)) as opened:
        yield opened


def write(seal, pages, count, *, redo=False, salt=b""):
    seal.begin(seal.header())
    seal.finish(header(count), digests(pages, salt), redo=redo)


@pytest.mark.parametrize("count", [1, 254, 255, 256, 510, 511, 1000])
def test_digests_come_back_across_blocks(seal, count):
    write(seal, range(1, count + 1), count)
    assert seal.header() == header(count)
    assert list(seal.damaged_blocks(count)) == []
    wanted = digests(range(1, count + 1))
    assert {page: seal.digest(page) for page in wanted} == wanted


def test_an_update_changes_its_pages_only(seal):
    write(seal, range(1, 601), 600)
    write(seal, [5, 300, 600], 600, salt=b"new")
    assert seal.digest(300) == digests([300], b"new")[300]
    assert seal.digest(299) == digests([299])[299]
    assert list(seal.damaged_blocks(600)) == []


def test_an_update_begun_and_not_finished_shows(seal):
    write(seal, [1], 1)
    seal.begin(seal.header())
    assert seal.header().unfinished
    assert seal.digest(1) == digests([1])[1]


def test_a_damaged_block_stays_accused_unless_it_is_redone(tmp_path):
    path = tmp_path / "seal"
    PageSeal.create(path, PAGE)
    with closing(PageSeal(path)) as seal:
        write(seal, range(1, 301), 300)
        data = bytearray(path.read_bytes())
        data[64 + 16 * 9] ^= 1
        path.write_bytes(data)
        assert list(seal.damaged_blocks(300)) == [0]
        write(seal, [3], 300)
        assert list(seal.damaged_blocks(300)) == [0]
        write(seal, range(1, 256), 300, redo=True)
        assert list(seal.damaged_blocks(300)) == []


@given(st.integers(0, 63), st.integers(1, 255))
def test_any_changed_byte_of_the_header_is_refused(at, change):
    packed = bytearray(header(7).pack())
    packed[at] ^= change
    with pytest.raises(IntegrityError, match="seal_damaged"):
        SealHeader.unpack(bytes(packed))


def test_a_short_header_is_refused():
    with pytest.raises(IntegrityError, match="seal_damaged"):
        SealHeader.unpack(header(7).pack()[:-1])
