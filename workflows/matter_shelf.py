"""All matters there are: the shipped ones, and the bureau's own list in place of them.

An earlier list can be asked for by its digest, to judge what was decided under it.
"""

from collections.abc import Mapping

from engine.matters import Matter
from workflows.kept_lists import KeptList, KeptLists
from workflows.matter_data import load_matters


class MatterShelf:
    """The matters of one workspace."""

    def __init__(self, lists: KeptLists | None) -> None:
        """Know the shipped matters and the lists a workspace keeps, if it is one."""
        self._lists = lists
        self._shipped = load_matters()
        kept = lists.latest() if lists is not None else None
        #: Digest of the list in force; "" while the bureau has none of its own.
        self.digest = kept.digest if kept is not None else ""
        self.matters = self._with(kept)

    def under(self, digest: str) -> Mapping[str, Matter] | None:
        """All matters as they stood under the list with `digest` ("" before the first one)."""
        if not digest:
            return self._shipped
        kept = self._lists.under(digest) if self._lists is not None else None
        return self._with(kept) if kept is not None else None

    def _with(self, kept: KeptList | None) -> dict[str, Matter]:
        own = kept.matters if kept is not None else {}
        return dict(sorted((self._shipped | dict(own)).items()))
