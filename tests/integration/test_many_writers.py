"""Eight processes at once: nobody is told that the database is locked, and nothing is lost."""

import random
import signal
import subprocess
import time
from contextlib import closing
from functools import partial

from tests.faults import python
from tests.integration.store_scenario import SIGNER, opened
from tests.store_audit import audit_store

WRITERS = 8


def start(folder, name, count):
    command = python("tests.integration.many_writers", folder, name, count)
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def test_eight_processes_lose_no_update_and_see_no_lock(tmp_path):
    opened(tmp_path).close()
    running = [start(tmp_path, f"w{n}", 60) for n in range(WRITERS)]
    acknowledged, waits = [], []
    for process in running:
        out, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
        *commands, last = out.splitlines()
        acknowledged += commands
        waits.append(int(last.split()[0]))
    print(f"longest wait of {WRITERS} writers: {max(waits)} ms")
    assert len(acknowledged) == WRITERS * 60
    with closing(opened(tmp_path)) as store, store.read() as now:
        recorded = [e.command_id for e in now.ledger_events()]
        assert sorted(recorded) == sorted(acknowledged)
        assert now.case("shared").version == WRITERS * 20
    assert audit_store(tmp_path, partial(opened, tmp_path), SIGNER.key) == []


def test_writers_killed_at_random_lose_nothing_that_was_acknowledged(tmp_path):
    opened(tmp_path).close()
    chance = random.Random(11)
    acknowledged = []
    for wave in range(4):
        running = [start(tmp_path, f"k{wave}{n}", 10_000) for n in range(3)]
        time.sleep(0.8 + chance.random())
        for process in running:
            process.send_signal(signal.SIGKILL)
            out, _ = process.communicate()
            # The last line may be cut short.
            acknowledged += out.split("\n")[:-1]
        assert audit_store(tmp_path, partial(opened, tmp_path), SIGNER.key) == []
    with closing(opened(tmp_path)) as store, store.read() as now:
        recorded = [e.command_id for e in now.ledger_events()]
    assert len(acknowledged) > 20
    assert len(set(recorded)) == len(recorded)
    assert set(acknowledged) <= set(recorded)
    # At most the one command each writer was at when it died is recorded and not acknowledged.
    assert len(recorded) - len(acknowledged) <= 12
