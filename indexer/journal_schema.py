"""The journal as a file of SQLite: its tables, what each version added to them, and their rows as values."""

from __future__ import annotations

import sqlite3
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from indexer import journal_similar, journal_unresolved
from indexer.values import JournalError, shown

if TYPE_CHECKING:
    from pathlib import Path

RowStage = Literal["pending", "indexed", "leaving", "deleted"]

BUSY_SECONDS: Final = 10.0
"""To wait for another process."""

_PAUSE_SECONDS: Final = 0.02

_FIRST: Final = """
CREATE TABLE files (
    path BLOB PRIMARY KEY, size INTEGER NOT NULL, mtime INTEGER NOT NULL, settings TEXT NOT NULL,
    reading INTEGER NOT NULL, documents INTEGER NOT NULL, complete INTEGER NOT NULL, time TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE documents (
    path BLOB NOT NULL, id TEXT NOT NULL, ordinal INTEGER NOT NULL, hash TEXT NOT NULL, own INTEGER NOT NULL,
    stage TEXT NOT NULL, known INTEGER NOT NULL, reading INTEGER NOT NULL, time TEXT NOT NULL, PRIMARY KEY (path, id)
) WITHOUT ROWID;
CREATE INDEX documents_id ON documents (id);
CREATE INDEX documents_hash ON documents (hash);
CREATE INDEX documents_ordinal ON documents (path, ordinal);
CREATE INDEX documents_stage ON documents (stage) WHERE stage <> 'indexed';
CREATE TABLE failures (path BLOB NOT NULL, place TEXT NOT NULL, stage TEXT NOT NULL, error TEXT NOT NULL, time TEXT NOT NULL);
CREATE INDEX failures_path ON failures (path);
CREATE TABLE runs (
    number INTEGER PRIMARY KEY, started TEXT NOT NULL, seconds REAL, added INTEGER, updated INTEGER, unchanged INTEGER,
    deleted INTEGER, failed INTEGER, interrupted INTEGER
);
"""

_NEEDS: Final = "ALTER TABLE files ADD COLUMN needs TEXT NOT NULL DEFAULT '';"

_EXTRACTORS: Final = "CREATE TABLE IF NOT EXISTS extractors (fingerprint TEXT PRIMARY KEY) WITHOUT ROWID;"
"""The gazetteers that documents of the index were extracted with."""

_LATER: Final = (journal_similar.SCHEMA, journal_unresolved.SCHEMA, _NEEDS, _EXTRACTORS)
"""What each version after the first added."""

VERSION: Final = 1 + len(_LATER)


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file as it was last read. `settings` are the options that its documents depend on; `complete`: nothing is left to do.

    `needs` is what the machine lacked for parts of it: what is left to do when it is there.
    """

    path: str
    size: int
    mtime: int
    settings: str
    documents: int
    complete: bool
    needs: str = ""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document at one path. `own`: the id is the source's; `known`: the index has had it; `reading`: the run that last saw it."""

    path: str
    id: str
    ordinal: int
    hash: str
    own: bool
    stage: RowStage
    known: bool
    reading: int


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run: when, how long, and its counts; `seconds` is None for one that was killed."""

    started: str
    seconds: float | None
    added: int
    updated: int
    unchanged: int
    deleted: int
    failed: int
    interrupted: bool


def connect(path: Path) -> sqlite3.Connection:
    """Open the file of a journal, made where there is none and brought up to date where it is older. Raises JournalError."""
    connection: sqlite3.Connection | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS)
        _use_wal(connection)
        # The index's commit comes between two of ours: what we wrote before it must be on the disk by then.
        connection.execute("PRAGMA synchronous = FULL")
        version = _version(connection)
        if version < VERSION:
            _bring_up(connection, version)
    except (OSError, sqlite3.Error) as error:
        if connection is not None:
            connection.close()
        raise JournalError(trouble(shown(str(path)), error)) from error
    if version > VERSION:
        connection.close()
        raise JournalError(f"the journal {shown(str(path))} was made by a newer Kashf (format {version}); use that one")
    return connection


def _use_wal(connection: sqlite3.Connection) -> None:
    """SQLite itself waits for nobody here, and a server may open the journal while the first run makes it."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            return


def _bring_up(connection: sqlite3.Connection, version: int) -> None:
    """Add what a version lacks."""
    lacking = (_FIRST, *_LATER)[version:]
    try:
        connection.executescript(f"BEGIN IMMEDIATE; {' '.join(lacking)} PRAGMA user_version = {VERSION}; COMMIT;")
    except sqlite3.OperationalError:
        connection.rollback()
        if _version(connection) != VERSION:  # else another process did it after we had looked
            raise


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def trouble(path: str, error: Exception) -> str:
    """What to say of a journal that can not be used."""
    return f"the journal {path} can not be used ({error}); check the disk and who may write there"
