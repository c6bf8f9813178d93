"""What the journal says of documents lifted for the archive: which file grew out of which.

Knows entries only; whether files agree with them is asked elsewhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from engine.journal import Act, Entry
from engine.record import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifted:
    """One lift of one document."""

    case: str
    document: str
    #: SHA-256 of the document as the case records it, and of the lifted file, hex.
    original: str
    digest: str
    #: The file it grew out of: the original or the lift before.
    previous: str
    #: When the document timestamp was made, and until when it proves itself.
    stamped: datetime
    until: datetime

    def facts(self) -> dict[str, Json]:
        """Return what the journal keeps of it."""
        return {
            "case": self.case,
            "document": self.document,
            "original": self.original,
            "lifted": self.digest,
            "previous": self.previous,
            "stamped": self.stamped.isoformat(),
            "until": self.until.isoformat(),
        }


def lifted_in(entries: Sequence[Entry]) -> Mapping[str, tuple[Lifted, ...]]:
    """Return the lifts of every document, the oldest first, by the digest of the original."""
    found: dict[str, tuple[Lifted, ...]] = {}
    for entry in entries:
        if entry.act is Act.DOCUMENTS_LIFTED:
            for facts in cast("list[dict[str, str]]", entry.facts["documents"]):  # as `facts` wrote
                one = _read(facts)
                found[one.original] = (*found.get(one.original, ()), one)
    return found


def _read(facts: Mapping[str, str]) -> Lifted:
    return Lifted(
        case=facts["case"],
        document=facts["document"],
        original=facts["original"],
        digest=facts["lifted"],
        previous=facts["previous"],
        stamped=datetime.fromisoformat(facts["stamped"]),
        until=datetime.fromisoformat(facts["until"]),
    )
