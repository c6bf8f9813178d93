"""Bags are judged the same whether or not other processes have looked at their documents before."""

import shutil
import time
from concurrent.futures import Future

import pytest

from documents.signing.verify import verify
from runtime import foresight
from runtime.bag_documents import anchors_of
from runtime.bag_folder import BagFolder
from runtime.foresight import Foresight, verdicts_on
from runtime.receiving import Desk
from runtime.workspace import Workspace
from tests.bags import copy_bag, files_of

#: Tenths of a second until another process has begun.
PATIENCE = 600


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


class Prompt:
    """A pool in which everything is done as soon as it is asked for."""

    def __init__(self, *_given):
        """Begin nothing."""

    def __enter__(self):
        return self

    def __exit__(self, *_raised):
        return None

    def submit(self, work, *given):
        done = Future()
        done.set_result(work(*given))
        return done


@pytest.fixture
def prompt(monkeypatch):
    monkeypatch.setattr(foresight, "WORTH_IT", 1)
    monkeypatch.setattr(foresight, "ProcessPoolExecutor", Prompt)


def judged(desk, bags):
    found = []
    for path in bags:
        try:
            found.append(desk.verify(path).faults)
        except LookupError as error:
            found.append(error)
    return found


@pytest.mark.usefixtures("prompt")
def test_what_was_seen_before_changes_no_verdict(bags, abroad):
    bags = [bags[0], *bags[:3]]  # of the first nothing is known
    with Workspace.open(abroad) as workspace:
        alone = judged(Desk(workspace), bags)
        seen, together, known = Foresight(1), [], []
        desk = Desk(workspace, seen.verify)
        for path in seen.handed(bags):
            known.append(len(seen._known))
            together += judged(desk, [path])
    assert together == alone
    assert [bool(faults) for faults in alone] == [False, False, True, True]
    assert [bool(number) for number in known] == [False, True, True, False]


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


def test_another_process_finds_what_this_one_does(bags):
    seen, known = Foresight(1), {}
    for _ in seen.handed(bags[:1] * PATIENCE):
        if known := dict(seen._known):
            break
        time.sleep(0.1)
    assert known == verdicts_on(bags[0])


@pytest.mark.usefixtures("prompt")
def test_a_document_changed_after_it_was_looked_at_is_verified_anew(bags, abroad):
    seen = Foresight(1)
    with Workspace.open(abroad) as workspace:
        desk = Desk(workspace, seen.verify)
        for path in seen.handed(bags[:1] * 2):
            if seen._known:
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
