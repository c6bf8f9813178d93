"""Adding up a graded dossier: half points, items that do not apply, the scaled total, the grade.

Whoever graded, the arithmetic is the same: the program before anybody looked, a reviewer, the third
one. No deduction makes an item negative.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from engine.errors import InputError
from engine.grading.asking import Precheck
from engine.grading.profile import Band, Group, Item, Kind, Profile
from engine.verdict import Detail

#: A dossier is worth a hundred points, in halves.
WHOLE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduction:
    """Points taken off one item, with everything that must be stored of it."""

    item: str
    #: In halves of a point.
    halves: int
    #: Document id, "" for one that is missing.
    document: str = ""
    #: Page of the dossier, 0 where it has no numbered one.
    page: int = 0
    #: Code of the explanation with its details, or what a person wrote.
    code: str = ""
    details: Mapping[str, Detail] = field(default_factory=dict)
    reason: str = ""
    #: Person id; "" for the program.
    reviewer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemScore:
    """What one item was given, in halves."""

    id: str
    max: int
    given: int
    na: bool
    deductions: tuple[Deduction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A dossier's points and grade."""

    profile: str
    #: Digest of the profile it is bound to, hex.
    digest: str
    items: tuple[ItemScore, ...]
    #: Confirmed vetoes.
    vetoes: tuple[str, ...]
    #: Halves given, and what the items that apply add up to.
    total: int
    possible: int
    #: The total scaled to a hundred points and rounded to half points, in halves.
    scaled: int
    grade: str


def score(
    profile: Profile,
    deductions: Iterable[Deduction],
    *,
    not_applicable: Collection[str] = (),
    vetoes: Collection[str] = (),
) -> Score:
    """Add up; `vetoes` are those confirmed.

    Raises InputError `grading.unknown_item` for an item or veto the profile has not, and
    `grading.negative` for a deduction below nought.
    """
    taken = tuple(deductions)
    _known(profile, taken, not_applicable, vetoes)
    items = tuple(_item(item, taken, na=item.id in not_applicable) for item in profile.items)
    total = sum(i.given for i in items if not i.na)
    possible = sum(i.max for i in items if not i.na)
    confirmed = tuple(v.id for v in profile.vetoes if v.id in vetoes)
    scaled = scaled_to(total, possible)
    if confirmed and profile.veto_zeroes_score:
        scaled = 0
    return Score(
        profile=profile.id,
        digest=profile.digest,
        items=items,
        vetoes=confirmed,
        total=total,
        possible=possible,
        scaled=scaled,
        grade=grade_of(profile, scaled, items, vetoed=bool(confirmed)),
    )


def prechecked(precheck: Precheck) -> Score:
    """Add up what the program found: everything it suggests, and the vetoes it is certain of."""
    findings = precheck.findings
    vetoes = {v.id for v in precheck.profile.vetoes}
    return score(
        precheck.profile,
        suggested(precheck),
        not_applicable={i for i in precheck.not_applicable if i not in vetoes},
        vetoes={f.head for f in findings if f.certain and f.head in vetoes},
    )


def suggested(precheck: Precheck) -> tuple[Deduction, ...]:
    """Return the deductions the program's findings amount to.

    What only a person decides is shown, and not counted.
    """
    counted = {i.id for i in precheck.profile.items if i.kind is not Kind.HUMAN}
    return tuple(
        Deduction(
            item=f.head,
            halves=f.halves,
            document=f.document,
            page=f.dossier_page,
            code=f.code,
            details=f.details,
        )
        for f in precheck.findings
        if f.halves and f.head in counted
    )


def scaled_to(total: int, possible: int) -> int:
    """Return a total of halves scaled to a hundred points, rounded to half points, halves up."""
    if not possible:
        return WHOLE
    exact = Fraction(total * WHOLE, possible)
    return int(exact + Fraction(1, 2))


def grade_of(profile: Profile, scaled: int, items: Iterable[ItemScore], *, vetoed: bool) -> str:
    """Return the grade of a scaled total, in halves."""
    worst = profile.bands[-1]
    if vetoed:
        return worst.grade
    bare = _bare_groups(profile.groups, profile, tuple(items))
    fitting = (b for b in profile.bands if _fits(b, profile, scaled, shut=bool(bare)))
    return next(fitting, worst).grade


def _fits(band: Band, profile: Profile, scaled: int, *, shut: bool) -> bool:
    return scaled >= band.least and not (shut and band.grade == profile.best)


def _bare_groups(
    groups: Iterable[Group], profile: Profile, items: tuple[ItemScore, ...]
) -> tuple[str, ...]:
    """The guarding groups with an item that applies and was given nothing."""
    guarded = {g.id for g in groups if g.guards}
    of = {i.id: i.group for i in profile.items}
    return tuple(i.id for i in items if of[i.id] in guarded and not i.na and not i.given)


def _item(item: Item, taken: tuple[Deduction, ...], *, na: bool) -> ItemScore:
    mine = tuple(d for d in taken if d.item == item.id)
    given = 0 if na else max(0, item.halves - sum(d.halves for d in mine))
    return ItemScore(id=item.id, max=item.halves, given=given, na=na, deductions=() if na else mine)


def _known(
    profile: Profile,
    taken: tuple[Deduction, ...],
    not_applicable: Collection[str],
    vetoes: Collection[str],
) -> None:
    items, known = {i.id for i in profile.items}, {v.id for v in profile.vetoes}
    for named in (*(d.item for d in taken), *not_applicable):
        if named not in items:
            raise InputError("grading.unknown_item", item=named, profile=profile.id)
    for veto in vetoes:
        if veto not in known:
            raise InputError("grading.unknown_item", item=veto, profile=profile.id)
    for deduction in taken:
        if deduction.halves < 0:
            raise InputError("grading.negative", item=deduction.item)
