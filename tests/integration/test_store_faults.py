"""A transition is recorded whole or not at all, whatever the disk does and whenever it dies."""

from contextlib import closing
from functools import partial

import pytest

from storage.blobs import LocalBlobs
from tests.faults import FAULTS, inject_everywhere, python
from tests.integration import store_scenario
from tests.integration.store_scenario import COMMAND, SIGNER, opened
from tests.store_audit import audit_store


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    folder = tmp_path_factory.mktemp("base")
    store_scenario.prepare(folder)
    return folder


def check(folder, acknowledged):
    findings = audit_store(folder, partial(opened, folder), SIGNER.key)
    assert findings == []
    blobs = LocalBlobs(folder / "blobs")
    assert list(blobs.scan()) == []
    with closing(opened(folder)) as store, store.read() as now:
        case, events = now.case("A1"), now.events("A1")
        assert case.version == len(events)
        recorded = now.find_command(COMMAND) is not None
        assert recorded or not acknowledged
        assert case.version == (2 if recorded else 1)
        assert case.state == ("decided" if recorded else "filed")
        steps = 2 if recorded else 1
        assert len(now.documents("A1")) == 2 * steps
        assert len(now.checklist("A1")) == 10 * steps
        if recorded:
            papers = [blobs.get(d.digest) for d in now.documents("A1") if d.doc_id[:2] == "d2"]
            assert papers == store_scenario.PAPERS
        issued = [n for n in now.numbers("decision", 2026) if n.status == "issued"]
        assert len(issued) == steps - 1
        assert now.ledger_head().size == 2 + steps


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_every_fault_leaves_the_old_state_or_the_new_one(base, tmp_path, fault):
    tally = inject_everywhere(
        tmp_path,
        base=base,
        command=lambda folder: python("tests.integration.store_scenario", folder),
        fault=fault,
        acknowledged=lambda output: "ACK" in output,
        check=check,
        repeat=store_scenario.advance,
        clean_exits=(0, 3),
        every=6,
    )
    assert tally.points >= 10
