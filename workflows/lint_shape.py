"""The shape of a whole definition: everything reachable, every way ends, nothing twice.

Also what can only be seen beside other versions of the same machine.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from engine.definition import ChecklistItem, DeadlineMove, State, StateKind, Transition, Workflow
from workflows.lint_report import HAN, Report
from workflows.lint_words import Words

ROLES = frozenset({"main", "track"})


def check_shape(workflow: Workflow, words: Words, report: Report) -> None:
    """Report what is wrong with a definition as a whole."""
    _head(workflow, report)
    _twice(workflow, report)
    _starts(workflow, report)
    _ways(workflow, report)
    _clocks(workflow, words, report)


def _head(workflow: Workflow, report: Report) -> None:
    report.word("unknown_word", workflow.role, ROLES, "role")
    if workflow.valid_to is not None and workflow.valid_to < workflow.valid_from:
        report.error("dates_reversed", "valid_to")
    if HAN.search(workflow.name_en):
        report.error("not_english", "name_en", word=workflow.name_en)
    for state in workflow.states.values():
        if HAN.search(state.name_en):
            report.error("not_english", "states", state.id, word=state.name_en)
    for name, several in _repeated([s.name for s in workflow.states.values()]):
        second = [s.id for s in workflow.states.values() if s.name == name][several - 1]
        report.error("duplicate_label", "states", second, word=name)


def _repeated(words: list[str]) -> list[tuple[str, int]]:
    return [(word, count) for word, count in Counter(words).items() if count > 1]


def _twice(workflow: Workflow, report: Report) -> None:
    """Ids, questions and triggers that would leave open which one is meant."""
    seen: dict[str, int] = {}
    for number, transition in enumerate(workflow.transitions):
        if transition.id in seen:
            report.error("duplicate_id", "transitions", number, "id", word=transition.id)
        seen.setdefault(transition.id, number)
    items: dict[str, ChecklistItem] = {}
    fired: dict[tuple[str, str], str] = {}
    for number, transition in enumerate(workflow.transitions):
        for place, item in enumerate(transition.checklist):
            if items.setdefault(item.id, item) != item:  # several steps may share one
                question = ("transitions", number, "checklist", place, "id")
                report.error("duplicate_id", *question, word=item.id)
        for source in transition.sources or ("",):
            other = fired.setdefault((source, transition.trigger), transition.id)
            if other != transition.id:
                at = ("transitions", number, "trigger")
                report.error(
                    "duplicate_trigger", *at, word=transition.trigger, state=source, other=other
                )


def _starts(workflow: Workflow, report: Report) -> None:
    initial = [s.id for s in workflow.states.values() if s.kind is StateKind.INITIAL]
    if not initial:
        report.error("no_initial", "states")
    for state in initial[1:]:
        report.error("two_initial", "states", state, word=state, other=initial[0])
    if workflow.role == "main" and all(t.sources for t in workflow.transitions):
        report.error("no_opening", "transitions", machine=workflow.id)


def _ways(workflow: Workflow, report: Report) -> None:
    """Every state must be reached from the start, and reach an end."""
    arrows = {(s, t.target_from(s)) for t in workflow.transitions for s in t.sources}
    opened = {t.target for t in workflow.transitions if not t.sources}
    kinds = {s.id: s.kind for s in workflow.states.values()}
    starts = opened | {s for s, kind in kinds.items() if kind is StateKind.INITIAL}
    ends = {s for s, kind in kinds.items() if kind is StateKind.TERMINAL}
    reached = _closed(starts, arrows)
    ending = _closed(ends, {(b, a) for a, b in arrows})
    for state in workflow.states:
        if state not in reached:
            report.error("unreachable", "states", state, word=state)
        if state not in ending:
            leaves = any(a == state and b != state for a, b in arrows)
            report.error("no_end" if leaves else "no_exit", "states", state, word=state)
    for number, transition in enumerate(workflow.transitions):
        if transition.sources and not reached & set(transition.sources):
            report.error("never_fires", "transitions", number, "id", word=transition.id)


def _closed(found: set[str], arrows: set[tuple[str, str]]) -> set[str]:
    found = set(found)
    while more := {b for a, b in arrows if a in found} - found:
        found |= more
    return found


def _clocks(workflow: Workflow, words: Words, report: Report) -> None:
    """A period started here should be stopped somewhere, here or on another machine."""
    others = [w for m, many in words.machines.items() if m != workflow.id for w in many]
    moves = [m for w in (workflow, *others) for t in w.transitions for m in t.deadlines]
    for number, transition in enumerate(workflow.transitions):
        for place, move in enumerate(transition.deadlines):
            if move.move == "start" and not _stopped(move.deadline, moves, words):
                at = ("transitions", number, "deadlines", place)
                report.warning("never_stopped", *at, word=move.deadline)


def _stopped(rule: str, moves: list[DeadlineMove], words: Words) -> bool:
    known = (words.rules or {}).get(rule)
    if known is not None and not known.unit.counted:
        return True  # without a date there is no clock to stop
    stops = {m.deadline for m in moves if m.move == "stop"}
    agency = known is None or known.who != "party"
    return rule in stops or "all" in stops or (agency and "agency" in stops)


# -- beside other versions ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Two versions of one machine that cannot stand beside each other."""

    version: Workflow
    other: Workflow
    code: str
    state: str = ""


def clashes(versions: Sequence[Workflow]) -> Iterator[Clash]:
    """Yield what is wrong between versions of the same machine, the later one first.

    A version without an end is in force until the next one begins.
    """
    for a, b in combinations(versions, 2):
        if a.id != b.id or a.digest == b.digest:
            continue
        early, late = sorted((a, b), key=lambda w: (w.valid_from, w.version))
        same_start = early.valid_from == late.valid_from
        until = early.valid_to or (late.valid_from if same_start else date.min)
        if until >= late.valid_from:
            yield Clash(version=late, other=early, code="overlap")
        if early.version == late.version:
            yield Clash(version=late, other=early, code="same_version")
        for state in late.states.values():
            before = early.states.get(state.id)
            if before is not None and _ends(before) != _ends(state):
                yield Clash(version=late, other=early, code="state_kind", state=state.id)


def _ends(state: State) -> bool:
    return state.kind is StateKind.TERMINAL


def marks_left(versions: tuple[Workflow, ...]) -> frozenset[str]:
    """Return every mark any transition leaves."""
    transitions: list[Transition] = [t for w in versions for t in w.transitions]
    plain = {m for t in transitions for m in t.marks}
    return frozenset(
        plain | {m for t in transitions for c in t.choice_marks.values() for m in c.values()}
    )
