"""Proving the definitions a bureau works under, scope by scope, in two processes at a time.

Finds the law to be proven and does the counting; what holds is the engine's business, how it is
told the caller's.
"""

import gc
import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeAlias

from engine.checking.claims import Claims, Scope
from engine.checking.court import Breach
from engine.checking.proving import Proof, prove, unreached, wrong_periods
from engine.checking.story import Story, concerning, story_of
from engine.definition import Workflow
from engine.errors import ConfigurationError, InputError
from engine.law import Law
from engine.people import Agency
from engine.unknown import nearest
from runtime.composing import shipped_catalogue
from runtime.examples import example_folder
from runtime.linting import lint_files
from runtime.profile import load_agency
from runtime.settings import AGENCY, SETTINGS
from runtime.versions import known_versions
from workflows.claim_data import load_claims
from workflows.definition_data import load_workflow
from workflows.library import load_law, players_of
from workflows.lint_finding import Level

#: States beyond which a scope counts as not explored to its end.
MOST = 200_000
PROCESSES = 2
#: Told how many scopes are done, of how many.
Progress = Callable[[int, int], None]
#: The law a bureau works under, and its profile.
Bureau: TypeAlias = tuple[Law, Agency]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which law is to be proven."""

    #: A workspace, whose definitions and profile count, or any other folder: the shipped ones.
    root: Path
    #: Definitions that take the place of the current version of their machines.
    files: tuple[Path, ...]
    day: date
    most: int = MOST


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What one scope showed."""

    #: The proof without its breaches, which are told as stories.
    proof: Proof
    stories: tuple[Story, ...]
    #: Invariants about the machines of the scope, by id.
    concerning: frozenset[str]
    seconds: float

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.stories

    @property
    def met(self) -> int:
        """How many of the invariants concerned had an occasion."""
        return len(self.concerning & self.proof.occasions.keys())


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Everything a check found."""

    checked: tuple[Checked, ...]
    #: Transitions no scope ever saw happen; empty where only some scopes were explored.
    unreached: tuple[str, ...]
    #: Periods that are not as the statute wants them, by rule.
    periods: tuple[Breach, ...]
    invariants: frozenset[str]
    seconds: float

    @property
    def occasions(self) -> frozenset[str]:
        """Invariants that had an occasion in some scope."""
        return frozenset(i for c in self.checked for i in c.proof.occasions)

    @property
    def sound(self) -> bool:
        """Whether everything is proven."""
        return all(c.sound for c in self.checked) and not (self.unreached or self.periods)


def law_to_prove(question: Question) -> Bureau:
    """Return the law with one version of each machine, in force all the time, and the bureau.

    Raises ConfigurationError `check.not_written_well` for a definition that does not lint.
    """
    root = question.root
    kept = (root / SETTINGS).is_file()
    known = known_versions(root) if kept else {}
    own = {w.id: w for w in (_candidate(path, root) for path in question.files)}
    day = max((question.day, *(w.valid_from for w in own.values())))
    law = load_law(shipped_catalogue(), today=day)
    law = replace(law, workflows={**law.workflows, **known})
    machines = {w.id for w in law.workflows.values()}
    chosen = [own.get(m) or law.current(m, day) for m in sorted(machines | own.keys())]
    held = [replace(w, valid_from=date.min, valid_to=None) for w in chosen]
    workflows = {w.digest: w for w in held}
    profile = root / AGENCY if kept else example_folder() / AGENCY
    return replace(law, workflows=workflows, players=players_of(workflows)), load_agency(profile)


def _candidate(path: Path, root: Path) -> Workflow:
    found = lint_files((path,), root)
    errors = [f for f in found.findings if f.level is Level.ERROR]
    if errors:
        raise ConfigurationError(
            "check.not_written_well", file=str(path), count=len(errors), line=errors[0].line
        )
    return load_workflow(path)


def scopes_named(claims: Claims, names: tuple[str, ...]) -> tuple[Scope, ...]:
    """Return the scopes of these ids, or all; raises InputError `check.unknown_scope`."""
    known = {s.id: s for s in claims.scopes}
    for name in names:
        if name not in known:
            raise InputError(
                "check.unknown_scope",
                given=name,
                near=nearest(name, list(known)),
                known="、".join(known),
            )
    return tuple(s for s in claims.scopes if not names or s.id in names)


def check(
    question: Question,
    bureau: Bureau,
    names: tuple[str, ...] = (),
    progress: Progress | None = None,
) -> Findings:
    """Explore the scopes of these ids, or all, and hold the law against the claims.

    `bureau` is what `law_to_prove` returned for `question`.
    """
    began = time.monotonic()
    law, claims = bureau[0], load_claims()
    scopes = scopes_named(claims, names)
    found: dict[str, Checked] = {}
    for number, checked in enumerate(_explored(bureau, claims, scopes, question.most), start=1):
        found[checked.proof.scope.id] = checked
        if progress is not None:
            progress(number, len(scopes))
    ordered = tuple(found[s.id] for s in scopes)
    whole = len(scopes) == len(claims.scopes)
    missed = unreached(law, [c.proof for c in ordered]) if whole else []
    return Findings(
        checked=ordered,
        unreached=tuple(b.wanting[0] for b in missed),
        periods=tuple(wrong_periods(law, claims.periods)),
        invariants=frozenset(i.id for i in claims.invariants),
        seconds=time.monotonic() - began,
    )


def _explored(
    bureau: Bureau, claims: Claims, scopes: tuple[Scope, ...], most: int
) -> Iterator[Checked]:
    """Explore every scope, two at a time where there are processors for it, as they end.

    Processes are forked, so that none has to read the law again; where a system cannot fork, one
    explores all.
    """
    workers = min(PROCESSES, len(scopes), os.cpu_count() or 1)
    if workers == 1 or "fork" not in multiprocessing.get_all_start_methods():
        for scope in scopes:
            yield check_scope(bureau, claims, scope, most)
        return
    given = (bureau, claims, most)
    forked = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(workers, forked, initializer=_begin, initargs=given) as pool:
        for done in as_completed([pool.submit(_next, s) for s in scopes]):
            yield done.result()


#: What a forked process explores under.
_given: list[tuple[Bureau, Claims, int]] = []


def _begin(bureau: Bureau, claims: Claims, most: int) -> None:
    _given.append((bureau, claims, most))
    # Exploring leaves no cycles behind, and the process ends with it: collecting finds nothing.
    gc.disable()


def _next(scope: Scope) -> Checked:
    (bureau, claims, most), *_ = _given
    return check_scope(bureau, claims, scope, most)


def check_scope(bureau: Bureau, claims: Claims, scope: Scope, most: int = MOST) -> Checked:
    """Explore one scope, and tell each breach as a story."""
    law, agency = bureau
    began = time.monotonic()
    proof = prove(law, agency, claims, scope, most=most)
    seconds = time.monotonic() - began
    invariants = claims.invariants_of(scope)
    machines = [w for w in law.workflows.values() if w.id in scope.machines]
    return Checked(
        proof=replace(proof, breaches=()),
        stories=tuple(story_of(b, scope, invariants) for b in proof.breaches),
        concerning=concerning(invariants, machines),
        seconds=seconds,
    )
