"""Questions about who works on a case: recusal, reassignment, joint teams, ownership of a lead."""

from engine.facts.persons import part_in_case
from engine.facts.registry import no, question, whether, yes
from engine.people import Person
from engine.record import Record
from engine.relations import Standing, owner, people_under
from engine.situation import Situation
from engine.verdict import Fact, Term
from engine.works import works_of

#: States of a recusal that somebody still has to act on.
UNSETTLED = ("recusal_requested", "recusal_granted", "recusal_replaced")


@question
def named_is_actor(situation: Situation, args: Record) -> Fact:
    """Whether the person an input names is the one who acts."""
    actor, named = situation.actor, situation.inputs.text(args.text("input"))
    return whether(actor is not None and actor.id == named, person=_name(situation, named))


@question
def actor_not_concerned(situation: Situation, args: Record) -> Fact:
    """Whether the one who decides on a recusal is not the person it is about (APL 43)."""
    del args
    track, actor = situation.track, situation.actor
    concerned = track.data.text("concerned") if track else situation.inputs.text("concerned")
    apart = actor is not None and actor.id != concerned
    return whether(apart, person=_name(situation, concerned))


@question
def recusal_applied_by(situation: Situation, args: Record) -> Fact:
    """Whether the recusal to be decided was asked for in this way (`self` or `party`)."""
    track = situation.track
    return whether(track is not None and track.data.text("applied_by") == args.text("by"))


@question
def not_yet_recused(situation: Situation, args: Record) -> Fact:
    """Whether the person named has not been recused from this case before."""
    named = situation.inputs.text(args.text("input"))
    return whether(named not in _recused(situation), person=_name(situation, named))


@question
def recused_replaced(situation: Situation, args: Record) -> Fact:
    """Whether nobody recused is still named under any of the given places of the case."""
    gone = _recused(situation)
    named = (i for n in args.texts("names") for i in people_under(situation.data, n))
    left = tuple(_name(situation, i) for i in dict.fromkeys(named) if i in gone)
    return whether(not left, persons=left)


@question
def recusals_settled(situation: Situation, args: Record) -> Fact:
    """Whether every recusal asked for is decided, replaced for and followed up."""
    del args
    tracks = situation.case.machines("staffing")
    left = tuple(_name(situation, t.data.text("concerned")) for t in tracks if t.state in UNSETTLED)
    return whether(not left, persons=left)


@question
def recused_works_rechecked(situation: Situation, args: Record) -> Fact:
    """Whether every act the recused person had a hand in has been checked again, one by one."""
    del args
    concerned = situation.track.data.text("concerned") if situation.track else ""
    checked = {r.number("act") for r in situation.inputs.records("rechecked")}
    left = tuple(e.seq for e in works_of(situation.case, concerned) if e.seq not in checked)
    return whether(not left, acts=left, person=_name(situation, concerned))


@question
def people_eligible(situation: Situation, args: Record) -> Fact:
    """Whether nobody named is barred from investigating by another part in this case."""
    barred = args.texts("not")
    for person in _named(situation, args):
        ties = situation.relations
        part = part_in_case(situation.case, person, barred, situation.players, ties)
        if part:
            return no(person=person.name, part=Term("part", part))
    return yes()


@question
def people_qualified(situation: Situation, args: Record) -> Fact:
    """Whether all those named are officers with a certificate valid today, and enough of them."""
    named, needed = _named(situation, args), args.number("at_least") or 0
    bad = tuple(p.name for p in named if not _may_enforce(situation, p))
    return whether(not bad and len(named) >= needed, needed=needed, found=len(named), persons=bad)


@question
def accompanying_only(situation: Situation, args: Record) -> Fact:
    """Whether those who came along are none of the officers, whose number they cannot make up."""
    officers = {p.id for p in situation.officers()}
    bad = tuple(p.name for p in _named(situation, args) if p.id in officers)
    return whether(not bad, persons=bad)


@question
def people_of_squad(situation: Situation, args: Record) -> Fact:
    """Whether all those named belong to the actor's own squad or to the case's joint team."""
    actor, standing = situation.actor, Standing(case=situation.case)
    squad = actor.squad if actor is not None else ""
    assigned = standing.people(situation.relations["assigned"])
    bad = (p for p in _named(situation, args) if p.squad != squad and p.id not in assigned)
    strangers = tuple(p.name for p in bad)
    return whether(not strangers, persons=strangers)


@question
def squads_joined(situation: Situation, args: Record) -> Fact:
    """Whether those named come from at least so many squads."""
    needed = args.number("at_least") or 0
    squads = {p.squad for p in _named(situation, args) if p.squad}
    return whether(len(squads) >= needed, needed=needed, found=len(squads))


@question
def officers_changed(situation: Situation, args: Record) -> Fact:
    """Whether the officers named are others than those the case has."""
    del args
    data = situation.data
    return whether((data.text("lead_officer"), data.text("assistant_officer")) != _pair(situation))


@question
def receiver_fit(situation: Situation, args: Record) -> Fact:
    """Whether a lead goes to somebody else, who holds one of the roles that may own it."""
    person = situation.agency.person(situation.inputs.text(args.text("input")))
    held = person is not None and bool(person.roles & set(args.texts("roles")))
    another = person is not None and person.id != owner(situation.case)
    roles = tuple(Term("role", r) for r in args.texts("roles"))
    return whether(held and another, person=person.name if person else "", roles=roles)


@question
def not_passed_around(situation: Situation, args: Record) -> Fact:
    """Whether a lead has been declined less often than the bureau tolerates (推诿)."""
    declined = [t for t in situation.case.machines("staffing") if t.state == "lead_declined"]
    return whether(len(declined) < (args.number("times") or 0), found=len(declined))


def _pair(situation: Situation) -> tuple[str, str]:
    data = situation.case.data
    return data.text("lead_officer"), data.text("assistant_officer")


def _named(situation: Situation, args: Record) -> tuple[Person, ...]:
    ids = (i for n in args.texts("inputs") for i in people_under(situation.inputs, n))
    found = (situation.agency.person(i) for i in dict.fromkeys(ids))
    return tuple(p for p in found if p is not None)


def _may_enforce(situation: Situation, person: Person) -> bool:
    return "case_officer" in person.roles and person.qualified_on(situation.today)


def _recused(situation: Situation) -> tuple[str, ...]:
    return Standing(case=situation.case).people(situation.relations["recused"])


def _name(situation: Situation, person: str) -> str:
    found = situation.agency.person(person)
    return found.name if found is not None else person
