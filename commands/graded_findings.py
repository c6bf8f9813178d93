"""A precheck told to people: grade and points, then what was found, the gravest first."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from commands.office import Office
from commands.screen import put, table
from engine.grading.sheet import Plain

if TYPE_CHECKING:
    from rich.console import Console

#: How urgent findings are, the most urgent first.
LEVELS = ("veto", "deduction", "confirm", "note")
STYLES = {"veto": "bold red", "deduction": "red", "confirm": "yellow", "note": ""}

Found = Mapping[str, Plain]


def level_of(finding: Found) -> str:
    """Return how urgent a finding is: veto, sure deduction, to be confirmed, or a mere note."""
    if finding["severity"] == "veto":
        return "veto" if finding["certain"] else "confirm"
    if not finding["points"]:
        return "note"
    return "deduction" if finding["certain"] else "confirm"


def findings_of(record: Mapping[str, Plain]) -> list[Found]:
    """Return the findings of a record, the most urgent first."""
    found = record.get("findings_auto")
    rows = [one for one in (found if isinstance(found, list) else ()) if isinstance(one, dict)]
    return sorted(rows, key=lambda one: LEVELS.index(level_of(one)))


def show_score(office: Office, console: "Console", record: Mapping[str, Plain]) -> None:
    """Tell the standard, the points and the grade."""
    key = "scaled" if record["total"] != record["scaled_total"] else "whole"
    put(
        console,
        office.say(
            f"grading.score.{key}",
            case=record["dossier_id"],
            profile=record["profile_name"],
            digest=str(record["profile_digest"])[:12],
            total=str(record["total"]),
            possible=str(record["possible"]),
            scaled=str(record["scaled_total"]),
            grade=record["grade_name"],
        ),
    )


def show_findings(office: Office, console: "Console", record: Mapping[str, Plain]) -> None:
    """Tell every finding, grouped by urgency, with what would cure it."""
    rows = findings_of(record)
    for level in LEVELS:
        these = [one for one in rows if level_of(one) == level]
        table(
            console,
            tuple(office.say(f"grading.heads.{h}") for h in ("item", "what", "where", "cure")),
            [tuple(_row(office, one)) for one in these],
            title=office.say(f"grading.levels.{level}"),
            ratios=(6, 12, 6, 9),
            styles=[STYLES[level]] * len(these),
        )
    if not rows:
        put(console, office.say("grading.clean"))


def _row(office: Office, finding: Found) -> Iterator[str]:
    points = finding["points"]
    worth = office.say("grading.minus", points=str(points)) if points else ""
    yield f"{finding['item']} {finding['item_name']}{worth}"
    yield f"{finding['reason']}（{office.names.article(str(finding['law']))}）"
    yield _where(office, finding)
    yield str(finding["cure"])


def _where(office: Office, finding: Found) -> str:
    if not finding["form"]:
        return ""
    name = office.messages.named("form", str(finding["form"]))
    page = finding["dossier_page"]
    return office.say("grading.page", name=name, page=str(page)) if page else name


def waiting_items(record: Mapping[str, Plain]) -> Sequence[str]:
    """Return what cannot be said yet."""
    pending = record.get("pending")
    return [str(one) for one in pending] if isinstance(pending, list) else []
