"""A monitoring device gives evidence only while everything APL 41(1) asks for is there."""

import datetime as dt
from dataclasses import replace

import pytest

from engine.facts.parking import device_gaps
from engine.people import Device

DAY = dt.date(2026, 3, 3)
WHOLE = Device(
    id="d1",
    name="抓拍设备",
    place="听涛路18号",
    basis="道路交通安全法第一百一十四条",
    review="审〔2025〕3号",
    reviewed_on=dt.date(2025, 11, 20),
    standard="GA/T 832-2014",
    calibrated_until=dt.date(2026, 11, 30),
    publication="区政府网站",
    published_on=dt.date(2025, 12, 1),
)


def test_a_device_with_everything_lacks_nothing():
    assert device_gaps(WHOLE, DAY) == ()


@pytest.mark.parametrize(
    ("change", "gap"),
    [
        ({"basis": ""}, "basis"),
        ({"review": ""}, "review"),
        ({"reviewed_on": None}, "review"),
        ({"standard": ""}, "standard"),
        ({"calibrated_until": None}, "calibration"),
        ({"publication": ""}, "publication"),
        ({"published_on": None}, "publication"),
    ],
)
def test_whatever_is_missing_is_named(change, gap):
    assert device_gaps(replace(WHOLE, **change), DAY) == (gap,)


@pytest.mark.parametrize(
    ("field", "days", "gaps"),
    [
        ("calibrated_until", 0, ()),
        ("calibrated_until", -1, ("calibration",)),
        ("reviewed_on", 0, ()),
        ("reviewed_on", 1, ("reviewed_before",)),
        ("published_on", 0, ()),
        ("published_on", 1, ("published_before",)),
    ],
)
def test_the_day_of_the_act_decides(field, days, gaps):
    device = replace(WHOLE, **{field: DAY + dt.timedelta(days=days)})
    assert device_gaps(device, DAY) == gaps
