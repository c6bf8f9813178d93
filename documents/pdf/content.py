"""Marks of a sheet as PDF operators (ISO 32000-1, 8 and 9)."""

import math
from collections.abc import Sequence
from functools import lru_cache, reduce
from operator import or_
from typing import NamedTuple

from documents.fonts import FontBook, Typeface
from documents.layout.sheet import (
    RULE,
    LinesMark,
    PictureMark,
    Rect,
    RuleMark,
    Shade,
    ShapeMark,
    Sheet,
    TextMark,
)
from documents.layout.structure import Element
from documents.linebreak import Line
from documents.pdf.embed import EmbeddedFace, alphabet
from documents.pdf.tagging import bracketed
from documents.pictures import Picture
from documents.truetype import TrueType

#: Characters that share a glyph with another in the document: face, character and its number.
Moved = tuple[tuple[TrueType, str, int], ...]


class Letters(NamedTuple):
    """Characters of one face that a line shows, by their bits, and what it calls the face."""

    name: str
    face: TrueType
    bits: int


class Resources:
    """Faces and pictures a document uses, in order of first use."""

    def __init__(self) -> None:
        self.faces: dict[TrueType, EmbeddedFace] = {}
        #: What pages call the faces: one that fills several roles has several names.
        self.names: dict[str, TrueType] = {}
        self.pictures: dict[str, tuple[str, Picture]] = {}
        self._shown: list[tuple[Letters, ...]] = []

    def use(self, letters: tuple[Letters, ...]) -> None:
        """Embed what a line shows."""
        self._shown.append(letters)

    def settle(self) -> Moved:
        """Give characters that share a glyph numbers of their own, once all are known."""
        used: dict[str, int] = {}
        for line in self._shown:
            for name, face, bits in line:
                self.names[name] = face
                used[name] = used.get(name, 0) | bits
        for face in dict.fromkeys(self.names.values()):
            bits = reduce(or_, [used[name] for name, one in self.names.items() if one is face])
            self.faces[face] = EmbeddedFace(face, bits)
        return tuple(
            (face, letter.char, code)
            for face, embedded in self.faces.items()
            for letter, code in embedded.moved
        )

    def picture(self, picture: Picture) -> str:
        """The resource name of a picture; the same picture is stored once."""
        key = f"{picture.digest}{picture.turn}"
        name, _ = self.pictures.setdefault(key, (f"P{len(self.pictures) + 1}", picture))
        return name


class Content(NamedTuple):
    """What a page shows."""

    stream: bytes
    owners: tuple[Element, ...]  # the part of the document each marked content is, by MCID


def contents(sheets: Sequence[Sheet], book: FontBook, resources: Resources) -> list[Content]:
    """What all pages show; afterwards `resources` knows all faces and pictures."""
    found = [_content(sheet, book, resources, ()) for sheet in sheets]
    moved = resources.settle()
    if moved:
        found = [_content(sheet, book, resources, moved) for sheet in sheets]
    return found


def _content(sheet: Sheet, book: FontBook, resources: Resources, moved: Moved) -> Content:
    """What one page shows."""
    parts = []
    for mark in sheet.marks:
        if isinstance(mark, LinesMark):
            parts.append(_lines(mark, book, resources, moved))
        elif isinstance(mark, TextMark):
            parts.append(_text(mark, book, resources, moved))
        elif isinstance(mark, RuleMark):
            parts.append(_rule(mark))
        elif isinstance(mark, ShapeMark):
            parts.append(_shape(mark))
        else:
            parts.append(_picture(mark, resources))
    operators, owners = bracketed(sheet, parts, _boxes(sheet.boxes))
    return Content(operators.encode("ascii"), owners)


@lru_cache(maxsize=16384)
def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") if value else "0"


@lru_cache(maxsize=16384)
def _place(x: float, y: float) -> str:
    return f"{_number(x)} {_number(y)}"


def _rule(mark: RuleMark) -> str:
    (left, bottom), (right, top) = mark.start, mark.end
    return f"{_number(mark.weight)} w {_place(left, bottom)} m {_place(right, top)} l S"


def _shape(mark: ShapeMark) -> str:
    """A path painted in its own colours (8.5.3), which end with it."""
    (x, y), *rest = mark.points
    path = f"{_number(x)} {_number(y)} m " + " ".join(
        f"{_number(right)} {_number(up)} l" for right, up in rest
    )
    set_up = [f"{_number(mark.weight)} w", _colour(mark.stroke, "RG"), _colour(mark.fill, "rg")]
    if mark.dash:
        set_up.append(f"[{' '.join(_number(part) for part in mark.dash)}] 0 d")
    paint = "S" if mark.fill is None else "f" if mark.stroke is None else "b"
    return f"q {' '.join(one for one in set_up if one)} {path} {paint} Q"


def _colour(shade: Shade | None, operator: str) -> str:
    return f"{' '.join(_number(part) for part in shade)} {operator}" if shade is not None else ""


def _boxes(boxes: Sequence[Rect]) -> str:
    """All ruled rectangles of a page as one path."""
    if not boxes:
        return ""
    return "\n".join((f"{_number(RULE)} w", *map(_box, boxes), "S"))


@lru_cache(maxsize=4096)
def _box(rect: Rect) -> str:
    """One rectangle; the tables of a form have theirs in the same places."""
    left, low, right, high = rect
    return f"{_number(left)} {_number(low)} {_number(right - left)} {_number(high - low)} re"


def _picture(mark: PictureMark, resources: Resources) -> str:
    left, bottom, right, top = mark.rect
    name = resources.picture(mark.picture)
    place = " ".join(_number(v) for v in (right - left, 0, 0, top - bottom, left, bottom))
    turn = " ".join(str(v) for v in mark.picture.turn)
    return f"q {place} cm {turn} cm /{name} Do Q"


def _lines(mark: LinesMark, book: FontBook, resources: Resources, moved: Moved) -> str:
    """Lines one below the other as one text object."""
    lines = mark.lines
    shown = _stack(book.typeface(mark.role), tuple(lines), mark.size, mark.lead, moved)
    resources.use(shown.letters)
    place = _place(mark.x + lines[0].indent, mark.y)
    return f"BT\n{place} Td {shown.operators}\nET"


def _text(mark: TextMark, book: FontBook, resources: Resources, moved: Moved) -> str:
    """One line of its own."""
    shown = _text_shown(book.typeface(mark.role), mark.text, mark.size, moved)
    resources.use(shown.letters)
    turned = _turned(mark.angle) if mark.angle else "1 0 0 1"
    place = f"{turned} {_place(mark.x, mark.y)}"
    text = f"BT {place} Tm {shown.operators} ET"
    return f"q {_number(mark.grey)} g {text} Q" if mark.grey else text


def _turned(angle: float) -> str:
    """The turning part of a matrix; degrees."""
    sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))
    return " ".join(_number(v) for v in (cosine, sine, -sine, cosine))


class _Shown(NamedTuple):
    """What shows a line: spacing, and for each face its name, size, numbers and shifts."""

    operators: str
    letters: tuple[Letters, ...]


@lru_cache(maxsize=8192)
def _stack(
    typeface: Typeface, lines: tuple[Line, ...], size: float, lead: float, moved: Moved
) -> _Shown:
    """Broken lines, each saying how it lies to the one before it.

    Lines are kept, and so is this, as long as they are.
    """
    spelled, text = _spelling(typeface), "".join([line.text for line in lines])
    codes = list(map(spelled.__getitem__, text))
    if moved or not spelled.strangers.isdisjoint(text):
        return _mixed(typeface, lines, size, lead, moved)
    face = spelled.faces[text[0]]
    name, first, left = typeface.label(face), 0, lines[0].indent
    operators = [f"/{name} {_number(size)} Tf"]
    for line in lines:
        after = first + len(line.text)
        shown = codes[first:after]
        if line.squeezed:
            _squeeze(face, line.text, shown, line.squeezed)
        if line.spacing and line.runs:
            _take_back(line, shown, size)
        place = f"{line.indent - left:.3f} {-lead:.3f} Td " if first else ""
        gap = _number(line.tracking + line.spacing)
        operators.append(f"{place}{gap} Tc [<{''.join(shown)}>] TJ")
        first, left = after, line.indent
    return _Shown("\n".join(operators), (Letters(name, face, alphabet(face).bits(set(text))),))


def _squeeze(face: TrueType, text: str, codes: list[str], squeezed: Sequence[int]) -> None:
    """The numbers of marks half an em narrower."""
    for at in squeezed:
        narrow = alphabet(face).narrow(text[at])
        codes[at] = f"{narrow.code:04X}" if narrow else codes[at]


def _take_back(line: Line, codes: list[str], size: float) -> None:
    """Inside runs of figures the line's spacing is taken back, in thousandths of the size."""
    shift = f"> {_number(line.spacing * 1000 / size)} <"
    for first, after in line.runs:
        for at in range(first, after - 1):
            codes[at] += shift


def _mixed(
    typeface: Typeface, lines: Sequence[Line], size: float, lead: float, moved: Moved
) -> _Shown:
    """The same where several faces set the lines, or characters share a glyph."""
    shown = [_set(typeface, line, size, moved) for line in lines]
    operators = [shown[0].operators]
    for before, line, one in zip(lines, lines[1:], shown[1:], strict=False):
        operators.append(f"{line.indent - before.indent:.3f} {-lead:.3f} Td {one.operators}")
    bits: dict[tuple[str, TrueType], int] = {}
    for name, face, used in [letters for one in shown for letters in one.letters]:
        bits[name, face] = bits.get((name, face), 0) | used
    letters = tuple([Letters(name, face, used) for (name, face), used in bits.items()])
    return _Shown("\n".join(operators), letters)


@lru_cache(maxsize=16384)
def _text_shown(typeface: Typeface, text: str, size: float, moved: Moved) -> _Shown:
    """The same for a text that is no line of a paragraph."""
    alone = Line(
        text=text, indent=0, tracking=0, spacing=0, squeezed=(), runs=(), width=0
    )  # its width is not asked for
    return _set(typeface, alone, size, moved)


def _set(typeface: Typeface, line: Line, size: float, moved: Moved) -> _Shown:
    """One line in the faces of a role."""
    spelled, text = _spelling(typeface), line.text
    codes = list(map(spelled.__getitem__, text))
    for other, char, code in moved:
        for at in [at for at, one in enumerate(text) if one == char]:
            if spelled.faces[char] is other:
                codes[at] = f"{code:04X}"
    for at in line.squeezed:
        _squeeze(spelled.faces[text[at]], text, codes, (at,))
    if line.spacing:
        _take_back(line, codes, size)
    operators, letters = f"{_number(line.tracking + line.spacing)} Tc", []
    for first, after, face in _faces(typeface, text):
        name = typeface.label(face)
        shown = f"<{''.join(codes[first:after])}>".removesuffix("<>")
        operators += f"\n/{name} {_number(size)} Tf [{shown}] TJ"
        letters.append(Letters(name, face, alphabet(face).bits(text[first:after])))
    return _Shown(operators, tuple(letters))


def _faces(typeface: Typeface, text: str) -> list[tuple[int, int, TrueType]]:
    """The runs of a text that one face sets: first, behind the last, and the face."""
    spelled = _spelling(typeface)
    if text and spelled.strangers.isdisjoint(text):
        return [(0, len(text), spelled.faces[text[0]])]
    faces = [spelled.faces[char] for char in text]
    starts = [at for at, face in enumerate(faces) if not at or face is not faces[at - 1]]
    ends = [*starts[1:], len(faces)]
    return [(first, after, faces[first]) for first, after in zip(starts, ends, strict=True)]


class _Spelling(dict[str, str]):
    """The characters of a role, each with its number in the face that has it, in hexadecimal."""

    def __init__(self, typeface: Typeface) -> None:
        super().__init__()
        self._typeface = typeface
        #: By character, the face that has it.
        self.faces: dict[str, TrueType] = {}
        #: Characters that another face has than the first one asked for.
        self.strangers: set[str] = set()

    def __missing__(self, char: str) -> str:
        face = self.faces[char] = self._typeface.glyph(char, char).face
        if face is not next(iter(self.faces.values())):
            self.strangers.add(char)
        found = self[char] = f"{alphabet(face).letter(char).code:04X}"
        return found


@lru_cache(maxsize=64)
def _spelling(typeface: Typeface) -> _Spelling:
    return _Spelling(typeface)
