"""One TrueType face: its characters, advances and outlines, read from a mapped file.

Knows sfnt, TrueType collections and WOFF 1.0 containers (OpenType 1.9; WOFF File Format 1.0).
Refuses to know documents, roles and PDF; refuses faces with PostScript outlines.
"""

import hashlib
import mmap
import struct
import zlib
from bisect import bisect_right
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from engine.errors import ConfigurationError

Lookup = Callable[[int], int]
Location = tuple[int, int, int]  # offset, stored length, original length
EM = 1000  # advances are given in thousandths of an em
RESTRICTED = 0x0002  # OS/2 fsType: embedding forbidden


class TrueType:
    """A face that may be embedded; tables are read on first use.

    Raises ConfigurationError `font.unusable` for files that are not TrueType, have PostScript
    outlines, lack a Unicode map or forbid embedding (OS/2 fsType bit 1).
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            self._file = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        try:
            self._tables = _directory(self._file)
            self._read_metrics()
            self.lookup = _character_map(self.table("cmap"))
        except (KeyError, struct.error, zlib.error, ValueError) as error:
            raise self._unusable(f"damaged or not TrueType: {error}") from error

    def _unusable(self, reason: str) -> ConfigurationError:
        return ConfigurationError("font.unusable", path=str(self.path), reason=reason)

    def _read_metrics(self) -> None:
        if "glyf" not in self._tables:
            raise self._unusable("outlines are not TrueType (glyf)")
        if "OS/2" in self._tables:
            (rights,) = struct.unpack_from(">H", self.table("OS/2"), 8)
            if rights & 0x000F == RESTRICTED:
                raise self._unusable("its licence bits forbid embedding")
        head, hhea = self.table("head"), self.table("hhea")
        (self.units,) = struct.unpack_from(">H", head, 18)
        box = struct.unpack_from(">4h", head, 36)
        self.box = tuple(round(value * EM / self.units) for value in box)
        (self._long_locations,) = struct.unpack_from(">h", head, 50)
        ascent, descent = struct.unpack_from(">2h", hhea, 4)
        self.ascent, self.descent = (round(v * EM / self.units) for v in (ascent, descent))
        (self._full_metrics,) = struct.unpack_from(">H", hhea, 34)
        (self.glyphs,) = struct.unpack_from(">H", self.table("maxp"), 4)

    def table(self, tag: str) -> bytes:
        """One table whole; use it for small ones, the outlines have `outline`."""
        offset, stored, length = self._tables[tag]
        data = self._file[offset : offset + stored]
        return data if stored == length else zlib.decompress(data)

    def has(self, tag: str) -> bool:
        """Whether the face has this table."""
        return tag in self._tables

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the file, in hexadecimal."""
        return hashlib.sha256(self._file).hexdigest()

    @cached_property
    def name(self) -> str:
        """The PostScript name, or the file's name where it has none."""
        return _postscript_name(self.table("name")) or self.path.stem

    @cached_property
    def _metrics(self) -> bytes:
        return self.table("hmtx")

    @cached_property
    def _locations(self) -> tuple[int, ...]:
        data = self.table("loca")
        if self._long_locations:
            return struct.unpack_from(f">{self.glyphs + 1}I", data)
        return tuple(2 * value for value in struct.unpack_from(f">{self.glyphs + 1}H", data))

    @cached_property
    def _outlines(self) -> tuple[bytes | mmap.mmap, int]:
        offset, stored, length = self._tables["glyf"]
        return (self._file, offset) if stored == length else (self.table("glyf"), 0)

    def metric(self, glyph: int) -> tuple[int, int]:
        """Advance and left side bearing in font units."""
        last = self._full_metrics - 1
        (advance,) = struct.unpack_from(">H", self._metrics, 4 * min(glyph, last))
        place = 4 * glyph + 2 if glyph <= last else 4 * (last + 1) + 2 * (glyph - last - 1)
        (bearing,) = struct.unpack_from(">h", self._metrics, place)
        return advance, bearing

    def advance(self, glyph: int) -> float:
        """Advance in thousandths of an em."""
        return float(self.metric(glyph)[0] * EM / self.units)

    def outline(self, glyph: int) -> bytes:
        """The glyph's description as stored (empty for a space)."""
        data, start = self._outlines
        first, after = self._locations[glyph], self._locations[glyph + 1]
        return data[start + first : start + after]


def _directory(data: mmap.mmap) -> dict[str, Location]:
    """Where each table is stored."""
    if data[:4] == b"wOFF":
        (count,) = struct.unpack_from(">H", data, 12)
        entries = (struct.unpack_from(">4s4I", data, 44 + 20 * i) for i in range(count))
        return {tag.decode("latin-1"): (at, stored, size) for tag, at, stored, size, _ in entries}
    start = struct.unpack_from(">I", data, 12)[0] if data[:4] == b"ttcf" else 0
    (count,) = struct.unpack_from(">H", data, start + 4)
    records = (struct.unpack_from(">4s3I", data, start + 12 + 16 * i) for i in range(count))
    return {tag.decode("latin-1"): (at, size, size) for tag, _, at, size in records}


def _character_map(cmap: bytes) -> Lookup:
    """A lookup from code point to glyph (0 when absent), the full-range map first."""
    (count,) = struct.unpack_from(">H", cmap, 2)
    offsets: dict[int, int] = {}
    for index in range(count):
        platform, _, offset = struct.unpack_from(">HHI", cmap, 4 + 8 * index)
        (kind,) = struct.unpack_from(">H", cmap, offset)
        if platform in (0, 3) and kind in (4, 12):
            offsets[kind] = offset
    if 12 in offsets:
        return _full_map(cmap, offsets[12])
    if 4 in offsets:
        return _basic_map(cmap, offsets[4])
    message = "no Unicode character map"
    raise ValueError(message)


def _full_map(cmap: bytes, offset: int) -> Lookup:
    """Format 12: runs of consecutive characters over all planes."""
    (count,) = struct.unpack_from(">I", cmap, offset + 12)
    numbers = struct.unpack_from(f">{3 * count}I", cmap, offset + 16)
    starts, ends, glyphs = numbers[::3], numbers[1::3], numbers[2::3]

    def find(code: int) -> int:
        run = bisect_right(starts, code) - 1
        if run < 0 or code > ends[run]:
            return 0
        return int(glyphs[run] + code - starts[run])

    return find


def _basic_map(cmap: bytes, offset: int) -> Lookup:
    """Format 4: the basic plane in segments."""
    (doubled,) = struct.unpack_from(">H", cmap, offset + 6)
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", cmap, offset + 14)
    starts = struct.unpack_from(f">{count}H", cmap, offset + 16 + doubled)
    deltas = struct.unpack_from(f">{count}H", cmap, offset + 16 + 2 * doubled)
    ranges_at = offset + 16 + 3 * doubled
    ranges = struct.unpack_from(f">{count}H", cmap, ranges_at)

    def find(code: int) -> int:
        segment = bisect_right(starts, code) - 1
        if segment < 0 or not starts[segment] <= code <= ends[segment]:
            return 0
        if ranges[segment] == 0:
            return int(code + deltas[segment]) & 0xFFFF
        place = ranges_at + 2 * segment + ranges[segment] + 2 * (code - starts[segment])
        glyph = int.from_bytes(cmap[place : place + 2])
        return int(glyph + deltas[segment]) & 0xFFFF if glyph else 0

    return find


def _postscript_name(table: bytes) -> str:
    """Name 6 of the Windows platform, reduced to what a PDF name may hold."""
    _, count, strings = struct.unpack_from(">3H", table)
    for index in range(count):
        platform, _, _, kind, length, offset = struct.unpack_from(">6H", table, 6 + 12 * index)
        if (platform, kind) == (3, 6):
            raw = table[strings + offset : strings + offset + length].decode("utf-16-be")
            return "".join(c for c in raw if c.isascii() and (c.isalnum() or c in "-_"))
    return ""
