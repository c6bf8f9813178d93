"""Questions about records of vehicles on pavements: device, photos, review, one stay (APL 41)."""

from collections.abc import Iterator
from datetime import date, timedelta

from engine.awaited import stands
from engine.deadlines import Position
from engine.facts.registry import no, question, whether, yes
from engine.people import Device
from engine.record import Record
from engine.situation import Neighbour, Situation
from engine.verdict import Fact, Term

#: Setting by which local law lets the owner answer for the vehicle.
_OWNER_LIABLE = "parking.owner_liable"
_TICKS = ("is_true", "is_clear", "is_complete", "is_accurate")


def device_gaps(device: Device, day: date) -> tuple[str, ...]:
    """Return what a monitoring device lacks on `day` to be lawful evidence (APL 41(1))."""
    published, tested = device.published_on, device.calibrated_until
    there = {
        "basis": bool(device.basis),
        "review": bool(device.review) and device.reviewed_on is not None,
        "reviewed_before": device.reviewed_on is None or device.reviewed_on <= day,
        "standard": bool(device.standard),
        "calibration": tested is not None and day <= tested,
        "publication": bool(device.publication) and published is not None,
        "published_before": published is None or published <= day,
    }
    return tuple(name for name, held in there.items() if not held)


@question
def device_registered(situation: Situation, args: Record) -> Fact:
    """Whether the device stood in the register, reviewed, calibrated and published (APL 41(1))."""
    del args
    named = situation.inputs.text("device")
    device = situation.agency.device(named)
    if device is None:
        return no(device=named, missing=(Term("device_part", "register"),))
    day = situation.data.day("act_on") or situation.today
    missing = tuple(Term("device_part", name) for name in device_gaps(device, day))
    return no(device=named, missing=missing) if missing else yes()


@question
def parking_photos_enough(situation: Situation, args: Record) -> Fact:
    """Whether there are enough photos, one of them proving all of some elements together."""
    items = situation.inputs.records("evidence")
    photos = [i for i in items if i.record("file").text("media").startswith("image/")]
    needed = args.number("at_least") or 0
    wanted = set(args.texts("together"))
    named = {e.text: e.id for e in situation.matter.elements} if situation.matter else {}
    whole = [p for p in photos if wanted <= {named.get(e, e) for e in p.texts("elements")}]
    enough = len(photos) >= needed and bool(whole)
    return whether(enough, needed=needed, found=len(photos))


def _ticked(situation: Situation) -> bool:
    return all(situation.inputs.flag(name) for name in _TICKS)


@question
def record_passes(situation: Situation, args: Record) -> Fact:
    """Whether the record is true, clear, complete and accurate (APL 41(2))."""
    del args
    failed = tuple(Term("tick", name) for name in _TICKS if not situation.inputs.flag(name))
    return no(missing=failed) if failed else yes()


@question
def record_usable(situation: Situation, args: Record) -> Fact:
    """Whether the record passes its review and the review comes in time (APL 41(2))."""
    found = situation.case.deadline(args.text("deadline"))
    late = found is not None and stands(situation, found, situation.now) is Position.AFTER
    return whether(_ticked(situation) and not late)


@question
def reviewer_may_enforce(situation: Situation, args: Record) -> Fact:
    """Whether the reviewer of a record holds a certificate valid today (APL 42(1))."""
    del args
    actor = situation.actor
    fit = actor is not None and actor.qualified_on(situation.today)
    return whether(fit, person=actor.name if actor is not None else "")


def _same_stay(situation: Situation, args: Record) -> Iterator[Neighbour]:
    """Records of this vehicle at this place within some hours, unless it drove off between."""
    data, span = situation.data, timedelta(hours=args.number("hours") or 0)
    seen = data.moment("received_at")
    if data.text("moved_away") or seen is None:
        return
    for other in situation.neighbours(seen - span):
        same = other.vehicle == data.text("plate") and other.place == data.text("lead_place")
        if other.vehicle and same and abs(seen - other.received_at) <= span:
            yield other


@question
def same_stay_not_recorded(situation: Situation, args: Record) -> Fact:
    """Whether this uninterrupted stay was not recorded before (APL 29)."""
    standing = (other for other in _same_stay(situation, args) if not other.void)
    found = next(standing, None)
    return no(case=found.case) if found is not None else yes()


@question
def same_stay_not_fined(situation: Situation, args: Record) -> Fact:
    """Whether this uninterrupted stay was not fined in another case (APL 29)."""
    fined = next((other for other in _same_stay(situation, args) if other.fined), None)
    return no(case=fined.case) if fined is not None else yes()


@question
def driver_confirmed(situation: Situation, args: Record) -> Fact:
    """Whether the party confirmed driving and parking the vehicle (APL 51)."""
    del args
    return whether(situation.data.flag("driver_confirmed"))


@question
def parking_party_liable(situation: Situation, args: Record) -> Fact:
    """Whether the driver is known, or local law lets the owner answer for the vehicle."""
    del args
    known = situation.inputs.flag("driver_identified")
    return whether(known or situation.agency.enabled(_OWNER_LIABLE), setting=_OWNER_LIABLE)
