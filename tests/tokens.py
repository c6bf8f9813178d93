"""Tokens in software: SoftHSM2, one folder of tokens for the whole test process."""

import atexit
import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from documents.signing.token_place import TokenPlace

MODULES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/softhsm/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
)
PIN = "24681357"
#: More than there are tests that want one.
TOKENS = 24


def module() -> str:
    """The driver, or a skip that names the Debian package."""
    found = next((path for path in MODULES if Path(path).is_file()), "")
    if not found or shutil.which("softhsm2-util") is None:
        pytest.skip("SoftHSM is not installed: apt install softhsm2")
    return found


@cache
def _made() -> Iterator[str]:
    """Labels of fresh tokens: SoftHSM knows only those there were when it was first loaded."""
    folder = Path(mkdtemp(prefix="anjuan-tokens-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "tokens").mkdir()
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder}/tokens\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(settings)
    labels = [f"t{number}" for number in range(TOKENS)]
    for label in labels:
        pins = ["--pin", PIN, "--so-pin", "87654321"]
        command = ["softhsm2-util", "--init-token", "--free", "--label", label, *pins]
        made = subprocess.run(command, capture_output=True, check=False)
        assert made.returncode == 0, made.stderr.decode()
    return iter(labels)


def token() -> TokenPlace:
    """A token nobody has used; its user PIN is `PIN`."""
    driver = module()
    return TokenPlace(module=driver, token=next(_made()))
