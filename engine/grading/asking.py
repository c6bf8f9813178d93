"""Asking a dossier everything its profile asks; all of it, whatever else is found."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.errors import AnjuanError, ConfigurationError
from engine.grading import checks
from engine.grading.dossier import Dossier
from engine.grading.finding import Check, Finding, Hit, check_named, question_named
from engine.grading.profile import ORDER, Applies, Asked, Item, Kind, Profile, Stage, Veto

#: The modules whose checks the data may name.
CHECKS = checks.ALL
#: Code of the finding that a check could not be carried out.
STOPPED = "check_stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Precheck:
    """What the program found in one dossier before any person looked."""

    profile: Profile
    case: str
    #: Hash of the newest event graded, hex.
    head: str
    outcome: str
    stage: Stage
    findings: tuple[Finding, ...]
    #: Items that do not apply.
    not_applicable: frozenset[str]
    #: Items and vetoes of which something is asked that cannot be answered yet.
    pending: frozenset[str] = frozenset()

    def of(self, head: str) -> tuple[Finding, ...]:
        """Return the findings of one item or veto."""
        return tuple(f for f in self.findings if f.head == head)


def precheck(dossier: Dossier, profile: Profile) -> Precheck:
    """Ask a dossier every check of a profile that can be answered at its stage.

    Raises ConfigurationError `grading.unknown_check` for a name nothing is registered under.
    """
    stage = stage_of(dossier, profile)
    outcome = outcome_of(dossier, profile, stage)
    findings: list[Finding] = []
    idle: set[str] = set()
    pending: set[str] = set()
    for head in profile.heads():
        if not _applies(head.applies, dossier, outcome):
            idle.add(head.id)
            continue
        for asked in head.checks:
            if asked.outcomes and outcome not in asked.outcomes:
                continue
            if ORDER.index(asked.after) > ORDER.index(stage):
                pending.add(head.id)
                continue
            findings += _found(dossier, head, asked)
    return Precheck(
        profile=profile,
        case=dossier.case.id,
        head=dossier.case.head,
        outcome=outcome,
        stage=stage,
        findings=tuple(findings),
        not_applicable=frozenset(idle),
        pending=frozenset(pending),
    )


def stage_of(dossier: Dossier, profile: Profile) -> Stage:
    """Return how far a case has come: by its documents and by where its main procedure stands."""
    forms = {p.form for p in dossier.papers if p.made.status in {"issued", "superseded"}}
    main = dossier.case.tracks.get("main")
    state = main.state if main is not None else ""
    reached = Stage.OPENED
    for stage in ORDER:
        shown = forms & {*profile.stages.get(stage, ())}
        if shown or state in profile.states.get(stage, ()):
            reached = stage
    return reached


def outcome_of(dossier: Dossier, profile: Profile, stage: Stage) -> str:
    """Return what the case ended in, as the profile calls it; before that what is expected."""
    forms = {p.form for p in dossier.papers}
    found = next((o for o, made in profile.outcomes.items() if forms & {*made}), "")
    ended = ORDER.index(stage) >= ORDER.index(Stage.CLOSED)
    return found if found or ended else profile.expected


def _applies(applies: Applies, dossier: Dossier, outcome: str) -> bool:
    if applies.outcomes and outcome not in applies.outcomes:
        return False
    if applies.forms and not dossier.of(*applies.forms):
        return False
    asked = question_named(applies.question) if applies.question else None
    return asked is None or asked(dossier)


def _found(dossier: Dossier, head: Item | Veto, asked: Asked) -> Iterator[Finding]:
    look = check_named(asked.check)
    if look is None:
        raise ConfigurationError("grading.unknown_check", item=head.id, check=asked.check)
    left = asked.most or None
    for hit in _looked(look, dossier, asked):
        halves = asked.halves if hit.halves is None else hit.halves
        if left is not None:
            halves, left = min(halves, left), left - min(halves, left)
        yield _finding(dossier, head, asked, hit, halves)


def _looked(look: Check, dossier: Dossier, asked: Asked) -> list[Hit]:
    """Everything a check sees; one that stumbles over a damaged dossier says so instead."""
    try:
        return list(look(dossier, asked))
    except Exception as error:  # noqa: BLE001 - whatever damage provokes is a finding
        problem = error.code if isinstance(error, AnjuanError) else type(error).__name__
        return [Hit(stopped=True, details={"check": asked.check, "problem": problem}, halves=0)]


def _finding(dossier: Dossier, head: Item | Veto, asked: Asked, hit: Hit, halves: int) -> Finding:
    paper = dossier.paper(hit.document) if hit.document else None
    first = paper.first_page if paper is not None else 0
    return Finding(
        head=head.id,
        check=asked.check,
        code=STOPPED if hit.stopped else asked.explained,
        law=asked.law,
        document=hit.document,
        form=paper.form if paper is not None else "",
        page=hit.page,
        dossier_page=first + max(hit.page, 1) - 1 if first else 0,
        halves=halves,
        certain=head.kind is Kind.AUTO and not hit.stopped,
        details=hit.details,
        verdict=hit.verdict,
    )


def unknown_checks(profiles: Iterable[Profile]) -> Iterator[tuple[str, str]]:
    """Yield (item, check) for every name of a profile that nothing is registered under."""
    for profile in profiles:
        for head in profile.heads():
            for asked in head.checks:
                if check_named(asked.check) is None:
                    yield head.id, asked.check
