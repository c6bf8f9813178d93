"""`workflow lint`: what is wrong with data files of the law, line by line, and what to write."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.screen import put
from commands.session import Session
from runtime.linting import lint_files
from runtime.messages import Messages
from workflows.lint_finding import Level, LintFinding

if TYPE_CHECKING:
    from rich.console import Console


def lint_data(session: Session, files: tuple[Path, ...]) -> ExitCode:
    """Give every finding; 9 when one of them is an error."""
    linted = lint_files(files, session.root)
    counted = Counter(f.level for f in linted.findings)
    sound, messages = not counted[Level.ERROR], session.messages
    payload = {
        "ok": sound,
        "files": linted.files,
        "errors": counted[Level.ERROR],
        "warnings": counted[Level.WARNING],
        "findings": [
            {
                "file": f.file,
                "line": f.line,
                "level": f.level,
                "code": f.code,
                "message": told(messages, f),
                "facts": dict(f.facts),
            }
            for f in linted.findings
        ],
    }

    def show(console: "Console") -> None:
        for finding in linted.findings:
            level = messages.screen(f"lint.{finding.level.value}")
            text = told(messages, finding)
            put(console, f"{finding.file}:{finding.line}: {level} {text} [{finding.code}]")
        put(
            console,
            messages.screen(
                "lint.count",
                files=str(len(linted.files)),
                errors=str(counted[Level.ERROR]),
                warnings=str(counted[Level.WARNING]),
            ),
        )

    session.screen.result(payload, show)
    return ExitCode.DONE if sound else ExitCode.CONFIGURATION


def told(messages: Messages, finding: LintFinding) -> str:
    """Return what is wrong and what to write instead."""
    own = messages.template("lint", finding.code)
    if own is not None:
        return messages.fill(own, finding.facts)
    place = {"file": finding.file, "line": finding.line}
    return messages.coded(finding.code, {**place, **finding.facts}, kind="configuration")
