"""Every attack there is, by its name."""

from tests.attacks import archives, identities, in_place, insiders, update_shapes, updates, wrapping
from tests.attacks.attack import ATTACKS, Attack

#: The modules that enter attacks into the list.
FAMILIES = (in_place, updates, update_shapes, wrapping, insiders, identities, archives)


def attacks() -> dict[str, Attack]:
    """Name to attack, in order of the families."""
    assert FAMILIES
    return ATTACKS
