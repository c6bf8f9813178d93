"""The case as its events make it: tracks and their states, documents, periods, what is known.

Nothing here judges; later sections ask this value and the law.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

from runtime.verifier.bag import Told
from runtime.verifier.finding import Findings
from runtime.verifier.ledger import Event
from runtime.verifier.words import SAID

MAIN = "main"
APPENDED = ("evidence", "payments", "recordings", "refunds")
FILED = ("issued", "superseded")


def opened(value: object) -> object:
    """A recorded input with its days and moments as values."""
    if isinstance(value, list):
        return [opened(one) for one in value]
    if isinstance(value, dict):
        if set(value) == {"$day"}:
            return date.fromisoformat(value["$day"])
        if set(value) == {"$moment"}:
            return datetime.fromisoformat(value["$moment"])
        return {name: opened(one) for name, one in value.items()}
    return value


def given_in(event: Event) -> Told:
    """What was handed in with an act, days and moments as values."""
    given = opened(event.inputs)
    return given if isinstance(given, dict) else {}


def day_of(value: object) -> date | None:
    """The day of a day or a moment."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def files_in(value: object) -> list[Told]:
    """Every file named anywhere in an input."""
    found: list[Told] = []
    for member in value.values() if isinstance(value, dict) else []:
        for item in member if isinstance(member, list) else [member]:
            if isinstance(item, dict):
                found += [item] if isinstance(item.get("digest"), str) else files_in(item)
    return found


class Track:
    """One running procedure of the case."""

    def __init__(self, machine: str, definition: str, state: str, subject: str = "") -> None:
        """A procedure in a state; `subject` is the document it is about."""
        self.machine, self.definition, self.state = machine, definition, state
        self.subject = subject
        self.data: Told = {}


class Period:
    """One statutory period, with what was done to it."""

    def __init__(self, change: Told, event: Event) -> None:
        """Begun by an event."""
        self.instance, self.rule, self.track = change["instance"], change["rule"], change["track"]
        self.computed: Told = change.get("computed") or {}
        self.event = event.seq
        self.status = "running"
        self.pauses: list[tuple[date, date | None]] = []
        self.extensions: list[tuple[int, str, date]] = []
        self.stopped: Event | None = None

    def changed(self, change: Told, event: Event) -> None:
        """Stopped, paused, resumed or extended by an event."""
        day = event.at.date()
        move = change["move"]
        if move == "stop":
            self.status, self.stopped = "stopped", event
            return
        self.computed = change.get("computed") or self.computed
        if move == "pause":
            self.status = "paused"
            self.pauses.append((day, None))
        elif move == "resume":
            self.status = "running"
            self._end_pause(day)
        elif move == "extend":
            self.extensions.append((change["length"], change["unit"], day))

    def _end_pause(self, day: date) -> None:
        if self.pauses and self.pauses[-1][1] is None:
            first = self.pauses.pop()[0]
            if first != day:
                self.pauses.append((first, day - timedelta(days=1)))


class Case:
    """The case after some of its events."""

    def __init__(self) -> None:
        """No event yet."""
        self.events: list[Event] = []
        self.by_number: dict[int, Event] = {}
        self.number = ""
        self.tracks: dict[str, Track] = {}
        self.documents: dict[str, Told] = {}
        #: Event that made each document, and the one it was last changed by.
        self.made_by: dict[str, int] = {}
        self.changed_by: dict[str, int] = {}
        self.periods: dict[str, Period] = {}
        self.evidence: list[tuple[Told, int]] = []
        self.marks: dict[str, bool] = {}
        self.served: dict[str, tuple[date, str, int]] = {}
        self.data: Told = {}

    def apply(self, event: Event) -> None:
        """Carry one more event into the case."""
        body = event.body
        self.events.append(event)
        self.by_number[event.seq] = event
        for made in event.documents:
            self.documents[made["id"]] = made
            self.made_by.setdefault(made["id"], event.seq)
            self.changed_by[made["id"]] = event.seq
        if body["kind"] == "transition":
            self._move(event)
        elif body["kind"] == "migration" and body["track"] in self.tracks:
            self.tracks[body["track"]].definition = body["definition"]

    def _move(self, event: Event) -> None:
        body, inputs = event.body, given_in(event)
        self.number = body["case_number"] or self.number
        self.marks.update(body["marks"])
        for name, value in inputs.items():
            more = name in APPENDED and isinstance(value, list)
            self.data[name] = self.data.get(name, []) + value if more else value
        for item in inputs.get("evidence") or []:
            self.evidence.append((item, event.seq))
        old = self.tracks.get(body["track"])
        track = Track(body["machine"], body["definition"], body["to"], old.subject if old else "")
        track.data = {**(old.data if old else {}), **inputs}
        self.tracks[body["track"]] = track
        for name, machine, definition, state, _, subject in body["tracks"]:
            self.tracks[name] = Track(machine, definition, state, subject)
            self.tracks[name].data = dict(inputs)
        if body["served"]:
            document, day, mode = body["served"]
            self.served[document] = (date.fromisoformat(day), mode, event.seq)
        for change in body["deadlines"]:
            if change["move"] == "start":
                self.periods[change["instance"]] = Period(change, event)
            elif change["instance"] in self.periods:
                self.periods[change["instance"]].changed(change, event)

    def by_form(self, *forms: str) -> list[Told]:
        """Documents of some forms that were issued, void ones left out, oldest first."""
        return [d for d in self.documents.values() if d["form"] in forms and d["status"] in FILED]

    def changed_by_first(self, document: str, status: str) -> int:
        """Number of the first act that left a document in a status; 0 when none did.

        A proposal's documents count from the act that its last signature completed.
        """
        for event in self.events:
            if event.body["kind"] == "transition":
                for made in event.documents:
                    if made["id"] == document and made["status"] == status:
                        return event.seq
        return 0

    def open_proposal(self, number: int) -> Event | None:
        """The proposal with this event number, when nothing has ended it."""
        ended = {
            e.body["proposal"]
            for e in self.events
            if e.body["kind"] != "signature" and e.body["proposal"]
        }
        for event in self.events:
            if event.seq == number and event.body["kind"] == "proposal" and number not in ended:
                return event
        return None

    def fired(self, person: str, transitions: set[str]) -> bool:
        """Whether a person carried out any of these transitions."""
        return any(
            e.body["actor"] == person
            and e.body["transition"] in transitions
            and e.body["kind"] == "transition"
            for e in self.events
        )


def replayed(events: list[Event], out: Findings) -> Case:
    """The case after all events that can be applied; the others are findings."""
    case = Case()
    for event in events:
        out.attempt(SAID["part_event"], partial(case.apply, event), event=event.seq)
    return case
