"""Penalty matters from `matters/*.yaml`: versions, articles, ranges, elements.

Complaints name file and line. Amounts are written in yuan and per cent and read exactly; what a
range means is the engine's business.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from engine.citation import Citation
from engine.errors import ConfigurationError
from engine.fine_ranges import Measure, Mode, Range
from engine.matters import Element, Extra, FineRange, Matter, MatterVersion, PartyKind, PenaltyKind
from workflows.lined_yaml import Fields, Place, Scalar, content_of, read_fields

DATA = Path(__file__).parent / "data"
SHIPPED = DATA / "matters"
LAWS = DATA / "matter_laws.yaml"
#: One yuan is a hundred fen, one per cent a hundred hundredths of a per cent.
HUNDRED = 100
#: Words of an article after which a fine needs an unmet order first.
UNMET = ("逾期", "拒不")

LawDates = dict[str, date]


class LawClass(StrEnum):
    """Instruments that can create a penalty (APL 10-14); other documents cannot (APL 16)."""

    LAW = "law"
    ADMINISTRATIVE_REGULATION = "administrative_regulation"
    DEPARTMENT_RULE = "department_rule"
    LOCAL_REGULATION = "local_regulation"
    LOCAL_RULE = "local_rule"


def load_matters(folder: Path = SHIPPED, laws: Path = LAWS) -> dict[str, Matter]:
    """Every matter of `folder` by id, in the order of the ids.

    The same files are read only once. Raises ConfigurationError naming file and line for anything
    that cannot be right.
    """
    paths = tuple(sorted(folder.glob("*.yaml")))
    return dict(_written(paths, laws, content_of(*paths, laws)))


@lru_cache(maxsize=8)
def _written(paths: tuple[Path, ...], laws: Path, _content: str) -> Mapping[str, Matter]:
    """Every matter of `paths` by id, as long as they hold what they hold."""
    known = load_laws(laws)
    matters: dict[str, Matter] = {}
    places: dict[str, Place] = {}
    for path in paths:
        top = read_fields(path)
        for entry in top.children("matters"):
            matter = _matter(entry, known)
            if matter.id in matters:
                entry.place.refuse("data.twice", field=matter.id)
            matters[matter.id], places[matter.id] = matter, entry.place
        top.done()
    _refuse_unknown(matters, places)
    return dict(sorted(matters.items()))


def _refuse_unknown(matters: dict[str, Matter], places: dict[str, Place]) -> None:
    """Refuse a version that names a matter nobody has."""
    for matter in matters.values():
        for version in matter.versions:
            named = {version.continued_by, *version.yields_to, *version.competes} - {""}
            for other in sorted(named - matters.keys()):
                places[matter.id].refuse("matter.names_unknown", matter=matter.id, other=other)


def load_laws(path: Path = LAWS) -> LawDates:
    """The instruments matters may cite, with the day their text came into force."""
    top = read_fields(path)
    laws: LawDates = {}
    for entry in top.children("laws"):
        entry.scalar("class").choice(LawClass)
        laws[entry.text("name")] = entry.scalar("in_force").day()
        entry.done()
    top.done()
    return laws


def _matter(entry: Fields, laws: LawDates) -> Matter:
    matter_id = entry.text("id")
    versions = tuple(_version(child, matter_id, laws) for child in entry.children("versions"))
    if not versions:
        entry.place.refuse("data.missing_field", field="versions")
    try:
        matter = Matter(
            id=matter_id,
            name=entry.text("name"),
            field=entry.text("field"),
            benchmark=entry.text("benchmark"),
            limitation=entry.text("limitation"),
            versions=versions,
        )
    except ConfigurationError as wrong:
        raise _at(entry, wrong) from wrong
    entry.done()
    return matter


def _version(entry: Fields, matter_id: str, laws: LawDates) -> MatterVersion:
    _refuse_unordered_fine(entry)
    mode = entry.scalar("mode").choice(Mode)
    first = entry.scalar("correction_first").truth()
    penalty = _citations(entry, "penalty", laws)
    if not penalty:
        entry.place.refuse("data.missing_field", field="penalty")
    version = MatterVersion(
        matter_id=matter_id,
        valid_from=entry.scalar("valid_from").day(),
        valid_to=entry.scalar("valid_to").day() if entry.has("valid_to") else None,
        breached=_citations(entry, "breached", laws),
        penalty=penalty,
        kinds=tuple(kind.choice(PenaltyKind) for kind in entry.scalars("kinds")),
        always=tuple(kind.choice(PenaltyKind) for kind in entry.scalars("always")),
        ranges=tuple(_range(child, mode, first) for child in entry.children("ranges")),
        extra=tuple(extra.choice(Extra) for extra in entry.scalars("extra")),
        seizure_basis=_citations(entry, "seizure_basis", laws),
        elements=tuple(_elements(entry)),
        to_confirm=entry.texts("to_confirm"),
        note=entry.text("note", default=""),
        continued_by=entry.text("continued_by", default=""),
        yields_to=entry.texts("yields_to"),
        competes=entry.texts("competes"),
    )
    _refuse_incoherent(entry, version, laws)
    entry.done()
    return version


def _refuse_unordered_fine(entry: Fields) -> None:
    """An article that punishes 逾期 or 拒不 needs the order first; leaving it out is an error."""
    if entry.has("condition"):
        written = entry.scalar("condition")
        first = entry.peek("correction_first")
        if any(word in written.text() for word in UNMET) and first != "true":
            written.place.refuse("matter.correction_first", condition=written.value)


def _refuse_incoherent(entry: Fields, version: MatterVersion, laws: LawDates) -> None:
    if (PenaltyKind.FINE in version.kinds) != bool(version.ranges):
        entry.place.refuse("matter.fine_without_range", matter=version.matter_id)
    if not set(version.always) <= set(version.kinds):
        entry.place.refuse("matter.always_unknown", matter=version.matter_id)
    if len({fine.id for fine in version.ranges}) != len(version.ranges):
        entry.place.refuse("matter.range_twice", matter=version.matter_id)
    if version.valid_to is not None and version.valid_to < version.valid_from:
        entry.place.refuse("matter.dates_reversed", matter=version.matter_id)
    if not version.elements:
        entry.place.refuse("data.missing_field", field="elements")
    for cited in version.penalty:
        if version.valid_from < laws[cited.law]:
            entry.place.refuse("matter.before_its_law", law=cited.law, since=laws[cited.law])


def _range(entry: Fields, mode: Mode, first: bool) -> FineRange:
    measure = entry.scalar("measure").choice(Measure) if entry.has("measure") else Measure.YUAN
    try:
        fine = FineRange(
            id=entry.text("id"),
            party=entry.scalar("party").choice(PartyKind),
            situation=entry.text("situation", default=""),
            range=Range(
                low=_amount(entry.scalar("from")),
                high=_amount(entry.scalar("to")),
                measure=measure,
            ),
            mode=entry.scalar("mode").choice(Mode) if entry.has("mode") else mode,
            correction_first=(
                entry.scalar("correction_first").truth() if entry.has("correction_first") else first
            ),
            fixed=_amount(entry.scalar("fixed")) if entry.has("fixed") else None,
            higher=_higher(entry, measure),
        )
    except ConfigurationError as wrong:
        raise _at(entry, wrong) from wrong
    if fine.range.high == 0:
        entry.place.refuse("matter.bad_range", low=0, high=0)
    entry.done()
    return fine


def _higher(entry: Fields, measure: Measure) -> Range | None:
    """The range of the higher law, where the article is of a lower one."""
    if not entry.has("higher_from"):
        return None
    low, high = _amount(entry.scalar("higher_from")), _amount(entry.scalar("higher_to"))
    return Range(low=low, high=high, measure=measure)


def _amount(written: Scalar) -> int:
    """Yuan or per cent with at most two decimals, in hundredths."""
    exact = written.decimal() * HUNDRED
    if exact != exact.to_integral_value():
        written.place.refuse("matter.too_fine", value=written.value)
    return int(exact)


def _elements(entry: Fields) -> Iterator[Element]:
    seen: set[str] = set()
    for child in entry.children("elements"):
        element = Element(id=child.text("id"), text=child.text("text"))
        child.done()
        if element.id in seen:
            child.place.refuse("data.twice", field=element.id)
        seen.add(element.id)
        yield element


def _citations(entry: Fields, field: str, laws: LawDates) -> tuple[Citation, ...]:
    return tuple(_citation(child, laws) for child in entry.children(field))


def _citation(entry: Fields, laws: LawDates) -> Citation:
    law = entry.text("law")
    if law not in laws:
        entry.place.refuse("data.unknown_law", value=law)
    cited = Citation(
        law=law,
        article=entry.scalar("article").whole(),
        paragraph=entry.scalar("para").whole() if entry.has("para") else None,
        item=entry.scalar("item").whole() if entry.has("item") else None,
    )
    entry.done()
    return cited


def _at(entry: Fields, wrong: ConfigurationError) -> ConfigurationError:
    """The complaint with its place, unless it already has one."""
    if "line" in wrong.facts:
        return wrong
    place = entry.place
    return ConfigurationError(wrong.code, file=place.path.name, line=place.line, **wrong.facts)
