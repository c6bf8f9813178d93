"""Where the keys of a workspace lie: a locked file, or the place of a key on a token.

Knows names only; what unlocks a key is not known here.
"""

from pathlib import Path

from documents.signing.token_place import TokenPlace
from engine.ports import SEAL_KEY
from workflows.lined_yaml import read_fields

MACHINE_SECRET = "machine.secret"  # noqa: S105 - a file name
#: The owner of the timestamp authority's key, which no person unlocks.
TIMESTAMPING = "tsa"


def key_file(keys: Path, owner: str) -> Path:
    """Return the key file of a person, of the seal, of the root or the timestamp authority."""
    return _folder(keys, owner) / f"{owner}.p12"


def token_file(keys: Path, owner: str) -> Path:
    """Return the file that says on which token an owner's key lies."""
    return _folder(keys, owner) / f"{owner}.token.yaml"


def certificate_file(keys: Path, owner: str) -> Path:
    """Return the file of an owner's certificate, which anybody may read."""
    return _folder(keys, owner) / f"{owner}.der"


def held_file(keys: Path, owner: str) -> Path | None:
    """Return the file through which an owner signs now, or None without a key."""
    places = (key_file(keys, owner), token_file(keys, owner))
    return next((path for path in places if path.is_file()), None)


def place_on_token(keys: Path, owner: str) -> TokenPlace | None:
    """Return where an owner's key lies on a token, or None when it lies in a file.

    Raises ConfigurationError naming file and line for a place that cannot be read.
    """
    path = token_file(keys, owner)
    if not path.is_file():
        return None
    top = read_fields(path)
    written = top.text("id")
    try:
        key_id = bytes.fromhex(written)
    except ValueError:
        top.place.refuse("data.not_hex", field="id", value=written)
    place = TokenPlace(module=top.text("module"), token=top.text("token"), id=key_id)
    top.done()
    return place


def place_text(place: TokenPlace) -> str:
    """Return the file `place_on_token` reads."""
    return f'module: "{place.module}"\ntoken: "{place.token}"\nid: "{place.id.hex()}"\n'


def _folder(keys: Path, owner: str) -> Path:
    return keys if owner in {SEAL_KEY, TIMESTAMPING, "root"} else keys / "people"
