"""Reading a data file that may be wrong in several places: every complaint, and what is left.

The strict loaders stop at the first complaint. Here the entry a complaint is about is blanked out,
keeping all line numbers, and the rest is read again. Knows no loader by name.
"""

import re
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from engine.errors import ConfigurationError
from workflows.line_index import LineIndex
from workflows.lint_finding import LintFinding

T = TypeVar("T")
#: Complaints reported about one file at most.
MOST = 100
#: Complaints about a file as a whole; nothing can be left out to read the rest.
WHOLE = frozenset({"data.missing_file", "data.not_utf8", "data.not_yaml", "data.empty_file"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft(Generic[T]):
    """What could be read of a file."""

    #: None when nothing could be made of it.
    value: T | None
    #: Lines of what was read.
    lines: LineIndex | None
    findings: list[LintFinding] = field(default_factory=list)
    #: Words that stood in what had to be left out; others may miss them.
    left_out: frozenset[str] = frozenset()


def read_draft(path: Path, load: Callable[[Path], T], *, name: str = "") -> Draft[T]:
    """Read `path` with `load`, collecting its complaints; `name` is what they call the file."""
    name = name or str(path)
    try:
        value = load(path)
    except ConfigurationError as wrong:
        findings = [finding_of(name, path.name, wrong)]
        if wrong.code in WHOLE or not isinstance(wrong.facts.get("line"), int):
            return Draft(value=None, lines=None, findings=findings)
        return _reread(path, load, name, findings)
    return Draft(value=value, lines=LineIndex(path.read_text(encoding="utf-8")))


def _reread(
    path: Path, load: Callable[[Path], T], name: str, findings: list[LintFinding]
) -> Draft[T]:
    text = path.read_text(encoding="utf-8")
    written, line = LineIndex(text), findings[-1].line
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        while len(findings) < MOST and (left := _without(text, line)) is not None:
            text = left
            copy.write_text(text, encoding="utf-8")
            try:
                value = load(copy)
            except ConfigurationError as wrong:
                found = finding_of(name, path.name, wrong)
                line = found.line
                if wrong.code in WHOLE or not isinstance(wrong.facts.get("line"), int):
                    break  # what was blanked out is missed elsewhere
                if not _blanked(written, found):
                    findings.append(found)
                continue
            words = _words(path.read_text(encoding="utf-8")) - _words(text)
            return Draft(
                value=value, lines=LineIndex(text), findings=findings, left_out=frozenset(words)
            )
    return Draft(value=None, lines=None, findings=findings)


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def _blanked(written: LineIndex, found: LintFinding) -> bool:
    """Whether a complaint misses only what was blanked out before."""
    missing = found.code == "data.missing_field"
    return missing and written.writes(found.line, found.facts.get("field"))


def _without(text: str, line: int) -> str | None:
    """Return `text` with the entry around a line blanked out; None when there is none."""
    rows = text.splitlines()
    found = LineIndex(text).item_around(line)
    if found is None or not any(row.strip() for row in rows[found.first - 1 : found.last]):
        return None
    head = rows[found.first - 1]
    rows[found.first - 1 : found.last] = [""] * (found.last - found.first + 1)
    if found.alone and head.lstrip().startswith("- "):  # else its list would become nothing
        rows[found.first - 1] = f"{head[: len(head) - len(head.lstrip())]}[]"
    return "\n".join(rows) + "\n"


def finding_of(name: str, file: str, wrong: ConfigurationError) -> LintFinding:
    """Return a loader's complaint; `name` is what people call the file the loader calls `file`."""
    line, where = wrong.facts.get("line"), str(wrong.facts.get("file", file))
    facts = {k: v for k, v in wrong.facts.items() if k not in {"file", "line"}}
    return LintFinding(
        file=name if where in {file, name} else where,
        line=line if isinstance(line, int) else 1,
        code=wrong.code,
        facts=facts,
    )
