"""`anjuan review precheck`: one dossier, one bag, or every closed dossier of a workspace."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.graded_findings import findings_of, show_findings, show_score, waiting_items
from commands.office import Office
from commands.reading_log import Reader, named
from commands.screen import put, table
from commands.session import Session
from engine.errors import InputError
from engine.grading.dossier import Dossier
from engine.grading.scoring import prechecked
from engine.grading.sheet import Plain
from engine.reading import every_case
from engine.storage_rows import CaseRow
from runtime import bag_format
from runtime.grading import Grader, shelf_of
from runtime.grading_batch import batch_of, grade_all, kept_results
from runtime.grading_record import Wording, in_language, record_of
from runtime.received import find_received, is_reference, open_received

if TYPE_CHECKING:
    from rich.console import Console

#: How many of the findings met most often are told.
_MOST_MET = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be graded, and how."""

    target: str = ""
    everything: bool = False
    #: Month of closing, `2026-03`; every month without.
    month: str = ""
    #: Id of the standard; that of the procedure without.
    profile: str = ""
    #: Whether signatures nobody has verified yet are verified now.
    signatures: bool = False
    #: How many processes; as many as there are processors without.
    processes: int = 0
    #: Whether kept outcomes are worked out anew.
    again: bool = False


def precheck(session: Session, wanted: Wanted, who: Reader) -> ExitCode:
    """Grade what is wanted as far as a program can.

    Raises InputError `grading.target` unless one dossier or all of them are asked for.
    """
    if bool(wanted.target) == wanted.everything or (wanted.month and not wanted.everything):
        raise InputError("grading.target")
    with session.open() as office, shelf_of(office.workspace) as shelf:
        grader = Grader(office.workspace, shelf)
        grader.seals.eager = wanted.signatures
        if wanted.everything:
            return _many(office, grader, wanted)
        return _one(office, grader, wanted, who)


# -- one dossier ----------------------------------------------------------------------------------


def _one(office: Office, grader: Grader, wanted: Wanted, who: Reader) -> ExitCode:
    dossier = _dossier(office, grader, wanted.target)
    named(office, who, [dossier.case])
    found = grader.grade(dossier, wanted.profile)
    kept = record_of(
        found,
        prechecked(found),
        dossier.now,
        Wording.of(dossier.law),
        signatures=grader.seals.eager,
    )
    record = in_language(kept, office.session.language)
    office.screen.result({"ok": True, **record}, lambda console: _show(office, console, record))
    return ExitCode.DONE


def _dossier(office: Office, grader: Grader, target: str) -> Dossier:
    if (Path(target) / bag_format.DECLARATION_FILE).is_file():
        return grader.bag(Path(target))
    if is_reference(target):
        return grader.read(open_received(office.workspace, find_received(office.workspace, target)))
    return grader.dossier(office.case(target))


def _show(office: Office, console: "Console", record: Mapping[str, Plain]) -> None:
    show_score(office, console, record)
    show_findings(office, console, record)
    waiting = "、".join(waiting_items(record))
    if waiting:
        put(console, office.say("grading.waiting", items=waiting))
    if not record["signatures_checked"]:
        put(console, office.say("grading.unsigned"))


# -- every dossier --------------------------------------------------------------------------------


def _many(office: Office, grader: Grader, wanted: Wanted) -> ExitCode:
    with office.workspace.store.read() as view:
        rows = [row for row in every_case(view) if _closed_in(row, wanted.month)]
    batch = batch_of(
        grader,
        rows,
        named=wanted.profile,
        signatures=wanted.signatures,
        again=wanted.again,
    )
    shelf = grader.shelf
    records = list(kept_results(shelf, batch)) if shelf is not None else []
    with office.screen.progress(office.say("grading.grading")) as progress:
        records += grade_all(grader, batch, processes=wanted.processes, progress=progress)
    records.sort(key=lambda record: str(record["dossier_id"]))
    told = [
        in_language(record, office.session.language) if "problem" not in record else record
        for record in records
    ]
    payload = {
        "ok": True,
        "month": wanted.month or None,
        "graded": len(batch.tasks),
        "unchanged": len(batch.kept),
        "ungraded": [*batch.ungraded],
        "dossiers": told,
    }
    office.screen.result(payload, lambda console: _summary(office, console, told, batch.ungraded))
    return ExitCode.DONE


def _closed_in(row: CaseRow, month: str) -> bool:
    return row.closed_at is not None and f"{row.closed_at:%Y-%m}".startswith(month)


def _summary(
    office: Office,
    console: "Console",
    records: Sequence[Mapping[str, Plain]],
    ungraded: Sequence[str],
) -> None:
    graded = [record for record in records if "problem" not in record]
    broken = [record for record in records if "problem" in record]
    put(console, office.say("grading.many", count=len(graded), ungraded=len(ungraded)))
    table(
        console,
        tuple(office.say(f"grading.heads.{h}") for h in ("grade", "count")),
        [(name, str(count)) for name, count in Counter(_grades(graded)).most_common()],
    )
    met = Counter((str(f["item"]), str(f["code"])) for r in graded for f in findings_of(r))
    words = {(str(f["item"]), str(f["code"])): f for r in graded for f in findings_of(r)}
    table(
        console,
        tuple(office.say(f"grading.heads.{h}") for h in ("item", "what", "count")),
        [
            (f"{key[0]} {words[key]['item_name']}", str(words[key]["reason"]), str(count))
            for key, count in met.most_common(_MOST_MET)
        ],
        title=office.say("grading.most_met"),
        ratios=(8, 16, 2),
    )
    for record in broken:
        put(
            console,
            office.say("grading.broken", case=record["dossier_id"], problem=record["problem"]),
        )


def _grades(records: Sequence[Mapping[str, Plain]]) -> list[str]:
    return [str(record["grade_name"]) for record in records]
