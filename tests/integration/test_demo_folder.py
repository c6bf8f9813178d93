"""Where the demonstration is put: the folder one option names, never two, never another's."""

import pytest
from click.testing import CliRunner

from cli import anjuan
from commands import admin_work
from engine.errors import InputError


@pytest.fixture
def prepared(monkeypatch):
    """The folders that would be made."""
    folders = []

    def prepare(folder):
        folders.append(folder)
        raise InputError("clock.not_settable")

    monkeypatch.setattr(admin_work.demo, "prepare", prepare)
    return folders


@pytest.mark.parametrize("option", ["--dir", "-w"])
def test_either_option_names_the_folder(prepared, tmp_path, option):
    before = ("-w", str(tmp_path / "here"), "demo")
    after = ("demo", "--dir", str(tmp_path / "here"))
    CliRunner().invoke(anjuan, before if option == "-w" else after)
    assert prepared == [tmp_path / "here"]


def test_two_folders_are_refused_and_nothing_is_made(prepared, tmp_path):
    first, second = tmp_path / "one", tmp_path / "two"
    done = CliRunner().invoke(anjuan, ["-w", str(first), "demo", "--dir", str(second)])
    assert done.exit_code != 0
    assert str(first) in done.output
    assert str(second) in done.output
    assert prepared == []


def test_the_workspace_of_the_environment_is_not_taken(prepared, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(anjuan, ["demo"], env={"ANJUAN_WORKSPACE": str(tmp_path / "in-use")})
    assert prepared == [tmp_path / admin_work.DEMO_FOLDER]
