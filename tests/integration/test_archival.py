"""Files keep what PDF/A-3u asks of them, composed and after every signature and the seal.

No validator of PDF/A is in Debian or on PyPI: the rules stand in tests/archival.py, clause by
clause, and that they notice a breach is shown here.
"""

import io

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from documents.fonts import MissingCharacter
from runtime.workspace import Workspace
from tests import tagged
from tests.archival import faults
from tests.demo_case import CASE, carried_out
from tests.sample_documents import FORMS, composed, values


@pytest.mark.parametrize("name", sorted(FORMS))
def test_a_composed_file_is_fit_to_be_kept(name: str) -> None:
    assert faults(composed(name).pdf) == []


@pytest.fixture(scope="module")
def signed(tmp_path_factory) -> dict[str, bytes]:
    """The documents of a case up to the first one with a seal."""
    root = tmp_path_factory.mktemp("kept") / "workspace"
    carried_out(root, until="order_correction")
    with Workspace.open(root) as workspace:
        documents = workspace.road.case(CASE).documents.values()
        return {made.id: workspace.blobs.get(made.digest) for made in documents if made.signed}


def test_signatures_and_the_seal_leave_it_fit_and_tagged(signed: dict[str, bytes]) -> None:
    assert any(b"/BM /Multiply" in pdf for pdf in signed.values())
    found = {name: [*faults(pdf), *tagged.faults(pdf)] for name, pdf in signed.items()}
    assert {name: told for name, told in found.items() if told} == {}


def test_a_character_of_nobody_s_meaning_is_not_printed() -> None:
    """ISO 19005-3, 6.2.11.7.3: what has only a private number could be read by nobody."""
    party = {**values()["party"], "representative": "王\ue000"}
    with pytest.raises(MissingCharacter):
        composed("sample_approval", party=party)


# -- that a breach is noticed ----------------------------------------------------------------------


def no_end_of_line(pdf: bytes) -> bytes:
    return pdf.replace(b"\nendstream", b" endstream", 1)


def appended(pdf: bytes) -> bytes:
    return pdf + b"%"


def spoilt(pdf: bytes, how) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        how(file)
        file.save(out, compress_streams=False)
    return out.getvalue()


def another_title(file):
    file.trailer.Info.Title = "另一标题"


def another_level(file):
    data = file.Root.Metadata.read_raw_bytes()
    file.Root.Metadata.write(data.replace(b">U<", b">A<"))


def another_intent(file):
    file.Root.OutputIntents[0].S = Name.GTS_PDFX


def no_appearance(file):
    del file.pages[0].Annots[0].AP


def a_hidden_field(file):
    file.pages[0].Annots[0].F = 6


def no_kind_of_attachment(file):
    del file.Root.AF[0].EF.F.Subtype


def no_relationship(file):
    file.Root.AF[0].AFRelationship = Name.Unspecified


def an_undated_attachment(file):
    file.Root.AF[0].EF.F.Params.ModDate = "D:20000101000000+00'00'"


def no_glyph(file):
    font = next(iter(file.pages[0].Resources.Font.values()))
    places = font.DescendantFonts[0].CIDToGIDMap
    places.write(bytes(len(places.read_bytes())))


def a_foreign_face(file):
    face = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    file.pages[0].Resources.Font.F99 = file.make_indirect(face)


def another_width(file):
    font = next(iter(file.pages[0].Resources.Font.values()))
    font.DescendantFonts[0].DW = 900


def no_unicode(file):
    font = next(iter(file.pages[0].Resources.Font.values()))
    font.ToUnicode.write(b"begincmap endcmap")


def a_script(file):
    file.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="")


SPOILT = {
    another_title: "6.6.3: Title",
    another_level: "6.6.4",
    another_intent: "6.2.3",
    no_appearance: "6.3.3",
    a_hidden_field: "6.3.2",
    no_kind_of_attachment: "6.8",
    no_relationship: "6.8: no relationship",
    an_undated_attachment: "6.8: size or date",
    no_glyph: "6.2.11.8",
    a_foreign_face: "6.2.11.4",
    another_width: "6.2.11.5",
    no_unicode: "6.2.11.7.2",
    a_script: "/OpenAction",
}


@pytest.mark.parametrize("how", SPOILT, ids=lambda how: how.__name__)
def test_a_breach_is_noticed(how) -> None:
    assert any(SPOILT[how] in told for told in faults(spoilt(composed("sample_approval").pdf, how)))


@pytest.mark.parametrize(("how", "rule"), [(no_end_of_line, "6.1.7.1"), (appended, "6.1.3")])
def test_a_breach_between_objects_is_noticed(how, rule: str) -> None:
    assert any(rule in told for told in faults(how(composed("sample_letter").pdf)))


def test_a_page_a_seal_shows_through_must_name_its_colours(signed: dict[str, bytes]) -> None:
    pdf = next(pdf for pdf in signed.values() if b"/BM /Multiply" in pdf)
    assert any("names no colours" in told for told in faults(spoilt(pdf, without_groups)))


def without_groups(file):
    for page in file.pages:
        if "/Group" in page.obj:
            del page.obj.Group
