"""The loop that measures one maker of documents: make, write and fsync until the time is up.

Each process lives through all rounds. A document counts when its file is fsynced, and a round lasts
until all are; with `--batch` one thread after the other fsyncs many files, without it each a file.
"""

import os
import resource
import sys
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from benchmarks.workload import answer

BATCH = 32
#: Threads that wait for the disk, and how often a process goes on before it waits for them.
SYNCING, AHEAD = 4, 8
WARM_UP = 24
SIZE_UNIT = 1 if sys.platform == "darwin" else 1024  # bytes of ru_maxrss


class Maker(Protocol):
    """What is measured."""

    #: Name and versions.
    name: str
    #: Documents it makes at once, if more than one: a round then ends with a whole batch.
    batch: int

    def make(self, n: int) -> bytes:
        """The decision of this number, sealed and signed B-T."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One maker's round."""

    documents: int
    seconds: float
    cpu_seconds: float
    #: Of one document.
    bytes: int
    #: Most memory the process and its children ever held.
    peak_mb: float


def used_cpu() -> float:
    """Processor time of this process and its ended children, in seconds."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(u.ru_utime + u.ru_stime for u in map(resource.getrusage, kinds))


def peak_mb() -> float:
    """The most memory held at once: by this process, and by the largest of its children."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(kind).ru_maxrss for kind in kinds) * SIZE_UNIT / 1e6


def written(path: Path, data: bytes) -> int:
    """Write a file; its handle, still open."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.write(handle, data)
    return handle


def sync_all(handles: list[int]) -> None:
    """Wait until the disk has all of these files, and close them."""
    for handle in handles:
        os.fsync(handle)
        os.close(handle)


def make_until(maker: Maker, folder: Path, first: int, until: float, together: int) -> int:
    """Make documents until the clock says `until`, and wait until all are on the disk; how many.

    Files are fsynced, `together` at once, by other threads while the next are made.
    """
    n, batch, handles = first, getattr(maker, "batch", 1), list[int]()
    waiting: deque[Future[None]] = deque()
    with ThreadPoolExecutor(SYNCING) as pool:
        while n == first or (n - first) % batch or time.perf_counter() < until:
            handles.append(written(folder / f"{n}.pdf", maker.make(n)))
            n += 1
            if len(handles) == together:
                waiting.append(pool.submit(sync_all, handles))
                handles = []
            if len(waiting) > AHEAD:
                waiting.popleft().result()
        sync_all(handles)
        for one in waiting:
            one.result()
    return n - first


def empty_all(folder: Path) -> None:
    """Give the space of all files back.

    They are not removed: ext4 looks at every number of a file removed in the last minutes before
    it gives a new file its own, and a round would pay for the round before it.
    """
    for path in folder.iterdir():
        os.truncate(path, 0)


def measure(maker: Maker, folder: Path, first: int, seconds: float, *, batch: bool) -> Made:
    """One round."""
    folder.mkdir()
    cpu, start = used_cpu(), time.perf_counter()
    count = make_until(maker, folder, first, start + seconds, BATCH if batch else 1)
    took, cpu = time.perf_counter() - start, used_cpu() - cpu
    size = (folder / f"{first}.pdf").stat().st_size
    empty_all(folder)
    return Made(documents=count, seconds=took, cpu_seconds=cpu, bytes=size, peak_mb=peak_mb())


def serve(build: Callable[[Path], Maker], warm_up: int = WARM_UP) -> None:
    """Measure a round for every line `FIRST SECONDS` on standard input, until it ends.

    The last document of the warm-up is left in the folder, for whoever wants to look at it.
    """
    folder, keys = Path(sys.argv[1]), Path(sys.argv[2])
    maker = build(keys)
    for n in range(warm_up):
        sample = maker.make(n)
    (folder / "sample.pdf").write_bytes(sample)
    answer({"name": maker.name})
    for line in sys.stdin:
        first, seconds = line.split()
        batch = "--batch" in sys.argv
        made = measure(maker, folder / f"round-{first}", int(first), float(seconds), batch=batch)
        answer(asdict(made))
