"""The object syntax of PDF (ISO 32000-1, 7.2 and 7.3)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.signing.errors import MalformedError
from documents.signing.syntax import Name, Reference, read_value, text_of, text_string
from tests import slow_syntax


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("-3.50", -3.5),
        (".5", 0.5),
        ("true", True),
        ("null", None),
        ("/Name#20x", Name(b"Name x")),
        ("7 0 R", Reference(7, 0)),
        ("[1 2 0 R /A]", [1, Reference(2, 0), Name(b"A")]),
        ("<48 6>", b"H`"),
        (r"(a\(b\)(c)\\)", rb"a(b)(c)" + b"\\"),
        (
            r"(\101\n\
x)",
            b"A\nx",
        ),
        ("% a comment\n 5", 5),
    ],
    ids=ascii,
)
def test_values_read_as_the_standard_says(text, value):
    assert read_value(text.encode(), 0)[0] == value


def test_a_dictionary_keeps_the_bytes_of_its_values():
    entries, end = read_value(b"<< /A [ 1  2 ] /B (x)>> rest", 0)
    assert {key: entry.raw for key, entry in entries.items()} == {b"A": b"[ 1  2 ]", b"B": b"(x)"}
    assert end == len(b"<< /A [ 1  2 ] /B (x)>>")


@pytest.mark.parametrize(
    "text", ["", "<<", "<< /A >>", "<< /A 1 /A 2 >>", "[1", "(a", "<4x>", "tru", "1e5", "[" * 40]
)
def test_broken_values_are_refused(text):
    with pytest.raises(MalformedError):
        read_value(text.encode(), 0)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_text_strings_read_back(text):
    value, _ = read_value(text_string(text), 0)
    assert text_of(value) == text


@given(st.binary(max_size=200))
def test_garbage_gives_a_value_or_a_refusal(data):
    try:
        read_value(data, 0)
    except MalformedError:
        return


def told(value):
    """A value as the slow reader tells it."""
    if isinstance(value, dict):
        return "dictionary", {key: (told(one.value), one.raw, one.at) for key, one in value.items()}
    if isinstance(value, list):
        return "array", [told(one) for one in value]
    if isinstance(value, Reference):
        return "reference", value.number, value.generation
    if isinstance(value, Name):
        return "name", value.text
    if value is None or isinstance(value, bool):
        return "word", value
    kinds = {bytes: "text", float: "real", int: "whole"}
    return kinds[type(value)], value


def read(data):
    """What the parser says: the value and the position behind it, or None for a refusal."""
    try:
        value, end = read_value(data, 0)
    except MalformedError:
        return None
    return told(value), end


def read_slowly(data):
    try:
        return slow_syntax.value(data, 0)
    except slow_syntax.RefusedError:
        return None


PIECES = (
    b"<<", b">>", b"[", b"]", b"(", b")", b"<", b">", b"/A", b"/B#41", b"/C#4", b"/", b"%x\n", b"%",
    b"12 0 R", b"3  1 R", b"1 0 Rx", b"5", b"0", b"-", b"+7", b"1.5", b".5", b"1.", b"1e5", b"R",
    b"12345678901", b"123456789 0 R", b"true", b"null", b"falsehood", b"<4 1>", b"<4x>", b"(a(b)c)",
    b" ", b"\n", b"\r", b"\x00", b"\x0b", b"\\", b"\\)", b"\\12", b"\xff",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=9).map(b"".join)


@settings(max_examples=1500, deadline=None)
@given(TEXTS, TEXTS)
def test_what_is_read_is_what_reading_one_character_at_a_time_says(text, more):
    for data in (text, b"<< /K " + text + b"/L[" + more + b"]>>", b"[" + text + b" " + more + b"]"):
        assert read(data) == read_slowly(data)


@pytest.mark.parametrize("deep", [30, 31, 32, 33])
def test_both_go_equally_deep(deep):
    data = b"[" * deep + b"5" + b"]" * deep
    assert read(data) == read_slowly(data)
