"""Journeys through the staffing of a case: recusal, reassignment, joint teams, owners of leads."""

from tests.bureau import Bureau


def moved(until, *moves):
    """An example played so far, and these moves on top."""
    bureau = Bureau().play("m11", until=until)
    for move in moves:
        bureau.must(move)
    return bureau


def recused():
    return moved(
        "approve_filing",
        "request_recusal",
        "grant_recusal",
        "replace_recused",
        "recheck_recused_works",
    )


def recusal_refused():
    return moved("approve_filing", "request_recusal", "refuse_recusal")


def made_to_step_back():
    return moved("approve_filing", "order_recusal")


def reassigned():
    return moved("approve_filing", "reassign_officers")


def joined_up():
    return moved("approve_filing", "form_joint_team", "change_joint_team", "dissolve_joint_team")


def handed_over():
    return moved("register_lead", "hand_over_lead", "accept_lead")


def declined_and_settled():
    return moved("register_lead", "hand_over_lead", "decline_lead", "settle_lead_owner")


JOURNEYS = [
    recused,
    recusal_refused,
    made_to_step_back,
    reassigned,
    joined_up,
    handed_over,
    declined_and_settled,
]
