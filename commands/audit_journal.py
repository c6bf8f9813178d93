"""`audit journal`: the bureau's own acts, one line each, with what they named."""

from typing import TYPE_CHECKING, cast

from commands.exit_codes import ExitCode
from commands.office import Office
from commands.screen import put, table
from commands.session import Session
from engine.journal import Act, Entry, read_journal
from engine.record import Json
from runtime.archive_records import lifted_in

if TYPE_CHECKING:
    from rich.console import Console


def show_journal(session: Session) -> ExitCode:
    """Give the whole journal, oldest first."""
    with session.open() as office:
        with office.workspace.store.read() as view:
            entries = read_journal(view)
        payload = {
            "ok": True,
            "entries": [
                {
                    "entry": entry.seq,
                    "leaf": entry.leaf,
                    "at": entry.at,
                    "act": entry.act.value,
                    "by": entry.actor,
                    "facts": dict(entry.facts),
                }
                for entry in entries
            ],
        }

        def show(console: "Console") -> None:
            heads = tuple(office.say(f"journal.{key}") for key in ("entry", "at", "act", "by"))
            table(console, (*heads, office.say("journal.what")), _rows(office, entries))
            put(console, office.say("journal.where", count=str(len(entries))))

        office.screen.result(payload, show)
    return ExitCode.DONE


def _rows(office: Office, entries: tuple[Entry, ...]) -> list[tuple[str, ...]]:
    return [
        (
            str(entry.seq),
            office.messages.moment(entry.at),
            office.messages.named("act", entry.act.value),
            _by(office, entry.actor),
            _what(office, entry),
        )
        for entry in entries
    ]


def _by(office: Office, actor: str) -> str:
    return office.say("words.root") if actor == "root" else office.person(actor)


def _what(office: Office, entry: Entry) -> str:
    """What an act was about, in one line."""
    own = office.messages.template("auditing", "journal", entry.act.value)
    if own is not None:
        return office.messages.fill(own, entry.facts)
    if entry.act is Act.LIST_IMPORTED:
        facts = {name: entry.facts.get(name) for name in ("number", "source", "rows")}
        return office.say("journal.list", **facts, digest=entry.text("digest")[:16])
    if entry.act is Act.LEADS_IMPORTED:
        facts = {name: entry.facts.get(name) for name in ("source", "rows", "added", "changed")}
        return office.say("journal.leads", **facts, digest=entry.text("digest")[:16])
    if entry.act is Act.DOCUMENTS_LIFTED:
        lifted = [one for lifts in lifted_in([entry]).values() for one in lifts]
        return office.say(
            "journal.lifted", count=str(len(lifted)), until=min(one.until for one in lifted)
        )
    if entry.text("log_key"):
        return office.say("journal.log_key", key=entry.text("log_key"))
    told = entry.facts.get("certificate", entry.facts.get("root", entry.facts))
    if not isinstance(told, dict) or "owner" not in told:
        return _plainly(office, entry)
    certificate = cast("dict[str, Json]", told)  # shape fixed by runtime.key_records
    owner = str(certificate["owner"])
    person = office.workspace.agency.person(owner)
    name = person.name if person is not None else office.messages.named("key_owner", owner)
    details = {"serial": certificate["serial"], "replaces": entry.text("replaces")}
    return office.say("journal.key", owner=name, **details)


def _plainly(office: Office, entry: Entry) -> str:
    """What an act names in single words and numbers, for acts without a line of their own."""
    plain = [f"{v}" for v in entry.facts.values() if isinstance(v, str | int) and v]
    return office.messages.value(tuple(plain))
