"""Checking what a published copy says of itself: its words, their salts, the hashes of the rest.

Anybody can do it with SHA-256 alone; whether the root is that of the ledger, and whether the pages
print these words, is asked elsewhere. Damage is told by code, never raised.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

from engine import merkle
from engine.masking import Masking
from engine.printed import Run, leaf
from engine.record import Json
from engine.redaction import SCHEMA

#: The first two runs of every document: itself, and the shape of its texts.
_HEAD = ("document", "shape")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place of a copy that shows other words than the document."""

    key: str
    rule: str
    name: str
    law: tuple[str, ...]
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """What a copy discloses, and what is wrong with its proof."""

    root: str
    case: str
    #: Event that made the document, and the document's id.
    seq: int
    document: str
    #: What is said of the document itself (engine.printed.head_of).
    head: str
    #: Every text as shown, in order.
    texts: tuple[str, ...]
    shown: int
    withheld: tuple[Place, ...]
    findings: tuple[str, ...]


class MalformedProofError(ValueError):
    """A proof that is not of the shape `engine.redaction` gives."""


def disclosed(proof: Json, masking: Masking) -> Disclosure:
    """Read and check a proof; raises MalformedProofError for one that cannot be read."""
    try:
        return _read(cast("Mapping[str, Json]", proof), masking)
    except (TypeError, ValueError, LookupError, AttributeError) as wrong:
        raise MalformedProofError(str(wrong)) from wrong


def _read(proof: Mapping[str, Json], masking: Masking) -> Disclosure:
    if proof["schema"] != SCHEMA:
        raise ValueError(proof["schema"])
    rows = cast("Sequence[Mapping[str, Json]]", proof["runs"])  # checked by what reads them
    ledger = cast("Mapping[str, Json]", proof["ledger"])  # as above
    if tuple(str(r["key"]) for r in rows[:2]) != _HEAD:
        raise ValueError(rows[:2])
    root = str(proof["root"])
    withheld = tuple(_places(rows))
    findings = [*_wrong_root(rows, root), *_wrong_places(rows, withheld, masking)]
    head = str(rows[0]["text"])
    document = str(ledger["document"])
    if json.loads(head)["document"] != document or json.loads(head)["case"] != ledger["case"]:
        findings.append("disclosure_other_document")
    return Disclosure(
        root=root,
        case=str(ledger["case"]),
        seq=int(str(ledger["seq"])),
        document=document,
        head=head,
        texts=_texts(rows),
        shown=sum("text" in row for row in rows) - len(_HEAD),
        withheld=withheld,
        findings=tuple(findings),
    )


def _leaf(row: Mapping[str, Json]) -> bytes:
    if "text" not in row:
        return bytes.fromhex(str(row["leaf"]))
    run = Run(key=str(row["key"]), text=str(row["text"]))
    return leaf(bytes.fromhex(str(row["salt"])), run)


def _wrong_root(rows: Sequence[Mapping[str, Json]], root: str) -> Iterator[str]:
    """Whether words, salts or hashes were changed."""
    found = [_leaf(row) for row in rows]
    if any(len(one) != merkle.HASH_SIZE for one in found):
        raise ValueError(root)
    if merkle.root(found).hex() != root:
        yield "disclosure_words_changed"


def _places(rows: Sequence[Mapping[str, Json]]) -> Iterator[Place]:
    for row in rows:
        if "text" not in row:
            yield Place(
                key=str(row["key"]),
                rule=str(row["rule"]),
                name=str(row["name"]),
                law=tuple(str(article) for article in cast("list[Json]", row["law"])),
                shown=str(row["shown"]),
            )


def _wrong_places(
    rows: Sequence[Mapping[str, Json]], withheld: Sequence[Place], masking: Masking
) -> Iterator[str]:
    """Whether what stands in the place of words is what its rule gives, under its own name.

    Nothing may stand there only where the run before was hidden as part of the same words.
    """
    if any(row["key"] in _HEAD and "text" not in row for row in rows):
        yield "disclosure_words_changed"
    for before, row in pairwise(rows):
        beside = (before["key"], before.get("rule")) == (row["key"], row.get("rule"))
        if "text" not in row and not row["shown"] and not beside:
            yield "disclosure_place_empty"
    for place in withheld:
        rule = masking.rules.get(place.rule)
        if rule is None or (rule.name, rule.law) != (place.name, place.law):
            yield "disclosure_rule_unknown"
            return
        if place.shown and not masking.fits(rule, place.shown):
            yield "disclosure_place_filled"
            return


def _texts(rows: Sequence[Mapping[str, Json]]) -> tuple[str, ...]:
    """Return every text as shown: runs of one key, one after the other, are one text."""
    texts: dict[str, str] = {}
    last = ""
    for row in rows[len(_HEAD) :]:
        key, words = str(row["key"]), str(row["text"] if "text" in row else row["shown"])
        if key in texts and key != last:
            raise ValueError(key)
        texts[key], last = texts.get(key, "") + words, key
    return tuple(texts.values())
