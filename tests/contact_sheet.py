"""A contact sheet of every form, filled from cases: `python -m tests.contact_sheet --to FOLDER`.

Lives that between them make every form are carried out on disk; the newest signed document of each
form is drawn by poppler and laid on sheets, each page under the name of its form. `coverage.txt`
names for each form the life it is from; what no life makes is composed from the samples the forms
are tested with. `--lives` takes other lives.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fnmatch import fnmatch
from multiprocessing import get_context
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from documents.fonts import vendored_folder
from documents.forms import load_forms
from tests import form_samples, lives
from tests.bureau_on_disk import BureauOnDisk
from tests.visual.specimens import CONTACT_LIVES, specimen

PROCESSES = 2
DPI = 96
ACROSS, DOWN = 3, 2
CAPTION, GAP = 34, 12  # pixels
SAMPLE = "(sample)"


@dataclass(frozen=True)
class Drawn:
    """The pages of one document, as files, and the life it is from."""

    form: str
    life: str
    pages: tuple[Path, ...]


#: The newest document of a form, and the life it is from.
Made = tuple[str, bytes]


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0; a life that stops and a form nothing fills raise."""
    parser = argparse.ArgumentParser(prog="python -m tests.contact_sheet", description=__doc__)
    parser.add_argument("--to", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--lives", nargs="*", default=list(CONTACT_LIVES), metavar="NAME")
    asked = parser.parse_args(arguments)
    pages = asked.to / "pages"
    pages.mkdir(parents=True, exist_ok=True)
    wanted = [n for n in lives.names() if any(fnmatch(n, given) for given in asked.lives)]
    made = _lived(wanted)
    made |= {form: (SAMPLE, _sampled(form)) for form in load_forms() if form not in made}
    with ThreadPoolExecutor(PROCESSES) as pool:
        drawn = pool.map(lambda form: _drawn(form, *made[form], pages), made)
        found = dict(zip(made, drawn, strict=True))
    for number, sheet in enumerate(_sheets(found), 1):
        sheet.save(asked.to / f"sheet-{number:02}.png", optimize=True)
    told = _coverage(found)
    (asked.to / "coverage.txt").write_text("\n".join(told) + "\n", "utf-8")
    print(*told[-2:], sep="\n")
    return 0


def _lived(wanted: Sequence[str]) -> dict[str, Made]:
    """The documents of lives; a form several lives make is shown from the first that is given."""
    found: dict[str, Made] = {}
    with get_context("spawn").Pool(PROCESSES, maxtasksperchild=4) as pool:
        for done, (name, made) in enumerate(pool.imap(_carried, wanted), 1):
            found = {form: (name, pdf) for form, pdf in made.items()} | found
            print(f"\r{done}/{len(wanted)} {name:<60}", end="", file=sys.stderr)
    print(file=sys.stderr)
    return found


def _carried(name: str) -> tuple[str, dict[str, bytes]]:
    """The newest document of every form of one life."""
    with (
        tempfile.TemporaryDirectory(prefix="anjuan-sheet-") as scratch,
        BureauOnDisk(Path(scratch), until=lives.last_day(name)) as bureau,
    ):
        lives.live(name, bureau)
        return name, {made.form: bureau.blobs.get(made.digest) for made in bureau.papers()}


def _sampled(form: str) -> bytes:
    return specimen(form, form_samples.ordinary(form)).composed().pdf


def _drawn(form: str, life: str, pdf: bytes, folder: Path) -> Drawn:
    with tempfile.TemporaryDirectory(prefix="anjuan-sheet-") as scratch:
        path = Path(scratch, "made.pdf")
        path.write_bytes(pdf)
        subprocess.run(["pdftoppm", "-png", "-r", str(DPI), path, folder / form], check=True)
    return Drawn(form, life, tuple(sorted(folder.glob(f"{form}-*.png"))))


def _sheets(found: Mapping[str, Drawn]) -> Iterator[Image.Image]:
    whole = [(f, n) for f in load_forms() for n in range(len(found[f].pages))]
    face = ImageFont.truetype(str(vendored_folder() / "heiti.ttf"), 18)
    for first in range(0, len(whole), ACROSS * DOWN):
        part = whole[first : first + ACROSS * DOWN]
        yield _sheet([(found[form], number) for form, number in part], face)


def _sheet(part: Sequence[tuple[Drawn, int]], face: ImageFont.FreeTypeFont) -> Image.Image:
    with Image.open(part[0][0].pages[0]) as first:
        width, height = first.width + GAP, first.height + CAPTION + GAP
    sheet = Image.new("RGB", (ACROSS * width + GAP, DOWN * height + GAP), (200, 200, 200))
    words = ImageDraw.Draw(sheet)
    for place, (drawn, number) in enumerate(part):
        left, top = GAP + place % ACROSS * width, GAP + place // ACROSS * height
        with Image.open(drawn.pages[number]) as page:
            sheet.paste(page.convert("RGB"), (left, top + CAPTION))
        name = load_forms()[drawn.form].name
        count = f"{number + 1}/{len(drawn.pages)}"
        words.text((left, top), f"{drawn.form} {name} {count}", (0, 0, 0), face)
    return sheet


def _coverage(found: Mapping[str, Drawn]) -> list[str]:
    """Where each form is from; which no life makes; how many there are."""
    rows = [f"{f:<30}{len(found[f].pages):>3}  {found[f].life}" for f in load_forms()]
    sampled = [form for form in load_forms() if found[form].life == SAMPLE]
    return [
        *rows,
        f"made by no life: {', '.join(sampled) or 'none'}",
        f"{len(rows)} forms, {sum(len(one.pages) for one in found.values())} pages",
    ]


if __name__ == "__main__":
    sys.exit(main())
