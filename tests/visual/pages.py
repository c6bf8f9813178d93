"""Pages of specimens as small pictures, the reviewed pictures, and where the two differ.

A reviewed picture shows the pages of one specimen side by side in four greys, with the place of
the seal and of every signature drawn in. It is small enough to keep and large enough to look at.
"""

import io
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from PIL import Image, ImageChops, ImageDraw

from documents.compose import Composed, Field
from documents.form import SEAL_SLOT
from tests.visual.specimens import Specimen

REVIEWED = Path(__file__).parent / "reviewed"
DPI, GREYS = 40, 4
RENDERERS = 2
BLOCK = 6  # pixels: about two thirds of a character of body text
FAINT = 24  # of 255: what other versions of poppler may set a block lighter or darker


@dataclass(frozen=True)
class Picture:
    """All pages of one specimen."""

    name: str
    image: Image.Image


def rendered(found: Iterable[Specimen], dpi: int = DPI) -> Iterator[Picture]:
    """Compose specimens and have poppler draw them."""
    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm is not installed: apt install poppler-utils")
    with ThreadPoolExecutor(RENDERERS) as pool:
        made = [(one.name, one.composed()) for one in found]
        drawn = pool.map(lambda pair: _drawn(pair[1], dpi), made)
        for (name, _), image in zip(made, drawn, strict=True):
            yield Picture(name, image)


def _drawn(made: Composed, dpi: int) -> Image.Image:
    with TemporaryDirectory(prefix="anjuan-pages-") as scratch:
        path = Path(scratch) / "made.pdf"
        path.write_bytes(made.pdf)
        subprocess.run(
            ["pdftoppm", "-r", str(dpi), "-gray", path, path.with_suffix("")], check=True
        )
        pages = [Image.open(io.BytesIO(p.read_bytes())) for p in sorted(path.parent.glob("*.pgm"))]
    for field in made.fields:
        _mark(pages[field.page - 1], field, dpi / 72)
    whole = Image.new("L", (sum(page.width for page in pages), pages[0].height), 255)
    left = 0
    for page in pages:
        whole.paste(page, (left, 0))
        left += page.width
    return whole.point(
        [round(grey * (GREYS - 1) / 255) * 255 // (GREYS - 1) for grey in range(256)]
    )


def _mark(page: Image.Image, field: Field, scale: float) -> None:
    """The outline of a signature's place; the seal's is round."""
    left, bottom, right, top = (edge * scale for edge in field.rect)
    box = (left, page.height - top, right, page.height - bottom)
    drawing = ImageDraw.Draw(page)
    outline = drawing.ellipse if field.slot == SEAL_SLOT else drawing.rectangle
    outline(box, outline=85)


def keep(picture: Picture) -> None:
    """Make a picture the reviewed one."""
    REVIEWED.mkdir(exist_ok=True)
    greys = picture.image.quantize(GREYS, dither=Image.Dither.NONE)
    greys.save(REVIEWED / f"{picture.name}.png", optimize=True, bits=2)


def reviewed_names() -> set[str]:
    """Every specimen somebody reviewed."""
    return {path.stem for path in REVIEWED.glob("*.png")}


def complaint(picture: Picture) -> str | None:
    """Where a picture differs from the reviewed one, or None."""
    path = REVIEWED / f"{picture.name}.png"
    if not path.exists():
        return f"{picture.name}: never reviewed"
    with Image.open(path) as kept:
        reviewed = kept.convert("L")
    if reviewed.size != picture.image.size:
        return f"{picture.name}: another number of pages"
    box = difference(reviewed, picture.image)
    if box is None:
        return None
    width, height = round(210 / 25.4 * DPI), picture.image.height
    page, depth = box[0] // width + 1, 100 * box[1] // height
    return f"{picture.name}: page {page} looks different from {depth} % of its height"


def difference(one: Image.Image, other: Image.Image) -> tuple[int, int, int, int] | None:
    """The part in which two pictures differ by more than the drawing of letters."""
    coarse = [image.reduce(BLOCK) for image in (one, other)]
    apart = ImageChops.difference(*coarse).point(lambda grey: 255 if grey > FAINT else 0)
    box = apart.getbbox()
    return tuple(edge * BLOCK for edge in box) if box else None
