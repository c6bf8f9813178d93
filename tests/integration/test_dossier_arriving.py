"""A bag from another bureau is taken in whole, read as the case it was, and handed on."""

import json
import shutil

import pytest
from click.testing import CliRunner

from cli import anjuan
from engine.errors import InputError, IntegrityError
from runtime import bag_format as bag
from runtime.audit import verify
from runtime.bag_faults import BagRefused
from runtime.bag_reading import read_bag
from runtime.export import hand_on
from runtime.languages import Language
from runtime.messages import Messages
from runtime.received import find_received, open_received, received
from runtime.receiving import Desk
from runtime.workspace import Workspace
from tests.bag_edits import squad_renamed
from tests.bags import INDEX, codes, copy_bag, edit_json, fault_codes, files_of
from tests.demo_case import CASE


@pytest.fixture
def folder(bagged, tmp_path):
    return copy_bag(bagged.folder, tmp_path)


def know(root, folder, name="望潮"):
    """Believe the bureau a bag is from, as an administrator does who has asked it."""
    place = root / "agencies" / name
    place.mkdir(parents=True)
    shutil.copy(folder / bag.LOG_KEY, place / "log.vkey")
    shutil.copy(folder / bag.ROOT, place / "root.pem")


def test_a_sound_bag_is_kept_whole_and_handed_on_to_equal_bytes(bagged, abroad, tmp_path):
    (tmp_path / "on").mkdir()
    with Workspace.open(abroad) as workspace:
        kept, fresh = Desk(workspace).receive(bagged.folder, by="p02")
        assert fresh
        assert (kept.case, kept.known, kept.digest) == (CASE, False, bagged.digest)
        again, fresh = Desk(workspace).receive(bagged.folder)
        assert (again, fresh) == (kept, False)
        found = find_received(workspace, f"{CASE}@")
        on = hand_on(workspace, found, tmp_path / "on")
        ours, theirs = files_of(on.folder), files_of(bagged.folder)
        assert ours.keys() == theirs.keys()
        assert all(ours[p].read_bytes() == theirs[p].read_bytes() for p in ours)
        assert on.digest == bagged.digest
        with workspace.store.read() as view:
            assert not view.events(CASE)  # nothing of it became a case of this bureau
        assert verify(workspace).findings == ()


def test_a_received_dossier_is_read_as_the_case_it_was(home, bagged, abroad):
    with Workspace.open(home) as workspace:
        own = workspace.road.case(CASE)
    with Workspace.open(abroad) as workspace:
        Desk(workspace).receive(bagged.folder)
        read = open_received(workspace, received(workspace)[0])
        case = read.case()
        assert (case.head, case.number, case.main.state) == (own.head, own.number, own.main.state)
        assert case.documents == own.documents
        assert case.data == own.data
        law = read.law(workspace.law)
        assert all(law.pinned(t.definition) for t in case.tracks.values())


def test_profile_and_calendar_come_back_as_they_were(home, bagged):
    read = read_bag(bagged.folder, strict=True)
    with Workspace.open(home) as workspace:
        agency, calendar = workspace.agency, workspace.law.calendar
    people = {p.id: p for p in agency.people}
    assert read.agency.people
    assert all(people[p.id] == p for p in read.agency.people)
    for name in ("name", "code", "bank", "settings", "approval_chains", "devices", "squads"):
        assert getattr(read.agency, name) == getattr(agency, name)
    assert read.calendar.tables == {y: calendar.tables[y] for y in read.calendar.tables}


def test_a_known_bureau_is_told_from_a_foreign_one_and_from_an_impostor(bagged, abroad):
    know(abroad, bagged.folder)
    with Workspace.open(abroad) as workspace:
        assert Desk(workspace).verify(bagged.folder).standing.value == "known"
    key = abroad / "agencies" / "望潮" / "root.pem"
    key.write_bytes(next((bagged.folder / bag.CERTIFICATES).iterdir()).read_bytes())
    with Workspace.open(abroad) as workspace:
        found = Desk(workspace).verify(bagged.folder)
        assert "bag.impostor" in codes(found.faults)
        with pytest.raises(BagRefused):
            Desk(workspace).receive(bagged.folder)


def test_a_bureau_does_not_receive_from_itself(home, bagged, tmp_path):
    root = shutil.copytree(home, tmp_path / "copy", symlinks=True)
    with Workspace.open(root) as workspace, pytest.raises(InputError) as refused:
        Desk(workspace).receive(bagged.folder)
    assert refused.value.code == "bag.own"
    assert not (root / "received").exists()


def test_a_damaged_or_foreign_folder_in_the_store_is_found_by_the_audit(bagged, abroad):
    with Workspace.open(abroad) as workspace:
        kept, _ = Desk(workspace).receive(bagged.folder)
    place = abroad / "received" / kept.digest
    (place / INDEX).write_bytes(b"{}")
    (place.parent / ("0" * 64)).mkdir()
    with Workspace.open(abroad) as workspace:
        assert {"received_changed", "received_unrecorded"} <= codes(verify(workspace).findings)
        with pytest.raises(IntegrityError):
            open_received(workspace, kept)
        # The same bag once more mends what is damaged, and is no second receipt.
        again, fresh = Desk(workspace).receive(bagged.folder)
        assert (again.entry, fresh) == (kept.entry, False)
        shutil.rmtree(place)
        assert "received_lost" in codes(verify(workspace).findings)


def command(root, *arguments):
    return CliRunner().invoke(anjuan, ["-w", str(root), "dossier", *map(str, arguments)])


def test_the_commands_hand_out_take_in_list_and_tell(bagged, abroad, folder, tmp_path):
    done = command(abroad, "import", bagged.folder, "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)["dossiers"][0]
    assert (told["ok"], told["known"], told["new"]) == (True, False, True)
    listed = json.loads(command(abroad, "received", "--json").stdout)["dossiers"]
    assert [one["digest"] for one in listed] == [bagged.digest]
    reference = listed[0]["reference"]
    (tmp_path / "on").mkdir()
    assert command(abroad, "export", reference, "--to", tmp_path / "on").exit_code == 0
    assert command(abroad, "read", reference, "--to", tmp_path / "read.pdf").exit_code == 0
    assert command(abroad, "export", reference, "--to", abroad / "received").exit_code == 6
    assert command(abroad, "export", reference, "--to", tmp_path / "mistyped").exit_code == 8
    assert not (tmp_path / "mistyped").exists()
    edit_json(folder / bag.PEOPLE, squad_renamed)
    refused = command(abroad, "import", folder)
    assert refused.exit_code == 7
    assert "audit/people.json" in refused.stdout
    assert "内容与清单记载的摘要不符" in refused.stdout


def test_every_fault_of_a_bag_is_told():
    messages = [Messages(language) for language in Language]
    found = fault_codes()
    assert len(found) > 35
    for one in messages:
        assert {c for c in found if one.coded(c, {}, kind="") == c} == set()
