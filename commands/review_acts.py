"""The acts of `anjuan review`, from the queue to nomination, added to its group. Declarations only.

Importing this module completes the group.
"""

from pathlib import Path

import click

from commands.exit_codes import ExitCode
from commands.options import everywhere, helpers, officer, pin_file, reader
from commands.review import review
from commands.session import Session

__all__ = ["review"]

_FILE = click.Path(path_type=Path)
_sheet = click.option("--sheet", type=_FILE, metavar="FILE", required=True)
_case = click.argument("case", metavar="CASE")


@review.command("queue")
@officer
@everywhere
@click.pass_obj
def queue(session: Session, officer: str) -> ExitCode:
    """Say what waits for somebody."""
    from commands.review_queue import show_queue  # noqa: PLC0415 - keeps help fast

    return show_queue(session, officer)


@review.command("show")
@_case
@reader
@everywhere
@click.pass_obj
def show(session: Session, case: str, *, reader: str, why: str) -> ExitCode:
    """Show one review."""
    from commands.reading_log import Reader  # noqa: PLC0415 - keeps help fast
    from commands.review_queue import show_review  # noqa: PLC0415 - as above

    return show_review(session, case, Reader(named=reader, why=why))


@review.command("start")
@_case
@officer
@_sheet
@click.option("--fresh", is_flag=True)
@click.option("--instead", metavar="REASON", default="")
@pin_file
@everywhere
@click.pass_obj
def start(
    session: Session,
    case: str,
    officer: str,
    sheet: Path,
    *,
    fresh: bool,
    instead: str,
    pin_file: Path | None,
) -> ExitCode:
    """Begin a sheet."""
    from commands.review_work import Hand  # noqa: PLC0415 - keeps help fast
    from commands.review_work import start as begin  # noqa: PLC0415 - as above

    hand = Hand(case=case, officer=officer, pin_file=pin_file)
    return begin(session, hand, sheet, fresh=fresh, instead=instead.strip())


@review.command("score")
@_sheet
@click.option("--accept", metavar="NUMBERS", multiple=True)
@click.option("--reject", metavar="NUMBER=REASON", multiple=True)
@click.option("--edit", metavar="NUMBER.FIELD=VALUE", multiple=True)
@click.option("--add", metavar="ITEM:POINTS:DOCUMENT:PAGE:REASON", multiple=True)
@click.option("--not-applicable", "idle", metavar="ITEM", multiple=True)
@click.option("--applicable", "applies", metavar="ITEM", multiple=True)
@click.option("--comment", metavar="TEXT", default="")
@everywhere
@click.pass_obj
def score(
    session: Session,
    *,
    sheet: Path,
    accept: tuple[str, ...],
    reject: tuple[str, ...],
    edit: tuple[str, ...],
    add: tuple[str, ...],
    idle: tuple[str, ...],
    applies: tuple[str, ...],
    comment: str,
) -> ExitCode:
    """Decide the findings of a sheet."""
    from commands.review_edit import Edits, edit_sheet  # noqa: PLC0415 - keeps help fast

    edits = Edits(
        accept=accept,
        reject=reject,
        edit=edit,
        add=add,
        idle=idle,
        applies=applies,
        comment=comment,
    )
    return edit_sheet(session, sheet, edits)


@review.command("confirm-veto")
@click.argument("veto", metavar="VETO")
@_sheet
@click.option("--confirm/--clear", "confirmed", default=None)
@click.option("--reason", metavar="TEXT", required=True)
@click.option("--document", metavar="DOC", default="")
@click.option("--page", metavar="PAGE", default="")
@everywhere
@click.pass_obj
def confirm_veto(
    session: Session,
    *,
    veto: str,
    sheet: Path,
    confirmed: bool | None,
    reason: str,
    document: str,
    page: str,
) -> ExitCode:
    """Confirm or clear a veto."""
    from commands.review_edit import Ruling, rule_on  # noqa: PLC0415 - keeps help fast

    if confirmed is None:
        raise click.MissingParameter(param=_parameter("confirmed"))
    ruling = Ruling(veto=veto, confirmed=confirmed, reason=reason, document=document, page=page)
    return rule_on(session, sheet, ruling)


def _parameter(name: str) -> click.Parameter:
    """Return an option of the command that is running."""
    return next(p for p in click.get_current_context().command.params if p.name == name)


@review.command("submit")
@_case
@officer
@_sheet
@click.option("--comment", metavar="TEXT", default="")
@pin_file
@everywhere
@click.pass_obj
def submit(
    session: Session, case: str, officer: str, sheet: Path, *, comment: str, pin_file: Path | None
) -> ExitCode:
    """Hand in a sheet."""
    from commands.review_work import Hand, Submission  # noqa: PLC0415 - keeps help fast
    from commands.review_work import submit as hand_in  # noqa: PLC0415 - as above

    hand = Hand(case=case, officer=officer, pin_file=pin_file)
    return hand_in(session, hand, sheet, Submission(comment=comment))


@review.command("arbitrate")
@_case
@officer
@_sheet
@click.option("--outcome", type=click.Choice(["upheld", "partly", "rejected"]), required=True)
@click.option("--reasons", metavar="TEXT", required=True)
@pin_file
@everywhere
@click.pass_obj
def arbitrate(
    session: Session,
    case: str,
    officer: str,
    sheet: Path,
    *,
    outcome: str,
    reasons: str,
    pin_file: Path | None,
) -> ExitCode:
    """Decide an objection."""
    from commands.review_work import Hand, Submission  # noqa: PLC0415 - keeps help fast
    from commands.review_work import submit as hand_in  # noqa: PLC0415 - as above

    hand = Hand(case=case, officer=officer, pin_file=pin_file)
    return hand_in(session, hand, sheet, Submission(comment=reasons, outcome=outcome))


@review.command("accept")
@_case
@officer
@pin_file
@everywhere
@click.pass_obj
def accept(session: Session, case: str, officer: str, *, pin_file: Path | None) -> ExitCode:
    """Accept the score."""
    return _plain(session, case, officer, pin_file, "accept_score", {})


@review.command("object")
@_case
@officer
@click.option("--about", metavar="ITEM=GROUND", multiple=True, required=True)
@click.option("--demand", metavar="TEXT", required=True)
@pin_file
@everywhere
@click.pass_obj
def object_(
    session: Session,
    case: str,
    officer: str,
    *,
    about: tuple[str, ...],
    demand: str,
    pin_file: Path | None,
) -> ExitCode:
    """Object to the score."""
    from commands.review_process import object_to  # noqa: PLC0415 - keeps help fast
    from commands.review_work import Hand  # noqa: PLC0415 - as above

    hand = Hand(case=case, officer=officer, pin_file=pin_file)
    return object_to(session, hand, about, demand)


@review.command("appoint")
@_case
@click.argument("person", metavar="PERSON")
@officer
@pin_file
@everywhere
@click.pass_obj
def appoint(
    session: Session, case: str, person: str, officer: str, *, pin_file: Path | None
) -> ExitCode:
    """Appoint the third reviewer or the arbiter."""
    from commands.review_process import appoint as name  # noqa: PLC0415 - keeps help fast
    from commands.review_work import Hand  # noqa: PLC0415 - as above

    return name(session, Hand(case=case, officer=officer, pin_file=pin_file), person)


@review.command("rectify")
@_case
@officer
@helpers
@click.option("--owner", metavar="OFFICER", default="")
@click.option("--text", metavar="TEXT", default="")
@click.option("--about", metavar="NUMBER=TEXT", multiple=True)
@click.option("--attach", type=_FILE, metavar="FILE", multiple=True)
@click.option("--return", "back", metavar="REASON", default="")
@pin_file
@everywhere
@click.pass_obj
def rectify(
    session: Session,
    case: str,
    officer: str,
    *,
    helpers: tuple[str, ...],
    owner: str,
    text: str,
    about: tuple[str, ...],
    attach: tuple[Path, ...],
    back: str,
    pin_file: Path | None,
) -> ExitCode:
    """Take the next step of rectification."""
    from commands.review_process import Rectifying  # noqa: PLC0415 - keeps help fast
    from commands.review_process import rectify as go_on  # noqa: PLC0415 - as above
    from commands.review_work import Hand  # noqa: PLC0415 - as above

    said = Rectifying(owner=owner, text=text, about=about, files=attach, back=back)
    hand = Hand(case=case, officer=officer, pin_file=pin_file, helpers=helpers)
    return go_on(session, hand, said)


@review.command("finish")
@_case
@officer
@pin_file
@everywhere
@click.pass_obj
def finish(session: Session, case: str, officer: str, *, pin_file: Path | None) -> ExitCode:
    """Finish the review."""
    return _plain(session, case, officer, pin_file, "finish_review", {})


@review.command("waive")
@_case
@officer
@click.option("--reason", metavar="TEXT", required=True)
@pin_file
@everywhere
@click.pass_obj
def waive(
    session: Session, case: str, officer: str, *, reason: str, pin_file: Path | None
) -> ExitCode:
    """Record that the dossier was not drawn."""
    from commands.review_process import waive as let_be  # noqa: PLC0415 - keeps help fast
    from commands.review_work import Hand  # noqa: PLC0415 - as above

    return let_be(session, Hand(case=case, officer=officer, pin_file=pin_file), reason)


def _plain(
    session: Session,
    case: str,
    officer: str,
    pin_file: Path | None,
    trigger: str,
    raw: dict[str, object],
) -> ExitCode:
    from commands.review_process import plain_step  # noqa: PLC0415 - keeps help fast
    from commands.review_work import Hand  # noqa: PLC0415 - as above

    hand = Hand(case=case, officer=officer, pin_file=pin_file)
    return plain_step(session, hand, trigger, raw)


@review.command("nominate")
@_case
@officer
@click.option("--reasons", metavar="TEXT", required=True)
@click.option("--copy-to", type=_FILE, metavar="FILE")
@pin_file
@everywhere
@click.pass_obj
def nominate(
    session: Session,
    case: str,
    officer: str,
    *,
    reasons: str,
    copy_to: Path | None,
    pin_file: Path | None,
) -> ExitCode:
    """Nominate an excellent dossier."""
    from commands.review_merit import nominate as put_in  # noqa: PLC0415 - keeps help fast
    from commands.review_work import Hand  # noqa: PLC0415 - as above

    hand = Hand(case=case, officer=officer, pin_file=pin_file)
    return put_in(session, hand, reasons, copy_to)


@review.command("candidates")
@click.argument("year", metavar="YEAR", type=click.IntRange(min=2000, max=9999))
@click.option("--read", "rank", type=click.IntRange(min=1), metavar="NUMBER")
@everywhere
@click.pass_obj
def candidates(session: Session, year: int, rank: int | None) -> ExitCode:
    """List the pool of a year, or read one copy of it."""
    from commands.review_copy import read_copy  # noqa: PLC0415 - keeps help fast
    from commands.review_merit import show_candidates  # noqa: PLC0415 - as above

    return show_candidates(session, year) if rank is None else read_copy(session, year, rank)


@review.command("merit")
@click.argument("year", metavar="YEAR", type=click.IntRange(min=2000, max=9999))
@everywhere
@click.pass_obj
def merit(session: Session, year: int) -> ExitCode:
    """List the officers of a year by quality."""
    from commands.review_merit import show_merit  # noqa: PLC0415 - keeps help fast

    return show_merit(session, year)
