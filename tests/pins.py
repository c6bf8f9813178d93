"""The file of PINs that commands are given with `--pin-file`."""


def write_pins(folder, pins):
    """Write `pins`, by owner, to pins.yaml in `folder`."""
    lines = "".join(f"{owner}: {pin}\n" for owner, pin in pins.items())
    (folder / "pins.yaml").write_text(lines, encoding="utf-8")
