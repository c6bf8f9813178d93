"""This program with everything: the example case of construction waste, from lead to archive.

One round is one fresh training workspace in which the whole script is played; documents are
composed, signed by everyone they name, timestamped and kept.
"""

import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.workload import answer
from runtime.demo import CASES, play, prepare, read_script
from runtime.examples import example_folder
from runtime.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """One case played to the end."""

    transitions: int
    documents: int
    signatures: int
    seconds: float
    cpu_seconds: float
    #: What the same moves cost without the ones that leave a document.
    silent_transitions: int
    silent_seconds: float


def played(folder: Path) -> Play:
    """Play the case in a new workspace; making the workspace and its keys is not measured."""
    pins = prepare(folder)
    script = read_script(example_folder() / CASES[0])
    with Workspace.open(folder, at=script.steps[0].at) as workspace:
        keys = workspace.keyring({owner: pin for owner, pin in pins.items() if owner != "root"})
        marks, events = [time.perf_counter()], []
        cpu = time.process_time()
        for step in play(workspace, script, keys):
            events.append(step.event)
            marks.append(time.perf_counter())
        cpu = time.process_time() - cpu
    assert events[-1].target == "archived"
    silent = [
        end - start
        for event, start, end in zip(events, marks, marks[1:], strict=False)
        if not event.documents
    ]
    made = {d.id: d for event in events for d in event.documents}.values()
    return Play(
        transitions=len(events),
        documents=len(made),
        signatures=sum(len(d.signed) for d in made),
        seconds=marks[-1] - marks[0],
        cpu_seconds=cpu,
        silent_transitions=len(silent),
        silent_seconds=sum(silent),
    )


def main() -> None:
    """Play once for every line on standard input, until it ends; once more before, to warm up."""
    where = Path(sys.argv[1])
    played(Path(tempfile.mkdtemp(dir=where)) / "workspace")
    answer({"name": "anjuan, with documents"})
    for _ in sys.stdin:
        answer(asdict(played(Path(tempfile.mkdtemp(dir=where)) / "workspace")))


if __name__ == "__main__":
    main()
