"""Reading cases: one in full, all in a list, one's history; now or as of any past moment."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.office import Office
from commands.reading_log import Reader, looked, named
from commands.screen import put, table
from commands.session import Session
from commands.telling import (
    document_payload,
    event_payload,
    show_event,
    step_name,
    waiting_payload,
    waiting_rows,
)
from engine.case import MAIN, Case
from engine.errors import InputError
from engine.masked_view import masked
from engine.mergers import merged_into
from engine.named_people import holds_private
from engine.projection import case_row
from engine.reads import Look
from engine.record import Record
from engine.storage_rows import CaseFilter, CaseRow

if TYPE_CHECKING:
    from rich.console import Console

PAGE = 200


# -- one case -------------------------------------------------------------------------------------


def show_case(
    session: Session, text: str, as_of: datetime | None, who: Reader, *, unmask: bool = False
) -> ExitCode:
    """Give a case in full; identity numbers only with `unmask`.

    Whoever sees a natural person named is on record either way. Raises InputError
    `reading.unmask_reason` for a reader without name or reason who wants the numbers.
    """
    if unmask and not (who.named and who.why.strip()):
        raise InputError("reading.unmask_reason")
    with session.open() as office:
        case = office.workspace.road.case(office.case(text).id, until=as_of)
        masking = office.workspace.law.masking
        if unmask:
            looked(office, Look.CASE, who, [case.id])
        elif masking is not None and office.screen.as_json and holds_private(case.data, masking):
            looked(office, Look.NAMED, who, [case.id])
        else:
            named(office, who, [case])
        payload = _case_payload(office, case, as_of) | {"unmasked": unmask}
        seen = case.data if unmask or masking is None else masked(case.data, masking)
        payload["data"] = seen
        office.screen.result(payload, lambda console: _show(office, console, case, seen, as_of))
    return ExitCode.DONE


def _case_payload(office: Office, case: Case, as_of: datetime | None) -> dict[str, object]:
    data = case.data
    return {
        "ok": True,
        "case": case.id,
        "number": case.number or None,
        "as_of": as_of,
        "version": case.version,
        "head": case.head,
        "state": case.main.state,
        "merged_into": merged_into(case) or None,
        "opened_at": case.opened_at,
        "last_at": case.last_at,
        "party": data.record("party").text("name") or data.text("suspected_party") or None,
        "matter": data.text("matter") or None,
        "squad": data.text("squad") or None,
        "officers": list(case.officers()),
        "tracks": [
            {"id": t.id, "machine": t.machine, "state": t.state, "subject": t.subject or None}
            for t in case.tracks.values()
        ],
        "documents": [document_payload(office, d) for d in case.documents.values()],
        "deadlines": [
            {"instance": d.instance, "rule": d.rule, "due": d.computed.due, "status": d.status}
            for d in case.deadlines.values()
        ],
        "evidence": [
            {"number": e.number, "name": e.item.text("name"), "elements": e.elements}
            for e in case.evidence
        ],
        "waiting": waiting_payload(case),
        "data": data,
    }


def _show(
    office: Office, console: "Console", case: Case, data: Record, as_of: datetime | None
) -> None:
    say, party = office.say, data.record("party")
    squad = office.workspace.agency.squad(data.text("squad"))
    if as_of is not None:
        put(console, say("show.as_of", at=as_of))
    facts = (
        ("case", case.id),
        ("number", case.number),
        ("state", _where(office, _state(office, case), merged_into(case))),
        ("party", party.text("name") or data.text("suspected_party")),
        ("identity", party.text("id_number") or party.text("credit_code")),
        ("matter", _matter(office, case)),
        ("cause", data.text("cause")),
        ("place", data.text("lead_place")),
        ("squad", squad.name if squad is not None else ""),
        ("officers", office.messages.value(tuple(office.person(p) for p in case.officers()))),
        ("opened", office.messages.value(case.opened_at)),
        ("last", office.messages.value(case.last_at)),
        ("version", str(case.version)),
    )
    table(console, ("", ""), [(say(f"show.{key}"), text) for key, text in facts if text])
    _show_tracks(office, console, case)
    show_documents(office, console, case)
    rows = [(e.number, e.item.text("name"), e.item.text("proves")) for e in case.evidence]
    heads = tuple(say(f"show.{key}") for key in ("evidence", "name", "proves"))
    table(console, heads, rows, title=say("show.evidence_title"))
    heads = tuple(say(f"waiting.{head}") for head in ("document", "name", "field", "who"))
    table(console, heads, waiting_rows(office, case), title=say("show.waiting_title"))


def _state(office: Office, case: Case) -> str:
    return office.names.state(office.workspace.law.pinned(case.main.definition), case.main.state)


def _matter(office: Office, case: Case) -> str:
    matter = case.data.text("matter")
    return f"{matter} {office.messages.named('matter', matter)}" if matter else ""


def _show_tracks(office: Office, console: "Console", case: Case) -> None:
    rows = [
        (
            office.messages.named("track", t.id),
            office.names.state(office.workspace.law.pinned(t.definition), t.state),
            t.subject,
        )
        for t in case.tracks.values()
        if t.id != MAIN
    ]
    heads = tuple(office.say(f"show.{key}") for key in ("track", "state", "subject"))
    table(console, heads, rows, title=office.say("show.tracks_title"))


def show_documents(office: Office, console: "Console", case: Case) -> None:
    """Print the documents of a case."""
    rows = [
        (
            d.id,
            office.names.form(d.form),
            d.number,
            office.messages.named("status", d.status),
            office.messages.day(d.composed_at),
            office.messages.value(tuple(office.person(s.person) for s in d.signed))
            if d.signed
            else "",
        )
        for d in case.documents.values()
    ]
    keys = ("document", "name", "document_number", "status", "date", "signed")
    heads = tuple(office.say(f"show.{key}") for key in keys)
    table(console, heads, rows, title=office.say("show.documents_title"), whole=(0, 2))


# -- history --------------------------------------------------------------------------------------


def show_history(session: Session, text: str, as_of: datetime | None) -> ExitCode:
    """Give everything that happened to a case, oldest first."""
    with session.open() as office:
        case = office.workspace.road.case(office.case(text).id, until=as_of)
        payload = {
            "ok": True,
            "case": case.id,
            "number": case.number or None,
            "as_of": as_of,
            "events": [event_payload(office, e) for e in case.events],
        }

        def show(console: "Console") -> None:
            for event in case.events:
                put(
                    console,
                    office.say(
                        "history.line",
                        seq=event.seq,
                        at=event.at,
                        step=step_name(office, event),
                        trigger=event.trigger,
                        person=office.person(event.actor),
                        role=office.messages.named("role", event.role) if event.role else "",
                    ),
                )
                show_event(office, console, event)

        office.screen.result(payload, show)
    return ExitCode.DONE


# -- the list -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which cases a list shows."""

    state: str | None = None
    squad: str | None = None
    officer: str | None = None
    party: str | None = None
    open_only: bool = False
    #: Only those a person is an officer of, or answers for as the owner of a lead.
    mine: str | None = None
    #: Leave out cases merged into another one, so that each act is counted once.
    counted: bool = False
    as_of: datetime | None = None


def list_cases(session: Session, wanted: Wanted, who: Reader) -> ExitCode:
    """Give the cases that pass every filter; a search for a party is recorded with who searched."""
    with session.open() as office:
        rows = list(_rows(office, wanted))
        if wanted.party:
            looked(office, Look.SEARCH, who, [row.case_id for row, _ in rows], words=wanted.party)
        merged = sum(bool(_merged_into(row)) for row, _ in rows)
        payload = {
            "ok": True,
            "as_of": wanted.as_of,
            "cases": [_row_payload(*r) for r in rows],
            "counted": len(rows) - merged,
            "merged": merged,
        }

        def show(console: "Console") -> None:
            keys = ("case", "number", "state", "officers", "last", "next_due")
            heads = tuple(office.say(f"show.{key}") for key in keys)
            table(console, heads, [_row(office, *r) for r in rows], whole=(0, 1))
            if not rows:
                put(console, office.say("list.none"))
            if merged:
                said = office.say("list.merged", counted=len(rows) - merged, merged=merged)
                put(console, said)

        office.screen.result(payload, show)
    return ExitCode.DONE


def _rows(office: Office, wanted: Wanted) -> Iterable[tuple[CaseRow, date | None]]:
    now = wanted.as_of is None
    mine = office.person_id(wanted.mine) if wanted.mine else ""
    after = ""
    with office.workspace.store.read() as view:
        while True:
            page = view.cases(
                CaseFilter(
                    state=wanted.state if now else None,
                    squad=wanted.squad,
                    officer=office.person_id(wanted.officer) if wanted.officer else None,
                    party=wanted.party,
                    open_only=wanted.open_only and now,
                    after=after,
                    limit=PAGE,
                )
            )
            for row in page:
                found = row if now else _past(office, row.case_id, wanted)
                if found is not None and _passes(found, mine, counted=wanted.counted):
                    running = [d.due for d in view.deadlines(row.case_id) if d.status == "running"]
                    yield found, min(running, default=None) if now else None
            if len(page) < PAGE:
                return
            after = page[-1].case_id


def _past(office: Office, case_id: str, wanted: Wanted) -> CaseRow | None:
    """Return the row as it stood then; None when the case was not there or does not pass."""
    with office.workspace.store.read() as view:
        if not view.events(case_id, up_to_moment=wanted.as_of):
            return None
    row = case_row(office.workspace.road.case(case_id, until=wanted.as_of))
    fits = wanted.state in {None, row.state} and not (wanted.open_only and row.closed_at)
    return row if fits else None


def _passes(row: CaseRow, mine: str, *, counted: bool) -> bool:
    """Whether a row passes what the store does not filter by."""
    return (not mine or mine in _answering(row)) and not (counted and _merged_into(row))


def _answering(row: CaseRow) -> tuple[str, ...]:
    """Return the officers of a case, or for a lead without officers its owner."""
    return row.officers or (str(json.loads(row.extra).get("owner") or ""),)


def _merged_into(row: CaseRow) -> str:
    return str(json.loads(row.extra).get("merged_into") or "")


def _row_payload(row: CaseRow, due: date | None) -> dict[str, object]:
    extra = json.loads(row.extra)
    return {
        "case": row.case_id,
        "number": extra.get("number") or None,
        "matter": extra.get("matter") or None,
        "merged_into": extra.get("merged_into") or None,
        "version": row.version,
        "state": row.state,
        "squad": row.squad,
        "officers": row.officers,
        "owner": extra.get("owner") or next(iter(row.officers), None),
        "opened_at": row.opened_at,
        "moved_at": row.moved_at,
        "closed_at": row.closed_at,
        "next_due": due,
    }


def _where(office: Office, state: str, merged_into: str) -> str:
    """Return the state of a case, or where a case went that was merged away."""
    return office.say("list.merged_into", case=merged_into) if merged_into else state


def _row(office: Office, row: CaseRow, due: date | None) -> tuple[str, ...]:
    workflow = office.workspace.law.pinned(row.workflow)
    return (
        row.case_id,
        json.loads(row.extra).get("number") or "",
        _where(office, office.names.state(workflow, row.state), _merged_into(row)),
        office.messages.value(tuple(office.person(p) for p in row.officers))
        if row.officers
        else office.say(
            "list.owner", name=office.messages.listed(map(office.person, _answering(row)))
        ),
        office.messages.moment(row.moved_at),
        office.messages.day(due) if due is not None and due != date.max else "",
    )
