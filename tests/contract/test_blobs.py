"""What every blob store promises."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import IntegrityError, NotFoundError
from storage.blobs import LocalBlobs
from storage.memory import MemoryBlobs

SOON = datetime.now(UTC) + timedelta(days=1)
LONG_AGO = SOON - timedelta(days=10)


@pytest.fixture(params=["memory", "local"])
def blobs(request, tmp_path):
    return MemoryBlobs() if request.param == "memory" else LocalBlobs(tmp_path / "blobs")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(data=st.binary(max_size=3000))
def test_bytes_come_back_under_their_own_digest(blobs, data):
    digest = blobs.put(data)
    assert digest == sha256(data).hexdigest()
    assert blobs.get(digest) == data
    assert blobs.has(digest)
    assert blobs.put(data) == digest
    assert list(blobs.scan()) == []


def test_what_was_never_put_is_missing(blobs):
    assert not blobs.has("0" * 64)
    with pytest.raises(NotFoundError, match="blob_missing"):
        blobs.get("0" * 64)


def test_the_sweep_takes_old_orphans_only(blobs):
    kept, orphan = blobs.put(b"kept"), blobs.put(b"orphan")
    assert blobs.sweep(keep={kept}.__contains__, before=LONG_AGO) == ()
    assert blobs.sweep(keep={kept}.__contains__, before=SOON) == (orphan,)
    assert blobs.has(kept)
    assert not blobs.has(orphan)


def test_a_blob_that_does_not_match_its_name_is_never_handed_out():
    blobs = MemoryBlobs()
    digest = blobs.put(b"right")
    blobs._kept[digest] = (b"wrong", SOON)
    assert [(f.kind, f.place) for f in blobs.scan()] == [("blob_damaged", digest)]
    for ask in (lambda: blobs.get(digest), lambda: blobs.put(b"right")):
        with pytest.raises(IntegrityError, match="blob_damaged"):
            ask()
