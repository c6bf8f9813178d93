"""The rule table, docs/rule-table.md: every rule, period and trap, what carries it, what holds it.

`python -m tests.architecture.rule_table` writes it; the test compares the committed one and
refuses a row without a place or without a test.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tests.architecture.law_pages import ROOT
from tests.architecture.rule_places import KINDS, Places, data, named_places, note, places_by_rule
from tests.architecture.rule_tests import (
    named_test,
    scenarios_by_rule,
    scenarios_of_article,
    tests_by_rule,
)
from tests.playbook import law

PAGE = ROOT / "docs" / "rule-table.md"
#: Places and tests shown in a cell before the rest is only counted.
SHOWN = 4

HEAD = """\
# Every rule and every period: what carries it, and what holds it

Names stand in `workflows/data/rules.yaml` and `deadlines.yaml`. Where a rule is carried out is read
from the definitions; which scenarios and tests hold it is read from `features/` and `tests/`. The
last column tells whether `anjuan workflow check` proves it, rule by rule, from the second book of
the law (`workflows/data/checking/acts.yaml`). A rule or period without a place or without a test
fails the tests. Made by `python -m tests.architecture.rule_table`.
"""

COLUMNS = """\
| 编号 | 名称 | 条款 | 落实方式 | 落实之处 | 场景与测试 | 穷举证明 |
|---|---|---|---|---|---|---|"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One rule, period or trap."""

    id: str
    name: str
    law: tuple[str, ...]
    places: Places
    tests: tuple[str, ...]
    proved: bool


@cache
def tables() -> dict[str, list[Row]]:
    """The three tables: rules, periods, traps."""
    register = data("rules.yaml")
    added = register["deadlines"] or {}
    periods = {period["id"]: period for period in data("deadlines.yaml")["deadlines"]}
    return {
        "规则": [row(entry) for entry in register["rules"]],
        "期限": [
            row(
                {
                    **added.get(period["id"], {}),
                    "id": period["id"],
                    "name": period["name"]["zh"],
                    "law": period["law"],
                }
            )
            for period in periods.values()
        ],
        "容易出错之处": [row(entry) for entry in register["traps"]],
    }


def row(entry: dict) -> Row:
    """The row of a rule, period or trap."""
    rule, law = entry["id"], tuple(entry["law"])
    places = named_places(entry.get("places", ()))
    for kind, found in places_by_rule().get(rule, {}).items():
        for place in found:
            note(places, kind, place)
    return Row(
        id=rule,
        name=entry["name"],
        law=law,
        places={kind: places[kind] for kind in KINDS if places.get(kind)},
        tests=tuple(dict.fromkeys(holding(rule, law, entry.get("tests", ())))),
        proved=rule in proved_rules(),
    )


def holding(rule: str, law: tuple[str, ...], named: tuple[str, ...]) -> Iterator[str]:
    """Tests the register names, then those that name the rule, then scenarios of its article."""
    yield from (f"`{named_test(place)}`" for place in named)
    yield from scenarios_by_rule().get(rule, ())
    yield from (f"`{place}`" for place in tests_by_rule().get(rule, ()))
    if not rule.startswith("T"):
        for article in law:
            yield from scenarios_of_article(article)


@cache
def proved_rules() -> set[str]:
    """Rules the second book of the law holds the definitions against."""
    book = data("checking/acts.yaml")
    asked = {claim["rule"] for claim in book["rules"]}
    items = {
        i.id: i.rule for w in law().workflows.values() for t in w.transitions for i in t.checklist
    }
    put = {items[item] for act in book["acts"] for item in act.get("asks_people", ())}
    moved = {
        period
        for act in book["acts"]
        for move in ("starts", "stops", "pauses", "resumes", "extends")
        for period in act.get(move, ())
    }
    return asked | put | moved


def page() -> str:
    """The page."""
    parts = [HEAD]
    for title, rows in tables().items():
        parts += [f"\n## {title}\n", COLUMNS, *(line(one) for one in rows)]
    return "\n".join(parts) + "\n"


def line(one: Row) -> str:
    """One line of a table."""
    cells = (
        one.id,
        one.name,
        "、".join(one.law),
        "、".join(KINDS[kind] for kind in one.places),
        "<br>".join(f"{KINDS[kind]}：{shortened(found)}" for kind, found in one.places.items()),
        shortened(one.tests, "<br>"),
        "是" if one.proved else "",
    )
    return f"| {' | '.join(cells)} |"


def shortened(found: list[str] | tuple[str, ...], joint: str = "；") -> str:
    """The first few, and how many more there are."""
    more = len(found) - SHOWN
    tail = (f"另 {more} 处",) if more > 0 else ()
    return joint.join((*found[:SHOWN], *tail))


def write() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    write()
