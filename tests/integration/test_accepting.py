"""Files people change by hand: a finding until two of them sign, and named where they lie."""

import json

import pytest
from click.testing import CliRunner

from cli import anjuan
from engine.journal import Act, note
from runtime.audit import verify_root
from runtime.two_people import agreed
from runtime.workspace import Workspace
from tests.demo_case import carried_out, copy_of
from tests.pins import write_pins

AT = "2026-03-03 16:00"


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    folder = tmp_path_factory.mktemp("accepting")
    return folder / "workspace", carried_out(folder / "workspace", until="request_filing")


@pytest.fixture
def root(sound, tmp_path):
    write_pins(tmp_path, sound[1])
    return copy_of(sound[0], tmp_path)


def accept(root, *arguments, code=0):
    pins = ("--pin-file", root.parent / "pins.yaml")
    given = ["-w", root, "--at", AT, "audit", "accept", *arguments, *pins, "--json"]
    result = CliRunner().invoke(anjuan, list(map(str, given)))
    assert result.exit_code == code, result.output
    return json.loads(result.output)


def found(root):
    return {(f.code, f.place.path) for f in verify_root(root).findings}


@pytest.mark.parametrize(
    ("path", "change", "code"),
    [
        ("agency.yaml", lambda data: data + b"# x\n", "file_changed"),
        ("workspace.yaml", lambda data: data + b"# x\n", "file_changed"),
        ("calendar/closures-2026.yaml", lambda _: b"closures: []\n", "file_unrecorded"),
        ("keys/people/p02.p12", lambda data: data[:-1] + b"\x7f", "file_changed"),
        ("keys/machine.secret", lambda data: data[::-1], "file_changed"),
        ("keys/root.pem", lambda data: b"\n" + data, "file_changed"),
    ],
)
def test_a_file_changed_by_hand_is_named(root, path, change, code):
    file = root / path
    file.write_bytes(change(file.read_bytes() if file.is_file() else b""))
    assert (code, path) in found(root)


@pytest.mark.parametrize("path", ["keys/log.key", "keys/data.key", "workspace.yaml", "agency.yaml"])
def test_a_lost_file_is_named_though_nothing_can_be_opened(root, path):
    (root / path).unlink()
    assert ("file_lost", path) in found(root)


def test_two_people_let_a_change_stand_and_nobody_does_so_alone(root):
    assert accept(root)["files"] == {}
    (root / "agency.yaml").write_bytes((root / "agency.yaml").read_bytes() + b"# x\n")
    assert list(accept(root)["files"]) == ["agency.yaml"]
    why = ("--reason", "加注")
    for given, code in (
        (("--as", "何鸿", *why), "together.second_missing"),
        (("--as", "何鸿", "--with", "何鸿", *why), "together.same"),
        (("--as", "何鸿", "--with", "郑文博"), "accept.reason_missing"),
    ):
        assert accept(root, *given, code=6)["error"]["code"] == code
    assert found(root) == {("file_changed", "agency.yaml")}
    assert accept(root, "--as", "何鸿", "--with", "郑文博", *why)["entry"] == 2
    assert found(root) == set()
    refused = accept(root, "--as", "何鸿", "--with", "郑文博", *why, code=6)
    assert refused["error"]["code"] == "accept.nothing"


def test_an_acceptance_whose_signatures_do_not_hold_is_found(root, sound):
    with Workspace.open(root) as workspace:
        facts = {"files": {}, "whole": False, "reason": "x"}
        signed = agreed(workspace, Act.FILES_ACCEPTED, facts, ("p06", "p07"), sound[1])
        first, second = signed["agreed"]
        for made in ([first], [first, first], [first, {**second, "person": "p08"}]):
            bad = {**signed, "agreed": made}
            with workspace.store.write() as unit:
                note(unit, Act.FILES_ACCEPTED, at=workspace.now(), actor="p06", facts=bad)
        with workspace.store.write() as unit:
            other = {**signed, "reason": "另一个理由"}
            note(unit, Act.FILES_ACCEPTED, at=workspace.now(), actor="p06", facts=other)
            note(unit, Act.FILES_ACCEPTED, at=workspace.now(), actor="p06", facts=signed)
    broken = [f for f in verify_root(root).findings if f.code == "together_broken"]
    assert [f.place.seq for f in broken] == [2, 3, 4, 5]
