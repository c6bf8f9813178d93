"""Which scenario holds which article: the table in docs/law-to-scenario.md.

Run as a script it writes the table; the test beside it compares the committed one.
"""

import re
from collections import defaultdict
from pathlib import Path

from gherkin.parser import Parser

PREFIX = "law:"
FEATURES = Path(__file__).parent
TABLE = FEATURES.parent / "docs" / "law-to-scenario.md"
ARTICLE = re.compile(
    r"(?P<law>.+?)第(?P<article>\d+)条(?:第(?P<para>\d+)款)?(?:第(?P<item>\d+)项)?"
)

HEAD = """\
# Articles and the scenarios that hold them

Made from the `@law:` tags of `features/*.feature` by `python features/law_table.py`.
"""


def article_key(article):
    """Law, article, paragraph and item, so that 第9条 comes before 第56条."""
    found = ARTICLE.fullmatch(article)
    if found is None:
        raise ValueError(f"not an article: {article}")
    return (found["law"], *(int(found[part] or 0) for part in ("article", "para", "item")))


def scenarios_by_article(folder=FEATURES):
    """Article to (feature file, scenario title), from every feature of the folder."""
    held = defaultdict(list)
    for path in sorted(folder.glob("*.feature")):
        feature = Parser().parse(path.read_text(encoding="utf-8"))["feature"]
        for tags, title in tagged_scenarios(feature, ()):
            for article in articles(tags):
                held[article].append((path.name, title))
    return dict(sorted(held.items(), key=lambda pair: article_key(pair[0])))


def tagged_scenarios(parent, inherited):
    """Every scenario below a feature or rule, with the tags it has and inherits."""
    tags = (*inherited, *(tag["name"] for tag in parent["tags"]))
    for child in parent["children"]:
        if "rule" in child:
            yield from tagged_scenarios(child["rule"], tags)
        if "scenario" in child:
            scenario = child["scenario"]
            tables = [tag["name"] for table in scenario["examples"] for tag in table["tags"]]
            own = [tag["name"] for tag in scenario["tags"]]
            yield dict.fromkeys((*tags, *own, *tables)), scenario["name"]


def articles(tags):
    """The articles among the tags of a scenario."""
    marked = (tag.removeprefix("@") for tag in tags)
    return [tag.removeprefix(PREFIX) for tag in marked if tag.startswith(PREFIX)]


def render(held):
    """The page: one section per law, one row per article and scenario."""
    lines, law = [HEAD], None
    for article, scenarios in held.items():
        if article_key(article)[0] != law:
            law = article_key(article)[0]
            lines += [f"\n## {law}\n", "| 条款 | 场景 | 文件 |", "|---|---|---|"]
        place = article.removeprefix(law)
        lines += [f"| {place} | {title} | {file} |" for file, title in scenarios]
    return "\n".join(lines).replace("\n\n\n", "\n\n") + "\n"


if __name__ == "__main__":
    TABLE.write_text(render(scenarios_by_article()), encoding="utf-8")
