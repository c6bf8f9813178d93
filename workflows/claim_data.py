"""What `workflow check` explores and proves, from `checking/*.yaml`.

Complaints name file and line. What an invariant means is the engine's business.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from engine.checking.claims import (
    Claims,
    Hats,
    Invariant,
    Need,
    Occasion,
    Scope,
    Staff,
    StatutePeriod,
)
from engine.record import Record
from workflows.lined_yaml import Fields, Scalar, read_fields
from workflows.staff_data import read_staff

DATA = Path(__file__).parent / "data" / "checking"
#: Needs whose value is a list of names.
NAMED = (
    "issued",
    "served",
    "within",
    "over",
    "track",
    "no_track",
    "roles",
    "ties",
    "leaves",
    "leads",
    "stays",
    "plays",
    "marks",
    "unmarks",
    "beside",
    "makes",
    "serves",
    "opens",
    "opens_at",
    "starts",
    "stops",
    "pauses",
    "resumes",
    "extends",
    "asks_people",
    "gives",
)
#: Needs made of other needs.
JOINED = ("any", "all", "not")


def load_claims(folder: Path = DATA) -> Claims:
    """Return every scope and invariant of `folder`; raises ConfigurationError."""
    scopes = read_fields(folder / "scopes.yaml")
    statute = read_fields(folder / "invariants.yaml")
    acts = read_fields(folder / "acts.yaml")
    staff, ids = read_staff(scopes.child("bureau")), set[str]()
    claims = Claims(
        start=scopes.scalar("start").day(),
        rigid=frozenset(scopes.texts("rigid")),
        kept=frozenset(scopes.texts("kept")),
        staff=staff,
        scopes=tuple(_scope(child, staff, ids) for child in scopes.children("scopes")),
        invariants=(
            *(_invariant(child, ids) for child in statute.children("invariants")),
            *_numbered(i for child in acts.children("rules") for i in _demands(child)),
            *_numbered(i for child in acts.children("acts") for i in _acts(child)),
        ),
        hats=tuple(_hats(child, ids) for child in statute.children("hats")),
        periods=tuple(_period(child) for child in statute.children("periods")),
    )
    scopes.done()
    statute.done()
    acts.done()
    return claims


def _own_id(entry: Fields, ids: set[str]) -> str:
    """Return an id nothing else in the three files goes by: breaches are told apart by it."""
    written = entry.scalar("id")
    name = written.text()
    if name in ids:
        written.place.refuse("data.twice", field=name)
    ids.add(name)
    return name


def _numbered(invariants: Iterable[Invariant]) -> Iterator[Invariant]:
    """Number the demands that are alike in rule and question, from the second on."""
    seen: Counter[str] = Counter()
    for invariant in invariants:
        seen[invariant.id] += 1
        number = seen[invariant.id]
        yield invariant if number == 1 else replace(invariant, id=f"{invariant.id} #{number}")


def _demands(entry: Fields) -> Iterator[Invariant]:
    """What one rule asks before some acts."""
    rule, law = entry.text("rule"), entry.texts("law")
    need = _question(entry, "asks")
    yield Invariant(
        id=f"{rule} {need.names[0]}",
        name=f"{rule}：这些步骤之前须查明“{need.names[0]}”",
        name_en=f"{rule}: {need.names[0]} is asked before these acts",
        law=law,
        occasion=Occasion(
            fires=frozenset(entry.texts("before")),
            given=_given(entry),
            where=(_question(entry, "where"),) if entry.has("where") else (),
        ),
        needs=(need,),
    )
    entry.done()


def _question(entry: Fields, field: str) -> Need:
    inner = entry.child(field)
    args = inner.value("with") if inner.has("with") else None
    need = Need(
        kind="asked",
        names=(inner.text("fact"),),
        args=args if isinstance(args, Record) else Record(),
        expect=_expected(inner),
    )
    inner.done()
    return need


def _expected(entry: Fields) -> tuple[bool | str, ...]:
    expect = entry.value("is") if entry.has("is") else True
    many = expect if isinstance(expect, tuple) else (expect,)
    return tuple(v for v in many if isinstance(v, bool | str))


def _given(entry: Fields) -> dict[str, tuple[bool | str, ...]]:
    if not entry.has("given"):
        return {}
    inner = entry.child("given")
    found: dict[str, tuple[bool | str, ...]] = {}
    for name in inner.names():
        value = inner.value(name)
        many = value if isinstance(value, tuple) else (value,)
        found[name] = tuple(v for v in many if isinstance(v, bool | str))
    inner.done()
    return found


def _acts(entry: Fields) -> Iterator[Invariant]:
    """Who may do an act, and which papers and periods come of it."""
    act, law = entry.text("act"), entry.texts("law")
    given = _given(entry)
    needs = tuple(Need(kind=k, names=entry.texts(k)) for k in NAMED if entry.has(k))
    where = (_question(entry, "where"),) if entry.has("where") else ()
    yield Invariant(
        id=f"{act} {'+'.join(n.kind for n in needs)}",
        name=f"{act} 由谁作出、产生哪些文书和期限",
        name_en=f"who does {act}, and what comes of it",
        law=law,
        occasion=Occasion(fires=frozenset({act}), given=given, where=where),
        needs=needs,
    )
    entry.done()


def _scope(entry: Fields, staff: Staff, ids: set[str]) -> Scope:
    without = [_left_out(child) for child in entry.children("without")]
    scope = Scope(
        id=_own_id(entry, ids),
        name=entry.text("name"),
        name_en=entry.text("name_en"),
        machines=frozenset(entry.texts("machines")),
        covers=_names(entry, "covers"),
        begin=entry.texts("begin"),
        until=_names(entry, "until"),
        one_way=entry.has("one_way") and entry.scalar("one_way").truth(),
        people=frozenset(_known(s, staff.hats) for s in entry.scalars("people")),
        without=frozenset(name for names in without for name in names),
        single=_names(entry, "single"),
        eager=_names(entry, "eager"),
        once=_names(entry, "once"),
        papers=_names(entry, "papers"),
        remembered=tuple(_need(child) for child in entry.children("remembered")),
        keeps=_names(entry, "keeps"),
        timeless=_names(entry, "timeless"),
    )
    entry.done()
    return scope


def _known(written: Scalar, names: Iterable[str]) -> str:
    """Return a text that must be one of some names."""
    name = written.text()
    if name not in names:
        allowed = "、".join(sorted(names))
        written.place.refuse("data.unknown_word", field=written.field, value=name, allowed=allowed)
    return name


def _left_out(entry: Fields) -> tuple[str, ...]:
    """Return acts a scope leaves out; the reason must be written, and is for people."""
    entry.text("why")
    acts = entry.texts("acts")
    entry.done()
    return acts


def _names(entry: Fields, field: str) -> frozenset[str]:
    return frozenset(entry.texts(field)) if entry.has(field) else frozenset()


def _invariant(entry: Fields, ids: set[str]) -> Invariant:
    occasion = entry.child("at")
    invariant = Invariant(
        id=_own_id(entry, ids),
        name=entry.text("name"),
        name_en=entry.text("name_en"),
        law=entry.texts("law"),
        occasion=Occasion(
            fires=_names(occasion, "fires"),
            issues=_names(occasion, "issues"),
            enters=_names(occasion, "enters"),
            given=_given(occasion),
            where=(_question(occasion, "where"),) if occasion.has("where") else (),
        ),
        needs=tuple(_need(child) for child in entry.children("needs")),
        scopes=_names(entry, "scopes"),
    )
    occasion.done()
    entry.done()
    return invariant


def _need(entry: Fields) -> Need:
    if entry.has("asked"):
        args = entry.value("with") if entry.has("with") else None
        need = Need(
            kind="asked",
            names=(entry.text("asked"),),
            args=args if isinstance(args, Record) else Record(),
            expect=_expected(entry),
        )
    elif entry.has("fired"):
        need = Need(
            kind="fired",
            names=entry.texts("fired"),
            since=entry.texts("since") if entry.has("since") else (),
        )
    else:
        kind = next((k for k in (*NAMED, *JOINED) if entry.has(k)), "")
        if not kind:
            allowed = "、".join(("asked", "fired", *NAMED, *JOINED))
            entry.place.refuse("data.unknown_word", field="needs", value="?", allowed=allowed)
        if kind in JOINED:
            need = Need(kind=kind, inner=tuple(_need(child) for child in entry.children(kind)))
        else:
            need = Need(kind=kind, names=entry.texts(kind))
    entry.done()
    return need


def _hats(entry: Fields, ids: set[str]) -> Hats:
    hats = Hats(
        id=_own_id(entry, ids),
        name=entry.text("name"),
        name_en=entry.text("name_en"),
        law=entry.texts("law"),
        one=_names(entry, "one"),
        other=frozenset(entry.texts("other")),
        named=entry.text("named", ""),
        role=entry.text("role", ""),
        scopes=_names(entry, "scopes"),
    )
    entry.done()
    return hats


def _period(entry: Fields) -> StatutePeriod:
    period = StatutePeriod(
        rule=entry.text("rule"),
        length=entry.scalar("length").whole(),
        unit=entry.text("unit"),
        law=entry.texts("law"),
        rollover=entry.text("rollover", ""),
    )
    entry.done()
    return period
