"""Originals in the bound dossier: which are bound, where, on which pages (documents, part 5)."""

from dataclasses import replace

import pytest

from engine.case import EvidenceItem
from engine.dossier import Filed, Leaf, arrange, bound, leaves
from engine.record import Record
from tests import lives
from tests.bureau import Bureau
from workflows.dossier_data import load_dossier_order

ORDER = load_dossier_order()


@pytest.fixture(scope="module")
def archived():
    return Bureau().play(until="archived").case


def told(case, **file):
    """The case with one more piece of evidence, in a file of this kind."""
    item = Record({
        "name": "材料", "kind": "audiovisual", "maker": "某甲", "device": "来源",
        "file": Record({"digest": "d" * 64, "name": "材料", "size": 7, **file}),
    })  # fmt: skip
    piece = EvidenceItem(number="证99", item=item, event=case.events[-1].seq)
    return replace(case, evidence=[*case.evidence, piece])


def last_leaf(case):
    (found,) = (x for x in bound(case, ORDER, anew=True) if is_leaf(x, "证99"))
    return found


def is_leaf(place, number=""):
    return isinstance(place, Leaf) and number in {"", place.original.number}


@pytest.mark.parametrize(
    ("file", "pages"),
    [
        ({"media": "image/jpeg"}, 2),
        ({"media": "application/pdf", "pages": 3}, 4),
        ({"media": "application/pdf"}, 1),
        ({"media": "video/mp4"}, 1),
        ({"media": "audio/mpeg"}, 1),
    ],
)
def test_a_sheet_stands_before_what_paper_can_hold_and_alone_for_the_rest(archived, file, pages):
    leaf = last_leaf(told(archived, **file))
    assert leaf.last_page - leaf.first_page + 1 == leaf.original.pages == pages


def test_pages_run_on_over_documents_and_originals(archived):
    places = bound(told(archived, media="image/png"), ORDER, anew=True)
    expected = 1
    for place in places:
        assert place.first_page == expected
        expected = place.last_page + 1
    volumes = [place.volume for place in places]
    assert volumes == sorted(volumes, key=["principal", "supplementary"].index)


def test_evidence_stands_in_the_principal_volume_and_vouchers_behind_the_payment_notice(archived):
    places = bound(archived, ORDER, anew=True)
    by_shelf = {x.original.shelf.value: x for x in places if isinstance(x, Leaf)}
    assert by_shelf["evidence"].volume == by_shelf["vouchers"].volume == "principal"
    notice = next(x for x in places if isinstance(x, Filed) and x.made.form == "payment_notice")
    assert by_shelf["evidence"].last_page < notice.first_page < by_shelf["vouchers"].first_page


def test_a_recording_is_told_with_its_device_and_day_and_papers_of_a_remedy_are_internal():
    recorded = lives.live("collection-e_fulfilled-own").case
    (film,) = (x for x in bound(recorded, ORDER, anew=True) if is_medium(x))
    assert film.original.source == "执法记录仪示意机-01"
    assert (film.original.on.isoformat(), film.original.own_pages) == ("2026-05-27", 0)
    reviewed = lives.live("remedies-r_final-revoke").case
    inside = {x.original.name: x.volume for x in bound(reviewed, ORDER, anew=True) if is_leaf(x)}
    assert inside["复议申请书"] == "supplementary"


def test_an_identity_paper_and_written_evidence_are_copies_to_be_checked(archived):
    copies = {x.original.number for x in bound(archived, ORDER, anew=True) if is_copy(x)}
    assert {"证4", "证5"} <= copies
    assert "证1" not in copies
    shop = Bureau().play("m07", until="approve_filing").case
    (paper,) = (x for x in bound(shop, ORDER, anew=True) if is_copy(x))
    assert paper.original.name == "身份证明"


def is_copy(place):
    return is_leaf(place) and place.original.copies


def is_medium(place):
    return is_leaf(place) and place.original.file.text("media") == "video/mp4"


def test_every_file_is_bound_once(archived):
    digests = [x.original.file.text("digest") for x in bound(archived, ORDER, anew=True)
               if isinstance(x, Leaf) and x.original.piece is None]  # fmt: skip
    assert digests
    assert len(digests) == len(set(digests))


def test_a_dossier_indexed_before_originals_were_bound_keeps_its_pages(archived):
    since = ORDER.originals.since

    def made_under(layout):
        papers = {key: replace(d, layout=layout) for key, d in archived.documents.items()}
        return replace(archived, documents=papers)

    old, new = made_under(since - 1), made_under(since)
    assert not leaves(old, ORDER)
    assert leaves(new, ORDER)
    assert arrange(old, ORDER)[-1].last_page == sum(x.made.pages for x in arrange(old, ORDER))
    assert arrange(new, ORDER)[-1].last_page > arrange(old, ORDER)[-1].last_page
