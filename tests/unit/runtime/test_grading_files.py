"""Pages of a file are counted whoever wrote it: one lost in a changed file is lost there, too."""

from hashlib import sha256
from types import SimpleNamespace

import pytest

from runtime.grading_files import KeptFiles, Seals


@pytest.mark.parametrize(
    ("written", "pages"),
    [
        (b"<< /Type /Pages /Count 2 >> << /Type /Page /Parent 1 0 R >> << /Type /Page /Parent", 2),
        (b"<</Count 2/Type/Pages>> <</Parent 1 0 R/Type/Page>> <</Type/Page\n/Parent 1 0 R>>", 2),
        (b"<< /Type /Pages /Count 0 >> << /Type /PageLabel >>", 0),
    ],
    ids=["ours", "closely", "none"],
)
def test_pages_count_however_they_are_spaced(written, pages):
    digest = sha256(written).hexdigest()
    seals = Seals(None, "", lambda _: ())
    files = KeptFiles(lambda _: written, lambda _: True, seals, hashed=False)
    assert files.look(SimpleNamespace(digest=digest)).pages == pages
