"""Questions about penalties on the spot (APL 51-52, 68-71). All amounts are fen.

What a spot penalty may cost stands in the definitions, not here.
"""

from engine.arrears import overpaid, paid
from engine.facts.money import kinds_fit
from engine.facts.registry import no, question, whether, yes
from engine.record import Record
from engine.situation import Situation
from engine.verdict import Fact, Term

#: Kinds of penalty a choice of the form stands for.
_KINDS = {"fine": ("fine",), "warning": ("warning",), "both": ("warning", "fine")}
#: Setting by which a sole trader is fined like an entity; the statute does not say.
_TRADER_AS_ENTITY = "simple.sole_trader_as_entity"


def _kinds(situation: Situation) -> tuple[str, ...]:
    return _KINDS.get(situation.data.text("spot_penalty"), ())


def _entity(situation: Situation) -> bool:
    kind = situation.data.record("party").text("kind")
    trader = kind == "sole_trader" and situation.agency.enabled(_TRADER_AS_ENTITY)
    return kind == "entity" or trader


@question
def spot_amount_allowed(situation: Situation, args: Record) -> Fact:
    """Whether a fine is low enough for the simple procedure, by kind of party (APL 51)."""
    amount = situation.inputs.number(args.text("input"))
    limit = args.number("entity_fen" if _entity(situation) else "citizen_fen") or 0
    low_enough = amount is not None and 0 < amount <= limit
    return whether(low_enough, amount_fen=amount or 0, other_fen=limit)


@question
def spot_kind_allowed(situation: Situation, args: Record) -> Fact:
    """Whether the article gives the kinds chosen, and none it always gives lacks (APL 9)."""
    del args
    return kinds_fit(situation.matter, _kinds(situation))


@question
def spot_correction_met(situation: Situation, args: Record) -> Fact:
    """Whether the matter may be fined without an order to correct that went unmet (T09)."""
    del args
    first = situation.matter is not None and situation.matter.correction_first
    return whether(not first)


@question
def spot_defence_settled(situation: Situation, args: Record) -> Fact:
    """Whether the party said nothing, or what it said was re-checked and did not hold (M55 13)."""
    del args
    return whether(situation.data.text("recheck_result") in {"none", "not_established"})


@question
def spot_not_heavier(situation: Situation, args: Record) -> Fact:
    """Whether the penalty is no heavier than the one the party was told of (APL 45(2))."""
    del args
    told, decided = situation.case.data, situation.inputs
    amount, noticed = decided.number("decision_fine") or 0, told.number("spot_fine") or 0
    more = set(_KINDS.get(decided.text("spot_penalty"), ()))
    added = more - set(_KINDS.get(told.text("spot_penalty"), ()))
    return whether(amount <= noticed and not added, amount_fen=amount, other_fen=noticed)


@question
def spot_contents_complete(situation: Situation, args: Record) -> Fact:
    """Whether every statutory content of a spot decision can be filled (APL 52(2), ARL 23)."""
    del args
    party, agency = situation.data.record("party"), situation.agency
    fined = "fine" in _kinds(situation)
    contents = {
        "party": bool(party.text("name") and party.text("address")),
        "facts": bool(situation.inputs.text("decision_facts")),
        "basis": situation.matter is not None,
        "performance": not fined or bool(agency.bank.account),
        "place": bool(situation.inputs.text("decided_place")),
        "remedies": bool(agency.reconsideration_body and agency.court),
        "agency": bool(agency.name),
    }
    missing = tuple(Term("content", name) for name, there in contents.items() if not there)
    return no(missing=missing) if missing else yes()


@question
def spot_warned_only(situation: Situation, args: Record) -> Fact:
    """Whether the decision warns without fining."""
    del args
    return whether(situation.data.text("spot_penalty") == "warning")


@question
def cash_ground_holds(situation: Situation, args: Record) -> Fact:
    """Whether the ground for collecting on the spot fits the fine (APL 68, 69)."""
    amount, limit = _fine(situation), args.number("small_fen") or 0
    small = situation.inputs.text("cash_ground") == "small"
    return whether(not small or amount <= limit, amount_fen=amount, other_fen=limit)


@question
def cash_equals_fine(situation: Situation, args: Record) -> Fact:
    """Whether the cash taken is the fine exactly."""
    del args
    taken = situation.inputs.number("cash_amount") or 0
    fine = _fine(situation)
    return whether(taken == fine > 0, amount_fen=taken, other_fen=fine)


@question
def handed_in_whole(situation: Situation, args: Record) -> Fact:
    """Whether cash was collected on the spot and all of it is handed in (APL 71)."""
    del args
    taken = situation.case.data.number("cash_amount") or 0
    given = situation.inputs.number("handed_in") or 0
    return whether(given == taken > 0, amount_fen=given, other_fen=taken)


@question
def cash_handed_in(situation: Situation, args: Record) -> Fact:
    """Whether the officers have handed in the cash they collected (APL 71)."""
    del args
    return whether(situation.case.data.number("handed_in") is not None)


@question
def spot_money_reconciled(situation: Situation, args: Record) -> Fact:
    """Whether a fine is paid in full, at the bank or by enforcement, or there is none (FSR 10)."""
    del args
    came_in, fine = paid(situation), _fine(situation) if "fine" in _kinds(situation) else 0
    enforced = situation.case.machines("collection")
    done = bool(enforced) and enforced[-1].state == "e_fulfilled" and not overpaid(situation)
    return whether(came_in == fine or done, amount_fen=came_in, other_fen=fine)


def _fine(situation: Situation) -> int:
    return situation.case.data.number("decision_fine") or 0
