"""Matters as plain JSON values and back, for the lists a workspace keeps."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from engine.citation import Citation
from engine.fine_ranges import Measure, Mode, Range
from engine.matters import Element, Extra, FineRange, Matter, MatterVersion, PartyKind, PenaltyKind

#: Values as `json` reads them; their shape is fixed by the writers here.
Plain = Mapping[str, Any]


def matter_to_plain(matter: Matter) -> dict[str, object]:
    """Plain values of a matter with all its versions."""
    return {
        "id": matter.id,
        "name": matter.name,
        "field": matter.field,
        "benchmark": matter.benchmark,
        "limitation": matter.limitation,
        "versions": [_version_to_plain(version) for version in matter.versions],
    }


def matter_from_plain(plain: Plain) -> Matter:
    """The matter `matter_to_plain` wrote, as one of the bureau's own."""
    return Matter(
        id=plain["id"],
        name=plain["name"],
        field=plain["field"],
        benchmark=plain["benchmark"],
        limitation=plain["limitation"],
        versions=tuple(_version(plain["id"], version) for version in plain["versions"]),
        own=True,
    )


def _version_to_plain(version: MatterVersion) -> dict[str, object]:
    return {
        "valid_from": version.valid_from.isoformat(),
        "valid_to": version.valid_to.isoformat() if version.valid_to else None,
        "breached": [c.to_plain() for c in version.breached],
        "penalty": [c.to_plain() for c in version.penalty],
        "kinds": [kind.value for kind in version.kinds],
        "always": [kind.value for kind in version.always],
        "ranges": [_fine_to_plain(fine) for fine in version.ranges],
        "extra": [extra.value for extra in version.extra],
        "seizure_basis": [c.to_plain() for c in version.seizure_basis],
        "elements": [[element.id, element.text] for element in version.elements],
        "to_confirm": list(version.to_confirm),
        "note": version.note,
        "continued_by": version.continued_by,
        "yields_to": list(version.yields_to),
        "competes": list(version.competes),
    }


def _version(matter_id: str, plain: Plain) -> MatterVersion:
    until = plain["valid_to"]
    return MatterVersion(
        matter_id=matter_id,
        valid_from=date.fromisoformat(plain["valid_from"]),
        valid_to=date.fromisoformat(until) if until else None,
        breached=_citations(plain["breached"]),
        penalty=_citations(plain["penalty"]),
        kinds=tuple(PenaltyKind(kind) for kind in plain["kinds"]),
        always=tuple(PenaltyKind(kind) for kind in plain.get("always", ())),
        ranges=tuple(_fine(fine) for fine in plain["ranges"]),
        extra=tuple(Extra(extra) for extra in plain["extra"]),
        seizure_basis=_citations(plain["seizure_basis"]),
        elements=tuple(Element(id=i, text=text) for i, text in plain["elements"]),
        to_confirm=tuple(plain["to_confirm"]),
        note=plain["note"],
        continued_by=plain["continued_by"],
        yields_to=tuple(plain["yields_to"]),
        competes=tuple(plain["competes"]),
    )


def _citations(plain: Sequence[Plain]) -> tuple[Citation, ...]:
    return tuple(Citation.from_plain(citation) for citation in plain)


def _fine_to_plain(fine: FineRange) -> dict[str, object]:
    higher = fine.higher
    return {
        "id": fine.id,
        "party": fine.party.value,
        "situation": fine.situation,
        "low": fine.range.low,
        "high": fine.range.high,
        "measure": fine.range.measure.value,
        "mode": fine.mode.value,
        "correction_first": fine.correction_first,
        "fixed": fine.fixed,
        "higher": [higher.low, higher.high] if higher is not None else None,
    }


def _fine(plain: Plain) -> FineRange:
    measure, higher = Measure(plain["measure"]), plain["higher"]
    return FineRange(
        id=plain["id"],
        party=PartyKind(plain["party"]),
        situation=plain["situation"],
        range=Range(low=plain["low"], high=plain["high"], measure=measure),
        mode=Mode(plain["mode"]),
        correction_first=plain["correction_first"],
        fixed=plain["fixed"],
        higher=Range(low=higher[0], high=higher[1], measure=measure) if higher else None,
    )
