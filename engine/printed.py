"""The words a document prints, cut into runs, and the salted commitment to every run.

A run is committed as leaf SHA-256(00 ‖ salt ‖ key ‖ line feed ‖ text) of a tree after RFC 9162; the
salts come from one secret kept with the private part of the event. Whoever holds a run and its
salt can show it; a hash alone tells nothing. Refuses to know pages and what must be hidden.
"""

import hmac
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import cast

from engine import merkle
from engine.event import DocumentMade
from engine.record import Json, canonical

#: What the salts are derived under beside the secret and the number of the run.
_PURPOSE = b"anjuan/printed/1"
_MARKS = "，。；：！？、　\n）)》〕”"
_OPENING = "（(《〔“"
_WORD = "0-9A-Za-z"
_LONG = f"[{_WORD}]{{5,}}"
_CLAUSE = f"(?:[^{_MARKS}{_OPENING}{_WORD}]|(?<![{_WORD}])[{_WORD}]{{1,4}}(?![{_WORD}]))+"
#: A long number, marks that end something, or a clause with what opens it.
_PIECES = re.compile(f"({_LONG})|([{_MARKS}]+)|[{_OPENING}]?{_CLAUSE}|[{_OPENING}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedText:
    """One text of a document: where it stands in the form, and the runs it is cut into."""

    key: str
    runs: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return the whole text."""
        return "".join(self.runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """Everything a document prints, in reading order.

    `shape` is the documents room's account of how the texts hang together, without any of them.
    """

    shape: str
    texts: tuple[PrintedText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run with its place among those committed."""

    key: str
    text: str


def pieces(text: str) -> tuple[str, ...]:
    """Cut a text so that little must go where one word must; joined it is the text again.

    Marks belong to the clause they end; a long number stands alone.
    """
    found: list[str] = []
    alone = True
    for match in _PIECES.finditer(text):
        if match[2] and not alone:
            found[-1] += match[2]
        else:
            found.append(match[0])
        alone = match[1] is not None
    return tuple(found)


def head_of(case: str, made: DocumentMade) -> str:
    """Return what is said of the document itself, the first thing committed."""
    return canonical(
        {
            "case": case,
            "document": made.id,
            "form": made.form,
            "number": made.number,
            "composed_at": made.composed_at.isoformat(),
        }
    ).decode()


def runs_of(head: str, printed: Printed) -> tuple[Run, ...]:
    """Return everything committed, in order: the document, its shape, then run after run."""
    return (
        Run(key="document", text=head),
        Run(key="shape", text=printed.shape),
        *(Run(key=t.key, text=run) for t in printed.texts for run in t.runs),
    )


def salt(secret: bytes, number: int) -> bytes:
    """Return the salt of the run with this number, from 0."""
    return hmac.digest(secret, _PURPOSE + number.to_bytes(4, "big"), sha256)


def leaf(salted: bytes, run: Run) -> bytes:
    """Return the leaf a run is committed as."""
    return merkle.leaf_hash(salted + f"{run.key}\n{run.text}".encode())


def leaves(secret: bytes, runs: Sequence[Run]) -> list[bytes]:
    """Return the leaves of all runs."""
    return [leaf(salt(secret, number), run) for number, run in enumerate(runs)]


def commitment(secret: bytes, head: str, printed: Printed) -> str:
    """Return the root over everything a document prints, in hex."""
    return merkle.root(leaves(secret, runs_of(head, printed))).hex()


# -- as kept with the private part of the event -----------------------------------------------


def kept(secret: bytes, printed: Printed) -> Json:
    """Return secret and runs as the private part keeps them."""
    texts: list[Json] = [[t.key, list(t.runs)] for t in printed.texts]
    return {"secret": secret.hex(), "shape": printed.shape, "texts": texts}


def read_kept(value: Json) -> tuple[bytes, Printed]:
    """Return secret and runs; the inverse of `kept`."""
    plain = cast("dict[str, Json]", value)  # shape fixed by kept
    texts = cast("list[tuple[str, list[str]]]", plain["texts"])  # shape fixed by kept
    printed = Printed(
        shape=str(plain["shape"]),
        texts=tuple(PrintedText(key=key, runs=tuple(runs)) for key, runs in texts),
    )
    return bytes.fromhex(str(plain["secret"])), printed


def spans(runs: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where each run begins and ends in the whole text."""
    at = 0
    for run in runs:
        yield at, at + len(run)
        at += len(run)
