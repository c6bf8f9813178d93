"""Words replaced on the pages of a document of our own writing, in its content streams.

The other words may only use letters that a face of the page already has. Nobody signs anew: the
signatures of such a file do not hold.
"""

import re
import zlib

from documents import page_words as reading

_RUN = re.compile(rb"/(\w+) [\d.]+ Tf|<([0-9A-F]+)>")


def reprinted(pdf, old, new):
    """The file with some words replaced wherever they stand; they must stand somewhere."""
    objects = {}
    for found in reading._OBJECT.finditer(pdf):
        objects.setdefault(int(found[1]), found.end())
    changes = []
    for number in reading._REFERENCE.findall(reading._KIDS.search(pdf)[1]):
        page = reading._PAGE.search(reading._head(pdf, objects[int(number)]))
        faces = reading._faces(pdf, objects, int(page[1]))
        at = objects[int(page[2])]
        content = reading._stream(pdf, at)
        other = _replaced(content, faces, old, new)
        if other != content:
            changes.append((at, other))
    assert changes, f"{old} stands on no page"
    for at, content in sorted(changes, reverse=True):
        pdf = _with_stream(pdf, at, content)
    return pdf


def _replaced(content, faces, old, new):
    runs, face = [], {}
    for found in _RUN.finditer(content):
        if found[1]:
            face = faces.get(found[1], {})
            continue
        codes = re.findall(rb"[0-9A-F]{4}", found[2])
        runs.append([found.start(2), found.end(2), [[c, face.get(c, "")] for c in codes], face])
    letters = [(r, n) for r, run in enumerate(runs) for n in range(len(run[2]))]
    letters = [(r, n) for r, n in letters if runs[r][2][n][1].strip()]
    text = "".join(runs[r][2][n][1] for r, n in letters)
    if len(text) != len(letters):
        raise ValueError("a code of several letters")
    for start in (m.start() for m in re.finditer(re.escape(old), text)):
        _rewritten(runs, letters[start : start + len(old)], new)
    for start, end, codes, _ in reversed(runs):
        content = content[:start] + b"".join(c for c, _ in codes) + content[end:]
    return content


def _rewritten(runs, places, new):
    """`new` in the places of some letters: each in its own where there are as many, else first."""
    alike = len(places) == len(new)
    for number, (r, n) in enumerate(places):
        back = {letter: code for code, letter in runs[r][3].items()}
        mine = (new[number],) if alike else tuple(new) if number == 0 else ()
        if not alike or runs[r][2][n][1] != new[number]:
            runs[r][2][n][0] = b"".join(back[letter] for letter in mine)


def _with_stream(pdf, at, content):
    head = reading._head(pdf, at)
    length = int(reading._LENGTH.search(head)[1])
    start = at + len(head) + len(b"stream\n")
    data = zlib.compress(content) if b"/FlateDecode" in head else content
    other = reading._LENGTH.sub(b"/Length %d" % len(data), head, count=1)
    return pdf[:at] + other + b"stream\n" + data + pdf[start + length :]
