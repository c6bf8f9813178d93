"""The register of monitoring devices in the agency profile, and what the doctor says of it."""

import datetime as dt
from types import SimpleNamespace

import pytest

from engine.errors import ConfigurationError
from runtime.doctor import _devices
from runtime.profile import load_agency, read_agency
from tests.playbook import ROOT

PROFILE = ROOT / "examples" / "agency.yaml"


def test_a_device_is_read_with_its_dates():
    device = load_agency(PROFILE).device("监控-听涛-01")
    assert device is not None
    assert device.calibrated_until == dt.date(2026, 11, 30)
    assert device.published_on == dt.date(2025, 12, 1)


def test_a_profile_may_have_no_devices():
    text = PROFILE.read_text("utf-8")
    head, _, rest = text.partition("devices:\n")
    assert read_agency((head + rest[rest.index("settings:") :]).encode(), PROFILE).devices == ()


def test_two_devices_of_one_id_are_refused():
    text = PROFILE.read_text("utf-8")
    more = "devices:\n  - {id: 监控-听涛-01, name: 甲, place: 乙}\n"
    with pytest.raises(ConfigurationError) as refused:
        read_agency(text.replace("devices:\n", more).encode(), PROFILE)
    assert refused.value.code == "data.twice"


def test_an_unknown_field_of_a_device_is_named_with_its_line():
    text = PROFILE.read_text("utf-8").replace("    basis:", "    basics:")
    with pytest.raises(ConfigurationError) as refused:
        read_agency(text.encode(), PROFILE)
    assert refused.value.facts["field"] == "basics"


def test_the_doctor_names_what_a_device_lacks():
    text = PROFILE.read_text("utf-8").replace("2026-11-30", "2026-02-01")
    agency = read_agency(text.encode(), PROFILE)
    now = dt.datetime(2026, 3, 3, tzinfo=dt.UTC)
    found = list(_devices(SimpleNamespace(agency=agency, now=lambda: now)))
    assert [(d.code, d.level, d.facts["part"]) for d in found] == [
        ("device_gap", "bad", "calibration")
    ]
