"""Look at every form: `python -m tests.visual [--renew] [--sheets FOLDER] [NAME…]`.

Tells which pages look different from the reviewed pictures in tests/visual/reviewed. `--sheets`
writes the pages large, to be read; `--renew` keeps the pictures as they are now, once somebody has
looked at them. Names choose specimens by how they begin.
"""

import argparse
import sys
from pathlib import Path

from tests.visual.pages import REVIEWED, complaint, keep, rendered, reviewed_names
from tests.visual.specimens import Specimen, specimens

READABLE = 80  # dots per inch


def main() -> int:
    """Return 1 when a page looks different."""
    parser = argparse.ArgumentParser(prog="python -m tests.visual", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--renew", action="store_true")
    parser.add_argument("--sheets", type=Path, metavar="FOLDER")
    asked = parser.parse_args()
    begin = tuple(asked.names) or ("",)
    found = [one for one in specimens() if one.name.startswith(begin)]
    if asked.sheets:
        _write(found, asked.sheets)
        return 0
    if asked.renew:
        return _renew(found, every=not asked.names)
    told = [words for picture in rendered(found) if (words := complaint(picture))]
    print("\n".join(told) or f"{len(found)} forms look as reviewed")
    return int(bool(told))


def _renew(found: list[Specimen], *, every: bool) -> int:
    for picture in rendered(found):
        if complaint(picture):
            keep(picture)
            print(f"renewed {picture.name}")
    for gone in reviewed_names() - {one.name for one in found} if every else ():
        (REVIEWED / f"{gone}.png").unlink()
        print(f"removed {gone}")
    return 0


def _write(found: list[Specimen], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for picture in rendered(found, READABLE):
        picture.image.save(folder / f"{picture.name}.png")


if __name__ == "__main__":
    sys.exit(main())
