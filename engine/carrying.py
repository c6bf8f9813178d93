"""Evidence that comes along from another case, by reference: the same files under the same digests.

Each piece says which case it came from and the number it had there; nothing is copied or renamed.
"""

from collections.abc import Callable, Iterator

from engine.case import Case
from engine.definition import Transition
from engine.record import Record

EVIDENCE, ORIGIN, ORIGIN_NUMBER = "evidence", "origin", "origin_number"


def with_carried(
    transition: Transition, inputs: Record, other: Callable[[str], Case | None]
) -> Record:
    """Return what was handed in together with the evidence the transition brings along.

    A piece that is already there by the same file and origin is not brought twice.
    """
    if transition.carries is None:
        return inputs
    named = inputs.get(transition.carries.source)
    sources = named if isinstance(named, tuple) else (named,)
    only = transition.carries.only
    brought = [
        item
        for source in sources
        if isinstance(source, str) and (case := other(source)) is not None
        for item in _pieces(case, inputs.texts(only) if only else None)
    ]
    own = inputs.records(EVIDENCE)
    return inputs.merged({EVIDENCE: (*own, *brought)}) if brought else inputs


def _pieces(case: Case, only: tuple[str, ...] | None) -> Iterator[Record]:
    for piece in case.evidence:
        if only is None or piece.number in only:
            came_from = piece.item.text(ORIGIN) or case.number or case.id
            number = piece.item.text(ORIGIN_NUMBER) or piece.number
            yield piece.item.merged({ORIGIN: came_from, ORIGIN_NUMBER: number})


def brought(inputs: Record) -> tuple[tuple[str, str, str], ...]:
    """Return origin, number there and digest of every piece that came along."""
    return tuple(
        (i.text(ORIGIN), i.text(ORIGIN_NUMBER), i.record("file").text("digest"))
        for i in inputs.records(EVIDENCE)
        if i.text(ORIGIN)
    )


def without_carried(inputs: Record) -> Record:
    """Return what people handed in themselves: the wish a repetition is recognised by."""
    items = inputs.records(EVIDENCE)
    own = tuple(i for i in items if not i.text(ORIGIN))
    if len(own) == len(items):
        return inputs
    kept = {k: v for k, v in inputs.items() if k != EVIDENCE}
    return Record(kept | {EVIDENCE: own} if own else kept)
