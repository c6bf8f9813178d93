"""Time handing dossiers over: exports, checks of each kind, and imports with everything verified.

Processor time of one process, so that what else runs on the machine counts little. Run from the
project folder: `python -m benchmarks.handover [DOSSIERS]` (20 take half a minute). The example case
leaves several times; the ledger grows in between, so no two bags are the same.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from runtime.bag_documents import document_faults
from runtime.bag_folder import folder_faults
from runtime.bag_index import index_faults
from runtime.bag_law_faults import LawCheck
from runtime.bag_ledger import ledger_faults
from runtime.bag_reading import Bag, read_bag
from runtime.demo import prepare
from runtime.export import export
from runtime.receiving import Desk
from runtime.workspace import Workspace
from tests.demo_case import CASE, carried_out

T = TypeVar("T")


def main(dossiers: int) -> int:
    with tempfile.TemporaryDirectory(prefix="anjuan-handover-") as scratch:
        place = Path(scratch)
        carried_out(place / "home", bound=True)
        prepare(place / "abroad")
        with Workspace.open(place / "home") as workspace:
            bags, took = timed(lambda: [leaving(workspace, place, n) for n in range(dossiers)])
            told("export", dossiers, took)
        with Workspace.open(place / "abroad") as workspace:
            desk = Desk(workspace)
            desk.verify(bags[0])  # what is read once in a process
            parts(bags[: min(5, dossiers)], workspace)
            kept, took = timed(lambda: [desk.receive(one) for one in bags])
            told("import", dossiers, took)
    return 0 if all(fresh for _, fresh in kept) else 1


def leaving(workspace: Workspace, place: Path, number: int) -> Path:
    to = place / f"out-{number}"
    to.mkdir()
    return export(workspace, CASE, to).folder


def parts(bags: Iterable[Path], workspace: Workspace) -> None:
    known, law = workspace.law.workflows, LawCheck()
    checks: dict[str, Callable[[Bag], object]] = {
        "manifests": lambda read: list(folder_faults(read.folder)),
        "ledger and proofs": lambda read: list(ledger_faults(read.folder, read.events)),
        "index": lambda read: list(index_faults(read.index, read.events, read.folder)),
        "law and roster": lambda read: list(law.faults(read)),
        "signatures": lambda read: list(document_faults(read)),
    }
    reading, took = timed(lambda: [read_bag(one, strict=False, known=known) for one in bags])
    told("  reading", len(reading), took)
    for name, check in checks.items():
        found, took = timed(lambda check=check: [check(read) for read in reading])
        told(f"  {name}", len(found), took)


def timed(work: Callable[[], T]) -> tuple[T, float]:
    begun = time.process_time()
    done = work()
    return done, time.process_time() - begun


def told(what: str, number: int, took: float) -> None:
    print(f"{what:<22}{1000 * took / number:>9.1f} ms a dossier{number / took:>10.1f} a second")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20))
