"""The tables of one workspace, and how they come to be.

Moments are microseconds since 1970 UTC, days are ISO text, so that every engine orders them
alike. No column but `events.private` (AES-256-GCM) holds personal data, and the search index
holds keyed hashes of character pairs only. There is one schema version so far, created here;
Alembic takes over with the second. PostgreSQL needs only another search index.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from engine.errors import StorageError
from storage.statements import Statements

SCHEMA_VERSION = 1

metadata = MetaData()

settings = Table(
    "settings",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
    sqlite_with_rowid=False,
)

cases = Table(
    "cases",
    metadata,
    Column("case_id", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("head", LargeBinary(32), nullable=False),
    Column("workflow", String, nullable=False),
    Column("state", String, nullable=False),
    Column("squad", String, nullable=False),
    Column("officers", Text, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("moved_at", BigInteger, nullable=False),
    Column("closed_at", BigInteger),
    Column("extra", Text, nullable=False),
    sqlite_with_rowid=False,
)

case_officers = Table(
    "case_officers",
    metadata,
    Column("case_id", String, primary_key=True),
    Column("person", String, primary_key=True),
    Index("case_officers_by_person", "person", "case_id"),
    sqlite_with_rowid=False,
)

events = Table(
    "events",
    metadata,
    Column("leaf", Integer, primary_key=True, autoincrement=False),
    Column("case_id", String, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("command_id", String, nullable=False),
    #: Which of its command's events this is; NULL where nobody looks for the command by its id.
    Column("part", Integer),
    Column("moment", BigInteger, nullable=False),
    Column("prev_hash", LargeBinary(32), nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    Column("leaf_hash", LargeBinary(32), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("private", LargeBinary, nullable=False),
    UniqueConstraint("case_id", "seq", name="events_once_per_place"),
)
Index(
    "events_once_per_command",
    events.c.command_id,
    events.c.part,
    unique=True,
    sqlite_where=events.c.part.is_not(None),
    postgresql_where=events.c.part.is_not(None),
)

documents = Table(
    "documents",
    metadata,
    Column("case_id", String, primary_key=True),
    Column("doc_id", String, primary_key=True),
    Column("form", String, nullable=False),
    Column("number", String),
    Column("digest", String(64), nullable=False),
    Column("status", String, nullable=False),
    Column("issued_at", BigInteger),
    Column("track", String, nullable=False),
    Column("extra", Text, nullable=False),
    sqlite_with_rowid=False,
)

deadlines = Table(
    "deadlines",
    metadata,
    Column("case_id", String, primary_key=True),
    Column("instance_id", String, primary_key=True),
    Column("rule", String, nullable=False),
    Column("due", String(10), nullable=False),
    Column("status", String, nullable=False),
    Column("owner", String, nullable=False),
    Column("squad", String, nullable=False),
    Column("track", String, nullable=False),
    Column("extra", Text, nullable=False),
    Index("deadlines_by_due", "status", "due"),
    sqlite_with_rowid=False,
)

checklist = Table(
    "checklist",
    metadata,
    Column("case_id", String, primary_key=True),
    Column("checklist", String, primary_key=True),
    Column("item", String, primary_key=True),
    Column("result", String, nullable=False),
    Column("blocking", Boolean, nullable=False),
    Column("extra", Text, nullable=False),
    sqlite_with_rowid=False,
)

waiting = Table(
    "waiting",
    metadata,
    Column("case_id", String, primary_key=True),
    Column("proposal_id", String, primary_key=True),
    Column("doc_id", String, primary_key=True),
    Column("slot", String, primary_key=True),
    Column("role", String, nullable=False),
    Column("person", String),
    Column("position", Integer, nullable=False),
    Column("status", String, nullable=False),
    Column("extra", Text, nullable=False),
    Index("waiting_by_person", "status", "person"),
    sqlite_with_rowid=False,
)

blob_uses = Table(
    "blob_uses",
    metadata,
    Column("case_id", String, primary_key=True),
    Column("digest", String(64), primary_key=True),
    sqlite_with_rowid=False,
)

number_series = Table(
    "number_series",
    metadata,
    Column("series", String, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
    sqlite_with_rowid=False,
)

numbers = Table(
    "numbers",
    metadata,
    Column("series", String, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("serial", Integer, primary_key=True),
    Column("status", String, nullable=False),
    Column("purpose", String, nullable=False),
    Column("reserved_at", BigInteger, nullable=False),
    Column("settled_at", BigInteger),
    Column("text", String),
    Column("case_id", String),
    Column("doc_id", String),
    Column("reason", String),
    Index("numbers_by_text", "text"),
    Index("numbers_by_status", "status", "reserved_at"),
    sqlite_with_rowid=False,
)

ledger = Table(
    "ledger",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("size", BigInteger, nullable=False),
    Column("frontier", LargeBinary, nullable=False),
    Column("root", LargeBinary(32), nullable=False),
    Column("checkpoint", Text, nullable=False),
)

tiles = Table(
    "tiles",
    metadata,
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),
)

search_rows = Table(
    "search_rows",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", String, nullable=False, unique=True),
)

_SEARCH_INDEX = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS case_search USING fts5(pairs, chars, tokenize='unicode61')"
)


_EXISTS = "SELECT count(*) FROM sqlite_schema WHERE name = 'settings'"
_STATE_VERSION = "INSERT INTO settings (name, value) VALUES ('schema', ?) ON CONFLICT DO NOTHING"
_READ_VERSION = "SELECT value FROM settings WHERE name = 'schema'"


def schema_is_known(statements: Statements) -> bool:
    """Whether the tables are there; raises StorageError `storage_version` if they are not ours."""
    if statements.one(_EXISTS) == (0,):
        return False
    found = statements.one(_READ_VERSION)
    if found != (str(SCHEMA_VERSION),):
        version = found[0] if found else None
        raise StorageError("storage_version", found=version, known=SCHEMA_VERSION)
    return True


def create_schema(connection: Connection) -> None:
    """Make every table, in the transaction the connection is in."""
    metadata.create_all(connection)
    connection.exec_driver_sql(_SEARCH_INDEX)
    connection.exec_driver_sql(_STATE_VERSION, (str(SCHEMA_VERSION),))
