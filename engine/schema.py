"""What a transition may be given: named, typed fields, and the checking of raw input against them.

Input arrives as the plain values of a YAML or JSON file. It leaves as a `Record`, or as a list of
problems that name every wrong field at once; nothing is guessed and no unknown key is ignored.
"""

import contextlib
import difflib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias

from engine.errors import InputError
from engine.half_points import parse_points
from engine.identity import credit_code_valid, identity_number_valid
from engine.legal_time import LEGAL_ZONE
from engine.money import parse_yuan
from engine.record import Record, Value

Raw: TypeAlias = object


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpec:
    """One field of an input."""

    name: str
    label: str
    kind: str
    required: bool = False
    #: Required only when these sibling fields have one of these values.
    required_when: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    #: Required only when this fact holds; judged in planning, not here.
    required_when_fact: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    #: Kind of the items of a list.
    of: str = ""
    not_after_now: bool = False
    not_before_now: bool = False
    #: Whether the moment is part of an act whose order the law fixes (invariant I3).
    act_time: bool = False
    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong with an input."""

    #: Path of the field by its Chinese labels, such as 证据[2].制作时间.
    path: str
    #: Message code: `input.<code>` in the catalogue.
    code: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What checking needs to know beyond the schema."""

    now: datetime
    records: Mapping[str, tuple[FieldSpec, ...]]
    #: Reads a path written in an input file into a file record; raises InputError.
    take_file: Callable[[str], Record]
    person_ids: frozenset[str]
    squad_ids: frozenset[str]
    matter_ids: frozenset[str]
    #: Names (Chinese) that stand for ids of people and squads.
    aliases: Mapping[str, str] = field(default_factory=dict)


class _Checker:
    """Walks raw values beside their schema and collects problems."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self.problems: list[Problem] = []

    def complain(self, path: str, code: str, **facts: str) -> None:
        self.problems.append(Problem(path=path, code=code, facts=facts))

    def record(self, specs: Sequence[FieldSpec], raw: Raw, path: str) -> Record:
        if not isinstance(raw, Mapping):
            self.complain(path, "not_a_mapping")
            return Record()
        named = self._named(specs, raw, path)
        values: dict[str, Value] = {}
        for spec in specs:
            given = named.get(spec.name)
            if given in (None, "", []):
                continue
            value = self.value(spec, spec.kind, given, _join(path, spec.label))
            if value is not None:
                values[spec.name] = value
        self._missing(specs, values, named, path)
        return Record(values)

    def _named(
        self, specs: Sequence[FieldSpec], raw: Mapping[Raw, Raw], path: str
    ) -> dict[str, Raw]:
        known = {s.name: s.name for s in specs} | {s.label: s.name for s in specs}
        named: dict[str, Raw] = {}
        for key, given in raw.items():
            name = known.get(str(key))
            if name is None:
                near = difflib.get_close_matches(str(key), list(known), n=1, cutoff=0.5)
                hint = near[0] if near else "、".join(s.label for s in specs)
                self.complain(_join(path, str(key)), "unknown_field", known=hint)
            elif name in named:
                self.complain(_join(path, str(key)), "given_twice")
            else:
                named[name] = given
        return named

    def _missing(
        self,
        specs: Sequence[FieldSpec],
        values: Mapping[str, Value],
        named: Mapping[str, Raw],
        path: str,
    ) -> None:
        for spec in specs:
            if spec.name in values:
                continue
            if named.get(spec.name) not in (None, "", []):
                continue  # given, but already complained about
            needed = spec.required or (
                bool(spec.required_when)
                and all(values.get(n) in wanted for n, wanted in spec.required_when.items())
            )
            if needed:
                self.complain(_join(path, spec.label), "missing", kind=spec.kind)

    def value(self, spec: FieldSpec, kind: str, raw: Raw, path: str) -> Value:
        if kind == "list":
            return self._list(spec, raw, path)
        if kind in self.around.records:
            return self.record(self.around.records[kind], raw, path)
        reader = _READERS.get(kind)
        if reader is None:
            msg = f"schema names an unknown kind {kind!r}"
            raise KeyError(msg)
        if isinstance(raw, list | Mapping):
            self.complain(path, "not_a_value")
            return None
        return reader(self, spec, raw, path)

    def _list(self, spec: FieldSpec, raw: Raw, path: str) -> Value:
        if not isinstance(raw, list):
            self.complain(path, "not_a_list")
            return None
        items = [self.value(spec, spec.of, item, f"{path}[{n}]") for n, item in enumerate(raw, 1)]
        return tuple(item for item in items if item is not None)


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


#: Signs that make a text read otherwise than it is stored (Unicode UAX #9, explicit directions).
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def unprintable(text: str) -> str:
    """Return the first character no document can show, or an empty text."""
    return next(
        (
            c
            for c in text
            if (unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t")
            or c in _REORDERING
            or c == "\ufffd"
        ),
        "",
    )


def _text(check: _Checker, spec: FieldSpec, raw: Raw, path: str) -> Value:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float | date):
        check.complain(path, "not_text")
        return None
    text = str(raw).strip()
    bad = unprintable(text)
    if bad:
        check.complain(path, "broken_text", codepoint=f"U+{ord(bad):04X}")
        return None
    if not text and spec.required:
        check.complain(path, "missing", kind="text")
        return None
    return text


def _day(check: _Checker, spec: FieldSpec, raw: Raw, path: str) -> Value:
    day = raw.date() if isinstance(raw, datetime) else raw
    if isinstance(raw, str):
        try:
            day = date.fromisoformat(raw.strip())
        except ValueError:
            day = None
    if not isinstance(day, date):
        check.complain(path, "not_a_day", given=str(raw))
        return None
    today = check.around.now.date()
    if spec.not_after_now and day > today:
        check.complain(path, "in_the_future", given=day.isoformat())
    if spec.not_before_now and day < today:
        check.complain(path, "in_the_past", given=day.isoformat())
    return day


def _moment(check: _Checker, spec: FieldSpec, raw: Raw, path: str) -> Value:
    moment = raw if isinstance(raw, datetime) else None
    if isinstance(raw, str):
        try:
            moment = datetime.fromisoformat(raw.strip())
        except ValueError:
            moment = None
        if moment is not None and len(raw.strip()) <= len("2026-01-05"):
            moment = None  # a bare day does not say when
    if moment is None:
        check.complain(path, "not_a_moment", given=str(raw))
        return None
    try:
        moment = (
            moment.replace(tzinfo=LEGAL_ZONE)
            if moment.tzinfo is None
            else moment.astimezone(LEGAL_ZONE)
        )
    except OverflowError:  # beyond the years a calendar has
        check.complain(path, "not_a_moment", given=str(raw))
        return None
    if spec.not_after_now and moment > check.around.now:
        check.complain(path, "in_the_future", given=moment.strftime("%Y-%m-%d %H:%M"))
    if spec.not_before_now and moment < check.around.now:
        check.complain(path, "moment_passed", given=moment.strftime("%Y-%m-%d %H:%M"))
    return moment


def _money(check: _Checker, spec: FieldSpec, raw: Raw, path: str) -> Value:
    del spec
    if isinstance(raw, str | int) and not isinstance(raw, bool):
        with contextlib.suppress(InputError):  # told below, with every other problem
            return int(parse_yuan(str(raw).removesuffix("元")))
    check.complain(path, "not_money", given=str(raw))
    return None


def _points(check: _Checker, spec: FieldSpec, raw: Raw, path: str) -> Value:
    del spec
    if isinstance(raw, str | int | float) and not isinstance(raw, bool):
        found = parse_points(str(raw).removesuffix("分"))
        if found is not None:
            return found
    check.complain(path, "not_points", given=str(raw))
    return None


def _integer(check: _Checker, spec: FieldSpec, raw: Raw, path: str) -> Value:
    if isinstance(raw, bool) or not isinstance(raw, int):
        check.complain(path, "not_a_number", given=str(raw))
        return None
    low, high = spec.minimum, spec.maximum
    if (low is not None and raw < low) or (high is not None and raw > high):
        check.complain(path, "out_of_bounds", given=str(raw), low=str(low), high=str(high))
        return None
    return raw


#: How yes and no are written in input files and documents.
YES_NO_LABELS = {True: "是", False: "否"}
_YES = {True: True, False: False, "是": True, "否": False, "yes": True, "no": False}


def _yes_no(check: _Checker, spec: FieldSpec, raw: Raw, path: str) -> Value:
    del spec
    if isinstance(raw, bool | str) and raw in _YES:
        return _YES[raw]
    check.complain(path, "not_yes_no", given=str(raw))
    return None


def _choice(check: _Checker, spec: FieldSpec, raw: Raw, path: str) -> Value:
    known = {label: name for name, label in spec.choices.items()} | {n: n for n in spec.choices}
    if str(raw) not in known:
        check.complain(
            path, "unknown_choice", given=str(raw), choices="、".join(spec.choices.values())
        )
        return None
    return known[str(raw)]


def _known(ids: Callable[[Surroundings], frozenset[str]], code: str) -> "_Reader":
    def read(check: _Checker, spec: FieldSpec, raw: Raw, path: str) -> Value:
        del spec
        found = check.around.aliases.get(str(raw), str(raw))
        if found not in ids(check.around):
            check.complain(path, code, given=str(raw))
            return None
        return found

    return read


def _file(check: _Checker, spec: FieldSpec, raw: Raw, path: str) -> Value:
    del spec
    if not isinstance(raw, str):
        check.complain(path, "not_a_path", given=str(raw))
        return None
    if unprintable(raw):
        check.complain(path, "not_a_path", given=raw)
        return None
    try:
        return check.around.take_file(raw)
    except InputError as wrong:
        check.complain(path, wrong.code.removeprefix("input."), given=raw)
        return None


def _identity(check: _Checker, spec: FieldSpec, raw: Raw, path: str) -> Value:
    del spec
    if not identity_number_valid(str(raw)):
        check.complain(path, "not_an_identity_number")
        return None
    return str(raw).upper()


def _credit(check: _Checker, spec: FieldSpec, raw: Raw, path: str) -> Value:
    del spec
    if not credit_code_valid(str(raw)):
        check.complain(path, "not_a_credit_code")
        return None
    return str(raw).upper()


_Reader: TypeAlias = Callable[[_Checker, FieldSpec, Raw, str], Value]
_READERS: Mapping[str, _Reader] = {
    "text": _text,
    "long_text": _text,
    "date": _day,
    "moment": _moment,
    "money": _money,
    "integer": _integer,
    "points": _points,
    "yes_no": _yes_no,
    "choice": _choice,
    "file": _file,
    "identity": _identity,
    "credit_code": _credit,
    "person": _known(lambda around: around.person_ids, "unknown_person"),
    "squad": _known(lambda around: around.squad_ids, "unknown_squad"),
    "matter": _known(lambda around: around.matter_ids, "unknown_matter"),
}

KINDS = frozenset(_READERS) | {"list"}


def check_input(
    specs: Sequence[FieldSpec], raw: Raw, around: Surroundings
) -> tuple[Record, tuple[Problem, ...]]:
    """Check `raw` against `specs`; return what was readable and every problem found."""
    checker = _Checker(around)
    record = checker.record(specs, raw, "")
    return record, tuple(checker.problems)
