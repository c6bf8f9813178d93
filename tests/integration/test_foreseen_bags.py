"""Bags are judged the same whether or not other processes have looked at their documents before."""

import shutil

import pytest

from documents.signing.verify import verify
from runtime import foresight
from runtime.bag_documents import anchors_of
from runtime.bag_folder import BagFolder
from runtime.foresight import Foresight, verdicts_on
from runtime.receiving import Desk
from runtime.workspace import Workspace
from tests.bags import copy_bag, files_of


@pytest.fixture
def bags(bagged, tmp_path):
    """A sound bag, one with a damaged document, one without its root, and a folder that is none."""
    places = [tmp_path / name for name in ("sound", "damaged", "rootless", "none")]
    for place in places:
        place.mkdir()
    found = [copy_bag(bagged.folder, place) for place in places]
    flip(documents(found[1])[0])
    (found[2] / "audit" / "root.pem").unlink()
    shutil.rmtree(found[3])
    return found


def documents(folder):
    return [place for path, place in files_of(folder).items() if path.endswith(".pdf")]


def flip(place, back=3000):
    """Change one bit of what the last signature of a document covers or is."""
    data = bytearray(place.read_bytes())
    data[-back] ^= 1
    place.write_bytes(data)


def judged(desk, bags):
    found = []
    for path in bags:
        try:
            found.append(desk.verify(path).faults)
        except LookupError as error:
            found.append(error)
    return found


def test_other_processes_change_no_verdict(bags, abroad, monkeypatch):
    monkeypatch.setattr(foresight, "WORTH_IT", 1)
    monkeypatch.setattr(foresight, "AHEAD", 1)
    bags = bags[:3]
    with Workspace.open(abroad) as workspace:
        alone = judged(Desk(workspace), bags)
        seen, together = Foresight(1), []
        desk = Desk(workspace, seen.verify)
        for path in seen.handed(bags):
            together += judged(desk, [path])
    assert together == alone
    assert [bool(faults) for faults in alone] == [False, True, True]


def test_verdicts_are_those_of_verifying(bags):
    found = verdicts_on(bags[0])
    trust = anchors_of(BagFolder(bags[0]))
    assert {anchors for _, anchors in found} == {trust}
    pdfs = [place.read_bytes() for place in documents(bags[0])]
    assert len(found) == len(pdfs)
    assert all(verify(pdf, trust) in found.values() for pdf in pdfs)


def test_of_a_bag_that_cannot_be_read_nothing_is_known(bags):
    assert verdicts_on(bags[2]) == {}
    assert verdicts_on(bags[3]) == {}


def test_a_document_changed_after_it_was_looked_at_is_verified_anew(bags, abroad, monkeypatch):
    monkeypatch.setattr(foresight, "WORTH_IT", 1)
    seen = Foresight(1)
    with Workspace.open(abroad) as workspace:
        desk = Desk(workspace, seen.verify)
        for path in seen.handed(bags[:1]):
            flip(documents(path)[-1])
            codes = {fault.code for fault in desk.verify(path).faults}
    assert {"bag.file_changed", "bag.signature"} <= codes


def test_whom_another_bag_asks_to_be_believed_is_believed_there_only(bags):
    trust = anchors_of(BagFolder(bags[0]))
    pdf = documents(bags[0])[0].read_bytes()
    seen = Foresight(0)
    seen._known = verdicts_on(bags[0])
    nobody = type(trust)(roots=trust.roots, timestamp_roots=trust.roots, crls=())
    assert seen.verify(pdf, trust) == verify(pdf, trust)
    assert seen.verify(pdf, nobody) == verify(pdf, nobody)


def test_few_bags_are_handed_out_as_they_are(bags):
    assert list(Foresight(1).handed(bags)) == bags
