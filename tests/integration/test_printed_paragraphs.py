"""Paragraphs and rare names on paper, read back by MuPDF and poppler.

`python -m tests.paragraph_campaign` judges ten thousand paragraphs; a share of them runs here.
"""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from pypdf import PdfReader

from documents.fonts import Role, vendored_book
from tests import foreign
from tests.paragraphs import (
    PER_FILE,
    RARE_NAMES,
    complaints,
    paragraphs,
    set_in_body,
    set_in_cells,
)

SHARE = 300  # paragraphs
EDGES = ("xMin", "yMin", "xMax", "yMax")
NAMES = [f"王{char}{other}" for char, other in zip(RARE_NAMES, RARE_NAMES[::-1], strict=True)]


@pytest.mark.parametrize("seed", range(20_000, 20_000 + SHARE // PER_FILE))
def test_paragraphs_are_printed_whole_and_broken_well(seed: int) -> None:
    texts = paragraphs(seed, PER_FILE)
    for place in (set_in_body, set_in_cells):
        pdf, edges = place(texts)
        assert complaints(texts, pdf, edges) == []


def test_what_is_looked_for_is_found() -> None:
    """A judge that finds nothing wrong must be able to."""
    pdf, edges = set_in_body(["当事人在听涛路倾倒建筑垃圾，依照规定责令改正。" * 3])
    texts = ["当事人在听涛路倾倒建筑垃圾，依照规定责令改正。" * 3]
    assert complaints(texts, pdf, edges) == []
    assert complaints(["当事人"], pdf, edges) != []
    narrower = [(edges[0][0], edges[0][1] - 40)]
    assert any("outside its box" in said for said in complaints(texts, pdf, narrower))


def test_fifty_four_rare_names_are_hand_picked() -> None:
    assert len(RARE_NAMES) == len(set(RARE_NAMES)) == 54


@pytest.mark.parametrize("role", Role)
def test_every_role_prints_every_rare_name(role: Role) -> None:
    """The vendored faces have all 54; one they lacked would be refused by its name."""
    typeface = vendored_book().typeface(role)
    assert all(typeface.glyph(char, char).number > 0 for char in RARE_NAMES)


def test_rare_names_are_printed_extracted_and_found(tmp_path: Path) -> None:
    for place in (set_in_body, set_in_cells):
        pdf, edges = place(NAMES)
        assert complaints(NAMES, pdf, edges) == []
        path = tmp_path / "names.pdf"
        path.write_bytes(pdf)
        text = "".join(page.extract_text() for page in PdfReader(path).pages)
        found = _places(path)
        assert [name for name in NAMES if name not in text or name not in found] == []


def _places(path: Path) -> dict[str, tuple[float, float]]:
    """Where a reader finds words: those of poppler as wide as three characters."""
    told = foreign.run("pdftotext", "-bbox", "-enc", "UTF-8", path, "-").text
    words = re.sub(r' xmlns="[^"]*"|<!DOCTYPE[^>]*>', "", told[told.index("<html") :])
    found = {}
    for word in ET.fromstring(words).iter("word"):
        left, top, right, bottom = (float(word.attrib[edge]) for edge in EDGES)
        if right - left > 20 and bottom > top:
            found[word.text or ""] = (left, top)
    return found
