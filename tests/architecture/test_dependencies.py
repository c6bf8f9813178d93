"""What is imported is declared, what is declared is imported, and every package has its reason."""

import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest

from tests.architecture.source_tree import ROOMS, ROOT, imports, source_files, tree

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OURS = ("tests", "features")
OWN = {*ROOMS, *OURS, "cli", "benchmarks", "docs"}
#: Run as programs or plugins, or only there for the type checker.
TOOLS = {"build", "hatchling", "import-linter", "mypy", "pytest-xdist", "ruff"}


#: Modules that need an extra; whoever wants one imports it when it is needed.
EXTRA = {"hsm": ROOT / "documents/signing/token.py"}


def test_the_wheel_declares_exactly_what_the_rooms_import():
    always = [path for path in source_files() if path not in EXTRA.values()]
    assert distributions(always) == names(PROJECT["dependencies"])


@pytest.mark.parametrize("extra", EXTRA)
def test_an_extra_declares_what_its_one_module_needs_besides(extra):
    needed = distributions([EXTRA[extra]]) - names(PROJECT["dependencies"])
    assert needed == names(PROJECT["optional-dependencies"][extra])


def test_the_test_extra_declares_what_the_tests_import_besides():
    found = distributions(path for name in OURS for path in (ROOT / name).rglob("*.py"))
    extra = names(PROJECT["optional-dependencies"]["test"])
    assert found - names(PROJECT["dependencies"]) <= extra
    assert {name for name in extra - found if not name.startswith("types-")} <= TOOLS


def test_every_dependency_has_a_lower_bound_and_a_written_reason():
    decision = next((ROOT / "docs/decisions").glob("*-dependencies.md")).read_text(encoding="utf-8")
    for requirement in PROJECT["dependencies"]:
        assert ">=" in requirement, requirement
    extras = [one for extra in ("test", *EXTRA) for one in PROJECT["optional-dependencies"][extra]]
    for requirement in [*PROJECT["dependencies"], *extras]:
        assert f"`{name(requirement)}`" in decision, requirement


def distributions(paths) -> set[str]:
    """Distributions behind everything imported that is neither ours nor Python's."""
    owners = packages_distributions()
    local = {path.stem for folder in OURS for path in (ROOT / folder).rglob("*.py")}
    wanted = set().union(*(imports(tree(path)) for path in paths))
    wanted -= OWN | set(sys.stdlib_module_names) | local
    unknown = wanted - owners.keys()
    assert not unknown, f"not installed: {unknown}"
    return {name(owners[module][0]) for module in wanted}


def names(requirements) -> set[str]:
    """Bare, normalised names of requirements."""
    return {name(requirement) for requirement in requirements}


def name(requirement: str) -> str:
    """The name of one requirement as package indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", requirement)[0]).lower()
