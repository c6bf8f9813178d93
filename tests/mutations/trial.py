"""Trying a mutant: who notices it first, and where.

Scopes come smallest first and are explored a little before they are explored whole, since the
first breach is enough. Whatever the shipped law already breaches proves nothing about a mutant.
"""

from dataclasses import dataclass, field
from itertools import accumulate

from engine.checking.proving import prove, unreached, wrong_periods
from engine.errors import AnjuanError
from tests.mutations.linting import lint_codes

#: States of a first look; most breaches lie near.
GLANCE = 60
#: How much larger than the shipped law's a mutant's exploration may grow.
GROWTH = 4
#: Steps of the shipped law's explorations that one mutant may cost.
EDGES = 1500
#: Kinds of mistake that may let a case come where it never was.
WAYS = frozenset({"step_skipped", "order_swapped", "exit_removed"})


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
    proofs: dict = field(default_factory=dict)
    _lint: dict = field(default_factory=dict)

    def proof(self, scope):
        """The proof of the unmutated law, made once."""
        if scope.id not in self.proofs:
            self.proofs[scope.id] = prove(self.law, self.agency, self.claims, scope)
        return self.proofs[scope.id]

    def scopes(self, mutant, *, whole=False):
        """The scopes that can show a mutant, smallest first, those that see its act before all.

        A scope that never sees the act is left out, unless the mistake is in the ways; so are,
        unless the `whole` is asked for, the largest ones after the first. At worst that makes a
        survivor of a mutant a larger exploration would catch.
        """
        if mutant.people:
            return [s for s in self.claims.scopes if s.people]
        fitting = [
            s
            for s in self.claims.scopes
            if mutant.machine in s.machines and (mutant.kind in WAYS or self._seen(s, mutant))
        ]
        fitting.sort(key=lambda s: (not self._seen(s, mutant), self.proof(s).edges))
        if whole or mutant.kind == "act_unreachable":
            return fitting  # an act is unreachable only where no scope at all reaches it
        sums = accumulate(self.proof(s).edges for s in fitting)
        return [
            s
            for n, (s, total) in enumerate(zip(fitting, sums, strict=True))
            if not n or total <= EDGES
        ]

    def _seen(self, scope, mutant):
        return bool(self.proof(scope).fired & set(mutant.acts))

    def reached(self, mutant):
        """Whether any exploration of the shipped law sees the changed act happen."""
        if not mutant.acts or mutant.kind in WAYS - {"order_swapped"}:
            return True
        here = [s for s in self.claims.scopes if mutant.machine in s.machines]
        return any(self._seen(s, mutant) for s in here)

    def complaints(self, machine):
        """What lint says of the unmutated machine."""
        if machine not in self._lint:
            self._lint[machine] = lint_codes(self.law, machine)
        return self._lint[machine]


def tried(bench, mutant, *, whole=False):
    """Who catches one mutant; `whole` looks at every scope, however much it costs."""
    law = mutant.spoil(bench.law)
    if mutant.period:
        return _by_periods(bench, mutant, law)
    if not bench.reached(mutant):
        return _by_lint(bench, mutant, law) or _told(
            mutant, untried="no scope of the shipped law reaches the act"
        )
    proofs = []
    for scope in bench.scopes(mutant, whole=whole):
        try:
            proof, breach = _explored(bench, law, scope)
        except (AnjuanError, ArithmeticError, LookupError, AttributeError, TypeError) as wrong:
            return _told(mutant, means="crash", by=type(wrong).__name__, scope=scope.id)
        if breach is not None:
            return _told(mutant, means="prove", by=breach.invariant, scope=scope.id)
        proofs.append(proof)
    return _by_absence(bench, mutant, law, proofs) or _by_lint(bench, mutant, law) or _told(mutant)


def _explored(bench, law, scope):
    """A proof of a mutated law, and the first breach the shipped law does not have."""
    shipped = bench.proof(scope)
    known = {(b.invariant, b.wanting) for b in shipped.breaches}
    whole = GROWTH * shipped.states + GLANCE
    for most in (GLANCE, whole):
        proof = prove(law, bench.agency, bench.claims, scope, most=most)
        for breach in proof.breaches:
            if (breach.invariant, breach.wanting) in known or breach.invariant == "explored":
                continue
            if breach.invariant != "ends" or proof.complete:
                return proof, breach
        if proof.complete:
            break
    return proof, None


def _by_periods(bench, mutant, law):
    known = {b.invariant for b in wrong_periods(bench.law, bench.claims.periods)}
    for breach in wrong_periods(law, bench.claims.periods):
        if breach.invariant not in known:
            return _told(mutant, means="periods", by=breach.invariant)
    return _told(mutant)


def _by_absence(bench, mutant, law, proofs):
    """Acts of the shipped law that no exploration of the mutant sees any more."""
    explored = {p.scope.id for p in proofs}
    others = [p for p in bench.proofs.values() if p.scope.id not in explored]
    known = {b.wanting for b in unreached(bench.law, bench.proofs.values())}
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
