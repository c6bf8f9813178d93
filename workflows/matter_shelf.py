"""All matters there are: the shipped ones, and the bureau's own list in place of them.

An earlier edition and an earlier list can be asked for by their digests, to judge what was decided
under them.
"""

from collections.abc import Mapping

from engine.matters import Matter
from workflows.kept_lists import KeptList, KeptLists
from workflows.kept_shipped import ShippedMatters


class MatterShelf:
    """The matters of one workspace."""

    def __init__(self, lists: KeptLists | None, shipped: ShippedMatters | None = None) -> None:
        """Know the shipped matters and the lists a workspace keeps, if it is one."""
        self._lists = lists
        self._shipped = shipped = shipped or ShippedMatters(None)
        #: Digest of the edition this program ships.
        self.shipped_digest = shipped.digest
        kept = lists.latest() if lists is not None else None
        #: Digest of the list in force; "" while the bureau has none of its own.
        self.digest = kept.digest if kept is not None else ""
        self.matters = _with(shipped.matters, kept)

    def under(self, shipped: str, own: str) -> Mapping[str, Matter] | None:
        """All matters under the edition `shipped` and the list `own`; None when one is lost.

        An empty `shipped` is the edition of today, an empty `own` no list at all.
        """
        edition = self._shipped.under(shipped or self._shipped.digest)
        kept = self._lists.under(own) if self._lists is not None and own else None
        if edition is None or (own and kept is None):
            return None
        return _with(edition, kept)


def _with(shipped: Mapping[str, Matter], kept: KeptList | None) -> dict[str, Matter]:
    own = kept.matters if kept is not None else {}
    return dict(sorted((dict(shipped) | dict(own)).items()))
