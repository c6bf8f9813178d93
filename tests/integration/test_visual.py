"""Every form looks as somebody reviewed it, and breaks its lines and pages as officials do.

After a change of forms or layout: look at `python -m tests.visual --sheets FOLDER`, then
`python -m tests.visual --renew`. Needs pdftoppm (Debian package poppler-utils).
"""

import re
from collections.abc import Iterator
from functools import cache

from PIL import Image

from documents.fonts import Role
from documents.form import SEAL_SLOT
from documents.forms import load_forms
from documents.layout.sheet import Sheet, TextMark
from documents.linebreak import NEVER_FIRST
from tests import archival, tagged
from tests.visual.pages import complaint, difference, rendered, reviewed_names
from tests.visual.specimens import specimens

HEADING = re.compile("[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）")
FURNITURE = re.compile("— [0-9]+ —|第[0-9]+页.*|.*（(电子签名|签名情况)见第[0-9]+页）")


def test_every_form_looks_as_reviewed() -> None:
    assert {one.form for one in specimens()} == set(load_forms())
    assert {one.name for one in specimens()} == reviewed_names()
    assert [words for picture in rendered(specimens()) if (words := complaint(picture))] == []


def test_the_file_of_every_form_is_fit_to_be_kept_and_read_aloud() -> None:
    files = ((one.name, one.composed().pdf) for one in specimens())
    found = {name: [*archival.faults(pdf), *tagged.faults(pdf)] for name, pdf in files}
    assert {name: told for name, told in found.items() if told} == {}


def test_a_line_or_a_seal_that_moved_is_noticed() -> None:
    page = Image.new("L", (331, 468), 255)
    for top in range(60, 400, 16):
        page.paste(85, (44, top, 280, top + 8))
    moved = page.copy()
    moved.paste(255, (44, 380, 280, 400))
    assert difference(page, page.copy()) is None
    assert difference(page, moved) is not None
    assert difference(page, page.point(lambda grey: grey - 10 if grey > 128 else grey + 10)) is None


@cache
def pages() -> tuple[tuple[str, Sheet, list[TextMark]], ...]:
    """Every page of every specimen, and what is written on it from above, furniture left out."""
    return tuple(_pages())


def _pages() -> Iterator[tuple[str, Sheet, list[TextMark]]]:
    for one in specimens():
        for number, sheet in enumerate(one.sheets(), 1):
            written = [mark for mark in sheet.texts() if not FURNITURE.fullmatch(mark.text)]
            yield f"{one.name} {number}", sheet, sorted(written, key=lambda mark: -mark.y)


def test_no_page_of_any_form_ends_with_a_heading_or_bears_a_seal_alone() -> None:
    """GB/T 9704-2012, 7.3.5: no page of seal and date without text."""
    headings, seals = [], []
    for name, sheet, written in pages():
        lowest = written[-1] if written else None
        if lowest and lowest.role in (Role.HEITI, Role.KAITI) and HEADING.match(lowest.text):
            headings.append(name)
        for seal in (field.rect for field in sheet.fields if field.slot == SEAL_SLOT):
            above = {round(mark.y) for mark in written if mark.y > seal[3]}
            if len(above) < 2:
                seals.append(name)
    assert (headings, seals) == ([], [])


def test_no_line_of_any_form_begins_with_a_mark_that_ends_one() -> None:
    broken = [
        (name, mark.text)
        for name, _, written in pages()
        for mark in written
        if mark.text[0] in NEVER_FIRST and len(mark.text) > 1
    ]
    assert broken == []
