"""A month of real reviews as reports are fed with it: read from cases as they stood at its end."""

from pathlib import Path

import pytest

from engine.errors import InputError
from engine.shares import Share
from runtime.reports.month import names_of, read_month
from runtime.reports.quality import quality_report
from runtime.reports.raters import rater_report
from runtime.reports.rectification import rectification_report
from runtime.reports.report import months_until, number, share_text, signed
from tests import lives
from tests.playbook import moment


class Place:
    """A workspace as far as a month asks for one."""

    def __init__(self, name, at="2026-06-01 09:00"):
        bureau = lives.live(name)
        self.store, self.blobs = bureau.store, bureau.blobs
        self.agency, self.law = bureau.agency, bureau.law
        self.root, self._at = Path("no such workspace"), moment(at)

    def now(self):
        return self._at


def test_a_third_review_is_the_score_of_the_month_and_its_gradings_those_of_three():
    found = read_month(Place("dossier_review-q_done-third"), "2026-04")
    (one,) = found.figures.reviewed
    assert (one.total, one.own, one.reviewer) == (99, 98, "p06")
    assert sorted(rater.rater for rater in found.panel.raters) == ["p04", "p05", "p06"]
    report = quality_report(found)
    assert report.rows == (("2026-000001", "听涛中队", "何鸿", "98", "99", "优秀", "", "B2:1"),)
    assert rater_report("2026-04", found.panel, found.names).values["count"] == 3


def test_what_happened_after_the_month_is_not_in_its_report():
    place = Place("dossier_review-q_done")
    found = read_month(place, "2026-04")
    report = rectification_report("2026-04", found.ageing, found.names)
    assert (report.values["open_count"], report.values["closed_count"]) == (0, 1)
    assert report.rows[0][1:4] == ("听涛中队", "陈志远", "B3")
    assert read_month(place, "2026-03").figures.reviewed == ()
    assert read_month(place, "2026-05").ageing.closed == ()


def test_a_month_to_come_is_refused():
    with pytest.raises(InputError) as refused:
        read_month(Place("dossier_review-q_done"), "2026-07")
    assert refused.value.code == "report.month_to_come"


def test_months_go_back_over_the_turn_of_the_year():
    assert months_until("2026-02", 4) == ("2025-11", "2025-12", "2026-01", "2026-02")


@pytest.mark.parametrize(
    ("value", "plain", "with_sign"),
    [
        (None, "—", "—"),
        (0.0, "0", "0"),
        (-0.04, "0", "0"),
        (90.25, "90.2", "+90.2"),
        (-3, "-3", "-3"),
    ],
)
def test_numbers_as_reports_write_them(value, plain, with_sign):
    assert (number(value), signed(value)) == (plain, with_sign)


def test_a_share_is_never_told_without_its_parts():
    assert share_text(Share(part=11826, whole=19075)) == "62.00%（11826/19075）"
    assert share_text(Share(part=0, whole=0)) == "—"


def test_items_of_two_standards_under_one_code_are_told_apart():
    names = names_of(Place("dossier_review-q_done"))
    ordinary, spot = names.whole("chengguan-default-1/E4"), names.whole("chengguan-spot-1/E4")
    assert (ordinary[:3], spot[:5]) == ("E4 ", "当场E4 ")
    assert ordinary[3:] != spot[5:]


@pytest.mark.parametrize(
    ("at", "day"), [("2026-04-23 09:00", "2026-04-23"), ("2026-06-01 09:00", "2026-04-30")]
)
def test_a_report_within_its_month_reckons_to_the_day_it_is_made(at, day):
    assert read_month(Place("dossier_review-q_done", at), "2026-04").ageing.day.isoformat() == day
