"""Trying a mutant: who notices it first, and where.

First the shortest courses to the spoilt act are walked, in every scope that sees it; whatever is
still unnoticed is linted, and then every scope that could show it is explored whole. Whatever the
shipped law already breaches proves nothing about a mutant.
"""

from dataclasses import dataclass, field, replace

from engine.checking.proving import prove, unreached, wrong_periods
from engine.errors import AnjuanError
from tests.mutations.courses import surveyed
from tests.mutations.linting import lint_codes

#: States of a first look; most breaches lie near.
GLANCE = 60
#: How much larger than the shipped law's a mutant's exploration may grow.
GROWTH = 4
#: Kinds of mistake that may let a case come where it never was.
WAYS = frozenset({"step_skipped", "order_swapped", "exit_removed"})
#: Kinds of mistake that take courses away and add none.
BARRIERS = frozenset({"act_unreachable"})
#: Scopes in which one and the same course is walked: some claims are about some scopes only.
ALIKE = 2
#: What an exploration cut short says of itself.
UNFINISHED = frozenset({"explored", "ends"})
#: How the program stops at a definition that makes no sense to it.
_STUMBLES = (
    AnjuanError,
    ArithmeticError,
    LookupError,
    AttributeError,
    TypeError,
    RuntimeError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Who caught a mutant; `by` is empty for a survivor."""

    mutant: str
    kind: str
    machine: str
    description: str
    #: prove, periods, unreached, lint or crash; empty for a survivor.
    means: str = ""
    by: str = ""
    scope: str = ""
    #: For a survivor that was not explored: why.
    untried: str = ""


@dataclass(kw_only=True)
class Bench:
    """The unmutated law, what is claimed of it, and what its own proofs show."""

    law: object
    agency: object
    claims: object
    _surveys: dict = field(default_factory=dict)
    _lint: dict = field(default_factory=dict)

    def survey(self, scope):
        """The proof of the unmutated law and the courses to its acts, made once."""
        if scope.id not in self._surveys:
            self._surveys[scope.id] = surveyed(self.law, self.agency, self.claims, scope)
        return self._surveys[scope.id]

    def proof(self, scope):
        """The proof of the unmutated law."""
        return self.survey(scope)[0]

    def proofs(self, machine=""):
        """The proofs of every scope in which a machine moves; of every scope for none."""
        return [self.proof(s) for s in self.claims.scopes if not machine or machine in s.machines]

    def prove(self, law, scope, **bounds):
        """The proof of a mutated law in one scope."""
        return prove(law, self.agency, self.claims, scope, **bounds)

    def walks(self, mutant):
        """Scopes that begin with a course to a spoilt act and go no further, shortest first."""
        found = {}
        for scope in self._home(mutant):
            courses = self.survey(scope)[1]
            here = [c for act in mutant.acts for c in courses.get(act, ())]
            swapped = [(*c[:-1], other[-1]) for c in here for other in here if c[-1] != other[-1]]
            for begin in dict.fromkeys((*here, *swapped)):
                found.setdefault(begin, []).append(scope)
        for begin in sorted(found, key=len):
            nearest = sorted(found[begin], key=lambda s: len(s.machines))[:ALIKE]
            yield from (replace(s, begin=begin, one_way=False) for s in nearest)

    def scopes(self, mutant):
        """The scopes that can show a mutant, those that see its act first, smallest first."""
        if mutant.people:
            return [s for s in self.claims.scopes if s.people]
        home = self._home(mutant)
        fitting = [s for s in home if mutant.kind in WAYS or self._seen(s, mutant)]
        return sorted(fitting, key=lambda s: (not self._seen(s, mutant), self.proof(s).edges))

    def _home(self, mutant):
        """The scopes in which the machine moves; for what only others open, those that see it."""
        here = [s for s in self.claims.scopes if mutant.machine in s.machines]
        if mutant.kind in WAYS or any(self._seen(s, mutant) for s in here):
            return here
        return [s for s in self.claims.scopes if self._seen(s, mutant)]

    def _seen(self, scope, mutant):
        return bool(self.proof(scope).fired & set(mutant.acts))

    def reached(self, mutant):
        """Whether any exploration of the shipped law sees the changed act happen."""
        if not mutant.acts or mutant.kind in WAYS - {"order_swapped"}:
            return True
        return any(self._seen(s, mutant) for s in self._home(mutant))

    def complaints(self, machine):
        """What lint says of the unmutated machine."""
        if machine not in self._lint:
            self._lint[machine] = lint_codes(self.law, machine)
        return self._lint[machine]


def tried(bench, mutant):
    """Who catches one mutant."""
    law = mutant.spoil(bench.law)
    if mutant.period:
        return _by_periods(bench, mutant, law)
    if not bench.reached(mutant):
        return _by_lint(bench, mutant, law) or _told(
            mutant, untried="no scope of the shipped law reaches the act"
        )
    try:
        return (
            _by_walking(bench, mutant, law)
            or _by_lint(bench, mutant, law)
            or _by_exploring(bench, mutant, law)
            or _told(mutant)
        )
    except _STUMBLES as wrong:
        return _told(mutant, means="crash", by=type(wrong).__name__)


def _by_walking(bench, mutant, law):
    """Walk the shortest courses to the act; nothing of the shipped law breaches on those."""
    if mutant.people or mutant.kind in BARRIERS:
        return None
    for scope in bench.walks(mutant):
        breach = _new(bench, scope, bench.prove(law, scope, most=1))
        if breach is not None:
            return _told(mutant, means="prove", by=breach.invariant, scope=scope.id)
    return None


def _by_exploring(bench, mutant, law):
    """Explore every scope that can show the mutant, a little first, since one breach is enough."""
    proofs = []
    for scope in bench.scopes(mutant):
        whole = GROWTH * bench.proof(scope).states + GLANCE
        for most in (whole,) if mutant.kind in BARRIERS else (GLANCE, whole):
            proof = bench.prove(law, scope, most=most)
            breach = _new(bench, scope, proof)
            if breach is not None:
                return _told(mutant, means="prove", by=breach.invariant, scope=scope.id)
            if proof.complete:
                break
        if mutant.kind in BARRIERS and set(mutant.acts) & proof.fired:
            return None
        proofs.append(proof)
    return _by_absence(bench, mutant, law, proofs)


def _new(bench, scope, proof):
    """The first breach the shipped law does not have; one of an exploration cut short is none."""
    shipped = next(s for s in bench.claims.scopes if s.id == scope.id)
    known = {(b.invariant, b.wanting) for b in bench.proof(shipped).breaches}
    for breach in proof.breaches:
        cut = breach.invariant in UNFINISHED and not proof.complete
        if not cut and (breach.invariant, breach.wanting) not in known:
            return breach
    return None


def _by_periods(bench, mutant, law):
    known = {b.invariant for b in wrong_periods(bench.law, bench.claims.periods)}
    for breach in wrong_periods(law, bench.claims.periods):
        if breach.invariant not in known:
            return _told(mutant, means="periods", by=breach.invariant)
    return _told(mutant)


def _by_absence(bench, mutant, law, proofs):
    """Acts of the shipped law that no exploration of the mutant sees any more."""
    explored = {p.scope.id for p in proofs}
    shipped = bench.proofs(mutant.machine)
    others = [p for p in shipped if p.scope.id not in explored]
    known = {b.wanting for b in unreached(bench.law, shipped)}
    for breach in unreached(law, [*proofs, *others]):
        if breach.wanting not in known:
            return _told(mutant, means="unreached", by=f"reached {breach.wanting[0]}")
    return None


def _by_lint(bench, mutant, law):
    if not mutant.machine:
        return None
    new = sorted(lint_codes(law, mutant.machine) - bench.complaints(mutant.machine))
    return _told(mutant, means="lint", by=" ".join(new[0]).strip()) if new else None


def _told(mutant, **facts):
    return Verdict(
        mutant=mutant.id,
        kind=mutant.kind,
        machine=mutant.machine or "law",
        description=mutant.description,
        **facts,
    )
