"""Values of PDF read one character at a time (ISO 32000-1, 7.2 and 7.3): slow, easy to follow."""

WHITE, DIGITS, HEX = b"\x00\t\n\x0c\r ", b"0123456789", b"0123456789abcdefABCDEF"
#: What does not go on with a word or the R of a reference.
ENDS = b"\t\n\x0b\x0c\r ()<>[]{}/%"
#: What cannot go on after a number.
JOINED = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789.+-"
DEEPEST = 32
WORDS = {b"true": ("word", True), b"false": ("word", False), b"null": ("word", None)}
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


class RefusedError(Exception):
    """The bytes are no value."""


def demand(condition):
    if not condition:
        raise RefusedError


def run(data, at, allowed, most):
    """The position behind as many of the `allowed` bytes as there are, up to `most`."""
    end = at
    while end < len(data) and data[end] in allowed and end - at < most:
        end += 1
    return end


def blank(data, at):
    while True:
        at = run(data, at, WHITE, len(data))
        if data[at : at + 1] != b"%":
            return at
        while at < len(data) and data[at] not in b"\r\n":
            at += 1


def value(data, at, depth=0):
    """The value at or after `at`, tagged with its kind, and the position behind it."""
    at = blank(data, at)
    demand(depth <= DEEPEST and at < len(data))
    for opening, read in ((b"<<", dictionary), (b"[", array)):
        if data.startswith(opening, at):
            return read(data, at + len(opening), depth + 1)
    for opening, read in ((b"<", digits), (b"(", literal), (b"/", name)):
        if data.startswith(opening, at):
            return read(data, at + 1)
    for word, told in WORDS.items():
        if data.startswith(word, at) and ended(data, at + len(word)):
            return told, at + len(word)
    return reference(data, at) or number(data, at)


def ended(data, at):
    return at == len(data) or data[at] in ENDS


def reference(data, at):
    first = run(data, at, DIGITS, 8)
    second = run(data, first, WHITE, len(data))
    third = run(data, second, DIGITS, 5)
    end = run(data, third, WHITE, len(data))
    if not at < first < second < third < end:
        return None
    if data[end : end + 1] != b"R" or not ended(data, end + 1):
        return None
    return ("reference", int(data[at:first]), int(data[second:third])), end + 1


def number(data, at):
    start = at + 1 if data[at : at + 1] in (b"+", b"-") else at
    whole = run(data, start, DIGITS, 10)
    end = run(data, whole + 1, DIGITS, 10) if data[whole : whole + 1] == b"." else whole
    demand(whole > start or end > whole + 1)
    demand(end == len(data) or data[end] not in JOINED)
    text = data[at:end]
    return ("real", float(text)) if b"." in text else ("whole", int(text)), end


def name(data, at):
    end = at
    while end < len(data) and 0x20 < data[end] < 0x7F and data[end] not in ENDS:
        end += 1
    text, out = data[at:end], bytearray()
    while text:
        escaped = text[:1] == b"#" and len(text) > 2 and text[1] in HEX and text[2] in HEX
        out.append(int(text[1:3], 16) if escaped else text[0])
        text = text[3 if escaped else 1 :]
    return ("name", bytes(out)), end


def digits(data, at):
    found = b""
    while data[at : at + 1] != b">":
        demand(at < len(data) and data[at] in HEX + b" \t\n\r\f\v")
        found += data[at : at + 1].strip()
        at += 1
    return ("text", bytes.fromhex((found + b"0" * (len(found) % 2)).decode())), at + 1


def literal(data, at):
    out, opened = bytearray(), 1
    while True:
        demand(at < len(data))
        one = data[at : at + 1]
        at += 1
        opened += {b"(": 1, b")": -1}.get(one, 0)
        if not opened:
            return ("text", bytes(out)), at
        if one != b"\\":
            out += one
            continue
        octal = run(data, at, b"01234567", 3)
        if octal > at:
            out.append(int(data[at:octal], 8) & 0xFF)
            at = octal
        elif data[at : at + 2] == b"\r\n":
            at += 2
        else:
            demand(at < len(data))
            escaped = data[at : at + 1]
            out += b"" if escaped in b"\r\n" else ESCAPES.get(escaped, escaped)
            at += 1


def array(data, at, depth):
    members = []
    while data[blank(data, at) : blank(data, at) + 1] != b"]":
        member, at = value(data, at, depth)
        members.append(member)
    return ("array", members), blank(data, at) + 1


def dictionary(data, at, depth):
    """Entries with their values, the bytes of these, and where they stand."""
    entries = {}
    while not data.startswith(b">>", blank(data, at)):
        at = blank(data, at)
        demand(data[at : at + 1] == b"/")
        (_, key), at = name(data, at + 1)
        start = blank(data, at)
        found, at = value(data, start, depth)
        demand(key not in entries)
        entries[key] = (found, data[start:at], start)
    return ("dictionary", entries), blank(data, at) + 2
