"""A whole transition under kill -9, EIO and ENOSPC at its write calls: old state or new, no third.

The suite takes a share of the points; `EVERY_FAULT=1 python -m pytest
tests/integration/test_road_faults.py` takes every one.
"""

import pytest

from runtime.audit import verify
from runtime.workspace import Workspace
from tests import faults
from tests.demo_case import CASE
from tests.integration import road_scenario


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    folder = tmp_path_factory.mktemp("road") / "base"
    road_scenario.prepare(folder)
    return folder


def whole(folder, acknowledged):
    """The case stands before or after the order, complete either way, and the audit agrees."""
    with Workspace.open(folder, at=road_scenario.step().at) as workspace:
        case = workspace.road.case(CASE)
        ordered = [e for e in case.events if e.trigger == "order_correction"]
        assert len(ordered) <= 1
        assert ordered or not acknowledged
        orders = [d for d in case.documents.values() if d.form == "rectification_order"]
        assert len(orders) == len(ordered)
        assert len(case.machines("service")) == len(ordered)
        assert len(case.machines("correction")) == len(ordered)
        for made in orders:
            assert workspace.blobs.get(made.digest).startswith(b"%PDF")
        report = verify(workspace, CASE)
        assert not report.findings, report.findings


@pytest.mark.parametrize("fault", sorted(faults.FAULTS))
def test_no_half_state_and_no_lost_acknowledgement(tmp_path, base, fault):
    tally = faults.inject_everywhere(
        tmp_path,
        base=base,
        command=lambda folder: faults.python("tests.integration.road_scenario", folder),
        fault=fault,
        acknowledged=lambda output: "ACK" in output,
        check=whole,
        repeat=road_scenario.advance,
        clean_exits=(0, road_scenario.REFUSED),
        every=30,
    )
    assert tally.points >= 2
    print(fault, tally)
