"""Collecting what is wrong with one file, each finding with the line it stands on."""

import re
from collections.abc import Collection

from workflows.line_index import LineIndex, Step
from workflows.lint_finding import Level, LintFinding, nearest

#: Chinese, where English is meant.
HAN = re.compile(r"[一-鿿]")


class Report:
    """The findings about one file."""

    def __init__(self, file: str, lines: LineIndex) -> None:
        """`lines` knows where everything in `file` is written."""
        self._file = file
        self._lines = lines
        self.findings: list[LintFinding] = []

    def error(self, code: str, *steps: Step, **facts: object) -> None:
        """Report an error about the value under `steps`."""
        self._add(Level.ERROR, code, steps, facts)

    def warning(self, code: str, *steps: Step, **facts: object) -> None:
        """Report something that is probably not what was meant."""
        self._add(Level.WARNING, code, steps, facts)

    def word(
        self, code: str, word: str, known: Collection[str] | None, *steps: Step, **facts: object
    ) -> bool:
        """Report a word that is not among those known; whether it is known, or cannot be told."""
        if known is None or word in known:
            return True
        self.error(code, *steps, word=word, near=nearest(word, known), **facts)
        return False

    def _add(
        self, level: Level, code: str, steps: tuple[Step, ...], facts: dict[str, object]
    ) -> None:
        found = LintFinding(
            file=self._file, line=self._lines.line(*steps), code=code, level=level, facts=facts
        )
        if found not in self.findings:
            self.findings.append(found)
