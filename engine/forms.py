"""What the engine must know of a document form: who signs, in which order, and its numbering.

How a form looks is the business of the documents room.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One signature field of a form."""

    id: str
    #: Role whose holder signs here (lifecycle role id), or `seal_keeper` for the agency seal.
    role: str
    label: str = ""
    #: Whether the signer writes an opinion beside the signature.
    opinion: bool = False
    #: One field `<id>_1`, `<id>_2` … for each person the input of this name lists.
    many: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormInfo:
    """The procedural side of one form of the catalogue (documents.md §4)."""

    id: str
    name: str
    name_en: str
    #: Character(s) of the number series; None for an unnumbered form.
    type_code: str | None
    number_style: str
    slots: tuple[Slot, ...]
    sealed: bool
    served: bool
    #: Whether its signers may sign on different days, each with a date (approvals, reports).
    spans_days: bool
    #: Digest of the form description, recorded with each document for later re-rendering.
    digest: str


class FormCatalogue(Protocol):
    """The forms in force."""

    def form(self, form_id: str) -> FormInfo:
        """Return one form; raises ConfigurationError for an unknown id."""
        ...

    def forms(self) -> Mapping[str, FormInfo]:
        """Return all forms by id."""
        ...


SEAL_SLOT = "seal"
SEAL_ROLE = "seal_keeper"
