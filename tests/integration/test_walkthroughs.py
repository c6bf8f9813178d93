"""The recorded walk-throughs read as they are played, page after page in one workspace."""

import shutil

import pytest

from tests import walkthroughs
from tests.foreign import PACKAGES

TOOLS = ("pdfsig", "certutil", "openssl")


def test_every_page_reads_as_it_is_played(tmp_path):
    for tool in TOOLS:
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed: apt install {PACKAGES[tool]}")
    told = [
        walkthroughs.difference(path.name, page, real)
        for path, page, real in walkthroughs.story(tmp_path)
    ]
    shown = "\n".join([*told, "Read it; if it is meant: python -m tests.walkthroughs --record"])
    assert told == [""] * len(walkthroughs.PAGES), shown


PAGE = "Words.\n\n```console\n$ echo {said}\n{shown}\n```\n\n```note.txt\nkept\n```\n"


@pytest.mark.parametrize(
    ("said", "shown", "differs"),
    [
        ("one", "one", False),
        ("one", "two", True),
        ("摘要0123456789abcdef", "摘要fedcba9876543210", False),
        ("330299197908250028", "330299197908250029", True),
        ("$(cat note.txt); exit 3", "kept\n[3]", True),
    ],
)
def test_a_page_that_says_something_else_is_told(tmp_path, said, shown, differs):
    page = PAGE.format(said=said, shown=shown)
    real = walkthroughs.played(page, tmp_path)
    assert bool(walkthroughs.difference("page", page, real)) is differs
    assert (tmp_path / "note.txt").read_text(encoding="utf-8") == "kept\n"


def test_a_command_may_go_on_in_the_next_line():
    assert walkthroughs.commands("$ echo a \\\n  b\na b\n$ ls\n") == ["echo a \\\n  b", "ls"]
