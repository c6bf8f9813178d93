"""Comparing every page of a database with its seal, and naming the table a changed page is of.

Works on the raw files, so that a database SQLite refuses to open is still examined. Refuses to
mend anything.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from engine.errors import IntegrityError
from engine.storage_rows import Finding
from storage.connections import DATABASE
from storage.filesystem import disk_errors
from storage.gate import WriteGate
from storage.pageseal import PageSeal, SealHeader, page_digest
from storage.wal import WriteAheadLog


def verify_pages(folder: Path) -> list[Finding]:
    """Every page that is not as it was sealed, and every damaged part of the seal.

    Kinds: `database_missing`, `database_length`, `page_changed` (`at` is the page number, `place`
    is `case.db:TABLE`, `case.db:free` or `case.db`), `seal_missing`, `seal_damaged` (`at` is the
    block). Waits for a running write to end. Raises StorageError when files cannot be read.
    """
    database = folder / DATABASE
    sealed = PageSeal.path_of(database)
    with disk_errors(database):
        if not database.exists():
            return [Finding(kind="database_missing", place=DATABASE)]
        if not sealed.exists():
            return [Finding(kind="seal_missing", place=sealed.name)]
        gate = WriteGate(database)
        try:
            with gate:
                return list(_verify(database, sealed))
        finally:
            gate.close()


def _verify(database: Path, sealed: Path) -> Iterator[Finding]:
    seal = PageSeal(sealed)
    try:
        header = seal.header()
        damaged = set(seal.damaged_blocks(header.pages))
        for block in sorted(damaged):
            yield Finding(kind="seal_damaged", place=sealed.name, at=block)
        yield from _length(database, header)
        pages = list(_changed(database, seal, header, damaged))
        names = _tables(database, pages)
        for page in pages:
            yield Finding(kind="page_changed", place=names.get(page, DATABASE), at=page)
    except IntegrityError:
        yield Finding(kind="seal_damaged", place=sealed.name)
    finally:
        seal.close()


def _length(database: Path, header: SealHeader) -> Iterator[Finding]:
    size = database.stat().st_size
    # While the log holds pages, a fold under way may have grown the file already.
    with WriteAheadLog(database) as log:
        if size != header.pages * header.page_size and not log.frames:
            yield Finding(kind="database_length", place=DATABASE, at=size)


def _changed(
    database: Path, seal: PageSeal, header: SealHeader, damaged: set[int]
) -> Iterator[int]:
    written: dict[int, list[bytes]] = {}
    with WriteAheadLog(database) as log:
        for index, frame in enumerate(log.frames):
            written.setdefault(frame.page, []).append(log.content(index))
    with database.open("rb") as file:
        for page in range(1, header.pages + 1):
            content = file.read(header.page_size)
            if seal.block_of(page) in damaged or page_digest(content) == seal.digest(page):
                continue
            # A page the log holds too is being replaced; the log has checksums of its own.
            replaced = page in written and header.unfinished
            if not replaced and content not in written.get(page, ()):
                yield page


def _tables(database: Path, pages: Sequence[int]) -> dict[int, str]:
    """Names for pages, as far as a damaged database still tells."""
    if not pages:
        return {}
    names: dict[int, str] = {}
    connection = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        for name, page in connection.execute("SELECT name, pageno FROM dbstat"):
            names[page] = f"{DATABASE}:{name}"
    except (sqlite3.Error, UnicodeDecodeError):
        # Built without dbstat, or too damaged to walk: the page number must do.
        return names
    finally:
        connection.close()
    return {page: names.get(page, f"{DATABASE}:free") for page in pages}
