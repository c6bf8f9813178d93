"""A bureau that has no case yet, its PINs beside it, and commands as an officer gives them."""

from click.testing import CliRunner

from cli import anjuan
from runtime.demo import prepare
from tests.pins import training_pins, write_pins
from tests.prepared import copied


def empty_bureau(folder):
    """Make a training workspace in `folder`, and pins.yaml beside it; return the workspace."""
    root = folder / "workspace"
    copied("no case yet", prepare, root)
    write_pins(folder, training_pins())
    return root


def give(workspace, *arguments, at, lang="zh"):
    """Give a command at a moment, such as 2026-03-02 08:00; return its result."""
    options = ["-w", str(workspace), "--lang", lang, "--at", at]
    return CliRunner().invoke(anjuan, [*options, *map(str, arguments)], env={"LANG": "C.UTF-8"})
