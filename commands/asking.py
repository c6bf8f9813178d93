"""Asking for a PIN without showing it, at a terminal or from what is piped in.

Knows terminals; refuses to know whose PIN it is.
"""

import os
import sys

import click

_TERMINAL = "/dev/tty"


def asked(text: str) -> str | None:
    """Return what is typed after `text`; None at the end of the input.

    Without a terminal one line of the input is the answer: nobody sees it, so nobody is warned.
    Raises click.Abort when interrupted.
    """
    if not (sys.stdin.isatty() or _has_terminal()):
        click.echo(f"{text}: ", err=True, nl=False)
        line = sys.stdin.readline()
        click.echo(err=True)
        return line.rstrip("\r\n") if line else None
    try:
        typed: str = click.prompt(text, hide_input=True, err=True, default="", show_default=False)
    except click.Abort as ended:
        if isinstance(ended.__context__, KeyboardInterrupt):
            raise  # Ctrl-C is not an answer, the end of the input is one
        return None
    return typed


def _has_terminal() -> bool:
    try:
        os.close(os.open(_TERMINAL, os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True
