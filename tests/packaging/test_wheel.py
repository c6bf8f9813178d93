"""The built wheel works in an environment of its own, from another folder, with its data."""

import zipfile
from pathlib import Path

import yaml

from tests import foreign
from tests.packaging.conftest import ROOT

#: PBKDF2 rounds a PIN check costs in the program as shipped; the tests' own keys are cheaper.
ROUNDS = 80_000
ROOMS = ("engine", "workflows", "documents", "storage", "runtime", "commands")


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
    inside = path.relative_to(ROOT).parts
    return not any(part == "__pycache__" or part.startswith(".") for part in inside)


def test_the_wheel_names_the_licence_of_everything_in_it(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        record = next(name for name in names if name.endswith(".dist-info/METADATA"))
        metadata = archive.read(record).decode()
    assert "License-Expression: Apache-2.0 AND OFL-1.1 AND Arphic-1999\n" in metadata
    licences = {name.split("/licenses/")[1] for name in names if "/licenses/" in name}
    faces = (ROOT / "documents/faces/licences").iterdir()
    assert licences == {"LICENSE", *(path.relative_to(ROOT).as_posix() for path in faces)}


def test_every_room_is_imported_from_the_wheel(installed, run):
    ask = "import importlib, sys\nfor n in sys.argv[1:]: print(importlib.import_module(n).__file__)"
    places = run(installed / "python", "-c", ask, *ROOMS, "cli").splitlines()
    assert len(places) == len(ROOMS) + 1
    assert all(Path(place).is_relative_to(installed.parent) for place in places), places


def test_the_command_explains_itself_from_another_folder(installed, run):
    assert "anjuan [OPTIONS] COMMAND" in run(installed / "anjuan", "--help")


def test_the_command_draws_the_procedure_from_its_own_data(installed, run):
    drawn = run(installed / "anjuan", "workflow", "show", "--format", "mermaid")
    assert "stateDiagram" in drawn
    assert "lead_registered" in drawn


def test_the_demo_ends_with_verified_dossiers_and_says_where_they_are(demo):
    place, told = demo
    dossiers = sorted((place / "dossiers").iterdir())
    assert len(dossiers) == 2
    assert all(folder.name in told for folder in dossiers)
    assert all(list(folder.glob("*/*.pdf")) for folder in dossiers)


def test_the_keys_of_the_demo_are_dear_to_guess(demo):
    place, _ = demo
    pin = yaml.safe_load((ROOT / "examples" / "pins.yaml").read_text(encoding="utf-8"))["p02"]
    [key] = (place / "keys").rglob("p02.p12")
    told = foreign.run("openssl", "pkcs12", "-info", "-noout", "-in", key, "-passin", f"pass:{pin}")
    assert told.code == 0, told.text
    bags = [line for line in told.text.splitlines() if "PBKDF2" in line]
    assert len(bags) == 2, told.text
    assert all(f"Iteration {ROUNDS}," in line for line in bags), told.text
