"""The built wheel works in an environment of its own, from another folder, with its data."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("engine", "workflows", "documents", "storage", "runtime", "commands")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel, built without network by the backend pyproject.toml names."""
    folder = tmp_path_factory.mktemp("wheel")
    build = ("-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT))
    done = subprocess.run([sys.executable, *build], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """The `bin` of an empty environment holding the wheel; dependencies are lent, not installed."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=False)
    interpreter = home / "bin" / "python"
    pip = ("-m", "pip", "--python", str(interpreter), "install", "--quiet", "--no-deps")
    done = subprocess.run(
        [sys.executable, *pip, "--no-index", str(wheel)],
        capture_output=True, text=True, check=False, env=environment(),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    site = next(home.glob("lib/python*/site-packages"))
    lenders = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    (site / "lent-dependencies.pth").write_text("\n".join(lenders), encoding="utf-8")
    return home / "bin"


def environment() -> dict[str, str]:
    """The environment without anything that leads back to the checkout."""
    dropped = ("PYTHONPATH", "ANJUAN_WORKSPACE", "PIP_REQUIRE_VIRTUALENV")
    return {name: value for name, value in os.environ.items() if name not in dropped}


def run(program: Path, *arguments: str) -> str:
    """Standard output of a program started in the root folder; failing shows everything."""
    done = subprocess.run(
        [str(program), *arguments],
        cwd="/", env=environment(), capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_carries_every_room_with_its_data_and_nothing_else_on_top(wheel):
    with zipfile.ZipFile(wheel) as archive:
        shipped = {name for name in archive.namelist() if not name.endswith("/")}
    tops = {name.split("/")[0] for name in shipped if ".dist-info/" not in name}
    assert tops == {*ROOMS, "cli.py"}
    for room in ROOMS:
        kept = {path for path in (ROOT / room).rglob("*") if path.is_file() and is_source(path)}
        assert {path.relative_to(ROOT).as_posix() for path in kept} <= shipped
    examples = {path for path in (ROOT / "examples").rglob("*") if path.is_file()}
    carried = {f"runtime/{path.relative_to(ROOT).as_posix()}" for path in examples}
    assert carried <= shipped


def is_source(path: Path) -> bool:
    """Whether the file belongs to the project, and was not made by running it."""
    return "__pycache__" not in path.parts


def test_the_wheel_names_the_licence_of_everything_in_it(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        record = next(name for name in names if name.endswith(".dist-info/METADATA"))
        metadata = archive.read(record).decode()
    assert "License-Expression: Apache-2.0 AND OFL-1.1 AND Arphic-1999\n" in metadata
    licences = {name.split("/licenses/")[1] for name in names if "/licenses/" in name}
    faces = (ROOT / "documents/faces/licences").iterdir()
    assert licences == {"LICENSE", *(path.relative_to(ROOT).as_posix() for path in faces)}


def test_every_room_is_imported_from_the_wheel(installed):
    ask = "import importlib, sys\nfor n in sys.argv[1:]: print(importlib.import_module(n).__file__)"
    places = run(installed / "python", "-c", ask, *ROOMS, "cli").splitlines()
    assert len(places) == len(ROOMS) + 1
    assert all(Path(place).is_relative_to(installed.parent) for place in places), places


def test_the_command_explains_itself_from_another_folder(installed):
    assert "Usage: anjuan" in run(installed / "anjuan", "--help")


def test_the_command_draws_the_procedure_from_its_own_data(installed):
    drawn = run(installed / "anjuan", "workflow", "show", "--format", "mermaid")
    assert "stateDiagram" in drawn
    assert "lead_registered" in drawn


def test_the_demo_ends_with_a_verified_dossier(installed, tmp_path):
    place = tmp_path / "demo"
    told = run(installed / "anjuan", "demo", "--dir", str(place))
    assert str(place) in told
    signed = [path for path in place.rglob("*.pdf") if b"/ByteRange" in path.read_bytes()]
    assert signed, "no signed document beside the dossier"
