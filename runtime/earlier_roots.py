"""Roots the bureau had before: each with what its successors say of it, in `keys/roots`.

`NN.pem` is the root itself, `NN-old-with-new.pem` what the present root says of it, `NN.crl` its
last list; `NN-new-with-old.pem`, its word for the next, is missing where its key was stolen.
Refuses to judge them: nothing here is believed but what the present root vouches for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from documents.signing.verification import EarlierRoot
from engine.errors import ConfigurationError

ROOTS = "roots"
VOUCHED, LINK = "-old-with-new.pem", "-new-with-old.pem"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRoot:
    """One earlier root; certificates and list in DER."""

    #: Which it was, from 1.
    number: int
    root: bytes
    vouched: bytes
    listed: bytes
    #: None where the key was in other hands, so that its word is worth nothing.
    link: bytes | None = None

    @property
    def anchor(self) -> EarlierRoot:
        """As verification asks for it."""
        return EarlierRoot(root=self.root, vouched=self.vouched)

    def certificates(self) -> Iterator[tuple[str, bytes]]:
        """Name of each certificate's file, and the certificate."""
        yield f"{self.number:02}.pem", self.root
        yield f"{self.number:02}{VOUCHED}", self.vouched
        if self.link is not None:
            yield f"{self.number:02}{LINK}", self.link

    def files(self, keys: Path) -> dict[Path, bytes]:
        """Every file of it in the `keys` folder."""
        here = keys / ROOTS
        named = {here / name: _pem(der) for name, der in self.certificates()}
        listed = x509.load_der_x509_crl(self.listed).public_bytes(Encoding.PEM)
        return {**named, here / f"{self.number:02}.crl": listed}


def kept_roots(keys: Path) -> tuple[KeptRoot, ...]:
    """Return the earlier roots of a `keys` folder, the first one first.

    Raises ConfigurationError `keys.root_unreadable` naming the file.
    """
    numbers = sorted(p.stem for p in (keys / ROOTS).glob("*.pem") if p.stem.isdecimal())
    return tuple(_kept(keys / ROOTS, stem) for stem in numbers)


def _kept(here: Path, stem: str) -> KeptRoot:
    link = here / f"{stem}{LINK}"
    return KeptRoot(
        number=int(stem),
        root=_certificate(here / f"{stem}.pem"),
        vouched=_certificate(here / f"{stem}{VOUCHED}"),
        listed=_list(here / f"{stem}.crl"),
        link=_certificate(link) if link.is_file() else None,
    )


def _certificate(path: Path) -> bytes:
    try:
        return x509.load_pem_x509_certificate(path.read_bytes()).public_bytes(Encoding.DER)
    except (OSError, ValueError) as wrong:
        raise ConfigurationError("keys.root_unreadable", path=path.name) from wrong


def _list(path: Path) -> bytes:
    try:
        return x509.load_pem_x509_crl(path.read_bytes()).public_bytes(Encoding.DER)
    except (OSError, ValueError) as wrong:
        raise ConfigurationError("keys.root_unreadable", path=path.name) from wrong


def _pem(der: bytes) -> bytes:
    return x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM)
