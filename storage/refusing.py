"""A clause inside which the errors of whatever lies below become refusals that name a file.

Knows when to speak and of which file; what an error means is said by the clauses made of it.
"""

from pathlib import Path
from types import TracebackType

from engine.errors import StorageError


class Refusing:
    """Enter it around what may fail; it holds nothing, so every commit may enter it several times.

    A subclass says in `refused` what an error means; what it does not know passes unchanged.
    """

    __slots__ = ("_path",)

    def __init__(self, path: Path) -> None:
        """`path` is the file or folder a refusal names."""
        self._path = path

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            return
        refused = self.refused(error, self._path)
        if refused is not None:
            raise refused from error

    def refused(self, error: BaseException, path: Path) -> StorageError | None:
        """Return the refusal an error stands for, or None where it stands for itself."""
        raise NotImplementedError
