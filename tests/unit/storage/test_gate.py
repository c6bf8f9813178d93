"""One writer at a time, in this process and in others, and an interrupted wait leaves no lock."""

import signal
import subprocess
import threading

import pytest

from engine.errors import StorageError
from storage.gate import WriteGate
from tests.faults import python

HOLD = """
import sys
from pathlib import Path
from storage.gate import WriteGate
with WriteGate(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def gate(tmp_path):
    made = WriteGate(tmp_path / "case.db")
    yield made
    made.close()


def holder(tmp_path):
    command = [*python("x")[:1], "-c", HOLD, str(tmp_path / "case.db")]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    return process


def test_threads_never_hold_it_together(gate):
    inside, most = [], []

    def work():
        for _ in range(50):
            with gate:
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) == 1
    assert len(most) == 300


def test_another_process_waits_and_a_dead_one_lets_go(gate, tmp_path):
    process = holder(tmp_path)
    entered = threading.Event()

    def enter():
        with gate:
            entered.set()

    waiting = threading.Thread(target=enter)
    waiting.start()
    assert not entered.wait(0.2)
    process.kill()
    process.communicate()
    waiting.join(timeout=30)
    assert entered.is_set()


def test_an_interrupted_wait_leaves_no_lock_behind(gate, tmp_path):
    process = holder(tmp_path)

    def stop(*_):
        raise InterruptedError("stopped")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    try:
        with pytest.raises(StorageError), gate:
            pytest.fail("entered while another process held it")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    process.communicate(input="")
    with gate:
        second = subprocess.Popen(
            [*python("x")[:1], "-c", HOLD, str(tmp_path / "case.db")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
    assert second.stdout.readline() == "held\n"
    second.communicate(input="")


def test_it_is_not_entered_twice_by_one_thread(gate):
    with gate, pytest.raises(RuntimeError, match="inside another write"), gate:
        pass
    with gate:
        pass
