"""`report quality|conference|raters|rectification|ranking`: the month on screen, as CSV, as PDF."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.input_files import read_input
from commands.office import Office
from commands.output_files import write_out
from commands.report_signing import signing
from commands.screen import put, table
from commands.session import Session
from engine.errors import InputError
from runtime.reports.conference import conference_report, read_meeting
from runtime.reports.month import rank_units, read_month
from runtime.reports.quality import quality_report
from runtime.reports.ranking import ranking_report
from runtime.reports.raters import rater_report
from runtime.reports.rectification import rectification_report
from runtime.reports.report import Report, month_name
from runtime.reports.reviewed import Month
from runtime.review_settings import reports_of

if TYPE_CHECKING:
    from rich.console import Console


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Where a report goes, and who signs it."""

    to: Path | None
    table: Path | None
    officer: str
    helpers: Sequence[str]
    sent: Sequence[str]
    pin_file: Path | None


def give_quality(session: Session, month: str, issue: Issue, remarks: str) -> ExitCode:
    """Give the month's dossier quality."""

    def make(office: Office) -> Report:
        return quality_report(_reviewed(office, month, issue), measures=remarks)

    return _give(session, issue, make)


def give_conference(session: Session, month: str, issue: Issue, minutes: Path) -> ExitCode:
    """Give the minutes of a case conference, from the recorder's file and the month's figures."""
    meeting = read_meeting(read_input(minutes))

    def make(office: Office) -> Report:
        found = _reviewed(office, month, issue)
        return conference_report(found.drawn, found.figures, meeting, found.names)

    return _give(session, issue, make)


def give_raters(session: Session, month: str, issue: Issue) -> ExitCode:
    """Give what a month's gradings show of the reviewers."""

    def make(office: Office) -> Report:
        found = _reviewed(office, month, issue)
        return rater_report(month, found.panel, found.names)

    return _give(session, issue, make)


def give_rectification(session: Session, month: str, issue: Issue) -> ExitCode:
    """Give how long rectification takes."""

    def make(office: Office) -> Report:
        found = _month(office, month)
        return rectification_report(month, found.ageing, found.names)

    return _give(session, issue, make)


def give_ranking(session: Session, month: str, issue: Issue) -> ExitCode:
    """Give the ranking of units."""

    def make(office: Office) -> Report:
        month_name(month)
        plan = reports_of(office.workspace)
        found, history = rank_units(office.workspace, month, plan)
        return ranking_report(found, history, target=plan.target)

    return _give(session, issue, make)


def _reviewed(office: Office, month: str, issue: Issue) -> Month:
    """Return a month to be signed for, in which something was reviewed.

    Raises InputError `report.no_reviews`: an empty report would be signed and sealed for nothing.
    """
    found = _month(office, month)
    if issue.to is not None and not found.figures.reviewed:
        raise InputError("report.no_reviews", month=month)
    return found


def _month(office: Office, month: str) -> Month:
    month_name(month)
    with office.screen.progress(office.say("report.reading")) as progress:
        return read_month(office.workspace, month, progress)


def _give(session: Session, issue: Issue, make: Callable[[Office], Report]) -> ExitCode:
    """Make a report, write what was asked for, and show it."""
    if issue.to is not None and not issue.officer:
        raise InputError("report.to_needs_signer")
    with session.open() as office:
        report = make(office)
        digest = ""
        if issue.table is not None:
            write_out(issue.table, report.csv())
        if issue.to is not None:
            people = (issue.officer, *issue.helpers)
            digest = signing(office, people, issue.pin_file).issue(
                office, report, issue.to, issue.sent
            )
        payload = {
            "ok": True,
            **report.payload,
            "to": str(issue.to) if issue.to else None,
            "csv": str(issue.table) if issue.table else None,
            "digest": digest or None,
        }
        office.screen.result(payload, lambda console: _show(office, console, report, issue))
    return ExitCode.DONE


def _show(office: Office, console: "Console", report: Report, issue: Issue) -> None:
    table(console, report.heads, report.rows, title=month_name(report.month))
    if not report.rows:
        put(console, office.say("report.nothing", month=report.month))
    for key, path in (("written", issue.to), ("table", issue.table)):
        if path is not None:
            put(console, office.say(f"report.{key}", path=str(path)))
