"""Thresholds of what an auditor is asked to look at: `data/flags.yaml`; errors name the line."""

from pathlib import Path

from engine.flags import Thresholds
from workflows.lined_yaml import read_fields

SHIPPED = Path(__file__).parent / "data" / "flags.yaml"


def load_thresholds(path: Path = SHIPPED) -> Thresholds:
    """Return the thresholds; raises ConfigurationError naming file and line."""
    top = read_fields(path)
    photo, speed = top.child("near_photo"), top.child("speed")
    record, approval, stamp = top.child("record"), top.child("approval"), top.child("stamp")
    found = Thresholds(
        version=top.text("version"),
        to_confirm=top.scalar("to_confirm").truth(),
        dhash_bits=photo.scalar("dhash").whole(),
        phash_bits=photo.scalar("phash").whole(),
        kilometres_an_hour=speed.scalar("kilometres_an_hour").whole(),
        minutes_between_places=speed.scalar("minutes_between_places").whole(),
        characters_a_minute=record.scalar("characters_a_minute").whole(),
        shortest_minutes=record.scalar("shortest_minutes").whole(),
        approval_seconds=approval.scalar("seconds").whole(),
        stamp_run=stamp.scalar("run").whole(),
        stamp_seconds=stamp.scalar("seconds").whole(),
        approving=frozenset(s.text() for s in top.scalars("approving")),
    )
    for part in (photo, speed, record, approval, stamp, top):
        part.done()
    return found
