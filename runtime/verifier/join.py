"""Joins the sections of the verifier into the one file that is shipped in bags.

`python -m runtime.verifier.join` writes it; a test holds that it is current. Sections keep their
words: only imports are gathered at the top, and a name two sections define is refused.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
SHIPPED = HERE.parent / "data" / "verifier" / "verify.py"
ROOM = "runtime.verifier"
#: In the order a reader needs them.
SECTIONS = (
    "words",
    "der",
    "finding",
    "bag",
    "ed25519",
    "ecdsa",
    "sm3",
    "sm2",
    "rsa",
    "certificates",
    "roots",
    "cms",
    "ledger",
    "vouched",
    "replay",
    "pdf",
    "papers",
    "signatures",
    "beside",
    "attached",
    "periods",
    "duties",
    "plain_yaml",
    "definitions",
    "lawful",
    "effects",
    "asking",
    "statute",
    "conduct",
    "report",
    "main",
)
HEAD = '''#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""查验案卷包（BagIt）：只用Python 3.8以上的标准库，不联网，不依赖任何其他程序。

    python3 verify.py [BAG] [--json]        退出码：0没有问题，1有问题，2不能查验

One file that checks an exported dossier: container, ledger, papers, signatures, periods, legality.
Made from sections that are tested one by one; it reads from top to bottom, each section begins with
what it checks and what it does not. Nothing is fetched, written or sent.

{contents}
"""

from __future__ import annotations

'''


def joined() -> str:
    """Return the text of the shipped file; raises ValueError for a name defined twice."""
    trees = {name: ast.parse(_source(name)) for name in SECTIONS}
    _refuse_twins(trees)
    contents = "\n".join(
        f"{number:>3}. {name:<14}{_title(trees[name])}" for number, name in enumerate(SECTIONS, 1)
    )
    parts = [HEAD.format(contents=contents), _imports(trees)]
    for number, name in enumerate(SECTIONS, 1):
        parts.append(_section(number, name, trees[name]))
    return "".join(parts)


def _source(name: str) -> str:
    return (HERE / f"{name}.py").read_text(encoding="utf-8")


def _title(tree: ast.Module) -> str:
    return (ast.get_docstring(tree) or "").partition("\n")[0]


def _refuse_twins(trees: dict[str, ast.Module]) -> None:
    known: dict[str, str] = {}
    named = [(name, section) for section, tree in trees.items() for name in _defined(tree)]
    twins = [f"{n}: {known[n]}, {s}" for n, s in named if known.setdefault(n, s) != s]
    if twins:
        raise ValueError("; ".join(twins))


def _defined(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                yield from (n.id for n in ast.walk(target) if isinstance(n, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def _imports(trees: dict[str, ast.Module]) -> str:
    """Every import from the standard library, once and sorted; raises ValueError for others."""
    plain: set[str] = set()
    named: dict[str, set[str]] = {}
    for node in (node for tree in trees.values() for node in tree.body):
        if isinstance(node, ast.Import):
            plain |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module not in (None, "__future__"):
            module = str(node.module)
            if not module.startswith(f"{ROOM}."):
                named.setdefault(module, set()).update(alias.name for alias in node.names)
    foreign = {name.partition(".")[0] for name in (*plain, *named)} - sys.stdlib_module_names
    if foreign:
        raise ValueError(f"not in the standard library: {sorted(foreign)}")
    lines = [f"import {name}\n" for name in sorted(plain)]
    lines += [
        f"from {module} import {', '.join(sorted(named[module]))}\n" for module in sorted(named)
    ]
    return "".join(lines)


def _section(number: int, name: str, tree: ast.Module) -> str:
    """A section under its banner: its docstring as comment, its code without imports."""
    told = (ast.get_docstring(tree) or "").split("\n")
    rule = "# " + "=" * 98
    banner = [rule, f"# {number}. {name}", "#", *(f"# {line}".rstrip() for line in told), rule]
    lines = _source(name).split("\n")
    skipped = {
        line
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom) or node is tree.body[0]
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    code = "\n".join(line for at, line in enumerate(lines, 1) if at not in skipped).strip("\n")
    return "\n\n" + "\n".join(banner) + "\n\n" + code + "\n"


def main() -> None:
    """Write the shipped file."""
    SHIPPED.parent.mkdir(parents=True, exist_ok=True)
    SHIPPED.write_text(joined(), encoding="utf-8")


if __name__ == "__main__":
    main()
