"""What is wrong with a bag: values with codes, and the refusal that names every one of them.

The sentences stand in the catalogue under `bag.<code>`. Refuses to look for faults.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.errors import IntegrityError


@dataclass(frozen=True, slots=True, kw_only=True)
class BagFault:
    """One thing that is not as the bag itself says it is."""

    code: str
    #: File in the bag; empty where it concerns none.
    path: str = ""
    #: Number of the event; 0 where it concerns none.
    event: int = 0
    document: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict)


class BagRefused(IntegrityError):  # noqa: N818  what happened, as the other errors are named
    """A bag that cannot be relied on; nothing of it was kept."""

    code = "bag.refused"

    def __init__(self, path: str, faults: Sequence[BagFault]) -> None:
        """`faults` are all that were found."""
        super().__init__(path=path, count=len(faults))
        self.faults = tuple(faults)
