"""Reading the bodies of one chain straight from the database file, without any key.

For an audit whose workspace cannot be opened, or whose data key is another one: bodies are kept in
clear. What is read so is believed by nobody; it only helps to say which file is not as it was.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from storage.connections import DATABASE

_READ = "SELECT body FROM events WHERE case_id = ? ORDER BY seq"


def plain_bodies(folder: Path, chain: str) -> tuple[bytes, ...]:
    """Return the bodies of a chain, oldest first; none where the database cannot be read."""
    path = folder / DATABASE
    if not path.is_file():
        return ()
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            return tuple(bytes(row[0]) for row in database.execute(_READ, (chain,)))
    except (sqlite3.Error, TypeError):
        return ()
