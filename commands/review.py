"""`anjuan review`: the review of dossiers, from the queue to rectification. Declarations only."""

import click

from commands.front import Branch


@click.group(cls=Branch)
def review() -> None:
    """See `help` in the catalogue."""
