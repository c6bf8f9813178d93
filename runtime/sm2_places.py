"""Where the SM2 key of the bureau's seal lies, and the roots SM2 signatures are believed by.

All in `keys/sm2`, put there by hand as the authority handed it out: `seal.key`, `seal.pem` with
whatever stands between it and a root, `roots/*.pem` and `roots/*.crl`. Refuses to make keys.
"""

from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from documents.signing import sm2
from documents.signing.errors import KeyFileError, MalformedError
from documents.signing.sm2_certificates import Sm2Trust, der_of, public_key
from documents.signing.sm2_key import Sm2Key, open_private
from engine.errors import ConfigurationError

SM2 = "sm2"
KEY, CERTIFICATES, ROOTS = "seal.key", "seal.pem", "roots"


def sm2_trust(keys: Path) -> Sm2Trust:
    """Return whom SM2 signatures are believed by.

    Raises ConfigurationError `sm2.unreadable` naming a file that is no SM2 root or no list.
    """
    folder = keys / SM2 / ROOTS
    return Sm2Trust(
        roots=tuple(one for path in sorted(folder.glob("*.pem")) for one in _certificates(path)),
        crls=tuple(_list(path) for path in sorted(folder.glob("*.crl"))),
    )


def seal_certificates(keys: Path) -> tuple[bytes, ...]:
    """Return the SM2 seal's certificate, then those handed out with it, DER.

    Raises ConfigurationError `sm2.unreadable`.
    """
    return _certificates(keys / SM2 / CERTIFICATES)


def unlock_sm2(keys: Path, pin: str) -> Sm2Key:
    """Return the SM2 key of the seal.

    Raises ConfigurationError `sm2.no_key` where there is none and `sm2.unreadable` for its
    certificates, PinError `signing.pin_wrong`, KeyFileError `signing.sm2_key` with the reason.
    """
    folder = keys / SM2
    if not ((folder / KEY).is_file() and (folder / CERTIFICATES).is_file()):
        raise ConfigurationError("sm2.no_key", key=KEY, certificates=CERTIFICATES)
    certificate, *between = seal_certificates(keys)
    private = open_private((folder / KEY).read_bytes(), pin)
    try:
        same = sm2.public_of(private) == public_key(x509.load_der_x509_certificate(certificate))
    except MalformedError as wrong:
        raise KeyFileError("signing.sm2_key", reason="malformed") from wrong
    if not same:
        raise KeyFileError("signing.sm2_key", reason="other_certificate")
    return Sm2Key(certificate=certificate, private=private, between=tuple(between))


def _certificates(path: Path) -> tuple[bytes, ...]:
    """The SM2 certificates in a file of PEM."""
    try:
        read = x509.load_pem_x509_certificates(path.read_bytes())
        for one in read:
            public_key(one)
    except (ValueError, MalformedError) as wrong:
        raise ConfigurationError("sm2.unreadable", path=path.name) from wrong
    return tuple(der_of(one) for one in read)


def _list(path: Path) -> bytes:
    data = path.read_bytes()
    try:
        pem = data.lstrip().startswith(b"-----BEGIN")
        read = x509.load_pem_x509_crl(data) if pem else x509.load_der_x509_crl(data)
    except ValueError as wrong:
        raise ConfigurationError("sm2.unreadable", path=path.name) from wrong
    return read.public_bytes(Encoding.DER)
