"""Pages of docs/ that are made from the law's data: the glossary's tables and the lifecycle mends.

`python -m tests.architecture.law_pages` writes them; the tests compare the committed ones.
"""

from collections.abc import Iterator
from pathlib import Path

import yaml

from documents.forms import load_forms
from engine.definition import Workflow
from workflows.definition_data import load_workflows

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = ROOT / "docs" / "glossary.md"
MENDS = ROOT / "docs" / "lifecycle-mends.md"
MARK = "<!-- below: made by `python -m tests.architecture.law_pages` -->\n"

Pairs = dict[str, set[str]]

MENDS_HEAD = """\
# Where the definitions mend the lifecycle table

The definitions in `workflows/data/procedures/` follow a lifecycle table drawn up from the statutes
before there was a program. Played through from lead to archive, the table has gaps: a step that
waits for something no step brings, a document nobody issues, a state that cannot be left. Every
place where a definition departs from the table says so in its `mends:` field; this page is made
from those fields by `python -m tests.architecture.law_pages`.

| machine | transition | trigger | what is mended |
|---|---|---|---|
"""


def machines() -> list[Workflow]:
    """The shipped definitions, the main procedure first."""
    return sorted(load_workflows().values(), key=lambda found: (found.role != "main", found.id))


def sections() -> dict[str, Pairs]:
    """Chinese terms and their English ones, by the kind of thing they name."""
    found: dict[str, Pairs] = {"Machines": {}}
    for machine in machines():
        note(found["Machines"], machine.name, machine.name_en)
        for state in machine.states.values():
            note(found.setdefault(f"States: {machine.name_en}", {}), state.name, state.name_en)
        for act in machine.transitions:
            note(found.setdefault("Acts", {}), act.name, act.name_en)
    for form in load_forms().values():
        note(found.setdefault("Documents", {}), form.name, form.name_en)
    for chinese, english in roles():
        note(found.setdefault("People and offices", {}), chinese, english)
    for period in data("deadlines.yaml")["deadlines"]:
        note(found.setdefault("Periods", {}), period["name"]["zh"], period["name"]["en"])
    for law in data("instruments.yaml").values():
        note(found.setdefault("Instruments of law", {}), law["name"], law["name_en"])
    return found


def note(pairs: Pairs, chinese: str, english: str) -> None:
    """Remember a pair."""
    pairs.setdefault(chinese, set()).add(english)


def roles() -> Iterator[tuple[str, str]]:
    """Names of the roles, from the message catalogues."""
    folder = ROOT / "runtime" / "data" / "messages"
    names = [
        yaml.safe_load((folder / language / "terms.yaml").read_text(encoding="utf-8"))["role"]
        for language in ("zh", "en")
    ]
    assert names[0].keys() == names[1].keys()
    return ((names[0][role], names[1][role]) for role in names[0])


def data(name: str) -> dict:
    """One file of the law's data, as YAML."""
    return yaml.safe_load((ROOT / "workflows/data" / name).read_text(encoding="utf-8"))


def glossary_tables() -> str:
    """The made part of the glossary."""
    lines = []
    for title, pairs in sections().items():
        lines += [f"\n## {title}\n", "| 中文 | English |", "|---|---|"]
        lines += [f"| {chinese} | {' / '.join(sorted(pairs[chinese]))} |" for chinese in pairs]
    return "\n".join(lines) + "\n"


def written_words() -> list[tuple[str, str]]:
    """The pairs people wrote above the mark."""
    text = GLOSSARY.read_text(encoding="utf-8").partition(MARK)[0]
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return [(row[0], row[1]) for row in rows if row[0] != "中文"]


def mends_page() -> str:
    """The page of lifecycle mends."""
    return MENDS_HEAD + "".join(
        f"| {machine.name_en} | {act.id} | `{act.trigger}` | {act.mends} |\n"
        for machine in machines()
        for act in machine.transitions
        if act.mends
    )


def write() -> None:
    """Write both pages."""
    kept = GLOSSARY.read_text(encoding="utf-8").partition(MARK)[0]
    GLOSSARY.write_text(kept + MARK + glossary_tables(), encoding="utf-8")
    MENDS.write_text(mends_page(), encoding="utf-8")


if __name__ == "__main__":
    write()
