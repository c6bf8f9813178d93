"""A case as its events made it: tracks, documents, deadlines and what is known so far.

State is only ever the replay of events; there is no setter. `Case.at` any past moment is the
replay of the events up to it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from engine.event import DeadlineChanged, DocumentMade, Event, EventKind
from engine.periods import Deadline, Extension, Pause, Unit
from engine.quick_values import quickly_made
from engine.record import Record, Value

MAIN = "main"


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One running machine of a case."""

    id: str
    machine: str
    definition: str
    state: str
    subject: str = ""
    #: Inputs given on this track, the latest under each name.
    data: Record = field(default_factory=Record)
    last_event: int = 0


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class RunningDeadline:
    """One deadline of the case, with its history of pauses and extensions."""

    instance: str
    rule: str
    track: str
    start: date | datetime
    computed: Deadline
    #: `running`, `paused` or `stopped`.
    status: str
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    stopped_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceItem:
    """One piece of evidence, with the act that brought it in."""

    number: str
    item: Record
    event: int

    @property
    def elements(self) -> tuple[str, ...]:
        """Return the elements of the violation it proves."""
        return self.item.texts("elements")


@dataclass(slots=True, kw_only=True)
class Case:
    """The folded state of one case; treat as read-only outside `replay`."""

    id: str
    version: int = 0
    number: str = ""
    opened_at: datetime | None = None
    last_at: datetime | None = None
    head: str = "0" * 64
    tracks: dict[str, Track] = field(default_factory=dict)
    documents: dict[str, DocumentMade] = field(default_factory=dict)
    deadlines: dict[str, RunningDeadline] = field(default_factory=dict)
    evidence: list[EvidenceItem] = field(default_factory=list)
    marks: dict[str, bool] = field(default_factory=dict)
    served: dict[str, tuple[date, str]] = field(default_factory=dict)
    data: Record = field(default_factory=Record)
    events: list[Event] = field(default_factory=list)

    @property
    def main(self) -> Track:
        """Return the main procedure's track."""
        return self.tracks[MAIN]

    def latest(self, form: str, *statuses: str) -> DocumentMade | None:
        """Return the newest document of `form` in one of `statuses` (default: issued)."""
        wanted = statuses or ("issued",)
        found = [d for d in self.documents.values() if d.form == form and d.status in wanted]
        return found[-1] if found else None

    def deadline(self, rule: str, track: str = "") -> RunningDeadline | None:
        """Return the newest deadline of a rule, on one track when given."""
        found = [
            d for d in self.deadlines.values() if d.rule == rule and (not track or d.track == track)
        ]
        return found[-1] if found else None

    def machines(self, machine: str) -> tuple[Track, ...]:
        """Return the tracks of one machine, oldest first."""
        return tuple([t for t in self.tracks.values() if t.machine == machine])

    def open_proposals(self) -> tuple[Event, ...]:
        """Return the proposals that still wait for signatures."""
        done = {e.proposal for e in self.events if e.kind is not EventKind.SIGNATURE and e.proposal}
        return tuple(e for e in self.events if e.kind is EventKind.PROPOSAL and e.seq not in done)

    def fired(self, person: str, transitions: Collection[str]) -> bool:
        """Whether a person fired any of these transitions."""
        mine = [e for e in self.events if e.actor == person and e.transition in transitions]
        return any(e.kind is EventKind.TRANSITION for e in mine)

    def copy(self) -> "Case":
        """Return a case that can be moved on without moving this one; the events are shared."""
        return Case(
            id=self.id,
            version=self.version,
            number=self.number,
            opened_at=self.opened_at,
            last_at=self.last_at,
            head=self.head,
            tracks=self.tracks.copy(),
            documents=self.documents.copy(),
            deadlines=self.deadlines.copy(),
            evidence=self.evidence.copy(),
            marks=self.marks.copy(),
            served=self.served.copy(),
            data=self.data,
            events=self.events.copy(),
        )

    def officers(self) -> tuple[str, ...]:
        """Return the assigned officers' ids, lead first."""
        lead, second = self.data.text("lead_officer"), self.data.text("assistant_officer")
        return tuple(p for p in (lead, second) if p)


#: Inputs collected over the whole case instead of replaced.
APPENDED = frozenset({"evidence", "payments", "recordings", "refunds"})


def replay(case_id: str, events: Iterable[Event]) -> Case:
    """Fold events, oldest first, into the case."""
    case = Case(id=case_id)
    for event in events:
        apply(case, event)
    return case


def apply(case: Case, event: Event) -> None:
    """Fold one more event into `case`."""
    case.version = event.seq
    case.last_at = event.at
    case.opened_at = case.opened_at or event.at
    case.events.append(event)
    for made in event.documents:
        case.documents[made.id] = made
    if event.kind is EventKind.TRANSITION:
        _move(case, event)
    elif event.kind is EventKind.MIGRATION:
        track = case.tracks[event.track]
        case.tracks[event.track] = replace(track, definition=event.definition)


def _move(case: Case, event: Event) -> None:
    case.number = event.case_number or case.number
    case.marks.update(event.marks)
    case.data = _collected(case.data, event.inputs)
    for item in event.inputs.records("evidence"):
        case.evidence.append(
            EvidenceItem(number=f"证{len(case.evidence) + 1}", item=item, event=event.seq)
        )
    old = case.tracks.get(event.track)
    case.tracks[event.track] = Track(
        id=event.track,
        machine=event.machine,
        definition=event.definition,
        state=event.target,
        subject=old.subject if old else "",
        data=(old.data if old else Record()).merged(event.inputs),
        last_event=event.seq,
    )
    for opened in event.tracks:
        case.tracks[opened.id] = Track(
            id=opened.id,
            machine=opened.machine,
            definition=opened.definition,
            state=opened.state,
            subject=opened.subject,
            data=event.inputs,
            last_event=event.seq,
        )
    if event.served is not None:
        case.served[event.served.document] = (event.served.on, event.served.mode)
    _move_deadlines(case, event)


def _collected(data: Record, inputs: Record) -> Record:
    if not inputs:
        return data
    merged: dict[str, Value] = {**data.as_dict(), **inputs.as_dict()}
    for name in APPENDED:
        if name in inputs:
            merged[name] = (*data.records(name), *inputs.records(name))
    return Record(merged)


def _move_deadlines(case: Case, event: Event) -> None:
    day = event.at.date()
    for change in event.deadlines:
        if change.move == "start" and isinstance(change.computed, dict):
            computed = Deadline.from_plain(change.computed)
            case.deadlines[change.instance] = RunningDeadline(
                instance=change.instance,
                rule=change.rule,
                track=change.track,
                start=computed.start_at or computed.start,
                computed=computed,
                status="running",
            )
            continue
        old = case.deadlines.get(change.instance)
        if old is not None:
            case.deadlines[change.instance] = changed(old, change, day)


def changed(old: RunningDeadline, change: DeadlineChanged, day: date) -> RunningDeadline:
    """Return the deadline after one stop, pause, resume or extension on `day`."""
    new = (
        Deadline.from_plain(change.computed) if isinstance(change.computed, dict) else old.computed
    )
    match change.move:
        case "stop":
            return replace(old, status="stopped", stopped_on=day)
        case "pause":
            pauses = (*old.pauses, Pause(first=day, last=None, reason=change.reason))
            return replace(old, status="paused", pauses=pauses, computed=new)
        case "resume":
            return replace(old, status="running", pauses=ended(old.pauses, day), computed=new)
        case _:
            longer = Extension(
                length=change.length, unit=Unit(change.unit), granted_on=day, reason=change.reason
            )
            return replace(old, computed=new, extensions=(*old.extensions, longer))


def ended(pauses: tuple[Pause, ...], day: date) -> tuple[Pause, ...]:
    """Return the pauses with the open one ended: the day of resumption counts again."""
    if not pauses or pauses[-1].last is not None:
        return pauses
    if pauses[-1].first == day:
        return pauses[:-1]
    return (*pauses[:-1], replace(pauses[-1], last=day - timedelta(days=1)))
