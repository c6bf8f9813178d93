"""The versions of procedures a bureau knows: found by name, counted by the cases pinned to them.

Compares and judges nothing; that is the engine's business.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from engine.case import Case
from engine.definition import Workflow
from engine.errors import InputError
from engine.law import Law
from engine.migration import running
from engine.reading import every_case
from engine.road import Road
from engine.unknown import nearest
from runtime.settings import PROCEDURES
from workflows.definition_data import load_workflow, load_workflows

#: Fewest characters of a digest that name a version.
SHORTEST = 4


def known_versions(root: Path) -> dict[str, Workflow]:
    """Return every version shipped, and every one the workspace in `root` keeps, by digest."""
    kept = root / PROCEDURES
    return {**(load_workflows(kept) if kept.is_dir() else {}), **load_workflows()}


def find_version(text: str, known: Mapping[str, Workflow], day: date) -> Workflow:
    """Return the version a text means: a file, `machine@version`, a digest, or a machine's current.

    Raises InputError `version.unknown` or `version.ambiguous`, and what reading a file raises.
    """
    path = Path(text)
    if path.suffix in {".yaml", ".yml"} and path.is_file():
        return load_workflow(path)
    machine, _, name = text.partition("@")
    named = [w for w in known.values() if w.id == machine and (not name or w.version == name)]
    if not name:
        named = [w for w in _newest(named) if w.in_force(day)][:1] or named
    digests = [w for w in known.values() if len(text) >= SHORTEST and w.digest.startswith(text)]
    return _only(text, named or digests, known)


def find_of_machine(machine: str, text: str, known: Mapping[str, Workflow], day: date) -> Workflow:
    """Return a version of one machine, named by its version or the beginning of its digest."""
    mine = {d: w for d, w in known.items() if w.id == machine}
    if not mine:
        machines = sorted({w.id for w in known.values()})
        raise InputError("command.unknown_machine", machine=machine, known="、".join(machines))
    if not text:
        return find_version(machine, mine, day)
    found = [w for w in mine.values() if w.version == text]
    digests = [w for w in mine.values() if len(text) >= SHORTEST and w.digest.startswith(text)]
    return _only(text, found or digests, mine)


def _only(text: str, found: list[Workflow], known: Mapping[str, Workflow]) -> Workflow:
    names = [spoken(w) for w in known.values()]
    if not found:
        raise InputError(
            "version.unknown", given=text, near=nearest(text, names), known="、".join(names)
        )
    if len(found) > 1:
        several = "、".join(f"{spoken(w)}（{w.digest[:12]}）" for w in found)
        raise InputError("version.ambiguous", given=text, known=several)
    return found[0]


def _newest(found: list[Workflow]) -> list[Workflow]:
    return sorted(found, key=lambda w: (w.valid_from, w.version), reverse=True)


def spoken(workflow: Workflow) -> str:
    """Return a version as people name it."""
    return f"{workflow.id}@{workflow.version}"


def running_cases(road: Road, machine: str = "") -> Iterator[tuple[Case, str]]:
    """Yield every case with each of its tracks that has not ended, of one machine or of any."""
    with road.store.read() as view:
        ids = [row.case_id for row in every_case(view)]
    for case_id in ids:
        case = road.case(case_id)
        machines = [machine] if machine else sorted({t.machine for t in case.tracks.values()})
        for name in machines:
            for track in running(case, name, road.law):
                yield case, track.id


def pinned(road: Road) -> Counter[str]:
    """Return how many running cases are pinned to each version, by digest."""
    pairs = {(case.id, case.tracks[track].definition) for case, track in running_cases(road)}
    return Counter(digest for _, digest in pairs)


def with_versions(law: Law, *more: Workflow) -> dict[str, Workflow]:
    """Return the versions a law knows and some more, by digest."""
    return {**law.workflows, **{w.digest: w for w in more}}
