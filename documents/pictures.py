"""Photographs and scans as a PDF takes them: JPEG bytes untouched, everything else as RGB.

Refuses what is not a whole picture. Orientation (Exif 2.32, tag 274) is applied by the page, so
that the evidence bytes stay as they came in.
"""

import hashlib
import io
import warnings
import zlib
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

from engine.errors import InputError

ORIENTATION = 274
Matrix = tuple[int, int, int, int, int, int]
UPRIGHT: Matrix = (1, 0, 0, 1, 0, 0)
# unit-square matrices that undo each Exif orientation
TURNS: dict[int, Matrix] = {
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Image data for a PDF stream; `width` and `height` are its stored pixels."""

    width: int
    height: int
    data: bytes
    encoding: str  # DCTDecode or FlateDecode
    grey: bool
    turn: Matrix
    digest: str

    @property
    def ratio(self) -> float:
        """Width by height as seen upright."""
        sideways = self.turn[0] == 0
        return self.height / self.width if sideways else self.width / self.height


def read_picture(data: bytes) -> Picture:
    """A JPEG or PNG picture; InputError `document.not_a_picture` for anything else."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _read(data)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Warning) as error:
        raise InputError("document.not_a_picture", reason=str(error)) from error


def _read(data: bytes) -> Picture:
    image = Image.open(io.BytesIO(data), formats=("JPEG", "PNG"))
    size, mode = image.size, image.mode
    as_is = image.format == "JPEG" and mode in ("RGB", "L")
    if as_is:
        image.draft(mode, (64, 64))  # decoding small still reads the whole stream
    image.load()
    turn = TURNS.get(int(image.getexif().get(ORIENTATION, 1)), UPRIGHT)
    stored = data if as_is else zlib.compress(_flat(image).tobytes(), 6)
    return Picture(
        width=size[0],
        height=size[1],
        data=stored,
        encoding="DCTDecode" if as_is else "FlateDecode",
        grey=as_is and mode == "L",
        turn=turn,
        digest=hashlib.sha256(stored).hexdigest(),
    )


def _flat(image: Image.Image) -> Image.Image:
    """RGB on white paper, because a transparent pixel prints as paper."""
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("RGB")
    layered = image.convert("RGBA")
    paper = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(paper, layered).convert("RGB")
