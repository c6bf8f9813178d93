"""Documents can be read aloud: every mark is a part of the document or an ornament, in order.

Needs poppler-utils (Debian package) for what others take the structure to be.
"""

import io
import re
import shutil
from itertools import pairwise

import pikepdf
import pytest
from pikepdf import Name

from documents.fill import fill
from documents.fonts import vendored_book
from documents.layout.document import set_document
from documents.layout.sheet import Sheet
from documents.layout.structure import Kind, heading
from documents.pdf.tagging import bracketed
from tests.integration.test_compose import run
from tests.sample_documents import FORMS, MOMENT, NUMBER, composed, values
from tests.tagged import faults

POPPLER = pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="apt install poppler-utils")
EVERY = pytest.mark.parametrize("name", sorted(FORMS))
SAID = re.compile(r'^\s*"(.*)"$', re.MULTILINE)


def pages(name: str) -> list[Sheet]:
    form = FORMS[name]
    filled = fill(form, values(), moment=MOMENT, number=NUMBER, slots=form.slots)
    return set_document(filled, vendored_book(), training=False, preview=False)


def furniture(sheet: Sheet) -> list[str]:
    """What a page bears beside the document."""
    turns = [*sheet.turns, (len(sheet.marks), None)]
    owned = {
        at
        for (first, owner), (after, _) in pairwise(turns)
        for at in range(first, after)
        if owner is not None
    }
    loose = [mark for at, mark in enumerate(sheet.marks) if at not in owned]
    return list(Sheet(marks=loose).words())


def kind(part: pikepdf.Object) -> str:
    return str(part.S).removeprefix("/")


def plain(text: str) -> str:
    return "".join(text.split())


@EVERY
@pytest.mark.parametrize("marked", [False, True])
def test_a_machine_finds_nothing_wrong(name: str, marked: bool) -> None:
    assert faults(composed(name, training=marked, preview=marked).pdf) == []


@POPPLER
@EVERY
def test_what_is_read_aloud_is_what_is_printed_in_that_order(name: str, tmp_path) -> None:
    path = tmp_path / "read.pdf"
    path.write_bytes(composed(name).pdf)
    aloud = plain("".join(SAID.findall(run("pdfinfo", "-struct-text", path))))
    printed = ""
    for number, sheet in enumerate(pages(name), 1):
        page = plain(run("pdftotext", "-raw", "-f", str(number), "-l", str(number), path, "-"))
        for text in furniture(sheet):
            assert plain(text) in page
            page = page.replace(plain(text), "", 1)
        printed += page
    assert aloud == printed


def test_only_page_numbers_repeated_heads_and_labels_are_ornament() -> None:
    first, second = pages("sample_index")[:2]
    assert all("第" in text for text in furniture(first))
    assert "责任者" in furniture(second)
    assert "责任者" not in furniture(first)


def test_fields_stand_with_their_labels() -> None:
    (sheet,) = (sheet for sheet in pages("sample_letter") if sheet.fields)
    assert [field.element.kind for field in sheet.fields] == [Kind.FIELD]
    (around,) = (p for p in sheet.structure.all() if sheet.fields[0].element in p.children)
    assert around.kind is Kind.PARAGRAPH
    assert around not in bracketed(sheet, [""] * len(sheet.marks), "").owners


def test_pictures_are_told_by_their_captions() -> None:
    with pikepdf.open(io.BytesIO(composed("sample_photos").pdf)) as file:
        parts = [kid for kid in file.Root.StructTreeRoot.K.K if kind(kid) == "Figure"]
        assert len(parts) == 3
        for number, part in enumerate(parts, 1):
            assert f"泥浆遗撒情况之{number}" in str(part.Alt)


@pytest.mark.parametrize(
    ("wanted", "last", "found"),
    [(1, 0, "H1"), (2, 0, "H1"), (2, 1, "H2"), (3, 1, "H2"), (3, 2, "H3"), (2, 3, "H2")],
)
def test_no_level_of_headings_is_skipped(wanted: int, last: int, found: str) -> None:
    assert heading(wanted, last) == (found, int(found[1]))


# -- that the examination finds what is wrong ------------------------------------------------------


def no_tree(file):
    del file.Root.StructTreeRoot


def unmarked(file):
    file.Root.MarkInfo.Marked = False


def another_order(file):
    kids = file.Root.StructTreeRoot.K.K
    kids[0], kids[1] = kids[1], kids[0]


def an_orphan(file):
    kids = file.Root.StructTreeRoot.K.K
    del kids[len(kids) - 1]


def no_scope(file):
    table = next(kid for kid in file.Root.StructTreeRoot.K.K if kind(kid) == "Table")
    head = next(cell for row in table.K for cell in row.K if kind(cell) == "TH")
    del head.A


def a_wider_cell(file):
    table = next(kid for kid in file.Root.StructTreeRoot.K.K if kind(kid) == "Table")
    table.K[1].K[1].A = pikepdf.Dictionary(O=Name.Table, ColSpan=9)


def outside(file):
    page = file.pages[0]
    page.contents_add(b"0 0 m 9 9 l S")


def two_keys(file):
    file.pages[0].Annots[0].StructParent = 0


def nameless(file):
    del file.pages[0].Annots[0].TU


def skipped_level(file):
    file.Root.StructTreeRoot.K.K[0].S = Name.H3


WRONG = {
    no_tree: "7.1: no structure tree",
    unmarked: "6.7.2.2: not marked",
    another_order: "7.2: page 1 is read in another order than it is drawn",
    an_orphan: "is an orphan",
    no_scope: "7.5: a head cell without scope",
    a_wider_cell: "7.5: rows of",
    outside: "7.1: page 1 draws outside of content",
    two_keys: "is in no Form",
    nameless: "has no name for readers",
    skipped_level: "7.4.2",
}


@pytest.mark.parametrize("spoil", WRONG, ids=lambda spoil: spoil.__name__)
def test_the_examination_finds(spoil) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(composed("sample_approval").pdf)) as file:
        file.pages[0].Annots  # noqa: B018 - the sample has fields on its first page
        spoil(file)
        file.save(out)
    assert any(WRONG[spoil] in fault for fault in faults(out.getvalue()))
