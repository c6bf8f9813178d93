"""A month's sample carried over to the reviews: waived, taken, assigned, and run again."""

import pytest

from engine.errors import InputError
from engine.free_reviewers import Bar
from engine.journal import read_journal
from engine.road import Done
from engine.sampling_draws import draws_in, reviewers_in
from runtime.assigning import Carrier, Status, assign_all, draw_of
from runtime.sampling import commit, draw
from tests import lives
from tests.bureau import Bureau, intake, unmet
from tests.playbook import moment
from workflows.sampling_data import SHIPPED

SECRET = "5a" * 32
SPOT, ORDINARY = "2026-03", "2026-04"


class Files:
    """Takes in what a command names."""

    def intake(self):
        return intake()


class Place:
    """A workspace as far as carrying a sample over asks for one, with a clock to set."""

    def __init__(self, bureau, root):
        self.store, self.blobs, self.agency = bureau.store, bureau.blobs, bureau.agency
        self.road, self.law, self.root = bureau.road, bureau.law, root
        self.clock = moment("2025-12-31 16:00")

    def now(self):
        return self.clock

    def intake(self, _base):
        return Files()


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """A bureau that draws one dossier a month: of a penalty on the spot, and of two ordinary ones.

    Returns its place, and the ordinary dossiers.
    """
    root = tmp_path_factory.mktemp("drawn")
    (root / "review").mkdir()
    plan = SHIPPED.read_text("utf-8").replace("size: 25", "size: 1")
    (root / "review" / SHIPPED.name).write_text(plan, "utf-8")
    bureau = Bureau()
    place = Place(bureau, root)
    for month in (SPOT, ORDINARY):
        commit(place, month, place.agency.person("p06"), SECRET)
    lives.live("simple-spot_closed", bureau, until="close_spot")
    cases = [bureau.begin(name, until="approve_closing") for name in ("m11", "m07")]
    place.clock = moment("2026-05-06 09:00")
    for month in (SPOT, ORDINARY):
        draw(place, month, place.agency.person("p06"), {"p06": SECRET})
    return place, bureau, cases


def carried(place, month, keys, person="p06"):
    """Carry a month over; returns what became of every dossier."""
    found, cases = draw_of(place, month)
    carrier = Carrier(person=person, wording=wording, signatory=keys)
    return {one.case: one for one in assign_all(place, found, cases, carrier)}


def wording(drawn, picked):
    return f"{drawn.month} {drawn.digest} {picked}"


def statuses(told):
    return sorted(one.status.value for one in told.values())


def test_a_month_is_rehearsed_carried_over_and_carried_over_again(drawn):
    place, bureau, cases = drawn
    rehearsed = carried(place, ORDINARY, None)
    assert statuses(rehearsed) == ["assigned", "planned"]
    assert {place.road.case(c).machines("dossier_review")[-1].state for c in cases} == {
        "q_submitted"
    }
    refused = carried(place, ORDINARY, bureau.keys, person="p05")
    (one,) = [o for o in refused.values() if o.status is Status.REFUSED]
    assert "actor_permitted" in {verdict.code for verdict in one.refusal.unmet}
    assert statuses(carried(place, ORDINARY, bureau.keys)) == ["assigned", "entered"]
    (left,) = [o.case for o in rehearsed.values() if o.status is Status.PLANNED]
    event = place.road.case(left).events[-1]
    found, _ = draw_of(place, ORDINARY)
    assert (event.trigger, event.inputs.text("sampling")) == (
        "waive_second_review",
        f"2026-04 {found.digest} False",
    )
    size = len(place.road.case(left).events)
    assert statuses(carried(place, ORDINARY, bureau.keys)) == ["assigned", "earlier"]
    assert len(place.road.case(left).events) == size


def test_a_drawn_penalty_on_the_spot_is_taken_for_review_once(drawn):
    place, bureau, _ = drawn
    (one,) = carried(place, SPOT, bureau.keys).values()
    assert (one.status, one.trigger) == (Status.ENTERED, "take_for_review")
    track = place.road.case(one.case).machines("dossier_review")[-1]
    assert (track.state, track.data.text("sampling")[-4:]) == ("q_submitted", "True")
    (again,) = carried(place, SPOT, bureau.keys).values()
    assert again.status is Status.EARLIER


def test_a_drawn_dossier_is_not_waived_by_hand(drawn):
    place, bureau, _ = drawn
    found, _ = draw_of(place, ORDINARY)
    (picked,) = found.reviewers
    bureau.case_id, bureau.clock = picked, moment("2026-05-06 10:00")
    assert unmet(waived_by_hand(bureau)) == [("R172", "drawn_for_review")]


def waived_by_hand(bureau):
    raw = {"抽样批次及结果": "按印象，未抽中"}
    return bureau.do("waive_second_review", "p06", raw=raw, track="dossier_review-1")


def test_a_dossier_waived_by_hand_before_it_was_drawn_is_named(tmp_path):
    bureau = Bureau()
    place = Place(bureau, tmp_path)
    commit(place, ORDINARY, place.agency.person("p06"), SECRET)
    case = bureau.begin("m11", until="approve_closing")
    assert isinstance(waived_by_hand(bureau), Done)
    place.clock = moment("2026-05-06 09:00")
    draw(place, ORDINARY, place.agency.person("p06"), {"p06": SECRET})
    told = carried(place, ORDINARY, bureau.keys)[case]
    assert (told.status, told.code) == (Status.REFUSED, "sampling.waived_though_drawn")


def test_a_reviewer_who_may_no_longer_review_is_named(drawn):
    place, bureau, _ = drawn
    found, _ = draw_of(place, ORDINARY)
    (picked,) = found.reviewers
    roster = place.agency
    try:
        for changes, bar in (
            ({"roles": frozenset({"archivist"})}, Bar(roles=("legal_reviewer",))),
            ({"squad": place.road.case(picked).data.text("squad")}, Bar(part="own_squad")),
        ):
            bureau.change(found.reviewers[picked], **changes)
            place.agency = bureau.agency
            told = carried(place, ORDINARY, None)[picked]
            assert (told.status, told.code) == (Status.REFUSED, "sampling.reviewer_barred")
            assert told.bar == bar
            bureau.agency = roster
    finally:
        place.agency = bureau.agency = roster


def test_a_month_that_was_not_drawn_is_not_carried_over(drawn):
    place, _, _ = drawn
    with pytest.raises(InputError) as refused:
        draw_of(place, "2026-02")
    assert refused.value.code == "sampling.not_drawn"


def test_the_journal_tells_whom_every_drawn_case_was_assigned(drawn):
    place, _, _ = drawn
    with place.store.read() as view:
        entries = read_journal(view)
    by_case = reviewers_in(entries)
    wanted = {case: who for d in draws_in(entries) for case, who in d.reviewers.items()}
    assert {case: one.reviewers[case] for case, one in by_case.items()} == wanted
    assert len(wanted) == 2
