"""RFC 3161 tokens of the authority in the process."""

import hashlib

import pytest

from documents.signing import cms, der
from documents.signing.errors import MalformedError
from documents.signing.timestamp import LocalTimestampAuthority, random_serial, read_token
from tests.signed_samples import MOMENT, bureau

DATA = b"signature value"
IMPRINT = hashlib.sha256(DATA).digest()


def test_a_token_states_imprint_moment_and_the_callers_serial():
    token = read_token(bureau().tsa().stamp(IMPRINT, moment=MOMENT))
    assert token.covers(DATA)
    assert not token.covers(DATA + b".")
    assert (token.moment, token.serial) == (MOMENT, 1001)


def test_its_signature_holds_over_the_statement():
    token = read_token(bureau().tsa().stamp(IMPRINT, moment=MOMENT))
    assert token.intact()
    assert cms.signature_holds(token.signed, bureau().timestamping.parsed)
    assert not cms.signature_holds(token.signed, bureau().officers[0].parsed)


def test_the_same_serial_and_moment_give_the_same_token():
    first, second = (bureau().tsa().stamp(IMPRINT, moment=MOMENT) for _ in range(2))
    assert first == second


def test_a_nonce_is_carried():
    token = read_token(bureau().tsa().stamp(IMPRINT, moment=MOMENT, nonce=77))
    parts = der.children(der.only_value(token.signed.content, der.SEQUENCE))
    assert der.integer_of(parts[-1]) == 77


def test_policy_and_accuracy_are_the_authoritys():
    office = bureau()
    tsa = LocalTimestampAuthority(key=office.timestamping, policy="1.2.3.4", accuracy_seconds=2)
    token = read_token(tsa.stamp(IMPRINT, moment=MOMENT))
    parts = der.children(der.only_value(token.signed.content, der.SEQUENCE))
    assert parts[1].raw == der.oid("1.2.3.4")
    assert parts[5].raw == der.sequence(der.integer(2))


def test_random_serials_have_64_bits_and_differ():
    serials = {random_serial() for _ in range(100)}
    assert len(serials) == 100
    assert all(len(der.integer(serial)) == 10 for serial in serials)


def test_no_token_exceeds_the_room_promised():
    tsa = bureau().tsa()
    sizes = [len(tsa.stamp(IMPRINT, moment=MOMENT, nonce=2**120)) for _ in range(20)]
    assert max(sizes) <= tsa.token_size


@pytest.mark.parametrize("cut", [1, 10, 200])
def test_a_cut_token_is_malformed(cut):
    with pytest.raises(MalformedError):
        read_token(bureau().tsa().stamp(IMPRINT, moment=MOMENT)[:-cut])


def test_a_document_signature_is_no_token():
    signed = cms.sign(IMPRINT, bureau().officers[0]).encode()
    with pytest.raises(MalformedError):
        read_token(signed)
