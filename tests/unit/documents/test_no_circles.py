"""What is made for a document dies with it: nothing waits for the collector, which sleeps long."""

import gc
from collections.abc import Iterator

import pytest

from documents.fonts import vendored_book
from documents.signing.seal import SealLook
from documents.signing.sign import sign
from tests.integration.test_compose import FORMS, composed
from tests.signed_samples import act_of, bureau

OFFICE, LOOK = bureau(), SealLook(book=vendored_book())


@pytest.fixture
def by_hand() -> Iterator[None]:
    """The collector looks only when it is asked to."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("by_hand")
@pytest.mark.parametrize("name", sorted(FORMS))
def test_a_composed_document_is_no_circle(name: str) -> None:
    composed(name)  # what a process keeps is kept now
    gc.collect()
    composed(name)
    assert gc.collect() == 0


def sealed() -> bytes:
    """A letter composed and sealed."""
    key, pdf = OFFICE.seal, composed("sample_letter").pdf
    return sign(pdf, field="seal", key=key, act=act_of(key), tsa=OFFICE.tsa(), look=LOOK)


@pytest.mark.usefixtures("by_hand")
def test_a_sealed_document_is_no_circle() -> None:
    sealed()
    gc.collect()
    sealed()
    assert gc.collect() == 0
