"""What an officer waits for: moves of a real case, in a workspace on the disk, once warm.

A round is one fresh training workspace in which the example case is played; told is what the move
that makes most documents costs: facts, rules, three documents with their signatures and timestamps,
ledger and files.
"""

import sys
import tempfile
import time
from pathlib import Path

from benchmarks.workload import answer
from runtime.demo import CASES, play, prepare, read_script
from runtime.examples import example_folder
from runtime.workspace import Workspace

WARM_UP = 1


def round_of(folder: Path) -> dict[str, object]:
    """The move with most documents, and the median of all moves that make one."""
    pins = prepare(folder)
    script = read_script(example_folder() / CASES[0])
    moves: list[dict[str, object]] = []
    with Workspace.open(folder, at=script.steps[0].at) as workspace:
        keys = workspace.keyring({owner: pin for owner, pin in pins.items() if owner != "root"})
        steps = play(workspace, script, keys)
        while True:
            cpu, start = time.process_time(), time.perf_counter()
            step = next(steps, None)
            if step is None:
                break
            moves.append(
                {
                    "trigger": step.event.trigger,
                    "documents": len(step.event.documents),
                    "signatures": sum(len(d.signed) for d in step.event.documents),
                    "cpu_ms": (time.process_time() - cpu) * 1000,
                    "wall_ms": (time.perf_counter() - start) * 1000,
                }
            )
    return {"moves": moves}


def main() -> None:
    """Play once for every line on standard input, until it ends; once more before, to warm up."""
    where = Path(sys.argv[1])
    for _ in range(WARM_UP):
        round_of(Path(tempfile.mkdtemp(dir=where)) / "workspace")
    answer({"name": "anjuan, interactive"})
    for _ in sys.stdin:
        answer(round_of(Path(tempfile.mkdtemp(dir=where)) / "workspace"))


if __name__ == "__main__":
    main()
