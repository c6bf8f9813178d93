"""Whose timestamps signatures bear: the workspace's own authority, or an outside one by its URL.

The settings choose; the roots of outside authorities lie in `keys/timestamp-roots` and stay there,
since what they stamped has to be verified for decades.
"""

from collections.abc import Callable
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from documents.signing.remote_timestamp import RemoteTimestampAuthority
from documents.signing.timestamp import LocalTimestampAuthority, TimestampAuthority
from engine.errors import ConfigurationError
from runtime.key_places import TIMESTAMPING
from runtime.keyring import machine_key
from runtime.settings import TIMESTAMP_ROOTS, OutsideTimestamps


def outside_roots(keys: Path) -> tuple[bytes, ...]:
    """Return the roots of outside authorities, DER.

    Raises ConfigurationError `timestamps.root_unreadable` naming the file.
    """
    found: list[bytes] = []
    for path in sorted((keys / TIMESTAMP_ROOTS).glob("*.pem")):
        try:
            read = x509.load_pem_x509_certificates(path.read_bytes())
        except ValueError as wrong:
            raise ConfigurationError("timestamps.root_unreadable", path=path.name) from wrong
        found += [one.public_bytes(Encoding.DER) for one in read]
    return tuple(found)


def outside_lists(keys: Path) -> tuple[bytes, ...]:
    """Return the revocation lists that lie beside the roots of outside authorities, DER.

    Raises ConfigurationError `timestamps.list_unreadable` naming the file.
    """
    found: list[bytes] = []
    for path in sorted((keys / TIMESTAMP_ROOTS).glob("*.crl")):
        data = path.read_bytes()
        try:
            pem = data.lstrip().startswith(b"-----BEGIN")
            read = x509.load_pem_x509_crl(data) if pem else x509.load_der_x509_crl(data)
        except ValueError as wrong:
            raise ConfigurationError("timestamps.list_unreadable", path=path.name) from wrong
        found.append(read.public_bytes(Encoding.DER))
    return tuple(found)


def authority_of(keys: Path, outside: OutsideTimestamps | None) -> Callable[[], TimestampAuthority]:
    """Return the authority the settings choose, loaded when first needed.

    It raises ConfigurationError `timestamps.no_root` where an outside one has no root here.
    """
    made: list[TimestampAuthority] = []

    def authority() -> TimestampAuthority:
        if not made:
            made.append(_local(keys) if outside is None else _remote(keys, outside))
        return made[0]

    return authority


def _local(keys: Path) -> LocalTimestampAuthority:
    return LocalTimestampAuthority(key=machine_key(keys, TIMESTAMPING))


def _remote(keys: Path, outside: OutsideTimestamps) -> RemoteTimestampAuthority:
    roots = outside_roots(keys)
    if not roots:
        raise ConfigurationError("timestamps.no_root", url=outside.url)
    return RemoteTimestampAuthority(
        url=outside.url,
        roots=roots,
        timeout_seconds=outside.timeout,
        token_size=outside.room,
    )
