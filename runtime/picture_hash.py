"""Two hashes of 64 bits that stay nearly the same when a picture is saved anew, scaled or toned.

`dhash` compares neighbours in brightness, `phash` the low frequencies of a cosine transform; both
are asked, since each alone mistakes other pictures. Knows Pillow; refuses to judge nearness.
"""

import io
from collections.abc import Iterable
from functools import cache
from math import cos, pi
from statistics import median

from PIL import Image, UnidentifiedImageError

_SIDE, _LOW = 32, 8
_MOST = 60_000_000


def hashes(data: bytes) -> tuple[int, int] | None:
    """Return difference hash and perceptual hash of a picture; None for what is no picture."""
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as image:
            if image.width * image.height > _MOST:
                return None
            image.draft("L", (2 * _SIDE, 2 * _SIDE))  # a JPEG is decoded no larger than needed
            grey = image.convert("L")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return None
    return _difference(grey), _frequency(grey)


def _difference(grey: Image.Image) -> int:
    """Whether each of 8 × 8 cells is brighter than its right neighbour."""
    small = grey.resize((_LOW + 1, _LOW), Image.Resampling.BOX).tobytes()
    rows = [small[y * (_LOW + 1) : (y + 1) * (_LOW + 1)] for y in range(_LOW)]
    return _bits(row[x] > row[x + 1] for row in rows for x in range(_LOW))


def _frequency(grey: Image.Image) -> int:
    """Whether each of the 64 lowest frequencies is above their median."""
    small = grey.resize((_SIDE, _SIDE), Image.Resampling.BOX).tobytes()
    rows = [_cosines(small[y * _SIDE : (y + 1) * _SIDE]) for y in range(_SIDE)]
    columns = [_cosines([row[x] for row in rows]) for x in range(_LOW)]
    low = [columns[x][y] for y in range(_LOW) for x in range(_LOW)]
    middle = median(low[1:])
    return _bits(value > middle for value in low)


def _cosines(values: bytes | list[float]) -> list[float]:
    """Return the lowest terms of a cosine transform (DCT-II, not scaled)."""
    return [sum(v * c for v, c in zip(values, row, strict=True)) for row in _table()]


@cache
def _table() -> tuple[tuple[float, ...], ...]:
    return tuple(
        tuple(cos(pi * u * (2 * x + 1) / (2 * _SIDE)) for x in range(_SIDE)) for u in range(_LOW)
    )


def _bits(found: Iterable[bool]) -> int:
    number = 0
    for bit in found:
        number = number << 1 | bool(bit)
    return number
