"""Writes the reference of the command line from the program's own help, in both languages.

Run from the project folder: `python -m docs.generate_cli`. A test holds the pages to the program.
"""  # noqa: INP001 - a script among pages, not a package

from pathlib import Path

import click

from cli import anjuan
from commands.front import SpokenContext, dress, walk
from commands.session import Session

FOLDER = Path(__file__).resolve().parent
PAGES = {"en": "cli.md", "zh": "cli.zh-CN.md"}
TITLES = {"en": "# The command line", "zh": "# 命令行"}
NOTES = {
    "en": "Made from `--help` by `docs/generate_cli.py`; do not edit.",
    "zh": "由 `docs/generate_cli.py` 从 `--help` 生成，请勿手工修改。",
}


def page(language: str) -> str:
    """Return the whole reference in one language."""
    session = Session.begin(["--lang", language], {})
    dress(anjuan, session)
    parts = [TITLES[language], NOTES[language]]
    for path, command in walk(anjuan):
        name = f"anjuan {path}".strip()
        context: click.Context = SpokenContext(command, info_name=name, obj=session)
        parts += [f"## {name}", f"```\n{command.get_help(context).rstrip()}\n```"]
    return "\n\n".join(parts) + "\n"


def main() -> None:
    """Write both pages."""
    for language, name in PAGES.items():
        (FOLDER / name).write_text(page(language), encoding="utf-8")


if __name__ == "__main__":
    main()
