"""Help: complete in both languages, and the reference pages are what the program says."""

from pathlib import Path

import click
import pytest

from cli import anjuan
from commands.front import dress, walk
from commands.session import Session
from docs.generate_cli import PAGES, page
from runtime.languages import Language
from runtime.messages import texts

ROOT = Path(__file__).resolve().parents[3]
EACH = pytest.mark.parametrize("language", [member.value for member in Language])


@EACH
def test_the_reference_page_is_what_the_program_says(language):
    written = (ROOT / "docs" / PAGES[language]).read_text(encoding="utf-8")
    assert written == page(language), "run python -m docs.generate_cli"


@EACH
def test_every_command_and_option_is_described(language):
    dress(anjuan, Session.begin(["--lang", language], {}))
    for path, command in walk(anjuan):
        assert command.help, path
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, (path, parameter.name)


@EACH
def test_no_help_speaks_of_what_is_not_there(language):
    paths = {path for path, _ in walk(anjuan)} - {""}
    named = texts(Language(language), "help")
    assert set(named["commands"]) == paths
    options = {
        (path, p.name)
        for path, command in walk(anjuan)
        for p in command.params
        if isinstance(p, click.Option)
    }
    for key in named["options"]:
        path, _, name = key.rpartition(" ")
        known = {n for where, n in options if path in {"", where}} | {"help"}
        assert name in known, key


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        ([], {}, "zh"),
        (["case", "list", "--lang", "en"], {}, "en"),
        (["--lang=en"], {"LANG": "zh_CN.UTF-8"}, "en"),
        ([], {"LC_ALL": "en_US.UTF-8"}, "en"),
        (["--lang", "nonsense"], {}, "zh"),
    ],
)
def test_the_language_is_known_before_anything_is_parsed(arguments, environment, expected):
    assert Session.begin(arguments, environment).language == expected
