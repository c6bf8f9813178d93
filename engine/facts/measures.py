"""Questions about things the bureau holds: preserved as evidence (APL 56), sealed or seized (AEL).

Every list of things names them by number; what was held under a number must end under it.
"""

from engine.awaited import stands
from engine.case import Track
from engine.deadlines import Position
from engine.facts.registry import no, question, whether, yes
from engine.record import Record
from engine.situation import Situation
from engine.verdict import Fact, Term

PRESERVATION, SEIZURE, TRANSFER = "preservation", "seizure", "transfer"
#: The period each measure lives under, and the one an urgent measure waits for its approval.
PERIODS = {PRESERVATION: ("D03",), SEIZURE: ("D04", "D06")}
SALE = "sell_perishable"
#: States in which a measure is no longer, or not yet, in force.
IDLE = frozenset({"pr_proposed", "s_proposed"})


def _numbers(rows: tuple[Record, ...]) -> list[str]:
    return [r.text("number") for r in rows]


def held_on(track: Track | None) -> tuple[Record, ...]:
    """Return the things a track's newest list names."""
    return track.data.records("goods") if track is not None else ()


def _measures(situation: Situation, *machines: str) -> list[Track]:
    return [t for m in machines for t in situation.case.machines(m)]


def _ended(situation: Situation, track: Track) -> bool:
    return (track.machine, track.state) in situation.terminal()


@question
def measure_basis_given(situation: Situation, args: Record) -> Fact:
    """Whether a law or regulation gives the measure for this matter (AEL 10)."""
    del args
    matter = situation.matters.get(situation.data.text("matter"))
    given = situation.matter is not None and bool(situation.matter.seizure_basis)
    return whether(given, matter=matter.name if matter is not None else "")


@question
def items_numbered_once(situation: Situation, args: Record) -> Fact:
    """Whether every thing on the list has a number of its own."""
    del args
    numbers = _numbers(situation.inputs.records("goods"))
    twice = tuple(dict.fromkeys(n for n in numbers if numbers.count(n) > 1))
    return no(items=twice) if twice else yes()


@question
def items_approved(situation: Situation, args: Record) -> Fact:
    """Whether only things the head approved of are taken."""
    del args
    approved = set(_numbers(held_on(situation.track)))
    taken = _numbers(situation.inputs.records("goods"))
    beyond = tuple(n for n in taken if n not in approved)
    return no(items=beyond) if beyond else yes()


@question
def items_on_list(situation: Situation, args: Record) -> Fact:
    """Whether the things moved stand on the list of what is held (AEL 26)."""
    held = set(_numbers(held_on(situation.track)))
    named = _numbers(situation.inputs.records(args.text("input")))
    unknown = tuple(n for n in named if n not in held)
    return no(items=unknown) if unknown else yes()


@question
def items_disposed_once(situation: Situation, args: Record) -> Fact:
    """Whether every thing held is disposed of, each exactly once."""
    del args
    held = _numbers(held_on(situation.track))
    disposed = _numbers(situation.inputs.records("disposals"))
    wrong = [n for n in held if disposed.count(n) != 1]
    wrong += [n for n in disposed if n not in held]
    return no(items=tuple(dict.fromkeys(wrong))) if wrong else yes()


@question
def items_disposed_as(situation: Situation, args: Record) -> Fact:
    """Whether every thing is disposed of in one of the ways this step allows."""
    allowed = args.texts("kinds")
    rows = situation.inputs.records("disposals")
    wrong = tuple(r.text("number") for r in rows if r.text("disposal") not in allowed)
    return no(items=wrong) if wrong else yes()


@question
def items_sold_first(situation: Situation, args: Record) -> Fact:
    """Whether things given back as money were sold on this track before (AEL 28(2))."""
    del args
    place = situation.place
    sales = [e for e in situation.case.events if e.track == place and e.trigger == SALE]
    sold = {n for e in sales for n in _numbers(e.inputs.records("disposals"))}
    claimed = [r for r in situation.inputs.records("disposals") if r.text("disposal") == "sold"]
    wrong = tuple(r.text("number") for r in claimed if r.text("number") not in sold)
    return no(items=wrong) if wrong else yes()


@question
def perishable_wait_over(situation: Situation, args: Record) -> Fact:
    """Whether the party had the days the bureau gives to take perishables back (local rule)."""
    needed = situation.agency.days(args.text("key"))
    told = situation.inputs.day("perishable_told_on") or situation.today
    waited = (situation.today - told).days
    return whether(waited >= needed, found=waited, needed=needed)


@question
def disposals_grounded(situation: Situation, args: Record) -> Fact:
    """Whether what carries each disposal exists: a seizure, a decision, a transfer (APL 56)."""
    del args
    ground = {
        "seized": _seized_numbers(situation),
        "confiscated": _all(situation, confiscation_decided(situation, Record()).value is True),
        "transferred": _all(situation, _sent(situation)),
    }
    wrong = tuple(
        r.text("number")
        for r in situation.inputs.records("disposals")
        if r.text("disposal") in ground and r.text("number") not in ground[r.text("disposal")]
    )
    return no(items=wrong) if wrong else yes()


def _all(situation: Situation, holds: bool) -> set[str]:
    return set(_numbers(situation.inputs.records("disposals"))) if holds else set()


def _seized_numbers(situation: Situation) -> set[str]:
    live = [
        t for t in _measures(situation, SEIZURE) if not _ended(situation, t) and t.state not in IDLE
    ]
    return {n for t in live for n in _numbers(held_on(t))}


def _sent(situation: Situation) -> bool:
    tracks = situation.case.machines(TRANSFER)
    under_way = {"t_sent", "t_accepted", "c_sent", "c_filed", "c_handed"}
    return bool(tracks) and tracks[-1].state in under_way


@question
def confiscation_decided(situation: Situation, args: Record) -> Fact:
    """Whether a decision in force confiscates property (APL 9(2))."""
    del args
    decided = situation.case.latest("penalty_decision") is not None
    kinds = situation.case.data.texts("penalty_kinds")
    return whether(decided and "confiscate_property" in kinds)


@question
def release_ground_holds(situation: Situation, args: Record) -> Fact:
    """Whether the case bears the ground for lifting the measure (AEL 28(1))."""
    del args
    ground = situation.inputs.text("release_ground")
    decisions = ("penalty_decision", "no_penalty_decision", "withdrawal_approval")
    holds = {
        "decided": any(situation.case.latest(f) for f in decisions),
        "expired": _overdue(situation, situation.track),
    }
    return whether(holds.get(ground, True), ground=Term("ground", ground))


def _overdue(situation: Situation, track: Track | None) -> bool:
    if track is None:
        return False
    found = [situation.case.deadline(rule, track.id) for rule in PERIODS.get(track.machine, ())]
    return any(
        d is not None
        and d.status == "running"
        and stands(situation, d, situation.now) is Position.AFTER
        for d in found
    )


@question
def measures_in_time(situation: Situation, args: Record) -> Fact:
    """Whether the bureau holds nothing beyond the law's period (APL 56, AEL 25, 28)."""
    del args
    late = tuple(
        Term("track", t.id)
        for t in _measures(situation, PRESERVATION, SEIZURE)
        if not _ended(situation, t) and (t.state == "pr_lapsed" or _overdue(situation, t))
    )
    return no(tracks=late) if late else yes()


@question
def things_held(situation: Situation, args: Record) -> Fact:
    """Whether a seizure is in force, so that the report must say what becomes of the things."""
    del args
    live = [t for t in _measures(situation, SEIZURE) if not _ended(situation, t)]
    return whether(bool(live))


@question
def absent_party_witnessed(situation: Situation, args: Record) -> Fact:
    """Whether a witness was there when the party was not (AEL 18(9))."""
    del args
    absent = situation.inputs.text("party_present") == "absent"
    return whether(not absent or bool(situation.inputs.record("witness")))


@question
def extension_within_rule(situation: Situation, args: Record) -> Fact:
    """Whether a prolongation is no longer than the law allows the next one to be (AEL 25(1))."""
    rule, days = args.text("deadline"), situation.inputs.number(args.text("input")) or 0
    found = situation.case.deadline(rule, situation.place) or situation.case.deadline(rule)
    allowed, used = situation.rules[rule].prolongations(), len(found.extensions) if found else 0
    longest = allowed[min(used, len(allowed) - 1)].length if allowed else 0
    return whether(0 < days <= longest, found=days, needed=longest)


@question
def period_counts(situation: Situation, args: Record) -> Fact:
    """Whether a period of this track runs now: neither paused, stopped nor over."""
    found = situation.case.deadline(args.text("deadline"), situation.place)
    counts = found is not None and found.status == "running"
    return whether(
        counts and not _overdue(situation, situation.track),
        deadline=Term("deadline", args.text("deadline")),
    )


@question
def own_document_issued(situation: Situation, args: Record) -> Fact:
    """Whether this very track, and not another of its kind, has issued a document."""
    form = args.text("form")
    return whether(bool(_own(situation, form)), forms=(Term("form", form),))


@question
def own_document_served(situation: Situation, args: Record) -> Fact:
    """Whether the newest document of a form that this track issued has been served."""
    form = args.text("form")
    made = _own(situation, form)
    return whether(
        bool(made) and made[-1] in situation.case.served,
        forms=(Term("form", form),),
        reason=Term("service", "not_served" if made else "not_issued"),
    )


def _own(situation: Situation, form: str) -> list[str]:
    case, track = situation.case, situation.place
    made = [d.id for e in case.events if e.track == track for d in e.documents if d.form == form]
    return [i for i in dict.fromkeys(made) if case.documents[i].status == "issued"]
