"""Questions about evidence: elements covered, files fixed, records made, acts in order."""

from datetime import datetime

from engine.case import Case
from engine.facts.registry import no, question, whether, yes
from engine.matters import MatterVersion
from engine.record import Record
from engine.situation import Situation
from engine.verdict import Fact, Term


def elements_missing(case: Case, matter: MatterVersion, inputs: Record) -> tuple[str, ...]:
    """Return the elements of the violation no evidence or record proves, in the matter's order.

    Evidence handed in with `inputs` counts. Elements are named by id or by text.
    """
    items = [e.item for e in case.evidence] + list(inputs.records("evidence"))
    found = {e for item in items for e in item.texts("elements")}
    found.update(
        e for act in (*(e.inputs for e in case.events), inputs) for e in act.texts("covers")
    )
    return tuple(e.text for e in matter.elements if not {e.id, e.text} & found)


@question
def elements_covered(situation: Situation, args: Record) -> Fact:
    """Whether every element of the violation has at least one piece of evidence (APL 40)."""
    del args
    if situation.matter is None:
        return no(missing=())
    missing = elements_missing(situation.case, situation.matter, situation.inputs)
    return no(missing=missing) if missing else yes()


@question
def evidence_elements_known(situation: Situation, args: Record) -> Fact:
    """Whether the elements named beside the evidence are elements of this matter."""
    del args
    matter = situation.matter
    known = {e.id for e in matter.elements} | {e.text for e in matter.elements} if matter else set()
    named = [e for i in situation.inputs.records("evidence") for e in i.texts("elements")]
    named += situation.inputs.texts("covers")
    unknown = tuple(dict.fromkeys(e for e in named if e not in known))
    choices = tuple(e.text for e in matter.elements) if matter else ()
    return no(unknown=unknown, known=choices) if unknown else yes()


@question
def evidence_verified(situation: Situation, args: Record) -> Fact:
    """Whether every item handed in was verified and lawfully obtained (APL 46)."""
    del args
    bad = tuple(
        i.text("name") for i in situation.inputs.records("evidence") if not i.flag("verified")
    )
    return no(items=bad) if bad else yes()


@question
def evidence_fixed(situation: Situation, args: Record) -> Fact:
    """Whether every file handed in carries its digest (APL 47)."""
    del args
    items = (*situation.inputs.records("evidence"), *situation.inputs.records("recordings"))
    return whether(all(i.record("file").text("digest") for i in items))


@question
def record_made(situation: Situation, args: Record) -> Fact:
    """Whether an inspection or interview left its record (APL 55)."""
    del args
    case = situation.case
    forms = ("site_inspection_record", "interview_record")
    return whether(any(case.latest(form) for form in forms))


@question
def act_times_in_order(situation: Situation, args: Record) -> Fact:
    """Whether the act lies after the case's last event, began before it ended, and ended by now."""
    del args
    specs = [s for s in situation.transition.inputs if s.act_time]
    times = [m for s in specs if (m := situation.inputs.moment(s.name)) is not None]
    if times != sorted(times):
        return no(reason=Term("order", "reversed"))
    if times and times[-1] > situation.now:
        return no(reason=Term("order", "future"))
    entered = _state_entered(situation)
    if times and entered is not None and times[0] < entered:
        return no(reason=Term("order", "before_state"), at=entered)
    if times and times[-1].date() != situation.today:
        return no(reason=Term("order", "not_today"))
    return yes()


def _state_entered(situation: Situation) -> datetime | None:
    """Return when the track last changed state: an act belongs to the state it is recorded in."""
    track = situation.track
    if track is None:
        return None
    moves = [e for e in situation.case.events if e.track == track.id and e.source != e.target]
    return moves[-1].at if moves else None


@question
def party_signature_valid(situation: Situation, args: Record) -> Fact:
    """Whether the party's signature, refusal or absence is recorded the way the law asks."""
    del args
    signature = situation.inputs.record("party_signature")
    mode = signature.text("mode")
    if mode == "refused" and not signature.records("witnesses"):
        has_media = bool(situation.inputs.record("media")) or _has_recording(situation)
        return whether(has_media, reason=Term("signature", "refused_unproved"))
    if mode in {"paper", "pad"} and not signature.record("file").text("digest"):
        return no(reason=Term("signature", "no_file"))
    return whether(bool(mode) or not signature, reason=Term("signature", "missing"))


def _has_recording(situation: Situation) -> bool:
    filmed = situation.inputs.records("recordings")
    items = situation.inputs.records("evidence")
    return bool(filmed) or any(i.text("kind") == "audiovisual" for i in items)


@question
def signature_given(situation: Situation, args: Record) -> Fact:
    """Whether the party signed, on paper or on a pad (a refusal does not do here)."""
    del args
    mode = situation.inputs.record("party_signature").text("mode")
    return whether(mode in {"paper", "pad"}, reason=Term("signature", mode or "missing"))


@question
def waiver_signed(situation: Situation, args: Record) -> Fact:
    """Whether the waiver is express: signed by the party and naming what is waived (APL 62)."""
    signed = signature_given(situation, args)
    return whether(bool(signed.value) and bool(situation.inputs.text("waiver_scope")))
