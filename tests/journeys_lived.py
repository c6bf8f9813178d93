"""Journeys that are written down as lives: what no example walks through."""

from tests import lives

PROCEDURES = ("simple-", "parking-", "collection-", "remedies-", "publication-")


def _lived(name):
    def journey():
        return lives.live(name)

    journey.__name__ = name
    return journey


JOURNEYS = [_lived(name) for name in lives.names() if name.startswith(PROCEDURES)]
