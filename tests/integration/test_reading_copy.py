"""The dossier as one file: every page once, in the order and under the numbers of its index."""

import pypdf
import pytest
from click.testing import CliRunner

from cli import anjuan
from engine.dossier import Leaf, bound
from runtime.dossier_contents import names
from runtime.reading_copy import reading_copy
from runtime.workspace import Workspace
from tests.demo_case import CASE, carried_out
from tests.foreign import qpdf_check


@pytest.fixture(scope="module")
def joined(tmp_path_factory):
    root = tmp_path_factory.mktemp("reading") / "w"
    carried_out(root, bound=True)
    with Workspace.open(root) as workspace:
        case = workspace.road.case(CASE)
        places = bound(case, workspace.law.dossier)
        first, second = (reading_copy(case, workspace.law, workspace.blobs) for _ in range(2))
    path = root.parent / "joined.pdf"
    path.write_bytes(first)
    assert first == second
    return path, places


def bookmarks(path):
    """Section to the names and first pages (from 0) of its parts."""
    reader = pypdf.PdfReader(path)
    found, section = {}, ""
    for item in reader.outline:
        if isinstance(item, list):
            found[section] = [(i.title, reader.get_destination_page_number(i)) for i in item]
        else:
            section = item.title
    return found


def upper_right(page):
    """The texts in the upper right corner of a page."""
    found = []

    def visit(text, _current, placed, *_):
        if placed[4] > 500 and placed[5] > 780:
            found.append(text.strip())

    page.extract_text(visitor_text=visit)
    return found


def test_volumes_stand_in_order_with_a_bookmark_for_every_document(joined):
    path, places = joined
    found, here = bookmarks(path), names()
    assert list(found) == [here.front, here.principal, here.supplementary, here.evidence]
    assert len(found[here.principal]) == sum(p.volume == "principal" for p in places)
    starts = [page for members in found.values() for _, page in members]
    assert starts == sorted(starts)


def test_every_numbered_page_bears_the_number_its_index_gives_it(joined):
    path, places = joined
    reader, found = pypdf.PdfReader(path), bookmarks(path)
    numbered = found[names().principal] + found[names().supplementary]
    for place, (_, page) in zip(places, numbered, strict=False):
        for offset, number in enumerate(range(place.first_page, place.last_page + 1)):
            corner = upper_right(reader.pages[page + offset])
            assert str(number) in corner, (place, corner)


def test_every_original_follows_the_sheet_that_tells_of_it(joined):
    path, places = joined
    reader, found = pypdf.PdfReader(path), bookmarks(path)
    starts = {name.partition("　")[0]: page for name, page in found[names().principal]}
    leaves = [place for place in places if isinstance(place, Leaf)]
    assert {leaf.original.number for leaf in leaves} >= {"证1", "证4", "证5", "证6", "附1"}
    for leaf in leaves:
        one, begin = leaf.original, starts[leaf.original.number]
        told = "".join(reader.pages[begin].extract_text().split())
        assert one.file.text("digest") in told
        assert f"第{leaf.first_page}—{leaf.last_page}页" in told
        assert ("与原件核对无异" in told) == (one.number in {"证4", "证5"})
        assert len(reader.pages[begin + 1].images) == 1


def test_pictures_printed_on_a_sheet_of_photographs_are_not_bound_twice(joined):
    path, places = joined
    kept = {place.original.number for place in places if isinstance(place, Leaf)}
    assert not kept & {"证2", "证3"}
    assert [name.partition("　")[0] for name, _ in bookmarks(path)[names().evidence]] == [
        "证2",
        "证3",
    ]


def test_signatures_are_painted_in_and_nothing_pretends_to_be_signed(joined):
    path, _ = joined
    qpdf_check(path)
    reader = pypdf.PdfReader(path)
    assert "/AcroForm" not in reader.trailer["/Root"]
    assert not any(page.get("/Annots") for page in reader.pages)
    text = "".join(page.extract_text() for page in reader.pages)
    assert "郑文博" in text


def test_a_place_that_cannot_be_written_is_told(joined, tmp_path):
    root = joined[0].parent / "w"
    target = tmp_path / "file" / "copy.pdf"
    target.parent.write_text("not a folder")
    done = CliRunner().invoke(
        anjuan, ["-w", str(root), "dossier", "read", CASE, "--to", str(target)]
    )
    assert done.exit_code == 8
    assert str(target) in done.output
