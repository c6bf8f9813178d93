"""Making a workspace: folders, settings, certificate authority, everybody's key, ledger key.

Built beside its final place and renamed into it, so that a half-made workspace never appears.
"""

import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import yaml
from cryptography.hazmat.primitives import serialization

from documents.signing.authority import CertificateAuthority, Holder, Organization, Validity
from documents.signing.errors import PinError
from documents.signing.keys import SigningKey, check_pin, lock
from engine.errors import ConfigurationError, InputError
from engine.journal import Act, note
from engine.legal_time import LEGAL_ZONE
from engine.people import Agency
from engine.ports import SEAL_KEY
from engine.record import Json
from runtime import settings as names
from runtime.key_files import write_file
from runtime.key_places import MACHINE_SECRET, TIMESTAMPING, certificate_file, key_file
from runtime.key_records import certificate_facts
from runtime.profile import load_agency
from runtime.registered_files import COPIES, FILES, copies, lying
from runtime.settings import Settings, settings_text
from runtime.workspace import Workspace

ROOT_YEARS, KEY_YEARS = 20, 3
#: Common name of the timestamp authority.
TIMESTAMPING_NAME = "TSA"
#: A training workspace plays cases of any of these years.
TRAINING_FROM = datetime(2022, 1, 1, tzinfo=LEGAL_ZONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Created:
    """A new workspace and the PINs that were made up for it."""

    root: Path
    #: Owner (person id, `seal`, `root`) to PIN; only those nobody gave.
    pins: Mapping[str, str]
    pin_file: Path | None


def create(
    root: Path,
    *,
    agency_file: Path,
    training: bool,
    pins: Mapping[str, str] | None = None,
    at: datetime | None = None,
) -> Created:
    """Make a workspace in `root`, which must not exist or be empty.

    PINs not given are made up and written to `keys/initial-pins.yaml`, to be handed out and
    destroyed. Raises InputError `workspace.not_empty`, PinError for a weak PIN,
    ConfigurationError for a profile that cannot be used.
    """
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise InputError("workspace.not_empty", path=str(root))
    agency = load_agency(agency_file)
    _check(agency)
    now = at or datetime.now(LEGAL_ZONE).replace(microsecond=0)
    root.parent.mkdir(parents=True, exist_ok=True)
    building = root.parent / f".{root.name}.{secrets.token_hex(4)}"
    try:
        made = _build(building, agency, agency_file, training=training, pins=pins or {}, now=now)
        _found(building, now, training=training)
        if root.exists():
            root.rmdir()
        building.rename(root)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise
    file = root / names.KEYS / names.INITIAL_PINS
    return Created(root=root, pins=made, pin_file=file if made else None)


def _found(folder: Path, now: datetime, *, training: bool) -> None:
    """Make the database, and enter root, keys and log key in the journal."""
    keys = folder / names.KEYS
    with Workspace.open(folder, at=now if training else None) as workspace:
        owners = [SEAL_KEY, TIMESTAMPING, *(p.id for p in workspace.agency.people)]
        issued = [(owner, certificate_file(keys, owner).read_bytes()) for owner in owners]
        root = (keys / "root.der").read_bytes()
        facts: dict[str, Json] = {
            "root": certificate_facts("root", root),
            "keys": [certificate_facts(owner, der) for owner, der in issued],
            "log_key": str(workspace.log_key.key),
            "whole": True,
            FILES: dict(lying(folder)),
            COPIES: copies(folder),
        }
        with workspace.store.write() as unit:
            note(unit, Act.FOUNDED, at=now, actor="root", facts=facts)


def _check(agency: Agency) -> None:
    needed = ("intake_clerk", "case_officer", "squad_leader", "agency_head", "seal_keeper")
    missing = [role for role in needed if not agency.holders(role)]
    if missing:
        raise ConfigurationError("profile.roles_missing", roles="、".join(missing))


def _build(
    folder: Path,
    agency: Agency,
    agency_file: Path,
    *,
    training: bool,
    pins: Mapping[str, str],
    now: datetime,
) -> dict[str, str]:
    keys = folder / names.KEYS
    for place in (folder, keys, keys / "people"):
        place.mkdir(mode=0o700)
    for name in (names.BLOBS, names.FONTS, names.CALENDAR, names.PREVIEWS, names.DOSSIERS):
        (folder / name).mkdir(mode=0o700)
    origin = f"anjuan/{agency.code}/{secrets.token_hex(4)}"
    settings = Settings(training=training, created_at=now, origin=origin)
    write_file(folder / names.SETTINGS, settings_text(settings).encode())
    write_file(folder / names.AGENCY, agency_file.read_bytes())
    for name in ("log.key", "data.key"):
        write_file(keys / name, secrets.token_hex(32).encode())
    made = _issue(keys, agency, training=training, pins=pins, now=now)
    if made:
        text = yaml.safe_dump(made, allow_unicode=True, sort_keys=False)
        write_file(keys / names.INITIAL_PINS, text.encode())
    return made


def _issue(
    keys: Path, agency: Agency, *, training: bool, pins: Mapping[str, str], now: datetime
) -> dict[str, str]:
    start = TRAINING_FROM if training else now - timedelta(minutes=5)
    long = Validity(start=start, end=now + timedelta(days=365 * ROOT_YEARS))
    short = Validity(start=start, end=now + timedelta(days=365 * KEY_YEARS))
    organization = Organization(
        name=agency.name, code=agency.code, short_name=agency.short_name, training=training
    )
    authority = CertificateAuthority.create(organization, name=agency.short_name, validity=long)
    made: dict[str, str] = {}

    def keep(owner: str, key: SigningKey) -> None:
        pin = pins.get(owner) or made.setdefault(owner, new_pin())
        write_file(key_file(keys, owner), lock(key, pin))
        write_file(certificate_file(keys, owner), key.certificate)

    keep("root", authority.root)
    keep(SEAL_KEY, authority.issue_seal(validity=short))
    for person in agency.people:
        squad = agency.squad(person.squad)
        holder = Holder(id=person.id, name=person.name, squad=squad.name if squad else "")
        keep(person.id, authority.issue_officer(holder, validity=short))
    secret = secrets.token_hex(16)
    write_file(keys / MACHINE_SECRET, secret.encode())
    stamper = authority.issue_timestamping(name=TIMESTAMPING_NAME, validity=long)
    write_file(key_file(keys, TIMESTAMPING), lock(stamper, secret))
    write_file(certificate_file(keys, TIMESTAMPING), stamper.certificate)
    pem = authority.certificate.public_bytes(serialization.Encoding.PEM)
    write_file(keys / "root.pem", pem)
    crl = authority.revocation_list((), number=1, validity=long)
    write_file(keys / "crl.der", crl)
    return made


def new_pin() -> str:
    """Return a PIN nobody would guess first."""
    while True:
        pin = f"{secrets.randbelow(10**8):08d}"
        try:
            check_pin(pin)
        except PinError:
            continue
        return pin
