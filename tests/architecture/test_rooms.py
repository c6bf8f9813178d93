"""The rooms know only what lies below them, and every shipped module keeps the house style."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator

import pytest

from tests.architecture.source_tree import (
    ENTRY,
    ROOMS,
    ROOT,
    imports,
    name_of,
    source_files,
    text_files,
    tree,
)

LONGEST_MODULE, LONGEST_FUNCTION = 400, 50
LINT_IMPORTS = (
    "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_logo=True))"
)


def test_imports_point_down_only():
    accept("-c", LINT_IMPORTS)


def test_the_linter_has_nothing_to_say():
    accept("-m", "ruff", "check", "--no-fix", ".")


def test_the_formatter_would_change_nothing():
    accept("-m", "ruff", "format", "--check", ".")


def test_strict_typing_holds():
    accept("-m", "mypy")


def accept(*arguments: str) -> None:
    """Run a Python tool over the checkout; its own words are the failure."""
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.fail(f"{done.stdout}\n{done.stderr}", pytrace=False)


def test_the_engine_knows_the_standard_library_and_two_packages_in_one_module_each():
    foreign: dict[str, list[str]] = {}
    for path in source_files():
        if path.is_relative_to(ROOT / "engine"):
            for name in imports(tree(path)) - sys.stdlib_module_names - {"engine"}:
                foreign.setdefault(name, []).append(name_of(path))
    assert {name: len(places) for name, places in foreign.items()} == {
        "transitions": 1,
        "orjson": 1,
    }, foreign


@pytest.mark.parametrize("path", source_files(), ids=name_of)
def test_nobody_imports_the_entry_point_or_what_is_not_shipped(path):
    assert not imports(tree(path)) & {"cli", "tests", "features", "benchmarks", "examples"}


def test_the_entry_point_imports_nothing_heavy_before_a_command_is_chosen():
    loaded = {node for node in tree(ENTRY).body if isinstance(node, ast.Import | ast.ImportFrom)}
    known = {name for node in loaded for name in imports(node)}
    assert known - sys.stdlib_module_names <= {"click", "commands", "runtime", "engine"}
    heavy = ("sqlalchemy", "reportlab", "cryptography", "jinja2", "fontTools", "PIL", "rich")
    ask = f"import sys, cli; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]", done.stdout


@pytest.mark.parametrize("path", source_files(), ids=name_of)
def test_a_module_tells_one_story_in_short_functions(path):
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_MODULE
    long = [
        f"{node.name}: {length}" for node, length in functions(path) if length > LONGEST_FUNCTION
    ]
    assert not long


def functions(path) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, int]]:
    """Every function and the lines of its body, without signature and docstring."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            yield node, (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


#: Written in pieces, so that this file does not contain what it forbids.
UNWELCOME = {
    "unfinished work": ("TO|DO", "FIX|ME", "XX|X"),
    "a path of one machine": ("/wo|rk/", "/ro|ot/", "/op|t/", "/Us|ers/", "shared/|lab"),
    "a package registry's host": ("py|pi.org", "pythonho|sted", "npm|js.org", "proxy.gol|ang"),
}


@pytest.mark.parametrize("kind", UNWELCOME)
def test_no_file_contains(kind):
    words = "|".join(re.escape(word.replace("|", "")) for word in UNWELCOME[kind])
    pattern = re.compile(rf"(?<!\w)(?:{words})")
    found = [
        f"{name_of(path)}:{number}: {line.strip()}"
        for path in text_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert not found


def test_every_room_stands_in_the_wheel_in_the_contract_and_under_strict_typing():
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    layers = tool["importlinter"]["contracts"][0]["layers"]
    assert {name for layer in layers for name in layer.split(" | ")} == set(ROOMS)
    assert set(tool["importlinter"]["root_packages"]) == set(ROOMS)
    assert set(tool["mypy"]["packages"]) == set(ROOMS)
    assert tool["mypy"]["strict"] is True
    assert set(ROOMS) < set(tool["hatch"]["build"]["targets"]["wheel"]["only-include"])
    assert {path.parent.name for path in ROOT.glob("*/__init__.py")} == set(ROOMS)
