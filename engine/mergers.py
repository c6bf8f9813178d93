"""What a case says of its own merger: which case it went into, and from when its period counts.

Read from the case alone; whether a merger was lawful is judged elsewhere (`engine.facts.merging`).
"""

from datetime import date, datetime

from engine.case import Case

MACHINE = "merging"
MEMBER, SPLIT = "x_merged_member", "x_split"


def merged_into(case: Case) -> str:
    """Return the leading case a case was merged into, as it was named, or an empty text."""
    member = next((t for t in case.machines(MACHINE) if t.state == MEMBER), None)
    return member.data.text("lead_case") if member is not None else ""


def filed_on(case: Case) -> date | None:
    """Return the day from which a case's period to decide is counted."""
    found = case.deadline("D11")
    if found is None:
        return None
    start = found.computed.start
    return start.date() if isinstance(start, datetime) else start
