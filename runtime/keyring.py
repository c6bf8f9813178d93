"""People's keys: where they lie, unlocking them, and signing with those unlocked.

A key never leaves this object; what nobody unlocked cannot sign. The agency seal needs its own
PIN and a seal keeper who unlocked a key as well.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from documents.fonts import FontBook
from documents.signing.act import SignatureAct
from documents.signing.appearance import PersonLook
from documents.signing.errors import PinError
from documents.signing.keys import SigningKey, unlock
from documents.signing.seal import SealLook
from documents.signing.sign import sign
from documents.signing.timestamp import LocalTimestampAuthority
from engine.errors import InputError
from engine.forms import SEAL_SLOT
from engine.people import Agency
from engine.ports import SEAL_KEY, SigningAct

MACHINE_SECRET = "machine.secret"  # noqa: S105 - a file name
#: The owner of the timestamp authority's key, which no person unlocks.
TIMESTAMPING = "tsa"


def key_file(keys: Path, owner: str) -> Path:
    """Return the key file of a person, of the seal, of the root or the timestamp authority."""
    return _folder(keys, owner) / f"{owner}.p12"


def certificate_file(keys: Path, owner: str) -> Path:
    """Return the file of an owner's certificate, which anybody may read."""
    return _folder(keys, owner) / f"{owner}.der"


def _folder(keys: Path, owner: str) -> Path:
    return keys if owner in {SEAL_KEY, TIMESTAMPING, "root"} else keys / "people"


class Keyring:
    """The engine's `Signatory` over PKCS#12 files."""

    def __init__(
        self,
        keys: Path,
        pins: Mapping[str, str],
        *,
        agency: Agency,
        book: FontBook,
        tsa: Callable[[], LocalTimestampAuthority],
        training: bool,
    ) -> None:
        """Unlock a key for every PIN given.

        Raises InputError `keys.unknown_owner` or `keys.wrong_pin` naming whose PIN it is.
        """
        self._agency = agency
        self._tsa = tsa
        self._person = PersonLook(book=book)
        self._seal = SealLook(book=book, training=training)
        self._keys = {owner: unlocked_key(keys, owner, pin) for owner, pin in pins.items()}

    def unlocked(self) -> frozenset[str]:
        """Return whose keys are unlocked."""
        return frozenset(self._keys)

    def sign(self, pdf: bytes, act: SigningAct) -> bytes:
        """Sign one field; see `engine.ports.Signatory`."""
        sealing = act.slot == SEAL_SLOT
        owner = SEAL_KEY if sealing else act.person.id
        key = self._keys.get(owner)
        if key is None:
            raise InputError("keys.locked", person=owner)
        return sign(
            pdf,
            field=act.slot,
            key=key,
            act=_shown(act, key),
            tsa=self._tsa(),
            look=self._seal if sealing else self._person,
        )


def _shown(act: SigningAct, key: SigningKey) -> SignatureAct:
    reason = f"{act.role}:{act.person.id}"
    return SignatureAct(
        name=key.subject.name,
        role=act.label or act.role,
        opinion=act.opinion or None,
        date=act.at.date(),
        moment=act.at,
        reason=reason,
    )


def unlocked_key(keys: Path, owner: str, pin: str) -> SigningKey:
    """Unlock one key; raises InputError `keys.unknown_owner`, `keys.wrong_pin`, `keys.broken`."""
    path = key_file(keys, owner)
    if not path.is_file():
        raise InputError("keys.unknown_owner", person=owner)
    try:
        return unlock(path.read_bytes(), pin)
    except PinError as wrong:
        raise InputError("keys.wrong_pin", person=owner) from wrong
    except InputError as wrong:
        raise InputError("keys.broken", person=owner, path=path.name) from wrong


def machine_key(keys: Path, owner: str) -> SigningKey:
    """Return a key the machine itself may use (timestamps), locked under its own secret."""
    return unlock(key_file(keys, owner).read_bytes(), machine_secret(keys))


def machine_secret(keys: Path) -> str:
    """Return the secret under which the machine's own keys are locked."""
    return (keys / MACHINE_SECRET).read_text(encoding="ascii").strip()


def timestamping(keys: Path) -> Callable[[], LocalTimestampAuthority]:
    """Return the in-process timestamp authority, loaded when first needed."""
    made: list[LocalTimestampAuthority] = []

    def authority() -> LocalTimestampAuthority:
        if not made:
            made.append(LocalTimestampAuthority(key=machine_key(keys, TIMESTAMPING)))
        return made[0]

    return authority
