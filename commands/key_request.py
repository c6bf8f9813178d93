"""What the command line asks of a key: its kind, and the token it is to lie on.

Declarations only, so that help stays fast; what a wish comes to is said where keys are issued.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path

import click

from commands.exit_codes import ExitCode
from commands.options import pin_file
from commands.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRequest:
    """What the command line asks for."""

    pin_file: Path | None
    algorithm: str | None
    #: Path of the token's driver and the token's label, or None for both.
    module: Path | None
    token: str | None


def key_request(
    command: Callable[[Session, str, KeyRequest], ExitCode],
) -> Callable[..., ExitCode]:
    """Add the options that ask for a key, and hand them to the command as one request."""

    @wraps(command)
    @click.option("--algorithm", type=click.Choice(["p256", "rsa2048", "rsa3072"]))
    @click.option("--token", metavar="LABEL")
    @click.option("--module", metavar="FILE", type=click.Path(path_type=Path))
    @pin_file
    def asked(
        session: Session,
        owner: str,
        *,
        pin_file: Path | None,
        algorithm: str | None,
        token: str | None,
        module: Path | None,
    ) -> ExitCode:
        request = KeyRequest(pin_file=pin_file, algorithm=algorithm, module=module, token=token)
        return command(session, owner, request)

    return asked
