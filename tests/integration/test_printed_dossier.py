"""The dossier on paper: leaves, sides, margins and numbers as a printer and a binder need them."""

import json
from dataclasses import replace
from io import BytesIO

import pypdf
import pytest
from click.testing import CliRunner
from PIL import Image

from cli import anjuan
from documents.joining import Part
from documents.layout.sheet import HEIGHT, LEFT, MM, RIGHT, RuleMark, Sheet
from documents.pdf.container import write_pdf
from documents.printing import imposed
from engine.case import MAIN
from engine.dossier import Section, bound, shelved
from engine.errors import InputError
from runtime.dossier_contents import names
from runtime.printed_dossier import printed_dossier
from runtime.workspace import Workspace
from tests import foreign
from tests.demo_case import CASE
from tests.seam_samples import BOOK, reserved, signed
from tests.signed_samples import MOMENT

DPI = 72


def ruled(pages):
    """A file whose pages bear one rule as wide as the type area."""
    rule = RuleMark(start=(LEFT, 400), end=(RIGHT, 400), weight=2)
    sheets = [Sheet(marks=[rule]) for _ in range(pages)]
    return write_pdf(sheets, BOOK, title="t", moment=MOMENT, attachment=None).pdf


def part(name, data, first_page=None, section="正卷"):
    return Part(name=name, section=section, data=data, first_page=first_page)


PARTS = [
    part("封面", ruled(1)),
    part("目录", ruled(2)),
    part("决定书", signed(reserved(3), "seal"), first_page=1),
    part("回证", ruled(1), first_page=4),
    part("报告", ruled(2), first_page=5, section="副卷"),
]


def laid(duplex, parts=PARTS):
    return imposed(parts, title="某案", duplex=duplex, blank="空白")


def drawn(data, tmp_path):
    """Every side in grey, DPI dots per inch."""
    (tmp_path / "laid.pdf").write_bytes(data)
    options = ("-r", str(DPI), "-gray", tmp_path / "laid.pdf", tmp_path / "side")
    assert foreign.run("pdftoppm", *options).code == 0
    return [Image.open(path) for path in sorted(tmp_path.glob("side*.pgm"))]


def ink(side):
    """Left, upper, right and lower edge of what is printed, in points from the upper left."""
    return side.point([255] * 200 + [0] * 56).getbbox()


def corners(page):
    """The page numbers in the upper left and in the upper right corner."""
    found = {"left": [], "right": []}

    def visit(text, _current, placed, *_):
        if text.strip().isdecimal() and placed[5] > HEIGHT - 20 * MM:
            found["left" if placed[4] < 60 else "right"].append(int(text))

    page.extract_text(visitor_text=visit)
    return found["left"], found["right"]


def test_every_document_begins_on_a_front_and_backs_left_over_stay_empty():
    reader = pypdf.PdfReader(BytesIO(laid(True)))
    sides = ["封面", "空白", "目录 1", "目录 2", "1", "2", "3", "空白", "4", "空白", "5", "6"]
    assert reader.page_labels == sides
    for page, label in zip(reader.pages, sides, strict=True):
        assert bool(page.get_contents().get_data().strip()) == (label != "空白")
    starts = [reader.get_destination_page_number(one) for one in reader.outline[1]]
    assert starts == [0, 2, 4, 8]
    assert [one.title for one in (reader.outline[0], reader.outline[2])] == ["正卷", "副卷"]
    assert reader.get_destination_page_number(reader.outline[2]) == 10


def test_numbers_stand_in_the_outer_upper_corner():
    pages = pypdf.PdfReader(BytesIO(laid(True))).pages
    assert [corners(page) for page in pages] == [
        ([], []), ([], []), ([], []), ([], []),
        ([], [1]), ([2], []), ([], [3]), ([], []), ([], [4]), ([], []), ([], [5]), ([6], []),
    ]  # fmt: skip


def test_on_one_side_there_are_no_backs():
    reader = pypdf.PdfReader(BytesIO(laid(False)))
    assert reader.page_labels == ["封面", "目录 1", "目录 2", "1", "2", "3", "4", "5", "6"]
    assert [right for _, right in map(corners, reader.pages)] == [
        [], [], [], [1], [2], [3], [4], [5], [6],
    ]  # fmt: skip
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/Duplex"] == "/Simplex"


def test_both_sides_of_a_leaf_keep_the_binding_margin(tmp_path):
    index = drawn(laid(True, [PARTS[1]]), tmp_path)
    (front_left, _, front_right, _), (back_left, _, back_right, _) = map(ink, index)
    assert (front_left, front_right) == pytest.approx((28 * MM, 184 * MM), abs=1.5)
    assert (back_left, back_right) == pytest.approx((26 * MM, 182 * MM), abs=1.5)


@pytest.mark.parametrize("duplex", [True, False])
def test_slices_of_the_seal_are_moved_to_where_every_printer_prints(tmp_path, duplex):
    sealed = drawn(laid(duplex, [PARTS[2]]), tmp_path)
    assert len(sealed) == 3
    for at, side in enumerate(sealed):
        left, _, right, _ = ink(side.crop((0, 300, side.width, 540)))
        if duplex and at % 2:
            assert left == pytest.approx(3 * MM, abs=1.5)
            assert right < 26 * MM
        else:
            assert right == pytest.approx(207 * MM, abs=1.5)
            assert left > 184 * MM


def test_the_file_asks_for_paper_at_its_own_size_and_brings_its_faces_along(tmp_path):
    data = laid(True)
    root = pypdf.PdfReader(BytesIO(data)).trailer["/Root"]
    wanted = {"/PrintScaling": "/None", "/Duplex": "/DuplexFlipLongEdge"}
    assert root["/ViewerPreferences"] == wanted
    assert "/AcroForm" not in root
    assert b"/Helvetica" not in data
    path = tmp_path / "laid.pdf"
    path.write_bytes(data)
    foreign.qpdf_check(path)
    assert data == laid(True)


def test_the_volumes_of_a_case_stand_as_they_are_bound(home):
    with Workspace.open(home) as workspace:
        case, law = workspace.road.case(CASE), workspace.law
        data = printed_dossier(workspace, case, duplex=True)
        places = bound(case, law.dossier)
        forms = {one.made.form for one in shelved(case, law.dossier)}
        front = [law.forms.form(form).name for form in law.dossier.unnumbered if form in forms]
    reader = pypdf.PdfReader(BytesIO(data))
    first, principal, second, supplementary = reader.outline
    assert [first.title, second.title] == [names().principal, names().supplementary]
    told = [one.title.partition("　")[0] for one in principal]
    assert [*told[:2], told[-1]] == front
    every = [reader.get_destination_page_number(one) for one in [*principal, *supplementary]]
    assert not any(side % 2 for side in every)
    labels = reader.page_labels
    numbered = [*principal[2:-1], *supplementary]
    for place, one in zip(places, numbered, strict=True):
        side = reader.get_destination_page_number(one)
        pages = range(place.first_page, place.last_page + 1)
        assert labels[side : side + len(pages)] == [str(page) for page in pages]
    assert not any(page.get("/Annots") for page in reader.pages)


def test_one_volume_is_printed_by_the_command(home, tmp_path):
    target = tmp_path / "copy.pdf"
    command = ["-w", str(home), "dossier", "print", CASE, "--to", str(target), "--json"]
    options = ["--volume", "supplementary", "--single-sided"]
    done = CliRunner().invoke(anjuan, [*command, *options])
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["file"] == str(target)
    with Workspace.open(home) as workspace:
        places = bound(workspace.road.case(CASE), workspace.law.dossier)
    wanted = [p for p in places if p.volume == "supplementary"]
    labels = pypdf.PdfReader(target).page_labels
    assert labels[0] == str(wanted[0].first_page)
    assert labels[-1] == str(wanted[-1].last_page)


def test_a_dossier_that_is_not_bound_is_refused(home):
    with Workspace.open(home) as workspace:
        case = workspace.road.case(CASE)
        case.tracks[MAIN] = replace(case.main, state="closed")
        with pytest.raises(InputError) as caught:
            printed_dossier(workspace, case, Section.PRINCIPAL, duplex=True)
    assert caught.value.code == "dossier.not_bound"
