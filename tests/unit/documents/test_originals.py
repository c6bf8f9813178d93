"""Originals as they are bound: one sheet each, its own pages behind it within the margins."""

from datetime import date
from io import BytesIO

import pypdf
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A3, A5, landscape
from reportlab.pdfgen.canvas import Canvas

from documents.layout.sheet import HEIGHT, WIDTH
from documents.originals import behind, told_sheet
from tests import foreign
from tests.signed_samples import MOMENT

LONG, SHORT = 120, 60


def sheet(own_pages=1, fill=None, **changes):
    """A sheet; with `fill` every text is as long as it may be."""
    text = lambda most, plain: fill * most if fill else plain  # noqa: E731 - one use each
    told = {
        "number": "证4", "name": text(SHORT, "营业执照复印件"), "kind": "书证",
        "giver": text(SHORT, "某甲"), "on": date(2026, 3, 3), "place": text(SHORT, "某中队"),
        "source": text(SHORT, "当事人提供，与原件核对无异"), "checked": "与原件核对无异",
        "proves": text(LONG, "主体身份"), "file": text(SHORT, "执照.jpg"), "size": 50730,
        "digest": "8d" * 32, "own_pages": own_pages, "first_page": 25,
        "last_page": 25 + own_pages, "held_in": text(LONG, "证据/证4-执照.jpg"),
    }  # fmt: skip
    values = {
        "case": {"cause": "某案由", "number": "某字〔2026〕第000001号"},
        "sheet": told | changes,
    }
    return told_sheet(values, moment=MOMENT, training=False, book=None)


def picture(size=(1200, 400)):
    written = BytesIO()
    Image.new("RGB", size, "red").save(written, "JPEG")
    return written.getvalue()


def scan(*sizes):
    written = BytesIO()
    canvas = Canvas(written)
    for number, size in enumerate(sizes, 1):
        canvas.setPageSize(size)
        canvas.drawString(50, 50, f"page {number}")
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def words(page):
    return "".join(page.extract_text().split())


def test_the_sheet_tells_source_provider_date_check_and_digest():
    (page,) = pypdf.PdfReader(BytesIO(sheet())).pages
    for told in (
        "营业执照复印件",
        "某甲",
        "2026年3月3日",
        "与原件核对无异",
        "8d" * 32,
        "第25—26页",
    ):
        assert told in words(page)


def test_a_sheet_stays_one_page_however_long_its_texts():
    assert len(pypdf.PdfReader(BytesIO(sheet(fill="国"))).pages) == 1


def test_what_cannot_be_bound_says_where_its_file_is():
    (page,) = pypdf.PdfReader(BytesIO(sheet(own_pages=0, held_in="证据/证4-录像.mp4"))).pages
    assert "不能装订成页" in words(page)
    assert "证据/证4-录像.mp4" in words(page)


def test_a_picture_draws_without_a_complaint(tmp_path):
    path = tmp_path / "leaf.pdf"
    path.write_bytes(behind(sheet(), picture(), picture=True))
    drawn = foreign.run("pdftoppm", "-r", "20", "-png", path, tmp_path / "side")
    assert (drawn.code, drawn.text.strip()) == (0, "")
    with Image.open(tmp_path / "side-2.png") as side:
        red, green, _ = side.convert("RGB").getpixel((side.width // 2, side.height // 2))
    assert red > 2 * green + 100


def test_a_picture_fills_a_page_of_its_own():
    whole = behind(sheet(), picture(), picture=True)
    reader = pypdf.PdfReader(BytesIO(whole))
    assert [len(page.images) for page in reader.pages] == [0, 1]
    assert b"/Helvetica" not in whole
    assert whole == behind(sheet(), picture(), picture=True)


@pytest.mark.parametrize("size", [A5, A3, landscape(A3), (100, 3000)])
def test_pages_of_any_size_come_out_on_a4(size):
    reader = pypdf.PdfReader(BytesIO(behind(sheet(2), scan(size, size), picture=False)))
    assert [words(page) for page in list(reader.pages)[1:]] == ["page1", "page2"]
    for page in reader.pages:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(
            (WIDTH, HEIGHT), abs=0.1
        )
