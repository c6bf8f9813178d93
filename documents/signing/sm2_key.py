"""An SM2 key that signs behind the same port as every other (`keys.Signer`), and its locked file.

The file is encrypted PKCS#8 (RFC 5958, RFC 8018: PBES2, PBKDF2) as `openssl genpkey -algorithm SM2
-aes256` writes it. Refuses keys that lie open, and to know what is signed.
"""

import binascii
import re
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from documents.signing import der, sm2
from documents.signing.errors import KeyFileError, MalformedError, PinError

EC_KEY = der.oid("1.2.840.10045.2.1")
SM2_CURVE = der.oid("1.2.156.10197.1.301")
ALGORITHM = der.sequence(EC_KEY, SM2_CURVE)
PBES2, PBKDF2 = der.oid("1.2.840.113549.1.5.13"), der.oid("1.2.840.113549.1.5.12")
#: HMAC-SM3 by its number in GM/T 0006, which GmSSL writes, and by that of GM/T 0091, annex A.
PSEUDORANDOM: Mapping[bytes, type[hashes.HashAlgorithm]] = {
    der.oid("1.2.840.113549.2.9"): hashes.SHA256,
    der.oid("1.2.840.113549.2.11"): hashes.SHA512,
    der.oid("1.2.156.10197.1.401.2"): hashes.SM3,
    der.oid("1.2.156.10197.1.401.3.1"): hashes.SM3,
}
#: The ciphers, in CBC, with the bytes of their keys.
CIPHERS: Mapping[bytes, tuple[type[algorithms.AES] | type[algorithms.SM4], int]] = {
    der.oid("2.16.840.1.101.3.4.1.2"): (algorithms.AES, 16),
    der.oid("2.16.840.1.101.3.4.1.42"): (algorithms.AES, 32),
    der.oid("1.2.156.10197.1.104.2"): (algorithms.SM4, 16),
}
#: No more rounds are believed: a file could keep the machine busy for ever.
MOST_ROUNDS = 10_000_000
BLOCK = 16
PEM = re.compile(rb"-----BEGIN ENCRYPTED PRIVATE KEY-----(.+?)-----END", re.DOTALL)


@dataclass(frozen=True, eq=False, kw_only=True)
class Sm2Key:
    """An unlocked SM2 key in memory, with its certificate; never prints the key."""

    certificate: bytes
    private: int = field(repr=False)
    #: Certificates between the signer's and a root, DER.
    between: tuple[bytes, ...] = ()
    rsa: bool = False
    #: Two 33-byte INTEGERs in a SEQUENCE.
    signature_size: int = 72

    def sign_digest(self, digest: bytes) -> bytes:
        """The signature of what `sm2.digest_of` gives; the same digest gives the same signature."""
        return sm2.sign(self.private, digest)


def open_private(pem: bytes, pin: str) -> int:
    """The private number in an encrypted PKCS#8 file.

    Raises PinError `signing.pin_wrong`, KeyFileError `signing.sm2_key` for a file that is no
    encrypted PKCS#8, is locked in a way not known here or holds another kind of key.
    """
    found = PEM.search(pem)
    if found is None:
        raise KeyFileError("signing.sm2_key", reason="not_encrypted_pkcs8")
    try:
        scheme, sealed = _members(b64decode(b"".join(found[1].split()), validate=True), 2)
        plain = _opened(scheme, sealed.body, pin)
    except (MalformedError, binascii.Error) as wrong:
        raise KeyFileError("signing.sm2_key", reason="malformed") from wrong
    try:
        version, algorithm, held = _members(plain, 3)
        del version
        inner = der.children(der.only_value(held.body, der.SEQUENCE))
    except MalformedError as wrong:  # the padding of a wrong PIN may come out right by chance
        raise PinError("signing.pin_wrong") from wrong
    if algorithm.raw != ALGORITHM or len(inner) < 2 or inner[1].tag != der.OCTETS:
        raise KeyFileError("signing.sm2_key", reason="other_kind")
    return int.from_bytes(inner[1].body)


def _opened(scheme: der.Value, sealed: bytes, pin: str) -> bytes:
    kind, settings = _members(scheme.raw, 2)
    derivation, encryption = _members(settings.raw, 2)
    method, factors = _members(derivation.raw, 2)
    cipher_id, iv = _members(encryption.raw, 2)
    cipher = CIPHERS.get(cipher_id.raw)
    if kind.raw != PBES2 or method.raw != PBKDF2 or cipher is None or len(iv.body) != BLOCK:
        raise KeyFileError("signing.sm2_key", reason="unknown_lock")
    algorithm, size = cipher
    key = _derived(factors, size, pin)
    if not sealed or len(sealed) % BLOCK:
        raise MalformedError("malformed.sm2_key")
    reading = Cipher(algorithm(key), modes.CBC(iv.body)).decryptor()
    padded = reading.update(sealed) + reading.finalize()
    end = padded[-1]
    if not 1 <= end <= BLOCK or padded[-end:] != bytes((end,)) * end:
        raise PinError("signing.pin_wrong")
    return padded[:-end]


def _derived(factors: der.Value, size: int, pin: str) -> bytes:
    salt, rounds, *rest = der.children(factors)
    named = rest[-1] if rest and rest[-1].tag == der.SEQUENCE else None
    members = der.children(named) if named is not None else ()
    kind = PSEUDORANDOM.get(members[0].raw) if members else None
    count = der.integer_of(rounds)
    if kind is None or not 1 <= count <= MOST_ROUNDS:
        raise KeyFileError("signing.sm2_key", reason="unknown_lock")
    stretch = PBKDF2HMAC(algorithm=kind(), length=size, salt=salt.body, iterations=count)
    return stretch.derive(pin.encode())


def _members(data: bytes, most: int) -> tuple[der.Value, ...]:
    """The first `most` members of a SEQUENCE; MalformedError when there are fewer."""
    members = der.children(der.only_value(data, der.SEQUENCE))
    if len(members) < most:
        raise MalformedError("malformed.der", at=0)
    return members[:most]
