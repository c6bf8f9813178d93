"""Which bureaus a workspace knows: their ledgers' keys and roots, obtained otherwise than by a bag.

An administrator lays them into `agencies/<any name>/`, as `log.vkey` and `root.pem`. Refuses to
believe the bag that is being judged: a new root in it is known by the word of one known before.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from documents.signing.certificates import load
from documents.signing.succession import follows
from engine.checkpoint import VerifierKey
from engine.errors import ConfigurationError, IntegrityError
from runtime.settings import AGENCIES

LOG_KEY, ROOT = "log.vkey", "root.pem"


class Standing(StrEnum):
    """What the workspace knows of the bureau a bag says it is from."""

    KNOWN = "known"
    #: Nobody here has heard of it: what it signed is sound, and who it is nobody knows.
    FOREIGN = "foreign"
    #: It bears the name of a known ledger and has other keys.
    IMPOSTOR = "impostor"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAgency:
    """One bureau whose dossiers are believed."""

    #: Name of its folder, for people.
    name: str
    keys: tuple[VerifierKey, ...]
    #: Root certificates, DER; several where a root was renewed and both were had elsewhere.
    roots: tuple[bytes, ...]


def known_agencies(root: Path) -> tuple[KnownAgency, ...]:
    """Return the bureaus the workspace in `root` knows.

    Raises ConfigurationError `agencies.unreadable` naming the file.
    """
    here = root / AGENCIES
    return tuple(_known(folder) for folder in _folders(here))


def _folders(here: Path) -> Iterator[Path]:
    if here.is_dir():
        yield from sorted(path for path in here.iterdir() if path.is_dir())


def _known(folder: Path) -> KnownAgency:
    try:
        lines = (folder / LOG_KEY).read_text("utf-8").split("\n")
        keys = tuple(VerifierKey.parse(line) for line in lines if line)
    except (OSError, UnicodeDecodeError, IntegrityError) as wrong:
        path = f"{AGENCIES}/{folder.name}/{LOG_KEY}"
        raise ConfigurationError("agencies.unreadable", path=path) from wrong
    try:
        read = x509.load_pem_x509_certificates((folder / ROOT).read_bytes())
    except (OSError, ValueError) as wrong:
        path = f"{AGENCIES}/{folder.name}/{ROOT}"
        raise ConfigurationError("agencies.unreadable", path=path) from wrong
    roots = tuple(one.public_bytes(Encoding.DER) for one in read)
    return KnownAgency(name=folder.name, keys=keys, roots=roots)


def standing(
    key: VerifierKey, root: bytes, known: tuple[KnownAgency, ...], links: Sequence[bytes] = ()
) -> Standing:
    """Return what is known of a bureau with this ledger key and this root certificate (DER).

    The name of a ledger, one of its keys or its root, each with something else beside it, make an
    impostor. A root that a known one vouched for, by `links`, is known. Raises MalformedError.
    """
    said = [load(link) for link in links]
    for agency in known:
        same_key = key in agency.keys
        same_root = any(root == one or follows(load(root), load(one), said) for one in agency.roots)
        if same_key and same_root:
            return Standing.KNOWN
        if same_key or same_root or key.name in {one.name for one in agency.keys}:
            return Standing.IMPOSTOR
    return Standing.FOREIGN
