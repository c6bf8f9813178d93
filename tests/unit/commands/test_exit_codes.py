"""Exit statuses: one per kind of error, and the help tells every one of them."""

import re

import pytest

from commands.exit_codes import ExitCode, exit_code_of
from documents.signing.errors import MalformedError, TimestampError
from engine.calendar import CalendarMissing
from engine.errors import (
    ConfigurationError,
    ConflictError,
    InputError,
    IntegrityError,
    NotFoundError,
    StorageError,
)
from runtime.languages import Language
from runtime.messages import Messages


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InputError(), 6),
        (NotFoundError(), 6),
        (ConflictError(), 5),
        (IntegrityError(), 7),
        (StorageError(), 8),
        (ConfigurationError(), 9),
        (CalendarMissing(2027), 9),
        (MalformedError("malformed.pdf"), 7),
        (TimestampError(), 9),
    ],
)
def test_each_kind_of_error_has_its_status(error, status):
    assert exit_code_of(error) == status


@pytest.mark.parametrize("language", list(Language))
def test_the_help_tells_every_status(language):
    told = Messages(language).template("help", "exit_codes")
    assert {int(n) for n in re.findall(r"(?<!\S)\d+(?=\s+\S)", told)} == {int(c) for c in ExitCode}
