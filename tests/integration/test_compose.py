"""Composed documents, judged by other people's PDF tools and by where every mark stands.

Needs qpdf and poppler-utils (Debian packages of those names).
"""

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageOps
from pypdf import PdfReader

from documents.compose import Composed, compose
from documents.fill import fill
from documents.fonts import MissingCharacter, vendored_book
from documents.forms import read_form
from documents.layout.document import set_document
from documents.layout.sheet import HEIGHT, LEFT, MM, RIGHT, LinesMark, Sheet, TextMark
from engine.errors import InputError
from tests.sample_documents import EVENT, FORMS, MOMENT, NUMBER, composed, photo, picture, values

MISSING = [tool for tool in ("qpdf", "pdftotext", "pdftoppm") if shutil.which(tool) is None]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"install qpdf, poppler-utils: {MISSING}")

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module", params=sorted(FORMS))
def sample(request: pytest.FixtureRequest, tmp_path_factory) -> tuple[Composed, Path]:
    made = composed(request.param)
    path = tmp_path_factory.mktemp("pdf") / f"{request.param}.pdf"
    path.write_bytes(made.pdf)
    return made, path


def run(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "rror" not in done.stderr, done.stderr
    return done.stdout


def text_of(pdf: bytes, tmp_path: Path) -> str:
    path = tmp_path / "text.pdf"
    path.write_bytes(pdf)
    return "".join(run("pdftotext", "-raw", path, "-").split())


def sheets(name: str, **changes: object) -> list[Sheet]:
    form = FORMS[name]
    filled = fill(form, values(**changes), moment=MOMENT, number=NUMBER, slots=form.slots)
    return set_document(filled, vendored_book(), training=False, preview=False)


def test_foreign_readers_find_nothing_wrong(sample: tuple[Composed, Path]) -> None:
    made, path = sample
    report = run("qpdf", "--check", path)
    assert "WARNING" not in report
    assert PdfReader(path, strict=True).get_num_pages() == made.pages
    run("pdftoppm", "-r", "20", "-png", path, path.with_suffix(""))


def test_every_face_is_embedded_with_its_text(sample: tuple[Composed, Path]) -> None:
    made, path = sample
    rows = run("pdffonts", path).splitlines()[2:]
    assert len(rows) == len(made.faces)
    for row in rows:
        assert row.split()[-5:-2] == ["yes", "yes", "yes"]
    assert all(len(face.sha256) == 64 and face.path.is_file() for face in made.faces)


def test_shape_of_pdf_a(sample: tuple[Composed, Path]) -> None:
    made, path = sample
    assert made.pdf.count(b"\nendstream") == made.pdf.count(b"endstream")
    catalog = PdfReader(path).trailer["/Root"]
    assert catalog["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    metadata = catalog["/Metadata"].get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>U<" in metadata
    assert "2026-01-20T09:30:00+08:00" in metadata
    assert run("pdfdetach", "-list", path).startswith("1 embedded")
    run("pdfdetach", "-save", "1", "-o", path.with_suffix(".json"), path)
    assert path.with_suffix(".json").read_bytes() == EVENT
    assert catalog["/AF"][0]["/AFRelationship"] == "/Data"


def test_fields_are_where_they_are_said_to_be(sample: tuple[Composed, Path]) -> None:
    made, path = sample
    form = FORMS[path.stem]
    reader = PdfReader(path)
    assert [field.slot for field in made.fields] == list(form.slots)
    for field in made.fields:
        widgets = {
            item.get_object()["/T"]: item.get_object()
            for item in reader.pages[field.page - 1]["/Annots"]
        }
        widget = widgets[field.slot]
        assert [float(v) for v in widget["/Rect"]] == pytest.approx(field.rect, abs=0.01)
        assert widget["/FT"] == "/Sig"
        assert widget["/F"] & 4
        assert "/V" not in widget
        assert "/N" in widget["/AP"]
        left, bottom, right, top = field.rect
        assert right - left >= (42 if field.slot == "seal" else 45) * MM - 0.01
        assert top - bottom >= 20 * MM - 0.01
    if made.fields:
        assert reader.trailer["/Root"]["/AcroForm"]["/SigFlags"] == 3


@pytest.mark.parametrize("name", sorted(FORMS))
def test_no_mark_leaves_the_type_area(name: str) -> None:
    book = vendored_book()
    for sheet in sheets(name):
        for mark in sheet.texts():
            assert mark.x >= LEFT - 0.01
            assert 15 * MM < mark.y < HEIGHT - 20 * MM
        for mark in sheet.marks:
            if isinstance(mark, TextMark):
                assert mark.x + book.typeface(mark.role).width(mark.text, mark.size) <= RIGHT
            elif isinstance(mark, LinesMark):
                for line in mark.lines:  # of a mark at the end half an em is empty
                    right = mark.x + line.indent + line.width
                    assert right <= RIGHT + mark.size / 2 + 0.01


def test_rare_names_are_printed_and_extracted(tmp_path: Path) -> None:
    text = text_of(composed("sample_approval").pdf, tmp_path)
    for name in ("王喆堃", "欧阳𠮷", "李㛂明"):
        assert name in text


def test_a_character_no_face_has_is_refused_by_name() -> None:
    party = {**values()["party"], "representative": "王\U000e0fff"}
    with pytest.raises(MissingCharacter) as caught:
        composed("sample_approval", party=party)
    assert caught.value.facts["codepoint"] == "U+E0FFF"


def test_a_decision_says_everything_and_dates_itself(tmp_path: Path) -> None:
    made = composed("sample_letter")
    text = text_of(made.pdf, tmp_path)
    assert "罚款人民币捌仟伍佰元整（¥8500.00）。" in text
    assert "六十日内向江州市临江区人民政府申请行政复议" in text
    assert text.count("江州市临江区综合行政执法局") == 2
    assert "2026年1月20日" in text
    assert "—1—" in text
    assert f"—{made.pages}—" in text


@pytest.mark.parametrize("length", [0, 1, 40, 400, 2500, 6000])
def test_nothing_of_a_long_cell_is_lost(length: int, tmp_path: Path) -> None:
    facts = "起" + "".join(chr(0x4E00 + n % 3000) for n in range(length)) + "止"
    case = {**values()["case"], "facts": facts}
    text = text_of(composed("sample_approval", case=case).pdf, tmp_path)
    marks = (m for s in sheets("sample_approval", case=case) for m in s.texts())
    printed = "".join(m.text for m in marks if m.size < 13)
    assert facts[:20] in text
    assert facts[-3:] in text
    rest = printed
    for char in facts:  # every character, in order, labels of new pages in between
        at = rest.find(char)
        assert at >= 0
        rest = rest[at + 1 :]


@pytest.mark.parametrize("before", range(1, 44, 3))
def test_no_row_leaves_the_page_wherever_it_begins(before: int) -> None:
    case = {**values()["case"], "cause": "案由。\n" * before, "facts": "事实经过。\n" * 90}
    made = sheets("sample_approval", case=case)
    for sheet in made:
        for _, bottom, _, _ in sheet.boxes:
            assert bottom >= 25 * MM - 0.51
    text = "".join(word for s in made for word in s.words())
    assert text.count("事实经过。") == 90
    assert text.count("案由。") == before


FIT = """\
id: fit
name: 试
name_en: Fit
type_code: null
layout: approval
law: [某条]
elements: []
body:
  - table:
      columns: [1, 1, 6]
      rows: [[{value: "{{ text }}", lines: 2}, {value: "{{ code }}"}, 空]]
"""


def fit(text: str, code: str = "x") -> list[Sheet]:
    form = read_form(FIT, "fit.yaml")
    filled = fill(form, {"text": text, "code": code}, moment=MOMENT, number=None, slots=())
    return set_document(filled, vendored_book(), training=False, preview=False)


def test_cells_shrink_to_a_floor_and_then_refuse() -> None:
    sizes = []
    for length in range(1, 11):
        (sheet,) = fit("字" * length)
        texts = [m for m in sheet.texts() if "字" in m.text]
        sizes.append(min(m.size for m in texts))
    assert sizes[0] == 12
    assert sizes == sorted(sizes, reverse=True)
    assert 8 <= sizes[-1] < 12
    with pytest.raises(InputError) as caught:
        fit("字" * 11)
    assert caught.value.code == "document.text_too_long"
    assert caught.value.facts["text"] == "字" * 11


def test_figures_shrink_before_they_break() -> None:
    (sheet,) = fit("字", "0571-88001")
    (mark,) = (m for m in sheet.texts() if m.text == "0571-88001")
    assert mark.size < 12


def test_heads_are_repeated_and_lists_end_visibly() -> None:
    pages = [list(sheet.words()) for sheet in sheets("sample_index")]
    assert len(pages) > 2
    assert all("责任者" in page for page in pages)
    assert [page.count("以下空白") for page in pages] == [0] * (len(pages) - 1) + [1]


@pytest.mark.parametrize("paragraphs", range(14, 27))
def test_no_page_bears_the_seal_alone(paragraphs: int) -> None:
    decision = {**values()["decision"], "defence": "你单位的陈述。\n" * paragraphs}
    made = sheets("sample_letter", decision=decision)
    (sealed,) = (sheet for sheet in made if sheet.fields)
    seal = sealed.fields[0].rect
    above = [m for m in sealed.texts() if m.y > seal[3]]
    assert len(above) >= 2
    covered = [m.text for m in sealed.texts() if seal[1] < m.y < seal[3]]
    assert covered == ["江州市临江区综合行政执法局", "2026年1月20日"]


@pytest.mark.parametrize("lines", range(0, 40, 3))
def test_every_page_of_a_record_names_its_signers(lines: int) -> None:
    inspection = {**values()["inspection"], "findings": "现场情况。\n" * (lines + 1)}
    made = sheets("sample_record", inspection=inspection)
    for sheet in made:
        text = "".join(sheet.words())
        assert sheet.fields or "电子签名见第" in text
    last = [m for m in made[-1].texts() if m.size == 14]
    assert len(last) > len(FORMS["sample_record"].slots)


def test_paper_signatures_leave_a_rule_and_a_refusal_is_printed(tmp_path: Path) -> None:
    form = FORMS["sample_record"]
    for signing, expected in ((None, "（签名）"), ("当事人拒绝签名", "当事人拒绝签名")):
        made = compose(
            form,
            values(party_signing=signing),
            moment=MOMENT,
            number=None,
            slots=("officer_lead", "officer_second"),
            training=False,
            preview=False,
            attachment=None,
        )
        assert expected in text_of(made.pdf, tmp_path)
        assert [field.slot for field in made.fields] == ["officer_lead", "officer_second"]


@pytest.mark.parametrize("name", ["sample_letter", "sample_record", "sample_photos"])
def test_training_and_preview_are_marked_on_every_page(name: str) -> None:
    plain = composed(name)
    assert "培训样张" not in plain.text
    assert "未签名" not in plain.text
    marked = composed(name, training=True, preview=True)
    assert marked.pages == plain.pages
    assert marked.text.count("培训样张　不具法律效力") == 2 * marked.pages
    assert marked.text.count("预览　未签名") == marked.pages


def test_photos_are_stored_as_they_came_in() -> None:
    made = composed("sample_photos")
    for item in values()["photos"]:
        assert item["image"] in made.pdf
        assert item["sha256"] in made.text


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photos_stand_upright(orientation: int, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[274] = orientation
    data = picture(exif=exif)
    with Image.open(io.BytesIO(data)) as stored:
        upright = ImageOps.exif_transpose(stored).convert("L")
        corner = {
            (x, y): upright.getpixel((int(upright.width * x), int(upright.height * y))) > 200
            for x in (0.25, 0.75)
            for y in (0.25, 0.75)
        }
    made = composed("sample_photos", photos=[photo(1, data)])
    path = tmp_path / "photo.pdf"
    path.write_bytes(made.pdf)
    run("pdftoppm", "-r", "72", "-png", "-singlefile", path, tmp_path / "page")
    (mark,) = (
        m
        for m in sheets("sample_photos", photos=[photo(1, data)])[0].marks
        if hasattr(m, "picture")
    )
    left, bottom, right, top = mark.rect
    assert (right - left) / (top - bottom) == pytest.approx(upright.width / upright.height)
    with Image.open(tmp_path / "page.png") as page:
        grey = page.convert("L")
        for (x, y), white in corner.items():
            at = (int(left + (right - left) * x), int(HEIGHT - top + (top - bottom) * y))
            assert (grey.getpixel(at) > 200) is white


def test_transparent_png_is_set_on_paper(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (60, 40), (255, 0, 0, 0)).save(out, "PNG")
    made = composed("sample_photos", photos=[photo(1, out.getvalue())])
    path = tmp_path / "png.pdf"
    path.write_bytes(made.pdf)
    with Image.open(io.BytesIO(PdfReader(path).pages[0].images[0].data)) as image:
        assert image.convert("RGB").getpixel((30, 20)) == (255, 255, 255)


NO_PICTURES = {
    "empty": b"",
    "another kind": b"GIF89a",
    "head only": picture()[:500],
    "cut off": picture()[:-200],
    "text": "text",
}


@pytest.mark.parametrize("data", NO_PICTURES.values(), ids=NO_PICTURES)
def test_what_is_not_a_whole_picture_is_refused(data: object) -> None:
    item = {**photo(1, b""), "image": data}
    with pytest.raises(InputError) as caught:
        composed("sample_photos", photos=[item])
    assert caught.value.code == "document.not_a_picture"


SCRIPT = """
import hashlib, sys
sys.path[:0] = [{root!r}]
from tests import sample_documents as t
for name in sorted(t.FORMS):
    print(name, hashlib.sha256(t.composed(name, training=True).pdf).hexdigest())
"""


def test_same_input_same_bytes_in_every_process() -> None:
    script = SCRIPT.format(root=str(ROOT))
    outputs = {
        subprocess.run(
            (sys.executable, "-c", script),
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("0", "UTC"), ("1", "Asia/Shanghai"), ("77", "America/New_York"))
    }
    assert len(outputs) == 1
    assert len(outputs.pop().splitlines()) == len(FORMS)
