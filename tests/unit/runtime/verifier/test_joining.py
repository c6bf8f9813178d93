"""The shipped verifier is the sections, one after another, and fit for any Python from 3.8 on."""

import ast
import re
import subprocess
import sys

import pytest

from runtime.verifier import join
from runtime.verifier.words import SAID

#: Came with Python 3.9 or later, and would be found missing only when they are reached.
LATER = (
    "removeprefix|removesuffix|is_relative_to|bit_count|pairwise|strict=|kw_only|slots=|zoneinfo|"
    r"tomllib|functools\.cache\b|@cache\b|math\.lcm|nullcontext|randbytes|datetime\.UTC"
)
SHIPPED = join.SHIPPED.read_text(encoding="utf-8")


def test_the_shipped_file_is_current():
    """`python -m runtime.verifier.join` writes it."""
    assert join.joined() == SHIPPED


def test_every_section_is_in_it():
    modules = {path.stem for path in join.HERE.glob("*.py")} - {"__init__", "join"}
    assert modules == set(join.SECTIONS)


def test_it_is_python_3_8():
    tree = ast.parse(SHIPPED, feature_version=(3, 8))
    assert not any(isinstance(node, ast.Match) for node in ast.walk(tree))
    assert not re.search(LATER, SHIPPED)


def test_it_imports_nothing_but_the_standard_library():
    for node in ast.walk(ast.parse(SHIPPED)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module]
            assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


def test_it_opens_no_connection_and_starts_no_program():
    modules = {"socket", "urllib", "http", "ssl", "subprocess", "os", "ctypes", "importlib"}
    named = {
        name for name in modules if re.search(rf"^(?:import|from) {name}\b", SHIPPED, re.MULTILINE)
    }
    assert not named
    assert not re.search(r"\b(?:exec|eval|__import__)\(|write_bytes|write_text|open\(", SHIPPED)


def test_a_name_two_sections_define_is_refused():
    twins = {"one": ast.parse("def same(): pass"), "other": ast.parse("same = 1")}
    with pytest.raises(ValueError, match="same: one, other"):
        join._refuse_twins(twins)


def test_every_finding_has_its_words_and_all_words_are_used():
    codes = set(re.findall(r'(?:\.add|\._add|could_not)\(\s*(?:event, )?"(\w+)"', SHIPPED))
    assert len(codes) > 100
    assert codes <= SAID.keys()
    rest = {word for word in SAID if f'"{word}"' not in SHIPPED.replace(f'    "{word}": ', "")}
    faults = {"untrusted", "not_yet_valid", "expired", "revoked", "superseded", "usage", "stray"}
    faults |= {"root_ended"}
    assert rest == {f"certificate_{fault}" for fault in faults}


def test_help_and_what_is_no_bag(tmp_path):
    bare = ["python3", "-I", "-S", str(join.SHIPPED)]
    helped = subprocess.run([*bare, "--help"], capture_output=True, check=False)
    assert helped.returncode == 0
    assert "BAG" in helped.stdout.decode()
    empty = subprocess.run([*bare, str(tmp_path)], capture_output=True, check=False)
    assert (empty.returncode, empty.stdout) == (2, b"")
    assert "不是案卷包" in empty.stderr.decode()
