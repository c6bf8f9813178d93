"""The act that each document carries (`event.json`), held against the event that made it."""

from __future__ import annotations

import json

from runtime.verifier.bag import Told
from runtime.verifier.der import UnreadableError
from runtime.verifier.finding import Findings
from runtime.verifier.ledger import RELIABLE, Event
from runtime.verifier.papers import Paper
from runtime.verifier.replay import Case


def check_attached(paper: Paper, case: Case, out: Findings) -> None:
    """The act each document carries (event.json) against the event that made it."""
    reader, made = paper.reader, paper.made
    if reader is None:
        return
    event = case.by_number[case.made_by[made["id"]]]
    told = {"name": paper.entry.get("name")}
    try:
        raw = reader.attached(b"event.json")
        act = json.loads(raw) if raw else None
        wanted = _act_of(event, made)
        found = {key: _at(act, key) for key in wanted} if act else wanted
    except (UnreadableError, ValueError, KeyError, TypeError):
        out.add("act_unreadable", paper.place(), event=event.seq, law=RELIABLE, **told)
        return
    if act is None:
        if made.get("layout"):
            out.add("act_missing", paper.place(), event=event.seq, law=RELIABLE, **told)
        return
    for key in sorted(k for k in wanted if wanted[k] != found[k]):
        out.add("act_differs", paper.place(), event=event.seq, law=RELIABLE, key=key, **told)


def _act_of(event: Event, made: Told) -> dict[str, object]:
    body = event.body
    return {
        "case.id": body["case"],
        "case.head": body["prev"],
        "act.seq": body["seq"],
        "act.at": body["at"],
        "act.machine": body["machine"],
        "act.definition": body["definition"],
        "act.transition": body["transition"],
        "document.id": made["id"],
        "document.form": made["form"],
        "document.form_digest": made["form_digest"],
        "document.number": made["number"] or None,
    }


def _at(value: object, key: str) -> object:
    for name in key.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value
