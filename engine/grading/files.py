"""What is found in the files of a dossier, as far as grading asks for it.

The port through which checks look at pages and signatures; how a PDF is read is not known here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from engine.event import DocumentMade


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSignature:
    """One signature as the file itself bears it."""

    #: Name of the signature field, as the form calls its slot.
    slot: str
    #: Person id of the certificate, "" when it names nobody of the bureau.
    person: str
    #: Whether digest, chain and moment hold.
    sound: bool
    #: Why not: a code, "" when sound.
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """One file as it lies there."""

    #: SHA-256 of the bytes, hex; "" when there is no such file.
    digest: str
    pages: int = 0
    #: Page number printed on each page, "" where none is.
    labels: tuple[str, ...] = ()
    #: Signatures in the file; None where nobody has looked.
    signatures: tuple[FoundSignature, ...] | None = None

    @property
    def there(self) -> bool:
        """Whether there is a file at all."""
        return bool(self.digest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One line of a bound dossier's index of files (目录.json)."""

    path: str
    digest: str
    #: Id of the document, or number of the evidence, "" for anything else.
    document: str = ""
    evidence: str = ""
    number: str = ""
    name: str = ""
    first_page: int = 0
    last_page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """How a dossier was bound, where it was: its index, and what its manifests say."""

    listed: tuple[Listed, ...]
    #: Paths whose bytes differ from the manifest, or that it misses or has too much.
    wrong: Mapping[str, str] = field(default_factory=dict)


class Files(Protocol):
    """Looks at files when a check asks; whatever is expensive is looked up once."""

    def look(self, made: DocumentMade) -> FileFacts:
        """Return what stands in the file of a document."""
        ...

    def words(self, made: DocumentMade) -> tuple[str, ...]:
        """Return the words printed on each page of a document; nothing where none can be read."""
        ...

    def kept(self, digest: str) -> bool:
        """Whether a file with this digest is there and has it (evidence, attachments)."""
        ...
