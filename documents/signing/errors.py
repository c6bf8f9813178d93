"""What can go wrong between a key and a signature, as codes for the message catalogue."""

from engine.errors import AnjuanError, ConflictError, InputError, NotFoundError


class PinError(InputError):
    """The PIN does not open the key, or is too weak to protect one."""

    code = "signing.pin"


class KeyFileError(InputError):
    """A key file that is damaged or holds no usable key and certificate."""

    code = "signing.key_file"


class AppearanceError(InputError):
    """What is to be shown does not fit the field, or cannot be shown at all."""

    code = "signing.appearance"


class FieldError(NotFoundError):
    """The file has no such signature field."""

    code = "signing.field_missing"


class FieldSignedError(ConflictError):
    """The field carries a signature already."""

    code = "signing.field_signed"


class SignerError(ConflictError):
    """The key does not belong to the person named, or is not valid at the moment of signing."""

    code = "signing.signer"


class TimestampError(AnjuanError):
    """The timestamp authority gave no usable token."""

    code = "signing.timestamp"


class MalformedError(AnjuanError):
    """Bytes that are not the PDF, DER or CMS they should be; verification reports it."""

    code = "malformed"
