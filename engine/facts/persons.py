"""Questions about people: qualification, relation to the case, separation of duties, the party."""

from collections.abc import Callable, Mapping
from datetime import date

from engine.case import Case
from engine.facts.registry import no, question, whether, yes
from engine.people import Person
from engine.record import Record
from engine.relations import Relation, Standing
from engine.situation import Situation
from engine.verdict import Fact, Term


@question
def actor_permitted(situation: Situation, args: Record) -> Fact:
    """Whether the actor holds a role this transition allows, in the relation it asks for."""
    del args
    actor, wanted = situation.actor, situation.transition.actors
    if any(a.role == "system" for a in wanted):
        return yes()
    held = [a for a in wanted if actor is not None and a.role in actor.roles]
    if actor is None or not held:
        roles = tuple(Term("role", a.role) for a in wanted)
        return no(roles=roles, person=actor.name if actor is not None else "system")
    standing = Standing(case=situation.case, inputs=situation.inputs, track=situation.track)
    ties = situation.relations
    if any(not a.relation or standing.holds(ties[a.relation], actor) for a in held):
        return yes()
    return no(roles=tuple(Term("relation", a.relation) for a in held), person=actor.name)


@question
def duties_separate(situation: Situation, args: Record) -> Fact:
    """Whether the actor has no part in this case that bars the present act."""
    actor = situation.actor
    if actor is None:
        return yes()
    ties = situation.relations
    part = part_in_case(situation.case, actor, args.texts("not"), situation.players, ties)
    return yes() if part == "" else no(person=actor.name, part=Term("part", part))


def part_in_case(
    case: Case,
    actor: Person,
    barred: tuple[str, ...],
    players: Mapping[str, frozenset[str]],
    relations: Mapping[str, Relation],
) -> str:
    """Return the first part among `barred` that a person has in the case, or an empty text.

    Some parts follow from what a person is, or from how the case names him or her now or ever;
    the others were played by firing a transition that names the part.
    """
    for part in barred:
        if _plays(part, case, actor, players, relations):
            return part
    return ""


def _plays(
    part: str,
    case: Case,
    actor: Person,
    players: Mapping[str, frozenset[str]],
    relations: Mapping[str, Relation],
) -> bool:
    by_nature, relation = _BY_NATURE.get(part), relations.get(part)
    if by_nature is not None:
        return by_nature(actor)
    if relation is not None and Standing(case=case).holds(relation, actor):
        return True
    return part in players and case.fired(actor.id, players[part])


#: Parts somebody has whatever the case.
_BY_NATURE: Mapping[str, Callable[[Person], bool]] = {
    "auditor": lambda person: "auditor" in person.roles,
    "assistant_staff": lambda person: "collector" in person.roles and person.certificate is None,
}


@question
def actor_is(situation: Situation, args: Record) -> Fact:
    """Whether the actor holds one particular role."""
    role, actor = args.text("role"), situation.actor
    return whether(actor is not None and role in actor.roles, role=Term("role", role))


@question
def officers_qualified(situation: Situation, args: Record) -> Fact:
    """Whether enough distinct officers hold a certificate valid on the day (APL 42(1)).

    The day is today, or with `on` the day of an act that an input tells of.
    """
    needed, named = args.number("at_least") or 0, args.text("on")
    day = (situation.inputs.day(named) if named else None) or situation.today
    officers = situation.officers()
    good = {p.certificate.number for p in officers if p.certificate and _fit(p, day)}
    bad = tuple(p.name for p in officers if not _fit(p, day))
    return whether(len(good) >= needed, needed=needed, found=len(good), persons=bad, day=day)


def _fit(person: Person, day: date) -> bool:
    return person.qualified_on(day) and "case_officer" in person.roles


@question
def reviewer_qualified(situation: Situation, args: Record) -> Fact:
    """Whether the legal reviewer holds the qualification and never was an officer of the case."""
    name = args.text("input")
    person = situation.agency.person(situation.inputs.text(name)) if name else situation.actor
    if person is None:
        return no(person="")
    fit = bool(person.legal_qualification) and "legal_reviewer" in person.roles
    return whether(fit and _apart(situation, person), person=person.name)


@question
def person_not_officer(situation: Situation, args: Record) -> Fact:
    """Whether a person named in the inputs never was an officer of this case (APL 64)."""
    person = situation.agency.person(situation.inputs.text(args.text("input")))
    if person is None:
        return no(person="")
    fit = "hearing_chair" in person.roles
    return whether(fit and _apart(situation, person), person=person.name)


def _apart(situation: Situation, person: Person) -> bool:
    """Whether somebody never investigated this case and is not recused from it."""
    standing, ties = Standing(case=situation.case), situation.relations
    return not any(standing.holds(ties[name], person) for name in ("officer", "recused"))


@question
def party_identified(situation: Situation, args: Record) -> Fact:
    """Whether the party's identity is complete: number matching the birth date, or credit code."""
    del args
    party = situation.data.record("party")
    number, born = party.text("id_number"), party.day("birth_date")
    if party.text("kind") == "citizen" and born is not None:
        return whether(number[6:14] == born.strftime("%Y%m%d"), name=party.text("name"))
    return whether(bool(number or party.text("credit_code")), name=party.text("name"))


@question
def party_identity_filed(situation: Situation, args: Record) -> Fact:
    """Whether a copy of the party's identity document is attached."""
    del args
    return whether(bool(situation.data.record("party").record("identity_file")))


@question
def party_punishable(situation: Situation, args: Record) -> Fact:
    """Whether the party was fourteen on the act date and able to control the act (APL 30, 31)."""
    party = situation.data.record("party")
    born, act = party.day("birth_date"), situation.data.day("act_on")
    name = party.text("name")
    if party.flag("unable_to_control"):
        return no(name=name, reason=Term("reason", "unable"))
    if party.text("kind") != "citizen" or born is None or act is None:
        return yes()
    return whether(
        age_on(born, act) >= (args.number("age") or 0), name=name, reason=Term("reason", "under_14")
    )


def age_on(born: date, day: date) -> int:
    """Return the full years of age on `day`; a birthday counts from the day after (法释)."""
    before = (day.month, day.day) <= (born.month, born.day)
    return day.year - born.year - (1 if before else 0)
