"""What a workspace says of itself: `workspace.yaml`, and the names of the things in it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from engine.errors import ConfigurationError, NotFoundError
from workflows.lined_yaml import Fields, read_fields

SETTINGS = "workspace.yaml"
AGENCY = "agency.yaml"
KEYS = "keys"
BLOBS = "blobs"
FONTS = "fonts"
CALENDAR = "calendar"
PREVIEWS = "previews"
DOSSIERS = "dossiers"
#: Every version of every definition the workspace has worked under.
PROCEDURES = "procedures"
#: Every list of matters the bureau has imported.
MATTERS = "matters"
#: Every table of grid leads the bureau has imported, by digest.
LEADS = "leads"
#: Every edition of the shipped matters the workspace has worked under.
SHIPPED_MATTERS = "shipped-matters"
#: The discretion benchmarks the bureau has published, and every one it has worked under.
BENCHMARKS = "benchmarks"
#: The bureau's own standards for grading dossiers, and every one it has graded by.
GRADING = "grading"
#: The bureau's own settings of samples, reviewers and reports.
REVIEW = "review"
#: Heads of the ledger as witnesses have cosigned them.
WITNESSES = "witnesses"
#: Dossiers of other bureaus, whole, as they came.
RECEIVED = "received"
#: Keys and roots of the bureaus whose dossiers are believed.
AGENCIES = "agencies"
INITIAL_PINS = "initial-pins.yaml"
LAYOUT = 1
#: Roots of outside timestamp authorities the bureau has ever trusted, PEM, in `keys`.
TIMESTAMP_ROOTS = "timestamp-roots"
#: Seconds waited for an outside timestamp, and bytes left for it, unless the settings say so.
TIMEOUT, ROOM = 10, 8192
#: The identity SM2 signatures are made under where none was agreed on (GM/T 0009, 10), and the most
#: bytes of one: its length in bits is written in two bytes.
SM2_USER, MOST_SM2_USER = "1234567812345678", 8191


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideTimestamps:
    """An outside timestamp authority (RFC 3161) that signatures shall bear."""

    url: str
    #: Longest wait for an answer, in seconds.
    timeout: int
    #: Bytes left for its token in every signature.
    room: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one workspace."""

    #: Whether the clock may be set and everything is marked for training.
    training: bool
    created_at: datetime
    #: Origin line of the ledger's checkpoints.
    origin: str
    #: None while the workspace's own authority states the time.
    timestamps: OutsideTimestamps | None = None
    #: The identity SM2 signatures are made under.
    sm2_user: str = SM2_USER


def read_settings(root: Path) -> Settings:
    """Return the settings; raises NotFoundError `workspace.none` where there is no workspace."""
    path = root / SETTINGS
    if not path.is_file():
        raise NotFoundError("workspace.none", path=str(root))
    top = read_fields(path)
    layout = top.scalar("layout").whole()
    if layout != LAYOUT:
        raise ConfigurationError("workspace.layout", found=layout, known=LAYOUT)
    written = top.scalar("created_at")
    try:
        created_at = datetime.fromisoformat(written.text())
    except ValueError:
        written.place.refuse("data.not_a_date", field="created_at", value=written.value)
    settings = Settings(
        training=top.scalar("training").truth(),
        created_at=created_at,
        origin=top.text("origin"),
        timestamps=_timestamps(top.child("timestamps")) if top.has("timestamps") else None,
        sm2_user=_sm2_user(top.child("sm2")) if top.has("sm2") else SM2_USER,
    )
    top.done()
    return settings


def _timestamps(entry: Fields) -> OutsideTimestamps:
    url = entry.text("url")
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        entry.place.refuse("data.not_a_url", field="url", value=url)
    found = OutsideTimestamps(
        url=url,
        timeout=entry.scalar("timeout").whole() if entry.has("timeout") else TIMEOUT,
        room=entry.scalar("room").whole() if entry.has("room") else ROOM,
    )
    entry.done()
    return found


def _sm2_user(entry: Fields) -> str:
    user = entry.text("user")
    if len(user.encode()) > MOST_SM2_USER:
        entry.place.refuse("data.too_long", field="user", value=f"{user[:16]}…")
    entry.done()
    return user


def settings_text(settings: Settings) -> str:
    """Return the file `read_settings` reads."""
    return (
        f"layout: {LAYOUT}\n"
        f"training: {'true' if settings.training else 'false'}\n"
        f'created_at: "{settings.created_at.isoformat()}"\n'
        f'origin: "{settings.origin}"\n'
    )
