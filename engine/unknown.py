"""Complaints about words nobody knows: what was written, what it may have meant, what there is.

Who is known, and why, is for the caller to say.
"""

import difflib
from collections.abc import Collection

from engine.command import Command
from engine.errors import InputError


def nearest(word: str, known: Collection[str]) -> str:
    """Return the words of `known` that `word` may have meant, or an empty text."""
    return "、".join(difflib.get_close_matches(word, list(known), n=3, cutoff=0.5))


def unknown_track(command: Command, tracks: Collection[str], machines: set[str]) -> InputError:
    """Return the error for a track that neither runs nor could be opened."""
    return InputError(
        "command.unknown_track",
        track=command.track,
        near=nearest(command.track, [*tracks, *sorted(machines)]),
        known="、".join(tracks),
    )


def unknown_trigger(command: Command, triggers: Collection[str]) -> InputError:
    """Return the error for a step the track's procedure does not have."""
    return InputError(
        "command.unknown_trigger",
        trigger=command.trigger,
        track=command.track,
        case=command.case,
        near=nearest(command.trigger, triggers),
        known="、".join(triggers),
    )
