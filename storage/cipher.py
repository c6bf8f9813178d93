"""Personal data at rest: AES-256-GCM for values, keyed hashes for search and for names.

Knows the workspace's data key and nothing of where it is kept or what a value means.
"""

import os
from hashlib import blake2b

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from engine.errors import ConfigurationError, IntegrityError

KEY_SIZE = 32
_NONCE_SIZE = 12


class Cipher:
    """Encrypts under one 32-byte data key; every value is bound to its place."""

    def __init__(self, data_key: bytes) -> None:
        if len(data_key) != KEY_SIZE:
            raise ConfigurationError("data_key_size", expected=KEY_SIZE, got=len(data_key))
        self._aead = AESGCM(data_key)
        # A key of its own for the index, so that index and ciphertext tell nothing of each other.
        self._index_key = blake2b(b"search index", key=data_key, digest_size=32).digest()
        self._name_key = blake2b(b"names of commands", key=data_key, digest_size=32).digest()

    def seal_event(self, case_id: str, seq: int, clear: bytes) -> bytes:
        """Random nonce, then ciphertext and tag, bound to `event|case|seq`."""
        nonce = os.urandom(_NONCE_SIZE)
        return nonce + self._aead.encrypt(nonce, clear, _event_place(case_id, seq))

    def open_event(self, case_id: str, seq: int, sealed: bytes) -> bytes:
        """The clear bytes; raises IntegrityError `private_damaged` if one bit differs."""
        nonce, ciphertext = sealed[:_NONCE_SIZE], sealed[_NONCE_SIZE:]
        try:
            return self._aead.decrypt(nonce, ciphertext, _event_place(case_id, seq))
        except (InvalidTag, ValueError) as error:
            raise IntegrityError("private_damaged", case=case_id, seq=seq) from error

    def token(self, text: str) -> str:
        """Keyed hash of one search term: equal terms meet, and nothing else can be read."""
        return blake2b(text.encode(), key=self._index_key, digest_size=5).hexdigest()

    def name(self, wish: bytes) -> str:
        """Keyed hash of what somebody asks for, which nobody without the key can guess from."""
        return blake2b(wish, key=self._name_key, digest_size=16).hexdigest()


def _event_place(case_id: str, seq: int) -> bytes:
    return f"event|{case_id}|{seq}".encode()
