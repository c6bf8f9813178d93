"""Who reviews what was drawn: nobody the own work, and everybody about as much."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import InputError
from engine.sampling import draw, freeze
from engine.sampling_reviewers import Reviewer, assign
from tests.draws import MONTH, RULES, dossier, months, seed


@settings(deadline=None)
@given(months, st.lists(st.sampled_from(["", "", "z1", "z2", "z9"]), min_size=1, max_size=6))
def test_nobody_reviews_the_own_squad_or_case_and_no_other_sharing_is_more_even(found, desks):
    people = [Reviewer(id=f"r{n}", squad=squad) for n, squad in enumerate(desks)]
    busy = [
        replace(one, people=frozenset({f"r{n % 7}"}) if n % 3 == 0 else frozenset())
        for n, one in enumerate(found)
    ]
    drawing = draw(freeze(MONTH, busy), RULES, seed())
    if not all(any(p.may(pick.dossier) for p in people) for pick in drawing.picks):
        with pytest.raises(InputError) as refused:
            assign(drawing, people)
        assert refused.value.code == "sampling.no_reviewer"
        return
    assigned = assign(drawing, people)
    by_id = {one.id: one for one in people}
    assert set(assigned) == {pick.dossier.case for pick in drawing.picks}
    for pick in drawing.picks:
        assert by_id[assigned[pick.dossier.case]].may(pick.dossier)
    loads = Counter(assigned.values())
    assert max(loads.values(), default=0) == least_heaviest(drawing, people)


def least_heaviest(drawing, people):
    """The smallest load the busiest can have: tried with matchings of growing capacity."""
    for capacity in range(len(drawing.picks) + 1):
        desks = {(p.id, seat): None for p in people for seat in range(capacity)}
        by_id = {p.id: p for p in people}

        def place(pick, seen, desks=desks, by_id=by_id):
            for desk, holder in desks.items():
                if desk in seen or not by_id[desk[0]].may(pick.dossier):
                    continue
                seen.add(desk)
                if holder is None or place(holder, seen):
                    desks[desk] = pick
                    return True
            return False

        if all(place(pick, set()) for pick in drawing.picks):
            return capacity
    raise AssertionError("nobody may review something")


def test_where_everybody_may_review_loads_differ_by_one_at_most():
    drawing = draw(freeze(MONTH, [dossier(n) for n in range(60)]), RULES, seed())
    for count in range(1, 8):
        loads = Counter(assign(drawing, [Reviewer(id=f"r{n}") for n in range(count)]).values())
        assert max(loads.values()) - min(loads.values()) <= 1
        assert sum(loads.values()) == 25
