"""Questions about making a decision public: what is masked, when, and whether it still stands.

They read the publication track and the decision; what the page says elsewhere is not known here.
"""

from engine.awaited import stands
from engine.case import Case, Track
from engine.deadlines import Position
from engine.event import EventKind
from engine.facts.registry import no, question, whether, yes
from engine.record import Record
from engine.redaction import decision_for, printed_by, to_publish
from engine.remedies import annulled_at, outcomes
from engine.situation import Situation
from engine.verdict import Fact, Term

MACHINE = "publication"
#: Outcomes of a remedy after which a decision may not stay public as it was (APL 48(2)).
UNDOING = frozenset({"change", "revoke", "revoke_partly", "redo", "illegal", "void"})


@question
def publication_done(situation: Situation, args: Record) -> Fact:
    """Whether every decision of the case is published, withheld with its reason, or withdrawn.

    A case begun before there was a publication track named the day when it asked to be closed.
    """
    del args
    tracks = situation.case.machines(MACHINE)
    if not tracks:
        told = situation.inputs.day("published_on") is not None
        return whether(told or not situation.case.deadline("D14"))
    ended = situation.terminal()
    still = tuple(Term("track", t.id) for t in tracks if (MACHINE, t.state) not in ended)
    return no(tracks=still) if still else yes()


@question
def published_in_time(situation: Situation, args: Record) -> Fact:
    """Whether publication kept its period (recorded, not enforced)."""
    del args
    return _in_time(situation, "D14", "published_on")


@question
def withdrawn_in_time(situation: Situation, args: Record) -> Fact:
    """Whether an undone decision was taken from the public in time (recorded, not enforced)."""
    del args
    return _in_time(situation, "D15", "withdrawn_on")


def _in_time(situation: Situation, rule: str, named: str) -> Fact:
    """Whether a named day lies within a period of the case; without either nothing is late."""
    found, day = situation.case.deadline(rule), situation.inputs.day(named)
    if found is None or day is None:
        return yes()
    return whether(stands(situation, found, day) is not Position.AFTER)


@question
def published_after_decision(situation: Situation, args: Record) -> Fact:
    """Whether the day of publication is not before the day the decision was made."""
    del args
    day, opened = situation.inputs.day("published_on"), _opened(situation)
    decided = situation.case.events[opened - 1].at.date() if opened else None
    return whether(day is None or decided is None or day >= decided)


def _opened(situation: Situation) -> int:
    """Return the number of the event that opened this track, or 0."""
    track = situation.track
    if track is None:
        return 0
    opening = (
        e.seq
        for e in situation.case.events
        if e.track == track.id or any(t.id == track.id for t in e.tracks)
    )
    return next(opening, 0)


@question
def decision_undone(situation: Situation, args: Record) -> Fact:
    """Whether the decision this track is about was changed, revoked, or found illegal or void."""
    del args
    opened = _opened(situation)
    revoked = any(
        d.form == "revocation_decision" and d.status == "issued"
        for e in situation.case.events[opened:]
        if e.kind is EventKind.TRANSITION
        for d in e.documents
    )
    undone = any(o.outcome in UNDOING and o.event.seq > opened for o in outcomes(situation.case))
    return whether(revoked or undone)


@question
def decision_stands(situation: Situation, args: Record) -> Fact:
    """Whether the decision in force was neither revoked nor undone since it was made (APL 48)."""
    del args
    case, since = situation.case, annulled_at(situation.case)
    undone = any(o.outcome in UNDOING and o.event.seq > since for o in outcomes(case))
    return whether(case.marks.get("decided") is True and not undone)


@question
def withheld_for(situation: Situation, args: Record) -> Fact:
    """Whether this track was withheld from the public on a given ground."""
    track = situation.track
    told = track.data.text("withhold_ground") if track is not None else ""
    return whether(told == args.text("ground"))


@question
def decision_public(situation: Situation, args: Record) -> Fact:
    """Whether the decision stands before the public now, so that it could be withdrawn."""
    del args
    tracks = situation.case.machines(MACHINE)
    return whether(bool(tracks) and is_public(situation.case, tracks[-1]))


def is_public(case: Case, track: Track) -> bool:
    """Whether a publication track's decision was published and has not been withdrawn."""
    published = any(e.track == track.id and e.trigger == "publish" for e in case.events)
    return published and track.state != "f_withdrawn"


@question
def newest_track(situation: Situation, args: Record) -> Fact:
    """Whether this track is the newest of its machine, so that the case's periods are its own."""
    del args
    track = situation.track
    return whether(track is not None and situation.case.machines(track.machine)[-1].id == track.id)


@question
def masking_covers(situation: Situation, args: Record) -> Fact:
    """Whether the masking list names what must not be public for this kind of party (APL 50)."""
    kind = situation.data.record("party").text("kind")
    masked = {item.text("field") for item in situation.inputs.records("masked")}
    missing = tuple(Term("masked", f) for f in args.texts(kind) if f not in masked)
    return no(contents=missing) if missing else yes()


@question
def words_committed(situation: Situation, args: Record) -> Fact:
    """Whether the words of the decision were committed to, so that a copy can be published."""
    del args
    masking = situation.masking
    made = decision_for(situation.case, situation.track, masking) if masking is not None else None
    return whether(made is not None and printed_by(situation.case, made) is not None)


@question
def copy_hides(situation: Situation, args: Record) -> Fact:
    """Whether nothing private can be read in the copy, across the ends of its texts, too."""
    del args
    redacted = to_publish(situation)
    left = redacted.left_over() if redacted is not None else ()
    return no(contents=tuple(Term("masked", rule.id) for rule in left)) if left else yes()


#: What of a party is never printed in clear in a published text.
PRIVATE = ("id_number", "phone")


@question
def masked_values_absent(situation: Situation, args: Record) -> Fact:
    """Whether the text to be published holds no identity or telephone number of the party."""
    del args
    party, text = situation.data.record("party"), situation.inputs.text("published_text")
    shown = tuple(Term("masked", f) for f in PRIVATE if party.text(f) and party.text(f) in text)
    return no(contents=shown) if shown else yes()
