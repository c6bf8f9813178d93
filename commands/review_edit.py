"""Filling in a sheet on the command line: following, rejecting, changing and adding findings.

Everything here only changes the sheet file; nothing happens to the case before it is handed in.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from commands.exit_codes import ExitCode
from commands.office import Office
from commands.review_sheet import Decision, Row, SheetFile, VetoRow, read_sheet
from commands.review_showing import show_sheet, totals, with_names
from commands.review_work import write_sheet
from commands.session import Session
from engine.case import Case
from engine.errors import InputError

#: What of a finding may be changed, by both names.
FIELDS = {
    "points": "points",
    "扣分": "points",
    "page": "page",
    "页码": "page",
    "document": "document",
    "文书": "document",
    "reason": "reason",
    "理由": "reason",
    "item": "item",
    "项目": "item",
    "fixable": "fixable",
    "整改": "fixable",
}
_YES = frozenset({"是", "yes", "true"})
#: Parts of a finding added by a person: item, points, document, page, reason.
PARTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    """What is to become of a sheet."""

    accept: tuple[str, ...] = ()
    #: `NUMBER=REASON`.
    reject: tuple[str, ...] = ()
    #: `NUMBER.FIELD=VALUE`.
    edit: tuple[str, ...] = ()
    #: `ITEM:POINTS:DOCUMENT:PAGE:REASON`.
    add: tuple[str, ...] = ()
    #: Items that do not apply, and items that do after all.
    idle: tuple[str, ...] = ()
    applies: tuple[str, ...] = ()
    comment: str = ""

    @property
    def any(self) -> bool:
        """Whether anything is asked for."""
        return any(getattr(self, name) for name in self.__slots__)


def edit_sheet(session: Session, path: Path, edits: Edits) -> ExitCode:
    """Change a sheet as asked, or ask finding by finding at a terminal; show what it comes to."""
    with session.open() as office:
        sheet = read_sheet(path)
        case = office.case(sheet.case)
        asks = not edits.any and sys.stdin.isatty() and not office.screen.as_json
        changed = _asked(office, case, sheet) if asks else with_names(office, edited(sheet, edits))
        payload = {"ok": True, "case": case.id, "sheet": path, **totals(office, changed)}
        if changed != sheet:  # only what can be added up is written
            write_sheet(path, changed)
        office.screen.result(payload, lambda console: show_sheet(office, console, case, changed))
    return ExitCode.DONE


def edited(sheet: SheetFile, edits: Edits) -> SheetFile:
    """Return the sheet with every change made, what is added first.

    Raises InputError `review.no_such_finding`, `review.bad_edit` or `review.reason_missing`.
    """
    for text in edits.add:
        sheet = replace(sheet, rows=(*sheet.rows, _added(text, len(sheet.rows) + 1)))
    for number in numbers(edits.accept):
        row = sheet.numbered(number)
        sheet = sheet.changed(replace(row, decision=Decision.FOLLOWED, note=""))
    for text in edits.reject:
        number, why = _named(text)
        row = sheet.numbered(number)
        sheet = sheet.changed(replace(row, decision=Decision.REJECTED, note=why))
    for text in edits.edit:
        sheet = sheet.changed(_changed(sheet, text))
    idle = [*sheet.not_applicable, *(i for i in edits.idle if i not in sheet.not_applicable)]
    left = tuple(i for i in idle if i not in edits.applies)
    return replace(sheet, not_applicable=left, comment=edits.comment or sheet.comment)


def numbers(texts: Sequence[str]) -> Iterator[int]:
    """Yield the numbers of texts such as `1,3-5`; raises InputError `review.bad_edit`."""
    for part in (p.strip() for text in texts for p in text.split(",")):
        first, _, last = part.partition("-")
        if not first.isdecimal() or (last and not last.isdecimal()):
            raise InputError("review.bad_edit", given=part, wanted="1,3-5")
        yield from range(int(first), int(last or first) + 1)


def _named(text: str) -> tuple[int, str]:
    """Return number and reason of `NUMBER=REASON`."""
    number, _, why = text.partition("=")
    if not number.strip().isdecimal():
        raise InputError("review.bad_edit", given=text, wanted="2=REASON")
    if not why.strip():
        raise InputError("review.reason_missing", about=number.strip())
    return int(number), why.strip()


def _changed(sheet: SheetFile, text: str) -> Row:
    where, _, value = text.partition("=")
    number, _, name = where.partition(".")
    field = FIELDS.get(name.strip())
    if not number.strip().isdecimal() or field is None or not value.strip():
        raise InputError("review.bad_edit", given=text, wanted="4.points=1")
    row = sheet.numbered(int(number))
    followed = Decision.FOLLOWED if row.decision is Decision.PENDING else row.decision
    told: str | bool = value.strip() in _YES if field == "fixable" else value.strip()
    return replace(row, decision=followed, **{field: told})  # type: ignore[arg-type] # one of FIELDS


def _added(text: str, number: int) -> Row:
    parts = [p.strip() for p in text.split(":", PARTS - 1)]
    if len(parts) != PARTS or not all(parts):
        raise InputError("review.bad_edit", given=text, wanted="B3:0.5:DOCUMENT:7:REASON")
    item, points, document, page, reason = parts
    return Row(
        number=number,
        decision=Decision.FOLLOWED,
        item=item,
        points=points,
        document=document,
        page=page,
        reason=reason,
        fixable=False,
    )


# -- at a terminal --------------------------------------------------------------------------------


def _asked(office: Office, case: Case, sheet: SheetFile) -> SheetFile:
    """Ask about everything that is still open, one by one."""
    show_sheet(office, office.screen.console(), case, sheet)
    for row in [r for r in sheet.rows if r.decision is Decision.PENDING]:
        sheet = sheet.changed(_answered(office, row))
    for veto in [v for v in sheet.vetoes if v.confirmed is None]:
        sheet = sheet.ruled(_ruling(office, veto))
    if not sheet.comment:
        said = click.prompt(office.say("review.ask.comment"), default="", show_default=False)
        sheet = replace(sheet, comment=said)
    return sheet


def _answered(office: Office, row: Row) -> Row:
    about = office.say(
        "review.ask.finding",
        number=row.number,
        item=f"{row.item} {row.name}".strip(),
        points=row.points,
        document=row.document,
        page=row.page,
        reason=row.reason,
    )
    answer = click.prompt(about, type=click.Choice(["y", "n", "e", "s"]), default="y", err=True)
    match answer:
        case "y":
            return replace(row, decision=Decision.FOLLOWED)
        case "n":
            why = click.prompt(office.say("review.ask.why"), err=True)
            return replace(row, decision=Decision.REJECTED, note=why)
        case "e":
            points = click.prompt(office.say("review.head.points"), default=row.points, err=True)
            reason = click.prompt(office.say("review.head.reason"), default=row.reason, err=True)
            return replace(row, decision=Decision.FOLLOWED, points=points, reason=reason)
    return row


def _ruling(office: Office, veto: VetoRow) -> VetoRow:
    about = office.say("review.ask.veto", veto=f"{veto.veto} {veto.name}", clue=veto.clue)
    answer = click.prompt(about, type=click.Choice(["y", "n", "s"]), default="s", err=True)
    if answer == "s":
        return veto
    why = click.prompt(office.say("review.ask.why"), err=True)
    return replace(veto, confirmed=answer == "y", reason=why)


# -- vetoes ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A veto confirmed or cleared."""

    veto: str
    confirmed: bool
    reason: str
    document: str = ""
    page: str = ""


def rule_on(session: Session, path: Path, ruling: Ruling) -> ExitCode:
    """Confirm or clear a veto on a sheet, with the reason; one nobody had in mind is added."""
    with session.open() as office:
        sheet = read_sheet(path)
        case = office.case(sheet.case)
        if not ruling.reason.strip():
            raise InputError("review.reason_missing", about=ruling.veto)
        old = next((v for v in sheet.vetoes if v.veto == ruling.veto), None)
        missing = office.say("review.sheet.missing")
        base = old or VetoRow(veto=ruling.veto, document=missing, page=missing, clue="")
        new = replace(
            base,
            confirmed=ruling.confirmed,
            reason=ruling.reason,
            document=ruling.document or base.document,
            page=ruling.page or base.page,
        )
        changed = with_names(office, sheet.ruled(new))
        payload = {"ok": True, "case": case.id, "sheet": path, **totals(office, changed)}
        write_sheet(path, changed)
        office.screen.result(payload, lambda console: show_sheet(office, console, case, changed))
    return ExitCode.DONE
