"""Numbers as officials write them: 八千, 壹佰伍拾, 第一百一十二; whole numbers below 万亿."""

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")}
_DIGITS |= {c: n for n, c in enumerate("零壹贰叁肆伍陆柒捌玖")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
#: The greater first: 壹万亿 is ten thousand times 亿.
_GROUPS = {"亿": 10**8, "万": 10**4}
#: Every character such a number is written with.
CHARACTERS = "".join({**_DIGITS, **_PLACES, **_GROUPS})


def whole_number(text: str) -> int | None:
    """Return the number `text` writes in Arabic or Chinese numerals, or None."""
    if text.isascii():
        return int(text) if text.isdigit() else None
    for character, worth in _GROUPS.items():
        before, found, after = text.rpartition(character)
        if found:
            left, right = whole_number(before), whole_number(after) if after else 0
            return None if left is None or right is None else left * worth + right
    return _below_ten_thousand(text)


def _below_ten_thousand(text: str) -> int | None:
    total = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _PLACES:
            total += (digit or 1) * _PLACES[character]
            digit = 0
        else:
            return None
    return total + digit
