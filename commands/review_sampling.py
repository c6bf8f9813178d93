"""`review commit` and `review sample`: promising a secret, drawing a month, repeating a draw."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.input_files import read_text
from commands.office import Office
from commands.output_files import write_out
from commands.pins import collect_pins
from commands.report_signing import official, signing
from commands.screen import put, table
from commands.session import Session
from engine.errors import InputError, NotFoundError
from engine.people import Person
from engine.sampling_commitments import Beacon, Commitment, commitment_of, month_span
from engine.sampling_record import Sample
from engine.verdict import Term
from runtime.left_out import LeftOut, left_out
from runtime.reports.month import names_of
from runtime.reports.sample import sample_report
from runtime.sampling import commit, compared, draw, read_record, repeated

if TYPE_CHECKING:
    from rich.console import Console

KEEPSAKE = "anjuan-secret/1"
SECRET_BYTES = 32
#: The program for repeating a draw that goes with every record.
REDRAW = "redraw.py"


def promise_secret(
    session: Session,
    month: str,
    officer: str,
    to: Path,
    *,
    beacon: str,
    published_at: datetime | None,
    pin_file: Path | None,
) -> ExitCode:
    """Make a secret, enter its digest in the journal, and give the secret to its keeper.

    The file is written first: a promise nobody can keep would be worse than a file of no use.
    """
    month_span(month)
    if bool(beacon) != (published_at is not None):
        raise InputError("sampling.beacon_half")
    with session.open() as office:
        person = _present(office, officer, pin_file)
        outside = Beacon(source=beacon, published_at=published_at) if published_at else None
        secret = secrets.token_hex(SECRET_BYTES)
        if to.exists():
            raise InputError("sampling.secret_in_the_way", path=str(to))
        write_out(to, _secret_file(month, person, secret))
        to.chmod(0o600)
        try:
            made = commit(office.workspace, month, person, secret, outside)
        except BaseException:
            to.unlink()
            raise
        office.screen.result(
            {"ok": True, "to": str(to), **_promise(made)},
            lambda console: _show_promise(office, console, made, to),
        )
    return ExitCode.DONE


def _present(office: Office, officer: str, pin_file: Path | None) -> Person:
    """Return a person whose PIN was given."""
    person = office.workspace.agency.person(office.person_id(officer))
    if person is None:
        raise InputError("sampling.may_not", person=officer)
    pins = collect_pins(office, [person.id], pin_file)
    office.workspace.keyring(pins)
    return person


def _secret_file(month: str, person: Person, secret: str) -> bytes:
    told = {"format": KEEPSAKE, "month": month, "person": person.id, "secret": secret}
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"


def _promise(made: Commitment) -> dict[str, object]:
    return {
        "month": made.month,
        "person": made.person,
        "at": made.at,
        "digest": made.digest,
        "leaf": made.leaf,
        "size": made.rules.size,
        "always": sorted(made.rules.always),
        "beacon": made.beacon.source if made.beacon else None,
        "published_at": made.beacon.published_at if made.beacon else None,
    }


def _show_promise(office: Office, console: "Console", made: Commitment, to: Path) -> None:
    told = {"month": made.month, "digest": made.digest, "leaf": str(made.leaf), "to": str(to)}
    put(console, _say(office, "promised", size=str(made.rules.size), **told))
    if made.beacon is not None:
        put(console, _say(office, "promised_beacon", source=made.beacon.source))


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """Where the record of a draw goes, as data and as a document, and who signs."""

    to: Path | None
    sheet: Path | None
    helpers: Sequence[str]
    pin_file: Path | None


def draw_sample(
    session: Session,
    month: str,
    officer: str,
    secret_files: Sequence[Path],
    paper: Paper,
    *,
    beacon: str,
    reviewers: Sequence[str],
) -> ExitCode:
    """Draw a month's sample; its record goes where wanted, the redrawing program beside it.

    Who signs and seals is asked for before anything is drawn: a draw is never made twice. Raises
    InputError `sampling.bad_month`, and `sampling.drawer_missing` where nobody is named.
    """
    month_span(month)  # refuses what is no month before anybody is asked for a PIN
    if not officer:
        raise InputError("sampling.drawer_missing")
    with session.open() as office:
        person = _present(office, officer, paper.pin_file)
        people = (officer, *paper.helpers)
        sign = signing(office, people, paper.pin_file) if paper.sheet is not None else None
        graders = [_reviewer(office, text) for text in reviewers]
        with office.screen.progress(_say(office, "reading")) as progress:
            found, record = draw(
                office.workspace,
                month,
                person,
                dict(_secret(path, month) for path in secret_files),
                beacon=beacon.strip(),
                reviewers=graders,
                progress=progress,
            )
        if paper.to is not None:
            _hand_out(paper.to, record)
        if paper.sheet is not None and sign is not None:
            report = sample_report(found, names_of(office.workspace), official(office))
            sign.issue(office, report, paper.sheet, ())
        passed = left_out(office.workspace, found)

        def show(console: "Console") -> None:
            _show(office, console, found, paper.to)
            _show_left_out(office, console, passed)

        office.screen.result(_payload(paper, record, passed), show)
    return ExitCode.DONE


def _payload(paper: Paper, record: bytes, passed: Sequence[LeftOut]) -> dict[str, object]:
    return {
        "ok": True,
        "to": str(paper.to) if paper.to else None,
        "sheet": str(paper.sheet) if paper.sheet else None,
        "record": json.loads(record),
        "left_out": [{"case": p.case, "person": p.person, "part": p.part} for p in passed],
    }


def _hand_out(to: Path, record: bytes) -> None:
    """Write the record, and beside it the program that draws again from it."""
    write_out(to, record)
    program = files("runtime") / "data" / "verifier" / REDRAW
    write_out(to.with_name(REDRAW), program.read_bytes())


def _reviewer(office: Office, text: str) -> Person:
    found = office.workspace.agency.person(office.person_id(text))
    if found is None:
        raise InputError("sampling.no_reviewers")
    return found


def _secret(path: Path, month: str) -> tuple[str, str]:
    """Return whose secret a file holds, and the secret; raises InputError `sampling.bad_secret`."""
    try:
        told = json.loads(read_text(path))
        person, secret = str(told["person"]), str(told["secret"])
    except (ValueError, KeyError, TypeError) as wrong:
        raise InputError("sampling.bad_secret", path=str(path)) from wrong
    commitment_of(month, person, secret)
    return person, secret


def _show(office: Office, console: "Console", found: Sample, to: Path | None) -> None:
    population, drawing = found.occasion.population, found.drawing
    counts = {"count": str(len(population.dossiers)), "drawn": str(len(drawing.picks))}
    put(console, _say(office, f"reason.{drawing.reason}", month=population.month, **counts))
    heads = ("case", "squad", "procedure", "outcome", "closed_on", "why", "reviewer")
    rows = [
        (
            pick.dossier.case,
            _squad(office, pick.dossier.squad),
            office.messages.term(Term("machine", pick.dossier.procedure)),
            office.messages.term(Term("state", f"{pick.dossier.procedure}.{pick.dossier.outcome}")),
            office.messages.day(pick.dossier.closed_on),
            _say(office, "why.flagged" if pick.flagged else "why.drawn"),
            office.person(found.reviewers[pick.dossier.case]),
        )
        for pick in drawing.picks
    ]
    table(console, tuple(_say(office, f"heads.{head}") for head in heads), rows, whole=(0,))
    put(console, _say(office, "root", root=population.root, seed=drawing.seed))
    for one in found.passed_over:
        put(console, _say(office, "passed_over", person=office.person(one.person)))
    put(console, _say(office, "recorded" if to else "not_written", to=str(to)))


def _show_left_out(office: Office, console: "Console", passed: Sequence[LeftOut]) -> None:
    for one in passed:
        told = {"case": one.case, "person": office.person(one.person)}
        put(console, _say(office, "left_out", part=Term("part", one.part), **told))


def _squad(office: Office, squad_id: str) -> str:
    squad = office.workspace.agency.squad(squad_id)
    return squad.name if squad is not None else squad_id


def redraw(session: Session, path: Path) -> ExitCode:
    """Repeat a recorded draw; inside a workspace its dossiers are held against the ledger, too."""
    plain = read_record(read_text(path))
    different = list(repeated(plain))
    inside = True
    try:
        with session.open() as office:
            different += [f"ledger.{part}" for part in compared(office.workspace, plain)]
    except NotFoundError as none:
        if none.code != "workspace.none":
            raise
        inside = False
    payload = {"ok": not different, "differs": different, "against_ledger": inside}
    session.screen.result(payload, lambda console: _tell(session, console, different, inside))
    return ExitCode.INTEGRITY if different else ExitCode.DONE


def _tell(session: Session, console: "Console", different: Sequence[str], inside: bool) -> None:
    text_of = session.messages.template
    for part in different:
        name = text_of("sampling", "parts", part.partition("[")[0]) or part
        text = text_of("sampling", "differs") or ""
        put(console, session.messages.fill(text, {"part": name, "where": part}))
    key = "agrees" if inside else "agrees_alone"
    if not different:
        put(console, text_of("sampling", key) or "")


def _say(office: Office, key: str, **details: object) -> str:
    template = office.messages.template("sampling", *key.split("."))
    if template is None:
        raise KeyError(key)
    told: Mapping[str, object] = details
    return office.messages.fill(template, told)
