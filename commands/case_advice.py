"""`case next`: what may happen now, by whom and with what; for all else, what stands in the way.

Grouped the way a colleague would tell it: what is waited for, what is possible, what is not yet.
"""

from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import TYPE_CHECKING

from commands.case_alike import summary
from commands.case_waits import appointments, signatures
from commands.exit_codes import ExitCode
from commands.input_template import skeleton
from commands.office import NO_FILES, Office
from commands.reading_log import Reader, named
from commands.screen import put
from commands.session import Session
from commands.telling import (
    verdict_payload,
    waiting_payload,
)
from commands.urgency import period_line, running_periods
from engine.advice import Advice, Expected, advise, likeliest_first
from engine.case import MAIN, Case, RunningDeadline, Track
from engine.definition import Requirement
from engine.errors import InputError
from engine.facts.evidence import elements_missing
from engine.looking_back import look_back
from engine.record import Record
from engine.schema import FieldSpec
from engine.verdict import Verdict
from runtime.like_cases import like_cases

#: The step that brings in evidence.
EVIDENCE = "record_evidence"
#: The steps in which a fine is weighed.
WEIGHING = frozenset({"end_investigation", "approve_penalty"})

if TYPE_CHECKING:
    from rich.console import Console


def advise_on(
    session: Session,
    case_text: str,
    template: str,
    *,
    who: Reader,
    everything: bool = False,
    as_of: datetime | None = None,
) -> ExitCode:
    """Give advice on a case, what the reader may do first, or one trigger's input skeleton.

    As of a past moment it is the advice somebody would have been given then. Advice names the
    party, a skeleton does not.
    """
    with session.open() as office:
        if not template:
            named(office, who, [office.case(case_text)])
        with _moment(office, as_of):
            case = office.case(case_text)
            desk, now = office.workspace.road.desk(case, NO_FILES), office.workspace.now()
            if as_of is not None:
                past = look_back(
                    office.workspace.road, case.id, as_of, NO_FILES, office.workspace.profile_of
                )
                case, desk = past.case, past.desk
            person = office.person_id(who.named) if who.named else ""
            found = likeliest_first(advise(case, desk, now), person)
            if template:
                return _give_template(office, case, found, template)
            teller = _Teller(office, case, everything=everything)
            payload = teller.payload(found) | {"as_of": as_of}
            office.screen.result(payload, lambda console: teller.show(console, found))
            return ExitCode.DONE


def _moment(office: Office, as_of: datetime | None) -> AbstractContextManager[None]:
    return office.workspace.seen_from(as_of) if as_of is not None else nullcontext()


def _give_template(office: Office, case: Case, found: tuple[Advice, ...], trigger: str) -> ExitCode:
    fitting = [a for a in found if a.transition.trigger == trigger]
    if not fitting:
        raise InputError("command.no_template", trigger=trigger)
    text = skeleton(office, case, fitting[0])
    office.screen.text({"ok": True, "trigger": trigger, "template": text}, text)
    return ExitCode.DONE


class _Teller:
    """Tells advice on one case."""

    def __init__(self, office: Office, case: Case, *, everything: bool) -> None:
        self._everything = everything
        self._office = office
        self._case = case

    # -- for programs ---------------------------------------------------------------------------

    def payload(self, found: tuple[Advice, ...]) -> dict[str, object]:
        """Return the advice for programs."""
        case = self._case
        return {
            "ok": True,
            "case": case.id,
            "number": case.number or None,
            "version": case.version,
            "state": case.main.state if MAIN in case.tracks else None,
            "waiting": waiting_payload(case),
            "deadlines": [
                {"rule": d.rule, "name": self._name(d), "due": d.computed.due, "status": d.status}
                for d in running_periods(self._office, case)
            ],
            "elements_unproved": list(self._unproved(found)),
            "like_cases": self._like(found) or None,
            "possible": [self._advice(a) for a in found if a.possible],
            "not_yet": [self._advice(a) for a in found if not a.possible],
        }

    def _advice(self, advice: Advice) -> dict[str, object]:
        office, case = self._office, self._case.id
        return {
            "track": advice.track,
            "trigger": advice.transition.trigger,
            "transition": advice.transition.id,
            "name": office.names.transition(advice.transition),
            "to": advice.target,
            "articles": [office.names.article(law) for law in advice.transition.law],
            "usual": advice.transition.usual,
            "system": advice.by_system,
            "actors": [{"id": p.id, "name": p.name} for p in advice.actors],
            "unmet": [verdict_payload(office, v, case) for v in _standing_in(advice)],
            "later": [
                {"rule": r.rule, "code": r.fact, "asks": self._asks(r)} for r in advice.later
            ],
            "inputs": [
                {
                    "name": s.name,
                    "label": s.label,
                    "kind": s.kind,
                    "needed": s.name in advice.needed,
                }
                for s in advice.transition.inputs
            ],
            "questions": [{"id": q.id, "ask": q.ask} for q in advice.questions],
            "lacking": [verdict_payload(office, v, case) for v in advice.lacking],
            "documents": [
                {
                    "form": d.form,
                    "certain": d.certain,
                    "signers": [{"role": r, "person": p or None} for r, p in d.signers],
                }
                for d in advice.documents
            ],
            "deadlines": [
                {"deadline": d.deadline, "move": d.move, "certain": d.certain, "due": d.due}
                for d in advice.deadlines
            ],
        }

    # -- for people -----------------------------------------------------------------------------

    def show(self, console: "Console", found: tuple[Advice, ...]) -> None:
        """Print the advice."""
        self._show_case(console)
        self._show_waiting(console)
        missing = self._unproved(found)
        if missing:
            elements = self._office.messages.listed(missing)
            put(console, f"\n{self._office.say('next.unproved', elements=elements)}")
        like = self._like(found)
        if like:
            put(console, f"\n{like}")
        open_moves = [a for a in found if a.possible]
        if open_moves:
            put(console, f"\n{self._office.say('next.possible')}")
        rare = [a for a in open_moves if _rare(a) and not self._everything]
        for advice in open_moves:
            if advice not in rare:
                self._show_possible(console, advice)
        if rare:
            put(console, f"\n{self._office.say('next.rare')}")
        for advice in rare:
            put(console, f"  ● {self._heading(advice)}")
        closed = [a for a in found if not a.possible]
        if closed:
            put(console, f"\n{self._office.say('next.not_yet')}")
        for advice in closed:
            self._show_closed(console, advice)
        if not found and MAIN in self._case.tracks:
            put(console, self._office.say("next.ended"))

    def _show_case(self, console: "Console") -> None:
        office, case = self._office, self._case
        tracks = tuple(
            office.say("next.track", track=self._track_name(t.id), state=self._state(t))
            for t in case.tracks.values()
            if t.id != MAIN and not self._ended(t.machine, t.state)
        )
        put(
            console,
            office.say(
                "next.title",
                case=case.number or case.id,
                party=case.data.record("party").text("name") or case.data.text("suspected_party"),
                state=self._state(case.main)
                if MAIN in case.tracks
                else office.messages.named("state", "none"),
                tracks=office.messages.listed(tracks),
                now=office.workspace.now(),
            ),
        )

    def _unproved(self, found: tuple[Advice, ...]) -> tuple[str, ...]:
        """Return the elements still without evidence, while evidence may be recorded."""
        law, data = self._office.workspace.law, self._case.data
        matter, day = law.matters.get(data.text("matter")), data.day("act_on")
        if matter is None or day is None or EVIDENCE not in {a.transition.trigger for a in found}:
            return ()
        version = matter.version_on(day)
        return elements_missing(self._case, version, Record()) if version is not None else ()

    def _like(self, found: tuple[Advice, ...]) -> str:
        """Return a line on the like cases while a fine is being weighed; "" without any."""
        if not WEIGHING & {a.transition.trigger for a in found}:
            return ""
        return summary(self._office, like_cases(self._office.workspace, self._case))

    def _track_name(self, track_id: str) -> str:
        """Return a track's name with the document it is about; "" for the main procedure."""
        if track_id == MAIN:
            return ""
        office, track = self._office, self._case.tracks.get(track_id)
        name = office.messages.named("track", track_id)
        made = self._case.documents.get(track.subject) if track is not None else None
        if made is None:
            return name
        return office.say("next.about", track=name, subject=office.names.form(made.form))

    def _state(self, track: Track) -> str:
        workflow = self._office.workspace.law.pinned(track.definition)
        return self._office.names.state(workflow, track.state)

    def _ended(self, machine: str, state: str) -> bool:
        return (machine, state) in self._office.workspace.law.terminal()

    def _show_waiting(self, console: "Console") -> None:
        office, case = self._office, self._case
        lines = [
            *signatures(office, case),
            *appointments(office, case, self._track_name),
            *(period_line(office, d) for d in running_periods(office, case)),
        ]
        if lines:
            put(console, f"\n{self._office.say('next.waits')}")
        for line in lines:
            put(console, f"  {line}")

    def _name(self, deadline: RunningDeadline) -> str:
        return self._office.names.deadline(deadline.rule) or deadline.rule

    def _heading(self, advice: Advice) -> str:
        office = self._office
        track = self._track_name(advice.track)
        return office.say(
            "next.move",
            step=office.names.transition(advice.transition),
            trigger=advice.transition.trigger,
            track=track,
            target=office.names.state(advice.workflow, advice.target)
            if advice.target != advice.source
            else "",
        )

    def _show_possible(self, console: "Console", advice: Advice) -> None:
        office = self._office
        put(console, f"\n  ● {self._heading(advice)}")
        lines = [
            office.say("next.by", who=self._who(advice)),
            office.say("next.articles", articles=office.names.articles(advice.transition.law)),
            *self._brings(advice),
            *self._asks_for(advice),
            office.say("next.how", command=self._command(advice)),
        ]
        if advice.needed:
            trigger = advice.transition.trigger
            template = f"anjuan case next {self._case.id} --template {trigger} > FILE"
            lines.append(office.say("next.template", command=template))
        for line in lines:
            put(console, f"      {line}")

    def _who(self, advice: Advice) -> str:
        office = self._office
        if advice.by_system:
            return office.say("next.system")
        roles = office.messages.value(
            tuple(office.messages.named("role", a.role) for a in advice.transition.actors)
        )
        return office.say("next.people", people=office.people(advice.actors), roles=roles)

    def _brings(self, advice: Advice) -> list[str]:
        office = self._office
        lines: list[str] = []
        for certain, key in ((True, "next.documents"), (False, "next.documents_maybe")):
            forms = tuple(self._signed(d) for d in advice.documents if d.certain is certain)
            lines += [office.say(key, forms=forms)] if forms else []
        for expected in advice.deadlines:
            name = office.names.deadline(expected.deadline) or office.messages.named(
                "periods", expected.deadline
            )
            move = office.messages.named("move", expected.move)
            key = "next.deadline" if expected.certain else "next.deadline_maybe"
            lines.append(office.say(key, name=name, move=move, due=expected.due))
        return lines

    def _signed(self, document: Expected) -> str:
        office = self._office
        signers = tuple(
            office.person(person) if person else office.messages.named("role", role)
            for role, person in document.signers
        )
        name = office.names.form(document.form)
        return office.say("next.signers", form=name, people=signers)

    def _asks_for(self, advice: Advice) -> list[str]:
        office, specs = self._office, advice.transition.inputs
        needed = tuple(self._field(s) for s in specs if s.name in advice.needed)
        maybe = tuple(self._field(s) for s in specs if s.name not in advice.needed)
        lines = [office.say("next.fill", fields=needed)] if needed else []
        lines += [office.say("next.fill_maybe", fields=maybe)] if maybe else []
        listed = office.messages.listed
        questions = [office.messages.named("checklist", q.id) for q in advice.questions]
        lines += [office.say("next.answer", questions=listed(questions))] if questions else []
        lacking = {v.code for v in advice.lacking}
        later = dict.fromkeys(self._asks(r) for r in advice.later if r.fact not in lacking)
        lines += [office.say("next.later", conditions=listed(later))] if later else []
        return [*lines, *map(self._lacks, advice.lacking)]

    def _lacks(self, verdict: Verdict) -> str:
        office = self._office
        return office.say(
            "next.lacking",
            reason=office.messages.reason(verdict, self._case.id),
            article=office.names.article(verdict.law),
            rule=verdict.rule,
        )

    def _field(self, spec: FieldSpec) -> str:
        return self._office.names.field(spec)

    def _asks(self, requirement: Requirement) -> str:
        office = self._office
        name = requirement.args.text("input") or requirement.args.text("name")
        return office.messages.asks(
            requirement.fact, input=office.messages.named("input", name) if name else ""
        )

    def _command(self, advice: Advice) -> str:
        actor = "system" if advice.by_system else advice.actors[0].id
        track = "" if advice.track == MAIN else f" --track {advice.track}"
        file = " --file FILE" if advice.needed or advice.questions else ""
        return (
            f"anjuan case advance {self._case.id} {advice.transition.trigger}"
            f"{track} --as {actor}{file}"
        )

    def _show_closed(self, console: "Console", advice: Advice) -> None:
        put(console, f"\n  ○ {self._heading(advice)}")
        office, case = self._office, self._case.id
        for verdict in _standing_in(advice):
            article = office.names.article(verdict.law)
            reason, cure = (
                office.messages.reason(verdict, case),
                office.messages.cure(verdict, case),
            )
            put(
                console,
                "      "
                + office.say("next.lacks", reason=reason, article=article, rule=verdict.rule),
            )
            put(console, "      " + office.say("next.cure", cure=cure))


def _standing_in(advice: Advice) -> list[Verdict]:
    """Return what stands in everybody's way, or else in the way of each who holds the role."""
    return list(advice.unmet) or [v for b in advice.barred for v in b.unmet]


def _rare(advice: Advice) -> bool:
    """Whether a move begins something beside the procedure that most cases never need."""
    return advice.track != MAIN and not advice.source and not advice.transition.usual
