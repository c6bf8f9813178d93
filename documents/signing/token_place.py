"""Where a key on a token lies. Knows no driver, so that nobody needs one to read of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenPlace:
    """The token's driver, its label, and the key's CKA_ID."""

    #: Path of the PKCS#11 module.
    module: str
    token: str
    #: Empty while there is no key yet.
    id: bytes = b""
