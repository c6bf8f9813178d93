"""Eight officers at work at once: nothing lost, nothing doubled, nobody locked out."""

import subprocess

from runtime.audit import verify_root
from runtime.workspace import Workspace
from tests.demo_case import CASE
from tests.faults import python
from tests.integration import road_scenario
from tests.integration.officer_process import STEPS

OFFICERS = 8


def test_no_update_is_lost_and_a_shared_step_happens_once(tmp_path):
    root = tmp_path / "ws"
    road_scenario.prepare(root)
    workers = [
        subprocess.Popen(
            python("tests.integration.officer_process", root, number),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(OFFICERS)
    ]
    told = [worker.communicate(timeout=240) for worker in workers]
    assert all(worker.returncode == 0 for worker in workers), told
    outcomes = [out.split()[0] for out, _ in told]
    waits = [int(out.split()[1]) for out, _ in told]
    print(f"outcomes {sorted(outcomes)}, longest wait {max(waits)} ms")
    assert outcomes.count("first") == 1
    assert not [err for _, err in told if "locked" in err]
    with Workspace.open(root, at=road_scenario.step().at) as workspace:
        with workspace.store.read() as view:
            cases = [i for i in range(1, OFFICERS + 2) if view.case(f"2026-{i:06d}")]
        assert len(cases) == OFFICERS + 1
        for number in cases[1:]:
            assert workspace.road.case(f"2026-{number:06d}").version == STEPS
        shared = workspace.road.case(CASE)
        assert [e.trigger for e in shared.events].count("order_correction") == 1
    report = verify_root(root, at=road_scenario.step().at)
    assert report.sound, report.findings
