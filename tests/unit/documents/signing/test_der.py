"""DER after ITU-T X.690: one value, one encoding."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.signing import der
from documents.signing.errors import MalformedError


@given(st.integers(min_value=0, max_value=2**160))
def test_an_integer_reads_back_as_written(number):
    assert der.integer_of(der.only_value(der.integer(number), der.INTEGER)) == number


@pytest.mark.parametrize(
    ("size", "head"),
    [(0, "0400"), (127, "047f"), (128, "048180"), (255, "0481ff"), (256, "04820100")],
)
def test_lengths_take_the_shortest_form(size, head):
    encoded = der.octets(bytes(size))
    assert encoded.hex().startswith(head)
    assert der.only_value(encoded, der.OCTETS).body == bytes(size)


@pytest.mark.parametrize(
    ("dotted", "encoding"),
    [
        ("1.2.840.113549.1.7.2", "06092a864886f70d010702"),
        ("2.5.4.97", "0603550461"),
        ("2.25.128", "0603698100"),
    ],
)
def test_object_identifiers_of_known_encoding(dotted, encoding):
    assert der.oid(dotted).hex() == encoding


def test_a_set_is_ordered_by_its_encodings():
    low, high = der.integer(1), der.integer(2)
    assert der.set_of(high, low) == der.set_of(low, high)


@pytest.mark.parametrize(
    "broken",
    ["", "30", "0480", "04810100", "0482000100", "3001", "1f8101", "0485000000000100", "04ff"],
)
def test_encodings_der_forbids_are_refused(broken):
    with pytest.raises(MalformedError):
        der.only_value(bytes.fromhex(broken), der.OCTETS)


def test_bytes_behind_the_value_are_refused():
    with pytest.raises(MalformedError):
        der.only_value(der.octets(b"a") + b"\0", der.OCTETS)


@pytest.mark.parametrize("body", ["", "0001", "ff80"])
def test_integers_must_be_minimal(body):
    value = der.only_value(der.tlv(der.INTEGER, bytes.fromhex(body)), der.INTEGER)
    with pytest.raises(MalformedError):
        der.integer_of(value)


def test_a_moment_is_written_in_whole_seconds_utc_and_reads_back():
    moment = datetime(2026, 3, 9, 2, 30, 15, 999_000, tzinfo=UTC)
    written = der.first_value(der.generalized_time(moment))
    assert written.body == b"20260309023015Z"
    assert der.moment_of(written) == moment.replace(microsecond=0)


@pytest.mark.parametrize(
    "text", [b"20260309023015", b"20261309023015Z", b"2026 309023015Z", b"x"], ids=ascii
)
def test_times_rfc_3161_forbids_are_refused(text):
    with pytest.raises(MalformedError):
        der.moment_of(der.first_value(der.tlv(der.GENERALIZED_TIME, text)))


@pytest.mark.parametrize(("size", "trips"), [(127, False), (128, True), (129, False), (384, True)])
def test_lengths_that_stall_asn1crypto_are_recognised_at_any_depth(size, trips):
    inner = der.octets(bytes(size))
    padded = der.sequence(der.octets(bytes(130)), der.octets(bytes(300)), inner)
    assert der.trips_asn1crypto(inner) is trips
    assert der.trips_asn1crypto(padded) is trips


@given(st.binary(max_size=64))
def test_reading_garbage_gives_a_value_or_a_refusal(data):
    try:
        value = der.first_value(data)
        der.children(value)
    except MalformedError:
        return
    assert data.startswith(value.raw)


@given(
    st.one_of(
        st.datetimes(timezones=st.just(UTC)).map("{:%Y%m%d%H%M%S}Z".format),
        st.from_regex(r"[0-9]{13,15}Z", fullmatch=True),
        st.from_regex(r"20260[0-9][0-3][0-9][0-2][0-9][0-7][0-9][0-7][0-9](\.[0-9]{1,6})?Z"),
    )
)
def test_a_moment_is_read_as_strptime_reads_it(text):
    shape = "%Y%m%d%H%M%S.%fZ" if "." in text else "%Y%m%d%H%M%SZ"
    try:
        expected = datetime.strptime(text, shape).replace(tzinfo=UTC)
    except ValueError:
        expected = None
    written = der.tlv(der.GENERALIZED_TIME, text.encode())
    if "." not in text and (expected is None or der.generalized_time(expected) != written):
        expected = None
    try:
        found = der.moment_of(der.first_value(written))
    except MalformedError:
        found = None
    assert found == expected
