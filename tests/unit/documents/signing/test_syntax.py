"""The object syntax of PDF (ISO 32000-1, 7.2 and 7.3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.signing.errors import MalformedError
from documents.signing.syntax import Name, Reference, read_value, text_of, text_string


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
