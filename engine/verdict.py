"""What a guard answers: not a boolean but a reason, an article and a cure.

Verdicts carry codes and facts; the edge turns them into sentences in the reader's language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias

from engine.quick_values import quickly_made


@dataclass(frozen=True, slots=True)
class Term:
    """A name the edge looks up in the reader's language: a role, form, state or deadline."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One of several things found behind a verdict: a sentence of its own, with its article."""

    #: Message code: `reasoning.<code>` in the catalogue.
    code: str
    law: str
    details: "Mapping[str, Detail]"


Detail: TypeAlias = "str | int | date | datetime | Term | Remark | tuple[Detail, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """The answer to one question about a case: a value of a small closed domain, with details."""

    #: True/False or the name of a choice.
    value: bool | str
    #: What the sentence about it needs (names, dates, amounts in fen under names ending in `_fen`).
    details: Mapping[str, Detail] = field(default_factory=dict)


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One requirement judged."""

    ok: bool
    #: Message code: `facts.<code>` in the catalogue holds the reason and the cure.
    code: str
    #: Rule id of the statute facts (R…, T…, I…).
    rule: str
    #: Citation in short form, such as `APL 57(1)(4)`.
    law: str
    details: Mapping[str, Detail] = field(default_factory=dict)
    #: The fact's value, recorded in the ledger.
    value: bool | str = True
