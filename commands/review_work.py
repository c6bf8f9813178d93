"""The reviewer's acts: beginning, filling in and handing in a sheet, all by the one road."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from commands.case_moving import Request, carry_out
from commands.exit_codes import ExitCode
from commands.office import Office
from commands.output_files import write_out
from commands.reading_log import Reader, named
from commands.review_assigning import must_be_assigned
from commands.review_prefill import dropped, prefilled
from commands.review_sheet import SheetFile, as_plain, read_sheet, sheet_text
from commands.review_showing import grade_name, show_sheet, totals
from commands.review_stage import SUBMITTED, Stage, review_of, stage_now
from commands.screen import put
from commands.session import Session
from commands.telling import tell_outcome, tell_refusal
from engine.case import Case
from engine.errors import InputError
from engine.free_reviewers import BEGIN
from engine.half_points import points_text
from engine.planning import Refusal
from engine.record import Record
from engine.review_sheets import own_score, self_reviewed
from engine.road import Done

if TYPE_CHECKING:
    from rich.console import Console

#: Setting that hides the squad's score from the second reviewer.
BLIND = "review.blind"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Who acts on which case."""

    case: str
    officer: str
    pin_file: Path | None = None
    #: People who sign together with the officer.
    helpers: tuple[str, ...] = ()


def act(office: Office, hand: Hand, trigger: str, raw: Mapping[str, object]) -> ExitCode:
    """Take one step of the review and tell what came of it."""
    return tell_outcome(office, carry_out(office, step(office, hand, trigger, raw)))


def step(office: Office, hand: Hand, trigger: str, raw: Mapping[str, object]) -> Request:
    """Return one step of the review as the road is asked for it."""
    case = office.case(hand.case)
    return Request(
        officer=hand.officer,
        case=case.id,
        trigger=trigger,
        track=review_of(case).id,
        raw=raw,
        pin_file=hand.pin_file,
        helpers=hand.helpers,
    )


def start(session: Session, hand: Hand, path: Path, *, fresh: bool, instead: str = "") -> ExitCode:
    """Begin a review, where nobody has, and write its sheet with everything the program found.

    `instead` says why somebody else reviews a dossier than the one the sample assigned it to.
    """
    with session.open() as office:
        case = office.case(hand.case)
        if path.exists() and not fresh:
            raise InputError("review.sheet_exists", path=str(path))
        if review_of(case).state == SUBMITTED:
            must_be_assigned(office, case, office.person_id(hand.officer), instead)
            said = {"reviewer_change": instead} if instead else {}
            outcome = carry_out(office, step(office, hand, BEGIN, said))
            if isinstance(outcome, Refusal):
                return tell_refusal(office, outcome)
            case = outcome.case
        stage = stage_now(office, case)
        named(office, Reader(named=hand.officer), [case])
        sheet = prefilled(office, case, stage.id)
        write_sheet(path, sheet)
        _tell_started(office, case, sheet, path)
    return ExitCode.DONE


def _tell_started(office: Office, case: Case, sheet: SheetFile, path: Path) -> None:
    own = _open_score(office, case, sheet.stage)
    payload = {
        "ok": True,
        "case": case.id,
        "stage": sheet.stage,
        "sheet": path,
        "self_score": own,
        **totals(office, sheet),
    }

    def show(console: "Console") -> None:
        show_sheet(office, console, case, sheet)
        if own is not None:
            put(console, office.say("review.own_score", score=own))
        put(console, office.say("review.written", path=str(path)))

    office.screen.result(payload, show)


def _open_score(office: Office, case: Case, stage: str) -> str | None:
    """Return the squad's score where a reviewer may know it; None before it is time."""
    blind = office.workspace.agency.enabled(BLIND)
    if stage == "self" or (stage in {"second", "third"} and blind):
        return None
    known = review_of(case).data
    return points_text(own_score(known)) if self_reviewed(known) else None


def write_sheet(path: Path, sheet: SheetFile) -> None:
    """Write a sheet as YAML, or as JSON where the file is called so."""
    if path.suffix.lower() == ".json":
        text = json.dumps(as_plain(sheet), ensure_ascii=False, indent=2)
    else:
        text = sheet_text(sheet)
    if path.exists():  # a file of the same person's; another kind of file is left alone
        read_sheet(path)
        path.write_text(text, encoding="utf-8")
    else:
        write_out(path, text.encode())


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What goes with a sheet."""

    comment: str = ""
    #: Of an arbitration: upheld, partly or rejected.
    outcome: str = ""


def submit(session: Session, hand: Hand, path: Path, said: Submission) -> ExitCode:
    """Hand in a sheet: every finding decided, nothing dropped, the total worked out."""
    with session.open() as office:
        case, sheet = office.case(hand.case), read_sheet(path)
        stage = stage_now(office, case)
        _must_fit(office, case, sheet, stage)
        raw = {
            stage.sheet: sheet.as_input(),
            stage.comment: said.comment or sheet.comment,
            **({"objection_outcome": said.outcome} if said.outcome else {}),
        }
        outcome = carry_out(office, step(office, hand, stage.trigger, raw))
        status = tell_outcome(office, outcome)
        if isinstance(outcome, Done) and not office.screen.as_json:
            _tell_scored(office, outcome.event.inputs.record(stage.sheet), outcome.case)
    return status


def _must_fit(office: Office, case: Case, sheet: SheetFile, stage: Stage) -> None:
    """Refuse a sheet of another case or stage, and one that leaves something open."""
    if sheet.case != case.id:
        raise InputError("review.other_case", found=sheet.case, case=case.id)
    if sheet.stage != stage.id:
        raise InputError("review.other_stage", found=sheet.stage, stage=stage.id)
    if left := sheet.pending():
        raise InputError("review.pending", left="、".join(left))
    if gone := dropped(office, case, sheet):
        raise InputError("review.dropped", left="、".join(gone))


def _tell_scored(office: Office, sheet: Record, case: Case) -> None:
    """Say the score, and now that it is handed in, how far it lies from the squad's."""
    console = office.screen.console()
    score = points_text(sheet.number("total") or 0)
    put(console, office.say("review.scored", score=score, grade=grade_name(office, sheet)))
    known = review_of(case).data
    if "second_sheet" in case.events[-1].inputs and self_reviewed(known):
        own = points_text(own_score(known))
        put(console, office.say("review.own_score", score=own))
