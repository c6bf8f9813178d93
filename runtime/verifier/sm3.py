"""The SM3 digest (GB/T 32905): the interpreter's own where it has one, else worked out here."""

from __future__ import annotations

import hashlib
from struct import pack, unpack

BITS_32 = 0xFFFFFFFF
START = (
    *(0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600),
    *(0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E),
)


def sm3(data: bytes) -> bytes:
    """The digest, 32 bytes."""
    try:
        return hashlib.new("sm3", data).digest()
    except ValueError:
        return sm3_by_hand(data)


def sm3_by_hand(data: bytes) -> bytes:
    """The digest by plain integers (5.2 and 5.3): some seconds for a megabyte."""
    padded = data + b"\x80" + bytes((55 - len(data)) % 64) + pack(">Q", 8 * len(data))
    state: tuple[int, ...] = START
    for at in range(0, len(padded), 64):
        state = _pressed(state, _expanded(padded[at : at + 64]))
    return pack(">8I", *state)


def _turned(word: int, by: int) -> int:
    return (word << by | word >> (32 - by)) & BITS_32


#: The constant of each round, turned by its number (4.2 and 5.3.3).
ROUNDS = [_turned(0x79CC4519 if j < 16 else 0x7A879D8A, j % 32) for j in range(64)]


def _expanded(block: bytes) -> list[int]:
    """The sixteen words of a block made sixty-eight (5.3.2)."""
    words = list(unpack(">16I", block))
    for j in range(16, 68):
        mixed = words[j - 16] ^ words[j - 9] ^ _turned(words[j - 3], 15)
        mixed ^= _turned(mixed, 15) ^ _turned(mixed, 23)
        words.append(mixed ^ _turned(words[j - 13], 7) ^ words[j - 6])
    return words


def _pressed(state: tuple[int, ...], words: list[int]) -> tuple[int, ...]:
    """The state after a block (5.3.3); names are the standard's."""
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        turned = _turned(a, 12)
        ss1 = _turned((turned + e + ROUNDS[j]) & BITS_32, 7)
        ff = a ^ b ^ c if j < 16 else a & b | a & c | b & c
        gg = e ^ f ^ g if j < 16 else e & f | ~e & g
        tt1 = (ff + d + (ss1 ^ turned) + (words[j] ^ words[j + 4])) & BITS_32
        tt2 = (gg + h + ss1 + words[j]) & BITS_32
        a, b, c, d = tt1, a, _turned(b, 9), c
        e, f, g, h = tt2 ^ _turned(tt2, 9) ^ _turned(tt2, 17), e, _turned(f, 19), g
    return tuple(old ^ new for old, new in zip(state, (a, b, c, d, e, f, g, h)))
