"""Which scenarios and tests hold a rule: found in the features and in the sources of the tests.

A scenario holds a rule it is tagged with (`@rule:R064`), a rule its steps name, and a rule whose
own article it is tagged with. A test holds a rule its name, docstring or body names.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from gherkin.parser import Parser

from features.law_table import FEATURES, article_key, articles, tagged_scenarios
from tests.architecture.law_pages import ROOT
from tests.architecture.rule_places import data

NAMED = re.compile(r"(?<![A-Za-z0-9])(?:R\d{3}|D\d{2}[a-z]?|T\d{2})(?![A-Za-z0-9])")
LAW = re.compile(
    r"(?P<code>[A-Z0-9]+)(?: (?P<article>\d+)(?:\((?P<para>\d+)\))?(?:\((?P<item>\d+)\))?)?"
)
PREFIX = "@rule:"


@cache
def scenarios_by_rule() -> dict[str, list[str]]:
    """Rule id to the scenarios that name it."""
    held: dict[str, list[str]] = defaultdict(list)
    for _, title, named in scenarios():
        for rule in sorted(named):
            held[rule].append(title)
    return held


@cache
def scenarios() -> list[tuple[tuple[str, ...], str, frozenset[str]]]:
    """Articles, place and rules named, of every scenario."""
    found = []
    for path in sorted(FEATURES.glob("*.feature")):
        text = path.read_text(encoding="utf-8")
        feature = Parser().parse(text)["feature"]
        steps = steps_by_title(feature, text)
        for tags, title in tagged_scenarios(feature, ()):
            marked = {tag.removeprefix(PREFIX) for tag in tags if tag.startswith(PREFIX)}
            named = frozenset(marked | set(NAMED.findall(steps[title])))
            found.append((tuple(articles(tags)), f"{path.stem}：{title}", named))
    return found


def steps_by_title(feature: dict, text: str) -> dict[str, str]:
    """The lines of each scenario, from its title to the next."""
    lines = text.splitlines()
    begins = sorted(
        (child["scenario"]["location"]["line"], child["scenario"]["name"])
        for child in flat(feature)
        if "scenario" in child
    )
    ends = [line for line, _ in begins[1:]] + [len(lines) + 1]
    return {
        title: "\n".join(
            line for line in lines[begin - 1 : end - 1] if not line.strip().startswith("@")
        )
        for (begin, title), end in zip(begins, ends, strict=True)
    }


def flat(parent: dict) -> Iterator[dict]:
    """Children of a feature and of its rules."""
    for child in parent["children"]:
        yield child
        if "rule" in child:
            yield from flat(child["rule"])


def scenarios_of_article(law: str) -> list[str]:
    """Scenarios tagged with an article, or with a part of it."""
    wanted = article_of(law)
    if wanted is None:
        return []
    return [
        title
        for cited, title, _ in scenarios()
        if any(article_key(one)[: len(wanted)] == wanted for one in cited)
    ]


def article_of(law: str) -> tuple[str | int, ...] | None:
    """A citation of the data as features tag it: name without the republic, article, paragraph."""
    found = LAW.fullmatch(law)
    if found is None:
        raise ValueError(f"not a citation: {law}")
    names = {**data("instruments.yaml"), **data("deadline_instruments.yaml")}
    if found["article"] is None:
        return None
    name = (
        names[found["code"]]["name"]
        .replace("中华人民共和国", "")
        .replace("《", "")
        .replace("》", "")
    )
    numbers = [found[part] for part in ("article", "para", "item") if found[part]]
    return (name, *(int(number) for number in numbers))


@cache
def tests_by_rule() -> dict[str, list[str]]:
    """Rule id to the test functions that name it."""
    held: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        if path.parent.name == "architecture":
            continue
        for name, text in functions(path).items():
            for rule in sorted(set(NAMED.findall(text))):
                held[rule].append(f"{path.relative_to(ROOT / 'tests')}::{name}")
    return held


@cache
def functions(path: Path) -> dict[str, str]:
    """Every test of a file with its source: its parameters, and the tables of the file it uses."""
    text = path.read_text(encoding="utf-8")
    body, lines = ast.parse(text).body, text.splitlines()
    tables = {
        target.id: written(lines, node)
        for node in body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found = {}
    for node in body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            parts = [written(lines, part) for part in (*node.decorator_list, node)]
            used = {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}
            parts += [tables[name] for name in sorted(used & tables.keys())]
            found[node.name] = "\n".join(parts)
    return found


def written(lines: list[str], node: ast.stmt | ast.expr) -> str:
    """The lines of a piece of a source."""
    return "\n".join(lines[node.lineno - 1 : node.end_lineno])


def named_test(place: str) -> str:
    """A test the register names as `path::name` below tests/; LookupError when there is none."""
    path, _, name = place.partition("::")
    if name not in functions(ROOT / "tests" / path):
        raise LookupError(place)
    return place
