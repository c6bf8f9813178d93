"""What the journal says of SM2 signatures beside documents: which file belongs to which.

Knows entries only; whether files agree with them is asked elsewhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from engine.journal import Act, Entry
from engine.record import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """The SM2 signature of one document."""

    case: str
    document: str
    #: SHA-256 of the document as the case records it, of the signature, of the certificate; hex.
    original: str
    digest: str
    certificate: str
    #: The identity signed under (GB/T 32918.2, 5.5).
    user: str
    signed: datetime

    def facts(self) -> dict[str, Json]:
        """Return what the journal keeps of it."""
        return {
            "case": self.case,
            "document": self.document,
            "original": self.original,
            "signature": self.digest,
            "certificate": self.certificate,
            "user": self.user,
            "signed": self.signed.isoformat(),
        }


def beside_in(entries: Sequence[Entry]) -> Mapping[str, Beside]:
    """Return the newest SM2 signature of every document, by the digest of the document."""
    found: dict[str, Beside] = {}
    for entry in entries:
        if entry.act is Act.DOCUMENTS_SM2_SIGNED:
            for facts in cast("list[dict[str, str]]", entry.facts["documents"]):  # as `facts` wrote
                found[facts["original"]] = _read(facts)
    return found


def _read(facts: Mapping[str, str]) -> Beside:
    return Beside(
        case=facts["case"],
        document=facts["document"],
        original=facts["original"],
        digest=facts["signature"],
        certificate=facts["certificate"],
        user=facts["user"],
        signed=datetime.fromisoformat(facts["signed"]),
    )
