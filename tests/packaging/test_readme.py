"""What the READMEs show is what the program does, and the build machine runs what they tell."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from commands.exit_codes import ExitCode

ROOT = Path(__file__).resolve().parents[2]
README = {"en": ROOT / "README.md", "zh": ROOT / "README.zh-CN.md"}
LOCALE = {"en": "en_US.UTF-8", "zh": "zh_CN.UTF-8"}
START = "import sys, cli; sys.argv[0] = 'anjuan'; cli.main()"


def block(language: str, name: str) -> str:
    """The fenced text between the markers of one README."""
    text = README[language].read_text(encoding="utf-8")
    found = re.findall(rf"<!-- {name} -->\n```\w*\n(.*?)```\n<!-- /{name} -->", text, re.DOTALL)
    assert len(found) == 1, f"{README[language].name} has {len(found)} blocks named {name}"
    return found[0]


@pytest.mark.parametrize("language", README)
def test_the_help_shown_is_the_help_given(language):
    surroundings = os.environ | {"LC_ALL": LOCALE[language], "COLUMNS": "80", "NO_COLOR": "1"}
    surroundings |= {"LANG": LOCALE[language], "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", START, "--help"],
        cwd=ROOT, env=surroundings, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout == block(language, "help")


@pytest.mark.parametrize("name", ["first command", "second command"])
def test_both_readmes_tell_the_same_commands(name):
    assert block("en", name) == block("zh", name)
    assert block("en", name).count("\n") == 1


def test_the_build_machine_runs_the_second_command_of_the_readme():
    script = [str(ROOT / ".ci/run"), "--show"]
    done = subprocess.run(script, cwd="/", capture_output=True, text=True, check=True)
    assert done.stdout == block("en", "second command")


@pytest.mark.parametrize(
    "path",
    sorted([*README.values(), *ROOT.glob("docs/**/*.md")]),
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_every_link_to_a_file_leads_somewhere(path):
    text = path.read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text)
    missing = [target for target in targets if not (path.parent / target).exists()]
    assert not missing


@pytest.mark.parametrize("language", README)
def test_the_exit_codes_listed_are_all_there_are(language):
    text = README[language].read_text(encoding="utf-8")
    table = text.partition("<!-- exit codes -->")[2].partition("<!-- /exit codes -->")[0]
    listed = [int(code) for code in re.findall(r"^\| (\d+) \|", table, re.MULTILINE)]
    assert listed == sorted(code.value for code in ExitCode)
