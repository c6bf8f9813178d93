"""What happens around a score: appointing, accepting, objecting, rectifying, finishing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from commands.exit_codes import ExitCode
from commands.office import Office
from commands.review_assigning import must_not_be_drawn
from commands.review_stage import trigger_at
from commands.review_work import Hand, act
from commands.session import Session
from engine.errors import InputError
from runtime.assigning import SAMPLING, WAIVE

APPOINT = {
    "q_scored": "appoint_third_reviewer",
    "q_third": "appoint_third_reviewer",
    "q_objected": "appoint_arbiter",
    "q_arbitrating": "appoint_arbiter",
}
RECTIFY = {
    "q_scored": "order_rectification",
    "q_rectifying": "acknowledge_rectification",
    "q_fixing": "report_rectified",
    "q_rechecking": "verify_rectification",
}
#: What a recheck may find, by both names.
OUTCOMES = {"fixed": "fixed", "已整改": "fixed", "lesson": "lesson", "教训": "lesson"}


def appoint(session: Session, hand: Hand, person: str) -> ExitCode:
    """Appoint the third reviewer, or the arbiter of an objection, as the review needs one."""
    with session.open() as office:
        trigger = trigger_at(office, office.case(hand.case), APPOINT)
        name = "arbiter" if trigger == "appoint_arbiter" else "third_reviewer"
        return act(office, hand, trigger, {name: office.person_id(person)})


def plain_step(session: Session, hand: Hand, trigger: str, raw: Mapping[str, object]) -> ExitCode:
    """Take a step of which nothing needs to be worked out."""
    with session.open() as office:
        return act(office, hand, trigger, raw)


def waive(session: Session, hand: Hand, reason: str) -> ExitCode:
    """Record that a dossier was not drawn; a drawn one is refused."""
    with session.open() as office:
        must_not_be_drawn(office, office.case(hand.case))
        return act(office, hand, WAIVE, {SAMPLING: reason})


def object_to(session: Session, hand: Hand, about: Sequence[str], demand: str) -> ExitCode:
    """Object to the score: `about` names items or vetoes, each as `B3=GROUND`."""
    with session.open() as office:
        objections = [{"about": n, "ground": g} for n, g in pairs(about)]
        raw = {"objections": objections, "objection_demand": demand}
        return act(office, hand, "object_to_score", raw)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectifying:
    """What a step of rectification needs; which one it is follows from the case."""

    owner: str = ""
    #: Demand, plan or opinion, as the step wants.
    text: str = ""
    #: `1=WHAT WAS DONE`, and for a recheck `1=fixed:WHAT WAS SEEN`.
    about: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()
    #: Reason for which the result goes back.
    back: str = ""


def rectify(session: Session, hand: Hand, said: Rectifying) -> ExitCode:
    """Take the next step of rectification: notice, acknowledgement, report, recheck or return."""
    with session.open() as office:
        if said.back:
            return act(office, hand, "return_rectification", {"rectification_return": said.back})
        trigger = trigger_at(office, office.case(hand.case), RECTIFY)
        return act(office, hand, trigger, _rectifying(office, hand, trigger, said))


def _rectifying(office: Office, hand: Hand, trigger: str, said: Rectifying) -> dict[str, object]:
    match trigger:
        case "order_rectification":
            owner = office.person_id(said.owner) if said.owner else _lead(office, hand)
            return {"rectification_owner": owner, "rectification_demand": said.text}
        case "acknowledge_rectification":
            return {"rectification_plan": said.text} if said.text else {}
        case "report_rectified":
            done = [{"about": n, "done": what} for n, what in pairs(said.about)]
            files = [str(path.absolute()) for path in said.files]
            return {"remedied": done, "rectification_files": files}
    seen = [_seen(n, what) for n, what in pairs(said.about)]
    return {"rechecked": seen, "rectification_comment": said.text}


def _lead(office: Office, hand: Hand) -> str:
    """Return the officer in charge, who rectifies unless somebody else is named."""
    return office.case(hand.case).data.text("lead_officer")


def _seen(about: str, text: str) -> dict[str, object]:
    outcome, _, note = text.partition(":")
    if outcome.strip() not in OUTCOMES or not note.strip():
        raise InputError("review.bad_edit", given=f"{about}={text}", wanted="1=fixed:NOTE")
    return {"about": about, "outcome": OUTCOMES[outcome.strip()], "note": note.strip()}


def pairs(texts: Sequence[str]) -> list[tuple[str, str]]:
    """Return name and text of each `NAME=TEXT`; raises InputError `review.bad_edit`."""
    found: list[tuple[str, str]] = []
    for text in texts:
        name, mark, rest = text.partition("=")
        if not (name.strip() and mark and rest.strip()):
            raise InputError("review.bad_edit", given=text, wanted="B3=TEXT")
        found.append((name.strip(), rest.strip()))
    return found
