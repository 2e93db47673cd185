"""The tables of the journal, and their rows as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

VERSION: Final = 5
RowStage = Literal["pending", "indexed", "leaving", "deleted"]

SCHEMA: Final = f"""
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
PRAGMA user_version = {VERSION};
"""

NEEDS: Final = "ALTER TABLE files ADD COLUMN needs TEXT NOT NULL DEFAULT '';"
"""What version 4 added."""

EXTRACTORS: Final = "CREATE TABLE IF NOT EXISTS extractors (fingerprint TEXT PRIMARY KEY) WITHOUT ROWID;"
"""What version 5 added: the gazetteers that documents of the index were extracted with."""


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
