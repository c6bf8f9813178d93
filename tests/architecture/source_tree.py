"""The checkout as the architecture tests see it: rooms, modules, every text file.

Works without git, so that an unpacked source archive is held to the same rules.
"""

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("engine", "workflows", "documents", "storage", "runtime", "commands")
ENTRY = ROOT / "cli.py"
#: Joined from modules that are held to the house style one by one.
JOINED = ROOT / "runtime" / "data" / "verifier" / "verify.py"
_TOP = (*ROOMS, ".ci", "benchmarks", "docs", "examples", "features", "tests")
_TEXT = {".py", ".yaml", ".yml", ".md", ".toml", ".txt", ".feature", ".json", ".svg", ""}


def source_files() -> list[Path]:
    """Every module that is shipped and written by hand."""
    found = [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if path != JOINED]
    return sorted([*found, ENTRY] if ENTRY.exists() else found)


def text_files() -> Iterator[Path]:
    """Every file of the project that people write."""
    yield from sorted(path for path in ROOT.glob("*") if _is_text(path))
    for name in _TOP:
        yield from sorted(path for path in (ROOT / name).rglob("*") if _is_text(path))


def _is_text(path: Path) -> bool:
    return path.is_file() and path.suffix in _TEXT and "__pycache__" not in path.parts


@functools.cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports(module: ast.AST) -> set[str]:
    """Top-level names of everything imported anywhere below `module`."""
    found: set[str] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def name_of(path: Path) -> str:
    """The path as a reader of the failure looks for it."""
    return path.relative_to(ROOT).as_posix()
