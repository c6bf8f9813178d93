"""The digest of what a signature covers: a file without the place of the signature itself.

The signatures of a file cover one another, so that what lies before one was hashed for the earlier
ones already. Refuses to know what a signature must cover.
"""

import hashlib


class Covered:
    """Digests of one file, in order of the signatures; any other order takes longer."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._before = hashlib.sha256()
        self._reached = 0

    def without(self, place: tuple[int, int], end: int) -> bytes:
        """The SHA-256 of the file up to `end` without the bytes from `place[0]` to `place[1]`."""
        start, after = place
        if start < self._reached:
            self._before, self._reached = hashlib.sha256(), 0
        view = memoryview(self.data)
        self._before.update(view[self._reached : start])
        self._reached = start
        whole = self._before.copy()
        whole.update(view[after:end])
        return whole.digest()
