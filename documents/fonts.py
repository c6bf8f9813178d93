"""Type faces by role, with a fallback for every character and never a blank.

A role (仿宋 fangsong, 楷体 kaiti, 宋体 songti, 黑体 heiti, 小标宋 title) is filled by the first
face found: the agency's own folder, then the vendored one; a character that face lacks is taken
from the next face that has it. Refuses to know pages and PDF.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path

from documents.truetype import TrueType
from engine.errors import InputError

SUFFIXES = (".ttf", ".ttc", ".woff")
RARE = "rare"


class Role(StrEnum):
    """What a face is for in an official document (GB/T 9704-2012, 5.2 and 7)."""

    FANGSONG = "fangsong"
    KAITI = "kaiti"
    SONGTI = "songti"
    HEITI = "heiti"
    TITLE = "title"


FALLBACK: Mapping[Role, tuple[str, ...]] = {
    Role.FANGSONG: (Role.FANGSONG, Role.KAITI, Role.SONGTI, RARE),
    Role.KAITI: (Role.KAITI, Role.FANGSONG, Role.SONGTI, RARE),
    Role.SONGTI: (Role.SONGTI, Role.FANGSONG, RARE),
    Role.HEITI: (Role.HEITI, Role.SONGTI, Role.FANGSONG, RARE),
    Role.TITLE: (Role.TITLE, Role.SONGTI, Role.FANGSONG, RARE),
}


class MissingCharacter(InputError):  # noqa: N818 - reads as what happened
    """No face has this character; printing a blank for it would falsify a name."""

    code = "document.missing_character"

    def __init__(self, *, char: str, text: str) -> None:
        """`char` is the character, `text` the run it stands in."""
        super().__init__(char=char, codepoint=f"U+{ord(char):04X}", text=text)


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceUse:
    """A face a document was set in: recorded with it so that it can be set again."""

    name: str
    sha256: str
    path: Path


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character in the face that has it; `advance` in thousandths of an em."""

    face: TrueType
    number: int
    advance: float


class Typeface:
    """One role: picks for each character the first face that has it."""

    def __init__(self, role: Role, chain: Sequence[Path]) -> None:
        self.role = role
        self._chain = chain
        self._glyphs: dict[str, Glyph] = {}
        self._advances: dict[tuple[float, float], dict[str, float]] = {}
        self._labels: dict[TrueType, str] = {}

    def glyph(self, char: str, text: str) -> Glyph:
        """The glyph for one character; MissingCharacter when no face has it."""
        found = self._glyphs.get(char)
        if found is None:
            found = self._glyphs[char] = self._find(char, text)
        return found

    def _find(self, char: str, text: str) -> Glyph:
        for path in self._chain:
            face = open_face(path)
            number = face.lookup(ord(char))
            if number:
                return Glyph(face, number, face.advance(number))
        raise MissingCharacter(char=char, text=text)

    def label(self, face: TrueType) -> str:
        """What pages call a face of this role: its place in the search order tells it apart."""
        found = self._labels.get(face)
        if found is None:
            found = self._labels[face] = f"{self.role}{self._chain.index(face.path)}"
        return found

    def advances(self, text: str, size: float, tracking: float = 0.0) -> list[float]:
        """The advance of each character in points at `size` points, `tracking` added to each."""
        known = self._advances.setdefault((size, tracking), {})
        try:
            return list(map(known.__getitem__, text))
        except KeyError:
            em = size / 1000
            for char in set(text):
                known[char] = self.glyph(char, text).advance * em + tracking
            return list(map(known.__getitem__, text))

    def width(self, text: str, size: float) -> float:
        """The width of a run in points."""
        return sum(self.advances(text, size))


class FontBook:
    """All roles, filled from the folders given (an agency's own faces) and the vendored ones.

    A folder may hold `fangsong.ttf`, `title.ttc` and so on, named by role, and `rare.ttf`.
    """

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        self._folders = (*folders, vendored_folder())
        self._typefaces: dict[Role, Typeface] = {}

    def typeface(self, role: Role) -> Typeface:
        """The faces filling a role; nothing is opened before a character is asked for."""
        found = self._typefaces.get(role)
        if found is None:
            found = self._typefaces[role] = Typeface(role, self.chain(role))
        return found

    def chain(self, role: Role) -> tuple[Path, ...]:
        """The files searched for a role, in order."""
        return tuple(path for name in FALLBACK[role] for path in self._named.get(name, ()))

    @cached_property
    def _named(self) -> dict[str, list[Path]]:
        named: dict[str, list[Path]] = {}
        for folder in self._folders:
            for name in (*Role, RARE):
                paths = (folder / f"{name}{suffix}" for suffix in SUFFIXES)
                named.setdefault(name, []).extend(path for path in paths if path.is_file())
        return named


@lru_cache(maxsize=64)
def open_face(path: Path) -> TrueType:
    """A face, mapped once per process."""
    return TrueType(path)


def vendored_folder() -> Path:
    """The folder of the faces that come with the product."""
    return Path(str(files("documents") / "faces"))


@lru_cache(maxsize=1)
def vendored_book() -> FontBook:
    """The product's own faces, shared by all documents of a process."""
    return FontBook()
