"""An object of a signed file is read once for all revisions, and memory stays bounded."""

from collections import Counter

import pytest

from documents.signing import pdf
from documents.signing.pdf import Document
from documents.signing.verification import TrustAnchors
from documents.signing.verify import verify
from tests.signed_samples import bureau, signed_by

OFFICE = bureau()
TRUST = TrustAnchors(roots=(OFFICE.authority.root_der,))
THREE = bytes(signed_by([*OFFICE.officers[:2], OFFICE.seal], OFFICE))


@pytest.fixture
def reads(monkeypatch):
    counted, read = Counter(), pdf.object_at

    def counting(data, number, offset):
        counted[number, offset] += 1
        return read(data, number, offset)

    monkeypatch.setattr(pdf, "object_at", counting)
    return counted


def test_verifying_reads_no_object_twice_however_many_signatures_there_are(reads):
    assert verify(THREE, TRUST).valid
    # Documents are opened anew for what the whole file holds; never once for each signature.
    assert max(reads.values()) <= 2
    assert len(reads) > 10


def test_what_a_revision_changed_is_read_where_it_stands_now():
    document = Document.open(THREE)
    first, last = document.at_revision(0), document.at_revision(3)
    changed = [n for n in last.last.offsets if first.last.offsets.get(n, -1) > 0]
    assert changed
    for number in changed:
        assert first.object(number).start != last.object(number).start


def test_nothing_is_kept_beyond_the_room_there_is(monkeypatch, reads):
    monkeypatch.setattr(pdf, "MAX_REMEMBERED", 0)
    assert verify(THREE, TRUST).valid
    assert max(reads.values()) > 2
