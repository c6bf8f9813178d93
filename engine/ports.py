"""What the engine asks of the rooms beside it: composing documents, signing them, keeping bytes.

Storage has its own ports in `engine.storage_ports`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from engine.people import Person
from engine.printed import Printed


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposedFile:
    """A composed, still unsigned document."""

    pdf: bytes
    pages: int
    #: SHA-256 of every font face used, hex.
    faces: tuple[str, ...]
    #: Version of the rules pages are set and written by.
    layout: int = 0


class Composer(Protocol):
    """Turns a form and the case's values into a file with empty signature fields."""

    def compose(
        self,
        form: str,
        values: Mapping[str, object],
        *,
        moment: datetime,
        number: str | None,
        slots: Sequence[str],
        preview: bool,
        attachment: bytes | None,
    ) -> ComposedFile:
        """Compose one document; `attachment` tells the act that makes it and goes into the file.

        Raises InputError for a character no face has, a value too long for its place, or a
        required element left empty.
        """
        ...

    def printed(
        self,
        form: str,
        values: Mapping[str, object],
        *,
        moment: datetime,
        number: str | None,
        slots: Sequence[str],
    ) -> Printed | None:
        """Return everything the document will print, each text as one run, without setting it.

        None where that cannot be told. Raises as `compose`.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningAct:
    """One signature about to be made."""

    slot: str
    person: Person
    role: str
    label: str
    opinion: str
    at: datetime


class Signatory(Protocol):
    """The keys people unlocked for this command, and nothing else."""

    def unlocked(self) -> frozenset[str]:
        """Return the ids of people whose keys are unlocked, and `seal` when the seal is."""
        ...

    def sign(self, pdf: bytes, act: SigningAct) -> bytes:
        """Add one signature with a timestamp to its field.

        Raises InputError when the key may not sign (expired, revoked, wrong role).
        """
        ...


SEAL_KEY = "seal"
