"""The agency profile: reading the bureau's YAML into an `Agency`.

Complaints name file and line. What a role may do or a threshold means is not known here.
"""

import hashlib
from datetime import date
from pathlib import Path

from engine.errors import ConfigurationError
from engine.money import parse_yuan
from engine.people import Agency, Bank, Certificate, Device, Person, Setting, Squad
from workflows.lined_yaml import Fields, fields_of

#: Suffix of settings written in yuan and kept in fen.
_YUAN_MARK = ".fine."


def load_agency(path: Path) -> Agency:
    """Return the agency described in `path`.

    Raises ConfigurationError naming file and line for anything missing, unknown or misspelt.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError as missing:
        raise ConfigurationError("data.missing_file", file=str(path)) from missing
    return read_agency(data, path)


def read_agency(data: bytes, path: Path) -> Agency:
    """Return the agency a profile file's bytes describe; complaints name `path`."""
    top = fields_of(_text(data, path), path)
    squads = tuple(_squad(child) for child in top.children("squads"))
    _refuse_twice(top, [s.id for s in squads], "squads")
    agency = Agency(
        name=top.text("name"),
        short_name=top.text("short_name"),
        code=top.text("code"),
        address=top.text("address"),
        phone=top.text("phone"),
        reconsideration_body=top.text("reconsideration_body"),
        reconsideration_channel=top.text("reconsideration_channel", ""),
        court=top.text("court"),
        bank=_bank(top.child("bank")),
        squads=squads,
        people=tuple(_person(child, squads) for child in top.children("people")),
        areas=top.texts("areas"),
        powers=top.texts("powers"),
        settings=_settings(top.child("settings")),
        approval_chains=_chains(top.child("approval_chains")),
        devices=tuple(_device(child) for child in top.children("devices")),
        digest=hashlib.sha256(data).hexdigest(),
    )
    top.done()
    _refuse_twice(top, [d.id for d in agency.devices], "devices")
    _refuse_twice(top, [p.id for p in agency.people], "people")
    return agency


def _text(data: bytes, path: Path) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        raise ConfigurationError("data.not_utf8", file=path.name) from wrong


def _refuse_twice(top: Fields, ids: list[str], field: str) -> None:
    doubled = next((i for i in ids if ids.count(i) > 1), None)
    if doubled is not None:
        top.place.refuse("data.twice", field=f"{field}: {doubled}")


def _squad(entry: Fields) -> Squad:
    squad = Squad(id=entry.text("id"), name=entry.text("name"))
    entry.done()
    return squad


def _bank(entry: Fields) -> Bank:
    bank = Bank(
        name=entry.text("name"),
        address=entry.text("address"),
        account_name=entry.text("account_name"),
        account=entry.text("account"),
    )
    entry.done()
    return bank


def _person(entry: Fields, squads: tuple[Squad, ...]) -> Person:
    squad = entry.text("squad", "")
    if squad and squad not in {s.id for s in squads}:
        entry.place.refuse(
            "data.unknown_word",
            field="squad",
            value=squad,
            allowed="、".join(s.id for s in squads),
        )
    person = Person(
        id=entry.text("id"),
        name=entry.text("name"),
        roles=frozenset(entry.texts("roles")),
        squad=squad,
        certificate=_certificate(entry.child("certificate")) if entry.has("certificate") else None,
        legal_qualification=entry.text("legal_qualification", ""),
        title=entry.text("title", ""),
    )
    entry.done()
    return person


def _certificate(entry: Fields) -> Certificate:
    certificate = Certificate(
        number=entry.text("number"), valid_from=_day(entry, "from"), valid_to=_day(entry, "to")
    )
    entry.done()
    return certificate


def _device(entry: Fields) -> Device:
    """Read one monitoring device; what it lacks is told by the doctor, not refused here."""
    device = Device(
        id=entry.text("id"),
        name=entry.text("name"),
        place=entry.text("place"),
        basis=entry.text("basis", ""),
        review=entry.text("review", ""),
        reviewed_on=_day(entry, "reviewed_on") if entry.has("reviewed_on") else None,
        standard=entry.text("standard", ""),
        calibrated_until=_day(entry, "calibrated_until") if entry.has("calibrated_until") else None,
        publication=entry.text("publication", ""),
        published_on=_day(entry, "published_on") if entry.has("published_on") else None,
    )
    entry.done()
    return device


def _day(entry: Fields, field: str) -> date:
    return entry.scalar(field).day()


def _settings(fields: Fields) -> dict[str, Setting]:
    found: dict[str, Setting] = {}
    for key in fields.names():
        entry = fields.child(key)
        written = entry.value("value")
        if _YUAN_MARK in key:
            written = int(parse_yuan(str(written)))
        if not isinstance(written, int | bool | str):
            entry.place.refuse("data.not_a_value", field=key)
        found[key] = Setting(
            value=written,
            confirmed=entry.scalar("confirmed").truth(),
            note=entry.text("note", ""),
        )
        entry.done()
    return found


def _chains(fields: Fields) -> dict[str, tuple[str, ...]]:
    chains: dict[str, tuple[str, ...]] = {}
    for form in fields.names():
        levels = fields.texts(form)
        if not 1 <= len(levels) <= _MOST_LEVELS:
            fields.place.refuse("profile.chain_levels", form=form, levels=len(levels))
        chains[form] = levels
    return chains


_MOST_LEVELS = 4  # the longest approval chain a form has room for
