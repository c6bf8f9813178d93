"""`workflow list` and `workflow diff`: the versions there are, and what differs between two."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.screen import put, table
from commands.session import Session
from commands.workflow_parts import PartNames, payload
from engine.definition import Workflow
from engine.definition_diff import Burden, Change, compare
from engine.errors import InputError
from engine.law import Law
from engine.legal_time import LEGAL_ZONE
from runtime.composing import shipped_catalogue
from runtime.languages import Language
from runtime.messages import Messages
from runtime.naming import LawNames
from runtime.settings import SETTINGS
from runtime.versions import find_version, known_versions, pinned, with_versions
from workflows.library import load_law

if TYPE_CHECKING:
    from rich.console import Console

#: Letters of a digest people are shown.
SHORT = 12


def list_versions(session: Session) -> ExitCode:
    """Give every known version, and how many running cases are pinned to it."""
    day = today(session)
    known = sorted(
        known_versions(session.root).values(), key=lambda w: (w.role, w.id, w.valid_from, w.version)
    )
    counts = _pinned(session)
    current = {_current(known, machine, day) for machine in {w.id for w in known}}
    rows = [_version(w, counts, now=w.digest in current) for w in known]
    say = session.messages.screen

    def show(console: "Console") -> None:
        keys = ("machine", "name", "version", "since", "until", "now", "digest", "running")
        heads = tuple(say(f"workflow.{key}") for key in keys)
        table(console, heads, [_row(session, w, r) for w, r in zip(known, rows, strict=True)])

    session.screen.result({"ok": True, "day": day, "versions": rows}, show)
    return ExitCode.DONE


def today(session: Session) -> date:
    """Return the day looked from."""
    return (session.at or datetime.now(LEGAL_ZONE)).date()


def _pinned(session: Session) -> Counter[str] | None:
    """Return the running cases by version; None outside a workspace."""
    if not (session.root / SETTINGS).is_file():
        return None
    with session.open() as office:
        return pinned(office.workspace.road)


def _current(known: list[Workflow], machine: str, day: date) -> str:
    found = [w for w in known if w.id == machine and w.in_force(day)]
    newest = max(found, key=lambda w: (w.valid_from, w.version), default=None)
    return newest.digest if newest is not None else ""


def _version(workflow: Workflow, counts: Counter[str] | None, *, now: bool) -> dict[str, object]:
    return {
        "machine": workflow.id,
        "name": workflow.name,
        "name_en": workflow.name_en,
        "version": workflow.version,
        "valid_from": workflow.valid_from,
        "valid_to": workflow.valid_to,
        "in_force": now,
        "digest": workflow.digest,
        "running": None if counts is None else counts[workflow.digest],
    }


def _row(session: Session, workflow: Workflow, row: dict[str, object]) -> tuple[str, ...]:
    messages = session.messages
    english = session.language is Language.EN
    return (
        workflow.id,
        workflow.name_en if english else workflow.name,
        workflow.version,
        messages.day(workflow.valid_from),
        messages.day(workflow.valid_to) if workflow.valid_to is not None else "",
        messages.screen("workflow.in_force") if row["in_force"] else "",
        workflow.digest[:SHORT],
        "" if row["running"] is None else str(row["running"]),
    )


# -- differences ------------------------------------------------------------------------------


def diff_versions(session: Session, a: str, b: str) -> ExitCode:
    """Give what leads from one version to another, duty by duty."""
    known, day = known_versions(session.root), today(session)
    old, new = find_version(a, known, day), find_version(b, known, day)
    if old.id != new.id:
        raise InputError("version.different_machines", a=a, b=b)
    changes = compare(old, new)
    names = names_of(session, old, new)
    parts = PartNames(Messages(session.language, names), names)
    counted = Counter(c.burden for c in changes)
    found = {
        "ok": True,
        "machine": new.id,
        "a": {"version": old.version, "digest": old.digest},
        "b": {"version": new.version, "digest": new.digest},
        "counts": {burden.value: counted[burden] for burden in Burden},
        "changes": [_payload(c, parts, old, new) for c in changes],
    }

    def show(console: "Console") -> None:
        _show(session, console, names, changes, parts, old, new)

    session.screen.result(found, show)
    return ExitCode.DONE


def names_of(session: Session, *versions: Workflow) -> LawNames:
    """Return the names of the shipped law, in which these versions are known as well."""
    return LawNames(shipped_law(session, *versions), session.language)


def shipped_law(session: Session, *versions: Workflow) -> Law:
    """Return the shipped law, in which these versions are known as well."""
    law = load_law(shipped_catalogue(), today=today(session))
    return replace(law, workflows=with_versions(law, *versions))


def _payload(change: Change, parts: PartNames, old: Workflow, new: Workflow) -> dict[str, object]:
    return {
        "area": change.area,
        "change": change.change,
        "at": change.at or None,
        "field": change.field or None,
        "burden": change.burden.value,
        "before": payload(change.before),
        "after": payload(change.after),
        "before_text": parts.told(change.before, old),
        "after_text": parts.told(change.after, new),
    }


def _show(
    session: Session,
    console: "Console",
    names: LawNames,
    changes: tuple[Change, ...],
    parts: PartNames,
    old: Workflow,
    new: Workflow,
) -> None:
    say, messages = session.messages.screen, session.messages
    put(
        console,
        say(
            "diff.title",
            name=names.workflow(new),
            a=old.version,
            a_digest=old.digest[:SHORT],
            b=new.version,
            b_digest=new.digest[:SHORT],
        ),
    )
    if not changes:
        put(console, say("diff.none"))
        return
    heads = tuple(
        say(f"diff.{key}") for key in ("where", "area", "change", "before", "after", "burden")
    )
    rows = [
        (
            _where(names, change, old, new),
            messages.named("change_area", change.area) + (f"\n{change.field}" * bool(change.field)),
            messages.named("change", change.change),
            parts.told(change.before, old),
            parts.told(change.after, new),
            messages.named("burden", change.burden.value),
        )
        for change in changes
    ]
    table(console, heads, rows, ratios=(7, 4, 3, 14, 14, 3))
    counted = Counter(c.burden for c in changes)
    numbers = {burden.value: str(counted[burden]) for burden in Burden}
    put(console, say("diff.count", count=str(len(changes)), **numbers))


def _where(names: LawNames, change: Change, old: Workflow, new: Workflow) -> str:
    step = new.by_id(change.at) or old.by_id(change.at)
    if step is not None:
        return f"{change.at} {names.transition(step)}"
    return names.state(new, change.at) or names.state(old, change.at) or names.workflow(new)
