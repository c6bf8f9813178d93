"""Questions about the review of a dossier: gaps between scores, who may decide, merit.

What an item is worth is the business of grading; here a sheet either follows or does not.
"""

from engine.awaited import due, stands
from engine.deadlines import Position
from engine.facts.persons import part_in_case
from engine.facts.registry import no, question, whether, yes
from engine.half_points import HALVES, points_text
from engine.people import Person
from engine.record import Record
from engine.review_sheets import (
    ARBITRATED,
    MACHINE,
    THIRD,
    deciding,
    demanded,
    final_score,
    own_score,
    second_score,
    self_reviewed,
    vetoed,
)
from engine.situation import Situation
from engine.verdict import Detail, Fact, Term

REVIEWED = frozenset({"q_done", "q_candidate"})


def _before(situation: Situation) -> Record:
    """Return what the review track knows without this command's inputs."""
    return situation.track.data if situation.track is not None else Record()


def _known(situation: Situation) -> Record:
    """Return what the review track knows, with this command's inputs on top."""
    return _before(situation).merged(situation.inputs)


# -- scores ---------------------------------------------------------------------------------------


@question
def score_follows(situation: Situation, args: Record) -> Fact:
    """Whether the total and grade of a sheet follow from its deductions under its standard."""
    # Only sheets need the arithmetic of grading, which itself reads situations.
    from engine.review_scoring import fault_of  # noqa: PLC0415 - see above

    sheet = situation.inputs.record(args.text("input"))
    procedure = situation.case.main.machine
    fault = fault_of(sheet, situation.grading(), procedure, situation.today)
    if fault is None:
        return yes()
    return no(fault=Term("sheet_fault", fault.code), items=fault.items)


@question
def vetoes_ruled(situation: Situation, args: Record) -> Fact:
    """Whether a sheet confirms or clears every veto candidate, each once."""
    sheet = situation.inputs.record(args.text("input"))
    ruled = [v.text("veto") for v in sheet.records("vetoes")]
    left = tuple(c for c in sheet.texts("candidates") if c not in ruled)
    twice = tuple(dict.fromkeys(v for v in ruled if ruled.count(v) > 1))
    return no(items=left or twice) if left or twice else yes()


@question
def review_gap_settled(situation: Situation, args: Record) -> Fact:
    """Whether the two scores lie close together, or a third review has decided.

    A dossier nobody graded before has no gap: penalties on the spot have no self review.
    """
    known, limit = _known(situation), args.number("points") or 0
    if not self_reviewed(known):
        return yes()
    gap = abs(own_score(known) - second_score(known))
    if gap <= limit * HALVES or known.record(THIRD) or known.record(ARBITRATED):
        return yes()
    if "second_score" in known and _third_named(situation, known):
        return yes()
    return no(needed=limit, found=points_text(gap))


def _third_named(situation: Situation, known: Record) -> bool:
    """Whether a review by a definition without sheets names a third reviewer with no part."""
    third, case = known.text("third_reviewer"), situation.case
    parts = [situation.players.get(p, frozenset()) for p in ("self_reviewer", "second_reviewer")]
    graded = any(case.fired(third, part) for part in parts)
    acting = situation.actor.id if situation.actor is not None else ""
    return bool(third) and not graded and third not in {*case.officers(), acting}


@question
def score_final(situation: Situation, args: Record) -> Fact:
    """Whether nobody may still object: the scores agree, and the squad's period is over."""
    gap = review_gap_settled(situation, args)
    if gap.value is not True:
        return gap
    track, rule = situation.track, args.text("deadline")
    found = situation.case.deadline(rule, track.id) if track is not None else None
    if found is None or found.status != "running":
        return yes()
    over = stands(situation, found, situation.now) is Position.AFTER
    details: dict[str, Detail] = {"deadline": Term("deadline", rule)}
    if (last := due(situation, found)) is not None:
        details["due"] = last
    return whether(over, **details)


# -- who ------------------------------------------------------------------------------------------


@question
def appointed(situation: Situation, args: Record) -> Fact:
    """Whether the actor is the person this review named for the act."""
    name, actor = args.text("name"), situation.actor
    named = _before(situation).text(name)
    person = situation.agency.person(named)
    return whether(
        actor is not None and bool(named) and actor.id == named,
        part=Term("appointment", name),
        person=person.name if person is not None else named,
    )


@question
def appointee_fit(situation: Situation, args: Record) -> Fact:
    """Whether the person named holds a role that may act, and no part that bars the act.

    With `squad`, the person belongs to the squad of the case.
    """
    person = situation.agency.person(situation.inputs.text(args.text("input")))
    if person is None:
        return no(person="")
    part = _part(situation, person, args.texts("not"))
    if part:
        return no(person=person.name, part=Term("part", part))
    able = bool(person.roles & set(args.texts("roles")))
    own = not args.flag("squad") or person.squad == situation.data.text("squad")
    return whether(able and own, person=person.name)


@question
def sample_reviewer(situation: Situation, args: Record) -> Fact:
    """Whether a month's sample drew the dossier for nobody but the actor.

    Somebody else reviews it only with the reason in the input that `unless` names.
    """
    drawn, actor = situation.drawn_for(), situation.actor
    if not drawn or (actor is not None and actor.id == drawn):
        return yes()
    instead = situation.inputs.text(args.text("unless")).strip()
    return whether(bool(instead), person=_called(situation, drawn))


@question
def drawn_for_review(situation: Situation, args: Record) -> Fact:
    """Whether a month's sample drew the dossier, and thereby somebody who reviews it."""
    del args
    drawn = situation.drawn_for()
    return yes(person=_called(situation, drawn)) if drawn else no()


def _called(situation: Situation, person_id: str) -> str:
    person = situation.agency.person(person_id)
    return person.name if person is not None else person_id


def _part(situation: Situation, person: Person, barred: tuple[str, ...]) -> str:
    everywhere = (*barred, "auditor", "recused", "assistant_staff")
    return part_in_case(situation.case, person, everywhere, situation.players, situation.relations)


# -- objection ------------------------------------------------------------------------------------


@question
def objections_founded(situation: Situation, args: Record) -> Fact:
    """Whether every objection is about an item or a veto of the deciding sheet's standard, once."""
    from engine.review_scoring import heads_of  # noqa: PLC0415 - as in score_follows

    del args
    heads = heads_of(deciding(_before(situation)), situation.grading())
    named = [o.text("about") for o in situation.inputs.records("objections")]
    wrong = tuple(dict.fromkeys(n for n in named if n not in heads or named.count(n) > 1))
    return no(items=wrong) if wrong else yes()


@question
def outcome_follows(situation: Situation, args: Record) -> Fact:
    """Whether the outcome said of an objection is what the arbiter's sheet makes of the score."""
    del args
    before, now = deciding(_before(situation)), situation.inputs.record(ARBITRATED)
    same = all(before.get(name) == now.get(name) for name in ("total", "grade"))
    said = situation.inputs.text("objection_outcome")
    return whether(
        same == (said == "rejected"),
        found=points_text(now.number("total") or 0),
        needed=points_text(before.number("total") or 0),
    )


# -- putting right --------------------------------------------------------------------------------


@question
def rectification_needed(situation: Situation, args: Record) -> Fact:
    """Whether the review found a veto or a fault that can be put right."""
    del args
    known = _known(situation)
    items = tuple(d.head for d in demanded(known))
    return whether(bool(items) or vetoed(known), items=items)


@question
def remedies_reported(situation: Situation, args: Record) -> Fact:
    """Whether something is reported of everything that has to be put right."""
    del args
    known = _known(situation)
    told = {r.text("about") for r in situation.inputs.records("remedied")}
    left = tuple(d.about for d in demanded(known) if d.about not in told)
    return no(items=left) if left else yes()


@question
def rectification_verified(situation: Situation, args: Record) -> Fact:
    """Whether everything demanded was looked at again, put right or kept as a lesson."""
    del args
    known = _known(situation)
    seen = {r.text("about") for r in known.records("rechecked")}
    seen |= {r.text("item") for r in known.records("rectified") if r.flag("fixed")}
    still = tuple(d.about for d in demanded(known) if d.about not in seen)
    return no(items=still) if still else yes()


# -- merit ----------------------------------------------------------------------------------------


@question
def candidate_worthy(situation: Situation, args: Record) -> Fact:
    """Whether the score reaches the threshold, without a veto and without an open remedy.

    A grade that an empty guarded group shuts out is no merit, either.
    """
    from engine.review_scoring import best_grade  # noqa: PLC0415 - as in score_follows

    known = _known(situation)
    remedies = situation.case.machines("remedies")
    settled = all(("remedies", t.state) in situation.terminal() for t in remedies)
    found, wanted = final_score(known), args.number("score") or 0
    sheet = deciding(known)
    best = not sheet or best_grade(sheet, situation.grading())
    return whether(
        found >= wanted * HALVES and not vetoed(known) and best and settled,
        needed=wanted,
        found=points_text(found),
    )


@question
def second_review_settled(situation: Situation, args: Record) -> Fact:
    """Whether the second review is done, or waived because the dossier was not drawn.

    A case closed before there was a review track has none.
    """
    del args
    tracks = situation.case.machines(MACHINE)
    if not tracks:
        return yes()
    said, state = situation.inputs.text("review_settled"), tracks[-1].state
    fits = state == "q_waived" if said == "waived" else state in REVIEWED
    return whether(fits, state=Term("state", f"{MACHINE}.{state}"))
