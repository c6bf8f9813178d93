"""Grading profiles from `grading/*.yaml`: vetoes, items, their checks and ladders.

Complaints name file and line; what a check looks at is the engine's business.
"""

import hashlib
import os
from collections.abc import Collection, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from engine.errors import ConfigurationError
from engine.grading.asking import CHECKS
from engine.grading.finding import check_named, question_named
from engine.grading.profile import (
    HALVES,
    Applies,
    Asked,
    Band,
    Group,
    Item,
    Kind,
    Profile,
    Stage,
    Veto,
)
from engine.grading.scoring import WHOLE
from engine.record import Record
from workflows.lined_yaml import Fields, read_fields

SHIPPED = Path(__file__).parent / "data" / "grading"
#: What shipped profiles are called; other data of the review lie beside them.
_PROFILES = "chengguan-*.yaml"
#: Folder of the copies, beside the profiles of a bureau.
KEPT = "kept"


def load_profiles(own: Path | None = None) -> dict[str, Profile]:
    """Return every profile by id; one in `own` with the id of a shipped one takes its place.

    Raises ConfigurationError naming file and line for anything that cannot be right.
    """
    found = list(_shipped())
    found += [load_profile(path) for path in sorted(own.glob("*.yaml"))] if own is not None else []
    return {profile.id: profile for profile in found}


@cache
def _shipped() -> tuple[Profile, ...]:
    """Read the profiles that come with the program, which never change while it runs."""
    return tuple(map(load_profile, sorted(SHIPPED.glob(_PROFILES))))


def keep_profiles(own: Path) -> tuple[Profile, ...]:
    """Return the profiles in force, and behind them every one this workspace ever graded by.

    A copy of each is kept under its digest in `own`: sheets name the one they were added up by. A
    kept profile this program can no longer read is left out.
    """
    present = load_profiles(own=own)
    paths = [*SHIPPED.glob(_PROFILES), *own.glob("*.yaml")]
    for path in paths:
        _keep(own / KEPT, path.read_bytes())
    known = {profile.digest for profile in present.values()}
    earlier = (p for p in sorted((own / KEPT).glob("*.yaml")) if not _is_kept(p, known))
    return (*present.values(), *(p for path in earlier if (p := _readable(path)) is not None))


def _keep(folder: Path, data: bytes) -> None:
    copy = folder / f"{hashlib.sha256(data).hexdigest()[:16]}.yaml"
    if copy.exists():
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = copy.with_suffix(f".{os.getpid()}.new")
    fresh.write_bytes(data)
    fresh.replace(copy)


def _is_kept(path: Path, digests: Collection[str]) -> bool:
    return any(digest.startswith(path.stem) for digest in digests)


def _readable(path: Path) -> Profile | None:
    try:
        return load_profile(path)
    except ConfigurationError:  # names a check this version of the program has no more
        return None


def load_profile(path: Path) -> Profile:
    """Return the profile in one file, with the digest of its bytes.

    Refuses points that are no half points, items that do not add up to the whole, names of checks,
    questions, groups, stages and outcomes that are not there, and anything named twice.
    """
    top = read_fields(path)
    place = top.place
    groups = tuple(_group(entry) for entry in top.children("groups"))
    outcomes = _lists(top.child("outcomes"))
    known = _Known({g.id for g in groups}, set(outcomes))
    profile = Profile(
        id=top.text("id"),
        name=top.text("name"),
        version=top.text("version"),
        valid_from=top.scalar("valid_from").day(),
        valid_to=None if top.empty("valid_to") else top.scalar("valid_to").day(),
        procedures=top.texts("procedures"),
        source=top.text("source"),
        halves=_halves(top, "points"),
        groups=groups,
        vetoes=tuple(known.veto(entry) for entry in top.children("vetoes")),
        items=tuple(known.item(entry) for entry in top.children("items")),
        bands=tuple(_band(entry) for entry in top.children("bands")),
        best=top.text("best"),
        veto_zeroes_score=top.scalar("veto_zeroes_score").truth(),
        stages=_stages(top.child("stages")),
        states=_stages(top.child("states")),
        outcomes=outcomes,
        expected=_expected(top, outcomes),
        digest=hashlib.sha256(path.read_bytes()).hexdigest(),
    )
    top.done()
    total = sum(item.halves for item in profile.items)
    if total != profile.halves:
        place.refuse("grading.points", wanted=profile.halves / HALVES, found=total / HALVES)
    _check_bands(top, profile)
    return profile


def _expected(top: Fields, outcomes: Collection[str]) -> str:
    outcome = top.text("expected")
    if outcome not in outcomes:
        top.place.refuse("grading.unknown_outcome", outcome=outcome)
    return outcome


class _Known:
    """What a profile has named so far, against which everything further is held."""

    def __init__(self, groups: set[str], outcomes: set[str]) -> None:
        """Begin with the groups and outcomes of the profile."""
        self._groups = groups
        self._outcomes = outcomes
        self._heads: set[str] = set()

    def item(self, entry: Fields) -> Item:
        """Read one item."""
        group = entry.text("group")
        if group not in self._groups:
            entry.place.refuse("grading.unknown_group", group=group)
        found = Item(
            id=self._fresh(entry),
            group=group,
            name=entry.text("name"),
            halves=_halves(entry, "points"),
            kind=entry.scalar("type").choice(Kind),
            law=entry.texts("law"),
            ladder=entry.text("ladder"),
            evidence=entry.texts("evidence"),
            applies=self._applies(entry),
            checks=tuple(self._asked(asked) for asked in entry.children("checks")),
        )
        entry.done()
        return found

    def veto(self, entry: Fields) -> Veto:
        """Read one veto."""
        found = Veto(
            id=self._fresh(entry),
            name=entry.text("name"),
            kind=entry.scalar("type").choice(Kind),
            law=entry.texts("law"),
            evidence=entry.texts("evidence"),
            applies=self._applies(entry),
            checks=tuple(self._asked(asked) for asked in entry.children("checks")),
        )
        entry.done()
        return found

    def _fresh(self, entry: Fields) -> str:
        head = entry.text("id")
        if head in self._heads:
            entry.place.refuse("grading.twice", item=head)
        self._heads.add(head)
        return head

    def _applies(self, entry: Fields) -> Applies:
        if not entry.has("applies"):
            return Applies()
        given = entry.child("applies")
        found = Applies(
            forms=given.texts("forms"),
            outcomes=self._listed(given),
            question=given.text("question", ""),
        )
        if found.question and question_named(found.question) is None:
            given.place.refuse("grading.unknown_question", question=found.question)
        given.done()
        return found

    def _listed(self, entry: Fields) -> tuple[str, ...]:
        outcomes = entry.texts("outcomes")
        for outcome in outcomes:
            if outcome not in self._outcomes:
                entry.place.refuse("grading.unknown_outcome", outcome=outcome)
        return outcomes

    def _asked(self, entry: Fields) -> Asked:
        check = entry.text("check")
        if check_named(check) is None or not CHECKS:
            entry.place.refuse("grading.unknown_check", check=check)
        found = Asked(
            check=check,
            law=entry.text("law"),
            halves=_halves(entry, "points") if entry.has("points") else 0,
            most=_halves(entry, "most") if entry.has("most") else 0,
            after=entry.scalar("after").choice(Stage) if entry.has("after") else Stage.OPENED,
            outcomes=self._listed(entry),
            code=entry.text("code", ""),
            forms=entry.texts("forms"),
            fields=entry.texts("fields"),
            words=entry.texts("words"),
            number=entry.scalar("number").whole() if entry.has("number") else 0,
            deadline=entry.text("deadline", ""),
            names=entry.texts("names"),
            args=_args(entry),
            wanted=not entry.has("wanted") or entry.scalar("wanted").truth(),
        )
        entry.done()
        return found


def _halves(entry: Fields, field: str) -> int:
    """Points as written, in halves; anything between half points is refused."""
    scalar = entry.scalar(field)
    halves = scalar.decimal() * HALVES
    if not halves.is_finite() or halves != int(halves) or halves < 0:
        scalar.place.refuse("grading.half_points", field=field, value=scalar.value)
    return int(halves)


def _args(entry: Fields) -> Record:
    given = entry.value("args") if entry.has("args") else None
    return given if isinstance(given, Record) else Record()


def _group(entry: Fields) -> Group:
    found = Group(
        id=entry.text("id"),
        name=entry.text("name"),
        guards=entry.has("guards") and entry.scalar("guards").truth(),
    )
    entry.done()
    return found


def _band(entry: Fields) -> Band:
    found = Band(grade=entry.text("grade"), name=entry.text("name"), least=_halves(entry, "least"))
    entry.done()
    return found


def _check_bands(top: Fields, profile: Profile) -> None:
    """Bands fall, begin within the whole and end at nought; the best is one of them."""
    least = [band.least for band in profile.bands]
    falling = least == sorted(set(least), reverse=True)
    if not least or not falling or least[-1] != 0 or least[0] > WHOLE:
        top.place.refuse("grading.bands", bands=tuple(str(n / HALVES) for n in least))
    if profile.best not in {band.grade for band in profile.bands}:
        top.place.refuse("grading.unknown_grade", grade=profile.best)


def _stages(entry: Fields) -> dict[Stage, tuple[str, ...]]:
    found: dict[Stage, tuple[str, ...]] = {}
    for name in entry.names():
        if name not in {stage.value for stage in Stage}:
            allowed = "、".join(stage.value for stage in Stage)
            entry.place.refuse("data.unknown_word", field="stages", value=name, allowed=allowed)
        found[Stage(name)] = entry.texts(name)
    return found


def _lists(entry: Fields) -> dict[str, tuple[str, ...]]:
    return {name: entry.texts(name) for name in entry.names()}


def profile_for(profiles: Mapping[str, Profile], procedure: str, day: date) -> Profile | None:
    """Return the newest profile in force on `day` for a main procedure, or None."""
    fitting = [
        p
        for p in profiles.values()
        if procedure in p.procedures
        and p.valid_from <= day
        and (p.valid_to is None or day <= p.valid_to)
    ]
    return max(fitting, key=lambda p: (p.valid_from, p.id), default=None)
