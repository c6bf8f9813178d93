"""`review nominate`, `review candidates` and `review merit`: the pool of excellent dossiers."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.office import Office
from commands.output_files import write_out
from commands.review_work import Hand, act
from commands.screen import put, table
from commands.session import Session
from engine.anonymised import anonymised
from engine.case import Case
from engine.errors import ConfigurationError
from engine.half_points import points_text
from engine.merit import Candidate, Merit, candidate, merits, ranked
from engine.reading import every_case
from engine.record import canonical

if TYPE_CHECKING:
    from rich.console import Console


def nominate(session: Session, hand: Hand, reasons: str, copy_to: Path | None) -> ExitCode:
    """Put a dossier into the pool, with an anonymised copy frozen beside it."""
    with session.open() as office, TemporaryDirectory() as folder:
        data = _copy(office, office.case(hand.case))
        path = Path(folder) / office.say("review.copy_name")
        path.write_bytes(data)
        raw = {"candidate_copy": str(path), "nomination_reasons": reasons}
        status = act(office, hand, "nominate", raw)
        if status is ExitCode.DONE and copy_to is not None:
            write_out(copy_to, data)
    return status


def _copy(office: Office, case: Case) -> bytes:
    law = office.workspace.law
    if law.masking is None:
        raise ConfigurationError("review.no_masking")
    return canonical(anonymised(case, law, office.workspace.agency, law.masking))


def show_candidates(session: Session, year: int) -> ExitCode:
    """Give the pool of a year, best first."""
    with session.open() as office:
        found = pool(office, year)
        payload = {
            "ok": True,
            "year": year,
            "candidates": [_candidate(n, c) for n, c in enumerate(found, 1)],
        }

        def show(console: "Console") -> None:
            put(console, office.say("review.pool", year=str(year), count=len(found)))
            names = ("rank", "case", "score", "deductions", "lessons", "nominated", "digest")
            heads = [office.say(f"review.head.{name}") for name in names]
            rows = [_pool_row(office, n, c) for n, c in enumerate(found, 1)]
            table(console, heads, rows, ratios=(1, 5, 2, 2, 2, 3, 4))

        office.screen.result(payload, show)
    return ExitCode.DONE


def pool(office: Office, year: int) -> tuple[Candidate, ...]:
    """Return the pool of a year, best first."""
    return ranked((c for case in _reviewed(office) if (c := candidate(case))), year)


def _candidate(rank: int, found: Candidate) -> dict[str, object]:
    return {
        "rank": rank,
        "case": found.case,
        "score": found.score / 2,
        "deductions": found.deductions,
        "lessons": found.lessons,
        "nominated_at": found.nominated_at,
        "copy_digest": found.digest,
    }


def _pool_row(office: Office, rank: int, found: Candidate) -> tuple[str, ...]:
    case = office.case(found.case)
    return (
        str(rank),
        case.number or case.id,
        points_text(found.score),
        str(found.deductions),
        str(found.lessons),
        office.messages.day(found.nominated_at),
        found.digest[:16],
    )


def show_merit(session: Session, year: int) -> ExitCode:
    """Give the officers of a year by the quality of their dossiers; no amounts of money."""
    with session.open() as office:
        best = {p.digest: p.best for p in office.workspace.law.grading()}
        found = merits(_reviewed(office), year, best)
        payload = {"ok": True, "year": year, "officers": [_merit(office, m) for m in found]}

        def show(console: "Console") -> None:
            put(console, office.say("review.merit", year=str(year)))
            names = ("officer", "scored", "excellent", "share", "approvals", "first", "share")
            heads = [office.say(f"review.head.{name}") for name in names]
            table(console, heads, [_merit_row(office, m) for m in found])

        office.screen.result(payload, show)
    return ExitCode.DONE


def _merit(office: Office, found: Merit) -> dict[str, object]:
    return {
        "officer": found.officer,
        "name": office.person(found.officer),
        "scored": found.scored,
        "excellent": found.excellent,
        "approvals": found.approvals,
        "first_pass": found.first_pass,
    }


def _merit_row(office: Office, found: Merit) -> tuple[str, ...]:
    return (
        office.person(found.officer),
        str(found.scored),
        str(found.excellent),
        _share(found.excellent, found.scored),
        str(found.approvals),
        str(found.first_pass),
        _share(found.first_pass, found.approvals),
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else ""


def _reviewed(office: Office) -> Iterator[Case]:
    """Yield every case that has a review."""
    with office.workspace.store.read() as view:
        ids = [row.case_id for row in every_case(view)]
    with office.screen.progress(office.say("review.reading")) as told:
        for number, case_id in enumerate(ids, 1):
            if told is not None:
                told(number, len(ids))
            case = office.case(case_id)
            if case.machines("dossier_review"):
                yield case
