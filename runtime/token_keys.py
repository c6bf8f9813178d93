"""Keys on tokens, as far as this installation can use them: the extra `hsm` may be missing."""

from types import ModuleType

from documents.signing.keys import CertifiedKey, KeyKind, UncertifiedKey
from documents.signing.token_place import TokenPlace
from engine.errors import ConfigurationError


def unlock_on_token(place: TokenPlace, certificate: bytes, pin: str) -> CertifiedKey:
    """Return the key at `place`; raises ConfigurationError `keys.no_tokens`, and what it meets."""
    key: CertifiedKey = _room().unlock_token(place, certificate, pin)
    return key


def new_on_token(place: TokenPlace, pin: str, kind: KeyKind) -> tuple[UncertifiedKey, TokenPlace]:
    """Make a key on a token and say where it lies; raises as `unlock_on_token`."""
    pair = _room().make_on_token(place, pin, kind)
    return pair, pair.place


def destroy(place: TokenPlace, pin: str) -> None:
    """Destroy the key at `place`; raises as `unlock_on_token`."""
    _room().destroy_on_token(place, pin)


def _room() -> ModuleType:
    try:
        from documents.signing import token  # noqa: PLC0415 - its library is an extra
    except ImportError as missing:
        raise ConfigurationError("keys.no_tokens") from missing
    return token
