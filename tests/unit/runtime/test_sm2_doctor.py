"""What `doctor` says of an SM2 seal: when it ends, and what keeps it from signing."""

import shutil
from datetime import UTC, date, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from runtime.diagnosis import BAD, WARN, ahead
from runtime.messages import Language, Messages
from runtime.sm2_doctor import sm2_diagnoses
from tests.sm2_bureau import MOMENT, hand_over, make_keys

ENDS = datetime(2044, 1, 1, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_keys(tmp_path_factory.mktemp("sm2"))


@pytest.fixture
def keys(made, tmp_path):
    hand_over(made, tmp_path)
    return tmp_path / "keys"


def told(language, diagnosis):
    messages = Messages(language)
    return messages.fill(messages.template("doctor", diagnosis.code), diagnosis.facts)


def codes(keys, now=MOMENT):
    return [found.code for found in sm2_diagnoses(keys, now)]


@pytest.mark.parametrize(
    ("now", "code", "days"),
    [
        (ENDS - ahead().sm2 * DAY, None, None),
        (ENDS - ahead().sm2 * DAY + SECOND, "sm2_ending", ahead().sm2 - 1),
        (ENDS - DAY, "sm2_ending", 1),
        (ENDS, "sm2_ending", 0),
        (ENDS + SECOND, "sm2_expired", -1),
        (ENDS + DAY, "sm2_expired", -1),
    ],
)
def test_the_end_is_announced_and_told(keys, now, code, days):
    """RFC 5280, 4.1.2.5: a certificate is valid up to and including its last second."""
    found = list(sm2_diagnoses(keys, now))
    assert [one.code for one in found] == ([code] if code else [])
    for one in found:
        assert one.level == (BAD if code == "sm2_expired" else WARN)
        assert (one.facts["until"], one.facts["days"]) == (date(2044, 1, 1), days)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("now", [ENDS - DAY, ENDS + DAY])
def test_both_languages_name_holder_and_day(keys, language, now):
    (found,) = sm2_diagnoses(keys, now)
    said = told(language, found)
    assert "2044" in said
    assert "keys/sm2" in said
    assert found.facts["subject"] in said


def test_the_end_of_an_authority_between_counts(made, keys):
    ends = datetime(2040, 1, 1, tzinfo=UTC)
    chain = [(made.folder / f"{name}.pem").read_bytes() for name in ("branch_seal", "branch")]
    (keys / "sm2/seal.pem").write_bytes(b"".join(chain))
    assert codes(keys, ends - ahead().sm2 * DAY) == []
    (found,) = sm2_diagnoses(keys, ends)
    assert (found.code, found.facts["subject"]) == ("sm2_ending", "清江市国密分支")
    assert codes(keys, ends + SECOND) == ["sm2_expired"]


def test_an_earlier_authoritys_root_left_there_says_nothing(made, keys):
    shutil.copy(made.folder / "branch.pem", keys / "sm2/roots/earlier.pem")
    assert codes(keys, datetime(2041, 1, 1, tzinfo=UTC)) == []


def test_a_bureau_without_an_sm2_seal_hears_nothing(keys):
    for name in ("seal.key", "seal.pem"):
        (keys / "sm2" / name).unlink()
    assert codes(keys) == []
    shutil.rmtree(keys / "sm2")
    assert codes(keys) == []


@pytest.mark.parametrize("name", ["seal.key", "seal.pem"])
def test_half_a_seal_is_told(keys, name):
    (keys / "sm2" / name).unlink()
    assert codes(keys) == ["sm2_incomplete"]


@pytest.mark.parametrize("name", ["seal.pem", "roots/ca.pem", "roots/list.crl"])
def test_a_file_that_cannot_be_read_is_named(keys, name):
    (keys / "sm2" / name).write_text("nothing", encoding="utf-8")
    (found,) = sm2_diagnoses(keys, MOMENT)
    assert (found.code, found.facts["path"]) == ("sm2_unreadable", name.rpartition("/")[2])


def problems(keys, now):
    found = [one for one in sm2_diagnoses(keys, now) if one.code == "sm2_unusable"]
    for language in Language:
        for one in found:
            assert "sm2." not in told(language, one)
    return [one.facts["problem"] for one in found]


def test_what_keeps_it_from_signing_is_told(made, keys):
    assert problems(keys, datetime(2023, 1, 1, tzinfo=UTC)) == ["sm2.not_yet_valid"]
    listed = x509.load_der_x509_crl(made.revocations).public_bytes(Encoding.PEM)
    (keys / "sm2/roots/list.crl").write_bytes(listed)
    assert problems(keys, MOMENT) == []
    assert problems(keys, datetime(2030, 1, 1, tzinfo=UTC)) == ["sm2.revoked"]
    (keys / "sm2/roots/ca.pem").unlink()
    assert problems(keys, MOMENT) == ["sm2.untrusted"]
