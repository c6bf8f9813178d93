"""The bureau and its people: roles, qualifications by date, thresholds, power and area.

Values only; reading them from a profile file is the business of the runtime room.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """An enforcement certificate (执法证) with its period of validity."""

    number: str
    valid_from: date
    valid_to: date

    def valid_on(self, day: date) -> bool:
        """Whether the certificate is valid on `day`, both ends included."""
        return self.valid_from <= day <= self.valid_to


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A member of the bureau."""

    id: str
    name: str
    roles: frozenset[str]
    squad: str = ""
    #: None for staff without enforcement qualification (assistants, clerks).
    certificate: Certificate | None = None
    #: National legal qualification number of a legal reviewer (APL 58(2)).
    legal_qualification: str = ""
    title: str = ""

    def qualified_on(self, day: date) -> bool:
        """Whether this person may enforce the law on `day` (APL 42(1))."""
        return self.certificate is not None and self.certificate.valid_on(day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A monitoring device (电子技术监控设备), as the law asks it to be registered (APL 41(1))."""

    id: str
    name: str
    place: str
    #: The law or administrative regulation that allows it.
    basis: str = ""
    #: The legal and technical review: its document and day.
    review: str = ""
    reviewed_on: date | None = None
    standard: str = ""
    #: Last day of its calibration.
    calibrated_until: date | None = None
    #: Where its place is published, and since when.
    publication: str = ""
    published_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Squad:
    """A squad (中队)."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A figure local rules must fix: shipped with a default until the bureau confirms it."""

    value: int | bool | str
    confirmed: bool
    #: Who confirmed it and when, or the source of the default.
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """The collecting bank a fine decision must name (FSR 7)."""

    name: str
    address: str
    account_name: str
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """The bureau as its profile describes it."""

    name: str
    short_name: str
    code: str
    address: str
    phone: str
    reconsideration_body: str
    reconsideration_channel: str
    court: str
    bank: Bank
    squads: tuple[Squad, ...]
    people: tuple[Person, ...]
    areas: tuple[str, ...]
    powers: tuple[str, ...]
    settings: Mapping[str, Setting] = field(default_factory=dict)
    #: Form id to the roles that sign after the officers, in order (one to four levels).
    approval_chains: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    devices: tuple[Device, ...] = ()
    #: SHA-256 of the profile file: every event names the profile it was judged under.
    digest: str = ""

    def person(self, person_id: str) -> Person | None:
        """Return the member with this id."""
        for person in self.people:
            if person.id == person_id:
                return person
        return None

    def squad(self, squad_id: str) -> Squad | None:
        """Return the squad with this id."""
        return next((s for s in self.squads if s.id == squad_id), None)

    def device(self, device_id: str) -> Device | None:
        """Return the monitoring device with this id."""
        return next((d for d in self.devices if d.id == device_id), None)

    def holders(self, role: str) -> tuple[Person, ...]:
        """Return everyone who holds `role`."""
        return tuple(p for p in self.people if role in p.roles)

    def number(self, key: str) -> int:
        """Return an integer setting (fen for money); raises KeyError when it is not set."""
        value = self.settings[key].value
        if isinstance(value, bool) or not isinstance(value, int):
            raise KeyError(key)
        return value

    def days(self, key: str) -> int:
        """Return a setting in days; an unset one is 0."""
        setting = self.settings.get(key)
        value = setting.value if setting is not None else 0
        return value if isinstance(value, int) else 0

    def enabled(self, key: str) -> bool:
        """Whether a yes/no setting is on; an unset one is off."""
        setting = self.settings.get(key)
        return setting is not None and setting.value is True
