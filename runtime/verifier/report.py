"""Telling what was found: a page for people, JSON for programs."""

from __future__ import annotations

import json
import re

from runtime.verifier.bag import Bag, Told
from runtime.verifier.finding import Finding, Findings
from runtime.verifier.words import COUNTED, SAID

ARTICLES = "audit/law/articles.json"
CITED = re.compile(r"([A-Z0-9]+)(?: (\d+)(?:\((\d+)\))?(?:\((\d+)\))?)?")
DIGITS = "零一二三四五六七八九"


class Citations:
    """Short citations written out, by the names of laws in the bag."""

    def __init__(self, bag: Bag) -> None:
        """Read articles.json."""
        told = bag.json(ARTICLES)
        self.names: Told = told if isinstance(told, dict) else {}

    def spelled(self, short: str) -> str:
        """`APL 57(1)(4)` as 《中华人民共和国行政处罚法》第五十七条第一款第四项."""
        found = CITED.fullmatch(short)
        named = self.names.get(found[1]) if found else None
        if not found or not isinstance(named, dict):
            return short
        parts = [f"《{named['name']}》"]
        for number, unit in zip(found.groups()[1:], "条款项"):
            if number:
                parts.append(f"第{chinese(int(number))}{unit}")
        return "".join(parts)


def chinese(number: int) -> str:
    """A number below a thousand as statutes write it."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += "十" if tens == 1 and not hundreds else f"{DIGITS[tens]}十"
    elif hundreds and ones:
        text += "零"
    return text + (DIGITS[ones] if ones else "")


def as_json(bag: Bag, out: Findings, case: str, number: str) -> str:
    """Everything, for a program."""
    citations = Citations(bag)
    told = {
        "case": case,
        "number": number,
        "sound": not out.all,
        "findings": [_plain(one, citations) for one in out.all],
        "looked_at": out.looked_at,
        "not_checked": out.unchecked,
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _plain(one: Finding, citations: Citations) -> dict[str, object]:
    return {
        "code": one.code,
        "text": one.text,
        "file": one.place.file,
        "page": one.place.page,
        "event": one.event or None,
        "law": one.law,
        "article": citations.spelled(one.law),
        "facts": {name: _fact(value) for name, value in one.facts.items()},
    }


def _fact(value: object) -> object:
    return value if isinstance(value, (str, int, bool)) or value is None else str(value)


def as_text(bag: Bag, out: Findings, case: str, number: str) -> str:
    """The page people read: what was found, where, by which article; and what was not checked."""
    citations = Citations(bag)
    counted = "、".join(f"{COUNTED[name]}{count}" for name, count in out.looked_at.items())
    lines = [
        SAID["title"],
        SAID["case"].format(case=case, number=number),
        SAID["looked_at"].format(list=counted),
        "",
        SAID["unsound"].format(count=len(out.all)) if out.all else SAID["sound"],
    ]
    for place, one in enumerate(out.all, 1):
        lines.append(f"{place:>3}. {one.text}")
        lines.append(f"     {_where(one, citations)}")
    lines += ["", SAID["unchecked"], *(f"  - {one}" for one in out.unchecked)]
    return "\n".join(lines)


def _where(one: Finding, citations: Citations) -> str:
    told = [
        ("document", one.place.file),
        ("page", one.place.page),
        ("event", SAID["event_number"].format(number=one.event) if one.event else ""),
        ("law", citations.spelled(one.law)),
    ]
    return "　".join(f"{SAID[name]}：{value}" for name, value in told if value)
