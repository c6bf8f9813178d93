"""Questions about notice, statement, review, deliberation and the decision itself."""

from engine.awaited import due, stands
from engine.deadlines import Position
from engine.facts.evidence import elements_missing, waiver_signed
from engine.facts.law_text import no_longer_punished
from engine.facts.money import final_fine
from engine.facts.persons import age_on
from engine.facts.registry import no, question, whether, yes
from engine.law_choice import fine_for
from engine.people import Person
from engine.record import Record
from engine.situation import Situation
from engine.statements import points_since_notice
from engine.verdict import Fact, Term

_SEVERE_KINDS_KEY = "hearing.kinds"


@question
def hearing_threshold_known(situation: Situation, args: Record) -> Fact:
    """Whether the bureau's hearing thresholds are set (APL 63)."""
    del args
    keys = ("hearing.fine.citizen", "hearing.fine.entity", _SEVERE_KINDS_KEY)
    return whether(all(k in situation.agency.settings for k in keys))


def _threshold(situation: Situation) -> int:
    kind = situation.data.record("party").text("kind")
    side = "entity" if kind == "entity" else "citizen"
    return situation.agency.number(f"hearing.fine.{side}")


@question
def hearing_required(situation: Situation, args: Record) -> Fact:
    """Whether a hearing must be offered: fine at the threshold or above, or a severe kind."""
    del args
    fine = situation.inputs.number("notice_fine")
    if fine is None:
        fine = final_fine(situation) or 0
    severe = str(situation.agency.settings[_SEVERE_KINDS_KEY].value).split("、")
    kinds = set(situation.data.texts("penalty_kinds")) & set(severe)
    threshold = _threshold(situation)
    return whether(fine >= threshold or bool(kinds), amount_fen=fine, other_fen=threshold)


@question
def major_decision(situation: Situation, args: Record) -> Fact:
    """Whether the decision must be filed upward as a major one (local rules)."""
    del args
    kind = situation.data.record("party").text("kind")
    side = "entity" if kind == "entity" else "citizen"
    limit = situation.agency.number(f"major_filing.fine.{side}")
    return whether((final_fine(situation) or 0) >= limit, other_fen=limit)


@question
def deliberation_required(situation: Situation, args: Record) -> Fact:
    """Whether the heads must decide together (APL 57(2); the test is the bureau's own).

    A hearing was held, the fine goes below the range, or it reaches the hearing threshold.
    """
    del args
    heard = any(t.state == "h_reported" for t in situation.case.machines("hearing"))
    reduced = situation.data.text("tier") == "Tx"
    at_threshold = (final_fine(situation) or 0) >= _threshold(situation)
    return whether(heard or reduced or at_threshold)


@question
def party_heard(situation: Situation, args: Record) -> Fact:
    """Whether the party made a statement or was heard since the last notice."""
    del args
    return whether(bool(points_raised(situation)))


def points_raised(situation: Situation) -> tuple[str, ...]:
    """Return every point the party made since the last notice, in order."""
    return points_since_notice(situation.case)


@question
def points_answered(situation: Situation, args: Record) -> Fact:
    """Whether every point the party raised is answered with a reason (APL 45, M55 22)."""
    del args
    answered = {a.text("point") for a in situation.inputs.records("point_answers")}
    missing = tuple(p for p in points_raised(situation) if p not in answered)
    return no(missing=missing) if missing else yes()


@question
def statement_in_time(situation: Situation, args: Record) -> Fact:
    """Whether the statement was made before its period ended; an agency may hear it later too."""
    del args
    found = situation.case.deadline("D07")
    made = situation.inputs.moment("stated_at")
    if found is None or made is None:
        return yes()
    in_time = stands(situation, found, made) is not Position.AFTER
    return whether(in_time, due=due(situation, found) or situation.today)


@question
def hearing_right_settled(situation: Situation, args: Record) -> Fact:
    """Whether the right to ask for a hearing is used, waived or lapsed, if it was told."""
    if not situation.case.latest("hearing_right_notice"):
        return yes()
    waived = waiver_signed(situation, args).value is True
    return whether(waived or _lapsed(situation))


def _lapsed(situation: Situation) -> bool:
    found = situation.case.deadline("D08")
    return found is not None and stands(situation, found, situation.now) is Position.AFTER


@question
def hearing_right_lapsed(situation: Situation, args: Record) -> Fact:
    """Whether the period to ask for a hearing ran out, if a hearing was offered (APL 64)."""
    del args
    found = situation.case.deadline("D08")
    if not situation.case.latest("hearing_right_notice"):
        return yes()
    last = due(situation, found) if found is not None else None
    return whether(_lapsed(situation), due=last or situation.today)


@question
def review_heads_answered(situation: Situation, args: Record) -> Fact:
    """Whether all eight heads of legal review are answered (M55 24)."""
    del args
    wanted = next((f.choices for f in situation.records["review_head"] if f.name == "head"), {})
    given = {r.text("head") for r in situation.inputs.records("review_heads")}
    missing = tuple(label for name, label in wanted.items() if name not in given)
    return no(missing=missing) if missing else yes()


def _panel(situation: Situation) -> list[Person]:
    ids = dict.fromkeys(r.text("person") for r in situation.inputs.records("panel"))
    found = (situation.agency.person(i) for i in ids)
    return [p for p in found if p is not None and "panel" in p.roles]


@question
def quorum_met(situation: Situation, args: Record) -> Fact:
    """Whether enough panel members took part: more than half, and the least number configured."""
    least = args.number("at_least") or 0
    members, present = len(situation.agency.holders("panel")), len(_panel(situation))
    return whether(
        present >= least and present * 2 > members,
        needed=max(least, members // 2 + 1),
        found=present,
    )


@question
def majority_agrees(situation: Situation, args: Record) -> Fact:
    """Whether more than half of those present agree with the conclusion."""
    del args
    rows = situation.inputs.records("panel")
    agreeing = sum(1 for r in rows if r.flag("agrees"))
    return whether(agreeing * 2 > len(rows), found=agreeing, needed=len(rows) // 2 + 1)


@question
def notice_given_and_heard(situation: Situation, args: Record) -> Fact:
    """Whether the newest notice was served, and then a statement, hearing, waiver or lapse came."""
    del args
    case = situation.case
    notices = ("hearing_right_notice", "penalty_prior_notice")
    made = [d for d in case.documents.values() if d.form in notices and d.status == "issued"]
    if not made or made[-1].id not in case.served:
        return no(reason=Term("service", "not_served"))
    after = [e for e in case.events if any(d.id == made[-1].id for d in e.documents)][-1].seq
    closing = {"record_statement", "record_waiver_or_lapse", "hearing_concluded"}
    return whether(
        any(e.seq > after and e.trigger in closing for e in case.events),
        reason=Term("service", "not_heard"),
    )


@question
def decision_elements_complete(situation: Situation, args: Record) -> Fact:
    """Whether the six statutory contents of a decision can all be filled (APL 59, FSR 7)."""
    del args
    data, agency, inputs = situation.data, situation.agency, situation.inputs
    party = data.record("party")
    contents = {
        "party": bool(party.text("name") and party.text("address")),
        "facts": bool(inputs.text("decision_facts") and situation.case.evidence),
        "basis": situation.matter is not None and bool(inputs.text("decision_reasons")),
        "performance": bool(agency.bank.account and inputs.text("decision_content")),
        "remedies": bool(agency.reconsideration_body and agency.court),
        "agency": bool(agency.name),
        "discretion": bool(inputs.text("decision_discretion")),
        "answer": bool(inputs.text("decision_answer")),
    }
    missing = tuple(Term("content", name) for name, there in contents.items() if not there)
    return no(missing=missing) if missing else yes()


@question
def correction_ordered_or_moot(situation: Situation, args: Record) -> Fact:
    """Whether a correction was ordered, or a reason says why there is nothing to correct."""
    del args
    ordered = bool(situation.case.machines("correction"))
    penal = situation.inputs.text("proposal") == "penalise"
    return whether(ordered or not penal or bool(situation.inputs.text("correction_moot")))


@question
def correction_rechecked(situation: Situation, args: Record) -> Fact:
    """Whether every correction order has been re-checked."""
    del args
    still = tuple(
        Term("track", t.id)
        for t in situation.case.machines("correction")
        if ("correction", t.state) not in situation.terminal()
    )
    return no(tracks=still) if still else yes()


@question
def fine_needs_failed_correction(situation: Situation, args: Record) -> Fact:
    """Whether a fine is proposed for a matter punished only after an unmet correction order."""
    del args
    version = situation.governing
    fine = fine_for(version, situation.fine_facts) if version is not None else None
    first = version is not None and (fine.correction_first if fine else version.correction_first)
    return whether(first and situation.inputs.text("proposal") == "penalise")


@question
def correction_failed(situation: Situation, args: Record) -> Fact:
    """Whether a served correction order went unmet at its re-check (T09)."""
    del args
    tracks = situation.case.machines("correction")
    return whether(any(t.state == "o_uncorrected" for t in tracks))


@question
def no_penalty_ground_holds(situation: Situation, args: Record) -> Fact:
    """Whether the facts of the case bear the ground for no penalty (APL 33, 30, 31, 36)."""
    ground = situation.inputs.text("no_penalty_code")
    tracks = situation.case.machines("correction")
    corrected = any(t.state == "o_corrected" for t in tracks)
    limitation = situation.case.deadline("D30")
    party = situation.data.record("party")
    born, act = party.day("birth_date"), situation.data.day("act_on")
    young = born is not None and act is not None and age_on(born, act) < (args.number("age") or 0)
    holds = {
        "minor": corrected,
        "first_time": corrected,
        "no_fault": bool(situation.inputs.text("ground_evidence")),
        "under_14": young,
        "unable": party.flag("unable_to_control"),
        "not_established": not _all_covered(situation),
        "no_longer_punished": no_longer_punished(situation, args).value is True,
        "barred": limitation is not None
        and stands(situation, limitation, situation.now) is Position.AFTER,
    }
    return whether(holds.get(ground, False), ground=Term("ground", ground))


def _all_covered(situation: Situation) -> bool:
    matter = situation.matter
    return matter is not None and not elements_missing(situation.case, matter, situation.inputs)
