"""Places for the seam seal (骑缝章): every page keeps its slice of the seal at its right edge.

Fanned out, first page on top, the edges show the whole seal. Many pages share several seals, so
that no slice is too narrow to be seen. Refuses to know what the seal looks like.
"""

from collections.abc import Iterator, Sequence

from documents.form import SEAL_SLOT
from documents.layout.places import SEAL
from documents.layout.sheet import HEIGHT, WIDTH, SeamMark, Sheet
from documents.phrases import phrase

#: Pages one seal is shared among at most: a slice of 42 mm / 10 can still be seen and compared.
MOST = 10
BOTTOM = (HEIGHT - SEAL) / 2


def reserve_seams(sheets: Sequence[Sheet]) -> None:
    """Give every page a place for its slice when the seal has a field and a second page follows.

    A page too many for one seal makes two seals of half as many slices each.
    """
    sealed = any(field.slot == SEAL_SLOT for sheet in sheets for field in sheet.fields)
    if not sealed or len(sheets) == 1:
        return
    slices = [piece for count in _shares(len(sheets)) for piece in _slices(count)]
    for sheet, (left, right) in zip(sheets, slices, strict=True):
        sheet.seam = SeamMark(
            slot=SEAL_SLOT,
            label=phrase("seam_seal"),
            rect=(WIDTH - (right - left), BOTTOM, WIDTH, BOTTOM + SEAL),
            part=(left, 0.0, right, SEAL),
        )


def _shares(pages: int) -> Iterator[int]:
    """How many pages each seal is shared among, as evenly as can be."""
    seals = -(-pages // MOST)
    for index in range(seals):
        yield pages * (index + 1) // seals - pages * index // seals


def _slices(count: int) -> Iterator[tuple[float, float]]:
    """Left and right edge of each slice of one seal."""
    for index in range(count):
        yield SEAL * index / count, SEAL * (index + 1) / count
