"""Questions about merging cases and splitting one: who may be joined, and what goes where.

They look at other cases only through `Situation.other`; storage and numbers are not known here.
"""

from collections.abc import Iterator

from engine.case import MAIN, Case
from engine.facts.registry import no, question, whether, yes
from engine.mergers import MACHINE, MEMBER, SPLIT, filed_on, merged_into
from engine.record import Record
from engine.situation import Situation
from engine.verdict import Fact, Term


@question
def not_merged_away(situation: Situation, args: Record) -> Fact:
    """Whether the main procedure still runs here: a case merged away goes on in the leading case.

    Tracks already running, such as a seizure with its own period, are brought to their end here.
    """
    del args
    lead = merged_into(situation.case)
    moving_on = situation.track is None or situation.track.id == MAIN
    return no(case=lead) if lead and moving_on else yes()


@question
def main_state_in(situation: Situation, args: Record) -> Fact:
    """Whether the main procedure is in one of the given states."""
    main = situation.case.tracks.get(MAIN)
    state = f"{main.machine}.{main.state}" if main is not None else "none"
    fits = main is not None and main.state in args.texts("states")
    return whether(fits, state=Term("state", state))


def _members(situation: Situation) -> Iterator[tuple[str, Case | None]]:
    for named in situation.inputs.texts("members"):
        yield named, situation.other(named)


@question
def members_mergeable(situation: Situation, args: Record) -> Fact:
    """Whether every case named is another one, filed, before its notice, and merged nowhere."""
    found: set[str] = {situation.case.id}
    bad: list[str] = []
    for named, other in _members(situation):
        if other is None or other.id in found or not _mergeable(other, args.texts("states")):
            bad.append(named)
        else:
            found.add(other.id)
    return no(cases=tuple(bad)) if bad else yes()


def _mergeable(case: Case, states: tuple[str, ...]) -> bool:
    return (
        case.main.state in states
        and case.deadline("D11") is not None
        and not case.machines(MACHINE)
        and not case.marks.get("opinion_open", False)
    )


@question
def members_related(situation: Situation, args: Record) -> Fact:
    """Whether every case named has the same matter and the same party, or is about the same act."""
    del args
    ground, mine = situation.inputs.text("merge_ground"), situation.case.data
    bad = tuple(
        named
        for named, other in _members(situation)
        if other is None or not _related(ground, mine, other.data)
    )
    return no(cases=bad) if bad else yes()


def _related(ground: str, mine: Record, other: Record) -> bool:
    if mine.text("matter") != other.text("matter"):
        return False
    if ground == "same_act":
        here = (mine.text("lead_place"), mine.day("act_on"))
        return here == (other.text("lead_place"), other.day("act_on"))
    return bool(_identity(mine)) and _identity(mine) == _identity(other)


def _identity(data: Record) -> str:
    """Return the number by which the law knows a party (names may be shared)."""
    party = data.record("party")
    return party.text("credit_code") or party.text("id_number")


@question
def earliest_filing_named(situation: Situation, args: Record) -> Fact:
    """Whether the day given is the earliest filing of the cases merged."""
    del args
    cases = [situation.case, *(c for _, c in _members(situation) if c is not None)]
    days = [day for c in cases if (day := filed_on(c)) is not None]
    earliest = min(days, default=situation.today)
    return whether(situation.inputs.day("earliest_filed_on") == earliest, day=earliest)


@question
def merged_by_lead(situation: Situation, args: Record) -> Fact:
    """Whether the case named as leading lists this one in its approved merger."""
    del args
    named = situation.inputs.text("lead_case")
    lead, mine = situation.other(named), situation.case
    merger = lead.machines(MACHINE)[-1:] if lead is not None else ()
    merges = [e for e in (lead.events if lead else ()) if e.machine == MACHINE]
    listed = {m for e in merges for m in e.inputs.texts("members")}
    leads = bool(merger) and merger[0].state not in {MEMBER, SPLIT}
    return whether(leads and bool({mine.id, mine.number} & (listed - {""})), case=named)


@question
def split_distinct(situation: Situation, args: Record) -> Fact:
    """Whether the parts have different names and name only evidence this case has."""
    del args
    parts = situation.inputs.records("split_parts")
    names = [p.text("title") for p in parts]
    known = {e.number for e in situation.case.evidence}
    unknown = tuple(n for p in parts for n in p.texts("evidence") if n not in known)
    return whether(bool(names) and len(set(names)) == len(names) and not unknown, items=unknown)


@question
def split_lists_part(situation: Situation, args: Record) -> Fact:
    """Whether the approved split lists this part as it is opened, and it was not opened before."""
    del args
    named = situation.inputs.text("split_from")
    source = situation.other(named)
    wrong = _unlike_the_approval(situation, source)
    return no(case=named, reason=Term("split", wrong)) if wrong else yes()


def _unlike_the_approval(situation: Situation, source: Case | None) -> str:
    inputs = situation.inputs
    split = [t for t in source.machines(MACHINE) if t.state == SPLIT] if source else []
    parts = split[-1].data.records("split_parts") if split else ()
    part = next((p for p in parts if p.text("title") == inputs.text("split_part")), None)
    if source is None or part is None:
        return "unknown"
    if part.text("party_name") != inputs.record("party").text("name"):
        return "party"
    if set(part.texts("evidence")) != set(inputs.texts("part_evidence")):
        return "evidence"
    if inputs.day("split_filed_on") != filed_on(source):
        return "filed_on"
    return "opened" if _opened_before(situation, source) else ""


def _opened_before(situation: Situation, source: Case) -> bool:
    mine = situation.inputs.text("split_part")
    for near in situation.neighbours(source.opened_at or situation.now):
        other = situation.other(near.case)
        data = other.data if other is not None else Record()
        if data.text("split_part") == mine and data.text("split_from") in {
            source.id,
            source.number,
        }:
            return True
    return False
