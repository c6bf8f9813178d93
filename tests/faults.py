"""Fails or kills a command at every write-like system call it makes, one call at a time.

Give `inject_everywhere` a folder to start from, a command that changes it, and what must hold
afterwards. Each point gets a fresh copy of the folder, one run under `strace -e inject`, the check,
and a repetition of the command without the fault. Knows nothing of what the command does.
strace counts each system call by itself, so a point is a call and its number. Its seccomp mode is
not used: it loses injected signals.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

#: System calls that change what a disk holds.
CALLS = (
    "write",
    "writev",
    "pwrite64",
    "pwritev",
    "fsync",
    "fdatasync",
    "rename",
    "renameat",
    "renameat2",
    "link",
    "linkat",
    "unlink",
    "unlinkat",
    "mkdir",
    "mkdirat",
    "ftruncate",
    "fallocate",
    "utimensat",
)
FAULTS = {"KILL": "signal=KILL", "EIO": "error=EIO", "ENOSPC": "error=ENOSPC"}
_TERMINAL = re.compile(r"\bwritev?\([12][,<]")


@dataclass(frozen=True)
class Point:
    """The `n`-th invocation of a system call."""

    call: str
    n: int


@dataclass
class Tally:
    """What happened over all points; `outcomes` counts (acknowledged, exit status)."""

    points: int = 0
    outcomes: Counter[tuple[bool, int]] = field(default_factory=Counter)


def strace() -> str:
    """The tracer, or a skip that names its package."""
    found = shutil.which("strace")
    if found is None:
        pytest.skip("strace is not installed (Debian package: strace)")
    probe = subprocess.run(
        [found, "-qq", "-e", "trace=none", "true"], capture_output=True, text=True, check=False
    )
    if probe.returncode:
        pytest.skip(f"strace may not trace here: {probe.stderr.strip()}")
    return found


def run_traced(
    command: Sequence[str], trace: Path, inject: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command with its write-like calls recorded in `trace`."""
    options = ["-f", "-qq", "-o", str(trace), "-e", f"trace={','.join(CALLS)}"]
    if inject:
        options += ["-e", f"inject={inject}"]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [strace(), *options, "--", *command],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        timeout=120,
    )


def points_of(command: Sequence[str], trace: Path) -> list[Point]:
    """Every write-like call of a run without faults, by call and count."""
    done = run_traced(command, trace)
    assert done.returncode == 0, done.stderr
    counts: Counter[str] = Counter()
    for line in trace.read_text(errors="replace").splitlines():
        named = re.match(r"(?:\d+\s+)?(\w+)\(", line)
        if named and not _TERMINAL.search(line):
            counts[named[1]] += 1
    return [Point(call, n) for call, count in counts.items() for n in range(1, count + 1)]


def inject_everywhere(
    work: Path,
    *,
    base: Path,
    command: Callable[[Path], Sequence[str]],
    fault: str,
    acknowledged: Callable[[str], bool],
    check: Callable[[Path, bool], None],
    repeat: Callable[[Path], object],
    clean_exits: Sequence[int] = (0,),
    every: int = 1,
) -> Tally:
    """Run `command(folder)` with `fault` ("KILL", "EIO" or "ENOSPC") at every point.

    `acknowledged` reads the command's output; `check(folder, acknowledged)` asserts the
    invariants; `repeat(folder)` sends the same command again and must succeed; `clean_exits` are
    the statuses with which the command may report a fault. `every` takes only each so-many-th
    point, starting at a different one for each fault; EVERY_FAULT=1 in the environment takes all.
    """
    rehearsal, trace = work / "rehearsal", work / "trace"
    shutil.copytree(base, rehearsal)
    points = points_of(command(rehearsal), trace)
    assert points, "the command writes nothing: there is nothing to test"
    if os.environ.get("EVERY_FAULT"):
        every = 1
    tally = Tally()
    for point in points[sorted(FAULTS).index(fault) % every :: every]:
        folder = work / "run"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(base, folder)
        done = run_traced(command(folder), trace, f"{point.call}:{FAULTS[fault]}:when={point.n}")
        killed = done.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL)
        if not killed and "INJECTED" not in trace.read_text(errors="replace"):
            # The command took a shorter way this time, as a write-ahead log may let it.
            continue
        known = acknowledged(done.stdout)
        report = f"{fault} at {point}: {done.returncode} {done.stdout} {done.stderr}"
        if fault != "KILL":
            assert done.returncode in clean_exits, report
        try:
            check(folder, known)
            repeat(folder)
            check(folder, True)
        except BaseException as error:
            raise AssertionError(report) from error
        tally.points += 1
        tally.outcomes[known, done.returncode] += 1
    return tally


def python(module: str, *arguments: object) -> list[str]:
    """The command that runs a module of this repository under the running interpreter."""
    return [sys.executable, "-m", module, *(str(a) for a in arguments)]
