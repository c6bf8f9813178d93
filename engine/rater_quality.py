"""Whether reviewers tell dossiers apart: 雷同分, 老好人, harshness, scores and reasons copied.

Every signal names its figure, its threshold and the dossiers behind it; where easy dossiers could
explain it, it is held against what colleagues gave. A signal asks for a look, and accuses nobody.
Refuses to know items, laws and names.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from engine.rater_agreement import Agreement, agreement
from engine.rater_severity import Leaning, Spreads, leanings
from engine.rater_texts import pasted


class Kind(StrEnum):
    """What a reviewer's grading may show."""

    IDENTICAL = "identical"
    LOW_SPREAD = "low_spread"
    LENIENT = "lenient"
    HARSH = "harsh"
    NO_DEDUCTIONS = "no_deductions"
    COPIED_SCORES = "copied_scores"
    COPIED_REASONS = "copied_reasons"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grading:
    """One reviewer's grading of one dossier."""

    dossier: str
    rater: str
    #: Order of the reviews of a dossier: the squad's own is 1, the next 2.
    turn: int
    #: Scaled total in points.
    total: float
    #: Points taken off by item; empty where nothing was taken off.
    deductions: Mapping[str, float]
    #: Reasons as the reviewer wrote them; not those the program wrote.
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """From where on a figure is a signal; shares from 0 to 1, points in points."""

    identical_share: float
    identical_least: int
    spread_below: float
    spread_least: int
    #: Of the panel's own spread: dossiers that are all alike accuse nobody.
    spread_of_panel: float
    leaning_above: float
    leaning_least: int
    no_deductions_share: float
    no_deductions_least: int
    copied_share: float
    copied_least: int
    reasons_dossiers: int
    reasons_shortest: int
    reasons_similar: float
    reasons_near_share: float
    #: Points between two reviews from which a third one is due.
    gap: float
    #: How improbable a share must be, by what colleagues gave, to be a signal.
    chance: float
    spreads: Spreads


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One thing to look at."""

    kind: Kind
    rater: str
    figure: float
    threshold: float
    #: Dossiers the figure is of, and those behind it.
    of: int
    dossiers: tuple[str, ...]
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RaterFigures:
    """One reviewer in figures."""

    rater: str
    totals: tuple[float, ...]
    mean: float
    spread: float
    #: Share of the commonest total, and of dossiers without any deduction.
    modal_share: float
    clean_share: float
    leaning: Leaning
    #: Own totals less colleagues' on the same dossiers, on average; None without such dossiers.
    against_others: float | None
    shared: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelQuality:
    """A panel of reviewers over a period."""

    raters: tuple[RaterFigures, ...]
    signals: tuple[Signal, ...]
    agreement: Agreement | None
    #: Dossiers whose first two reviews lie further apart than the gap, with the difference.
    gaps: tuple[tuple[str, float], ...]


def judge(gradings: Iterable[Grading], thresholds: Thresholds) -> PanelQuality:
    """Return what the gradings of a period show of those who graded."""
    panel = _Panel(sorted(gradings, key=lambda g: (g.dossier, g.turn, g.rater)), thresholds)
    raters = sorted(panel.mine)
    return PanelQuality(
        raters=tuple(panel.figures(rater) for rater in raters),
        signals=tuple(signal for rater in raters for signal in panel.signals(rater)),
        agreement=agreement(
            {dossier: [g.total for g in given] for dossier, given in panel.of.items()}
        ),
        gaps=tuple(panel.gaps()),
    )


class _Panel:
    """Gradings by reviewer and by dossier."""

    def __init__(self, gradings: Sequence[Grading], thresholds: Thresholds) -> None:
        self.limits = thresholds
        self.every = gradings
        self.mine: dict[str, list[Grading]] = {}
        self.of: dict[str, list[Grading]] = {}
        for one in gradings:
            self.mine.setdefault(one.rater, []).append(one)
            self.of.setdefault(one.dossier, []).append(one)
        totals = {d: {g.rater: g.total for g in given} for d, given in self.of.items()}
        self.leanings = leanings(totals, thresholds.spreads)

    def figures(self, rater: str) -> RaterFigures:
        mine = self.mine[rater]
        totals = [g.total for g in mine]
        differences = self._differences(rater)
        return RaterFigures(
            rater=rater,
            totals=tuple(totals),
            mean=_mean(totals),
            spread=_spread(totals),
            modal_share=max(Counter(totals).values()) / len(mine),
            clean_share=sum(not g.deductions for g in mine) / len(mine),
            leaning=self.leanings[rater],
            against_others=_mean(list(differences.values())) if differences else None,
            shared=len(differences),
        )

    def signals(self, rater: str) -> list[Signal]:
        asked = (
            self._identical,
            self._low_spread,
            self._leaning,
            self._clean,
            self._copied_scores,
        )
        found = [signal for ask in asked if (signal := ask(rater)) is not None]
        return found + self._copied_reasons(rater)

    def gaps(self) -> Iterable[tuple[str, float]]:
        for dossier, given in self.of.items():
            if len(given) > 1:
                apart = given[1].total - given[0].total
                if abs(apart) > self.limits.gap:
                    yield dossier, apart

    def _differences(self, rater: str) -> dict[str, float]:
        """Own total less the mean of all others', by dossier."""
        found = {}
        for mine in self.mine[rater]:
            others = [g.total for g in self.of[mine.dossier] if g.rater != rater]
            if others:
                found[mine.dossier] = mine.total - _mean(others)
        return found

    def _identical(self, rater: str) -> Signal | None:
        mine, limits = self.mine[rater], self.limits
        total, count = Counter(g.total for g in mine).most_common(1)[0]
        others = [g.total for g in self.every if g.rater != rater]
        usual = (sum(t == total for t in others) + 1) / (len(others) + 2)
        share = count / len(mine)
        if len(mine) < limits.identical_least or share < limits.identical_share:
            return None
        if tail(len(mine), count, usual) * _kinds(mine) > limits.chance:
            return None
        same = tuple(g.dossier for g in mine if g.total == total)
        return self._signal(Kind.IDENTICAL, rater, share, limits.identical_share, same)

    def _low_spread(self, rater: str) -> Signal | None:
        totals, limits = [g.total for g in self.mine[rater]], self.limits
        others = [g.total for g in self.every if g.rater != rater]
        spread = _spread(totals)
        usual = limits.spread_of_panel * _spread(others)
        if len(totals) < limits.spread_least or spread >= min(limits.spread_below, usual):
            return None
        cases = tuple(g.dossier for g in self.mine[rater])
        return self._signal(Kind.LOW_SPREAD, rater, spread, limits.spread_below, cases)

    def _leaning(self, rater: str) -> Signal | None:
        """Further from colleagues than allowed, and not for having shared dossiers with a leaner.

        The plain difference must pass the threshold, and the leaning, in which colleagues' own
        leanings are worked out, must be certain and as large but for its doubt.
        """
        differences, limits = self._differences(rater), self.limits
        if len(differences) < limits.leaning_least:
            return None
        mean, leaning = _mean(list(differences.values())), self.leanings[rater]
        kind = Kind.LENIENT if mean > 0 else Kind.HARSH
        side = 1 if mean > 0 else -1
        far = side * mean > limits.leaning_above
        held = side * leaning.points + leaning.doubt > limits.leaning_above
        certain = leaning.low > 0 if mean > 0 else leaning.high < 0
        if not (far and held and certain):
            return None
        cases = tuple(d for d, apart in differences.items() if side * apart > 0)
        return self._signal(kind, rater, mean, side * limits.leaning_above, cases)

    def _clean(self, rater: str) -> Signal | None:
        limits = self.limits
        return self._share(
            rater,
            Kind.NO_DEDUCTIONS,
            limits.no_deductions_share,
            limits.no_deductions_least,
            lambda g: None if not g.total else not g.deductions,
        )

    def _copied_scores(self, rater: str) -> Signal | None:
        limits = self.limits
        return self._share(
            rater, Kind.COPIED_SCORES, limits.copied_share, limits.copied_least, self._copies
        )

    def _copies(self, one: Grading) -> bool | None:
        """Whether a grading takes off exactly what an earlier one did; None where none is."""
        earlier = [g for g in self.of[one.dossier] if g.turn < one.turn and g.rater != one.rater]
        told = [g for g in earlier if g.deductions]
        if not told:
            return None
        return any(dict(g.deductions) == dict(one.deductions) for g in told)

    def _share(
        self,
        rater: str,
        kind: Kind,
        limit: float,
        least: int,
        ask: Callable[[Grading], bool | None],
    ) -> Signal | None:
        """A share above its limit that colleagues' own shares do not make probable."""
        answers = [(g, said) for g in self.mine[rater] if (said := ask(g)) is not None]
        yes = tuple(g.dossier for g, said in answers if said)
        if len(answers) < least or len(yes) <= limit * len(answers):
            return None
        others = [said for g in self.every if g.rater != rater and (said := ask(g)) is not None]
        usual = (sum(others) + 1) / (len(others) + 2)
        if tail(len(answers), len(yes), usual) > self.limits.chance:
            return None
        return self._signal(kind, rater, len(yes) / len(answers), limit, yes, of=len(answers))

    def _copied_reasons(self, rater: str) -> list[Signal]:
        """Texts of this reviewer's own making: what colleagues write as well is the standard's."""
        limits = self.limits
        usual = {text for g in self.every if g.rater != rater for text in g.reasons}
        found = pasted(
            {g.dossier: [r for r in g.reasons if r not in usual] for g in self.mine[rater]},
            least=limits.reasons_dossiers,
            shortest=limits.reasons_shortest,
            similar=limits.reasons_similar,
            near_share=limits.reasons_near_share,
        )
        least, kind = limits.reasons_dossiers, Kind.COPIED_REASONS
        return [
            self._signal(kind, rater, len(one.dossiers), least, one.dossiers, text=one.text)
            for one in found
        ]

    def _signal(
        self,
        kind: Kind,
        rater: str,
        figure: float,
        threshold: float,
        dossiers: tuple[str, ...],
        *,
        of: int = 0,
        text: str = "",
    ) -> Signal:
        return Signal(
            kind=kind,
            rater=rater,
            figure=figure,
            threshold=threshold,
            of=of or len(self.mine[rater]),
            dossiers=dossiers,
            text=text,
        )


def tail(tries: int, hits: int, chance: float) -> float:
    """Return the probability of `hits` or more in `tries` at `chance` each (binomial)."""
    return math.fsum(
        math.comb(tries, k) * chance**k * (1 - chance) ** (tries - k)
        for k in range(hits, tries + 1)
    )


def _kinds(mine: Sequence[Grading]) -> int:
    """How many different totals could have been the commonest one: each is another try."""
    return len({g.total for g in mine})


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values) if values else 0.0


def _spread(values: Sequence[float]) -> float:
    """The standard deviation of a sample; 0 for fewer than two values."""
    if len(values) < 2:
        return 0.0
    mean = _mean(values)
    return math.sqrt(math.fsum((v - mean) ** 2 for v in values) / (len(values) - 1))
