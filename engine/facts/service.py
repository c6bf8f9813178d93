"""Questions about serving documents on the party (CPL 87-95)."""

from datetime import date

from engine.awaited import stands
from engine.case import Track
from engine.deadlines import Position
from engine.event import DocumentMade
from engine.facts.registry import no, question, whether, yes
from engine.record import Record
from engine.situation import Situation
from engine.verdict import Fact, Term


def served_day(situation: Situation, *forms: str) -> date | None:
    """Return the day the newest document of some forms was served, or None."""
    case = situation.case
    issued = [d for d in case.documents.values() if d.form in forms and d.status == "issued"]
    found = case.served.get(issued[-1].id) if issued else None
    return found[0] if found is not None else None


@question
def document_served(situation: Situation, args: Record) -> Fact:
    """Whether the newest issued document among some forms has been served."""
    forms = args.texts("forms")
    made = [d for d in situation.case.documents.values() if d.form in forms]
    issued = [d for d in made if d.status == "issued"]
    if not issued:
        return no(forms=tuple(Term("form", f) for f in forms), reason=Term("service", "not_issued"))
    newest = issued[-1]
    return whether(
        newest.id in situation.case.served,
        forms=(Term("form", newest.form),),
        reason=Term("service", "not_served"),
    )


def _subject(situation: Situation) -> DocumentMade | None:
    track = situation.track
    return situation.case.documents.get(track.subject) if track is not None else None


@question
def subject_served(situation: Situation, args: Record) -> Fact:
    """Whether the document this track is about has been served."""
    del args
    subject = _subject(situation)
    form = Term("form", subject.form if subject else "")
    return whether(subject is not None and subject.id in situation.case.served, form=form)


@question
def subject_superseded(situation: Situation, args: Record) -> Fact:
    """Whether the document this track is about has been replaced or voided."""
    del args
    subject = _subject(situation)
    form = Term("form", subject.form if subject else "")
    return whether(subject is not None and subject.status in {"superseded", "void"}, form=form)


@question
def two_servers(situation: Situation, args: Record) -> Fact:
    """Whether two different qualified people serve (APL 42(1))."""
    del args
    second = situation.agency.person(situation.inputs.text("second_server"))
    first = situation.actor
    if first is None or second is None or first.id == second.id:
        return no(persons=())
    unfit = tuple(p.name for p in (first, second) if not p.qualified_on(situation.today))
    roles = all("service_officer" in p.roles or "case_officer" in p.roles for p in (first, second))
    return whether(roles and not unfit, persons=unfit)


@question
def receiver_relation_valid(situation: Situation, args: Record) -> Fact:
    """Whether the receiver's relation to the party is one service may rest on (CPL 88).

    `args` lists the relations the law accepts for each kind of party.
    """
    kind = situation.data.record("party").text("kind")
    relation = situation.inputs.text("receiver_relation")
    return whether(
        relation in args.texts(kind),
        relation=Term("receiver", relation),
        party_kind=Term("party_kind", kind),
    )


@question
def service_day_valid(situation: Situation, args: Record) -> Fact:
    """Whether the service day lies between the document's date (or posting) and today."""
    day = situation.inputs.day(args.text("input"))
    subject = _subject(situation)
    since = subject.composed_at.date() if subject else None
    if args.text("since") and situation.track is not None:
        since = situation.track.data.day(args.text("since")) or since
    if day is None or (since is not None and day < since) or day > situation.today:
        return no(day=day or situation.today, since=since or situation.today)
    return yes()


@question
def left_service_proved(situation: Situation, args: Record) -> Fact:
    """Whether leaving the document is proved by witnesses or by photo or video (CPL 89)."""
    del args
    seen = bool(situation.inputs.records("witnesses"))
    return whether(seen or bool(situation.inputs.record("media").text("digest")))


@question
def service_attempts(situation: Situation, args: Record) -> Fact:
    """Whether other modes of service were tried first (CPL 95)."""
    needed = args.number("at_least") or 0
    track = situation.track
    tries = _attempts(situation, track) if track is not None else 0
    return whether(tries >= needed, needed=needed, found=tries)


def _attempts(situation: Situation, track: Track) -> int:
    modes = {"attempt_direct", "post", "entrust", "send_e", "refused"}
    return sum(1 for e in situation.case.events if e.track == track.id and e.trigger in modes)


@question
def service_in_time(situation: Situation, args: Record) -> Fact:
    """Whether the document was served within its period (recorded as a breach if not)."""
    found = situation.case.deadline(args.text("deadline"))
    day = served_day(situation, args.text("form"))
    if found is None or day is None:
        return yes()
    return whether(stands(situation, found, day) is not Position.AFTER)
