"""A new key for the ledger: the old one vouches for it on one head, and signs no more.

Heads signed before stay verifiable with the key the journal names for their size. Refuses to
know certificates: the log key has none.
"""

import secrets

from engine.checkpoint import VerifierKey
from engine.journal import Act, note
from engine.record import Json
from runtime import settings as names
from runtime.key_files import replace_file
from runtime.registered_files import FILES, changes_made
from runtime.root_desk import ROOT, RootDesk
from runtime.workspace import KEY_BYTES, Workspace
from storage.logkey import Ed25519LogKey

LOG = "log"


def renew_log_key(workspace: Workspace, *, root_pin: str) -> VerifierKey:
    """Give the ledger a new key; return its public half. Nobody else may be at work meanwhile.

    Raises InputError `keys.wrong_pin` for the root's PIN.
    """
    RootDesk(workspace, root_pin)  # whoever may issue certificates may do this
    private = secrets.token_bytes(KEY_BYTES)
    fresh, old = Ed25519LogKey(workspace.settings.origin, private), workspace.log_key
    path, data = workspace.root / names.KEYS / "log.key", private.hex().encode()
    facts: dict[str, Json] = {
        "log_key": str(fresh.key),
        "replaces": str(old.key),
        FILES: changes_made(workspace.root, {path: data}),
    }
    with workspace.store.hand_over(fresh) as unit:
        note(unit, Act.LOG_KEY_RENEWED, at=workspace.now(), actor=ROOT, facts=facts)
    replace_file(path, data)
    workspace.log_key = fresh
    return fresh.key
