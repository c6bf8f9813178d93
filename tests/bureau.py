"""A bureau that carries out cases in memory: the real law and the real road, no PDF, no disk.

`play` carries out an example as far as wanted, `do` makes one move; both take changes to what the
officers hand in. Everything that was fired is remembered.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass, replace
from functools import cache
from typing import ClassVar

from engine.command import SYSTEM, Command
from engine.definition import StateKind
from engine.errors import InputError
from engine.ports import ComposedFile
from engine.recent_cases import RecentCases
from engine.record import Record
from engine.road import Done, Intake, Road, Waiting
from engine.signing_road import Signing, sign, withdraw
from engine.storage_rows import CaseFilter
from runtime.profile import load_agency
from storage.logkey import Ed25519LogKey
from storage.memory import MemoryBlobs, MemoryStore
from tests.playbook import (
    ROOT,
    by_name,
    fields_of,
    input_for,
    law,
    moment,
    ordinals,
    ready,
    script,
    transitions,
)
from tests.reasoned import fitted, redated

SIGNER = Ed25519LogKey("anjuan.test/bureau", b"\x03" * 32)
SOON = dt.timedelta(minutes=10)
#: Moves whose texts are written anew where a test changes the example's case.
DECIDING = frozenset(
    {"approve_penalty", "approve_no_penalty", "decide_no_penalty", "change_by_remedy"}
)
MEDIA = {"jpg": "image/jpeg", "png": "image/png", "pdf": "application/pdf", "mp4": "video/mp4"}


@cache
def agency():
    return load_agency(ROOT / "examples" / "agency.yaml")


class Composer:
    """Composes a few bytes instead of a page, and remembers what it was given."""

    def __init__(self):
        self.made = []
        self.fails_on = ""

    def compose(self, form, values, *, moment, number, slots, preview, attachment):
        if form == self.fails_on:
            raise InputError("document.unprintable", form=form)
        self.made.append((form, values))
        text = f"{form}|{number}|{moment.isoformat()}|{','.join(slots)}|{preview}"
        return ComposedFile(pdf=text.encode() + (attachment or b""), pages=1, faces=(), layout=1)

    def printed(self, _form, _values, **_how):
        """Nothing is committed to where nothing is printed."""


class Keys:
    """Signs for whoever is present, by appending a line."""

    def __init__(self, owners):
        self.owners = frozenset(owners)
        self.acts = []

    def unlocked(self):
        return self.owners

    def sign(self, pdf, act):
        self.acts.append(act)
        return pdf + f"\n{act.slot}:{act.person.id}:{act.opinion}:{act.at.isoformat()}".encode()


def intake():
    """Files by name alone; a name that begins with 缺 is not there."""
    files = {}

    def take(written):
        if written.rsplit("/", 1)[-1].startswith("缺"):
            raise InputError("input.file_missing")
        data = f"file {written}".encode()
        digest = hashlib.sha256(data).hexdigest()
        files[digest] = data
        media = MEDIA.get(written.rsplit(".", 1)[-1], "application/octet-stream")
        name = written.rsplit("/", 1)[-1]
        return Record({"digest": digest, "name": name, "size": len(data), "media": media})

    return Intake(take=take, files=files)


@dataclass
class Kept:
    """A bureau's memory at one point, to begin from again."""

    state: object
    blobs: dict
    case: str
    clock: dt.datetime
    #: What its composer had been given.
    made: list


class Bureau:
    """One bureau, its cases and its clock."""

    played: ClassVar[dict] = {}

    def __init__(self, people=None, rules=None):
        self.agency = people or agency()
        self.store = MemoryStore(SIGNER)
        self.blobs = MemoryBlobs()
        self.composer = Composer()
        self.keys = Keys({p.id for p in self.agency.people} | {"seal"})
        self.law = rules or law()
        self.case_id = ""
        self.clock = moment("2026-01-01 08:00")
        self.shift = dt.timedelta(0)
        self.steps = ()
        self.recent = RecentCases()

    @property
    def road(self):
        return Road(
            law=self.law,
            agency=self.agency,
            store=self.store,
            blobs=self.blobs,
            composer=self.composer,
            recent=self.recent,
        )

    # -- looking -------------------------------------------------------------------------------

    @property
    def case(self):
        return self.road.case(self.case_id)

    @property
    def state(self):
        return self.case.main.state

    def track(self, machine):
        """The newest track of a machine."""
        return self.case.machines(machine)[-1]

    def fired(self):
        """The ids of every transition carried out, on any case, opened tracks included."""
        with self.store.read() as view:
            ids = [row.case_id for row in view.cases(CaseFilter(limit=1000))]
        events = [e for i in ids for e in self.road.case(i).events]
        done = {e.transition for e in events if e.kind.value == "transition"}
        return done | {t.transition for e in events for t in e.tracks if t.transition}

    def numbers(self, series, year=2026):
        with self.store.read() as view:
            return list(view.numbers(series, year))

    # -- people --------------------------------------------------------------------------------

    def person(self, name):
        """A person's id, from id or Chinese name; `system` stays."""
        found = next((p.id for p in self.agency.people if name in (p.id, p.name)), name)
        return SYSTEM if name in (SYSTEM, "系统") else found

    def change(self, who, **facts):
        """Give one person other facts: roles, certificate, qualification."""
        key = self.person(who)
        people = tuple(replace(p, **facts) if p.id == key else p for p in self.agency.people)
        self.agency = replace(self.agency, people=people)

    def present(self, *who):
        """Only these people's keys are unlocked (`seal` is the agency's seal)."""
        self.keys = Keys({self.person(w) for w in who})

    def everybody(self):
        self.keys = Keys({p.id for p in self.agency.people} | {"seal"})

    # -- moving --------------------------------------------------------------------------------

    def play(self, name="m11", *, until, before=False, changes=None, begin=None):
        """Carry out an example up to the step that reaches state or trigger `until`.

        With `before` the step itself is left out. `changes` maps a trigger (or `trigger#2`) to
        changes of its input; `begin` moves the whole case so that its filing is approved that day.
        """
        self.steps, changes = script(name), changes or {}
        self.shift = _shift(self.steps, begin)
        rules = self.law
        other = () if rules is law() else (rules.matters, rules.matter_list, rules.benchmarks)
        key = repr((name, until, before, changes, begin, self.agency, other))
        if key in Bureau.played:
            self._restore(Bureau.played[key])
            return self
        if not self._run(changes, until, before=before):
            raise AssertionError(f"the example never reaches {until}")
        Bureau.played[key] = self._kept()
        return self

    def begin(self, name="m11", *, until, changes=None):
        """Carry out an example as one more case of this bureau; returns its id."""
        self.steps, self.case_id = script(name), ""
        self.clock = moment("2026-01-01 08:00") + self.shift
        assert self._run(changes or {}, until, before=False), until
        return self.case_id

    def _run(self, changes, until, *, before):
        for step, names in ordinals(self.steps):
            if before and until in names:
                return True
            change = next((changes[n] for n in reversed(names) if n in changes), {})
            done = self.do(step.trigger, step=step, give=change, track=step.track)
            assert isinstance(done, Done), (step.trigger, told(done))
            if not before and (until in names or until == done.event.target):
                return True
        return False

    def do(self, trigger, *args, **more):
        """Make one move; what is not given comes from the example or the ready inputs.

        `record_evidence#2` takes the example's second input of that kind.
        """
        command = self.command(trigger, *args, **more)
        outcome = self.road.advance(command, self.intake(command), self.keys)
        if isinstance(outcome, Done | Waiting):
            self.case_id = outcome.case.id
            self.clock = max(self.clock, command.at)
        return outcome

    def intake(self, _command):
        """The files a command names."""
        return intake()

    def preview(self, trigger, *args, **more):
        """What a move would make, without making it."""
        return self.road.preview(self.command(trigger, *args, **more), intake(), self.keys)

    def command(
        self, trigger, as_=None, at=None, give=None, track=None, *, step=None, raw=None, **more
    ):
        """The command a move is asked for with."""
        trigger, _, number = trigger.partition("#")
        track = track or self.place(trigger)
        step = step or self._step(trigger, int(number or 0))
        written = (*script("m11"), *script("m07"), ready().get(trigger))
        example = raw is None and step in written
        if example and self.shift:
            step = replace(step, raw=redated(step.raw, self.shift))
        when = moment(at) if at else max(step.at + self.shift, self.clock + SOON)
        if raw is None:
            machine = self.machine(track, trigger)
            raw = input_for(step, when, give or {}, self.agency.people, machine)
        command = Command(
            id=more.pop("id", ""),
            case=more.pop("case", self.case_id),
            track=track,
            trigger=trigger,
            actor=self.person(as_ or step.actor),
            at=when,
            raw=raw,
            **more,
        )
        if trigger in DECIDING and example:
            return fitted(self, command, by_name(fields_of(trigger), give or {}))
        return command

    def must(self, trigger, *args, **more):
        """Make a move that has to succeed."""
        done = self.do(trigger, *args, **more)
        assert isinstance(done, Done), (trigger, told(done))
        return done

    def serve(self, *, on=None, **give):
        """Serve the newest document by hand, signed for."""
        track = self.track("service").id
        day = moment(f"{on} 09:00") if on else self.clock + SOON
        self.must("attempt_direct", at=day, track=track)
        return self.must("signed", at=day + SOON, track=track, give=give)

    def sign(self, document, who, *, opinion="同意。", at=None, keys=()):
        """Sign the next field of a waiting document."""
        person = self.person(who)
        at = moment(at) if at else self.clock + SOON
        wish = Signing(case=self.case_id, document=document, person=person, opinion=opinion, at=at)
        outcome = sign(self.road, wish, Keys({person, *(self.person(k) for k in keys)}))
        self.clock = max(self.clock, at)
        return outcome

    def withdraw(self, proposal, who, reason, at=None):
        at = moment(at) if at else self.clock + SOON
        return withdraw(
            self.road, self.case_id, proposal, actor=self.person(who), reason=reason, at=at
        )

    # -- finding -------------------------------------------------------------------------------

    def _step(self, trigger, number):
        mine = [s for s in self.steps if s.trigger == trigger]
        found = mine or [s for s in script("m11") if s.trigger == trigger]
        found = found or [s for s in script("m07") if s.trigger == trigger]
        return found[number - 1] if found else ready()[trigger]

    def machine(self, track, trigger):
        if track != "main":
            return track.rsplit("-", 1)[0]
        known = [t.machine for t in transitions(trigger)]
        return self.case.main.machine if self.case_id and len(set(known)) > 1 else known[0]

    def place(self, trigger):
        """The track a trigger is meant for: the main one, or the newest that is still open."""
        mains = {w.id for w in self.law.mains(self.clock.date())}
        found = {t.machine for t in transitions(trigger)}
        if not self.case_id or found <= mains or self.case.main.machine in found:
            return "main"
        machine = next(t.machine for t in transitions(trigger) if t.machine not in mains)
        tracks = self.case.machines(machine)
        states = self.law.pinned(tracks[-1].definition).states if tracks else {}
        live = [t for t in tracks if states[t.state].kind is not StateKind.TERMINAL]
        opens = any(not t.sources and not t.opened_only for t in transitions(trigger))
        if opens:
            return f"{machine}-{len(tracks) + 1}"
        return (live or tracks)[-1].id if tracks else f"{machine}-1"

    def _kept(self):
        return Kept(
            state=self.store._state.copy(),
            blobs=dict(self.blobs._kept),
            case=self.case_id,
            clock=self.clock,
            made=list(self.composer.made),
        )

    def _restore(self, kept):
        self.composer.made = list(kept.made)
        self.store._state = kept.state.copy()
        self.blobs._kept = dict(kept.blobs)
        self.case_id, self.clock = kept.case, kept.clock
        self.recent = RecentCases()


def _shift(steps, begin):
    if begin is None:
        return dt.timedelta(0)
    filed = next(s.at for s in steps if s.trigger == "approve_filing")
    return dt.timedelta(days=(moment(f"{begin} 00:00").date() - filed.date()).days)


def told(outcome):
    """What an outcome says, for messages of failed assertions."""
    if isinstance(outcome, Done):
        return f"done {outcome.event.transition}"
    unmet = getattr(outcome, "unmet", None)
    if unmet is None:
        return "waiting " + repr([(d.form, d.waiting) for d in outcome.event.documents])
    return repr([(v.rule, v.code, dict(v.details)) for v in unmet] + list(outcome.problems))


def unmet(outcome):
    """The rules and questions that stand in the way."""
    return [(v.rule, v.code) for v in outcome.unmet]


def problems(outcome):
    """What is wrong with the input, by path."""
    return {p.path: p.code for p in outcome.problems}


def everything_of(trigger):
    """The names of a move's fields."""
    return [s.name for s in fields_of(trigger)]
