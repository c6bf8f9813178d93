"""Questions about leads and competence: duplicates, power, territory, earlier fines."""

from datetime import datetime, time, timedelta

from engine.facts.law_text import holds_power
from engine.facts.registry import no, question, whether, yes
from engine.legal_time import LEGAL_ZONE
from engine.record import Record
from engine.situation import Situation
from engine.verdict import Fact, Term


@question
def lead_not_duplicate(situation: Situation, args: Record) -> Fact:
    """Whether no lead of the same place and party came in within the given hours, unless linked."""
    if situation.inputs.text("linked_case"):
        return yes()
    received = situation.inputs.moment("received_at")
    if received is None:
        return yes()
    span = timedelta(hours=args.number("hours") or 0)
    place, party = situation.inputs.text("lead_place"), situation.inputs.text("suspected_party")
    for other in situation.neighbours(received - span):
        same = other.place == place and (not party or other.party == party)
        if same and abs(received - other.received_at) <= span:
            return no(case=other.case)
    return yes()


@question
def ticket_recorded(situation: Situation, args: Record) -> Fact:
    """Whether a hotline lead carries its ticket number."""
    del args
    hotline = situation.inputs.text("source") == "hotline"
    return whether(not hotline or bool(situation.inputs.text("ticket")))


@question
def matter_on_power_list(situation: Situation, args: Record) -> Fact:
    """Whether the matter exists, was in force on the act date and is on the bureau's power list."""
    del args
    wanted = situation.data.text("matter")
    listed = holds_power(situation, wanted)
    return whether(listed and situation.matter is not None, matter=wanted)


@question
def place_in_territory(situation: Situation, args: Record) -> Fact:
    """Whether the place lies in an area the bureau is responsible for."""
    del args
    area = situation.data.text("lead_area")
    return whether(area in situation.agency.areas, area=area)


@question
def same_act_not_fined(situation: Situation, args: Record) -> Fact:
    """Whether no other case has fined this party for this act (APL 29)."""
    del args
    data = situation.data
    act_on = data.day("act_on")
    if act_on is None:
        return yes()
    party, matter = data.record("party").text("name"), data.text("matter")
    for other in situation.neighbours(datetime.combine(act_on, time.min, LEGAL_ZONE)):
        same_party = other.fined and other.party == party and other.case != situation.case.id
        same_act = other.act_on == act_on and other.place == data.text("lead_place")
        if same_party and other.matter == matter and same_act:
            return no(case=other.case)
    return yes()


@question
def party_kind_covered(situation: Situation, args: Record) -> Fact:
    """Whether the matter's penalty reaches parties of this kind (APL 4)."""
    del args
    kind = situation.data.record("party").text("kind")
    if situation.matter is None:
        return no(party_kind=Term("party_kind", kind))
    fines = situation.matter.ranges
    reached = not fines or bool(situation.matter.ranges_for(kind))
    return whether(reached, party_kind=Term("party_kind", kind))


@question
def law_version_compared(situation: Situation, args: Record) -> Fact:
    """Whether the version at the act date is still the one in force (else people compare)."""
    del args
    matter = situation.matters.get(situation.data.text("matter"))
    if matter is None or situation.matter is None:
        return no()
    return whether(matter.version_on(situation.today) == situation.matter)
