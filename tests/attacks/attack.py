"""What an attack is: a name, where it is known from, and the finding that must refuse it."""

from collections.abc import Callable
from dataclasses import dataclass

from documents.signing.verification import TrustAnchors
from tests.attacks.targets import TRUST

#: Where attacks are described.
USF = "universal signature forgery (Mladenov et al., CCS 2019)"
ISA = "incremental saving attack (Mladenov et al., CCS 2019)"
SWA = "signature wrapping attack (Mladenov et al., CCS 2019)"
SHADOW = "shadow attack (Mainka et al., NDSS 2021)"
CERTIFIED = "attack on certified documents (Rohlmann et al., S&P 2021)"
STRUCTURE = "structure of the file (ISO 32000-1, 7.5)"
CONTENT = "content changed in place"
IDENTITY = "certificates (RFC 5280)"
TIME = "timestamps (RFC 3161)"


@dataclass(frozen=True)
class Forgery:
    """The forged file, and whom its verifier believes."""

    pdf: bytes
    trust: TrustAnchors = TRUST


@dataclass(frozen=True)
class Attack:
    """One way to forge; `make` gives None for a target it cannot be tried on."""

    name: str
    source: str
    #: The finding that must be among those of the verifier.
    code: str
    make: Callable

    def on(self, target):
        """The forgery made of a target, or None."""
        made = self.make(target)
        return Forgery(made) if isinstance(made, bytes) else made


ATTACKS: dict[str, Attack] = {}


def attack(source, code):
    """Enter a function that makes a forgery into the list, under its own name."""

    def enter(make):
        name = make.__name__.replace("_", "-")
        assert name not in ATTACKS, name
        ATTACKS[name] = Attack(name, source, code, make)
        return make

    return enter
