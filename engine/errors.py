"""One root for every error Anjuan raises on purpose.

The class says what kind; attributes carry facts; `code` identifies it for programs and for the
message catalogue. Text in the reader's language is produced at the edge, never here.
"""


class AnjuanError(Exception):
    """Something went wrong that the reader can act on."""

    code = "error"

    def __init__(self, code: str | None = None, /, **facts: object) -> None:
        """`code` is the catalogue key; `facts` fill the placeholders of its text."""
        self.code = code or type(self).code
        self.facts = facts
        super().__init__(f"{self.code}: {facts}" if facts else self.code)


class InputError(AnjuanError):
    """What the user handed in cannot be used; nothing was changed."""

    code = "input"


class ConflictError(AnjuanError):
    """Somebody else moved the case first; read it again and repeat."""

    code = "conflict"


class NotFoundError(AnjuanError):
    """No such case, document, person or file."""

    code = "not_found"


class IntegrityError(AnjuanError):
    """Stored evidence does not match its digest, chain or signature."""

    code = "integrity"


class ConfigurationError(AnjuanError):
    """A definition, profile or setting is wrong or missing."""

    code = "configuration"


class StorageError(AnjuanError):
    """The disk or database refused; nothing half-written remains."""

    code = "storage"
