"""A bureau's workspace: one folder, and the road through it.

The only place that puts the rooms together. Nothing here decides anything about a case.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from documents.fonts import FontBook
from documents.signing.timestamp import TimestampAuthority
from documents.signing.verification import TrustAnchors
from engine.errors import ConfigurationError, InputError, NotFoundError
from engine.event import Event
from engine.legal_time import LEGAL_ZONE, legal_moment
from engine.people import Agency
from engine.road import Road
from runtime import settings as names
from runtime.composing import FormComposer, shipped_catalogue
from runtime.earlier_roots import kept_roots
from runtime.intake import IntakeFiles
from runtime.keyring import Keyring
from runtime.long_lived import keep_for_good
from runtime.profile import load_agency, read_agency
from runtime.settings import read_settings
from runtime.timestamps import authority_of, outside_lists, outside_roots
from storage.blobs import LocalBlobs
from storage.logkey import Ed25519LogKey
from storage.sqlite_store import SqliteStore
from workflows.calendar_data import SHIPPED, load_calendar
from workflows.library import LawFolders, load_law

#: Length of the log key (Ed25519) and of the data key (AES-256).
KEY_BYTES = 32


class Workspace:
    """An open workspace; close it, or use it as a context manager."""

    def __init__(self, root: Path, *, at: datetime | None) -> None:
        """Use `open`."""
        self.root = root
        self.settings = read_settings(root)
        self.training = self.settings.training
        if at is not None and not self.training:
            raise InputError("clock.not_settable")
        self._at = legal_moment(at) if at is not None and at.tzinfo else at
        if self._at is not None and self._at.tzinfo is None:
            self._at = self._at.replace(tzinfo=LEGAL_ZONE)
        self.agency = load_agency(root / names.AGENCY)
        self.book = FontBook((root / names.FONTS,))
        catalogue = shipped_catalogue()
        overlay = sorted((root / names.CALENDAR).glob("*.yaml"))
        years = (SHIPPED, root / names.CALENDAR / "years")
        self.law = load_law(
            catalogue,
            today=self.now().date(),
            calendar=load_calendar([y for y in years if y.is_dir()], closures=overlay),
            folders=LawFolders(
                procedures=root / names.PROCEDURES,
                matters=root / names.MATTERS,
                shipped_matters=root / names.SHIPPED_MATTERS,
                benchmarks=root / names.BENCHMARKS,
                grading=root / names.GRADING,
            ),
        )
        keep_for_good()
        keys = root / names.KEYS
        self.log_key = Ed25519LogKey(self.settings.origin, _read(keys / "log.key"))
        self.store = SqliteStore.open(root, data_key=_read(keys / "data.key"), signer=self.log_key)
        self.blobs = LocalBlobs(root / names.BLOBS)
        self._keep_profile()
        #: Every profile looked at, by digest.
        self._profiles = {self.agency.digest: self.agency}
        self.road = Road(
            law=self.law,
            agency=self.agency,
            store=self.store,
            blobs=self.blobs,
            composer=FormComposer(catalogue, self.book, training=self.training),
        )
        self._tsa = authority_of(keys, self.settings.timestamps)

    def _keep_profile(self) -> None:
        """Keep the profile by digest: old events are judged under the one they name."""
        if not self.blobs.has(self.agency.digest):
            self.blobs.put((self.root / names.AGENCY).read_bytes())

    def profile_of(self, event: Event) -> Agency | None:
        """Return the profile an event was judged under, or None when it is lost."""
        digest = event.basis.get("agency", "")
        if digest and digest not in self._profiles and self.blobs.has(digest):
            self._profiles[digest] = read_agency(self.blobs.get(digest), self.root / names.AGENCY)
        return self._profiles.get(digest)

    @classmethod
    def open(cls, root: Path, *, at: datetime | None = None) -> Self:
        """Open the workspace in `root`; `at` sets the clock of a training workspace.

        Raises NotFoundError `workspace.none`, InputError `clock.not_settable`, and what storage
        and profile refuse.
        """
        return cls(root.resolve(), at=at)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Leave everything complete on disk."""
        self.store.close()

    def now(self) -> datetime:
        """Return the moment acts are dated with, on the legal clock and in whole seconds."""
        return self._at if self._at is not None else datetime.now(LEGAL_ZONE).replace(microsecond=0)

    def set_clock(self, at: datetime) -> None:
        """Set the clock of a training workspace; raises InputError `clock.not_settable`."""
        if not self.training:
            raise InputError("clock.not_settable")
        self._at = at if at.tzinfo is not None else at.replace(tzinfo=LEGAL_ZONE)

    @contextmanager
    def seen_from(self, at: datetime) -> Iterator[None]:
        """Read as somebody would have at a past moment; nothing may be recorded meanwhile."""
        kept, self._at = self._at, at
        try:
            yield
        finally:
            self._at = kept

    def forget_timestamping(self) -> None:
        """Load the timestamp authority anew when it is next needed: its key was replaced."""
        self._tsa = authority_of(self.root / names.KEYS, self.settings.timestamps)

    def timestamping(self) -> TimestampAuthority:
        """Return the timestamp authority that signatures made here bear."""
        return self._tsa()

    def keyring(self, pins: Mapping[str, str]) -> Keyring:
        """Unlock keys by person id (and `seal`)."""
        return Keyring(
            self.root / names.KEYS,
            pins,
            agency=self.agency,
            book=self.book,
            tsa=self._tsa,
            training=self.training,
        )

    def intake(self, base: Path) -> IntakeFiles:
        """Return a reader of the files an input in `base` names."""
        return IntakeFiles(base)

    def trust(self) -> TrustAnchors:
        """Return whom verification believes: this workspace's roots and their revocation lists.

        For timestamps the roots and lists of outside authorities as well, whoever stamps today.
        Raises ConfigurationError for a root or list that cannot be read.
        """
        keys = self.root / names.KEYS
        crl, root = keys / "crl.der", (keys / "root.der").read_bytes()
        kept = kept_roots(keys)
        return TrustAnchors(
            roots=(root,),
            timestamp_roots=(root, *outside_roots(keys)),
            crls=(
                *((crl.read_bytes(),) if crl.is_file() else ()),
                *(one.listed for one in kept),
                *outside_lists(keys),
            ),
            earlier=tuple(one.anchor for one in kept),
        )


def _read(path: Path) -> bytes:
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError as wrong:
        raise ConfigurationError("workspace.key_broken", path=path.name) from wrong
    except FileNotFoundError as missing:
        raise NotFoundError("workspace.key_missing", path=path.name) from missing
    if len(key) != KEY_BYTES:
        raise ConfigurationError("workspace.key_broken", path=path.name)
    return key
