"""The seam seal before verifiers and renderers we did not write, and as paper shows it."""

from functools import cache

import pytest
from cryptography.hazmat.primitives import serialization
from PIL import Image, ImageChops

from documents.compose import compose
from documents.forms import load_forms
from documents.layout.places import SEAL
from documents.layout.sheet import HEIGHT, WIDTH
from documents.signing.pdf import Document
from documents.signing.seam import seams
from documents.signing.verification import TrustAnchors
from documents.signing.verify import verify
from tests import foreign
from tests.form_case import MOMENT
from tests.form_samples_decision import sample, slots_of
from tests.seam_samples import SEAL_BOX, reserved, signed
from tests.signed_samples import bureau

DPI = 144
ROOT = bureau().authority


@pytest.fixture(scope="module")
def root_pem(tmp_path_factory):
    path = tmp_path_factory.mktemp("root") / "root.pem"
    path.write_bytes(ROOT.certificate.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.mark.parametrize("at", [(1, 0), (2, 1), (3, 1), (5, 4), (5, 0)], ids=str)
def test_everybody_accepts_the_seal_before_and_after_other_signatures(tmp_path, root_pem, at):
    count, place = at
    slots = [f"slot{number}" for number in range(count - 1)]
    slots.insert(place, "seal")
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed(reserved(3, people=count - 1), *slots))
    told = foreign.pdfsig(path, root_pem)  # in the order of the form
    for words in ("Signature is Valid.", "Certificate is Trusted."):
        assert told.count(words) == count, told
    assert told.count("- Total document signed") == 1, told
    foreign.qpdf_check(path)
    foreign.openssl_cms(path, root_pem)
    text = foreign.mutool_sign(path)
    assert text.count("The document is unchanged since signing.") == 1, text
    statuses = foreign.pyhanko_validate(path, ROOT.root_der)
    assert [status.bottom_line for status in statuses] == [True] * count
    assert {status.modification_level.name for status in statuses[:-1]} <= {"FORM_FILLING"}
    assert verify(path.read_bytes(), TrustAnchors(roots=(ROOT.root_der,))).valid


def pages_drawn(tmp_path, pdf, tool):
    """Every page of a file as a picture of DPI dots per inch."""
    path = tmp_path / f"{tool}.pdf"
    path.write_bytes(pdf)
    if tool == "pdftoppm":
        done = foreign.run(tool, "-r", str(DPI), path, tmp_path / "page")
    else:
        done = foreign.run(tool, "draw", "-q", "-r", str(DPI), "-o", tmp_path / "page%d.ppm", path)
    assert done.code == 0, done.text
    return [Image.open(one).convert("RGB") for one in sorted(tmp_path.glob("page*.ppm"))]


def cut(page, box):
    """A part of a page, given in points from its lower left corner."""
    left, bottom, right, top = (round(edge * DPI / 72) for edge in box)
    return page.crop((left, page.height - top, right, page.height - bottom))


def fanned(pages):
    """The right edges of the pages side by side, as they lie when the pages are fanned out."""
    width, low = SEAL / len(pages), (HEIGHT - SEAL) / 2
    strips = [cut(page, (WIDTH - width, low, WIDTH, low + SEAL)) for page in pages]
    whole = Image.new("RGB", (sum(strip.width for strip in strips), strips[0].height), "white")
    left = 0
    for strip in strips:
        whole.paste(strip, (left, 0))
        left += strip.width
    return whole


def unlike(one, other):
    """The share of dots that differ clearly, the pictures brought to half their size."""
    size = (round(SEAL * DPI / 72 / 2),) * 2
    small = [image.convert("L").resize(size, Image.Resampling.BOX) for image in (one, other)]
    dots = ImageChops.difference(*small).get_flattened_data()
    return sum(dot > 64 for dot in dots) / len(dots)


@pytest.mark.parametrize("tool", ["pdftoppm", "mutool"])
@pytest.mark.parametrize("count", [2, 3, 5])
def test_the_edges_of_fanned_pages_show_the_whole_seal(tmp_path, tool, count):
    pages = pages_drawn(tmp_path, signed(reserved(count), "seal"), tool)
    assert len(pages) == count
    fan, seal = fanned(pages), cut(pages[-1], SEAL_BOX)
    assert unlike(fan, seal) < 0.01
    assert unlike(fanned(pages[::-1]), seal) > 0.1


@cache
def decision(repeats):
    """The penalty decision of a sample case, its facts told several times."""
    form, given = load_forms()["penalty_decision"], sample("penalty_decision").values
    entered = given["input"]
    longer = {**entered, "decision_facts": entered["decision_facts"] * repeats}
    return compose(
        form,
        {**given, "input": longer},
        moment=MOMENT,
        number="云城管罚决字〔2026〕第000001号",
        slots=slots_of(form),
        training=False,
        preview=False,
        attachment=None,
    )


@pytest.mark.parametrize("repeats", [1, 8])
def test_every_page_of_a_decision_keeps_its_slice(repeats):
    made = decision(repeats)
    assert made.pages > 1
    assert [field.slot for field in made.fields] == ["seal"]
    assert len(seams(Document.open(made.pdf), "seal")) == made.pages
    result = verify(signed(made.pdf, "seal"), TrustAnchors(roots=(ROOT.root_der,)))
    assert result.valid
    assert result.unsigned == ()


def test_the_same_decision_has_the_same_bytes():
    again = decision.__wrapped__(1)
    assert again.pdf == decision(1).pdf


def test_other_documents_keep_no_slices():
    form = load_forms()["decision_approval"]
    given = sample("decision_approval")
    made = compose(
        form,
        given.values,
        moment=MOMENT,
        number="云执〔2026〕第1号",
        slots=slots_of(form),
        training=False,
        preview=False,
        attachment=None,
    )
    assert b"-seam-" not in made.pdf
