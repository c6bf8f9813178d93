"""`anjuan case lint`: what a decision still lacks before it can be made, in one table."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.input_files import read_input
from commands.office import NO_FILES, Office
from commands.reading_log import Reader, named
from commands.screen import put, table
from commands.session import Session
from engine.money import yuan_text
from engine.reasoning.early import Linted, look_at
from engine.reasoning.finding import Finding

if TYPE_CHECKING:
    from rich.console import Console


def lint_case(
    session: Session, text: str, who: Reader, *, file: Path | None, step: str, draft: bool
) -> ExitCode:
    """Give everything a decision lacks, or with `draft` its texts put together from the case."""
    with session.open() as office:
        workspace = office.workspace
        base = file.parent if file is not None else Path.cwd()
        intake = workspace.intake(base).intake() if file is not None else NO_FILES
        desk = workspace.road.desk(office.case(text), intake)
        raw = read_input(file) if file is not None else None
        linted = look_at(desk, workspace.now(), trigger=step, raw=raw)
        named(office, who, [desk.case])
        payload = _payload(office, desk.case.id, linted)
        if draft:
            office.screen.text(payload, _draft(linted))
        else:
            office.screen.result(payload, lambda console: _show(office, console, linted))
        if linted.problems:
            return ExitCode.INPUT
        return ExitCode.DONE if linted.sound else ExitCode.REFUSED


def _draft(linted: Linted) -> str:
    """The texts as an input file holds them, by the labels of their fields."""
    labels = {s.name: s.label for s in linted.transition.inputs}
    lines: list[str] = []
    for name, text in linted.texts.items():
        if name in labels:
            lines += [f"{labels[name]}: |", *(f"  {line}" for line in text.splitlines())]
    if linted.fine is not None:
        name, fen = linted.fine
        lines.append(f'{labels[name]}: "{yuan_text(fen)}"')
    return "\n".join(lines)


def _payload(office: Office, case: str, linted: Linted) -> dict[str, object]:
    return {
        "ok": linted.sound,
        "case": case,
        "transition": linted.transition.id,
        "trigger": linted.transition.trigger,
        "source": linted.source,
        "texts": dict(linted.texts),
        "fine": linted.fine[1] if linted.fine is not None else None,
        "problems": [
            {
                "field": p.path,
                "code": f"input.{p.code}",
                "message": office.messages.problem(p.code, p.facts),
            }
            for p in linted.problems
        ],
        "findings": [_finding(office, f) for f in linted.findings],
    }


def _finding(office: Office, finding: Finding) -> dict[str, object]:
    rule = finding.rule
    return {
        "rule": rule.id,
        "part": rule.part,
        "blocks": rule.blocks,
        "law": rule.law,
        "article": office.names.article(rule.law),
        "message": office.messages.remark(finding.remark(), cited=False),
        "details": dict(finding.details),
    }


def _show(office: Office, console: "Console", linted: Linted) -> None:
    step = office.names.transition(linted.transition)
    put(console, office.say(f"reasoning.{linted.source}", step=step))
    table(
        console,
        (office.say("refusal.field"), office.say("refusal.problem")),
        [(p.path, office.messages.problem(p.code, p.facts)) for p in linted.problems],
        ratios=(2, 5),
    )
    heads = tuple(office.say(f"reasoning.{head}") for head in ("part", "problem", "law", "effect"))
    table(console, heads, [_row(office, f) for f in linted.findings], ratios=(3, 14, 8, 3))
    blocking = sum(f.rule.blocks for f in linted.findings)
    graded = len(linted.findings) - blocking
    key = "count" if linted.findings else "clean"
    put(console, office.say(f"reasoning.{key}", blocking=str(blocking), graded=str(graded)))


def _row(office: Office, finding: Finding) -> Sequence[str]:
    effect = "blocks" if finding.rule.blocks else "graded"
    return (
        office.messages.named("reasoning_part", finding.rule.part),
        office.messages.remark(finding.remark(), cited=False),
        office.names.article(finding.rule.law),
        office.say(f"reasoning.{effect}"),
    )
