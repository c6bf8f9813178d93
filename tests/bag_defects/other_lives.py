"""Defects of hearings and of penalties on the spot, planted in bags of written lives."""

from tests.bag_defects.defect import SIGNED, defect

HEARING, SPOT = "hearing-h_reported", "simple-spot_closed"


@defect(
    "hearing told of too late",
    "hearing_short",
    "APL 64(2)",
    form="hearing_notice",
    page=2,
    event="T304",
    life=HEARING,
)
def _(f):
    served = _service_of(f, "hearing_notice-1")
    served["body"]["served"][1] = f.moment("T309").date().isoformat()
    f.cover()


@defect(
    "hearing led by an officer of the case",
    "chair_officer",
    "APL 64(4)",
    form="hearing_notice",
    page=2,
    event="T304",
    life=HEARING,
)
def _(f):
    for entry in f.entries:
        given = entry["private"]["inputs"]
        if "chair" in given:
            given["chair"] = "p02"
    f.cover()


@defect(
    "more on the spot than the law allows",
    "spot_fine",
    "APL 51",
    form="spot_penalty_decision",
    page=SIGNED,
    event="T205",
    life=SPOT,
)
def _(f):
    f.inputs("T205")["decision_fine"] = 400000
    f.cover()


@defect(
    "spot decision without hearing the party",
    "guard_failed",
    "APL 45(1)",
    form="spot_penalty_decision",
    page=SIGNED,
    event="T205",
    life=SPOT,
)
def _(f):
    for row in f.event("T205")["body"]["judged"]:
        if row[1] == "spot_defence_settled":
            row[2] = False
    f.cover()


def _service_of(f, document):
    """The event that completed the service of a document."""
    return next(e for e in f.entries if (e["body"]["served"] or [""])[0] == document)
