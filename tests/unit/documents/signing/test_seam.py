"""The seam seal comes with the seal's signature and no other way: every other shape is refused."""

import pytest

from documents.layout.places import SEAL
from documents.layout.seam import reserve_seams
from documents.layout.sheet import WIDTH, FieldMark, Sheet
from documents.pdf import fields
from documents.signing.errors import MalformedError
from documents.signing.pdf import SEALED, Document
from documents.signing.seam import button_bytes, fill, seams, slice_bytes
from documents.signing.sign import _opening, sign, stamped_signature
from documents.signing.update import Update, object_bytes, table_bytes, widget_bytes
from documents.signing.verification import TrustAnchors
from documents.signing.verify import verify
from tests.seam_samples import PERSON, SEAL_BOX, SEAL_LOOK, reserved, signed
from tests.signed_samples import MOMENT, act_of, bureau

OFFICE = bureau()
TRUST = TrustAnchors(roots=(OFFICE.authority.root_der,))
THREE = reserved(3, people=1)
SEAMS = seams(Document.open(THREE), "seal")


def problems(pdf):
    return {finding.facts.get("problem", finding.code) for finding in verify(pdf, TRUST).findings}


def marks(pages):
    sheets = [Sheet() for _ in range(pages)]
    sheets[-1].fields.append(FieldMark(slot="seal", label="公章", rect=SEAL_BOX))
    reserve_seams(sheets)
    return [sheet.seam for sheet in sheets]


@pytest.mark.parametrize(
    ("pages", "shares"), [(2, [2]), (10, [10]), (11, [5, 6]), (29, [9, 10, 10])]
)
def test_slices_make_whole_seals_at_the_right_edge(pages, shares):
    found, at = marks(pages), 0
    for share in shares:
        parts = [mark.part for mark in found[at : at + share]]
        assert parts[0][0] == 0
        assert parts[-1][2] == pytest.approx(SEAL)
        assert [a[2] for a in parts[:-1]] == pytest.approx([b[0] for b in parts[1:]])
        at += share
    assert at == pages
    for mark in found:
        left, bottom, right, top = mark.rect
        assert right == WIDTH
        assert right - left == pytest.approx(mark.part[2] - mark.part[0])
        assert top - bottom == pytest.approx(SEAL)
    assert len({(mark.rect[1], mark.rect[3]) for mark in found}) == 1


def test_one_page_and_a_file_nobody_seals_need_no_seam():
    assert marks(1) == [None]
    unsealed = [Sheet(), Sheet()]
    reserve_seams(unsealed)
    assert [sheet.seam for sheet in unsealed] == [None, None]


def test_slices_are_empty_before_the_seal_and_whole_with_it():
    after = Document.open(signed(THREE, "seal"))
    assert len(SEAMS) == 3
    assert b"/S Do" not in THREE
    looks = {after.seam_button(seam.number).look for seam in SEAMS}
    drawn = after.signature_fields["seal"].entries[b"AP"].value[b"N"].value.number
    assert len(looks) == 3
    for look in looks:
        resources = after.object(look).value[b"Resources"].value
        assert resources[b"XObject"].value[b"S"].value.number == drawn
    with pytest.raises(MalformedError):
        seams(after, "seal")


def test_many_pages_share_the_slices_of_equal_width():
    pdf = signed(reserved(40), "seal")
    assert pdf.count(b"/S Do") == 10
    assert verify(pdf, TRUST).valid


def test_slices_cost_little():
    plain, seamed = (len(signed(reserved(n), "seal")) - len(reserved(n)) for n in (1, 5))
    assert seamed - plain < 4000


@pytest.mark.parametrize("order", [("seal",), ("slot0", "seal"), ("seal", "slot0")])
def test_seam_seals_verify_in_any_order(order):
    result = verify(signed(THREE, *order), TRUST)
    assert result.valid
    assert [one.field for one in result.signatures] == list(order)


class Sealing:
    """The seal's update as a forger with the seal's key would write it, with one thing changed."""

    def __init__(self, pdf=THREE, field="seal", key=OFFICE.seal, look=SEAL_LOOK):
        self.document = Document.open(pdf)
        self.update = Update(self.document)
        self.key, self.act = key, act_of(key)
        self._signature = self.update.number()
        target = self.document.signature_fields[field]
        left, low, right, high = target.box
        self.drawn = look.place(self.update, (right - left, high - low), self.act)
        entries = widget_bytes(target.entries, self._signature, self.drawn)
        self.update.put(target.number, entries)

    def sealed(self):
        unsigned = self.update.write((self._signature, _opening(self.act)), size=6000)
        return unsigned.seal(
            lambda digest: stamped_signature(digest, self.key, OFFICE.tsa(), MOMENT)
        )


def test_the_update_these_tests_forge_passes_when_nothing_is_changed():
    made = Sealing()
    fill(made.update, SEAMS, made.drawn)
    assert verify(made.sealed(), TRUST).valid


def test_a_seal_that_leaves_out_a_page_is_refused():
    made = Sealing()
    fill(made.update, SEAMS[:2], made.drawn)
    assert "malformed.update_objects" in problems(made.sealed())


def test_a_seal_that_leaves_out_every_page_is_refused():
    assert "malformed.update_objects" in problems(Sealing().sealed())


def filled_last(made, widget, look):
    """Fill all buttons but the last as is right, and the last with these bytes."""
    fill(made.update, SEAMS[:2], made.drawn)
    seam = SEAMS[2]
    number = made.update.add(look(seam, made.drawn))
    made.update.put(seam.number, widget(seam, number))
    return made.sealed()


def right_button(seam, number):
    return button_bytes(seam.head, SEALED, number)


def right_slice(seam, drawn):
    return slice_bytes(seam.part, drawn)


WRONG = {
    "another picture": (
        right_button,
        lambda seam, drawn: right_slice(seam, drawn).replace(b"/S Do", b"0 f Q"),
    ),
    "another part": (
        right_button,
        lambda _seam, drawn: slice_bytes(b"[0.00 0.00 119.06 119.06]", drawn),
    ),
    "more resources": (
        right_button,
        lambda seam, drawn: right_slice(seam, drawn).replace(b"/S ", b"/T 1 0 R /S ", 1),
    ),
    "an act of its own": (
        lambda seam, number: right_button(seam, number)[:-2] + b"/AA << >> >>",
        right_slice,
    ),
    "another place": (
        lambda seam, number: right_button(seam, number).replace(b"/Rect [", b"/Rect [1", 1),
        right_slice,
    ),
    "a second state": (
        lambda seam, number: right_button(seam, number).replace(b"/N <<", b"/N << /Off 1 0 R", 1),
        right_slice,
    ),
    "an old object": (lambda seam, _number: right_button(seam, 1), right_slice),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_slice_that_is_not_the_seals_is_refused(wrong):
    widget, look = WRONG[wrong]
    found = problems(filled_last(Sealing(), widget, look))
    assert {"malformed.update_seam", "malformed.update_objects"} & found


def test_an_annotation_added_in_the_seals_update_is_refused():
    made = Sealing()
    fill(made.update, SEAMS, made.drawn)
    document = made.document
    pages = document.dictionary(document.dictionary(document.root)[b"Pages"].value)
    page = pages[b"Kids"].value[0].number
    stray = made.update.add(
        b"<< /Type /Annot /Subtype /Widget /Rect [0 0 90 90] /AP << /N %d 0 R >> >>" % made.drawn
    )
    body = document.data[document.object(page).start : document.object(page).end]
    made.update.put(page, body.replace(b"/Annots [", b"/Annots [%d 0 R " % stray))
    assert "malformed.update_objects" in problems(made.sealed())


def test_a_person_cannot_fill_the_seals_slices():
    made = Sealing(field="slot0", key=OFFICE.officers[0], look=PERSON)
    fill(made.update, SEAMS, made.drawn)
    assert "malformed.update_objects" in problems(made.sealed())


def changed_slice(document):
    """The second page's button of a sealed file, moved."""
    number = SEAMS[1].number
    found = document.object(number)
    return number, document.data[found.start : found.end].replace(b"/Rect [", b"/Rect [1", 1)


def test_a_slice_changed_in_a_later_signature_is_refused():
    made = Sealing(signed(THREE, "seal"), field="slot0", key=OFFICE.officers[0], look=PERSON)
    made.update.put(*changed_slice(made.document))
    assert "malformed.update_objects" in problems(made.sealed())


def test_a_slice_changed_without_signature_is_refused():
    done = signed(THREE, "seal")
    document = Document.open(done)
    number, body = changed_slice(document)
    added = object_bytes(number, body)
    at = {number: len(done)}
    table = table_bytes(document, at, size=document.size, at=len(done + added))
    assert verify(done, TRUST).valid
    assert not verify(done + added + table, TRUST).valid


def test_slices_filled_before_anybody_seals_cannot_be_signed():
    """Somebody prepares a file that shows a seal; the seal itself then refuses to sign it."""
    prepared = THREE.replace(b"/AS /Off", b"/AS /Say", 1)
    assert prepared != THREE
    with pytest.raises(MalformedError) as caught:
        signed(prepared, "seal")
    assert caught.value.code == "malformed.seam"


def test_a_file_that_showed_slices_before_the_seal_was_used_is_refused(monkeypatch):
    monkeypatch.setattr(fields, "EMPTY", SEALED)
    prepared = signed(reserved(3, people=1), "slot0")
    found = verify(prepared, TRUST).findings
    assert [(one.code, one.field) for one in found] == [("signature.in_original", "seal")]


def test_without_an_appearance_the_slices_stay_empty():
    key = OFFICE.seal
    pdf = sign(THREE, field="seal", key=key, act=act_of(key), tsa=OFFICE.tsa())
    assert verify(pdf, TRUST).valid
    assert len(seams(Document.open(pdf), "seal")) == 3
