"""Personal data at rest can be read with the key, in its place, unaltered, and not otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import ConfigurationError, IntegrityError
from storage.cipher import Cipher

CIPHER = Cipher(b"\x02" * 32)


@given(st.binary(max_size=200), st.data())
def test_one_changed_bit_or_another_place_is_refused(clear, data):
    sealed = CIPHER.seal_event("A1", 3, clear)
    assert CIPHER.open_event("A1", 3, sealed) == clear
    at = data.draw(st.integers(0, len(sealed) - 1))
    bent = bytearray(sealed)
    bent[at] ^= 1 << data.draw(st.integers(0, 7))
    for case, seq, value in [
        ("A1", 3, bytes(bent)),
        ("A1", 3, sealed[:-1]),
        ("A1", 4, sealed),
        ("A2", 3, sealed),
    ]:
        with pytest.raises(IntegrityError, match="private_damaged"):
            CIPHER.open_event(case, seq, value)


def test_the_same_words_never_look_the_same_twice():
    assert CIPHER.seal_event("A1", 1, b"x") != CIPHER.seal_event("A1", 1, b"x")


def test_search_terms_depend_on_the_key():
    assert CIPHER.token("王伟") == Cipher(b"\x02" * 32).token("王伟")
    assert CIPHER.token("王伟") != Cipher(b"\x03" * 32).token("王伟")
    assert CIPHER.token("王伟") != CIPHER.token("伟王")


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_a_key_of_another_size_is_refused(size):
    with pytest.raises(ConfigurationError, match="data_key_size"):
        Cipher(bytes(size))
