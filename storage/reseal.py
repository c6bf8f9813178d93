"""Sealing a database anew after somebody has judged its content sound.

For the day a seal is lost, or a foreign program folded the log of a killed process. Whatever was
changed before is then no longer seen by the pages, only by the ledger. Refuses to judge.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from storage.connections import DATABASE, PAGE_SIZE
from storage.filesystem import disk_errors
from storage.gate import WriteGate
from storage.pageseal import PageSeal, SealHeader, page_digest
from storage.refusals import database_errors


def reseal(folder: Path) -> int:
    """Fold what is left of the log, seal every page as it is now, answer how many.

    No store of the folder may be open.
    """
    database = folder / DATABASE
    gate = WriteGate(database)
    with closing(gate), gate, database_errors(database), disk_errors(database):
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        path = PageSeal.path_of(database)
        PageSeal.create(path, PAGE_SIZE)
        digests: dict[int, bytes] = {}
        with database.open("rb") as file:
            while content := file.read(PAGE_SIZE):
                digests[len(digests) + 1] = page_digest(content)
        with closing(PageSeal(path)) as seal:
            header = SealHeader(page_size=PAGE_SIZE, pages=len(digests), unfinished=False)
            seal.begin(seal.header())
            seal.finish(header, digests, redo=True)
    return len(digests)
