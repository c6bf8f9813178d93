"""How the bytes of a copy differ from the kept document: longer, cut short, or changed somewhere.

Knows bytes only; what a difference means for signatures is asked of the verifier.
"""

from collections.abc import Iterator

from documents.signing.verification import Finding

#: Bytes compared at once while looking for the first that differs.
STRIDE = 1 << 16


def differences(kept: bytes, copy: bytes) -> Iterator[Finding]:
    """At most one finding: `copy_extended`, `copy_cut` or `copy_differs`."""
    if copy == kept:
        return
    if copy.startswith(kept):
        yield Finding(code="copy_extended", facts={"bytes": len(copy) - len(kept)})
    elif kept.startswith(copy):
        yield Finding(code="copy_cut", facts={"bytes": len(kept) - len(copy)})
    else:
        yield Finding(code="copy_differs", facts={"at": _first(kept, copy) + 1})


def _first(one: bytes, two: bytes) -> int:
    """The position of the first byte that differs; neither begins with the other."""
    at = 0
    while one[at : at + STRIDE] == two[at : at + STRIDE]:
        at += STRIDE
    while one[at] == two[at]:
        at += 1
    return at
