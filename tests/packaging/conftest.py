"""The wheel, an environment that has nothing but it, and the demonstration it plays."""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory) -> Path:
    """The wheel, built without network by the backend pyproject.toml names."""
    folder = tmp_path_factory.mktemp("wheel")
    build = ("-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT))
    done = subprocess.run([sys.executable, *build], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="session")
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


def _run(program: Path, *arguments: str) -> str:
    """Standard output of a program started in the root folder; failing shows everything."""
    done = subprocess.run(
        [str(program), *arguments],
        cwd="/", env=environment(), capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def run():
    """Run a program from the root folder; failing shows everything."""
    return _run


@pytest.fixture(scope="session")
def demo(installed, tmp_path_factory) -> tuple[Path, str]:
    """The folder the installed demonstration was played in, and what it told."""
    place = tmp_path_factory.mktemp("demo") / "workspace"
    return place, _run(installed / "anjuan", "demo", "--dir", str(place))
