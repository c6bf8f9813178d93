"""The embedded store: one SQLite file, one gate, one signed ledger, every page sealed.

Knows how writes begin and end and how the files beside the database keep step. Refuses to know
what is written, and file systems whose locks and flushes are not those of a local disk.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Self

from engine import merkle
from engine.checkpoint import Checkpoint, LogSigner, sign_note
from engine.errors import IntegrityError
from engine.storage_rows import NumberVoid, Reservation
from storage import register
from storage.checkpoint_file import CheckpointFile, published
from storage.cipher import Cipher
from storage.connections import (
    DATABASE,
    PAGE_SIZE,
    borrowed,
    reading_engine,
    writing_engine,
)
from storage.filesystem import disk_errors, refuse_network
from storage.folding import fold, has_frames
from storage.gate import WriteGate
from storage.guard import DatabaseGuard
from storage.logkey import verify_ed25519
from storage.pageseal import PageSeal
from storage.refusals import database_errors
from storage.schema import create_schema, schema_is_known
from storage.snapshot import SqliteSnapshot
from storage.statements import READING, WRITING, transaction
from storage.tiles import TileNodes, read_ledger_head
from storage.unit import SqliteUnit

#: Commits between two folds of the write-ahead log, which keeps it near thirteen megabytes. Longer
#: is not faster: a log that grows costs half a commit more than one that is written over.
_FOLD_EVERY = 256


class SqliteStore:
    """The engine's `Store` in a workspace folder. Threads may share it; processes each open one.

    What is not closed is left whole, but unfolded until somebody opens it again.
    """

    def __init__(self, folder: Path, cipher: Cipher, signer: LogSigner) -> None:
        """Use `open`."""
        self._folder = folder
        self._path = folder / DATABASE
        self._cipher = cipher
        self._signer = signer
        self._commits = 0
        self._trusted = False
        with ExitStack() as opened:
            self._gate = WriteGate(self._path)
            opened.callback(self._gate.close)
            with self._gate, database_errors(self._path), disk_errors(self._path):
                self._connections = self._connect()
            opened.pop_all()

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        data_key: bytes,
        signer: LogSigner,
        allow_network: bool = False,
    ) -> Self:
        """Open the workspace's database, making it if there is none.

        Raises StorageError `storage_network`, `storage_read_only`, `storage_full`, `storage_io`,
        `storage_corrupt`, `storage_unreachable` or `storage_version`, and IntegrityError
        `seal_missing` or `seal_damaged`.
        """
        if not allow_network:
            refuse_network(folder)
        return cls(folder, Cipher(data_key), signer)

    @contextmanager
    def write(self) -> Iterator[SqliteUnit]:
        """See `engine.storage_ports.Store.write`.

        Raises IntegrityError `checkpoint_missing`, `ledger_truncated`, `ledger_rewritten` or
        `checkpoint_malformed` before anything is written if the ledger is not the one last
        published. A StorageError may follow a commit that succeeded; the same command, sent
        again, then finds itself recorded.
        """
        with self._gate, database_errors(self._path):
            self._prepare()
            with transaction(self._writer, WRITING) as statements:
                unit = SqliteUnit(statements, self._cipher, self._signer)
                yield unit
                note = unit.grow_ledger()
            self._conclude(note)

    @contextmanager
    def hand_over(self, successor: LogSigner) -> Iterator[SqliteUnit]:
        """A write after which `successor` signs; the head of this one bears both signatures.

        So whoever trusts the old key sees that it vouched for the new one, and a crash before the
        new key is kept leaves a ledger the old one still opens.
        """
        with self._gate, database_errors(self._path):
            self._prepare()
            with transaction(self._writer, WRITING) as statements:
                unit = SqliteUnit(statements, self._cipher, self._signer, successor)
                yield unit
                note = unit.grow_ledger()
            self._conclude(note)
            self._signer = successor

    @contextmanager
    def read(self) -> Iterator[SqliteSnapshot]:
        """See `engine.storage_ports.Store.read`."""
        with (
            database_errors(self._path),
            borrowed(self._reading) as connection,
            transaction(connection, READING) as statements,
        ):
            yield SqliteSnapshot(statements, self._cipher)

    def reserve(self, series: str, year: int, purpose: str, *, moment: datetime) -> Reservation:
        """See `engine.storage_ports.Store.reserve`."""
        return self.reserve_all([(series, year, purpose)], moment=moment)[0]

    def reserve_all(
        self, wanted: Sequence[tuple[str, int, str]], *, moment: datetime
    ) -> tuple[Reservation, ...]:
        """See `engine.storage_ports.Store.reserve_all`."""
        with self._gate, database_errors(self._path):
            self._prepare()
            with transaction(self._writer, WRITING) as statements:
                taken = register.reserve(statements, wanted, moment)
            self._conclude(None)
        return taken

    def void(self, numbers: Sequence[NumberVoid], *, moment: datetime) -> None:
        """See `engine.storage_ports.Store.void`."""
        with self._gate, database_errors(self._path):
            self._prepare()
            with transaction(self._writer, WRITING) as statements:
                register.void(statements, numbers, moment)
            self._conclude(None)

    def sweep_reservations(self, *, before: datetime, reason: str, moment: datetime) -> int:
        """See `engine.storage_ports.Store.sweep_reservations`."""
        with self._gate, database_errors(self._path):
            self._prepare()
            with transaction(self._writer, WRITING) as statements:
                swept = register.sweep(statements, before, reason, moment)
            self._conclude(None)
        return swept

    def publish_checkpoint(self) -> None:
        """Write the checkpoint file anew from the database, after somebody has judged it sound."""
        with self._gate, database_errors(self._path):
            with transaction(self._writer, WRITING) as statements:
                note = read_ledger_head(statements).checkpoint or self._empty_note()
            self._published.complete(note)
            self._trusted = True

    def name_of(self, wish: bytes) -> str:
        """See `engine.storage_ports.Store.name_of`."""
        return self._cipher.name(wish)

    def close(self) -> None:
        """See `engine.storage_ports.Store.close`."""
        with ExitStack() as closing:
            closing.callback(self._gate.close)
            closing.enter_context(self._gate)
            closing.push(self._connections.pop_all())
            with database_errors(self._path), disk_errors(self._path):
                self._reading.dispose()
                self._leave()

    def _connect(self) -> ExitStack:
        with ExitStack() as undo:
            self._published = CheckpointFile(self._folder)
            undo.callback(self._published.close)
            self._seal = _open_seal(self._path)
            undo.callback(self._seal.close)
            writing = writing_engine(self._path)
            # SQLite closes before the guard does, or it would fold behind the seal's back.
            self._guard = DatabaseGuard(self._path)
            undo.callback(self._guard.close)
            self._writer = undo.enter_context(borrowed(writing))
            self._guard.hold()
            with transaction(self._writer, READING) as statements:
                complete = schema_is_known(statements)
            if not complete:
                with writing.begin() as connection:
                    create_schema(connection)
            self._reading = reading_engine(self._path)
            undo.callback(self._reading.dispose)
            self._found()
            return undo.pop_all()

    def _found(self) -> None:
        with transaction(self._writer, WRITING) as statements:
            size = read_ledger_head(statements).size
        if not size and not self._published.exists():
            self._published.complete(self._empty_note())

    def _prepare(self) -> None:
        with disk_errors(self._path):
            unfinished = self._seal.header().unfinished
        if unfinished:
            self._fold()
        if not self._trusted:
            self._refuse_other_ledger()
            self._trusted = True

    def _conclude(self, note: str | None) -> None:
        if note is not None:
            self._published.publish(note)
        self._commits += 1
        if self._commits % _FOLD_EVERY == 0:
            self._fold()

    def _leave(self) -> None:
        folded = not has_frames(self._path)
        if self._commits and not folded:
            folded = self._fold()
        if self._commits:
            with transaction(self._writer, WRITING) as statements:
                note = read_ledger_head(statements).checkpoint
            self._published.complete(note or self._empty_note())
        if folded:
            self._guard.release()

    def _fold(self) -> bool:
        with disk_errors(self._path):
            return fold(self._writer, self._path, self._guard, self._seal)

    def _empty_note(self) -> str:
        text = Checkpoint(origin=self._signer.key.name, size=0, root=merkle.EMPTY_ROOT).text()
        return sign_note(text, [self._signer])

    def _refuse_other_ledger(self) -> None:
        seen = published(self._folder, self._signer.key, verify_ed25519)
        with transaction(self._writer, WRITING) as statements:
            head = read_ledger_head(statements)
            if head.size < seen.size:
                raise IntegrityError("ledger_truncated", found=head.size, published=seen.size)
            root = merkle.root_at(TileNodes(statements), seen.size)
        if root != seen.root:
            raise IntegrityError("ledger_rewritten", size=seen.size)


def _open_seal(database: Path) -> PageSeal:
    path = PageSeal.path_of(database)
    if not database.exists() or not database.stat().st_size:
        PageSeal.create(path, PAGE_SIZE)
    elif not path.exists():
        raise IntegrityError("seal_missing", path=str(path))
    return PageSeal(path)
