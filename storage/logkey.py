"""The ledger's own Ed25519 key: signs checkpoints (C2SP signed-note), and checks them.

Knows one curve; refuses to know where the private half is kept.
"""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from nacl.bindings import crypto_sign, crypto_sign_BYTES, crypto_sign_seed_keypair

from engine.checkpoint import ED25519, VerifierKey


class Ed25519LogKey:
    """A `LogSigner` over 32 private bytes; `name` is the log's origin, or that of a witness."""

    def __init__(self, name: str, private: bytes, *, kind: int = ED25519) -> None:
        public, self._private = crypto_sign_seed_keypair(private)
        self._key = VerifierKey(name=name, public=public, kind=kind)

    @property
    def key(self) -> VerifierKey:
        """Name and public half."""
        return self._key

    def sign(self, message: bytes) -> bytes:
        """64 bytes over the note text."""
        return crypto_sign(message, self._private)[:crypto_sign_BYTES]


def verify_ed25519(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature holds; the `SignatureCheck` of this program."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True
