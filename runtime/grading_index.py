"""What one case says to the grading of others: its decision among like cases, and who was fined.

Kept as JSON on the shelf of grading; worked out anew whenever the case has moved on.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime

from engine.case import Case
from engine.elsewhere import neighbour
from engine.like_cases import LikeCase, decided, like_key
from engine.situation import Neighbour


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """One case as others see it."""

    #: Matter, kind of party and tier.
    key: tuple[str, str, str]
    #: None without a fine that stands.
    like: LikeCase | None
    neighbour: Neighbour


def facts_of(case: Case) -> CaseFacts:
    """Work out what a case says to others."""
    return CaseFacts(key=like_key(case), like=decided(case), neighbour=neighbour(case))


def written(facts: CaseFacts) -> bytes:
    """Return the facts as they are kept."""
    plain = {
        "key": facts.key,
        "like": asdict(facts.like) if facts.like is not None else None,
        "neighbour": asdict(facts.neighbour),
    }
    return json.dumps(plain, default=str, ensure_ascii=False).encode()


def read_facts(kept: bytes) -> CaseFacts:
    """Return kept facts; the inverse of `written`."""
    plain = json.loads(kept)
    like, near = plain["like"], plain["neighbour"]
    if like is not None:
        like |= {
            "decided_on": date.fromisoformat(like["decided_on"]),
            "factors": tuple(like["factors"]),
        }
    near |= {
        "act_on": date.fromisoformat(near["act_on"]),
        "received_at": datetime.fromisoformat(near["received_at"]),
    }
    matter, side, tier = plain["key"]
    return CaseFacts(
        key=(matter, side, tier),
        like=LikeCase(**like) if like is not None else None,
        neighbour=Neighbour(**near),
    )
