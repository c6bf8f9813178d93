"""Documents that come out otherwise come from another version of the layout, and say which."""

import zlib

from documents.inflated import same_content
from documents.layout_version import LAYOUT
from documents.pdf import container
from tests.layouts import content_digest, digests, kept
from tests.sample_documents import composed

TOLD = "raise LAYOUT in documents/layout_version.py, then run python -m tests.layouts"


def test_samples_come_out_as_this_version_of_the_layout_sets_them() -> None:
    version, before = kept()
    now = digests()
    assert now.keys() == before.keys()
    changed = sorted(name for name in now if now[name] != before[name])
    assert (changed, version) == ([], LAYOUT), TOLD


def test_a_document_tells_the_version_it_was_set_by() -> None:
    assert composed("sample_letter").layout == LAYOUT > 0


def test_how_streams_are_packed_makes_no_difference(monkeypatch) -> None:
    before = composed("sample_receipt").pdf
    monkeypatch.setattr(container, "deflate", lambda data: zlib.compress(data, 9))
    after = composed("sample_receipt").pdf
    assert before != after
    assert content_digest(before) == content_digest(after)
    assert same_content(after, before)


def test_one_other_word_makes_one() -> None:
    agency = {"name": "江州市滨江区综合行政执法局"}
    one, other = composed("sample_letter").pdf, composed("sample_letter", agency=agency).pdf
    assert content_digest(one) != content_digest(other)
    assert not same_content(one, other)
    assert not same_content(one, one[:-200])
