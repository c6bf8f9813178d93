"""Courses a case can take through preservation, seizure and transfer, one move after another.

Each gives back the bureau as it stands at its end. The matter is one whose law gives the measure.
"""

from tests.bureau import Bureau
from tests.variants import matter

#: A matter for which a law gives sealing and seizure (AEL 10).
SEIZABLE = matter("M-12")


def begun(changes=None, until="investigating"):
    return Bureau().play("m11", until=until, changes=changes)


def after(bureau, *moves):
    for move in moves:
        trigger, at, *rest = move if isinstance(move, tuple) else (move, None)
        bureau.must(trigger, at=at, give=rest[0] if rest else {})
    return bureau


# -- preservation ---------------------------------------------------------------------------------


def preserved():
    return after(begun(), "propose", "preserve")


def preserved_and_returned():
    return after(preserved(), "dispose")


def preserved_too_long():
    return after(preserved(), ("lapse", "2026-03-14 00:00"), "return_lapsed")


def preservation_dropped():
    return after(begun(), "propose", "drop_preservation")


# -- seizure --------------------------------------------------------------------------------------


def seized():
    return after(begun(SEIZABLE), "propose_seizure", "seize")


def seizure_dropped():
    return after(begun(SEIZABLE), "propose_seizure", "drop_seizure")


def seized_and_released():
    return after(seized(), "log_custody", "release")


def perishables_sold():
    sold = {
        "number": "W2",
        "name": "车厢残留渣土",
        "quantity": "2袋",
        "disposal": "sold",
        "note": "退款",
    }
    truck = {
        "number": "W1",
        "name": "自卸货车",
        "quantity": "1辆",
        "disposal": "returned",
        "note": "领回",
    }
    return after(seized(), "sell_perishable", ("release", None, {"disposals": [truck, sold]}))


def seized_urgently():
    return after(begun(SEIZABLE), "seize_urgent")


def urgent_approved():
    return after(seized_urgently(), "approve_after")


def urgent_refused():
    return after(seized_urgently(), "refuse_after")


def extended_and_released():
    return after(seized(), "extend", "release")


def tested():
    b = after(seized(), "send_test")
    b.serve(on="2026-03-11")
    return after(b, ("exclude_test", "2026-03-11 12:00"), "test_back")


def tested_untold_and_released():
    return after(
        seized(), "send_test", ("release", "2026-04-04 09:00", {"release_ground": "expired"})
    )


# -- transfer to an agency ------------------------------------------------------------------------


def sent():
    return after(begun(), "propose_transfer", "send_transfer")


def transfer_dropped():
    return after(begun(), "propose_transfer", "drop_transfer")


def accepted():
    return after(sent(), "transfer_out", "accept_transfer")


def returned():
    return after(sent(), "transfer_out", "return_transfer", "take_back")


def disputed():
    return after(sent(), "transfer_out", "dispute_jurisdiction")


def agreed_ours():
    return after(disputed(), "agree_ours", "take_back")


def agreed_theirs():
    return after(disputed(), "agree_theirs")


def designated_ours():
    return after(disputed(), "refer_superior", "designated_ours", "take_back")


def designated_theirs():
    return after(disputed(), "refer_superior", "designated_theirs")


# -- transfer of a suspected crime ----------------------------------------------------------------

CRIME = {"transfer_kind": "crime"}


def reported(bureau=None):
    return after(bureau or begun(), "form_crime_team", "report_crime")


def refused():
    return after(reported(), "refuse_crime")


def sent_to_police(bureau=None):
    return after(reported(bureau), "approve_crime", "send_police")


def filed(bureau=None):
    return after(sent_to_police(bureau), ("transfer_out", None, CRIME), "police_files")


def handed_over():
    return after(filed(), "hand_over")


def declined():
    b = after(sent_to_police(), ("transfer_out", None, CRIME), "police_declines")
    return after(b, "seek_police_recon", "police_decline_again", "back_to_case", "take_back")


def filed_after_all():
    b = after(sent_to_police(), ("transfer_out", None, CRIME), "police_declines")
    return after(b, "seek_police_recon", "police_files_after", "hand_over")


def seized_things_go_along():
    b = filed(seized())
    after(b, "confiscate_or_transfer")
    return after(b, "hand_over")


def extended_things_go_along():
    b = sent_to_police(after(seized(), ("extend", "2026-03-20 09:00")))
    return after(b, "confiscate_or_transfer")


def decided_on_transfer():
    b = begun(until="decision_pending")
    return after(sent_to_police(b), "approve_transfer", "police_files", "hand_over")


JOURNEYS = [
    preserved_and_returned,
    preserved_too_long,
    preservation_dropped,
    seizure_dropped,
    seized_and_released,
    perishables_sold,
    urgent_approved,
    urgent_refused,
    extended_and_released,
    tested,
    tested_untold_and_released,
    transfer_dropped,
    accepted,
    returned,
    agreed_ours,
    agreed_theirs,
    designated_ours,
    designated_theirs,
    refused,
    handed_over,
    declined,
    filed_after_all,
    seized_things_go_along,
    extended_things_go_along,
    decided_on_transfer,
]
