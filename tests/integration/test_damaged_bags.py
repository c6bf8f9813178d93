"""A bag edited together with its manifests is found out and refused, yet read for grading."""

import hashlib
import shutil
from dataclasses import replace
from functools import lru_cache

import bagit
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import NotFoundError
from runtime import bag_documents
from runtime import bag_format as bag
from runtime.bag_faults import BagRefused
from runtime.bag_reading import read_bag
from runtime.demo import prepare
from runtime.received import received
from runtime.receiving import Desk
from runtime.workspace import Workspace
from tests.bag_edits import (
    EDITS,
    certificate_dropped,
    document_changed,
    event,
    first_with,
    other_private,
    renamed_actor,
)
from tests.bags import INDEX, codes, copy_bag, edit_event, edit_json, random_edit, relisted
from tests.prepared import copied


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """The desk of another bureau, which only looks."""
    root = tmp_path_factory.mktemp("desk") / "abroad"
    copied("another bureau", prepare, root)
    with Workspace.open(root) as workspace:
        yield Desk(workspace)


@pytest.fixture(scope="module", autouse=True)
def _each_file_verified_once():
    """Most of the time goes into signatures of files that no edit has touched."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bag_documents, "verify", lru_cache(maxsize=None)(bag_documents.verify))
        yield


@pytest.fixture
def folder(bagged, tmp_path):
    return copy_bag(bagged.folder, tmp_path)


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_hidden_by_new_manifests_is_found_for_what_it_is(name, folder, desk):
    edit, expected = EDITS[name]
    edit(folder)
    relisted(folder)
    assert bagit.Bag(str(folder)).is_valid()  # nothing in the manifests shows it
    found = codes(desk.verify(folder).faults)
    assert expected | {"bag.note"} <= found
    assert not {"bag.file_changed", "bag.file_missing", "bag.oxum"} & found


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32))
def test_no_random_edit_passes(seed, bagged, desk, tmp_path_factory):
    folder = copy_bag(bagged.folder, tmp_path_factory.mktemp("edited"))
    told = random_edit(folder, seed)
    try:
        assert desk.verify(folder).faults, told
    except NotFoundError as error:
        assert error.code == "bag.none", told
    shutil.rmtree(folder.parent)


def test_links_and_paths_out_of_the_bag_are_never_followed(folder, desk, tmp_path):
    (tmp_path / "secret").write_text("secret")
    (folder / "data" / "附件" / "link").symlink_to(tmp_path / "secret")
    edit_json(
        folder / INDEX, lambda v: v["files"].append({"file": "../../secret", "sha256": "0" * 64})
    )
    manifest = folder / bag.MANIFEST
    manifest.write_text(manifest.read_text("utf-8") + f"{'0' * 64}  ../secret\n", "utf-8")
    found = codes(desk.verify(folder).faults)
    assert {"bag.link", "bag.manifest_malformed", "bag.file_elsewhere"} <= found
    with pytest.raises(NotFoundError):
        read_bag(folder, strict=False).blobs.get("0" * 64)


def test_a_refused_bag_names_every_fault_and_leaves_nothing(folder, abroad):
    edit_event(folder, first_with(folder, "听涛路"), other_private)
    certificate_dropped(folder)
    with Workspace.open(abroad) as workspace:
        with pytest.raises(BagRefused) as refused:
            Desk(workspace).receive(folder)
        wanted = {"bag.private_changed", "bag.file_changed", "bag.file_missing", "bag.signature"}
        assert wanted <= codes(refused.value.faults)
        assert received(workspace) == ()
    assert not (abroad / "received").exists()


def test_another_past_of_a_case_received_before_is_refused(bagged, abroad):
    with Workspace.open(abroad) as workspace:
        kept, _ = Desk(workspace).receive(bagged.folder)
        read = read_bag(bagged.folder, strict=False)
        other = Desk(workspace)._forks(_with_other_head(read))
        assert codes(other) == {"bag.fork"}
        assert list(Desk(workspace)._forks(read)) == []
        assert kept.head == read.events[-1].hash.hex()


def _with_other_head(read):
    last = replace(read.events[-1], hash=b"\1" * 32)
    return replace(read, events=(*read.events[:-1], last))


# -- leniently ------------------------------------------------------------------------------------


def test_an_edited_bag_is_still_read_for_grading(folder):
    event('\\"actor\\":\\"p01\\"', renamed_actor)(folder)
    document_changed(folder)
    read = read_bag(folder, strict=False)
    assert read.faults == ()
    assert "p02" in {e.actor for e in read.case().events}
    changed = next(d for d in read.case().documents.values() if d.form == "penalty_decision")
    assert hashlib.sha256(read.blobs.get(changed.digest)).hexdigest() != changed.digest
    with pytest.raises(BagRefused):
        read_bag(folder, strict=True)


def test_what_cannot_be_read_is_told_and_the_rest_is_read(folder):
    edit_event(folder, 36, lambda line: line.pop("body"))
    (folder / bag.PEOPLE).write_text("{}")
    (folder / bag.CALENDAR).write_bytes(b"\xff")
    read = read_bag(folder, strict=False)
    assert codes(read.faults) == {"bag.event_unreadable", "bag.misshapen", "bag.not_text"}
    assert len(read.events) == 35
    assert (read.profiles, read.calendar) == ({}, None)
    assert read.case().version == 35
