"""A page sealed in a workspace with the key that is in use there."""

from engine.forms import SEAL_SLOT
from engine.ports import SigningAct
from tests.signed_samples import blank_pdf

BOX = (72.0, 600.0, 192.0, 720.0)


def sealed_page(workspace, pins, at):
    """The page; `pins` are those of the seal and of its keeper, by owner."""
    keeper = next(iter(workspace.agency.holders("seal_keeper")))
    act = SigningAct(slot=SEAL_SLOT, person=keeper, role="seal_keeper", label="", opinion="", at=at)
    keys = workspace.keyring({"seal": pins["seal"], keeper.id: pins[keeper.id]})
    return keys.sign(blank_pdf([SEAL_SLOT], [BOX]), act)
