"""The register of deadlines from `deadlines.yaml`: versioned rules, each citing its article.

Complaints name file and line. How a period is counted is the engine's business.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from engine.citation import Citation
from engine.errors import NotFoundError
from engine.periods import (
    DeadlineRule,
    Direction,
    Expiry,
    ExtensionRule,
    Rollover,
    Tag,
    Unit,
    WarnAt,
)
from engine.surcharge import SurchargeRule
from workflows.lined_yaml import Fields, Scalar, content_of, read_fields

DATA = Path(__file__).parent / "data"
SHIPPED = DATA / "deadlines.yaml"
INSTRUMENTS = (DATA / "instruments.yaml", DATA / "deadline_instruments.yaml")
#: A citation such as "APL 64(1)(2)"; the code alone cites the whole instrument.
CITED = re.compile(
    r"(?P<code>[A-Z0-9]+)(?: (?P<article>\d+)(?:\((?P<para>\d+)\))?(?:\((?P<item>\d+)\))?)?"
)

#: Whose periods end without anybody in the bureau being late.
OTHERS = frozenset({"party", "court"})

Names = dict[str, str]
Warnings = dict[Unit, WarnAt]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineBook:
    """Every rule of one edition of the register, all versions included."""

    version: str
    rules: tuple[DeadlineRule, ...]
    surcharges: tuple[SurchargeRule, ...]

    def rule(self, rule_id: str, on: date) -> DeadlineRule:
        """The version of `rule_id` in force on `on`, the day the period starts.

        Raises NotFoundError "deadline.no_rule" when none is.
        """
        found = self.in_force(on).get(rule_id)
        if found is None:
            raise NotFoundError("deadline.no_rule", rule=rule_id, on=on)
        return found

    def in_force(self, on: date) -> dict[str, DeadlineRule]:
        """Every rule in force on `on`, by id."""
        return {
            rule.id: rule
            for rule in self.rules
            if rule.valid_from <= on <= (rule.valid_to or date.max)
        }

    def surcharge(self, rule_id: str) -> SurchargeRule:
        """The surcharge `rule_id`; raises NotFoundError "deadline.no_rule"."""
        for rule in self.surcharges:
            if rule.id == rule_id:
                return rule
        raise NotFoundError("deadline.no_rule", rule=rule_id)


def load_deadlines(path: Path = SHIPPED, instruments: Iterable[Path] = INSTRUMENTS) -> DeadlineBook:
    """The register in `path`, citations spelt out with the names of `instruments`.

    The same files are read only once. Raises ConfigurationError naming file and line for anything
    that cannot be right.
    """
    named = tuple(instruments)
    return _written(path, named, content_of(path, *named))


@lru_cache(maxsize=8)
def _written(path: Path, instruments: tuple[Path, ...], _content: str) -> DeadlineBook:
    """The register in `path`, as long as it and the instruments hold what they hold."""
    names = instrument_names(instruments)
    top = read_fields(path)
    version = top.text("version")
    warnings = _warnings(top.child("warnings")) if top.has("warnings") else {}
    rules: list[DeadlineRule] = []
    surcharges: list[SurchargeRule] = []
    for entry in top.children("deadlines"):
        rule = _rule(entry, names, warnings)
        if rule.unit is Unit.SURCHARGE:
            charge = _surcharge(entry, rule)
            surcharges.append(charge)
            rule = replace(
                rule,
                rate_permille_per_day=charge.rate_permille_per_day,
                cap_permille=charge.cap_permille,
            )
        entry.done()
        _refuse_overlap(entry, rule, rules)
        rules.append(rule)
    top.done()
    return DeadlineBook(version=version, rules=tuple(rules), surcharges=tuple(surcharges))


def instrument_names(paths: Iterable[Path]) -> Names:
    """Code to official name of every instrument in `paths`."""
    names: Names = {}
    for path in paths:
        top = read_fields(path)
        for code in top.names():
            names[code] = top.child(code).text("name")
    return names


def _rule(entry: Fields, names: Names, warnings: Warnings) -> DeadlineRule:
    name = entry.child("name")
    who = entry.text("who")
    expiry = _expiry(entry, who)
    unit = entry.scalar("unit").choice(Unit)
    tag = entry.scalar("tag").choice(Tag)
    rule = DeadlineRule(
        id=entry.text("id"),
        name_zh=name.text("zh"),
        name_en=name.text("en"),
        length=_length(entry, unit),
        unit=unit,
        rollover=entry.scalar("rollover").choice(Rollover),
        direction=_direction(entry),
        who=who,
        runs_from=entry.text("runs_from"),
        law=_law(entry, names),
        if_missed=entry.text("if_missed"),
        tag=tag,
        doubt=_doubt(entry, tag),
        starts_when_served=entry.texts("starts_when_served"),
        starts_after=entry.texts("starts_after"),
        excludes_from=entry.texts("excludes_from"),
        extensions=tuple(_extension(child, names) for child in entry.children("extensions")),
        expiry=expiry,
        warn_at=_warn_at(entry, expiry, warnings.get(unit)),
        valid_from=entry.scalar("valid_from").day(),
        valid_to=entry.scalar("valid_to").day() if entry.has("valid_to") else None,
    )
    name.done()
    return rule


def _expiry(entry: Fields, who: str) -> Expiry:
    if entry.has("expiry"):
        return entry.scalar("expiry").choice(Expiry)
    return Expiry.LAPSE if who in OTHERS else Expiry.BREACH


def _warnings(fields: Fields) -> Warnings:
    """The thresholds of every period of a unit that names none of its own."""
    found: Warnings = {}
    for name in fields.names():
        entry = fields.child(name)
        if name not in set(Unit):
            entry.place.refuse(
                "data.unknown_word", field="warnings", value=name, allowed="、".join(Unit)
            )
        found[Unit(name)] = _thresholds(entry)
    return found


def _warn_at(entry: Fields, expiry: Expiry, default: WarnAt | None) -> WarnAt | None:
    """The rule's own thresholds, else its unit's where somebody could be late."""
    if entry.has("warn"):
        return _thresholds(entry.child("warn"))
    return default if expiry is Expiry.BREACH else None


def _thresholds(entry: Fields) -> WarnAt:
    yellow, red = entry.scalar("yellow"), entry.scalar("red")
    found = WarnAt(yellow=yellow.whole(), red=red.whole())
    entry.done()
    if not 0 <= found.red <= found.yellow:
        red.place.refuse("data.warning_order", yellow=found.yellow, red=found.red)
    return found


def _length(entry: Fields, unit: Unit) -> int:
    """A length where the unit is counted, none where it is not."""
    if not unit.counted:
        return 0
    written = entry.scalar("length")
    if (length := written.whole()) <= 0:
        written.place.refuse("data.not_positive", field="length", value=length)
    return length


def _direction(entry: Fields) -> Direction:
    if entry.has("direction"):
        return entry.scalar("direction").choice(Direction)
    return Direction.FORWARD


def _doubt(entry: Fields, tag: Tag) -> str:
    """What is to be confirmed must be said, and nothing may be doubted that is confirmed."""
    return entry.text("doubt") if tag is Tag.TO_CONFIRM else ""


def _law(entry: Fields, names: Names) -> tuple[Citation, ...]:
    cited = tuple(citation(written, names) for written in entry.scalars("law"))
    if not cited:
        entry.place.refuse("data.missing_field", field="law")
    return cited


def citation(written: Scalar, names: Names) -> Citation:
    """The place in a law that a compact citation names."""
    found = CITED.fullmatch(written.text())
    if found is None:
        written.place.refuse("data.bad_citation", value=written.value)
    if found["code"] not in names:
        written.place.refuse("data.unknown_law", value=found["code"])
    article, para, item = (
        int(found[part]) if found[part] else None for part in ("article", "para", "item")
    )
    return Citation(law=names[found["code"]], article=article, paragraph=para, item=item)


def _extension(child: Fields, names: Names) -> ExtensionRule:
    rule = ExtensionRule(
        length=child.scalar("length").whole(),
        unit=child.scalar("unit").choice(Unit),
        times=child.scalar("times").whole(),
        granted_by=child.text("granted_by"),
        law=_law(child, names),
        tag=child.scalar("tag").choice(Tag),
    )
    child.done()
    return rule


def _surcharge(entry: Fields, rule: DeadlineRule) -> SurchargeRule:
    return SurchargeRule(
        id=rule.id,
        rate_permille_per_day=entry.scalar("rate_permille_per_day").whole(),
        cap_permille=entry.scalar("cap_permille").whole(),
        law=rule.law,
    )


def _refuse_overlap(entry: Fields, rule: DeadlineRule, earlier: Iterable[DeadlineRule]) -> None:
    """Two versions of one rule may not be in force on the same day."""
    for other in earlier:
        if (
            other.id == rule.id
            and rule.valid_from <= (other.valid_to or date.max)
            and other.valid_from <= (rule.valid_to or date.max)
        ):
            entry.place.refuse("data.twice", field=rule.id)
