"""A sheet on the screen: findings by number with document and page, and what they come to."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from commands.office import NO_FILES, Office
from commands.review_sheet import Decision, Row, SheetFile, VetoRow, as_plain
from commands.screen import put, table
from engine.case import Case
from engine.errors import InputError
from engine.half_points import points_text
from engine.record import Record
from engine.review_scoring import standard_of, with_totals
from engine.schema import YES_NO_LABELS, FieldSpec, Surroundings, check_input

if TYPE_CHECKING:
    from rich.console import Console

STYLES = {Decision.PENDING: "yellow", Decision.FOLLOWED: "", Decision.REJECTED: "dim"}


def worked_out(office: Office, sheet: SheetFile) -> Record:
    """Return a sheet with what follows from it, as far as it was decided.

    Raises InputError `review.bad_row` naming what cannot be read.
    """
    law, agency = office.workspace.law, office.workspace.agency
    spec = FieldSpec(name="sheet", label="", kind="grading_sheet")
    around = Surroundings(
        now=office.workspace.now(),
        records=law.records,
        take_file=NO_FILES.take,
        person_ids=frozenset(p.id for p in agency.people),
        squad_ids=frozenset(),
        matter_ids=frozenset(),
    )
    read, problems = check_input((spec,), {"sheet": sheet.as_input()}, around)
    if problems:
        first = problems[0]
        told = office.messages.problem(first.code, first.facts)
        raise InputError("review.bad_row", field=first.path.lstrip("."), problem=told)
    today = office.workspace.now().date()
    return with_totals((spec,), read, law.grading(), today).record("sheet")


def grade_name(office: Office, sheet: Record) -> str:
    """Return the grade of a sheet as its standard calls it."""
    law, today = office.workspace.law, office.workspace.now().date()
    profile = standard_of(sheet, law.grading(), today)
    bands = profile.bands if profile is not None else ()
    return next((b.name for b in bands if b.grade == sheet.text("grade")), "")


def with_names(office: Office, sheet: SheetFile) -> SheetFile:
    """Return a sheet in which what a person added bears the names its standard gives."""
    law, today = office.workspace.law, office.workspace.now().date()
    profile = standard_of(Record({"profile": sheet.profile}), law.grading(), today)
    names = {h.id: h.name for h in profile.heads()} if profile is not None else {}
    rows = tuple(replace(r, name=names.get(r.item, r.name)) for r in sheet.rows)
    vetoes = tuple(replace(v, name=names.get(v.veto, v.name)) for v in sheet.vetoes)
    return replace(sheet, rows=rows, vetoes=vetoes)


def totals(office: Office, sheet: SheetFile) -> dict[str, object]:
    """Return a sheet for programs, with the total it comes to so far."""
    found = worked_out(office, sheet)
    return {
        "content": as_plain(sheet),
        "pending": list(sheet.pending()),
        "total": _points(found, "total"),
        "raw_total": _points(found, "raw_total"),
        "possible": _points(found, "possible"),
        "grade": found.text("grade") or None,
    }


def _points(sheet: Record, name: str) -> float | None:
    halves = sheet.number(name)
    return halves / 2 if halves is not None else None


def show_sheet(office: Office, console: "Console", case: Case, sheet: SheetFile) -> None:
    """Print a sheet with the total it comes to so far."""
    stage = office.say(f"review.stage.{sheet.stage}")
    put(console, office.say("review.title", case=case.number or case.id, stage=stage))
    _show_rows(office, console, sheet.rows)
    _show_vetoes(office, console, sheet.vetoes)
    if sheet.not_applicable:
        put(console, office.say("review.idle", items=sheet.not_applicable))
    found = worked_out(office, sheet)
    put(
        console,
        office.say(
            "review.so_far",
            score=points_text(found.number("total") or 0),
            grade=grade_name(office, found),
            left=len(sheet.pending()),
        ),
    )


def _show_rows(office: Office, console: "Console", rows: Sequence[Row]) -> None:
    names = ("number", "decision", "item", "points", "document", "page", "reason", "fixable")
    heads = [office.say(f"review.head.{name}") for name in names]
    cells = [
        (
            str(r.number),
            office.say(f"review.decision.{r.decision.name.lower()}"),
            f"{r.item} {r.name}".strip(),
            r.points,
            r.document,
            r.page,
            r.reason,
            YES_NO_LABELS[r.fixable],
        )
        for r in rows
    ]
    styles = [STYLES[r.decision] for r in rows]
    table(console, heads, cells, ratios=(1, 2, 6, 1, 4, 1, 8, 1), styles=styles)


def _show_vetoes(office: Office, console: "Console", vetoes: Sequence[VetoRow]) -> None:
    names = ("veto", "ruling", "document", "page", "clue", "why")
    heads = [office.say(f"review.head.{name}") for name in names]
    cells = [
        (f"{v.veto} {v.name}".strip(), _ruling(office, v), v.document, v.page, v.clue, v.reason)
        for v in vetoes
    ]
    table(console, heads, cells, ratios=(5, 2, 4, 1, 8, 4))


def _ruling(office: Office, veto: VetoRow) -> str:
    if veto.confirmed is None:
        return office.say("review.decision.pending")
    return office.say("review.ruling.confirmed" if veto.confirmed else "review.ruling.cleared")
