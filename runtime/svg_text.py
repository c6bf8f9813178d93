"""Text in an SVG drawing: how wide it is about, and shortened to the room there is.

Knows no fonts: a Chinese character is as wide as it is high, others a little more than half.
"""

import re
from xml.sax.saxutils import escape

#: Width of a character in parts of its height: of Chinese, and of everything else.
WIDE, NARROW = 1.0, 0.56
INK = "#1c2733"
#: What never begins a line.
CLOSING = frozenset("，。；、）")


def width_of(text: str, size: float) -> float:
    """Return about how wide `text` is."""
    return size * sum(WIDE if ord(c) > LATIN else NARROW for c in text)


#: Last character of the scripts that are narrow.
LATIN = 0x24F


def fitting(text: str, room: float, size: float) -> str:
    """Return `text`, shortened to the room there is."""
    if width_of(text, size) <= room:
        return text
    while text and width_of(text + "…", size) > room:
        text = text[:-1]
    return text + "…"


def wrapped(text: str, room: float, size: float) -> list[str]:
    """Return `text` in lines that fit the room; English breaks between words."""
    lines = [""]
    for part in re.findall(r"[ -~]+? |[ -~]+$|.", text):
        if lines[-1] and width_of(lines[-1] + part, size) > room and part not in CLOSING:
            lines.append("")
        lines[-1] += part
    return [line.strip() for line in lines]


def text_at(
    x: float,
    y: float,
    text: str,
    *,
    size: float,
    colour: str = INK,
    weight: str = "",
    middle: bool = False,
    end: bool = False,
) -> str:
    """Return a text element; `x` is its left end, its middle or its right end."""
    anchor = "middle" if middle else "end" if end else "start"
    heavy = f' font-weight="{weight}"' if weight else ""
    where = f'x="{x:.0f}" y="{y:.0f}" font-size="{size}" text-anchor="{anchor}"{heavy}'
    return f'<text {where} fill="{colour}">{escape(text)}</text>'
