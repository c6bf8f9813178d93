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
    messages = Messages(session.language, names)
    parts = (PartNames(messages, names, old), PartNames(messages, names, new))
    counted = Counter(c.burden for c in changes)
    found = {
        "ok": True,
        "machine": new.id,
        "a": {"version": old.version, "digest": old.digest},
        "b": {"version": new.version, "digest": new.digest},
        "counts": {burden.value: counted[burden] for burden in Burden},
        "changes": [_payload(c, *parts) for c in changes],
    }

    def show(console: "Console") -> None:
        put(console, _title(session, names, old, new))
        if not changes:
            put(console, messages.screen("diff.none"))
            return
        rows = [_line(messages, names, c, (old, new), parts) for c in changes]
        keys = ("where", "area", "change", "before", "after", "burden")
        heads = tuple(messages.screen(f"diff.{key}") for key in keys)
        table(console, heads, rows, ratios=(7, 5, 5, 13, 13, 4))
        numbers = {burden.value: str(counted[burden]) for burden in Burden}
        put(console, messages.screen("diff.count", count=str(len(changes)), **numbers))

    session.screen.result(found, show)
    return ExitCode.DONE


def names_of(session: Session, *versions: Workflow) -> LawNames:
    """Return the names of the shipped law, in which these versions are known as well."""
    return LawNames(shipped_law(session, *versions), session.language)


def shipped_law(session: Session, *versions: Workflow) -> Law:
    """Return the shipped law, in which these versions are known as well."""
    law = load_law(shipped_catalogue(), today=today(session))
    return replace(law, workflows=with_versions(law, *versions))


def _payload(change: Change, before: PartNames, after: PartNames) -> dict[str, object]:
    return {
        "area": change.area,
        "change": change.change,
        "at": change.at or None,
        "field": change.field or None,
        "burden": change.burden.value,
        "before": payload(change.before),
        "after": payload(change.after),
        "before_text": before.told(change.before),
        "after_text": after.told(change.after),
    }


def _title(session: Session, names: LawNames, old: Workflow, new: Workflow) -> str:
    return session.messages.screen(
        "diff.title",
        name=names.workflow(new),
        a=old.version,
        a_digest=old.digest[:SHORT],
        b=new.version,
        b_digest=new.digest[:SHORT],
    )


def _line(
    messages: Messages,
    names: LawNames,
    change: Change,
    versions: tuple[Workflow, Workflow],
    parts: tuple[PartNames, PartNames],
) -> tuple[str, ...]:
    area = messages.named("change_area", change.area)
    if change.field:
        area = messages.named("change_field", change.field)
    return (
        _where(names, change, *versions),
        area,
        messages.named("change", change.change),
        parts[0].told(change.before),
        parts[1].told(change.after),
        messages.named("burden", change.burden.value),
    )


def _where(names: LawNames, change: Change, old: Workflow, new: Workflow) -> str:
    step = new.by_id(change.at) or old.by_id(change.at)
    if step is not None:
        return f"{change.at} {names.transition(step)}"
    return names.state(new, change.at) or names.state(old, change.at) or names.workflow(new)
