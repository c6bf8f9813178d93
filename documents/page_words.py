"""What is printed on the pages of a file of our own writing, read from its content streams.

Reads the file as it was composed: signatures add no words. Refuses to guess: a file written
otherwise, or damaged, has no words.
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat

_OBJECT = re.compile(rb"\n(\d+) 0 obj\n")
_REFERENCE = re.compile(rb"(\d+) 0 R")
_PAGE = re.compile(rb"/Type /Page /.*?/Resources (\d+) 0 R.*?/Contents (\d+) 0 R", re.DOTALL)
_KIDS = re.compile(rb"/Type /Pages .*?/Kids \[([\d R]*)\]", re.DOTALL)
_FONTS = re.compile(rb"/Font <<(.*?)>>", re.DOTALL)
_FONT = re.compile(rb"/(\w+) (\d+) 0 R")
_UNICODE = re.compile(rb"/ToUnicode (\d+) 0 R")
_LENGTH = re.compile(rb"/Length (\d{1,9})")
_MAPPED = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")
_SHOWN = re.compile(rb"/(\w+) [\d.]+ Tf|<([0-9A-F]+)>")
_CODE = re.compile(rb"[0-9A-F]{4}")
_LABEL = re.compile(r"—(\d+)—")
#: Longest object read, in bytes: our dictionaries are short, streams give their length.
_HEAD = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """One page: its words in reading order, and the page number printed on it."""

    text: str
    label: str


def page_words(pdf: bytes) -> tuple[PageWords, ...]:
    """Return the words of every page; nothing for a file that is not of our writing."""
    try:
        return tuple(_pages(pdf))
    except (zlib.error, ValueError, KeyError, UnicodeDecodeError):
        return ()


def _pages(pdf: bytes) -> Iterator[PageWords]:
    objects: dict[int, int] = {}
    for found in _OBJECT.finditer(pdf):  # what a signature added stands behind what was composed
        objects.setdefault(int(found[1]), found.end())
    pages = _KIDS.search(pdf)
    faces: dict[int, Mapping[bytes, Mapping[bytes, str]]] = {}
    for number in _REFERENCE.findall(pages[1]) if pages else ():
        page = _PAGE.search(_head(pdf, objects[int(number)]))
        if page is None:
            return
        used = int(page[1])
        if used not in faces:
            faces[used] = _faces(pdf, objects, used)
        text = "".join(_words(_stream(pdf, objects[int(page[2])]), faces[used]))
        label = _LABEL.findall(text)
        yield PageWords(text=text, label=label[-1] if label else "")


def _head(pdf: bytes, at: int) -> bytes:
    end = pdf.find(b"endobj", at, at + _HEAD)
    stream = pdf.find(b"stream\n", at, at + _HEAD)
    ends = [e for e in (end, stream) if e >= 0]
    return pdf[at : min(ends) if ends else at + _HEAD]


def _stream(pdf: bytes, at: int) -> bytes:
    head = _head(pdf, at)
    length = _LENGTH.search(head)
    start = at + len(head) + len(b"stream\n")
    data = pdf[start : start + int(length[1])] if length else b""
    return zlib.decompress(data) if b"/FlateDecode" in head else data


def _faces(pdf: bytes, objects: Mapping[int, int], resources: int) -> dict[bytes, dict[bytes, str]]:
    """By the name pages call a face, the characters of its codes."""
    fonts = _FONTS.search(_head(pdf, objects[resources]))
    found: dict[bytes, dict[bytes, str]] = {}
    for name, number in _FONT.findall(fonts[1]) if fonts else ():
        unicode = _UNICODE.search(_head(pdf, objects[int(number)]))
        mapped = _MAPPED.findall(_stream(pdf, objects[int(unicode[1])])) if unicode else ()
        found[name] = {code: _character(text) for code, text in mapped}
    return found


@lru_cache(maxsize=16384)
def _character(text: bytes) -> str:
    return bytes.fromhex(text.decode()).decode("utf-16-be")


def _words(content: bytes, faces: Mapping[bytes, Mapping[bytes, str]]) -> Iterator[str]:
    face: Mapping[bytes, str] = {}
    for name, codes in _SHOWN.findall(content):
        if name:
            face = faces.get(name, {})
            continue
        yield from map(face.get, _CODE.findall(codes), repeat(""))
