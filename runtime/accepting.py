"""Letting files stand that were changed by hand: two people say why, and sign.

Refuses to judge whether a change is wise; whoever signs answers for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.errors import InputError
from engine.journal import Act, Entry, note, read_journal
from engine.record import Json
from runtime.registered_files import FILES, lying, recorded, unaccepted
from runtime.two_people import agreed
from runtime.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """Who lets files stand, and why."""

    people: tuple[str, str]
    reason: str


def waiting(workspace: Workspace) -> dict[str, str]:
    """Return the files nobody accepted yet: path to digest, empty for one that is gone."""
    with workspace.store.read() as view:
        return unaccepted(workspace.root, read_journal(view))


def accept(workspace: Workspace, wish: Acceptance, pins: Mapping[str, str]) -> Entry:
    """Enter in the journal that the files are as they are meant to be.

    Raises InputError `accept.nothing`, `accept.reason_missing`, and what `two_people.agreed` does.
    """
    if not wish.reason.strip():
        raise InputError("accept.reason_missing")
    with workspace.store.write() as unit:
        entries = read_journal(unit)
        whole = recorded(entries) is None
        changed = lying(workspace.root) if whole else unaccepted(workspace.root, entries)
        if not changed:
            raise InputError("accept.nothing")
        told: dict[str, Json] = dict(changed)
        facts: dict[str, Json] = {FILES: told, "whole": whole, "reason": wish.reason}
        signed = agreed(workspace, Act.FILES_ACCEPTED, facts, wish.people, pins)
        moment, actor = workspace.now(), wish.people[0]
        return note(unit, Act.FILES_ACCEPTED, at=moment, actor=actor, facts=signed)
