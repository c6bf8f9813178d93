"""What is known by its shape is what reading it whole says, for sound and for forged files."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.fonts import vendored_book
from documents.signing.active import ACTIONS, ACTIVE_KEYS, ANNOTATIONS, OUTSIDE_KEYS, acting, parts
from documents.signing.appearance import PersonLook
from documents.signing.pdf import FREE, Document, object_at
from documents.signing.shapes import Resting, resting
from documents.signing.syntax import Reference
from documents.signing.verification import TrustAnchors
from documents.signing.verify import verify
from tests.attacks.attack import Forgery
from tests.attacks.catalogue import attacks
from tests.attacks.targets import sample_target
from tests.signed_samples import bureau, signed_by

OFFICE = bureau()
TRUST = TrustAnchors(roots=(OFFICE.authority.root_der,))
TWO = bytes(
    signed_by([OFFICE.officers[0], OFFICE.seal], OFFICE, look=PersonLook(book=vendored_book()))
)


NOTHING = Resting(ends={}, references=frozenset(), size=0)


def told_of(value, *, number=7, stream=None):
    """What is known of an object with this value; `stream` are the bytes of its stream."""
    body = b"" if stream is None else b"\nstream\n" + stream + b"\nendstream"
    text = b"%d 0 obj\n" % number + value + body + b"\nendobj\n"
    told = resting(b"before " + text + b"after", {0: FREE, number: 7}, 7 + len(text))
    return told if told.ends else None


def test_of_an_object_that_does_nothing_its_references_are_told():
    told = told_of(b"<< /S /TR /P 12 0 R /K [3 0 R 410 0 R] /Rect [0 0 12.5 -3] >>")
    assert told.references == {b"12 0", b"3 0", b"410 0"}
    assert told.ends.keys() == {7}
    assert told.size == len(b"<< /S /TR /P 12 0 R /K [3 0 R 410 0 R] /Rect [0 0 12.5 -3] >>")


def test_an_object_with_a_stream_is_known_by_its_length():
    data = b"x" * 30
    assert told_of(b"<< /Length 30 >>", stream=data) is not None
    for length in (b"29", b"31", b"30.0", b"-30", b"5 0 R"):
        assert told_of(b"<< /Length %s >>" % length, stream=data) is None


@pytest.mark.parametrize(
    "value",
    [
        b"<< /K 5  0 R >>",  # not as our writer sets it
        b"<< /#4aS 5 >>",  # /JS, escaped
        b"<< /J#53 5 >>",
        b"<< /A 1 /A 2 >>",
        b"<< /A 1 ",
        b"<< /A 1 >> 5",
        b"<< /A [ (5 0 R ] >>",
        b"5",
        b"null",
    ],
    ids=ascii,
)
def test_what_is_not_plain_is_not_known(value):
    assert told_of(value) is None


@pytest.mark.parametrize("name", sorted(ACTIVE_KEYS), ids=ascii)
def test_an_entry_that_does_something_is_not_known(name):
    assert told_of(b"<< /%s 5 >>" % name) is None


@pytest.mark.parametrize("name", sorted(ACTIONS | ANNOTATIONS), ids=ascii)
def test_an_action_or_annotation_is_not_known(name):
    assert told_of(b"<< /S /%s >>" % name) is None
    assert told_of(b"<< /Subtype /%s >>" % name) is None


@pytest.mark.parametrize("name", sorted(OUTSIDE_KEYS), ids=ascii)
def test_a_stream_in_another_file_is_not_known(name):
    assert told_of(b"<< /Length 3 /%s (x) >>" % name, stream=b"abc") is None


@pytest.mark.parametrize(
    ("value", "other"),
    [
        (b"<< /Subtype /5D /K 1 0 R >>", b"<< /Subtype /3D /K 1 0 R >>"),
        (b"<< /A1 1 /A2 2 >>", b"<< /A1 1 /A1 2 >>"),
        (b"<< /K 1 0 R >>", b"<< /K 1 1 R >>"),
        (b"<< /#51 1 >>", b"<< /#4A#53 1 >>"),
        (b"<< /K (1) 5 >>", b"<< /K [(1) 5] >>"),
    ],
    ids=ascii,
)
def test_a_shape_seen_before_does_not_hide_another_object(value, other):
    told_of(value)
    assert agrees(other)


def test_a_reference_is_told_with_its_generation():
    assert told_of(b"<< /K 5 1 R >>").references == {b"5 1"}
    assert told_of(b"<< /K 05 0 R >>").references == {b"05 0"}


names = st.one_of(
    st.sampled_from(sorted(ACTIVE_KEYS | ACTIONS | ANNOTATIONS | OUTSIDE_KEYS)),
    st.sampled_from([b"S", b"Subtype", b"Length", b"K", b"P", b"F1", b"F2", b"#4aS", b"3#44"]),
    st.from_regex(rb"[A-Z][a-z0-9]{0,3}", fullmatch=True),
)
numbers = st.one_of(st.integers(-9, 10**9), st.sampled_from([0, 5, 12, 7])).map(b"%d".__mod__)
atoms = st.one_of(
    numbers,
    st.tuples(numbers, st.sampled_from([b"0", b"1", b"00"])).map(lambda p: b"%s %s R" % p),
    names.map(b"/%s".__mod__),
    st.sampled_from([b"(5 0 R)", rb"(\()", b"<4 5>", b"1.50", b"true", b"% 5 0 R\n1", b"(", b"<<"]),
)
values = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda some: b"[" + b" ".join(some) + b"]"),
        st.lists(st.tuples(names, inner), max_size=4).map(
            lambda some: b"<< %s >>" % b" ".join(b"/%s %s" % pair for pair in some)
        ),
    ),
    max_leaves=12,
)


def agrees(value, stream=None):
    """Whether nothing is told of an object, or just what reading it whole tells."""
    told = told_of(value, stream=stream)
    if told is None:
        return True
    found = object_at(b"7 0 obj\n" + value + b"\nendobj\n", 7, 0)
    inside = list(parts(found.value))
    references = [part for part in inside if isinstance(part, Reference)]
    assert told.size == found.end - found.start == len(value)
    assert {b"%d %d" % (one.number, one.generation) for one in references} == told.references
    assert not any(acting(part) for part in inside if isinstance(part, dict))
    return True


@settings(max_examples=600, deadline=None)
@given(values)
def test_what_is_told_of_any_object_is_what_reading_it_tells(value):
    assert agrees(value)
    assert agrees(value, stream=b"abc")


@settings(max_examples=300, deadline=None)
@given(values, st.data())
def test_a_changed_digit_or_letter_is_not_taken_for_what_was_seen_before(value, data):
    agrees(value)
    at = data.draw(st.integers(0, max(len(value) - 1, 0)))
    agrees(
        value[:at] + data.draw(st.sampled_from([b"1", b"0", b"3", b"/", b" "])) + value[at + 1 :]
    )


def test_most_of_a_document_is_known_by_its_shape():
    document = Document.open(TWO).at_revision(0)
    told = resting(document.data, document.last.offsets, document.last.table)
    assert len(told.ends) > len(document.last.offsets) // 2


# -- whole files -----------------------------------------------------------------------------------


def same(pdf, trust=TRUST):
    """What verification says of a file, once it says the same when everything is read whole."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("documents.signing.pdf.Document.resting", NOTHING)
        patch.setattr("documents.signing.pdf.USED", re.compile(rb"(?!)"))
        whole = verify(pdf, trust)
    found = verify(pdf, trust)
    assert found == whole
    return found


def test_a_sound_file_is_valid_either_way():
    assert same(TWO).valid


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(TWO) - 1), st.integers(1, 255))
def test_a_changed_byte_is_told_the_same_either_way(at, mask):
    changed = bytearray(TWO)
    changed[at] ^= mask
    assert not same(bytes(changed)).valid


PLACES = [at for at in range(len(TWO)) if TWO[at : at + 1].isdigit()]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(PLACES), st.sampled_from(b"0123456789 /[<"))
def test_a_changed_digit_is_told_the_same_either_way(at, digit):
    same(TWO[:at] + bytes((digit,)) + TWO[at + 1 :])


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(TWO)), st.integers(0, 200), st.binary(max_size=60))
def test_a_replaced_part_is_told_the_same_either_way(at, length, part):
    same(TWO[:at] + part + TWO[at + length :])


@pytest.mark.parametrize("name", attacks())
def test_every_attack_is_told_the_same_either_way(name):
    forgery = attacks()[name].on(sample_target())
    assert isinstance(forgery, Forgery)
    same(forgery.pdf, forgery.trust)
