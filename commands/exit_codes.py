"""What the program's exit status means; the one place that decides it."""

from enum import IntEnum

from engine.errors import (
    AnjuanError,
    ConfigurationError,
    ConflictError,
    InputError,
    IntegrityError,
    NotFoundError,
    StorageError,
)


class ExitCode(IntEnum):
    """Exit statuses, stable for programs."""

    DONE = 0
    USAGE = 2
    #: The law does not permit it now.
    REFUSED = 3
    #: Recorded, but signatures are missing.
    WAITING = 4
    #: The case moved meanwhile.
    CONFLICT = 5
    INPUT = 6
    INTEGRITY = 7
    STORAGE = 8
    CONFIGURATION = 9
    #: A fault of the program (EX_SOFTWARE of sysexits.h).
    BUG = 70
    #: Ended by Ctrl-C (128 + SIGINT).
    INTERRUPTED = 130


_BY_CLASS: tuple[tuple[type[AnjuanError], ExitCode], ...] = (
    (InputError, ExitCode.INPUT),
    (NotFoundError, ExitCode.INPUT),
    (ConflictError, ExitCode.CONFLICT),
    (IntegrityError, ExitCode.INTEGRITY),
    (StorageError, ExitCode.STORAGE),
    (ConfigurationError, ExitCode.CONFIGURATION),
)


def exit_code_of(error: AnjuanError) -> ExitCode:
    """Return the exit status of an error raised on purpose."""
    for kind, code in _BY_CLASS:
        if isinstance(error, kind):
            return code
    malformed = error.code.partition(".")[0] == "malformed"
    return ExitCode.INTEGRITY if malformed else ExitCode.CONFIGURATION
