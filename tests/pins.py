"""The PINs of the training workspaces, and the file commands are given with `--pin-file`."""

import yaml

from runtime.examples import example_folder


def training_pins():
    """PINs by owner, as in the shipped example."""
    return yaml.safe_load((example_folder() / "pins.yaml").read_text("utf-8"))


def write_pins(folder, pins):
    """Write `pins`, by owner, to pins.yaml in `folder`."""
    lines = "".join(f"{owner}: {pin}\n" for owner, pin in pins.items())
    (folder / "pins.yaml").write_text(lines, encoding="utf-8")
