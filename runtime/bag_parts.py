"""The parts of a bag read back into values: events, roster, calendar, definitions, index.

Whatever cannot be read becomes a fault and is left out; nothing here is believed or refused.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import cast

from engine.calendar import WorkingCalendar, YearTable
from engine.definition import Workflow
from engine.errors import AnjuanError, IntegrityError
from engine.people import Agency, Bank, Certificate, Device, Person, Setting, Squad
from engine.record import Json
from engine.storage_rows import StoredEvent
from runtime import bag_format as bag
from runtime.bag_faults import BagFault
from runtime.bag_folder import BagFolder, fault_of
from workflows.definition_data import load_workflow

Obj = dict[str, Json]
Report = Callable[[BagFault], None]
#: What reading a value of the wrong shape raises.
_MISSHAPEN = (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError)


def json_at(folder: BagFolder, path: str) -> Json:
    """Return a JSON file.

    Raises NotFoundError `bag.file_missing`, IntegrityError `bag.not_text`, `bag.not_json`.
    """
    try:
        return cast("Json", json.loads(folder.text(path)))
    except (ValueError, RecursionError) as wrong:
        raise IntegrityError("bag.not_json", file=path) from wrong


def object_at(folder: BagFolder, path: str, report: Report) -> Obj:
    """Return a JSON object, an empty one with a fault where there is none."""
    try:
        found = json_at(folder, path)
        if isinstance(found, dict):
            return found
        report(BagFault(code="bag.not_json", path=path))
    except AnjuanError as error:
        report(fault_of(error, path))
    return {}


def read_events(folder: BagFolder, report: Report) -> tuple[StoredEvent, ...]:
    """Return the events in the order of the file, without those that cannot be read."""
    try:
        lines = folder.text(bag.EVENTS).split("\n")
    except AnjuanError as error:
        report(fault_of(error, bag.EVENTS))
        return ()
    if lines.pop():
        report(BagFault(code="bag.cut_short", path=bag.EVENTS, facts={"file": bag.EVENTS}))
    return tuple(_events(lines, report))


def _events(lines: list[str], report: Report) -> Iterator[StoredEvent]:
    for number, line in enumerate(lines, 1):
        try:
            yield _event(json.loads(line))
        except _MISSHAPEN:
            report(BagFault(code="bag.event_unreadable", path=bag.EVENTS, event=number))


def _event(line: Obj) -> StoredEvent:
    text, private = str(line["body"]), str(line["private"])
    body = cast("Obj", json.loads(text))  # anything else raises below
    seq, leaf = line["seq"], line["leaf"]
    if not isinstance(seq, int) or not isinstance(leaf, int):
        raise TypeError(seq, leaf)
    return StoredEvent(
        case_id=str(body["case"]),
        seq=seq,
        body=text.encode(),
        private=private.encode(),
        prev_hash=bytes.fromhex(str(body["prev"])),
        hash=bytes.fromhex(str(line["hash"])),
        command_id=str(body["command"]),
        moment=datetime.fromisoformat(str(body["at"])),
        leaf=leaf,
    )


def read_profiles(folder: BagFolder, report: Report) -> dict[str, Agency]:
    """Return the bureau under each profile the events name, with the people the bag names."""
    top = object_at(folder, bag.PEOPLE, report)
    try:
        people = [(_person(row), row["profiles"]) for row in _objects(top["people"])]
        return {
            str(one["digest"]): _agency(
                _object(one["agency"]),
                str(one["digest"]),
                tuple(p for p, profiles in people if one["digest"] in cast("list[Json]", profiles)),
            )
            for one in _objects(top["profiles"])
            if one["agency"] is not None
        }
    except _MISSHAPEN:
        report(BagFault(code="bag.misshapen", path=bag.PEOPLE))
        return {}


def _agency(plain: Obj, digest: str, people: tuple[Person, ...]) -> Agency:
    chains = _object(plain["approval_chains"])
    settings = _object(plain["settings"])
    names = ("name", "short_name", "code", "address", "phone", "court")
    return Agency(
        **{name: str(plain[name]) for name in names},
        reconsideration_body=str(plain["reconsideration_body"]),
        reconsideration_channel=str(plain["reconsideration_channel"]),
        bank=Bank(**_texts(plain["bank"])),
        squads=tuple(Squad(**_texts(one)) for one in _objects(plain["squads"])),
        people=people,
        areas=_listed(plain["areas"]),
        powers=_listed(plain["powers"]),
        settings={name: _setting(_object(one)) for name, one in settings.items()},
        approval_chains={form: _listed(roles) for form, roles in chains.items()},
        devices=tuple(_device(one) for one in _objects(plain["devices"])),
        digest=digest,
    )


def _setting(plain: Obj) -> Setting:
    value = plain["value"]
    if not isinstance(value, int | str):
        raise TypeError(value)
    return Setting(value=value, confirmed=plain["confirmed"] is True, note=str(plain["note"]))


def _device(plain: Obj) -> Device:
    days = {name: _day(plain[name]) for name in ("reviewed_on", "calibrated_until", "published_on")}
    texts = {name: str(value) for name, value in plain.items() if name not in days}
    return Device(
        id=texts["id"],
        name=texts["name"],
        place=texts["place"],
        basis=texts["basis"],
        review=texts["review"],
        standard=texts["standard"],
        publication=texts["publication"],
        reviewed_on=days["reviewed_on"],
        calibrated_until=days["calibrated_until"],
        published_on=days["published_on"],
    )


def _person(plain: Obj) -> Person:
    held = plain["certificate"]
    return Person(
        id=str(plain["id"]),
        name=str(plain["name"]),
        roles=frozenset(_listed(plain["roles"])),
        squad=str(plain["squad"]),
        certificate=None if held is None else _certificate(_object(held)),
        legal_qualification=str(plain["legal_qualification"]),
        title=str(plain["title"]),
    )


def _certificate(plain: Obj) -> Certificate:
    return Certificate(
        number=str(plain["number"]),
        valid_from=date.fromisoformat(str(plain["valid_from"])),
        valid_to=date.fromisoformat(str(plain["valid_to"])),
    )


def read_calendar(folder: BagFolder, report: Report) -> WorkingCalendar | None:
    """Return the working days the case was counted with, or None where they cannot be read."""
    top = object_at(folder, bag.CALENDAR, report)
    try:
        saturday, sunday = _listed(top["weekend"])
        tables = {table.year: table for table in map(_year, _objects(top["years"]))}
        return WorkingCalendar(
            tables=tables, weekend=(saturday, sunday), closures=_days(top["closures"])
        )
    except (*_MISSHAPEN, AnjuanError):
        report(BagFault(code="bag.misshapen", path=bag.CALENDAR))
        return None


def _year(plain: Obj) -> YearTable:
    return YearTable(
        year=int(str(plain["year"])),
        source=str(plain["source"]),
        holidays=_days(plain["days_off"]),
        make_up=_days(plain["worked_weekends"]),
    )


def read_definitions(
    folder: BagFolder, known: Mapping[str, Workflow], report: Report
) -> dict[str, Workflow]:
    """Return the definitions by the digest in their file's name; known ones are not read again."""
    found: dict[str, Workflow] = {}
    for path in folder.under(bag.DEFINITIONS):
        digest, _, suffix = path.removeprefix(bag.DEFINITIONS).rpartition(".")
        if suffix != "yaml":
            continue
        try:
            own = known.get(digest)
            found[digest] = own or replace(load_workflow(folder.files[path]), digest=digest)
        except AnjuanError as error:
            report(fault_of(error, path))
    return found


def _object(value: Json) -> Obj:
    if not isinstance(value, dict):
        raise TypeError(value)
    return value


def _objects(value: Json) -> list[Obj]:
    if not isinstance(value, list):
        raise TypeError(value)
    return [_object(one) for one in value]


def _texts(value: Json) -> dict[str, str]:
    return {name: str(one) for name, one in _object(value).items()}


def _listed(value: Json) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(value)
    return tuple(str(one) for one in value)


def _day(value: Json) -> date | None:
    return None if value is None else date.fromisoformat(str(value))


def _days(value: Json) -> dict[date, str]:
    return {date.fromisoformat(day): str(name) for day, name in _object(value).items()}
