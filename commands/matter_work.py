"""Reading the matters: the list, a search, one in full with all its versions, the imports."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.office import Office
from commands.screen import put, table
from commands.session import Session
from engine.errors import InputError
from engine.fine_ranges import Measure, Range
from engine.journal import Act, Entry, read_journal
from engine.matter_search import search
from engine.matters import FineRange, Matter, MatterVersion
from engine.money import yuan_text
from engine.unknown import nearest
from runtime.list_import import lists_of
from workflows.kept_lists import KeptList
from workflows.search_words import load_search_words

if TYPE_CHECKING:
    from rich.console import Console


def list_all(session: Session, *, field: str, on: date | None, own: bool) -> ExitCode:
    """Give every matter in force on a day, or those of one field."""
    with session.open() as office:
        day = on or office.workspace.now().date()
        found = [
            matter
            for matter in office.workspace.law.matters.values()
            if field in matter.field and (matter.own or not own)
        ]
        _give(office, found, day)
    return ExitCode.DONE


def search_for(session: Session, text: str, limit: int) -> ExitCode:
    """Give the matters that fit `text`, best first."""
    with session.open() as office:
        matters = office.workspace.law.matters.values()
        hits = search(matters, text, load_search_words())[:limit]
        _give(office, [hit.matter for hit in hits], office.workspace.now().date())
    return ExitCode.DONE


def _give(office: Office, found: Sequence[Matter], day: date) -> None:
    payload = {"ok": True, "on": day, "matters": [_short(m, day) for m in found]}

    def show(console: "Console") -> None:
        keys = ("id", "name", "field", "article", "range", "correction_first")
        heads = tuple(office.say(f"matter.{key}") for key in keys)
        table(console, heads, [_line(office, m, day) for m in found], whole=(0,))
        put(console, office.say("matter.count" if found else "matter.none", count=str(len(found))))

    office.screen.result(payload, show)


def _short(matter: Matter, day: date) -> dict[str, object]:
    version = matter.version_on(day)
    return {
        "id": matter.id,
        "name": matter.name,
        "field": matter.field,
        "own": matter.own,
        "in_force": version is not None,
        "correction_first": version.correction_first if version is not None else None,
        "penalty": [c.text() for c in version.penalty] if version is not None else [],
        "ranges": [_range_payload(f) for f in version.ranges] if version is not None else [],
    }


def _line(office: Office, matter: Matter, day: date) -> tuple[str, ...]:
    version = matter.version_on(day)
    if version is None:
        return (matter.id, matter.name, matter.field, office.say("matter.not_in_force"), "", "")
    return (
        matter.id,
        matter.name,
        matter.field,
        "\n".join(c.text() for c in version.penalty),
        "\n".join(_fine(office, fine) for fine in version.ranges),
        office.say("matter.yes") if version.correction_first else "",
    )


def _range_payload(fine: FineRange) -> dict[str, object]:
    return {
        "id": fine.id,
        "party": fine.party.value,
        "situation": fine.situation or None,
        "low": fine.range.low,
        "high": fine.range.high,
        "measure": fine.range.measure.value,
        "mode": fine.mode.value,
        "correction_first": fine.correction_first,
        "fixed": fine.fixed,
        "higher": [fine.higher.low, fine.higher.high] if fine.higher is not None else None,
    }


def _fine(office: Office, fine: FineRange) -> str:
    return office.say(
        "matter.fine",
        party=office.messages.named("party_kind", fine.party.value),
        situation=fine.situation,
        range=spoken(office, fine.range),
    )


def spoken(office: Office, bounds: Range) -> str:
    """Return a range as people write it."""
    low, high = (yuan_text(bound).removesuffix(".00") for bound in (bounds.low, bounds.high))
    key = "yuan" if bounds.measure is Measure.YUAN else bounds.measure.value
    unit = office.messages.named("measure", key)
    return office.say("matter.bounds", low=low, high=high, unit=unit)


# -- one matter -----------------------------------------------------------------------------------


def matter_of(office: Office, matter_id: str) -> Matter:
    """Return a matter; raises InputError `matter.unknown` naming what comes near."""
    matters = office.workspace.law.matters
    found = matters.get(matter_id)
    if found is None:
        near = nearest(matter_id, list(matters))
        raise InputError("matter.unknown", matter=matter_id, near=near)
    return found


def show(session: Session, matter_id: str, on: date | None) -> ExitCode:
    """Give one matter with every version, the one that applies on a day marked."""
    with session.open() as office:
        matter = matter_of(office, matter_id)
        day = on or office.workspace.now().date()
        payload = {
            "ok": True,
            "id": matter.id,
            "name": matter.name,
            "field": matter.field,
            "benchmark": matter.benchmark,
            "own": matter.own,
            "on": day,
            "versions": [_version_payload(v, day) for v in matter.versions],
        }
        office.screen.result(payload, lambda console: _show(office, console, matter, day))
    return ExitCode.DONE


def _version_payload(version: MatterVersion, day: date) -> dict[str, object]:
    return {
        "valid_from": version.valid_from,
        "valid_to": version.valid_to,
        "applies": version.in_force(day),
        "breached": [c.text() for c in version.breached],
        "penalty": [c.text() for c in version.penalty],
        "kinds": [kind.value for kind in version.kinds],
        "always": [kind.value for kind in version.always],
        "ranges": [_range_payload(fine) for fine in version.ranges],
        "correction_first": version.correction_first,
        "seizure_basis": [c.text() for c in version.seizure_basis],
        "elements": [element.text for element in version.elements],
        "to_confirm": list(version.to_confirm),
        "continued_by": version.continued_by or None,
        "yields_to": list(version.yields_to),
        "competes": list(version.competes),
        "note": version.note,
    }


def _show(office: Office, console: "Console", matter: Matter, day: date) -> None:
    put(console, f"{matter.id}　{matter.name}（{matter.field}）")
    for version in matter.versions:
        key = "matter.version_applies" if version.in_force(day) else "matter.version"
        until = version.valid_to
        title = office.say(key, since=version.valid_from, until=until, day=day)
        rows = [(label, text) for label, text in _facts(office, version) if text]
        table(console, ("", ""), rows, title=title)


def _facts(office: Office, version: MatterVersion) -> list[tuple[str, str]]:
    say, named = office.say, office.messages.named
    linked = {
        "continued_by": (version.continued_by,) if version.continued_by else (),
        "yields_to": version.yields_to,
        "competes": version.competes,
    }
    return [
        (say("matter.breached"), "\n".join(c.text() for c in version.breached)),
        (say("matter.article"), "\n".join(c.text() for c in version.penalty)),
        (say("matter.kinds"), "、".join(named("penalty_kind", k.value) for k in version.kinds)),
        (say("matter.always"), "、".join(named("penalty_kind", k.value) for k in version.always)),
        (say("matter.range"), "\n".join(_fine(office, fine) for fine in version.ranges)),
        (say("matter.correction_first"), say("matter.yes") if version.correction_first else ""),
        (say("matter.seizure_basis"), "\n".join(c.text() for c in version.seizure_basis)),
        (say("matter.elements"), "\n".join(element.text for element in version.elements)),
        *(
            (named("matter_link", word), "\n".join(f"{i} {named('matter', i)}" for i in ids))
            for word, ids in linked.items()
        ),
        (say("matter.to_confirm"), "、".join(version.to_confirm)),
        (say("matter.note"), version.note),
    ]


# -- the imports ----------------------------------------------------------------------------------


def history(session: Session) -> ExitCode:
    """Give every list that was imported: when, by whom, from which file, with what effect."""
    with session.open() as office:
        lists = lists_of(office.workspace.root).history()
        entries = _imports(office)
        payload = {
            "ok": True,
            "lists": [
                {
                    "number": kept.number,
                    "at": kept.at,
                    "by": kept.by,
                    "source": kept.source,
                    "source_digest": kept.source_digest,
                    "digest": kept.digest,
                    "previous": kept.previous or None,
                    "entry": _entry(entries, kept, "seq"),
                    "rows": _entry(entries, kept, "rows"),
                    **{word: len(ids) for word, ids in kept.effect.items()},
                }
                for kept in lists
            ],
        }

        def show_lists(console: "Console") -> None:
            keys = ("number", "at", "by", "source", "rows", "digest", "effect", "entry")
            heads = tuple(office.say(f"matter.{key}") for key in keys)
            rows = [
                (
                    str(kept.number),
                    office.messages.moment(kept.at),
                    office.person(kept.by),
                    kept.source,
                    str(_entry(entries, kept, "rows") or ""),
                    kept.digest[:16],
                    "、".join(
                        f"{office.messages.named('list_effect', word)} {len(ids)}"
                        for word, ids in kept.effect.items()
                        if ids
                    ),
                    str(_entry(entries, kept, "seq") or office.say("matter.no_entry")),
                )
                for kept in lists
            ]
            table(console, heads, rows)
            if not rows:
                put(console, office.say("matter.no_lists"))

        office.screen.result(payload, show_lists)
    return ExitCode.DONE


def _imports(office: Office) -> dict[str, Entry]:
    """Return what the bureau's journal says of imports, by the digest of the list."""
    with office.workspace.store.read() as view:
        journal = read_journal(view)
    return {e.text("digest"): e for e in journal if e.act is Act.LIST_IMPORTED}


def _entry(entries: Mapping[str, Entry], kept: KeptList, wanted: str) -> object:
    """Return the number of a list's entry in the journal, or one of its facts; None without one."""
    entry = entries.get(kept.digest)
    if entry is None:
        return None
    return entry.seq if wanted == "seq" else entry.facts.get(wanted)
