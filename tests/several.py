"""Several cases of one bureau at once: opened on the real road, merged by owner, split again."""

from engine.mergers import filed_on
from tests.bureau import Bureau


def elsewhere(number, **more):
    """The lead of a further act of the party: another place, so that it is no duplicate."""
    return {
        "register_lead": {"lead_place": f"听涛路{number}号路段", "ticket": f"T-{number}"} | more
    }


def several(count, *, until="approve_filing", changes=None):
    """A bureau with `count` cases of one party, each played up to a step, and their ids."""
    bureau = Bureau().play(until=until, changes=changes)
    ids = [bureau.case_id]
    ids += [
        bureau.begin(until=until, changes=elsewhere(n) | (changes or {}))
        for n in range(2, count + 1)
    ]
    return bureau, ids


def number(bureau, case_id):
    return bureau.road.case(case_id).number


def turn_to(bureau, case_id):
    """Go on with another case; every case has its own clock."""
    bureau.case_id = case_id
    bureau.clock = bureau.case.last_at


def merge(bureau, ids, *, at=None):
    """Merge the later cases into the first one."""
    lead, *members = ids
    turn_to(bureau, lead)
    again = bureau.case.machines("merging")
    bureau.must(
        "merge_lead",
        at=at,
        give={
            "members": [number(bureau, m) for m in members],
            "earliest_filed_on": str(min(filed_on(bureau.road.case(i)) for i in ids)),
        },
        track=again[-1].id if again else None,
    )
    for member in members:
        turn_to(bureau, member)
        bureau.must("merge_member", at=at, give={"lead_case": number(bureau, lead)})
    turn_to(bureau, lead)
    return bureau


def merged(count=2):
    """A bureau with cases merged into the first one, which it stands at."""
    bureau, ids = several(count)
    return merge(bureau, ids)


def part(title="安途公司车辆遗撒案"):
    """One part of a split, as the head approves it."""
    return {
        "title": title,
        "party_name": "海岚市安途运输有限公司",
        "act": "沿途遗撒",
        "evidence": ["证1"],
    }


def split_up(bureau):
    """Split a part off the case the bureau stands at, and open it as a case of its own."""
    source = bureau.case.number
    bureau.must("split", give={"split_parts": [part()]})
    bureau.case_id = ""
    bureau.must("open_part", give={"split_from": source})
    return bureau
