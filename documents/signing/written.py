"""What the writer of a file knows of it, so that its signer need not read it.

Where its revisions stand, and the fields that wait for a signature. Refuses to know how any of it
is read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from documents.signing.syntax import Dictionary, Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One generation of a file: what its cross-reference section and trailer say."""

    #: Where its cross-reference section starts, and where its last byte ends.
    table: int
    end: int
    #: Object number to offset; FREE for a freed number.
    offsets: Mapping[int, int]
    trailer: Dictionary


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureField:
    """A signature field merged with its widget."""

    name: str
    number: int
    entries: Dictionary
    #: Lower left and upper right corner in points.
    box: tuple[float, float, float, float]

    @property
    def signature(self) -> Reference | None:
        """The signature dictionary, or None while unsigned."""
        entry = self.entries.get(b"V")
        return entry.value if entry and isinstance(entry.value, Reference) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seam:
    """The empty button of one page."""

    number: int
    #: The button's entries without its state and appearance, as they stand in the file.
    head: bytes
    #: Left, bottom, right and top of its part of the seal, as they stand in the file.
    part: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """A field nobody has signed yet, with its buttons of the seam seal, as they were written."""

    field: SignatureField
    seams: tuple[Seam, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFields:
    """The object numbers of a form's fields, in order, and by name those of its signatures."""

    numbers: tuple[int, ...]
    signatures: Mapping[str, int]
    #: By name, what need not be read again to be signed.
    blanks: Mapping[str, Blank] = field(default_factory=dict)

    def signed(self, name: str) -> "FormFields":
        """The same once this field is signed."""
        left = {other: blank for other, blank in self.blanks.items() if other != name}
        return FormFields(numbers=self.numbers, signatures=self.signatures, blanks=left)


class Written(bytes):
    """A file this process has just written: where everything stands is known, and not read again.

    Only this very object knows; a part or a copy of it is a file like any other.
    """

    revisions: tuple[Revision, ...]
    fields: FormFields

    @classmethod
    def of(
        cls, data: bytes | bytearray, revisions: tuple[Revision, ...], fields: FormFields
    ) -> "Written":
        """The file with what its writer knows of it."""
        made = cls(data)
        made.revisions, made.fields = revisions, fields
        return made
