"""Cut the vendored faces from their published sources; run once by whoever renews a face.

Not used at run time. Everything but outlines, metrics and the character map is dropped, and each
cut is renamed, because a changed face must not carry a reserved name (SIL OFL 1.1, clause 3).
Same sources and same fontTools give the same bytes; README.md beside it holds the digests.
"""

import argparse
import hashlib
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
COPYRIGHT, FAMILY, STYLE, UNIQUE, FULL, VERSION, POSTSCRIPT, LICENCE = 0, 1, 2, 3, 4, 5, 6, 13
CHANGED = "22 November 2026"  # the Arphic licence wants the date of each change in the file
PAGES = ((0x20, 0x24F), (0x370, 0x45F), (0x2000, 0x27BF), (0x2E80, 0x33FF), (0xFE10, 0xFFEF))
EXTENSION_A = (0x3400, 0x4DBF)
UNIFIED = (0x4E00, 0x9FFF)
COMPATIBILITY = (0xF900, 0xFAFF)
SUPPLEMENTARY = (0x20000, 0x323AF)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """One face to make: where it comes from, what stays, what it is then called."""

    target: str  # a name in .woff is stored deflated
    source: str
    family: str
    style: str
    keep: str
    licence: str


CUTS = (
    Cut(
        target="fangsong.ttf",
        source="package/files/lxgw-wenkai-latin-300-normal.woff",
        family="Anjuan Fangsong",
        style="Light",
        keep="everything",
        licence="SIL Open Font License 1.1",
    ),
    Cut(
        target="songti.ttf",
        source="package/400Regular/NotoSerifSC_400Regular.ttf",
        family="Anjuan Songti",
        style="Regular",
        keep="common and missing",
        licence="SIL Open Font License 1.1",
    ),
    Cut(
        target="title.ttf",
        source="package/900Black/NotoSerifSC_900Black.ttf",
        family="Anjuan Title",
        style="Black",
        keep="common",
        licence="SIL Open Font License 1.1",
    ),
    Cut(
        target="heiti.ttf",
        source="package/400Regular/NotoSansSC_400Regular.ttf",
        family="Anjuan Heiti",
        style="Regular",
        keep="common",
        licence="SIL Open Font License 1.1",
    ),
    Cut(
        target="kaiti.ttf",
        source="package/files/lxgw-wenkai-latin-500-normal.woff",
        family="Anjuan Kaiti",
        style="Medium",
        keep="common",
        licence="SIL Open Font License 1.1",
    ),
    Cut(
        target="rare.woff",
        source="BabelStoneHan.ttf",
        family="Anjuan Rare",
        style="Regular",
        keep="missing",
        licence="Arphic Public License",
    ),
)


def span(*ranges: tuple[int, int]) -> set[int]:
    """All code points of closed ranges."""
    return {code for first, last in ranges for code in range(first, last + 1)}


def gb2312() -> Iterator[int]:
    """The 6,763 han characters of GB 2312-80 (rows 16 to 87)."""
    for row in range(0xB0, 0xF8):
        for column in range(0xA1, 0xFF):
            try:
                yield ord(bytes((row, column)).decode("gb2312"))
            except UnicodeDecodeError:
                continue  # five cells at the end of row 55 are unassigned


def wanted(keep: str, available: set[int], covered: set[int]) -> set[int]:
    """What stays of a face; `covered` is what the faces before it in CUTS already have."""
    pages, han = span(*PAGES), span(EXTENSION_A, UNIFIED, COMPATIBILITY, SUPPLEMENTARY)
    match keep:
        case "everything":
            return available & (pages | han)
        case "common":
            return available & (pages | set(gb2312()))
        case "common and missing":
            return available & (pages | set(gb2312()) | (han - covered))
        case _:
            return available & (han - covered)


def widen_quotes(font: Any) -> None:  # Any: fontTools is untyped
    """Give “ ” ‘ ’ the full em that Chinese setting wants, ink beside the quoted text."""
    cmap, metrics, outlines = font.getBestCmap(), font["hmtx"], font["glyf"]
    em = font["head"].unitsPerEm
    for character in "“”‘’":
        name = cmap.get(ord(character))
        if name is None or metrics[name][0] == em:
            continue
        shift = em - metrics[name][0] if character in "“‘" else 0
        glyph = outlines[name]
        glyph.coordinates.translate((shift, 0))
        glyph.recalcBounds(outlines)
        metrics[name] = (em, glyph.xMin)


def rename(font: Any, cut: Cut) -> None:  # Any: fontTools is untyped
    """Keep copyright and version of the source, replace every name of the face."""
    table = font["name"]
    kept = {number: table.getDebugName(number) or "" for number in (COPYRIGHT, VERSION, LICENCE)}
    postscript = f"{cut.family}-{cut.style}".replace(" ", "")
    table.names = []
    values = {
        COPYRIGHT: kept[COPYRIGHT],
        FAMILY: cut.family,
        STYLE: "Regular",
        UNIQUE: postscript,
        FULL: f"{cut.family} {cut.style}",
        VERSION: f"{kept[VERSION]}; cut and renamed from {Path(cut.source).name} on {CHANGED}",
        POSTSCRIPT: postscript,
        LICENCE: kept[LICENCE] or cut.licence,
    }
    for number, value in sorted(values.items()):
        table.setName(value, number, 3, 1, 0x409)


def make(source: Path, cut: Cut, covered: Iterable[int]) -> set[int]:
    """Write one cut beside this script and return its characters."""
    font = TTFont(source, lazy=True, recalcTimestamp=False)
    characters = wanted(cut.keep, set(font.getBestCmap()), set(covered))
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.notdef_outline = True
    options.glyph_names = False
    options.recalc_timestamp = False
    options.name_IDs = ["*"]
    options.drop_tables += ["BASE", "DSIG", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    rename(font, cut)
    widen_quotes(font)
    font.flavor = "woff" if cut.target.endswith(".woff") else None
    font.save(HERE / cut.target)
    return characters


def find(folder: Path, source: str) -> Path:
    """The one unpacked file whose path ends with `source`."""
    matches = sorted(path for path in folder.rglob(Path(source).name) if str(path).endswith(source))
    if len(matches) != 1:
        message = f"{source}: {len(matches)} files below {folder}"
        raise SystemExit(message)
    return matches[0]


def main() -> None:
    """`prepare.py FOLDER`: the folder holds the unpacked packages named in README.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    covered: set[int] = set()
    for cut in CUTS:
        characters = make(find(folder, cut.source), cut, covered)
        covered |= characters
        written = (HERE / cut.target).read_bytes()
        digest = hashlib.sha256(written).hexdigest()
        sys.stdout.write(f"| {cut.target} | {len(characters)} | {len(written)} | {digest} |\n")


if __name__ == "__main__":
    main()
